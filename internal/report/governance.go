package report

import (
	"fmt"

	"github.com/assay-dev/assay/internal/assay"
)

// maxControls is how many controls are listed before "and more".
const maxControls = 8

// warnings lists what holds nothing up and somebody should know.
func (t *text) warnings() {
	if len(t.Verdict.Warnings) == 0 {
		return
	}
	t.section("Warnings", len(t.Verdict.Warnings))
	for n, r := range t.Verdict.Warnings {
		if n == t.limit(maxGroups) {
			t.more("   ", len(t.Verdict.Warnings)-n, "")
			break
		}
		t.line(" %s %s  %s", t.severity(assay.Medium, "▲"), t.wrapped(r.Message, 3), t.dim(r.Policy))
		if r.Flip != "" {
			t.line("   %s %s", t.good("→"), t.wrapped(r.Flip, 5))
		}
	}
}

// controls lists the controls that the run leaves open, failing ones first, and
// counts those whose automated checks find nothing and those whose checks had
// nothing to look at.
func (t *text) controls() {
	open, clear, idle := t.openControls()
	if len(t.Controls) == 0 {
		return
	}
	t.line("\n%s %s", t.head("Controls touched"), t.dim(fmt.Sprintf("(%s: %s open)", thousands(len(t.Controls)), thousands(len(open)))))
	width := 0
	for n, c := range open {
		if n < t.limit(maxControls) {
			width = max(width, len([]rune(c.ID)))
		}
	}
	for n, c := range open {
		if n == t.limit(maxControls) {
			t.more("   ", len(open)-n, "")
			break
		}
		mark := t.severity(assay.Medium, "▲")
		if c.State == stateFailing {
			mark = t.severity(assay.High, "✘")
		}
		t.line(" %s %-8s %-*s  %s%s", mark, c.State, width, c.ID, t.wrapped(c.Title, width+13), t.dim(because(c)))
	}
	if clear > 0 {
		t.line(" %s %s", t.good("✔"), t.dim("the automated checks of "+thousands(clear)+" find nothing in this run"))
	}
	if idle > 0 {
		t.line(" %s %s", t.dim("–"), t.dim("those of "+thousands(idle)+" had nothing to examine"))
	}
}

// openControls are those that fail, and those of which something could be shown
// and was not; the number of those whose checks find nothing, and of those whose
// checks had nothing to examine.
func (d *digest) openControls() (open []Control, clear, idle int) {
	for _, c := range d.Controls {
		switch {
		case c.State == statePassing, c.Part == partOfTheDuty:
			clear++
		case c.Part == partNothing:
			idle++
		default:
			open = append(open, c)
		}
	}
	return open, clear, idle
}

const (
	stateFailing  = "failing"
	statePassing  = "passing"
	partNothing   = "nothing to examine"
	partOfTheDuty = "part of the duty"
)

// because says how many findings a control fails by.
func because(c Control) string {
	if len(c.Findings) == 0 {
		return ""
	}
	return " · " + plural(len(c.Findings), "finding")
}

func (m *markdown) warnings() {
	if len(m.Verdict.Warnings) == 0 {
		return
	}
	m.row("#### Warnings (%s)\n", thousands(len(m.Verdict.Warnings)))
	for _, r := range m.Verdict.Warnings {
		m.row("- ▲ %s", m.text(join(r.Message, r.Flip)))
	}
	m.row("")
}

func (m *markdown) controls() {
	open, clear, idle := m.openControls()
	if len(m.Controls) == 0 {
		return
	}
	m.fold("Controls touched", len(m.Controls), func() {
		for _, c := range open {
			m.row("- %s %s%s", m.code(c.ID), m.text(c.State+": "+c.Title), because(c))
		}
		if clear > 0 {
			m.row("- the automated checks of %s find nothing in this run", thousands(clear))
		}
		if idle > 0 {
			m.row("- those of %s had nothing to examine", thousands(idle))
		}
	})
}

// sarifRulings says in the properties of a SARIF run what decided.
func sarifRulings(list []Reason) []map[string]any {
	out := []map[string]any{}
	for _, r := range list {
		out = append(out, map[string]any{"policy": r.Policy, "message": r.Message, "flip": r.Flip, "findings": len(r.Findings)})
	}
	return out
}
