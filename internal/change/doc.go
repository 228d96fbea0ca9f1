// Package change answers what is tested: which folder or commit, against which
// base, and which bytes stood at both.
//
//	repo, err := change.Open(ctx, dir)          // nil repo: a plain folder
//	base, err := repo.FindBase(ctx, flag, ci)   // --base, the CI's variables
//	snap, err := repo.WorkTree(ctx, ignore)     // files to examine
//
// It reads objects through the git program and the work tree through os.Root,
// so that neither a link nor a repository's own configuration can make it read
// outside the folder or start anything. It changes nothing, neither the
// repository nor the work tree, and judges nothing.
package change
