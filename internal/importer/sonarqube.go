package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
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
		if v.Rule = text(first(string(v.Rule), string(v.RuleKey))); v.Rule == "" && v.Category != "" {
			v.Rule = "hotspot-" + v.Category // older versions name no rule there
		}
		if v.Rule == "" {
			s.b.gap("an issue names no rule; it was left out")
			return nil
		}
		v.Message = text(cut(string(v.Message), maxMessage))
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
		if err := b.add(r.item(b, v)); err != nil {
			return err
		}
	}
	return nil
}

// closed says that it is gone.
func (v *sonarIssue) closed() bool {
	return v.Resolution == "FIXED" || v.Resolution == "REMOVED" || v.Status == "CLOSED" || v.IssueState == "FIXED"
}

// suppression is what somebody decided in SonarQube about what is still there.
// A hotspot that is acknowledged is a risk that stays.
func (v *sonarIssue) suppression() *assay.Suppression {
	for _, word := range []text{v.Resolution, v.IssueState} {
		switch strings.ReplaceAll(string(word), "-", "_") {
		case "FALSE_POSITIVE", "WONTFIX", "SAFE", "ACCEPTED":
			return setAside("marked " + string(word) + " in SonarQube")
		}
	}
	return nil
}
