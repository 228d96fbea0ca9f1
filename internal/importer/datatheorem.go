package importer

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// Data Theorem's results API: security_findings of Mobile Secure, and
// policy_violations of API Secure, which are about an endpoint.

func isDataTheorem(o outline) bool {
	return o.any("/security_findings/[]/issue_type_id", "/security_findings/[]/mobile_app_id", "/security_findings/[]/severity", "/policy_violations") ||
		o.has("/security_findings") && o.any("/total_count", "/pagination_information")
}

type (
	theoremFinding struct {
		ID             text  `json:"id"`
		IssueType      text  `json:"issue_type_id"`
		Title          text  `json:"title"`
		Description    text  `json:"description"`
		Recommendation text  `json:"recommendation"`
		SecureCode     text  `json:"secure_code"`
		Severity       text  `json:"severity"`
		Exploitability text  `json:"exploitability"`
		Category       text  `json:"category"`
		Status         text  `json:"aggregated_status"`
		Tags           texts `json:"importance_tags"`
		Portal         text  `json:"portal_url"`
		Results        text  `json:"results_url"`
		App            theoremApp
		MobileApp      theoremApp `json:"mobile_app"`
		AppID          text       `json:"mobile_app_id"`
		Targets        []struct {
			Text       text `json:"text"`
			FormatText text `json:"formatted_text"`
			URL        text `json:"url"`
			Status     text `json:"current_status"`
		} `json:"targets"`
		CWE       texts `json:"cwe"`
		Standards []struct {
			Name      text  `json:"compliance_policy"`
			Reference text  `json:"markdown"`
			Links     texts `json:"link"`
		} `json:"compliance_references"`
		// of policy_violations
		PolicyRule text `json:"policy_rule_type_name"`
		Asset      text `json:"affected_asset_name"`
		URL        text `json:"url"`
		Method     text `json:"http_method"`
	}
	theoremApp struct {
		Name     text `json:"name"`
		BundleID text `json:"bundle_id"`
		Platform text `json:"platform"`
	}
)

func readDataTheorem(s *stream) error {
	s.b.from("Data Theorem", "")
	total := 0
	read := 0
	err := s.object(func(name string) error {
		switch name {
		case "security_findings", "policy_violations":
			return entries(s, func(v *theoremFinding) error {
				read++
				return v.add(s.b)
			})
		case "total_count":
			var n whole
			err := one(s, &n)
			total = int(n)
			return err
		}
		return s.skip()
	})
	if total > read {
		s.b.failed("the file holds a page of " + plural(read) + " out of " + plural(total) + "; import the other pages too")
	}
	return err
}

func (v *theoremFinding) add(b *builder) error {
	status := strings.ToUpper(string(v.Status))
	accepted := strings.HasPrefix(status, "CLOSED_RISK") || strings.HasPrefix(status, "CLOSED_COMPENSATING")
	if strings.HasPrefix(status, "CLOSED") && !accepted {
		b.skipped()
		return nil
	}
	if v.Title == "" && v.IssueType == "" && v.PolicyRule == "" {
		b.gap("a finding has neither a title nor a kind; it was left out")
		return nil
	}
	sev, _ := severity(string(v.Severity))
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineMobile, Severity: sev, Confidence: assay.Firm, Message: first(string(v.Title), string(v.PolicyRule)), Location: v.location(),
			CWE:         weaknesses(append(append([]string{}, v.CWE...), v.standards()...)...),
			Suppression: setAsideIf(accepted, string(v.Status)),
		},
		rule: first(string(v.IssueType), string(v.PolicyRule), dashed(string(v.Title))), stable: string(v.ID),
		about: rule.Rule{
			Title: first(string(v.Title), string(v.PolicyRule)), Explanation: string(v.Description),
			Fix: strings.TrimSpace(string(v.Recommendation) + "\n\n" + string(v.SecureCode)), Tags: append([]string{string(v.Category)}, v.Tags...),
			References: []string{first(string(v.Portal), string(v.Results))},
		},
	}
	if v.PolicyRule != "" {
		it.Engine = assay.EngineDAST
	}
	return b.add(it)
}

func (v *theoremFinding) standards() []string {
	var out []string
	for _, s := range v.Standards {
		out = append(out, string(s.Name+" "+s.Reference))
		out = append(out, s.Links...)
	}
	return out
}

// location: an app has no files; its bundle is the resource. Targets with an
// address say where it calls.
func (v *theoremFinding) location() assay.Location {
	app := v.MobileApp
	l := assay.Location{Resource: first(string(app.BundleID), string(app.Name), string(v.Asset), string(v.AppID)), Method: string(v.Method)}
	l.URL = string(v.URL)
	for _, t := range v.Targets {
		if l.URL == "" && isURL(string(t.URL)) {
			l.URL = string(t.URL)
		}
		if l.URL == "" && isURL(string(t.Text)) {
			l.URL = string(t.Text)
		}
	}
	return l
}
