// Package iac examines infrastructure code: Terraform and its plans,
// CloudFormation, Kubernetes manifests and Dockerfiles. It evaluates each piece
// once, into assay.Resources that other engines analyse later, and judges it
// with the checks of trivy-checks.
//
//	e := iac.New(iac.Options{})
//	out, err := e.Extract(ctx, files, memo)
//
// The packages beneath do one format each; check runs the rules, graph builds
// resources, memfs and the room yamldoc keep hostile input harmless. This package
// chooses files, divides them into units that evaluate alone (a root module, a
// document, a template, a Dockerfile), remembers each unit's outcome, and
// judges identical documents once.
//
// It does not render Helm charts, which it lists as gaps, and it honours no
// inline ignore of another tool.
package iac

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// version changes with anything that changes an output: our code, trivy, and
// trivy-checks, whose version is in it.
const version = "11+trivy-0.66.0+checks-9a7efa7c9169"

// Options configure the engine; the zero value works.
type Options struct {
	// Workers is how many units are evaluated at once; 0 means GOMAXPROCS.
	Workers int
}

// Engine is an engine.Extractor and a rule.Source.
type Engine struct {
	workers      int
	checks       check.Evaluator
	preparations preparations
}

var _ engine.Extractor = (*Engine)(nil)

// New makes an engine. It costs nothing: rules are read when a unit needs them.
func New(o Options) *Engine {
	return &Engine{workers: o.Workers}
}

// ID is the engine's name.
func (e *Engine) ID() assay.EngineID { return assay.EngineIaC }

// Version changes whenever the output for the same input may change.
func (e *Engine) Version() string { return version }

// Scopes lists what a complete run covers. Helm charts are a scope of which
// nothing is evaluated yet.
func (e *Engine) Scopes() []assay.Scope {
	return []assay.Scope{
		assay.ScopeTerraform, assay.ScopeTerraformPlan, assay.ScopeCloudFormation,
		assay.ScopeKubernetes, assay.ScopeDockerfile, assay.ScopeHelm,
	}
}

// unit is one piece of work whose outcome can be remembered.
type unit struct {
	name string
	key  engine.Hash
	run  func(context.Context) (engine.Output, error)
	// failed is the outcome when the unit broke down.
	failed func(reason string) engine.Output
	// place puts the outcome where the unit stands; nil leaves it.
	place func(engine.Output, *engine.Output)
}

// Extract evaluates the files.
func (e *Engine) Extract(ctx context.Context, files []engine.File, memo engine.Memo) (engine.Output, error) {
	units, out := e.divide(files)
	workers := e.workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	results := make([]engine.Output, len(units))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, len(units)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(units) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				results[i] = units[i].outcome(ctx, memo)
			}
		})
	}
	wg.Wait()
	for i, u := range units {
		if u.place != nil {
			u.place(results[i], &out)
		} else {
			out.Merge(results[i])
		}
		results[i] = engine.Output{}
	}
	out.Findings = distinct(out.Findings)
	number(out.Findings)
	out.Gaps = once(out.Gaps)
	return out, ctx.Err()
}

// outcome is what the memo knows or the unit gives. A unit that panics or
// fails becomes a gap, and is not remembered.
func (u unit) outcome(ctx context.Context, memo engine.Memo) (out engine.Output) {
	if out, ok := memo.Get(u.key); ok {
		return out
	}
	defer func() {
		if r := recover(); r != nil {
			out = u.failed(fmt.Sprintf("the evaluation gave up: %v", r))
		}
	}()
	out, err := u.run(ctx)
	switch {
	case ctx.Err() != nil:
		return engine.Output{}
	case err != nil:
		return u.failed(err.Error())
	}
	out.Findings = distinct(out.Findings)
	memo.Put(u.key, out)
	return out
}

// distinct keeps one finding per rule, place, message and offending values: a
// module that is called five times in the same way says each thing once.
func distinct(findings []assay.Finding) []assay.Finding {
	slices.SortStableFunc(findings, compareFindings)
	return slices.CompactFunc(findings, func(a, b assay.Finding) bool {
		return a.Rule == b.Rule && a.Message == b.Message && a.Location.Path == b.Location.Path &&
			a.Location.Start == b.Location.Start && a.Location.End == b.Location.End &&
			graph.MarkOf(a.Identity) == graph.MarkOf(b.Identity)
	})
}

// once drops gaps that were told already: several roots reach one module.
func once(gaps []assay.Gap) []assay.Gap {
	seen := map[assay.Gap]bool{}
	return slices.DeleteFunc(gaps, func(g assay.Gap) bool {
		again := seen[g]
		seen[g] = true
		return again
	})
}

// number tells findings of one file apart that differ only in their place: the
// second of the same identity gets a 2.
func number(findings []assay.Finding) {
	seen := map[string]int{}
	for i := range findings {
		f := &findings[i]
		id := f.Location.Path + "\x00" + f.Identity
		seen[id]++
		if n := seen[id]; n > 1 {
			f.Identity = fmt.Sprintf("%s|#%d", f.Identity, n)
		}
	}
}
