package report

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// Limits of the schemas, in characters; identifiers are counted.
const (
	gitlabName        = 255
	gitlabText        = 1 << 20
	gitlabSolution    = 7000
	gitlabIdentifiers = 20
)

// gitlabCVSS is what the schemas take for a vector of version 3; a report with
// another is refused as a whole.
var gitlabCVSS = regexp.MustCompile(`^CVSS:3\.[01](/(AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH]|E:[XUPFH]|RL:[XOTWU]|RC:[XURC]|[CIA]R:[XLMH])){8,14}$`)

func gitlabVulnerabilityOf(f *assay.Finding, r rule.Rule, k gitlabKind) gitlabVulnerability {
	out := gitlabVulnerability{
		ID: gitlabID(f), Name: limit(escape(cmp.Or(r.Title, string(f.Rule)), false), gitlabName), Severity: gitlabSeverity(f.Severity),
		Text: f.Message, Fix: limit(escape(cmp.Or(f.Fix, r.Fix), true), gitlabSolution),
		Identifiers: gitlabIdentifiersOf(f, r), Details: gitlabDetails(f),
		Location: gitlabLocation{File: f.Location.Path, StartLine: f.Location.Start.Line, EndLine: f.Location.End.Line},
	}
	if r.Explanation != "" {
		out.Text = escape(f.Message, false) + "\n\n" + r.Explanation
	}
	out.Text = limit(escape(out.Text, true), gitlabText)
	for _, ref := range r.References {
		if link, ok := webLink(ref); ok {
			out.Links = append(out.Links, gitlabLink{URL: link})
		}
	}
	if v := f.Vulnerability; v != nil && gitlabCVSS.MatchString(v.Vector) {
		out.Vectors = []gitlabVector{{Vendor: "Assay", Vector: v.Vector}}
	}
	k.place(&out.Location, f)
	return out
}

// gitlabID is the fingerprint; a finding that has none is named by its place.
func gitlabID(f *assay.Finding) string {
	return cmp.Or(string(f.Fingerprint), fmt.Sprintf("%s:%s:%d", f.Rule, f.Location.Path, f.Location.Start.Line))
}

// gitlabSeverity is ours with a capital.
func gitlabSeverity(s assay.Severity) string {
	name := s.String()
	return strings.ToUpper(name[:1]) + name[1:]
}

func webLink(ref string) (string, bool) {
	u, err := url.Parse(ref)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", false
	}
	return u.String(), true
}

// gitlabIdentifiersOf lists the names of the problem. GitLab tells problems
// apart by the first: the flaw where it is a known one, else the rule.
func gitlabIdentifiersOf(f *assay.Finding, r rule.Rule) []gitlabIdentifier {
	var out []gitlabIdentifier
	if v := f.Vulnerability; v != nil {
		for _, id := range slices.Concat([]string{v.ID}, v.Aliases) {
			if id != "" {
				out = append(out, flawIdentifier(id))
			}
		}
	}
	id := cmp.Or(string(f.Rule), "unnamed")
	out = append(out, gitlabIdentifier{Type: "assay_rule_id", Name: "Assay rule " + id, Value: id})
	cwe := f.CWE
	if len(cwe) == 0 {
		cwe = r.CWE
	}
	for _, n := range cwe {
		s := strconv.Itoa(n)
		out = append(out, gitlabIdentifier{Type: "cwe", Name: "CWE-" + s, Value: s, URL: "https://cwe.mitre.org/data/definitions/" + s + ".html"})
	}
	return out[:min(len(out), gitlabIdentifiers)]
}

// flawIdentifier names a flaw by the list that it is on.
func flawIdentifier(id string) gitlabIdentifier {
	kind, _, _ := strings.Cut(strings.ToLower(id), "-")
	kind = cmp.Or(kind, "advisory")
	out := gitlabIdentifier{Type: kind, Name: id, Value: id}
	switch kind {
	case "cve":
		out.URL = "https://nvd.nist.gov/vuln/detail/" + url.PathEscape(id)
	case "ghsa":
		out.URL = "https://github.com/advisories/" + url.PathEscape(id)
	}
	return out
}

// gitlabDetails shows the data flow as a list of places.
func gitlabDetails(f *assay.Finding) map[string]any {
	items := []any{}
	for _, s := range f.Flow {
		if l := s.Location; l.Path != "" && l.Start.Line > 0 {
			items = append(items, map[string]any{"type": "file-location", "file_name": l.Path, "line_start": l.Start.Line, "line_end": max(l.End.Line, l.Start.Line)})
		}
	}
	if len(items) == 0 {
		return nil
	}
	return map[string]any{"flow": map[string]any{"name": "Data flow, from source to sink", "type": "list", "items": items}}
}

// limit cuts a text to a number of characters.
func limit(s string, n int) string {
	if len(s) <= n {
		return s
	}
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
