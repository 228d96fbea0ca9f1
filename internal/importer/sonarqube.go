package importer

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// SonarQube's web API: api/issues/search and api/hotspots/search, the lists of
// issues alone, and sonar-report's JSON, which holds both with rules by key.

func isSonar(o outline) bool {
	return o.any("/sonarBaseURL", "/issues/[]/ruleKey") || o.has("/issues/[]/rule", "/issues/[]/component") || o.any("/hotspots/[]/vulnerabilityProbability", "/[]/vulnerabilityProbability") ||
		o.has("/[]/rule", "/[]/component", "/[]/key") || o.has("/paging") && o.any("/issues", "/hotspots")
}

type (
	sonarIssue struct {
		Key        text `json:"key"`
		Rule       text `json:"rule"`
		RuleKey    text `json:"ruleKey"` // of hotspots
		Severity   text `json:"severity"`
		Component  text `json:"component"`
		Project    text `json:"project"`
		Line       whole
		Hash       text       `json:"hash"`
		Range      sonarRange `json:"textRange"`
		Status     text       `json:"status"`
		IssueState text       `json:"issueStatus"`
		Resolution text       `json:"resolution"`
		Message    text       `json:"message"`
		Type       text       `json:"type"`
		Tags       texts      `json:"tags"`
		Impacts    []struct {
			Quality  text `json:"softwareQuality"`
			Severity text `json:"severity"`
		} `json:"impacts"`
		Flows []struct {
			Locations []sonarPlace `json:"locations"`
		} `json:"flows"`
		Probability text `json:"vulnerabilityProbability"`
		Category    text `json:"securityCategory"`
	}
	sonarRange struct {
		StartLine   whole `json:"startLine"`
		EndLine     whole `json:"endLine"`
		StartOffset whole `json:"startOffset"`
		EndOffset   whole `json:"endOffset"`
	}
	sonarPlace struct {
		Component text       `json:"component"`
		Range     sonarRange `json:"textRange"`
		Message   text       `json:"msg"`
	}
	sonarComponent struct {
		Key       text `json:"key"`
		Path      text `json:"path"`
		Qualifier text `json:"qualifier"`
	}
	sonarRule struct {
		Key       text  `json:"key"`
		Name      text  `json:"name"`
		HTML      text  `json:"htmlDesc"`
		Standards texts `json:"securityStandards"`
	}
	// sonarReport waits for components and rules, which come after the issues.
	sonarReport struct {
		issues []*sonarIssue
		paths  map[string]string
		rules  map[string]sonarRule
		total  int
	}
)

func readSonar(s *stream) error {
	s.b.from("SonarQube", "")
	r := &sonarReport{paths: map[string]string{}, rules: map[string]sonarRule{}}
	var err error
	if s.dec.PeekKind() == '[' {
		err = r.list(s)
	} else {
		err = s.object(func(name string) error { return r.member(s, name) })
	}
	if err != nil {
		return err
	}
	return r.finish(s.b)
}

func (r *sonarReport) member(s *stream, name string) error {
	switch name {
	case "issues", "hotspots":
		return r.list(s)
	case "total":
		var n whole
		err := one(s, &n)
		r.total = max(r.total, int(n))
		return err
	case "paging":
		var p struct {
			Total whole `json:"total"`
		}
		err := one(s, &p)
		r.total = max(r.total, int(p.Total))
		return err
	case "components":
		return entries(s, func(c *sonarComponent) error {
			if c.Path != "" && c.Qualifier != "TRK" {
				r.paths[string(c.Key)] = string(c.Path)
			}
			return nil
		})
	case "rules":
		if s.dec.PeekKind() == '[' {
			return entries(s, func(v *sonarRule) error {
				r.rules[string(v.Key)] = *v
				return nil
			})
		}
		return s.object(func(key string) error {
			var v sonarRule
			err := one(s, &v)
			r.rules[key] = v
			return err
		})
	}
	return s.skip()
}

func (r *sonarReport) list(s *stream) error {
	return entries(s, func(v *sonarIssue) error {
		if len(r.issues) >= maxFindings {
			return s.b.tooMany()
		}
		if v.Rule == "" && v.RuleKey == "" {
			s.b.gap("an issue names no rule; it was left out")
			return nil
		}
		v.Message, v.Rule = text(cut(string(v.Message), maxMessage)), text(first(string(v.Rule), string(v.RuleKey)))
		r.issues = append(r.issues, v)
		return nil
	})
}

func (r *sonarReport) finish(b *builder) error {
	if r.total > len(r.issues) {
		b.failed("the file holds a page of " + plural(len(r.issues)) + " out of " + plural(r.total) + "; import the other pages too")
	}
	for i, v := range r.issues {
		r.issues[i] = nil
		if v.closed() {
			b.skipped()
			continue
		}
		if err := b.add(r.item(v)); err != nil {
			return err
		}
	}
	return nil
}

// closed says that SonarQube holds it against nobody any more. An accepted
// issue is one that stays: who accepts risks here is decided here.
func (v *sonarIssue) closed() bool {
	switch string(v.Resolution) {
	case "FALSE-POSITIVE", "FIXED", "REMOVED", "SAFE":
		return true
	}
	return v.Status == "CLOSED" || v.IssueState == "FIXED" || v.IssueState == "FALSE_POSITIVE"
}

func (r *sonarReport) item(v *sonarIssue) *item {
	about := r.rules[string(v.Rule)]
	it := &item{
		Finding: assay.Finding{
			Engine: v.engine(), Severity: v.severity(), Confidence: v.confidence(), Message: string(v.Message),
			Location: r.location(v.Component, v.Project, v.Range), Flow: r.flow(v),
			CWE: weaknesses(append(append([]string{string(v.Message)}, v.Tags...), about.Standards...)...),
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
		out = append(out, assay.Step{Location: r.location(first2(p.Component, v.Component), v.Project, p.Range), Message: string(p.Message)})
	}
	return out
}

func first2(a, b text) text {
	if a != "" {
		return a
	}
	return b
}
