package run

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/importer"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/vex"
)

// job is one run under way.
type job struct {
	*Service
	req Request

	repo       *change.Repo // nil outside a repository
	base       *change.Base // nil when everything counts
	govCommit  string       // where governance files are read; empty: on disk
	cfg        *config.Config
	catalogue  *catalog.Catalogue
	ownRules   rule.Source // of this run's engines; may be nil
	rulesFound map[assay.RuleID]foundRule
	// configAbove names a configuration above the folder that the change edits.
	configAbove []assay.ChangedFile
	governed    *change.Governed // .assay as it counts
	// governedAt is the folder that has it, relative to the root of the work tree;
	// below leads from there to the examined one.
	governedAt, below string
	policies          *policy.Set   // nil in a scan
	input             *policy.Input // what they were asked on
	inputText         []byte        // its stored form, and the SHA-256 of that in hex
	inputDigest       string
	rulings           []assay.Ruling // what they said
	described         <-chan about
	recalled          <-chan seen
	seen              seen
	excepted          <-chan exceptions
	exceptions        exceptions
	held              []byte // the inventory, as it is stored
	heldErr           error
	about             about
	started           time.Time
	ignore            *change.Ignore
	vex               *vex.Set // nil when no document counts
	runner            *pipeline.Runner
	blobs             *change.Blobs
	// firstCommit delivers the name of the first commit once.
	firstCommit chan string
	cache       Cache
	opened      chan Cache // delivers the cache once

	cost        *changeCost      // nil where no code describes infrastructure
	imported    *importer.Report // nil when nothing is
	tools       *config.Tools    // what is paid for; nil when nothing is listed
	head        *pipeline.Result
	baseResult  *pipeline.Result
	history     engine.Output
	changed     []assay.ChangedFile
	dirty       bool
	limited     bool // only changed files are looked at, and only they are listed
	findings    []assay.Finding
	gaps        []assay.Gap
	fixed       []assay.Finding // at the base, gone at the head
	stages      []report.Stage
	stepSeconds map[string]float64
	notes       []string // for View.Verdict.Notes
	interrupted bool
}

// Test runs the request.
func (s *Service) Test(ctx context.Context, req Request) (*report.View, error) {
	start := s.Now()
	j := &job{Service: s, req: req, started: s.moment(req, start), stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if req.Gate {
		j.described, j.recalled, j.excepted = j.describe(ctx), j.recall(ctx), j.readExceptions(context.WithoutCancel(ctx))
	}
	if err := j.look(ctx); err != nil {
		if ctx.Err() == nil {
			return nil, err
		}
		j.interrupted = true
	}
	j.followCalls(ctx)
	saved := j.saveCache()
	if err := j.triage(ctx); err != nil {
		return nil, err
	}
	if j.policies != nil && len(j.policies.Replaced()) > 0 {
		j.notes = append(j.notes, "the repository's own text decides in place of ours: "+strings.Join(j.policies.Replaced(), ", ")+" (assay policy check)")
	}
	if s.Clock != nil && req.Gate {
		j.notes = append(j.notes, j.clockNote())
	}
	if err := j.priceChange(ctx); err != nil {
		return nil, err
	}
	d := j.decide(ctx)
	if j.req.Gate && !j.interrupted && j.runSteps(ctx, d.ExitCode) {
		d = j.decide(ctx)
	}
	threats := j.threats(ctx)
	view := j.view(start, d)
	view.Threats, view.Cost = threats, j.cost.report(j)
	if req.Gate && j.Store != nil {
		j.held, j.heldErr = j.inventory()
	}
	account := j.account(view, d)
	touched, err := j.touched(&account)
	if err != nil {
		return nil, err
	}
	view.Controls = reportControls(touched)
	if proved := j.prove(ctx, view, &account, d); proved.ExitCode != d.ExitCode || len(proved.Reasons) != len(d.Reasons) {
		view.Verdict = j.verdict(proved)
		account = j.account(view, proved)
	}
	if err := <-saved; err != nil {
		view.Run.Notes = append(view.Run.Notes, "the cache was not kept: "+err.Error())
	}
	if err := j.save(view, account); err != nil {
		view.Run.Notes = append(view.Run.Notes, "the run was not stored: "+err.Error())
	}
	return view, nil
}

// moment is what waivers, grants and deadlines go by. A clock that somebody stopped
// makes reports the same again; in CI it moves no limit.
func (s *Service) moment(req Request, start time.Time) time.Time {
	if s.Clock != nil && req.CI != nil {
		return s.Clock()
	}
	return start
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
	if err := j.findReach(); err != nil {
		return err
	}
	if err := j.openCache(); err != nil {
		return err
	}
	if err := j.configure(ctx); err != nil {
		return err
	}
	j.readTools(ctx)
	return j.readImports(ctx)
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

// everyEngine is a runner of all the engines that there are, to ask about them.
func (j *job) everyEngine() *pipeline.Runner {
	set := j.Engines(EngineOptions{Catalogue: catalog.New(config.Default())})
	return &pipeline.Runner{Scanners: set.Scanners, Extractors: set.Extractors, Analysers: set.Analysers}
}

// checkEngines refuses the name of an engine that there is not.
func (j *job) checkEngines() error {
	known := map[assay.EngineID]bool{}
	for _, e := range j.everyEngine().Engines() {
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
	set := j.Engines(EngineOptions{FingerprintKey: key, Catalogue: j.catalogue, Rules: j.req.Rules})
	j.ownRules = set.Rules
	j.runner = &pipeline.Runner{Given: j.given(), Suspects: j.Suspects, Salt: append([]byte(j.Build+"\x00"), key...), Unheard: map[assay.EngineID]bool{}}
	for _, e := range set.Analysers {
		if j.wants(e) {
			j.runner.Analysers = append(j.runner.Analysers, e)
		}
	}
	for _, e := range set.Scanners {
		heard := j.wants(e)
		if heard || len(j.runner.Analysers) > 0 && slices.Contains(e.Scopes(), assay.ScopeArchive) {
			j.runner.Scanners = append(j.runner.Scanners, e)
			j.runner.Unheard[e.ID()] = !heard
		}
	}
	for _, e := range set.Extractors {
		heard := j.wants(e)
		_, alone := e.(engine.Standalone)
		if heard || len(j.runner.Analysers) > 0 && !alone {
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
func (j *job) save(view *report.View, account assay.Run) (err error) {
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
	if rec.Inventory = j.held; j.heldErr != nil {
		return j.heldErr
	}
	if rec.Governance, err = j.governance(account); err != nil {
		return err
	}
	if rec.Seen, err = j.seen.add(j.findings, j.started); err != nil {
		return err
	}
	return st.SaveRun(context.Background(), rec) // also after an interrupt
}
