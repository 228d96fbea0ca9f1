package pipeline

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/triage"
)

// memo remembers one engine's outputs: its name and version go into every key.
type memo struct {
	r      *Runner
	prefix []byte
}

func (r *Runner) memo(e engine.Engine) memo {
	// Two engines may share an id: what scans archives, and what reads manifests.
	type kind struct {
		of reflect.Type
		id assay.EngineID
	}
	name := kind{reflect.TypeOf(e), e.ID()}
	if prefix, ok := r.prefixes.Load(name); ok {
		return memo{r, prefix.([]byte)}
	}
	prefix := fmt.Appendf(nil, "%s\x00%s\x00%s\x00%x", codecVersion, e.ID(), e.Version(), sha256.Sum256(r.Salt))
	r.prefixes.Store(name, prefix)
	return memo{r, prefix}
}

func (m memo) key(k engine.Hash) [32]byte { return engine.Key(m.prefix, k[:]) }

// Get returns what Put stored under the key.
func (m memo) Get(k engine.Hash) (engine.Output, bool) {
	key := m.key(k)
	if out, ok := m.r.decoded.Load(key); ok {
		return out.(engine.Output), true
	}
	if m.r.Memo == nil {
		return engine.Output{}, false
	}
	data, ok := m.r.Memo.Get(key)
	if !ok {
		return engine.Output{}, false
	}
	var out engine.Output
	if len(data) > 0 {
		var err error
		if out, err = decodeOutput(data); err != nil {
			return engine.Output{}, false
		}
	}
	m.r.stats.memo.Add(1)
	m.r.decoded.Store(key, out)
	return out, true
}

// Put stores an output.
func (m memo) Put(k engine.Hash, out engine.Output) {
	m.r.seal(&out)
	m.r.decoded.Store(m.key(k), out)
	if m.r.Memo == nil {
		return
	}
	var data []byte
	if !empty(out) {
		data = encodeOutput(out)
	}
	m.r.Memo.Put(m.key(k), data)
}

// seal makes an output fit to be kept: identities become fingerprints, and no
// text holds a secret.
func (r *Runner) seal(out *engine.Output) {
	for i := range out.Findings {
		if f := &out.Findings[i]; f.Fingerprint == "" {
			f.Fingerprint = triage.Fingerprint(f)
			f.Identity = "" // it has served
		}
	}
	if r.Suspects != nil {
		redact(out, r.Suspects)
	}
}

// finish seals what an engine says all in all. What went through the memo is
// sealed already; then only gaps are left to look at.
func (r *Runner) finish(out *engine.Output) {
	open := func(f assay.Finding) bool { return f.Fingerprint == "" }
	if slices.ContainsFunc(out.Findings, open) || len(out.Findings) == 0 {
		r.seal(out)
		return
	}
	r.seal(&engine.Output{Gaps: out.Gaps})
}

// sortOutput puts everything in the one order that results have.
func sortOutput(out *engine.Output) {
	slices.SortStableFunc(out.Findings, func(a, b assay.Finding) int {
		return cmp.Or(byLocation(a.Location, b.Location), strings.Compare(string(a.Rule), string(b.Rule)),
			strings.Compare(a.Message, b.Message), strings.Compare(string(a.Fingerprint), string(b.Fingerprint)))
	})
	slices.SortStableFunc(out.Resources, func(a, b assay.Resource) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), strings.Compare(a.Address, b.Address), byLocation(a.Location, b.Location))
	})
	slices.SortStableFunc(out.Plans, func(a, b assay.Plan) int { return strings.Compare(a.Root, b.Root) })
	slices.SortStableFunc(out.Projects, func(a, b assay.Project) int { return strings.Compare(a.Root, b.Root) })
	slices.SortStableFunc(out.Components, func(a, b assay.Component) int {
		return cmp.Or(strings.Compare(a.Root, b.Root), strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version), byLocation(a.Location, b.Location))
	})
	slices.SortStableFunc(out.APIs, func(a, b assay.API) int { return strings.Compare(a.Path, b.Path) })
	slices.SortStableFunc(out.Gaps, func(a, b assay.Gap) int {
		return cmp.Or(strings.Compare(string(a.Scope), string(b.Scope)), byLocation(a.Location, b.Location), strings.Compare(a.Reason, b.Reason))
	})
	slices.SortStableFunc(out.Ignores, func(a, b assay.Ignore) int { return byLocation(a.Location, b.Location) })
}

func byLocation(a, b assay.Location) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), a.Start.Line-b.Start.Line, a.Start.Column-b.Start.Column,
		a.End.Line-b.End.Line, a.End.Column-b.End.Column, strings.Compare(a.Resource, b.Resource), strings.Compare(a.Commit, b.Commit))
}
