// Package finance looks at infrastructure for what only regulated services
// owe: clocks that follow UTC, records that outlive their period, keys that
// change, personal data that stays where it may be.
//
//	e := finance.New(catalogue)
//	out, err := e.Analyse(ctx, facts)
//
// What is asked depends on the scope of the service that owns a file; a
// resource that no service in scope owns is passed over. A value that the
// files do not say is no finding: a plan shows it. That a machine is told
// nothing about its clock is none either, since images come with one that
// follows. Whether a clock is right, only a measurement shows.
//
// Schema looks at files of SQL for columns that hold card data.
package finance

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/rule"
)

// Engine is an engine.Analyser. Make it with New.
type Engine struct{ catalogue *catalog.Catalogue }

// New makes the engine for the services of a catalogue.
func New(c *catalog.Catalogue) *Engine { return &Engine{c} }

// ID names the engine.
func (e *Engine) ID() assay.EngineID { return assay.EngineFinance }

// Scopes lists what it covers.
func (e *Engine) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeFinance} }

// Version covers the services too.
func (e *Engine) Version() string {
	services, _ := json.Marshal(e.catalogue.Services()) // plain strings
	return "1 " + string(services)
}

// check is one thing that is asked of resources.
type check struct {
	rule rule.Rule
	// severity by scope of a service: others are not asked. The worst counts.
	severity map[string]assay.Severity
	look     func(*Estate, *assay.Resource) []fault
}

// fault is what a check found at one attribute.
type fault struct {
	attribute assay.Attribute
	message   string
	fix       string
}

// checks are all there are, in the order of their rules.
func checks() []check {
	return slices.Concat(clockChecks(), recordChecks(), keyChecks(), placeChecks())
}

// Rules describes them.
func Rules() rule.List {
	var out rule.List
	for _, c := range checks() {
		out = append(out, c.rule)
	}
	return append(out, schemaRules...)
}

// Analyse asks each resource what its service owes. What one block gives
// several times, by count or for_each, is told once.
func (e *Engine) Analyse(ctx context.Context, facts engine.Facts) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeFinance, 0)
	all, told := checks(), map[string]bool{}
	estate := Survey(facts.Resources)
	for i := range facts.Resources {
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		r := &facts.Resources[i]
		service, _ := e.catalogue.Owner(r.Location.Path)
		asked := false
		for _, c := range all {
			severity, ok := c.asks(service.Scope)
			if !ok {
				continue
			}
			asked = true
			for _, f := range c.look(estate, r) {
				found := finding(c.rule, severity, r, f)
				key := fmt.Sprint(found.Rule, "\x00", found.Location.Path, "\x00", found.Location.Start, "\x00", found.Identity)
				if !told[key] {
					told[key] = true
					out.Findings = append(out.Findings, found)
				}
			}
		}
		if asked {
			out.Examine(assay.ScopeFinance, 1)
		}
	}
	return out, nil
}

// asks says whether a check is for a service with these scopes, and how bad
// what it finds is there.
func (c check) asks(scopes []string) (worst assay.Severity, ok bool) {
	for _, s := range scopes {
		if sev, there := c.severity[s]; there {
			worst, ok = max(worst, sev), true
		}
	}
	return worst, ok
}

func finding(r rule.Rule, severity assay.Severity, at *assay.Resource, f fault) assay.Finding {
	where := at.Location
	if f.attribute.Location.Path != "" {
		where = f.attribute.Location.At()
	}
	where.Resource = at.Address
	return assay.Finding{
		Rule: r.ID, Engine: assay.EngineFinance, Severity: severity, Confidence: r.Confidence,
		Message: f.message, Fix: cmp.Or(f.fix, r.Fix), Location: where,
		Identity: strings.Join([]string{block(at.Address), f.attribute.Path}, "\x00"),
	}
}

// block is an address without its indices: what the file says once.
func block(address string) string {
	var b strings.Builder
	depth := 0
	for _, c := range address {
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth = max(0, depth-1)
		case depth == 0:
			b.WriteRune(c)
		}
	}
	return b.String()
}
