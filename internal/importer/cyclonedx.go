package importer

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cvss"
	"github.com/assay-dev/assay/internal/rule"
)

// CycloneDX 1.4 to 1.6, the part about vulnerabilities (VEX). JSON and XML say
// the same with other brackets; both are read into cdxFlaw.

type (
	cdxComponent struct {
		Ref        text            `json:"bom-ref"`
		Group      text            `json:"group"`
		Name       text            `json:"name"`
		Version    text            `json:"version"`
		PURL       text            `json:"purl"`
		Components json.RawMessage `json:"components"`
	}
	cdxFlaw struct {
		ID             text        `json:"id"`
		References     []cdxNamed  `json:"references"`
		Ratings        []cdxRating `json:"ratings"`
		CWEs           texts       `json:"cwes"`
		Description    text        `json:"description"`
		Detail         text        `json:"detail"`
		Recommendation text        `json:"recommendation"`
		Advisories     []cdxURL    `json:"advisories"`
		Published      text        `json:"published"`
		Analysis       cdxAnalysis `json:"analysis"`
		Affects        []cdxRef    `json:"affects"`
		Source         cdxURL      `json:"source"`
	}
	cdxNamed struct {
		ID text `json:"id" xml:"id"`
	}
	cdxURL struct {
		URL text `json:"url" xml:"url"`
	}
	cdxRef struct {
		Ref text `json:"ref" xml:"ref"`
	}
	cdxRating struct {
		Score    number `json:"score"`
		Severity text   `json:"severity" xml:"severity"`
		Method   text   `json:"method" xml:"method"`
		Vector   text   `json:"vector" xml:"vector"`
		Text     text   `json:"-" xml:"score"`
	}
	cdxAnalysis struct {
		State         text `json:"state" xml:"state"`
		Justification text `json:"justification" xml:"justification"`
		Detail        text `json:"detail" xml:"detail"`
	}
	cdxTools struct {
		Tools json.RawMessage `json:"tools"`
	}
	// cdxDocument waits for the components, which findings refer to.
	cdxDocument struct {
		tool       tool
		components map[string]cdxComponent
		flaws      []cdxFlaw
	}
)

func readCycloneDX(s *stream) error {
	d := cdxDocument{components: map[string]cdxComponent{}}
	err := s.object(func(name string) error {
		switch name {
		case "metadata":
			var t cdxTools
			err := one(s, &t)
			d.tool = t.first()
			return err
		case "components":
			return entries(s, func(c *cdxComponent) error {
				d.keep(*c, 0)
				return nil
			})
		case "vulnerabilities":
			return entries(s, func(v *cdxFlaw) error {
				d.flaws = append(d.flaws, *v)
				return nil
			})
		}
		return s.skip()
	})
	if err != nil {
		return err
	}
	return d.finish(s.b)
}

// keep remembers a component and those within.
func (d *cdxDocument) keep(c cdxComponent, depth int) {
	inner := c.Components
	c.Components = nil
	if c.Ref != "" {
		d.components[string(c.Ref)] = c
	}
	var list []cdxComponent
	if depth < 20 && len(inner) > 0 && json.Unmarshal(inner, &list) == nil {
		for _, c := range list {
			d.keep(c, depth+1)
		}
	}
}

// first is the tool that made the document: of a list, or of 1.5's object.
func (t cdxTools) first() tool {
	type named struct {
		Name    text `json:"name"`
		Version text `json:"version"`
	}
	var list []named
	var object struct {
		Components []named `json:"components"`
	}
	if json.Unmarshal(t.Tools, &list) != nil {
		_ = json.Unmarshal(t.Tools, &object)
		list = object.Components
	}
	if len(list) == 0 {
		return tool{}
	}
	return tool{string(list[0].Name), string(list[0].Version)}
}

func (d *cdxDocument) finish(b *builder) error {
	b.from(first(d.tool.name, "CycloneDX"), d.tool.version)
	for i := range d.flaws {
		v := &d.flaws[i]
		if len(v.Affects) == 0 {
			v.Affects = []cdxRef{{}}
		}
		for _, a := range v.Affects {
			if err := b.add(d.item(v, string(a.Ref))); err != nil {
				return err
			}
		}
		d.flaws[i] = cdxFlaw{}
	}
	return nil
}

func (d *cdxDocument) item(v *cdxFlaw, ref string) *item {
	rating := v.rating()
	score := rating.score()
	vuln := &assay.Vulnerability{CVSS: score, Vector: string(rating.Vector), Published: day(string(v.Published))}
	ids := []string{string(v.ID)}
	for _, r := range v.References {
		ids = append(ids, string(r.ID))
	}
	vuln.ID, vuln.Aliases = named(ids)
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineDependency, Severity: severityOfFlaw(v.word(rating), score, string(rating.Vector)), Confidence: v.Analysis.confidence(),
			Message: first(string(v.Description), string(v.Detail), string(v.ID)), Fix: string(v.Recommendation), Vulnerability: vuln,
			Suppression: v.Analysis.suppression(), CWE: weaknesses(prefixed("CWE-", v.CWEs)...),
		},
		rule: string(v.ID), about: rule.Rule{Title: vuln.ID, Explanation: first(string(v.Detail), string(v.Description)), References: []string{string(v.Source.URL)}},
	}
	for _, a := range v.Advisories {
		it.about.References = append(it.about.References, string(a.URL))
	}
	d.place(it, ref)
	return it
}

// place names the component: by its purl, which some tools use as the
// reference itself, else by group and name.
func (d *cdxDocument) place(it *item, ref string) {
	v := it.Vulnerability
	c, known := d.components[ref]
	purl := string(c.PURL)
	if !known && strings.HasPrefix(ref, "pkg:") {
		purl = ref
	}
	name := strings.TrimPrefix(string(c.Group)+"/"+string(c.Name), "/")
	v.Package, v.Version, it.Location.Component = componentOf(purl, name, string(c.Version))
	if v.Package == "" {
		it.Location.Resource = ref
	}
}

// word is that of the rating; where it says nothing at all, the worst that
// another one says.
func (v *cdxFlaw) word(r cdxRating) string {
	if _, known := severity(string(r.Severity)); known || r.score() > 0 {
		return string(r.Severity)
	}
	word, worst := "", assay.Info
	for _, r := range v.Ratings {
		if s, known := severity(string(r.Severity)); known && (word == "" || s > worst) {
			word, worst = string(r.Severity), s
		}
	}
	return word
}

// rating is the one of the newest CVSS with the highest score.
func (v *cdxFlaw) rating() cdxRating {
	if len(v.Ratings) == 0 {
		return cdxRating{}
	}
	return slices.MaxFunc(v.Ratings, func(a, b cdxRating) int {
		ca, cb := strings.HasPrefix(string(a.Method), "CVSS"), strings.HasPrefix(string(b.Method), "CVSS")
		if ca != cb {
			if ca {
				return 1
			}
			return -1
		}
		return int(100*a.score()) - int(100*b.score())
	})
}

func (r cdxRating) score() float64 {
	s := float64(r.Score)
	if s == 0 {
		s = decimal(string(r.Text))
	}
	if s == 0 {
		s = cvss.Base(string(r.Vector))
	}
	if s < 0 || s > 10 || !strings.HasPrefix(string(r.Method), "CVSS") && r.Method != "" {
		return 0
	}
	return s
}

// confidence: what somebody analysed is certain, one way or the other.
func (a cdxAnalysis) confidence() assay.Confidence {
	if a.State == "in_triage" {
		return assay.Tentative
	}
	return assay.Certain
}

// suppression keeps what the document says against the finding. Whether that
// counts is decided here, not there.
func (a cdxAnalysis) suppression() *assay.Suppression {
	switch a.State {
	case "not_affected", "false_positive", "resolved", "resolved_with_pedigree":
		why := "the document's analysis says " + string(a.State)
		if a.Justification != "" {
			why += " (" + string(a.Justification) + ")"
		}
		return &assay.Suppression{Reason: first(string(a.Detail), string(a.Justification), string(a.State)), Why: cut(why, maxRule)}
	}
	return nil
}

func prefixed(prefix string, list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = prefix + strings.TrimPrefix(s, prefix)
	}
	return out
}
