package dependency

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// extractVersion changes whenever what is extracted from the same files may change.
const extractVersion = "1"

// Extractor reads manifests and lockfiles: engine.Extractor.
type Extractor struct{}

// ID names the engine.
func (Extractor) ID() assay.EngineID { return assay.EngineDependency }

// Version changes with the readers.
func (Extractor) Version() string { return extractVersion }

// Scopes lists what the readers cover.
func (Extractor) Scopes() []assay.Scope {
	var out []assay.Scope
	for _, r := range readers {
		out = append(out, r.scope)
	}
	return out
}

// Selects says whether a reader wants the file.
func (Extractor) Selects(path string, data []byte) bool {
	for _, r := range readers {
		if r.selects(path, data) {
			return true
		}
	}
	return false
}

// unit is files that are resolved together, and by whom.
type unit struct {
	reader *reader
	files  []engine.File
}

// Extract resolves every unit that is not remembered.
func (x Extractor) Extract(ctx context.Context, files []engine.File, memo engine.Memo) (engine.Output, error) {
	var units []unit
	for i := range readers {
		r := &readers[i]
		var own []engine.File
		for _, f := range files {
			if r.selects(f.Path, f.Data) {
				own = append(own, f)
			}
		}
		for _, u := range r.units(own) {
			units = append(units, unit{r, u})
		}
	}
	outs := make([]engine.Output, len(units))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(units)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(units) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				outs[i] = units[i].resolve(ctx, memo)
			}
		})
	}
	wg.Wait()
	var all engine.Output
	for _, s := range x.Scopes() {
		all.Examine(s, 0)
	}
	for _, o := range outs {
		all.Merge(o)
	}
	return all, ctx.Err()
}

// resolve reads a unit, or remembers what it said. What a reader did not
// foresee is a gap of this unit and of nothing else.
func (u unit) resolve(ctx context.Context, memo engine.Memo) (out engine.Output) {
	parts := [][]byte{[]byte(u.reader.scope)}
	for i := range u.files {
		parts = append(parts, []byte(u.files[i].Path), u.files[i].Hash[:])
	}
	key := engine.Key(parts...)
	if out, ok := memo.Get(key); ok {
		return out
	}
	defer func() {
		if p := recover(); p != nil {
			out = engine.Output{Gaps: []assay.Gap{{
				Scope: u.reader.scope, Location: assay.Location{Path: u.files[0].Path},
				Reason: "the reader broke on this file or one beside it", Help: "please report it: the rest of the result stands",
			}}}
		}
	}()
	out = u.reader.read(ctx, u.files)
	if ctx.Err() == nil {
		memo.Put(key, out)
	}
	return out
}
