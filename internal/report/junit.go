package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// The elements of JUnit's XML that Jenkins, GitLab and Bitrise read.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Class   string       `xml:"classname,attr"`
		File    string       `xml:"file,attr,omitempty"`
		Time    string       `xml:"time,attr,omitempty"`
		Failure *junitDetail `xml:"failure"`
		Error   *junitDetail `xml:"error"`
		Skipped *junitDetail `xml:"skipped"`
		Out     string       `xml:"system-out,omitempty"`
	}
	junitDetail struct {
		Message string `xml:"message,attr,omitempty"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a suite for the gate, one per engine and one for the
// declared steps. A test case is a rule in a file: it fails when one of its
// findings blocks, is skipped when all are suppressed, and else passes with
// the findings in its output. Scopes that were not covered are skipped cases,
// so that a partial run never looks like a clean one.
func writeJUnit(w io.Writer, v *View, _ Options) error {
	d := digestOf(v)
	all := junitSuites{Name: "assay " + d.Command}
	all.add(d.gateSuite())
	for _, e := range d.engines() {
		all.add(d.engineSuite(e))
	}
	if s := d.stepSuite(); len(s.Cases) > 0 {
		all.add(s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuites) add(suite junitSuite) {
	for _, c := range suite.Cases {
		suite.Tests++
		switch {
		case c.Failure != nil:
			suite.Failures++
		case c.Error != nil:
			suite.Errors++
		case c.Skipped != nil:
			suite.Skipped++
		}
	}
	s.Tests += suite.Tests
	s.Failures += suite.Failures
	s.Errors += suite.Errors
	s.Skipped += suite.Skipped
	s.Suites = append(s.Suites, suite)
}

func (d *digest) gateSuite() junitSuite {
	c := junitCase{Name: "verdict", Class: "assay.gate"}
	var lines []string
	for _, r := range d.Verdict.Reasons {
		lines = append(lines, join(r.Message, r.Flip))
	}
	detail := &junitDetail{Message: d.headline(), Type: string(d.Verdict.Outcome), Text: strings.Join(lines, "\n")}
	switch d.Verdict.Outcome {
	case Pass:
		c.Out = d.headline()
	case Deny:
		c.Failure = detail
	default:
		c.Error = detail
	}
	return junitSuite{Name: "assay.gate", Cases: []junitCase{c}}
}

// engines lists the engines that covered, missed or found something.
func (d *digest) engines() []assay.EngineID {
	var out []assay.EngineID
	add := func(e assay.EngineID) {
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	for _, c := range d.Coverage {
		add(scopeEngine(c.Scope))
	}
	for _, f := range d.Findings {
		add(f.Engine)
	}
	slices.Sort(out)
	return out
}

func scopeEngine(s assay.Scope) assay.EngineID {
	engine, _, _ := strings.Cut(string(s), "/")
	return assay.EngineID(engine)
}

func (d *digest) engineSuite(e assay.EngineID) junitSuite {
	suite := junitSuite{Name: "assay." + string(e)}
	for _, c := range d.Coverage {
		if scopeEngine(c.Scope) == e {
			suite.Cases = append(suite.Cases, d.scopeCase(c))
		}
	}
	type key struct {
		rule assay.RuleID
		path string
	}
	var order []key
	cases := map[key][]int{}
	for i, f := range d.Findings {
		k := key{f.Rule, f.Location.Path}
		if f.Engine != e {
			continue
		}
		if cases[k] == nil {
			order = append(order, k)
		}
		cases[k] = append(cases[k], i)
	}
	for _, k := range order {
		suite.Cases = append(suite.Cases, d.findingCase(cases[k]))
	}
	return suite
}

func (d *digest) scopeCase(c assay.Coverage) junitCase {
	out := junitCase{Name: string(c.Scope), Class: "assay.coverage", Out: plural(c.Examined, "object") + " examined"}
	if c.State == assay.Complete {
		return out
	}
	var why []string
	for _, g := range d.Gaps {
		if g.Scope == c.Scope {
			why = append(why, join(place(g.Location)+": "+g.Reason, g.Help))
		}
	}
	out.Skipped = &junitDetail{Message: string(c.State), Text: strings.Join(why, "\n")}
	return out
}

func (d *digest) findingCase(findings []int) junitCase {
	first := &d.Findings[findings[0]]
	c := junitCase{Name: d.title(first.Rule), Class: string(first.Rule), File: first.Location.Path}
	if c.File != "" {
		c.Name += " in " + c.File
	}
	var lines, reasons []string
	blocks := 0
	for _, i := range findings {
		f := &d.Findings[i]
		lines = append(lines, fmt.Sprintf("%s %s: %s", f.Severity, place(f.Location), join(f.Message, oneLine(d.fix(f)))))
		if d.blocking[i] {
			blocks++
		}
		if suppressed(f) {
			reasons = append(reasons, f.Suppression.Reason)
		}
	}
	text := strings.Join(lines, "\n")
	switch {
	case blocks > 0:
		c.Failure = &junitDetail{Message: first.Message, Type: first.Severity.String(), Text: text}
	case len(reasons) == len(findings):
		c.Skipped = &junitDetail{Message: "suppressed: " + strings.Join(reasons, "; ")}
		c.Out = text
	default:
		c.Out = text
	}
	return c
}

func (d *digest) stepSuite() junitSuite {
	suite := junitSuite{Name: "assay.steps"}
	for _, s := range d.Stages {
		for _, r := range s.Steps {
			suite.Cases = append(suite.Cases, d.stepCase(s.Name, r))
		}
	}
	return suite
}

func (d *digest) stepCase(stage string, r StepResult) junitCase {
	c := junitCase{Name: r.Name, Class: "assay.steps." + stage, Out: r.Output}
	if s, ok := d.Run.StepSeconds[stage+"/"+r.Name]; ok {
		c.Time = fmt.Sprintf("%.3f", s)
	}
	switch r.State {
	case "passed":
	case "failed":
		c.Failure = &junitDetail{Message: fmt.Sprintf("%s: exit code %d", r.Command, r.ExitCode), Type: "step", Text: r.Output}
		c.Out = ""
	default:
		c.Skipped = &junitDetail{Message: join(r.State, r.Why)}
	}
	return c
}
