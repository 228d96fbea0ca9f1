package importer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// sarifIndex finds the rules of a run by what a result may name them with.
type sarifIndex struct {
	parts  []sarifComponent // the driver, then the extensions
	byID   map[string]*sarifRule
	byGUID map[string]*sarifRule
	about  map[*sarifRule]rule.Rule // made once per rule
}

func indexOf(t sarifTool) sarifIndex {
	x := sarifIndex{
		parts: append([]sarifComponent{t.Driver}, t.Extensions...), byID: map[string]*sarifRule{},
		byGUID: map[string]*sarifRule{}, about: map[*sarifRule]rule.Rule{},
	}
	for i := range x.parts {
		for j := range x.parts[i].Rules {
			r := &x.parts[i].Rules[j]
			if _, ok := x.byID[r.ID]; !ok {
				x.byID[r.ID] = r
			}
			if r.GUID != "" {
				x.byGUID[r.GUID] = r
			}
		}
	}
	return x
}

// ref joins the three ways in which a result names its rule.
func (v *sarifResult) ref() sarifRef {
	out := sarifRef{Index: v.RuleIndex}
	if v.Rule != nil {
		out = *v.Rule
		if out.Index == nil {
			out.Index = v.RuleIndex
		}
	}
	out.ID = strings.Clone(first(v.RuleID, out.ID))
	if out.Index != nil && *out.Index < 0 {
		out.Index = nil
	}
	return out
}

// find is the rule that a reference means, nil when the report does not have
// it. An id may have further parts behind a slash (3.52.4).
func (x *sarifIndex) find(ref sarifRef) *sarifRule {
	if r, ok := x.byGUID[ref.GUID]; ok && ref.GUID != "" {
		return r
	}
	if part := x.part(ref); part != nil && ref.Index != nil && *ref.Index < len(part.Rules) {
		if r := &part.Rules[*ref.Index]; ref.ID == "" || ref.ID == r.ID || strings.HasPrefix(ref.ID, r.ID+"/") {
			return r
		}
	}
	for id := ref.ID; id != ""; {
		if r, ok := x.byID[id]; ok {
			return r
		}
		i := strings.LastIndexByte(id, '/')
		if i < 0 {
			break
		}
		id = id[:i]
	}
	return nil
}

func (x *sarifIndex) part(ref sarifRef) *sarifComponent {
	c := ref.Component
	if c == nil {
		return &x.parts[0]
	}
	for i := range x.parts {
		if p := &x.parts[i]; c.GUID != "" && p.GUID == c.GUID || c.Name != "" && p.Name == c.Name {
			return p
		}
	}
	if c.Index != nil && *c.Index >= 0 && *c.Index+1 < len(x.parts) {
		return &x.parts[*c.Index+1]
	}
	return &x.parts[0]
}

// describe says what the report says of a rule.
func (r *sarifRun) describe(s *sarifRule) rule.Rule {
	if known, ok := r.rules.about[s]; ok {
		return known
	}
	about := rule.Rule{
		Title:       first(strings.TrimSuffix(first(s.Short.Text, s.Short.Markdown), "."), s.Name, s.ID),
		Explanation: first(s.Full.Text, s.Full.Markdown, s.Short.Text), Fix: first(s.Help.Text, s.Help.Markdown),
		CWE: r.weaknesses(s), Tags: s.Properties.Tags, Aliases: s.DeprecatedIDs,
	}
	if s.HelpURI != "" {
		about.References = []string{s.HelpURI}
	}
	if s.Name != "" && s.Name != s.ID && s.Name != about.Title {
		about.Aliases = append(slices.Clone(about.Aliases), s.Name)
	}
	if _, advice, ok := strings.Cut(about.Fix, "\n\nFix: "); ok && strings.HasPrefix(about.Fix, about.Title) {
		about.Fix = advice // as our own writer puts it
	}
	r.rules.about[s] = about
	return about
}

// weaknesses of a rule: its tags, its properties, its relations to a taxonomy
// of that name.
func (r *sarifRun) weaknesses(s *sarifRule) []int {
	out := weaknesses(append(slices.Clone(s.Properties.Tags), s.Properties.CWE...)...)
	for _, rel := range s.Relationships {
		out = append(out, r.taxon(rel.Target)...)
	}
	return numbers(out)
}

// taxon reads a reference into the CWE taxonomy.
func (r *sarifRun) taxon(ref sarifRef) []int {
	name, id := "", ref.ID
	if c := ref.Component; c != nil {
		name = c.Name
		for i := range r.taxonomies {
			t := &r.taxonomies[i]
			if c.GUID != "" && t.GUID == c.GUID || c.Index != nil && *c.Index == i || name != "" && name == t.Name {
				name = t.Name
				if id == "" && ref.Index != nil && *ref.Index >= 0 && *ref.Index < len(t.Taxa) {
					id = t.Taxa[*ref.Index].ID
				}
			}
		}
	}
	if n, err := strconv.Atoi(id); err == nil && indexFold(name, "cwe") >= 0 {
		return []int{n}
	}
	return weaknesses(id)
}

// weaknesses that a result names itself.
func (v *sarifResult) weaknesses() []int {
	list := append(slices.Clone([]string(v.Properties.CWE)), v.Properties.Tags...)
	for _, t := range v.Taxa {
		id := t.ID
		if c := t.Component; c != nil && indexFold(c.Name, "cwe") >= 0 && indexFold(id, "cwe") < 0 {
			id = "CWE-" + id
		}
		list = append(list, id)
	}
	return weaknesses(list...)
}

// level is what a result says of its weight, or its rule does (3.27.10).
func levelOf(p *sarifPending, s *sarifRule) string {
	if p.kind != "" && p.kind != "fail" && p.level == "" {
		return p.kind
	}
	if p.level == "" && s != nil {
		return first(s.Default.Level, "warning")
	}
	return first(p.level, "warning")
}

// levels of results, and kinds of those that are no failure.
var levels = map[string]assay.Severity{
	"error": assay.High, "warning": assay.Medium, "note": assay.Low, "none": assay.Info,
	"informational": assay.Info, "open": assay.Medium, "review": assay.Medium,
}

// weigh finds the severity. The first that speaks counts: the result's
// security-severity (a CVSS-like score, in GitHub's bands) or severity, the
// rule's security-severity, the rank in the same bands times ten, the level.
func weigh(p *sarifPending, s *sarifRule) assay.Severity {
	if score := decimal(p.severity); score > 0 && score <= 10 {
		return scored(score)
	}
	if w, known := severity(p.severity); known {
		return w
	}
	if s != nil {
		if score := decimal(string(s.Properties.SecuritySeverity)); score > 0 && score <= 10 {
			return scored(score)
		}
		if w, known := severity(string(s.Properties.SecuritySeverity)); known {
			return w
		}
	}
	if p.rank != nil && *p.rank >= 0 && *p.rank <= 100 {
		return scored(*p.rank / 10)
	}
	if w, ok := levels[levelOf(p, s)]; ok {
		return w
	}
	return assay.Medium
}

func (p *sarifProperties) severity() string {
	return first(string(p.SecuritySeverity), string(p.Severity))
}
