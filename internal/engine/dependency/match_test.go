package dependency

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// shelf is an index of made-up records.
type shelf []advisory.Advisory

func (s shelf) Of(e assay.Ecosystem, name string) ([]advisory.Advisory, error) {
	return s.pick(func(a advisory.Advisory) bool { return a.Ecosystem == e && a.Package == name }), nil
}

func (s shelf) Named(name string) ([]advisory.Advisory, error) {
	return s.pick(func(a advisory.Advisory) bool { return slices.Contains(a.Names(), name) }), nil
}

func (shelf) Records(assay.Ecosystem) int { return Few }

func (s shelf) pick(want func(advisory.Advisory) bool) []advisory.Advisory {
	var out []advisory.Advisory
	for _, a := range s {
		if want(a) {
			out = append(out, a)
		}
	}
	return out
}

func shelved(t *testing.T, records ...string) shelf {
	t.Helper()
	var out shelf
	for _, r := range records {
		list, err := advisory.Parse([]byte(r))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}

// rec is a record about npm's package a.
func rec(id, aliases, vector, events string) string {
	return fmt.Sprintf(`{"id":%q,"aliases":[%s],"published":"2031-01-01T00:00:00Z","severity":[{"type":"CVSS_V3","score":%q}],"affected":[{"package":{"ecosystem":"npm","name":"a"},"ranges":[{"type":"SEMVER","events":[%s]}]}]}`, id, aliases, vector, events)
}

const (
	worst = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
	mild  = "CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H"
)

func analyse(t *testing.T, s shelf, components ...assay.Component) engine.Output {
	t.Helper()
	out, err := NewAnalyser(s).Analyse(context.Background(), engine.Facts{Components: components})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func component(v string, change func(*assay.Component)) assay.Component {
	c := assay.Component{Ecosystem: assay.NPM, Name: "a", Version: v, Root: "package.json", Direct: true, Use: assay.Runtime, Location: assay.Location{Path: "package.json", Start: assay.Position{Line: 3}}}
	if change != nil {
		change(&c)
	}
	return c
}

func TestRecordsOfOneFlaw(t *testing.T) {
	s := shelved(t,
		rec("GHSA-1", `"CVE-2031-1"`, mild, `{"introduced":"0"},{"fixed":"1.2.0"}`),
		rec("OTHER-1", `"CVE-2031-1"`, worst, `{"introduced":"0"},{"fixed":"1.3.0"}`),
		rec("GHSA-2", ``, "", `{"introduced":"0"},{"fixed":"2.0.0"}`))
	out := analyse(t, s, component("1.0.0", nil))
	if len(out.Findings) != 2 {
		t.Fatalf("%+v", out.Findings)
	}
	f := out.Findings[0]
	if f.Rule != "dependency/CVE-2031-1" || f.Vulnerability.Fixed != "1.3.0" || f.Severity != assay.Critical || !slices.Equal(f.Vulnerability.Aliases, []string{"GHSA-1", "OTHER-1"}) {
		t.Errorf("%+v %+v", f, f.Vulnerability)
	}
	if out.Findings[1].Severity != assay.High {
		t.Error("what nobody scored counts as high")
	}
	if !strings.Contains(f.Fix, "2.0.0") {
		t.Errorf("the upgrade that clears both is %q", f.Fix)
	}
}

// TestTwoNumbersInOneRecord: what is said of one flaw must not speak for another.
func TestTwoNumbersInOneRecord(t *testing.T) {
	s := shelved(t,
		rec("GHSA-1", `"CVE-2031-1","CVE-2031-2"`, worst, `{"introduced":"0"},{"fixed":"1.3.0"}`),
		rec("OTHER-1", `"CVE-2031-1"`, mild, `{"introduced":"0"},{"fixed":"1.2.0"}`),
		rec("OTHER-2", `"GHSA-1"`, "", `{"introduced":"0"},{"fixed":"1.3.0"}`))
	out := analyse(t, s, component("1.0.0", nil))
	if len(out.Findings) != 2 {
		t.Fatalf("%+v", out.Findings)
	}
	for _, f := range out.Findings {
		if slices.ContainsFunc(f.Vulnerability.Aliases, func(n string) bool { return strings.HasPrefix(n, "CVE-") }) {
			t.Errorf("%s goes by %v", f.Rule, f.Vulnerability.Aliases)
		}
	}
}

func TestSeverityByUse(t *testing.T) {
	s := shelved(t, rec("CVE-2031-1", "", worst, `{"introduced":"0"}`))
	dev := func(c *assay.Component) { c.Use = assay.Development }
	if f := analyse(t, s, component("1.0.0", dev)).Findings[0]; f.Severity != assay.High {
		t.Errorf("for development %s", f.Severity)
	}
	s[0].Exploited = s[0].Published
	if f := analyse(t, s, component("1.0.0", dev)).Findings[0]; f.Severity != assay.Critical {
		t.Errorf("exploited, for development %s", f.Severity)
	}
}

func TestWhatIsNotFound(t *testing.T) {
	s := shelved(t, rec("CVE-2031-1", "", worst, `{"introduced":"1.0.0"},{"fixed":"1.2.0"}`))
	for name, c := range map[string]assay.Component{
		"fixed":           component("1.2.0", nil),
		"before":          component("0.9.0", nil),
		"unknown":         component("", func(c *assay.Component) { c.Constraint = "^1.0.0" }),
		"other ecosystem": component("1.0.0", func(c *assay.Component) { c.Ecosystem = assay.PyPI }),
		"no version":      component("main", nil),
	} {
		out := analyse(t, s, c)
		if len(out.Findings) != 0 {
			t.Errorf("%s: %+v", name, out.Findings)
		}
		if (name == "no version") != (len(out.Gaps) == 1) {
			t.Errorf("%s: gaps %+v", name, out.Gaps)
		}
	}
}

// TestConstraints: a range that lets through nothing else is as good as a version.
func TestConstraints(t *testing.T) {
	s := shelved(t, rec("CVE-2031-1", "", worst, `{"introduced":"1.0.0"},{"fixed":"1.4.0"}`))
	for constraint, want := range map[string]int{"~1.3.0": 1, "^1.0.0": 0, ">=1.0.0 <1.4.0": 1, "<1.4.0": 0, "1.2.x": 1, "latest": 0} {
		c := component("", func(c *assay.Component) { c.Constraint = constraint })
		out := analyse(t, s, c)
		if len(out.Findings) != want {
			t.Errorf("%s: %d findings", constraint, len(out.Findings))
		} else if want > 0 && (out.Findings[0].Confidence != assay.Firm || out.Findings[0].Vulnerability.Fixed != "1.4.0") {
			t.Errorf("%s: %+v", constraint, out.Findings[0])
		}
	}
}

func TestOneLineOfManyProjects(t *testing.T) {
	s := shelved(t, rec("CVE-2031-1", "", worst, `{"introduced":"0"}`))
	other := func(c *assay.Component) { c.Root = "b/package.json" }
	if out := analyse(t, s, component("1.0.0", nil), component("1.0.0", other)); len(out.Findings) != 1 {
		t.Errorf("told %d times", len(out.Findings))
	}
}

func TestWay(t *testing.T) {
	s := shelved(t, rec("CVE-2031-1", "", worst, `{"introduced":"0"},{"fixed":"2.0.0"}`))
	step := func(name string, direct bool, requires ...string) assay.Component {
		return assay.Component{Ecosystem: assay.NPM, Name: name, Version: "1.0.0", Root: "package.json", Direct: direct, Requires: requires, Use: assay.Runtime}
	}
	out := analyse(t, s, step("top", true, "long@1.0.0", "middle@1.0.0"), step("long", false, "longer@1.0.0"), step("longer", false, "a@1.0.0", "long@1.0.0"), step("middle", false, "a@1.0.0"),
		component("1.0.0", func(c *assay.Component) { c.Direct = false }))
	var way []string
	for _, s := range out.Findings[0].Flow {
		way = append(way, s.Message)
	}
	if !slices.Equal(way, []string{"top 1.0.0", "middle 1.0.0", "a 1.0.0"}) || !strings.Contains(out.Findings[0].Fix, "top") {
		t.Errorf("%v, %q", way, out.Findings[0].Fix)
	}
}

func TestSmallestThatClearsMost(t *testing.T) {
	s := shelved(t,
		rec("CVE-1", "", worst, `{"introduced":"0"},{"fixed":"1.1.0"}`),
		rec("CVE-2", "", worst, `{"introduced":"0"},{"fixed":"1.2.0"}`),
		rec("CVE-3", "", worst, `{"introduced":"0"}`),
		rec("CVE-4", "", worst, `{"introduced":"1.2.0"},{"fixed":"1.2.5"}`))
	f := analyse(t, s, component("1.0.0", nil)).Findings[0]
	if v := f.Vulnerability; v.Fixed != "1.1.0" || v.Upgrade.Version != "1.2.0" || v.Upgrade.Clears != 2 || v.Upgrade.Of != 3 {
		t.Errorf("%+v", v)
	}
}

func TestIncompleteProjects(t *testing.T) {
	out, err := NewAnalyser(shelf{}).Analyse(context.Background(), engine.Facts{Projects: []assay.Project{
		{Root: "b/package.json", Ecosystem: assay.NPM, Why: "no lockfile"}, {Root: "a/package.json", Ecosystem: assay.NPM, Why: "no lockfile"}, {Root: "c/package.json", Ecosystem: assay.NPM, Complete: true},
	}})
	if err != nil || len(out.Gaps) != 1 {
		t.Fatalf("%+v %v", out.Gaps, err)
	}
	if g := out.Gaps[0]; !g.Unsupported || g.Location.Path != "a/package.json" || !strings.HasPrefix(g.Reason, "2 of 3 projects") {
		t.Errorf("%+v", g)
	}
}
