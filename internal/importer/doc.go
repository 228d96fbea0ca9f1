// Package importer reads the reports of other tools and says what they say in
// our words: findings, rules, and gaps where a part could not be read.
//
//	rep, err := importer.Read(ctx, "trivy.json", file, importer.Options{Root: "/builds/pay/api"})
//
// The format is told from the content, never from the file's name. Reports are
// hostile input: a document is read from front to back, one entry at a time;
// entries, depth, texts and numbers of things have limits. A document that is
// no report gives a fault.Invalid error with the place and what to do. One
// broken entry in a good report gives a Gap, and the rest is read.
//
// What is kept of a finding is what the vocabulary has words for. Secrets,
// card and account numbers, passwords, request and response bodies and
// Authorization headers are not kept: of a secret only rule and place remain,
// of a URL's query only the names.
//
// Finding.Identity is set from the tool's own stable name of the problem where
// it has one, else from rule, path, component, URL, parameter and text, never
// from the line: importing twice, or a report in another order or after lines
// moved, gives the same identities. Fingerprints are the caller's to make.
//
// What a tool sets aside itself (a comment in the code, an ignore file, a false
// positive in its console) stays a finding, with a Suppression that does not
// count: whether it may is for the caller, who knows what was there before.
//
// It never opens a path or an address that a report names. It decides nothing:
// which of two reports of one problem counts, and what is suppressed here, is
// for others.
package importer
