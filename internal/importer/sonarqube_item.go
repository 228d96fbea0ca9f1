package importer

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

func (r *sonarReport) item(b *builder, v *sonarIssue) *item {
	about := r.rules[string(v.Rule)]
	it := &item{
		Finding: assay.Finding{
			Engine: v.engine(), Severity: v.severity(), Confidence: v.confidence(), Message: string(v.Message),
			Location: r.location(v.Component, v.Project, v.Range), Flow: bounded(b, r.flow(v)),
			Suppression: v.suppression(),
			CWE:         weaknesses(append(append([]string{string(v.Message)}, v.Tags...), about.Standards...)...),
		},
		rule: string(v.Rule), stable: string(v.Key),
		about: rule.Rule{Title: string(about.Name), Explanation: plain(string(about.HTML)), Tags: v.Tags, CWE: weaknesses(string(about.HTML))},
	}
	if v.Range.StartLine == 0 {
		it.Location.Start = position(v.Line, 0)
	}
	if it.stable == "" && v.Hash != "" {
		it.stable = digest(string(v.Rule), string(v.Component), string(v.Hash))
	}
	if v.Category != "" {
		it.about.Tags = append(it.about.Tags, string(v.Category))
	}
	return it
}

func (v *sonarIssue) hotspot() bool {
	return v.Probability != "" || v.Type == "SECURITY_HOTSPOT" || v.Status == "TO_REVIEW" || v.Status == "REVIEWED"
}

func (v *sonarIssue) engine() assay.EngineID {
	security := slices.ContainsFunc(v.Impacts, func(i struct {
		Quality  text `json:"softwareQuality"`
		Severity text `json:"severity"`
	},
	) bool {
		return i.Quality == "SECURITY"
	})
	switch {
	case strings.HasPrefix(string(v.Rule), "secrets:"):
		return assay.EngineSecret
	case v.hotspot(), v.Type == "VULNERABILITY", security:
		return assay.EngineSAST
	case v.Type == "" && len(v.Impacts) == 0:
		return assay.EngineSAST
	}
	return assay.EngineQuality
}

// severity: a hotspot's probability; else the impact on security where there
// are impacts, the worst of the others where not; else the older severity.
func (v *sonarIssue) severity() assay.Severity {
	if v.Probability != "" {
		s, _ := severity(string(v.Probability))
		return s
	}
	worst, security := "", ""
	for _, i := range v.Impacts {
		s, _ := grade(string(i.Severity))
		if w, _ := grade(worst); worst == "" || s > w {
			worst = string(i.Severity)
		}
		if i.Quality == "SECURITY" {
			security = string(i.Severity)
		}
	}
	s, _ := grade(first(security, worst, string(v.Severity)))
	return s
}

// confidence: what somebody is to review is a hint; what somebody confirmed is certain.
func (v *sonarIssue) confidence() assay.Confidence {
	switch {
	case v.Status == "CONFIRMED" || v.IssueState == "CONFIRMED" || v.Resolution == "ACKNOWLEDGED":
		return assay.Certain
	case v.hotspot():
		return assay.Tentative
	}
	return assay.Firm
}

// location: SonarQube counts columns from 0, in characters.
func (r *sonarReport) location(component, project text, g sonarRange) assay.Location {
	path, ok := r.paths[string(component)]
	if !ok {
		path = string(component)
		if rest, ours := strings.CutPrefix(path, string(project)+":"); ours && project != "" {
			path = rest
		} else if i := strings.LastIndexByte(path, ':'); i > 1 {
			path = path[i+1:]
		}
	}
	if path == string(project) {
		path = "" // the project as a whole
	}
	l := assay.Location{Path: path}
	if g.StartLine > 0 {
		l.Start, l.End = position(g.StartLine, g.StartOffset+1), position(g.EndLine, g.EndOffset+1)
	}
	return l
}

// flow: SonarQube lists a flow from sink to source; several flows of one place
// each are other places that matter.
func (r *sonarReport) flow(v *sonarIssue) []assay.Step {
	var all []sonarPlace
	for _, f := range v.Flows {
		if len(f.Locations) > 1 {
			all = slices.Clone(f.Locations)
			break
		}
		all = append(all, f.Locations...)
	}
	slices.Reverse(all)
	var out []assay.Step
	for _, p := range all {
		out = append(out, assay.Step{Location: r.location(text(first(string(p.Component), string(v.Component))), v.Project, p.Range), Message: string(p.Message)})
	}
	return out
}
