// Package evidence keeps what was tested, decided and deployed so that somebody
// who trusts nobody can check it later, without a network.
//
//	log, err := evidence.Open(dir, evidence.Options{Key: key})
//	entries := evidence.RunEntries(run, evidence.Context{Builder: b})
//	receipts, err := log.Append(ctx, entries...)
//	report, err := evidence.Verify(ctx, dir, evidence.Checks{})
//
// An entry is an in-toto Statement v1 in a DSSE envelope, signed with ed25519,
// and a leaf of a Merkle tree in files (package tiles) under a signed checkpoint.
// The folder:
//
//	checkpoint   the tree's head, signed (a note as c2sp.org/tlog-checkpoint says)
//	history      every checkpoint so far, in order
//	tile/        hashes and entries (c2sp.org/tlog-tiles)
//	names/       names of persons, beside the log: it holds salted commitments only
//	lock         one writer at a time
//
// Which keys count is itself in the log: entry 0 names the log's key; trust,
// revoke and rotate entries, signed by the log's key, change that from their
// place on. Holds and erasures of names are entries too.
//
// Append returns after everything is on the disk. It does not decide anything,
// asks no network (a Stamper that a caller hands in may), and cannot tell a log
// that was wholly replaced by another one signed with another key: pin the key,
// or keep a checkpoint elsewhere (Checks).
package evidence
