package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// finish settles the results of the run, now that its rules, artifacts and
// base addresses are known.
func (r *sarifRun) finish() error {
	d := r.tool.Driver
	r.rules = indexOf(r.tool)
	r.b.from(first(d.Name, d.FullName, "unknown"), string(first(string(d.Version), string(d.SemanticVersion))))
	for i := range r.order {
		r.order[i] = sarifPlace{uri: r.written(r.order[i]), index: -1}
	}
	r.artifacts, r.bases = nil, nil
	at := r.from
	for i, list := range r.pending {
		for j := range list {
			r.settle(&list[j], &r.b.out.Findings[at])
			at++
		}
		r.pending[i] = nil
	}
	return nil
}

func (r *sarifRun) settle(p *sarifPending, f *assay.Finding) {
	s := r.rules.find(p.rule)
	it := item{Finding: *f, rule: p.rule.ID, stable: p.stable}
	if s != nil {
		it.about = r.describe(s)
		it.rule = s.ID
	}
	for at, n := range p.late {
		if at < len(it.Flow) && n >= 0 && n < len(r.steps) {
			it.Flow[at] = r.steps[n]
		}
	}
	r.resolve(&it.Location)
	for i := range it.Flow {
		r.resolve(&it.Flow[i].Location)
	}
	if it.Suppression != nil {
		r.resolve(&it.Suppression.Location)
	}
	it.Message = withoutLinks(p.message.render(s, r.tool.Driver.Messages))
	it.Severity = weigh(p, s)
	it.Confidence = sure(p, s)
	it.CWE = numbers(it.CWE, it.about.CWE)
	it.Engine = engineOf(p, &it, s, r.tool.Driver.Name)
	switch {
	case it.Engine == assay.EngineDependency:
		flaw(&it)
		if p.unrated(s) {
			it.Severity = assay.High
		}
	case it.Engine == assay.EngineSecret:
		r.leak(p, s, &it)
	}
	r.b.settle(&it)
	*f = it.Finding
}

// leak says of a secret what its scanner leaves out: without a word about the
// weight it is high, as in the scanners' own formats.
func (r *sarifRun) leak(p *sarifPending, s *sarifRule, it *item) {
	if p.unrated(s) {
		it.Severity = assay.High
	}
	if len(it.CWE) == 0 {
		it.CWE = []int{798}
	}
}

// unrated: neither the result nor its rule says a word about the weight.
func (p *sarifPending) unrated(s *sarifRule) bool {
	return p.level == "" && p.severity == "" && p.rank == nil && (p.kind == "" || p.kind == "fail") &&
		(s == nil || s.Default.Level == "" && s.Properties.SecuritySeverity == "")
}

func (t sarifText) empty() bool { return t.Text == "" && t.Markdown == "" && t.ID == "" }

// bounded keeps what a message can need.
func (t sarifText) bounded() sarifText {
	out := sarifText{Text: cut(first(t.Text, t.Markdown), 4*maxMessage), ID: cut(t.ID, maxRule)}
	if out.Text == "" || strings.Contains(out.Text, "{0}") {
		for _, a := range t.Arguments[:min(len(t.Arguments), maxList)] {
			out.Arguments = append(out.Arguments, cut(a, maxMessage))
		}
	}
	return out
}

// render looks the message up and puts its arguments in (3.11.5).
func (t sarifText) render(s *sarifRule, global map[string]sarifWords) string {
	out := t.Text
	if out == "" && t.ID != "" {
		if s != nil {
			out = first(s.Messages[t.ID].Text, s.Messages[t.ID].Markdown)
		}
		out = first(out, global[t.ID].Text)
	}
	for i, a := range t.Arguments {
		out = cut(strings.ReplaceAll(out, "{"+strconv.Itoa(i)+"}", a), 4*maxMessage)
	}
	return out
}

var link = regexp.MustCompile(`\[((?:[^\[\]\\]|\\.)*)\]\(([^()\s]*)\)`)

// withoutLinks leaves of "[text](target)" the text.
func withoutLinks(s string) string {
	if !strings.Contains(s, "](") {
		return s
	}
	return link.ReplaceAllString(s, "$1")
}

// sure: what the result says, else the rule's precision. medium and below is
// a hint. Results that somebody is to review are hints as well.
func sure(p *sarifPending, s *sarifRule) assay.Confidence {
	switch {
	case p.confidence != "":
		return confidence(p.confidence)
	case p.kind == "review":
		return assay.Tentative
	case s == nil:
		return assay.Firm
	}
	switch strings.ToLower(string(s.Properties.Precision)) {
	case "very-high":
		return assay.Certain
	case "medium", "low":
		return assay.Tentative
	}
	return assay.Firm
}

// partials are names of partial fingerprints that identify on their own.
var partials = []string{"assay/v1"}

// stable is the tool's own name for the problem. Complete fingerprints do
// alone; partial ones are of a line's content and need path and rule beside
// them, which identity adds.
func (v *sarifResult) stable() string {
	if s := firstOf(v.Fingerprints, nil); s != "" {
		return digest(v.RuleID, s)
	}
	for _, name := range partials {
		if s := v.Partial[name]; s != "" {
			return string(s)
		}
	}
	if v.CorrelationGUID != "" {
		return strings.Clone(v.CorrelationGUID)
	}
	s := firstOf(v.Partial, []string{"primaryLocationLineHash"})
	if s == "" || len(v.Locations) == 0 {
		return ""
	}
	a := v.Locations[0].Physical.Artifact
	index := ""
	if a.URI == "" && a.Index != nil {
		return "" // the list may be in another order next time
	}
	return digest(v.RuleID, a.URI, index, s)
}

// firstOf takes the preferred key, else the first by name, that has a value.
// Semgrep writes "requires login" where it has none.
func firstOf(m map[string]text, preferred []string) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range append(preferred, keys...) {
		if s := m[k]; s != "" && s != "requires login" {
			return k + "\n" + string(s)
		}
	}
	return ""
}
