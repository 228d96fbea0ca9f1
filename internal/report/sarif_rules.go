package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// sarifRules lists the rules that the findings name, by id, and says at which
// index each stands.
func sarifRules(v *View) ([]sarifRule, map[assay.RuleID]int) {
	known := map[assay.RuleID]rule.Rule{}
	for _, r := range v.Rules {
		known[r.ID] = r
	}
	for _, f := range v.Findings {
		if _, ok := known[f.Rule]; !ok {
			known[f.Rule] = rule.Rule{
				ID: f.Rule, Engine: f.Engine, Title: string(f.Rule), Severity: f.Severity, Confidence: f.Confidence,
			}
		}
	}
	ids := make([]assay.RuleID, 0, len(known))
	for id := range known {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out, index := make([]sarifRule, 0, len(ids)), map[assay.RuleID]int{}
	for i, id := range ids {
		index[id] = i
		out = append(out, sarifRuleOf(known[id]))
	}
	return out, index
}

func sarifRuleOf(r rule.Rule) sarifRule {
	title := r.Title
	if title == "" {
		title = string(r.ID)
	}
	out := sarifRule{
		ID: string(r.ID), ShortDescription: &sarifText{Text: title}, FullDescription: &sarifText{Text: title},
		Help: sarifHelp(r, title), Default: &sarifLevel{Level: level(r.Severity), Rank: rank(r.Severity)},
		Properties: map[string]any{
			"engine": string(r.Engine), "precision": precision(r.Confidence),
			"security-severity": securitySeverity(r.Severity), "tags": sarifTags(r),
		},
	}
	if r.Explanation != "" {
		out.FullDescription.Text = r.Explanation
	}
	for _, ref := range r.References {
		if u, err := url.Parse(ref); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
			out.HelpURI = u.String()
			break
		}
	}
	return out
}

func sarifHelp(r rule.Rule, title string) *sarifText {
	text, md := title+".", "**"+mdText(title)+"**"
	if r.Explanation != "" {
		text += "\n\n" + r.Explanation
		md += "\n\n" + mdText(r.Explanation)
	}
	if r.Fix != "" {
		text += "\n\nFix: " + r.Fix
		md += "\n\n**Fix:** " + mdText(r.Fix)
	}
	return &sarifText{Text: text, Markdown: md}
}

// sarifTags puts first what the systems look for: some keep only ten.
func sarifTags(r rule.Rule) []string {
	var tags []string
	if r.Engine != assay.EngineTag {
		tags = append(tags, "security")
	}
	for _, n := range r.CWE {
		tags = append(tags, fmt.Sprintf("external/cwe/cwe-%03d", n))
	}
	tags = append(tags, string(r.Engine))
	for _, t := range r.Tags {
		if !slices.Contains(tags, t) {
			tags = append(tags, t)
		}
	}
	return slices.DeleteFunc(tags, func(t string) bool { return strings.TrimSpace(t) == "" })
}

func level(s assay.Severity) string {
	switch s {
	case assay.Critical, assay.High:
		return "error"
	case assay.Medium:
		return "warning"
	default:
		return "note"
	}
}

// securitySeverity is a number in the bands in which GitHub reads CVSS scores.
func securitySeverity(s assay.Severity) string { return fmt.Sprintf("%.1f", rank(s)/10) }

func rank(s assay.Severity) float64 {
	switch s {
	case assay.Critical:
		return 95
	case assay.High:
		return 80
	case assay.Medium:
		return 55
	case assay.Low:
		return 20
	default:
		return 0
	}
}

func precision(c assay.Confidence) string {
	switch c {
	case assay.Certain:
		return "very-high"
	case assay.Firm:
		return "high"
	default:
		return "medium"
	}
}

func baseline(s assay.Status) string {
	switch s {
	case assay.StatusNew:
		return "new"
	case assay.StatusOld:
		return "unchanged"
	default:
		return ""
	}
}
