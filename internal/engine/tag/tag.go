// Package tag checks the tag policy on the resources that infrastructure code
// describes: every taggable resource carries the required tags, with allowed
// values. A finding comes with the lines to add, filled in from the service
// that owns the file.
//
// Tags that can't be known from the files are a gap, never a finding and never
// a pass. Kubernetes labels are not cloud tags and are not looked at.
package tag

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/rule"
)

// The rules.
const (
	RuleMissing assay.RuleID = "tag/missing"
	RuleValue   assay.RuleID = "tag/value"
)

// Rules describes them.
func Rules() rule.List {
	return rule.List{{
		ID: RuleMissing, Engine: assay.EngineTag, Title: "Required tag is missing", Severity: assay.Low, Confidence: assay.Certain,
		Tags:        []string{"cost", "ownership"},
		Explanation: "Without owner, cost centre and environment on a resource nobody can say who pays for it, who answers an alert about it, or whether production data may live there. The bill lands in the unallocated pool.",
		Fix:         "Add the tag to the resource, or once for all of them in the provider's default_tags.",
	}, {
		ID: RuleValue, Engine: assay.EngineTag, Title: "Tag has a value that the policy does not allow", Severity: assay.Low, Confidence: assay.Certain,
		Tags:        []string{"cost", "ownership"},
		Explanation: "A value outside the agreed list splits one cost centre or environment into several in every report.",
		Fix:         "Use one of the allowed values, or add the new one to tags.required in assay.yaml.",
	}}
}

// defaultPolicy applies where assay.yaml names no tags: what every cost report needs.
var defaultPolicy = []config.RequiredTag{
	{Key: "Owner", Aliases: []string{"owner", "team", "Team", "OwnedBy", "owned_by", "owned-by"}, From: "owner"},
	{Key: "CostCentre", Aliases: []string{"CostCenter", "cost_centre", "cost_center", "cost-centre", "cost-center", "costcentre", "costcenter", "Cost Center", "Cost Centre"}, From: "cost_centre"},
	{Key: "Environment", Aliases: []string{"environment", "env", "Env", "stage", "Stage"}, From: "environment"},
}

// Engine is an engine.Analyser.
type Engine struct {
	catalogue *catalog.Catalogue
	policy    []config.RequiredTag
}

// New makes the engine for a catalogue and its tag policy.
func New(c *catalog.Catalogue) *Engine {
	policy := c.RequiredTags()
	if len(policy) == 0 {
		policy = defaultPolicy
	}
	return &Engine{c, policy}
}

// ID names the engine.
func (e *Engine) ID() assay.EngineID { return assay.EngineTag }

// Scopes lists what it covers.
func (e *Engine) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeTags} }

// Version covers the policy and the services too.
func (e *Engine) Version() string {
	policy, _ := json.Marshal(e.policy)
	services, _ := json.Marshal(e.catalogue.Services())
	return fmt.Sprintf("1 %s %s", policy, services)
}

// Analyse checks each taggable resource. What one block gives several times, by
// count, for_each or several callers of its module, is told once: there is one
// place to mend.
func (e *Engine) Analyse(ctx context.Context, facts engine.Facts) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeTags, 0)
	told := map[string]bool{}
	for i := range facts.Resources {
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		r := &facts.Resources[i]
		if attr, ok := taggable(r); ok {
			out.Examine(assay.ScopeTags, 1)
			e.once(e.check(r, readTags(r, attr)), told, &out)
		}
	}
	return out, nil
}

// once adds what was not told yet about a place.
func (e *Engine) once(part engine.Output, told map[string]bool, out *engine.Output) {
	for _, f := range part.Findings {
		key := fmt.Sprint(f.Rule, f.Location.Path, f.Location.Start.Line, f.Identity, f.Fix)
		if !told[key] {
			told[key] = true
			out.Findings = append(out.Findings, f)
		}
	}
	for _, g := range part.Gaps {
		key := fmt.Sprint("gap", g.Location.Path, g.Location.Start.Line)
		if !told[key] {
			told[key] = true
			out.Gaps = append(out.Gaps, g)
		}
	}
}

func (e *Engine) check(r *assay.Resource, t tags) (out engine.Output) {
	var missing []config.RequiredTag
	for _, want := range e.policy {
		value, known, ok := t.find(want)
		switch {
		case !ok:
			missing = append(missing, want)
		case known && len(want.Values) > 0 && !slices.Contains(want.Values, value):
			out.Findings = append(out.Findings, e.finding(r, RuleValue, want.Key,
				fmt.Sprintf("%s has %s = %q; allowed are %s", r.Address, want.Key, value, strings.Join(want.Values, ", "))))
		}
	}
	if len(missing) == 0 {
		return out
	}
	if t.unknown {
		out.Gaps = append(out.Gaps, assay.Gap{
			Scope: assay.ScopeTags, Location: r.Location, Unsupported: true,
			Reason: fmt.Sprintf("the tags of %s are not known from the files, so %s may be missing", r.Address, names(missing)),
			Help:   "give the variable a default or a tfvars file, or check the plan: terraform show -json plan > plan.json",
		})
		return out
	}
	f := e.finding(r, RuleMissing, "", fmt.Sprintf("%s has no %s", r.Address, names(missing)))
	f.Fix = e.fix(r, missing)
	out.Findings = append(out.Findings, f)
	return out
}

func (e *Engine) finding(r *assay.Resource, id assay.RuleID, key, message string) assay.Finding {
	loc := r.Location
	loc.Resource = r.Address
	return assay.Finding{
		Rule: id, Engine: assay.EngineTag, Severity: assay.Low, Confidence: assay.Certain,
		Message: message, Location: loc, Identity: strings.Join([]string{block(r.Address), key}, "\x00"),
	}
}

// block is an address without the modules above it and without indices: the
// last two names, since a key in brackets may hold dots.
func block(address string) string {
	var names []string
	depth, start := 0, 0
	for i := 0; i <= len(address); i++ {
		switch {
		case i == len(address) || (address[i] == '.' && depth == 0):
			name, _, _ := strings.Cut(address[start:i], "[")
			names, start = append(names, name), i+1
		case address[i] == '[':
			depth++
		case address[i] == ']':
			depth--
		}
	}
	return strings.Join(names[max(0, len(names)-2):], ".")
}

// fix is what to add, in the language of the file.
func (e *Engine) fix(r *assay.Resource, missing []config.RequiredTag) string {
	service, _ := e.catalogue.Owner(r.Location.Path)
	var parts []string
	for _, m := range missing {
		value := suggest(service, m)
		switch r.Source {
		case "cloudformation":
			parts = append(parts, fmt.Sprintf("{ Key: %s, Value: %s }", m.Key, value))
		default:
			parts = append(parts, fmt.Sprintf("%s = %q", m.Key, value))
		}
	}
	switch {
	case r.Source == "cloudformation":
		return "Tags: [" + strings.Join(parts, ", ") + "]"
	case r.Provider == "google":
		return "labels = { " + strings.ToLower(strings.Join(parts, ", ")) + " }"
	}
	return "tags = { " + strings.Join(parts, ", ") + " }"
}

// suggest is the service's own value, else the first allowed one.
func suggest(s assay.Service, m config.RequiredTag) string {
	value := map[string]string{"owner": s.Owner, "cost_centre": s.CostCentre, "environment": s.Environment, "name": string(s.ID)}[m.From]
	if value == "" && len(m.Values) > 0 {
		value = m.Values[0]
	}
	if value == "" {
		value = "?"
	}
	return value
}

func names(tags []config.RequiredTag) string {
	var keys []string
	for _, t := range tags {
		keys = append(keys, t.Key)
	}
	word := "tag "
	if len(keys) > 1 {
		word = "tags "
	}
	return word + strings.Join(keys, ", ")
}

// DefaultPolicy is the tag policy where assay.yaml names none.
func DefaultPolicy() []config.RequiredTag { return slices.Clone(defaultPolicy) }
