package report

import (
	"encoding/json"
	"io"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// GitLab's security report schemas, version 15
// (gitlab.com/gitlab-org/security-products/security-report-schemas). What they
// require has no omitempty.
type (
	gitlabReport struct {
		Version         string                `json:"version"`
		Schema          string                `json:"schema"`
		Scan            gitlabScan            `json:"scan"`
		Vulnerabilities []gitlabVulnerability `json:"vulnerabilities"`
		// DependencyFiles belongs to dependency scanning only, and is required there.
		DependencyFiles *[]gitlabDependencyFile `json:"dependency_files,omitempty"`
	}
	gitlabScan struct {
		Analyzer gitlabScanner   `json:"analyzer"`
		Scanner  gitlabScanner   `json:"scanner"`
		Type     string          `json:"type"`
		Start    string          `json:"start_time"`
		End      string          `json:"end_time"`
		Status   string          `json:"status"`
		Messages []gitlabMessage `json:"messages,omitempty"`
	}
	gitlabScanner struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		URL     string       `json:"url"`
		Version string       `json:"version"`
		Vendor  gitlabVendor `json:"vendor"`
	}
	gitlabVendor struct {
		Name string `json:"name"`
	}
	gitlabMessage struct {
		Level string `json:"level"`
		Value string `json:"value"`
	}
	gitlabVulnerability struct {
		ID          string             `json:"id"`
		Name        string             `json:"name,omitempty"`
		Text        string             `json:"description,omitempty"` // of several lines
		Severity    string             `json:"severity"`
		Fix         string             `json:"solution,omitempty"`
		Location    gitlabLocation     `json:"location"`
		Identifiers []gitlabIdentifier `json:"identifiers"`
		Links       []gitlabLink       `json:"links,omitempty"`
		Vectors     []gitlabVector     `json:"cvss_vectors,omitempty"`
		Details     map[string]any     `json:"details,omitempty"`
	}
	gitlabLocation struct {
		File       string            `json:"file"`
		StartLine  int               `json:"start_line,omitempty"`
		EndLine    int               `json:"end_line,omitempty"`
		Class      string            `json:"class,omitempty"`
		Commit     *gitlabCommit     `json:"commit,omitempty"`
		Dependency *gitlabDependency `json:"dependency,omitempty"`
	}
	gitlabCommit struct {
		SHA string `json:"sha"`
	}
	gitlabIdentifier struct {
		Type  string `json:"type"`
		Name  string `json:"name"`
		Value string `json:"value"`
		URL   string `json:"url,omitempty"`
	}
	gitlabLink struct {
		URL string `json:"url"`
	}
	gitlabVector struct {
		Vendor string `json:"vendor"`
		Vector string `json:"vector"`
	}
)

// gitlabVersion is of the schemas; gitlabSchemas is where they are.
const (
	gitlabVersion = "15.0.7"
	gitlabSchemas = "https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v" + gitlabVersion + "/dist/"
)

// gitlabKind is one of GitLab's reports: its scan type, its schema, the
// engines that go there, and what it wants to know of a place.
type gitlabKind struct {
	scan    string
	schema  string
	engines []assay.EngineID
	place   func(*gitlabLocation, *assay.Finding)
}

// gitlabSAST takes infrastructure as well: GitLab's own scanner of it reports there.
var gitlabSAST = gitlabKind{
	scan: "sast", schema: "sast-report-format.json",
	engines: []assay.EngineID{assay.EngineSAST, assay.EngineIaC, assay.EngineIAST, assay.EngineMobile},
	place:   func(l *gitlabLocation, f *assay.Finding) { l.Class = f.Location.Resource },
}

var gitlabSecret = gitlabKind{
	scan: "secret_detection", schema: "secret-detection-report-format.json", engines: []assay.EngineID{assay.EngineSecret},
	place: func(l *gitlabLocation, f *assay.Finding) {
		l.Commit = &gitlabCommit{SHA: f.Location.Commit}
		if l.Commit.SHA == "" {
			l.Commit.SHA = "0000000" // GitLab's own scanner writes that for the tree
		}
	},
}

var gitlabDependencies = gitlabKind{
	scan: "dependency_scanning", schema: "dependency-scanning-report-format.json", engines: []assay.EngineID{assay.EngineDependency},
	place: func(l *gitlabLocation, f *assay.Finding) { l.Dependency = dependencyOf(f) },
}

func writeGitLabSAST(w io.Writer, v *View, o Options) error { return writeGitLab(w, v, o, gitlabSAST) }

func writeGitLabSecret(w io.Writer, v *View, o Options) error {
	return writeGitLab(w, v, o, gitlabSecret)
}

func writeGitLabDependency(w io.Writer, v *View, o Options) error {
	return writeGitLab(w, v, o, gitlabDependencies)
}

func writeGitLab(w io.Writer, v *View, o Options, k gitlabKind) error {
	rules := map[assay.RuleID]rule.Rule{}
	for _, r := range v.Rules {
		rules[r.ID] = r
	}
	out := gitlabReport{
		Version: gitlabVersion, Schema: gitlabSchemas + k.schema, Scan: gitlabScanOf(v, k.scan),
		Vulnerabilities: []gitlabVulnerability{},
	}
	picked := gitlabFindings(v, o, k.engines)
	for _, f := range picked {
		out.Vulnerabilities = append(out.Vulnerabilities, gitlabVulnerabilityOf(f, rules[f.Rule], k))
	}
	if k.scan == "dependency_scanning" {
		files := gitlabDependencyFiles(picked)
		out.DependencyFiles = &files
	}
	return writeIndented(w, clean(out))
}

func writeIndented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// gitlabFindings picks the open findings of some engines. GitLab has no word
// for a finding that is suppressed, and drops one without a file.
func gitlabFindings(v *View, o Options, engines []assay.EngineID) []*assay.Finding {
	var out []*assay.Finding
	suppressed, placeless := 0, 0
	for i := range v.Findings {
		f := &v.Findings[i]
		switch {
		case !has(engines, f.Engine):
		case f.Suppression != nil && f.Suppression.Counts:
			suppressed++
		case f.Location.Path == "":
			placeless++
		default:
			out = append(out, f)
		}
	}
	if suppressed > 0 {
		o.notice("left out for GitLab: " + thousands(suppressed) + " suppressed findings, which it would show as open")
	}
	if placeless > 0 {
		o.notice("left out for GitLab: " + thousands(placeless) + " findings without a file")
	}
	return out
}

// has says whether a finding's engine is among some; none means all.
func has(engines []assay.EngineID, e assay.EngineID) bool {
	for _, x := range engines {
		if x == e {
			return true
		}
	}
	return engines == nil
}

// gitlabScanOf says who scanned and how far it got. What was not examined
// stands there as a message, so that an empty report is not taken for a clean one.
func gitlabScanOf(v *View, kind string) gitlabScan {
	me := gitlabScanner{
		ID: "assay", Name: "Assay", URL: "https://github.com/assay-dev/assay", Version: v.Run.Version, Vendor: gitlabVendor{Name: "Assay"},
	}
	if me.Version == "" {
		me.Version = "0"
	}
	took := time.Duration(v.Run.Seconds * float64(time.Second))
	out := gitlabScan{
		Analyzer: me, Scanner: me, Type: kind, Start: gitlabTime(v.Run.Started), End: gitlabTime(v.Run.Started.Add(took)), Status: "success",
	}
	if v.Verdict.Outcome == Unfinished || v.Verdict.Outcome == Interrupted {
		out.Status = "failure"
	}
	for _, g := range v.Gaps {
		m := gitlabMessage{Level: "warn", Value: join(string(g.Scope)+": "+strings.TrimSpace(g.Location.Path+" "+g.Reason), g.Help)}
		if g.Unsupported {
			m.Level = "info"
		}
		out.Messages = append(out.Messages, m)
	}
	return out
}

// gitlabTime is the schemas' form, in UTC and without a zone.
func gitlabTime(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format("2006-01-02T15:04:05")
}
