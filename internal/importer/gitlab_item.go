package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

func (v *gitlabFinding) item() item {
	sev, _ := severity(string(v.Severity))
	it := item{
		Finding: assay.Finding{
			Engine: v.engine(), Severity: sev, Confidence: v.confidence(), Fix: string(v.Solution),
			Message: v.sentence(), Location: v.Location.place(),
			Snippet:     string(v.Evidence.Summary),
			Suppression: setAsideIf(strings.EqualFold(string(v.State), "dismissed"), string(v.Dismissal)),
		},
		rule: v.rule(), stable: v.stable(), quotes: []string{string(v.Extract)}, about: rule.Rule{Title: string(v.Name)},
	}
	if it.about.Explanation = string(v.Description); v.Message == "" {
		_, it.about.Explanation, _ = strings.Cut(string(v.Description), "\n\n")
	}
	for _, l := range v.Links {
		it.about.References = append(it.about.References, string(l.URL))
	}
	var flaws []string
	for _, id := range v.Identifiers {
		switch kind := strings.ToLower(string(id.Type)); {
		case kind == "cwe":
			it.CWE = append(it.CWE, weakness(string(id.Value))...)
		case flawID.MatchString(string(id.Value)):
			flaws = append(flaws, string(id.Value))
		}
	}
	if name := string(v.Location.Dependency.Package.Name); name != "" {
		it.Vulnerability = &assay.Vulnerability{Package: name, Version: string(v.Location.Dependency.Version)}
		it.Vulnerability.ID, it.Vulnerability.Aliases = named(flaws)
		if len(flaws) == 0 {
			it.Vulnerability.ID = it.rule
		}
		if len(v.Vectors) > 0 {
			it.Vulnerability.Vector = string(v.Vectors[0].Vector)
		}
		it.Severity = severityOfFlaw(string(v.Severity), 0, it.Vulnerability.Vector)
		it.Location.Component = string(v.Location.System) // until its purl is made
	}
	return it
}

// sentence is about the place: schema 14's message, else the first paragraph
// of the description.
func (v *gitlabFinding) sentence() string {
	paragraph, _, _ := strings.Cut(strings.TrimSpace(string(v.Description)), "\n\n")
	return first(string(v.Message), paragraph, string(v.Name))
}

// engine tells the kind from the finding, where the report does not say.
func (v *gitlabFinding) engine() assay.EngineID {
	switch l := v.Location; {
	case v.Category != "":
		return gitlabEngine(string(v.Category))
	case l.Dependency.Package.Name != "":
		return assay.EngineDependency
	case l.Hostname != "" || l.CrashType != "":
		return assay.EngineDAST
	case strings.HasPrefix(string(v.rule()), "gitleaks") || l.Commit.SHA != "":
		return assay.EngineSecret
	}
	return assay.EngineSAST
}

// confidence is a field of schema 14; 15 has flags instead.
func (v *gitlabFinding) confidence() assay.Confidence {
	for _, f := range v.Flags {
		if f.Type == "flagged-as-likely-false-positive" {
			return assay.Tentative
		}
	}
	return confidence(string(v.Confidence))
}

// rule is the primary identifier, which comes first; in our own reports the
// name of our rule.
func (v *gitlabFinding) rule() string {
	for _, id := range v.Identifiers {
		if id.Type == "assay_rule_id" {
			return string(id.Value)
		}
	}
	for _, id := range v.Identifiers {
		if id.Value != "" && strings.ToLower(string(id.Type)) != "cwe" {
			return string(id.Value)
		}
	}
	if len(v.Identifiers) > 0 {
		id := v.Identifiers[0]
		return string(id.Type) + "-" + string(id.Value)
	}
	return dashed(string(v.Name))
}

// stable prefers the signature that GitLab follows code with.
func (v *gitlabFinding) stable() string {
	best := ""
	for _, it := range v.Tracking.Items {
		for _, s := range it.Signatures {
			if best == "" || s.Algorithm == "scope_offset_compressed" || s.Algorithm == "scope_offset" && !strings.HasPrefix(best, "scope_offset_compressed") {
				best = string(s.Algorithm) + "\n" + string(s.Value)
			}
		}
	}
	if best != "" {
		return digest(v.rule(), best)
	}
	return string(v.ID)
}

func (l *gitlabLocation) place() assay.Location {
	out := assay.Location{Path: string(l.File), Start: assay.Position{Line: int(l.StartLine)}, End: assay.Position{Line: int(l.EndLine)}}
	if strings.Trim(string(l.Commit.SHA), "0") != "" {
		out.Commit = string(l.Commit.SHA)
	}
	if l.Hostname != "" {
		out.URL, out.Method, out.Parameter = string(l.Hostname)+string(l.Path), string(l.Method), string(l.Param)
		return out
	}
	switch {
	case l.Image != "":
		out.Resource = string(l.Image)
	case l.Class != "" && l.Method != "":
		out.Resource = string(l.Class) + "." + string(l.Method)
	case l.Class != "" || l.Method != "":
		out.Resource = string(l.Class + l.Method)
	case l.CrashState != "":
		out.Resource, _, _ = strings.Cut(string(l.CrashState), "\n")
	}
	return out
}
