// Package licence holds the licences of components against a policy: allowed,
// to be reviewed, or denied, by how the software that brings them in is used.
//
// A licence is what a package's own metadata says; where nothing on disk says
// one, a short list of well-known packages does. A component without either is
// counted as unknown and is no finding. What serves development only is held to
// the policy for internal use: it reaches nobody.
package licence

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/catalog"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/licence"
	"github.com/assay-dev/assay/internal/rule"
)

// The rules.
const (
	RuleDenied assay.RuleID = "licence/denied"
	RuleReview assay.RuleID = "licence/review"
)

// Rules describes them.
func Rules() rule.List {
	return rule.List{{
		ID: RuleDenied, Engine: assay.EngineLicence, Title: "Licence that the policy denies", Severity: assay.High, Confidence: assay.Certain,
		Tags:        []string{"licence"},
		Explanation: "The licence asks for something that the owner of this software is not ready to give: the source of the whole work, or no commercial use. Shipping it anyway is a breach of contract and of copyright.",
		Fix:         "Use another package, buy a commercial licence and name it under licences.packages in assay.yaml, or change the policy there after the people who own it have agreed.",
	}, {
		ID: RuleReview, Engine: assay.EngineLicence, Title: "Licence that somebody must look at", Severity: assay.Medium, Confidence: assay.Certain,
		Tags:        []string{"licence"},
		Explanation: "Whether the licence is a burden depends on how the component is linked, changed or offered: a person has to decide.",
		Fix:         "Have it reviewed, then name the package under licences.packages in assay.yaml with what was decided.",
	}}
}

// Engine is an engine.Analyser. It is for one goroutine at a time.
type Engine struct {
	policy    config.Licences
	catalogue *catalog.Catalogue
	read      map[string]*licence.Expression // by what packages say; nil for what is none
}

// New makes the engine for a policy and the services that say their use.
func New(c *catalog.Catalogue) *Engine {
	return &Engine{c.Licences(), c, map[string]*licence.Expression{}}
}

// ID names the engine.
func (e *Engine) ID() assay.EngineID { return assay.EngineLicence }

// Scopes lists what it covers.
func (e *Engine) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeLicence} }

// Version covers the policy too.
func (e *Engine) Version() string {
	policy, _ := json.Marshal(e.policy) // plain strings
	return "1 " + string(policy)
}

// Analyse judges each component that reaches somebody. What several projects
// bring in by one line is told once, for the strictest use.
func (e *Engine) Analyse(ctx context.Context, facts engine.Facts) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeLicence, 0)
	told := map[string]int{}
	for i := range facts.Components {
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		c := &facts.Components[i]
		v := e.judge(c)
		if v.verdict != licence.Unclear {
			out.Examine(assay.ScopeLicence, 1)
		}
		if v.verdict != licence.Deny && v.verdict != licence.Review {
			continue
		}
		f := e.finding(c, v)
		key := fmt.Sprint(f.Location.Path, "\x00", f.Location.Start.Line, "\x00", c.Key())
		if at, ok := told[key]; ok {
			if f.Severity > out.Findings[at].Severity {
				out.Findings[at] = f
			}
			continue
		}
		told[key] = len(out.Findings)
		out.Findings = append(out.Findings, f)
	}
	return out, nil
}

// judgement is what the policy says of one component.
type judgement struct {
	verdict licence.Verdict
	text    string // the licence
	use     string
	listed  bool // from our list and not from the package
}

// Unknown says whether nobody knows a component's licence.
func (e *Engine) Unknown(c *assay.Component) bool { return e.judge(c).verdict == licence.Unclear }

func (e *Engine) judge(c *assay.Component) judgement {
	j := judgement{text: c.Licence, use: e.catalogue.Use(c.Location.Path)}
	if c.Use == assay.Development {
		j.use = "internal"
	}
	for _, p := range e.policy.Packages {
		if Matches(p.Name, c.Name) {
			switch p.Verdict {
			case "allow":
				j.verdict = licence.Allow
				return j
			case "deny":
				j.verdict = licence.Deny
				return j
			}
			j.text = cmp.Or(p.Licence, j.text)
		}
	}
	if j.text == "" {
		j.text, j.listed = listed(c), true
	}
	expression, known := e.read[j.text]
	if !known {
		expression, _ = licence.Parse(j.text) // nil for what is none
		e.read[j.text] = expression
	}
	if expression == nil {
		j.verdict = licence.Unclear
		return j
	}
	j.text = expression.String()
	j.verdict = expression.Judge(func(id string) licence.Verdict { return e.verdict(j.use, id) })
	return j
}

// verdict holds one licence against the policy of a use: the lists of
// assay.yaml first, deny before review before allow, then what the class of
// the licence asks for.
func (e *Engine) verdict(use, id string) licence.Verdict {
	base, _, _ := strings.Cut(id, " WITH ")
	p := e.policy.Of(use)
	for _, l := range []struct {
		ids     []string
		verdict licence.Verdict
	}{{p.Deny, licence.Deny}, {p.Review, licence.Review}, {p.Allow, licence.Allow}} {
		if slices.ContainsFunc(l.ids, func(pattern string) bool {
			return Matches(pattern, base) || Matches(pattern, id) || pattern == "@"+string(licence.ClassOf(base))
		}) {
			return l.verdict
		}
	}
	if len(p.Allow) > 0 {
		return licence.Review // who lists what is allowed has not allowed the rest
	}
	class := licence.ClassOf(base)
	if _, exception, ok := strings.Cut(id, " WITH "); ok && class == licence.Strong && !strings.Contains(exception, "FOSS") {
		class = licence.Weak // the exception lets others link
	}
	return defaults[use][class]
}

// defaults are the verdicts by use and class where assay.yaml says nothing.
var defaults = map[string]map[licence.Class]licence.Verdict{
	"distributed": {licence.Weak: licence.Review, licence.Strong: licence.Deny, licence.Network: licence.Deny, licence.Restricted: licence.Deny, licence.Other: licence.Review, licence.Unknown: licence.Unclear},
	"service":     {licence.Strong: licence.Review, licence.Network: licence.Deny, licence.Restricted: licence.Review, licence.Other: licence.Review, licence.Unknown: licence.Unclear},
	"internal":    {licence.Network: licence.Review, licence.Restricted: licence.Review, licence.Unknown: licence.Unclear},
}

// Matches compares names without case; * stands for any characters.
func Matches(pattern, name string) bool {
	pattern, name = strings.ToLower(pattern), strings.ToLower(name)
	before, after, wild := strings.Cut(pattern, "*")
	if !wild {
		return pattern == name
	}
	return len(name) >= len(before)+len(after) && strings.HasPrefix(name, before) && strings.HasSuffix(name, after)
}

func (e *Engine) finding(c *assay.Component, j judgement) assay.Finding {
	loc := c.Location
	loc.Component = c.PURL()
	f := assay.Finding{
		Rule: RuleDenied, Engine: assay.EngineLicence, Severity: assay.High, Confidence: assay.Certain, Location: loc,
		Message:  fmt.Sprintf("%s is under %s, which the policy for %s use denies", nameOf(c), j.text, j.use),
		Fix:      fmt.Sprintf("replace %s, or name what was agreed for it under licences.packages in assay.yaml", c.Name),
		Identity: string(c.Ecosystem) + "\x00" + c.Name + "\x00" + j.text,
	}
	if j.verdict == licence.Review {
		f.Rule, f.Severity = RuleReview, assay.Medium
		f.Message = fmt.Sprintf("%s is under %s, which the policy for %s use wants reviewed", nameOf(c), j.text, j.use)
	}
	if j.listed {
		f.Confidence = assay.Firm
		f.Message += "; its files do not say so, it is known for it"
	}
	return f
}

func nameOf(c *assay.Component) string { return strings.TrimSpace(c.Name + " " + c.Version) }
