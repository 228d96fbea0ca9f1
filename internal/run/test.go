package run

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/report"
)

// job is one run under way.
type job struct {
	*Service
	req Request

	repo      *change.Repo // nil outside a repository
	base      *change.Base // nil when everything counts
	govCommit string       // where governance files are read; empty: on disk
	cfg       *config.Config
	catalogue *catalog.Catalogue
	// configAbove names a configuration above the folder that the change edits.
	configAbove []assay.ChangedFile
	ignore      *change.Ignore
	runner      *pipeline.Runner
	blobs       *change.Blobs
	// firstCommit delivers the name of the first commit once.
	firstCommit chan string
	cache       Cache
	opened      chan Cache // delivers the cache once

	head        *pipeline.Result
	baseResult  *pipeline.Result
	history     engine.Output
	changed     []assay.ChangedFile
	dirty       bool
	limited     bool // only changed files are looked at, and only they are listed
	findings    []assay.Finding
	gaps        []assay.Gap
	fixed       int
	stages      []report.Stage
	stepSeconds map[string]float64
	notes       []string // for View.Verdict.Notes
	interrupted bool
}

// Test runs the request.
func (s *Service) Test(ctx context.Context, req Request) (*report.View, error) {
	start := s.Now()
	j := &job{Service: s, req: req, stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if err := j.look(ctx); err != nil {
		if ctx.Err() == nil {
			return nil, err
		}
		j.interrupted = true
	}
	saved := j.saveCache()
	j.triage()
	d := j.decide()
	if j.req.Gate && !j.interrupted {
		j.runSteps(ctx, d.ExitCode)
		d = j.decide()
	}
	view := j.view(start, d)
	if err := <-saved; err != nil {
		view.Run.Notes = append(view.Run.Notes, "the cache was not kept: "+err.Error())
	}
	if err := j.save(view); err != nil {
		view.Run.Notes = append(view.Run.Notes, "the run was not stored: "+err.Error())
	}
	return view, nil
}

// interruptedOr gives an error that ended with the context its kind.
func interruptedOr(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fault.New(fault.Interrupted, "interrupted before anything was examined")
	}
	return err
}

func (j *job) close() {
	if j.blobs != nil {
		j.blobs.Close()
	}
}

// prepare finds the change, its configuration and the engines.
func (j *job) prepare(ctx context.Context) error {
	var err error
	if j.repo, err = change.Open(ctx, j.req.Dir); err != nil {
		return err
	}
	if j.repo != nil {
		if j.req.Staged {
			j.repo.UseHookIndex(ctx, j.req.HookIndex)
		}
		j.findFirstCommit(ctx)
		if j.blobs, err = j.repo.Blobs(ctx); err != nil {
			return err
		}
	}
	if err := j.findBase(ctx); err != nil {
		return err
	}
	if err := j.checkEngines(); err != nil {
		return err
	}
	if err := j.openCache(); err != nil {
		return err
	}
	return j.configure(ctx)
}

// openCache starts reading what is remembered of the folder.
func (j *job) openCache() error {
	if j.Cache == nil {
		return nil
	}
	abs, err := filepath.Abs(j.req.Dir)
	if err != nil {
		return err
	}
	j.opened = make(chan Cache, 1)
	go func() { j.opened <- j.Cache(abs) }()
	return nil
}

// checkEngines refuses the name of an engine that there is not.
func (j *job) checkEngines() error {
	known := map[assay.EngineID]bool{}
	for _, e := range j.Engines(EngineOptions{Catalogue: catalog.New(config.Default())}).all() {
		known[e.ID()] = true
	}
	for _, id := range j.req.Engines {
		if !known[id] {
			return fault.New(fault.Invalid, "there is no engine %q", id).WithHelp("engines are %s", engineNames(known))
		}
	}
	return nil
}

func (j *job) findBase(ctx context.Context) error {
	switch {
	case j.repo == nil && (j.req.Base != "" || j.req.Staged):
		return fault.New(fault.Invalid, "%s is in no git repository, so there is nothing to compare with", j.req.Dir).WithHelp("leave --base and --staged out")
	case j.repo == nil:
		return nil
	case j.req.Staged:
		if j.repo.Bare {
			return fault.New(fault.Invalid, "a bare repository has nothing staged")
		}
		if j.repo.Head != "" {
			j.base = &change.Base{Commit: j.repo.Head, Target: j.repo.Head, Source: "staged changes"}
		}
	case j.req.Gate:
		ci := j.req.CI
		if j.repo.Head == "" {
			ci = nil
		}
		b, err := j.repo.FindBase(ctx, j.req.Base, ci)
		if err != nil {
			return err
		}
		j.base = b
	}
	j.govCommit = j.repo.Head
	if j.base != nil {
		j.govCommit = j.base.Target
	}
	return nil
}

// assembleRunner makes the engines that were asked for. It waits for the name
// of the first commit and for the cache, which others prepared meanwhile.
func (j *job) assembleRunner(ctx context.Context) {
	key := j.fingerprintKey(ctx)
	set := j.Engines(EngineOptions{FingerprintKey: key, Catalogue: j.catalogue})
	j.runner = &pipeline.Runner{Suspects: j.Suspects, Salt: append([]byte(j.Build+"\x00"), key...), Unheard: map[assay.EngineID]bool{}}
	for _, e := range set.Scanners {
		if j.wants(e) {
			j.runner.Scanners = append(j.runner.Scanners, e)
		}
	}
	for _, e := range set.Analysers {
		if j.wants(e) {
			j.runner.Analysers = append(j.runner.Analysers, e)
		}
	}
	for _, e := range set.Extractors {
		heard := j.wants(e)
		if heard || len(j.runner.Analysers) > 0 {
			j.runner.Extractors = append(j.runner.Extractors, e)
			j.runner.Unheard[e.ID()] = !heard
		}
	}
	if j.repo != nil {
		j.runner.BlobName, j.runner.ObjectFormat = j.repo.BlobName, j.repo.ObjectFormat()
	}
	if j.opened != nil {
		j.cache = <-j.opened
		j.runner.Memo = j.cache
	}
	j.runner.Progress = func(done, total int) { j.progress("examining", done, total) }
}

func engineNames(known map[assay.EngineID]bool) string {
	var names []string
	for id := range known {
		if id != "ignore" {
			names = append(names, string(id))
		}
	}
	slices.Sort(names)
	return fmt.Sprint(names)
}

// wants says whether an engine was asked for, by name or by stage.
func (j *job) wants(e engine.Engine) bool {
	if len(e.Scopes()) == 0 {
		return true // reads what others need (inline ignores)
	}
	if len(j.req.Engines) > 0 && !slices.Contains(j.req.Engines, e.ID()) {
		return false
	}
	return len(j.req.Stages) == 0 || slices.Contains(j.req.Stages, pipeline.StageOf(e.ID()))
}

func (j *job) progress(phase string, done, total int) {
	if j.req.Progress != nil {
		j.req.Progress(phase, done, total)
	}
}

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
		if err != nil || slices.ContainsFunc(j.runner.Extractors, func(x engine.Extractor) bool { return x.Selects(e.Path, data) }) {
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

// saveCache writes the cache beside the rest of the work. A cache that can't
// be kept changes no answer.
func (j *job) saveCache() <-chan error {
	saved := make(chan error, 1)
	if j.cache == nil {
		saved <- nil
		return saved
	}
	go func() { saved <- j.cache.Save() }()
	return saved
}

// save stores the run of a gate; not being able to changes no answer either.
func (j *job) save(view *report.View) (err error) {
	if j.Store == nil || !j.req.Gate {
		return nil
	}
	st, err := j.Store()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	rec, err := record(view, j.req.Dir)
	if err != nil {
		return err
	}
	return st.SaveRun(context.Background(), rec) // also after an interrupt
}
