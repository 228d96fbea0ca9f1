// Package waiver judges exceptions from the gate: waivers, which set findings
// aside for a time, and emergency grants, which let one change pass. Both are
// signed files under .assay, and count by who is in .assay/approvers.yaml.
//
//	people, err := waiver.ParseApprovers(waiver.ApproversFile, data)  // as it stands at the base
//	set := waiver.NewSet(candidates, people, waiver.Context{Now: now, Authors: authors, …})
//	w, ok := set.Covers(&finding)     // for each finding
//	set.Findings(), set.Notes()       // afterwards: what does not count, and why
//
// A waiver counts when somebody asked for it and somebody else approved it, both
// signed what it says today with a key that was theirs then, neither its life nor
// its reach is too long, and it was merged before the change that it serves.
// Approvers must be neither the requester nor an author.
//
// What is signed does not depend on how the YAML is laid out: it is the JSON of
// the file's keys (RFC 8785), without the signatures, with who signs as what and
// when. Message gives these bytes; the form is OpenSSH's (PROTOCOL.sshsig), so
// that ssh-keygen -Y verify checks it without us.
//
// The package reads no disk, asks no clock and holds no key: bytes, times and
// signers come from the caller, who also says which files were merged. It does
// not decide on a change: the gate does, with what this says.
package waiver
