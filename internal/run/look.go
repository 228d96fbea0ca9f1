package run

import (
	"context"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/pipeline"
)

// look runs the engines over head, base and the history in between.
func (j *job) look(ctx context.Context) error {
	snap, err := j.snapshot(ctx)
	j.assembleRunner(ctx)
	if err != nil {
		return err
	}
	if f, ok := snap.(*change.Folder); ok {
		defer f.Close()
	}
	if err := j.lookAtHead(ctx, snap); err != nil {
		return err
	}
	if err := j.lookAtBase(ctx, snap); err != nil {
		return err
	}
	return j.lookAtHistory(ctx)
}

func (j *job) snapshot(ctx context.Context) (change.Snapshot, error) {
	switch {
	case j.repo == nil:
		return change.Walk(ctx, j.req.Dir, j.ignore, nil)
	case j.req.Staged:
		entries, err := j.repo.IndexEntries(ctx, j.ignore)
		return change.Objects(entries, j.blobs), err
	case j.repo.Bare && j.repo.Head == "":
		return change.Objects(nil, j.blobs), nil
	case j.repo.Bare:
		entries, err := j.repo.TreeEntries(ctx, j.repo.Head, j.ignore)
		return change.Objects(entries, j.blobs), err
	}
	return j.repo.WorkTree(ctx, j.ignore)
}

func (j *job) lookAtHead(ctx context.Context, snap change.Snapshot) error {
	if j.req.Staged {
		var err error
		if snap, err = j.onlyStaged(ctx, snap); err != nil {
			return err
		}
	}
	var err error
	j.head, err = j.runner.Head(ctx, snap)
	if f, ok := snap.(*change.Folder); ok {
		for _, u := range f.Unread {
			j.head.Gaps = append(j.head.Gaps, assay.Gap{
				Scope: assay.ScopeSecretTree, Location: assay.Location{Path: u.Path},
				Reason: "not examined: " + u.Reason, Help: "make it readable, or name it in " + change.AssayIgnoreFile,
			})
		}
		j.passedOver(f.Outside, "a link out of the folder is not followed", "put the file itself here if it belongs to the change")
		j.passedOver(f.Modules, "a submodule is a repository of its own", "run assay in it")
	}
	return err
}

// passedOver notes what is left out on purpose.
func (j *job) passedOver(paths []string, reason, help string) {
	for _, p := range paths {
		j.head.Gaps = append(j.head.Gaps, assay.Gap{
			Scope: assay.ScopeSecretTree, Location: assay.Location{Path: p}, Reason: reason, Help: help, Unsupported: true,
		})
	}
}

// onlyStaged limits the run to files that differ from HEAD. When none of these
// is infrastructure code, now or before, the others need not be read at all.
func (j *job) onlyStaged(ctx context.Context, snap change.Snapshot) (change.Snapshot, error) {
	var base []change.Entry
	if j.base != nil {
		var err error
		if base, err = j.repo.TreeEntries(ctx, j.base.Commit, j.ignore); err != nil {
			return nil, err
		}
	}
	j.runner.Only = map[string]bool{}
	for _, c := range change.Compare(base, snap.Entries(), nil) {
		j.runner.Only[c.Path] = true
		if c.From != "" {
			j.runner.Only[c.From] = true
		}
	}
	touched := func(e change.Entry) bool { return j.runner.Only[e.Path] }
	for _, e := range append(slices.Clone(base), snap.Entries()...) {
		if !touched(e) {
			continue
		}
		data, err := j.blobs.Read(ctx, e.Blob, nil, pipeline.MaxFile)
		// What only finds problems looks at the staged files alone: a hook must
		// be quick, and the run in CI follows data through all files.
		needsAll := func(x engine.Extractor) bool {
			_, alone := x.(engine.Standalone)
			return !alone && x.Selects(e.Path, data)
		}
		if err != nil || slices.ContainsFunc(j.runner.Extractors, needsAll) {
			return snap, ctx.Err()
		}
	}
	j.limited = true
	return change.Objects(slices.DeleteFunc(slices.Clone(snap.Entries()), func(e change.Entry) bool { return !touched(e) }), j.blobs), nil
}

// lookAtBase finds what changed and what the engines would have said before.
func (j *job) lookAtBase(ctx context.Context, snap change.Snapshot) error {
	if j.repo == nil || j.repo.Head == "" || (!j.req.Gate && !j.req.Staged) {
		return nil
	}
	commit := j.repo.Head
	if j.base != nil {
		commit = j.base.Commit
	}
	entries, err := j.repo.TreeEntries(ctx, commit, j.ignore)
	if err != nil {
		return err
	}
	if j.limited {
		only := j.runner.Only
		entries = slices.DeleteFunc(entries, func(e change.Entry) bool { return !only[e.Path] })
	}
	changed := change.Compare(entries, j.head.Files, j.checkoutOf(ctx, snap))
	if j.base == nil {
		if len(changed) == 0 {
			return nil // clean, and nothing to compare with
		}
		j.base = &change.Base{Commit: commit, Target: commit, Source: "uncommitted changes"}
	}
	blobAt, linkAt := map[string]string{}, map[string]bool{}
	for _, e := range entries {
		blobAt[e.Path], linkAt[e.Path] = e.Blob, e.Link != ""
	}
	j.changed = change.PairSimilar(changed, func(p string) []byte {
		data, _ := j.blobs.Read(ctx, blobAt[p], nil, pipeline.MaxFile) // unreadable: like none
		return data
	}, j.readHead(ctx, snap))
	if j.dirty, err = j.isDirty(ctx, snap); err != nil {
		return err
	}
	j.baseResult, err = j.runner.Base(ctx, j.head, j.changed, func(path string) ([]byte, bool, error) {
		data, err := j.blobs.Read(ctx, blobAt[path], nil, pipeline.MaxFile)
		return data, linkAt[path], err
	})
	return err
}

// readHead reads files of the head by path.
func (j *job) readHead(ctx context.Context, snap change.Snapshot) func(path string) []byte {
	return func(path string) []byte {
		i, ok := slices.BinarySearchFunc(j.head.Files, path, func(e change.Entry, p string) int { return strings.Compare(e.Path, p) })
		if !ok {
			return nil
		}
		data, _ := snap.Read(ctx, j.head.Files[i], nil, pipeline.MaxFile) // unreadable: like none
		return data
	}
}

// checkoutOf tells a changed file from one that the checkout rewrote.
func (j *job) checkoutOf(ctx context.Context, snap change.Snapshot) func(base, head change.Entry) bool {
	if _, onDisk := snap.(*change.Folder); !onDisk {
		return nil
	}
	return func(base, head change.Entry) bool {
		data, err := snap.Read(ctx, head, nil, pipeline.MaxFile)
		return err == nil && j.repo.CheckoutOf(base.Blob, data)
	}
}

func (j *job) isDirty(ctx context.Context, snap change.Snapshot) (bool, error) {
	if j.repo.Bare || j.req.Staged {
		return false, nil
	}
	if j.base.Commit == j.repo.Head {
		return len(j.changed) > 0, nil
	}
	entries, err := j.repo.TreeEntries(ctx, j.repo.Head, j.ignore)
	if err != nil {
		return false, err
	}
	return len(change.Compare(entries, j.head.Files, j.checkoutOf(ctx, snap))) > 0, nil
}

// lookAtHistory examines what the commits of the change, or all commits,
// brought in and took away again.
func (j *job) lookAtHistory(ctx context.Context) error {
	if j.repo == nil || j.repo.Head == "" || !slices.Contains(j.runner.Scopes(), assay.ScopeSecretTree) {
		return nil
	}
	var revisions []string
	switch {
	case j.req.History:
		revisions = []string{"--all", "HEAD"}
	case j.base != nil && j.base.Commit != j.repo.Head:
		revisions = []string{j.base.Commit + "..HEAD"}
	default:
		return nil
	}
	versions, err := j.repo.History(ctx, j.ignore, revisions...)
	if err != nil {
		return err
	}
	versions = slices.DeleteFunc(versions, j.inTree())
	j.history, err = j.runner.History(ctx, versions, j.blobs, j.knownAlready())
	return err
}

// inTree says which versions are those of the tree itself, examined already.
func (j *job) inTree() func(change.HistoricBlob) bool {
	at := make(map[string]string, len(j.head.Files))
	for _, f := range j.head.Files {
		at[f.Path] = f.Blob
	}
	return func(v change.HistoricBlob) bool { return at[v.Path] == v.Blob }
}

// knownAlready: a problem of the tree, or one that the base has in whatever
// file, is not told again.
func (j *job) knownAlready() func(path string, f assay.Fingerprint) bool {
	type place struct {
		path string
		f    assay.Fingerprint
	}
	known, atBase := map[place]bool{}, map[assay.Fingerprint]bool{}
	for _, f := range j.head.Findings {
		known[place{f.Location.Path, f.Fingerprint}] = true
	}
	if j.baseResult != nil {
		for _, f := range j.baseResult.Findings {
			atBase[f.Fingerprint] = true
		}
	}
	return func(path string, f assay.Fingerprint) bool { return atBase[f] || known[place{path, f}] }
}
