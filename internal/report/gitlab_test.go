package report_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/report"
)

var gitlabFormats = []string{"gitlab-sast", "gitlab-secret", "gitlab-dependency"}

// vulnerable is a run with flaws in components.
func vulnerable() *report.View {
	v := denied()
	flaw := func(path, name string) assay.Finding {
		return assay.Finding{
			Rule: "dependency/known-flaw", Engine: assay.EngineDependency, Fingerprint: "aa1b2c3d4e5f60718293a4b5c6d7e8f9", Severity: assay.High,
			Message: name + " parses what it should refuse", Fix: "Upgrade to 2.2.3",
			Location: assay.Location{Path: path, Start: assay.Position{Line: 7}, Component: assay.PURL(assay.NPM, name, "2.2.0")},
			Vulnerability: &assay.Vulnerability{
				ID: "CVE-2025-4711", Aliases: []string{"GHSA-aaaa-bbbb-cccc", "-odd"}, Package: name, Version: "2.2.0", Fixed: "2.2.3", CVSS: 7.5,
				Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", Published: time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC),
			},
		}
	}
	v.Findings = append(v.Findings, flaw("web/package-lock.json", "left-parse"), flaw("app/package-lock.json", "left-parse"), flaw("web/package-lock.json", "right-parse"))
	v.Findings[len(v.Findings)-1].Vulnerability.Vector = "CVSS:4.0/AV:N"
	return v
}

func TestGitLabDependencies(t *testing.T) {
	golden(t, "vulnerable.gitlab-dependency", render(t, "gitlab-dependency", vulnerable(), report.Options{}))
}

// TestGitLabSchema holds the reports to what the schemas demand: GitLab
// refuses a report as a whole for one value that it does not like.
func TestGitLabSchema(t *testing.T) {
	views := []*report.View{denied(), passed(), unfinished(), vulnerable(), {}}
	for _, s := range hostileStrings {
		views = append(views, hostile(s))
	}
	for _, v := range views {
		for _, format := range gitlabFormats {
			checkGitLab(t, format, render(t, format, v, report.Options{}))
		}
	}
}

var (
	gitlabInstant = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$`)
	gitlabLinkURL = regexp.MustCompile(`^(https?|ftp)://.+`)
	gitlabLevels  = "Info Unknown Low Medium High Critical"
)

type gitlabDoc struct {
	Version string
	Scan    struct {
		Analyzer, Scanner struct{ ID, Name, Version string }
		Type, Status      string
		StartTime         string `json:"start_time"`
		EndTime           string `json:"end_time"`
		Messages          []struct{ Level, Value string }
	}
	Vulnerabilities []struct {
		ID, Name, Description, Severity, Solution string
		Identifiers                               []struct{ Type, Name, Value, URL string }
		Links                                     []struct{ URL string }
		Vectors                                   []struct{ Vendor, Vector string } `json:"cvss_vectors"`
		Location                                  struct {
			File       string
			Commit     *struct{ SHA string }
			Dependency *struct {
				Package struct{ Name string }
				Version string
			}
		}
	}
	DependencyFiles *[]struct {
		Path    string
		Manager string `json:"package_manager"`
	} `json:"dependency_files"`
}

func checkGitLab(t *testing.T, format, text string) {
	t.Helper()
	var d gitlabDoc
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	must := func(ok bool, what string) {
		t.Helper()
		if !ok {
			t.Errorf("%s: %s\n%s", format, what, text[:min(len(text), 3000)])
		}
	}
	must(regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(d.Version), "version")
	must(d.Scan.Scanner.Version != "" && d.Scan.Analyzer.ID != "" && d.Scan.Type != "", "scanner")
	must(gitlabInstant.MatchString(d.Scan.StartTime) && gitlabInstant.MatchString(d.Scan.EndTime), "times")
	must(d.Vulnerabilities != nil, "vulnerabilities")
	must((d.DependencyFiles != nil) == (format == "gitlab-dependency"), "dependency_files")
	for _, m := range d.Scan.Messages {
		must(m.Value != "", "empty message")
	}
	for _, v := range d.Vulnerabilities {
		must(v.ID != "" && len([]rune(v.Name)) <= 255 && len([]rune(v.Solution)) <= 7000, "texts")
		must(v.Severity != "" && strings.Contains(gitlabLevels, v.Severity), "severity")
		must(len(v.Identifiers) > 0, "identifiers")
		for _, id := range v.Identifiers {
			must(id.Type != "" && id.Name != "" && id.Value != "" && (id.URL == "" || gitlabLinkURL.MatchString(id.URL)), "identifier")
		}
		for _, l := range v.Links {
			must(gitlabLinkURL.MatchString(l.URL), "link")
		}
		for _, c := range v.Vectors {
			must(strings.HasPrefix(c.Vector, "CVSS:3."), "vector")
		}
		must(v.Location.File != "", "file")
		must(format != "gitlab-secret" || v.Location.Commit != nil && v.Location.Commit.SHA != "", "commit")
		must(format != "gitlab-dependency" || v.Location.Dependency != nil && v.Location.Dependency.Package.Name != "", "dependency")
	}
}

func TestGitLabLeavesOutSuppressed(t *testing.T) {
	var notices []string
	out := render(t, "gitlab-secret", denied(), report.Options{Notice: func(s string) { notices = append(notices, s) }})
	if strings.Contains(out, "test/fixture.py") || len(notices) != 1 {
		t.Errorf("the suppressed finding is there, or nobody was told: %q", notices)
	}
}
