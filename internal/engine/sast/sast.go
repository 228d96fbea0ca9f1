// Package sast finds weaknesses in source code: patterns, and data that flows
// from where it enters to where it does harm, across functions and files.
//
//	e := sast.New(rules)
//	out, err := e.Extract(ctx, files, memo)
//
// Each file is parsed once into the neutral form of package ast. Search rules
// are matched on it, a value-flow graph is made of it, and taint rules mark
// the graph's nodes; then the syntax is forgotten. When all files are through,
// the graphs are linked and every taint rule is solved over the whole project.
//
// The rules are in Semgrep's language (package ruleset), ours under rules/sast
// and anybody's. The engine reads what it is handed, runs nothing, and says
// which files it could not read.
package sast

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
)

// Engine is the static analysis. Make it with New.
type Engine struct {
	rules   *Rules
	version string
}

// version goes up when the findings for the same input and rules may change.
const version = "41"

// New makes an engine that looks for what rules describe.
func New(rules *Rules) *Engine {
	return &Engine{rules: rules, version: version + " " + rules.digest}
}

// Rules are what the engine looks for.
func (e *Engine) Rules() *Rules { return e.rules }

// Standalone says that no other engine needs what this one finds.
func (e *Engine) Standalone() {}

// ID is "sast".
func (e *Engine) ID() assay.EngineID { return assay.EngineSAST }

// Scopes lists a scope for each language.
func (e *Engine) Scopes() []assay.Scope {
	if e.rules.text() != nil {
		return append(assay.SASTScopes(), scopeText)
	}
	return assay.SASTScopes()
}

// scopeText is that of rules for text of any kind; ours have none.
const scopeText assay.Scope = "sast/text"

// Version changes with the rules.
func (e *Engine) Version() string { return e.version }

// maxFile bounds a file that is analysed, in bytes; honest source is smaller.
const maxFile = 3 << 20

// maxLine is the length of a line beyond which code was written by a program.
const maxLine = 40_000

// Selects takes source files of the languages that are read.
func (e *Engine) Selects(path string, data []byte) bool {
	if e.rules.text() != nil && len(data) <= maxFile && bytes.IndexByte(data[:min(len(data), 8000)], 0) < 0 {
		return true
	}
	return languages.ByPath(path) != nil && !strings.HasSuffix(path, ".min.js") && !strings.HasSuffix(path, ".d.ts")
}

// Extract analyses all files together.
func (e *Engine) Extract(ctx context.Context, files []engine.File, memo engine.Memo) (engine.Output, error) {
	var key [][]byte
	for i := range files {
		key = append(key, []byte(files[i].Path), files[i].Hash[:])
	}
	whole := engine.Key(key...)
	if out, ok := memo.Get(whole); ok {
		return out, nil
	}
	if len(files) == 0 && !e.rules.mayText {
		return engine.Output{}, nil
	}
	e.rules.read()
	t := newTally(len(files) + 1)
	err := parallel(ctx, len(files), func(i int) { t.add(i, e.unit(&files[i], memo)) })
	if err != nil {
		return engine.Output{}, err
	}
	flows, err := e.follow(ctx, t.units[:len(files)])
	if err != nil {
		return engine.Output{}, err
	}
	identify(flows.Findings)
	t.add(len(files), &unit{out: flows, scope: assay.SASTScopes()[0]})
	t.cut()
	var out engine.Output
	for _, u := range t.units {
		out.Merge(u.out)
	}
	out.Gaps = append(append(out.Gaps, e.refused(files)...), t.gaps()...)
	out.Findings = distinct(out.Findings)
	memo.Put(whole, out)
	return out, nil
}

// distinct keeps one finding of a rule at a place, and on a line the one with a
// way: a rule may look for the same in two ways.
func distinct(fs []assay.Finding) []assay.Finding {
	type line struct {
		rule assay.RuleID
		path string
		line int
	}
	followed := map[line]bool{}
	for i := range fs {
		if f := &fs[i]; len(f.Flow) > 0 {
			followed[line{f.Rule, f.Location.Path, f.Location.Start.Line}] = true
		}
	}
	fs = slices.DeleteFunc(fs, func(f assay.Finding) bool {
		return len(f.Flow) == 0 && f.Replacement == nil && followed[line{f.Rule, f.Location.Path, f.Location.Start.Line}]
	})
	type key struct {
		rule assay.RuleID
		at   assay.Location
	}
	seen := map[key]int{}
	out := fs[:0]
	for _, f := range fs {
		k := key{f.Rule, f.Location}
		if i, ok := seen[k]; ok {
			if len(out[i].Flow) == 0 && len(f.Flow) > 0 {
				out[i] = f
			}
			continue
		}
		seen[k] = len(out)
		out = append(out, f)
	}
	return out
}

// refused names the rules that can't be used: those that can't be read, and
// those whose patterns are no code of a language that was met.
func (e *Engine) refused(files []engine.File) []assay.Gap {
	problems := slices.Clone(e.rules.problems)
	met := map[string]bool{}
	scope := assay.SASTScopes()[0]
	if text := e.rules.text(); text != nil {
		problems = append(problems, text.problems...)
	}
	for i := range files {
		if l := languages.ByPath(files[i].Path); l != nil && !met[l.ID] {
			met[l.ID] = true
			scope = assay.SASTScope(l.ID)
			problems = append(problems, e.rules.of(l).problems...)
		}
	}
	var out []assay.Gap
	said := map[ruleset.Problem]bool{} // what is wrong in several languages
	for _, p := range problems {
		if said[p] {
			continue
		}
		said[p] = true
		out = append(out, assay.Gap{Scope: scope, Reason: "not used: " + p.Error(), Help: "correct the rule; the others were used"})
	}
	return out
}

// identify numbers findings that are alike in everything but the place.
func identify(fs []assay.Finding) {
	slices.SortStableFunc(fs, func(a, b assay.Finding) int {
		return cmp.Or(strings.Compare(a.Location.Path, b.Location.Path), cmp.Compare(a.Location.Start.Line, b.Location.Start.Line),
			cmp.Compare(a.Location.Start.Column, b.Location.Start.Column), strings.Compare(string(a.Rule), string(b.Rule)))
	})
	seen := map[string]int{}
	for i := range fs {
		id := fs[i].Location.Path + "\x00" + string(fs[i].Rule) + "\x00" + fs[i].Identity
		if seen[id]++; seen[id] > 1 {
			fs[i].Identity = fmt.Sprintf("%s|#%d", fs[i].Identity, seen[id])
		}
	}
}

// identity names a problem by the function it is in and the text it is about,
// without white space, so that it survives moves and reformatting.
func identity(function, text string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(text), "")))
	return function + "|" + hex.EncodeToString(sum[:8])
}

// parallel calls f for 0..n-1 on all processors.
func parallel(ctx context.Context, n int, f func(i int)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				f(i)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
