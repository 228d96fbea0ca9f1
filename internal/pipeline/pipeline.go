// Package pipeline runs the engines over a snapshot: one walk, each file read
// once, extractors before analysers, in parallel, each result remembered by
// content.
//
//	r := pipeline.Runner{Scanners: …, Extractors: …, Analysers: …, Memo: …}
//	head, err := r.Head(ctx, snapshot)
//	base, err := r.Base(ctx, head, changed, readBase)
//
// It decides nothing: what is new, what is suppressed and what blocks is for
// triage and the gate.
package pipeline

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
)

// MaxFile is the size up to which a file is examined, in bytes.
const MaxFile = 64 << 20

// Runner holds the engines of a run. Its zero value runs none.
type Runner struct {
	Scanners   []engine.FileScanner
	Extractors []engine.Extractor
	Analysers  []engine.Analyser
	// Memo remembers across runs; nil forgets.
	Memo Bytes
	// Salt goes into every key of Memo: what results depend on besides the
	// engines' versions, such as the key of fingerprints.
	Salt []byte
	// Suspects finds what may be a secret in a text that stands in a file of
	// that path: ranges of bytes, sorted. Nothing of these is kept or shown.
	// nil takes every text for clean.
	Suspects func(path string, text []byte) [][2]int
	// BlobName names content as git does; nil outside a repository.
	BlobName func([]byte) string
	// ObjectFormat is the hash function of BlobName.
	ObjectFormat string
	// Given are projects and components from elsewhere (a build's own bill of
	// materials) that analysers see at the head too.
	Given engine.Output
	// Unheard extractors and scanners run only for what analysers need: what
	// else they say is dropped.
	Unheard map[assay.EngineID]bool
	// Only limits the file scanners to these paths when it is not nil.
	Only map[string]bool
	// Progress is told how many of the files are done; it may be nil.
	Progress func(done, total int)

	stats    stats
	decoded  sync.Map // key → engine.Output, of this run
	prefixes sync.Map // engine's type and id → what its memo keys begin with
}

// Bytes is a cache of derived bytes.
type Bytes interface {
	Get(key [32]byte) ([]byte, bool)
	Put(key [32]byte, data []byte)
}

// Result is what the engines said about one snapshot.
type Result struct {
	engine.Output
	// Files are the snapshot's files with their blob names, sorted by path.
	Files []change.Entry
	// Stats are counts and times of everything the runner did so far.
	Stats Stats
	// SameFacts says of a base that what extractors see is as at the head.
	SameFacts bool

	perFile   map[string]engine.Output // by path, where a scanner said something
	kept      []keptFile               // what extractors selected, sorted by path
	extracted engine.Output
}

// Stats say what a run cost.
type Stats struct {
	FilesRead int
	BytesRead int64
	FromMemo  int
	Seconds   map[string]float64 // by engine, summed over goroutines
}

type stats struct {
	files, memo atomic.Int64
	bytes       atomic.Int64
	mu          sync.Mutex
	spent       map[assay.EngineID]time.Duration
}

func (s *stats) spend(id assay.EngineID, since time.Time) {
	d := time.Since(since)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.spent == nil {
		s.spent = map[assay.EngineID]time.Duration{}
	}
	s.spent[id] += d
}

func (s *stats) snapshot() Stats {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := Stats{FilesRead: int(s.files.Load()), BytesRead: s.bytes.Load(), FromMemo: int(s.memo.Load()), Seconds: map[string]float64{}}
	for id, d := range s.spent {
		out.Seconds[string(id)] = d.Seconds()
	}
	return out
}

// Scopes lists what a complete run of all engines covers, sorted.
func (r *Runner) Scopes() []assay.Scope {
	var out []assay.Scope
	for _, e := range r.Engines() {
		if !r.Unheard[e.ID()] {
			out = append(out, e.Scopes()...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Engines lists all engines of the runner.
func (r *Runner) Engines() []engine.Engine {
	var out []engine.Engine
	for _, e := range r.Scanners {
		out = append(out, e)
	}
	for _, e := range r.Extractors {
		out = append(out, e)
	}
	for _, e := range r.Analysers {
		out = append(out, e)
	}
	return out
}

// Head runs all engines over a snapshot. When ctx ends it returns what is
// known so far together with the context's error.
func (r *Runner) Head(ctx context.Context, snap change.Snapshot) (*Result, error) {
	entries := slices.Clone(snap.Entries())
	slots := make([]slot, len(entries))
	err := parallel(ctx, len(entries), func(w *worker, i int) {
		slots[i] = r.visit(ctx, w, snap, &entries[i])
		if r.Progress != nil {
			r.Progress(int(r.stats.files.Load()), len(entries))
		}
	})
	res := &Result{Files: entries, perFile: map[string]engine.Output{}}
	for i, s := range slots {
		if s.out != nil {
			res.perFile[entries[i].Path] = *s.out
		}
		if s.keep != nil {
			res.kept = append(res.kept, *s.keep)
		}
	}
	if err == nil {
		from := scanned(res.perFile)
		from.Projects, from.Components = append(from.Projects, r.Given.Projects...), append(from.Components, r.Given.Components...)
		res.extracted, err = r.extract(ctx, res.kept, from)
	}
	r.assemble(res)
	res.Projects, res.Components = append(res.Projects, r.Given.Projects...), append(res.Components, r.Given.Components...)
	sortOutput(&res.Output)
	return res, err
}

// scanned gathers the components that file scanners found (in archives).
func scanned(perFile map[string]engine.Output) engine.Output {
	var out engine.Output
	for _, o := range perFile {
		out.Projects = append(out.Projects, o.Projects...)
		out.Components = append(out.Components, o.Components...)
	}
	return out
}

// assemble merges the parts of a result in a fixed order.
func (r *Runner) assemble(res *Result) {
	res.Output = engine.Output{}
	for _, scanner := range r.Scanners {
		for _, s := range scanner.Scopes() {
			res.Examine(s, 0)
		}
	}
	paths := make([]string, 0, len(res.perFile))
	for p := range res.perFile {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		res.Merge(res.perFile[p])
	}
	res.Merge(res.extracted)
	sortOutput(&res.Output)
	res.Stats = r.stats.snapshot()
}

// extract runs the extractors over the files they selected, then the analysers
// over what these and the file scanners found.
func (r *Runner) extract(ctx context.Context, kept []keptFile, scanned engine.Output) (engine.Output, error) {
	var out engine.Output
	for i, x := range r.Extractors {
		var files []engine.File
		for _, f := range kept {
			if f.by&(1<<i) != 0 {
				files = append(files, f.File)
			}
		}
		part, err := r.guard(x, func() (engine.Output, error) { return x.Extract(ctx, files, r.memo(x)) })
		r.finish(&part)
		if r.Unheard[x.ID()] {
			part = engine.Output{Resources: part.Resources, Plans: part.Plans, Projects: part.Projects, Components: part.Components, APIs: part.APIs}
		}
		out.Merge(part)
		if err != nil {
			return out, err
		}
	}
	sortOutput(&out)
	scanned.Projects, scanned.Components = append(scanned.Projects, out.Projects...), append(scanned.Components, out.Components...)
	sortOutput(&scanned)
	facts := engine.Facts{Resources: out.Resources, APIs: out.APIs, Projects: scanned.Projects, Components: scanned.Components}
	for _, a := range r.Analysers {
		part, err := r.guard(a, func() (engine.Output, error) { return a.Analyse(ctx, facts) })
		r.finish(&part)
		out.Merge(part)
		if err != nil {
			return out, err
		}
	}
	return out, ctx.Err()
}

// guard times an engine and turns its panic into a gap of all its scopes.
func (r *Runner) guard(e engine.Engine, work func() (engine.Output, error)) (out engine.Output, err error) {
	start := time.Now()
	defer func() {
		r.stats.spend(e.ID(), start)
		if p := recover(); p != nil {
			err = nil
			for _, s := range e.Scopes() {
				out.Gaps = append(out.Gaps, assay.Gap{
					Scope: s, Reason: fmt.Sprintf("the %s engine broke: %v", e.ID(), p), Help: "please report it: the rest of the result stands",
				})
			}
		}
	}()
	return work()
}

// parallel calls f for 0..n-1 on all processors; each goroutine has a worker
// of its own. It returns the context's error when not all were visited.
func parallel(ctx context.Context, n int, f func(w *worker, i int)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			w := &worker{}
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				f(w, i)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}

// worker is what one goroutine uses again for each file.
type worker struct{ buf []byte }
