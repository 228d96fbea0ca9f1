package change

import (
	"context"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// Base is the commit that a change is compared with.
type Base struct {
	// Commit is where the findings are compared: the merge base with Target.
	Commit string
	// Target is the revision that was named, as a commit. Governance files
	// are read here: the newest that were merged.
	Target string
	// Source says how it was found, for people: "--base main", "GitLab: CI_MERGE_REQUEST_DIFF_BASE_SHA".
	Source string
	// Own says that it is an earlier push of the same branch: see Candidate.
	Own bool
}

// FindBase finds the base from the flag, or from what the CI system says. A
// nil base means that neither names one: the caller then compares a dirty tree
// with HEAD. A base that is named and not there is an error of kind NotFound.
func (r *Repo) FindBase(ctx context.Context, flag string, ci *CI) (*Base, error) {
	if flag != "" {
		return r.namedBase(ctx, flag, "--base "+flag, "")
	}
	if ci == nil {
		return nil, nil
	}
	for _, c := range ci.Bases {
		if c.Optional {
			b, err := r.namedBase(ctx, c.Rev, c.Source, ci.FetchHelp)
			if err == nil {
				b.Own = c.Own
			}
			if err == nil || r.Shallow {
				return b, err
			}
			continue
		}
		return r.namedBase(ctx, c.Rev, c.Source, ci.FetchHelp)
	}
	return nil, ctx.Err()
}

func (r *Repo) namedBase(ctx context.Context, rev, source, help string) (*Base, error) {
	target, err := r.resolveBranch(ctx, rev)
	if err != nil {
		return nil, r.baseMissing(rev, source, help, err)
	}
	if r.Head == "" {
		return nil, fault.New(fault.NotFound, "the repository has no commits, so %s can't be compared with", rev).WithHelp("commit first, or leave --base out")
	}
	commit, ok := r.MergeBase(ctx, target, r.Head)
	if !ok {
		if r.Shallow {
			return nil, r.baseMissing(rev, source, help, nil)
		}
		commit = target // no common history: compare the trees
	}
	return &Base{Commit: commit, Target: target, Source: source}, ctx.Err()
}

// resolveBranch resolves a revision; a branch that exists only at the remote counts.
func (r *Repo) resolveBranch(ctx context.Context, rev string) (string, error) {
	id, err := r.Resolve(ctx, rev)
	if err == nil || strings.HasPrefix(rev, "origin/") {
		return id, err
	}
	if remote, rerr := r.Resolve(ctx, "origin/"+rev); rerr == nil {
		return remote, nil
	}
	return "", err
}

func (r *Repo) baseMissing(rev, source, help string, err error) error {
	if help == "" {
		name := strings.TrimPrefix(rev, "origin/")
		help = "fetch it: git fetch origin " + name
		if r.Shallow {
			help = "fetch the history first: git fetch --unshallow origin && git fetch origin " + name
		}
	}
	clone := "this repository"
	if r.Shallow {
		clone = "this shallow clone"
	}
	if err == nil {
		return fault.New(fault.NotFound, "the history between HEAD and the base %q (%s) is not in %s", rev, source, clone).WithHelp("%s", help)
	}
	return fault.New(fault.NotFound, "the base %q (%s) is not in %s", rev, source, clone).WithHelp("%s", help)
}
