package importer

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cvss"
	"github.com/assay-dev/assay/internal/rule"
)

func (v *trivyFlaw) item() *item {
	score := v.score()
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineDependency, Confidence: assay.Certain, CWE: weaknesses(v.CweIDs...),
			Severity: severityOfFlaw(string(v.Severity), score.number(), score.vector()),
			Message:  first(string(v.Title), string(v.Description), string(v.ID)),
			Location: assay.Location{Path: string(v.PkgPath), Component: string(v.Identifier.PURL)},
			Vulnerability: &assay.Vulnerability{
				Package: string(v.PkgName), Version: string(v.Installed), Fixed: upgrade([]string{string(v.Fixed)}, string(v.Installed)),
				CVSS: score.number(), Vector: score.vector(), Published: day(string(v.Published)),
			},
		},
		rule: string(v.ID),
		about: rule.Rule{
			Title: string(v.Title), Explanation: string(v.Description), References: append([]string{string(v.PrimaryURL)}, v.References...),
		},
	}
	it.Vulnerability.ID, it.Vulnerability.Aliases = named(append([]string{string(v.ID)}, v.VendorIDs...))
	return it
}

// score is that of the source of the severity, else NVD's, else GitHub's, Red
// Hat's, else the first by name.
func (v *trivyFlaw) score() trivyScore {
	sources := []string{string(v.Source), "nvd", "ghsa", "redhat"}
	var rest []string
	for s := range v.CVSS {
		rest = append(rest, s)
	}
	slices.Sort(rest)
	for _, s := range append(sources, rest...) {
		if c, ok := v.CVSS[s]; ok && c.number() > 0 {
			return c
		}
	}
	return trivyScore{}
}

func (c trivyScore) number() float64 {
	for _, n := range []number{c.V3Score, c.V40Score, c.V2Score} {
		if n > 0 {
			return float64(n)
		}
	}
	return cvss.Base(c.vector())
}

func (c trivyScore) vector() string {
	switch {
	case c.V3Score > 0:
		return string(c.V3Vector)
	case c.V40Score > 0:
		return string(c.V40Vector)
	case c.V2Score > 0:
		return string(c.V2Vector)
	}
	return first(string(c.V3Vector), string(c.V40Vector), string(c.V2Vector))
}

func (v *trivyMisconfiguration) item() *item {
	sev, _ := severity(string(v.Severity))
	return &item{
		Finding: assay.Finding{
			Engine: assay.EngineIaC, Severity: sev, Confidence: assay.Certain, Message: first(string(v.Message), string(v.Title)),
			Location:    assay.Location{Resource: string(v.Cause.Resource), Start: position(v.Cause.StartLine, 0), End: position(v.Cause.EndLine, 0)},
			Suppression: setAsideIf(v.Status == "EXCEPTION", "an exception in a policy"),
		},
		rule: first(string(v.AVDID), string(v.ID)),
		about: rule.Rule{
			Title: string(v.Title), Explanation: string(v.Description), Fix: string(v.Resolution),
			References: append([]string{string(v.PrimaryURL)}, v.References...), Aliases: []string{string(v.ID)},
		},
	}
}

// item is nil for what is gone.
func (v *trivyModified) item() *item {
	var it *item
	switch kind := strings.ToLower(string(v.Type)); {
	case v.Status == "fixed":
	case kind == "vulnerability":
		it = modified(v.Finding, (*trivyFlaw).item)
	case kind == "misconfiguration":
		it = modified(v.Finding, (*trivyMisconfiguration).item)
	case kind == "secret":
		it = modified(v.Finding, (*trivySecret).item)
	case kind == "license":
		it = modified(v.Finding, (*trivyLicence).item)
	}
	if it != nil && v.Status != "affected" && v.Status != "under_investigation" {
		it.Suppression = setAside(first(string(v.Statement), string(v.Source)))
	}
	return it
}

// modified reads a finding within another; a field of a wrong kind stays empty.
func modified[T any](raw json.RawMessage, one func(*T) *item) *item {
	v := new(T)
	if err := json.Unmarshal(raw, v); err != nil && !usable(err) {
		return nil
	}
	return one(v)
}

func (v *trivySecret) item() *item {
	quotes := []string{string(v.Match)}
	for _, l := range v.Code.Lines {
		quotes = append(quotes, string(l.Content))
	}
	sev, _ := severity(string(v.Severity))
	return &item{
		Finding: assay.Finding{
			Engine: assay.EngineSecret, Severity: sev, Confidence: assay.Firm, Message: first(string(v.Title), string(v.RuleID)), CWE: []int{798},
			Location: assay.Location{Start: position(v.StartLine, 0), End: position(v.EndLine, 0)},
		},
		rule: string(v.RuleID), quotes: quotes, about: rule.Rule{Title: string(v.Title), Tags: []string{string(v.Category)}},
	}
}

func (v *trivyLicence) item() *item {
	sev, _ := severity(string(v.Severity))
	what := first(string(v.PkgName), string(v.FilePath))
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineLicence, Severity: sev, Confidence: assay.Firm,
			Message:  what + " is under " + string(v.Name) + " (" + string(v.Category) + ")",
			Location: assay.Location{Path: string(v.FilePath), Resource: string(v.PkgName)},
		},
		rule: "licence-" + string(v.Name), about: rule.Rule{Title: "Licence " + string(v.Name), References: []string{string(v.Link)}},
	}
	if v.Confidence >= 0.9 {
		it.Finding.Confidence = assay.Certain
	}
	return it
}
