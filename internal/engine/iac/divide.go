package iac

import (
	"context"
	"fmt"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/cloudformation"
	"github.com/assay-dev/assay/internal/engine/iac/dockerfile"
	"github.com/assay-dev/assay/internal/engine/iac/kubernetes"
	"github.com/assay-dev/assay/internal/engine/iac/terraform"
)

// divide makes units of the files, and says at once what can't be evaluated.
func (e *Engine) divide(files []engine.File) ([]unit, engine.Output) {
	files = slices.Clone(files)
	var units []unit
	var out engine.Output
	var tf []engine.File
	ready := e.preparations.of(files)
	kinds := make([]formats, len(files))
	for i, p := range ready {
		kinds[i], files[i].Data = p.kinds, p.data
	}
	charts := chartsOf(files, kinds)
	documents := newDocuments(e)
	for i, f := range files {
		if kinds[i].has(formatTerraform) {
			tf = append(tf, f)
		}
		if kinds[i].has(formatPlan) {
			units = append(units, e.fileUnit(f, assay.ScopeTerraformPlan, func(ctx context.Context) (engine.Output, error) {
				return terraform.EvaluatePlan(ctx, &e.checks, f)
			}))
		}
		if kinds[i].has(formatCloudFormation) {
			units = append(units, e.fileUnit(f, assay.ScopeCloudFormation, func(ctx context.Context) (engine.Output, error) {
				return cloudformation.Evaluate(ctx, &e.checks, f.Path, f.Data)
			}))
		}
		if kinds[i].has(formatDockerfile) {
			units = append(units, e.fileUnit(f, assay.ScopeDockerfile, func(ctx context.Context) (engine.Output, error) {
				return dockerfile.Evaluate(ctx, &e.checks, f.Path, f.Data)
			}))
		}
		if kinds[i].has(formatKubernetes) && !charts.leaveOut(f) {
			documents.add(f.Path, ready[i].documents)
		}
	}
	out.Gaps = append(out.Gaps, charts.gaps()...)
	for _, u := range terraform.Units(tf) {
		units = append(units, unit{
			name:   u.Root,
			key:    u.Key(version),
			run:    func(ctx context.Context) (engine.Output, error) { return u.Evaluate(ctx, &e.checks) },
			failed: u.Failed,
		})
	}
	return append(units, documents.units()...), out
}

// fileUnit is a unit of a file that stands alone.
func (e *Engine) fileUnit(f engine.File, scope assay.Scope, run func(context.Context) (engine.Output, error)) unit {
	return unit{
		name: f.Path,
		key:  engine.Key([]byte(version), []byte(scope), []byte(f.Path), f.Hash[:]),
		run:  run,
		failed: func(reason string) engine.Output {
			return failedAt(scope, f.Path, reason)
		},
	}
}

func failedAt(scope assay.Scope, name, reason string) engine.Output {
	return engine.Output{Gaps: []assay.Gap{{
		Scope:    scope,
		Location: assay.Location{Path: name},
		Reason:   "not evaluated: " + reason,
		Help:     "please report it; everything else is evaluated",
	}}}
}

// documents collects Kubernetes documents, each distinct one once.
type documents struct {
	engine *Engine
	order  []engine.Hash
	byHash map[engine.Hash]*document
}

// document is a text with the places where it stands.
type document struct {
	data   []byte
	places []place
}

type place struct {
	path string
	line int // lines before it
}

func newDocuments(e *Engine) *documents {
	return &documents{engine: e, byHash: map[engine.Hash]*document{}}
}

func (d *documents) add(path string, docs []preparedDocument) {
	for _, doc := range docs {
		known := d.byHash[doc.hash]
		if known == nil {
			known = &document{data: doc.Data}
			d.byHash[doc.hash] = known
			d.order = append(d.order, doc.hash)
		}
		known.places = append(known.places, place{path, doc.Line})
	}
}

func (d *documents) units() []unit {
	out := make([]unit, 0, len(d.order))
	for _, hash := range d.order {
		doc := d.byHash[hash]
		first := doc.places[0]
		out = append(out, unit{
			name: fmt.Sprintf("%s:%d", first.path, first.line+1),
			key:  engine.Key([]byte(version), []byte(assay.ScopeKubernetes), hash[:]),
			run: func(ctx context.Context) (engine.Output, error) {
				return kubernetes.Evaluate(ctx, &d.engine.checks, doc.data)
			},
			failed: func(reason string) engine.Output { return failedAt(assay.ScopeKubernetes, "", reason) },
			place: func(o engine.Output, into *engine.Output) {
				for _, p := range doc.places {
					p.put(o, into)
				}
			},
		})
	}
	return out
}

// put copies an outcome to a place.
func (p place) put(o engine.Output, into *engine.Output) {
	for _, f := range o.Findings {
		f.Location = p.at(f.Location)
		into.Findings = append(into.Findings, f)
	}
	for _, g := range o.Gaps {
		g.Location = p.at(g.Location)
		into.Gaps = append(into.Gaps, g)
	}
	for _, r := range o.Resources {
		r.Root = p.path
		r.Location = p.at(r.Location)
		r.Attributes = slices.Clone(r.Attributes)
		for i := range r.Attributes {
			a := &r.Attributes[i].Location
			a.Path = p.path
			p.move(&a.Start, &a.End)
		}
		into.Resources = append(into.Resources, r)
	}
	for scope, n := range o.Examined {
		into.Examine(scope, n)
	}
}

func (p place) at(l assay.Location) assay.Location {
	l.Path = p.path
	p.move(&l.Start, &l.End)
	return l
}

// move takes lines of the document for lines of the file.
func (p place) move(positions ...*assay.Position) {
	for _, at := range positions {
		if at.Line > 0 {
			at.Line += p.line
		}
	}
}
