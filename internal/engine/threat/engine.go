// Package threat makes a threat model of what a repository describes: elements,
// trust boundaries and data flows from infrastructure code, interface
// descriptions and assay.yaml; what may go wrong at each by STRIDE; and which
// evidence answers it.
//
//	m := threat.Build(threat.Input{Resources: …, APIs: …, Services: …, Said: findings})
//	c := threat.Compare(base, m)
//
// The engine raises findings only for what crosses a trust boundary with
// sensitive data, is open, and no other engine says: interfaces without
// encryption or without a question who calls. openapi reads the interfaces.
//
// What is unknown stays unknown: a question, never a no. It looks at no
// program code, draws nothing (see internal/report/threatmodel), and takes no
// evidence on trust but what .assay/threats.yaml says as it was merged.
package threat

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/rule"
)

// version changes with anything that changes an output.
const version = "1"

// The rules.
const (
	RulePlainFlow     assay.RuleID = "threat/unencrypted-flow"
	RuleOpenOperation assay.RuleID = "threat/unauthenticated-endpoint"
)

// Rules describes them.
func Rules() rule.List {
	return rule.List{{
		ID: RulePlainFlow, Engine: assay.EngineThreat, Title: "Sensitive data crosses a trust boundary unencrypted", Severity: assay.High, Confidence: assay.Firm,
		CWE: []int{319}, Tags: []string{"threat-model"},
		Explanation: "The interface is described as served over plain HTTP, and by the names of its fields it carries card, account or personal data. Whoever is on the way (a café's network, a proxy, a provider) reads and changes it.",
		Fix:         "Serve it over HTTPS alone and take the plain address out of the description.",
	}, {
		ID: RuleOpenOperation, Engine: assay.EngineThreat, Title: "Operation with sensitive data asks nobody who they are", Severity: assay.High, Confidence: assay.Firm,
		CWE: []int{306}, Tags: []string{"threat-model"},
		Explanation: "By its description anybody may call this operation, and by the names of its fields it takes or gives card, account or personal data. If the program checks callers after all, the description misleads every client and tester.",
		Fix:         "Require a security scheme for the operation, and check it in the program.",
	}}
}

// Engine is an engine.Analyser.
type Engine struct{ catalogue *catalog.Catalogue }

var _ engine.Analyser = (*Engine)(nil)

// New makes the engine for a catalogue.
func New(c *catalog.Catalogue) *Engine { return &Engine{c} }

// ID names the engine.
func (e *Engine) ID() assay.EngineID { return assay.EngineThreat }

// Scopes lists what it covers.
func (e *Engine) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeThreatModel} }

// Version covers the services too.
func (e *Engine) Version() string {
	services, _ := json.Marshal(e.catalogue.Services())
	return version + " " + string(services)
}

// Analyse raises what only a threat model shows. It needs interfaces alone:
// what resources say about themselves the iac engine says.
func (e *Engine) Analyse(ctx context.Context, facts engine.Facts) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeThreatModel, len(facts.Resources)+len(facts.APIs))
	if len(facts.APIs) == 0 {
		return out, ctx.Err()
	}
	m := Build(Input{APIs: facts.APIs, Owner: e.catalogue.Owner})
	told := map[string]bool{}
	for i := range m.Threats {
		t := &m.Threats[i]
		if t.rule == "" || t.State != Open {
			continue
		}
		at := fmt.Sprint(t.rule, t.Location.Path, t.Location.Start.Line)
		if told[at] {
			continue
		}
		told[at] = true
		out.Findings = append(out.Findings, assay.Finding{
			Rule: t.rule, Engine: assay.EngineThreat, Severity: min(t.Severity, assay.High), Confidence: assay.Firm,
			Message: fmt.Sprintf("%s, with %s data by the names of its fields", t.Evidence, join(t.Data)), Location: t.Location, Identity: t.ID,
		})
	}
	return out, ctx.Err()
}
