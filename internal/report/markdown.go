package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

const (
	// MarkdownMarker is the first line of every Markdown report: a forge
	// adapter finds its own earlier comment by it.
	MarkdownMarker = "<!-- assay:report -->"
	// markdownLimit is below what the forges take for a comment (GitHub: 65,536).
	markdownLimit = 60_000
	// markdownReserve is kept for the end of a report that had to be cut.
	markdownReserve = 2_500
	// markdownField is the longest text of foreign origin in one cell.
	markdownField = 600
)

// markdown is the report as a merge-request comment. Rows are written while
// there is room; a row is never cut in the middle.
type markdown struct {
	*digest
	b    strings.Builder
	left int // rows that found no room
}

func writeMarkdown(w io.Writer, v *View, _ Options) error {
	m := &markdown{digest: digestOf(v)}
	m.verdict()
	m.blockers()
	m.warnings()
	m.gaps()
	m.threats()
	m.costs()
	m.controls()
	m.rest()
	m.suppressions()
	m.steps()
	m.end()
	_, err := io.WriteString(w, m.b.String())
	return err
}

// row adds a line if there is room for it and for what must follow.
func (m *markdown) row(format string, args ...any) {
	s := fmt.Sprintf(format, args...) + "\n"
	if m.b.Len()+len(s) > markdownLimit-markdownReserve {
		m.left++
		return
	}
	m.b.WriteString(s)
}

// text and code prepare foreign strings; very long ones are cut.
func (m *markdown) text(s string) string { return mdText(cut(oneLine(s), markdownField)) }
func (m *markdown) code(s string) string { return mdCode(cut(oneLine(s), markdownField)) }

func (m *markdown) verdict() {
	words := m.words()
	m.row("%s\n### %s Assay: %s — %s\n", MarkdownMarker, words.Symbol, words.Word, m.text(m.headline()))
	for i, r := range m.Verdict.Reasons {
		if i > 0 {
			m.row("- %s", m.text(r.Message))
		}
		if r.Flip != "" {
			m.row("- → %s", m.text(r.Flip))
		}
	}
	for _, n := range m.Verdict.Notes {
		m.row("- note: %s", m.text(n))
	}
	m.row("")
}

func (m *markdown) blockers() {
	if len(m.order) == 0 {
		return
	}
	m.row("#### Fix first (%s)\n", thousands(len(m.order)))
	m.row("| Severity | Where | What | Fix |\n|---|---|---|---|")
	for _, i := range m.order {
		f := &m.Findings[i]
		m.row("| %s | %s | %s | %s |", severityWord(f.Severity), m.code(place(f.Location)), m.text(withFacts(f)), m.text(m.fix(f)))
	}
	m.row("")
}

func withFacts(f *assay.Finding) string {
	if about := facts(f); about != "" {
		return f.Message + " (" + about + ")"
	}
	return f.Message
}

func severityWord(s assay.Severity) string { return severitySymbol(s) + " " + s.String() }

func (m *markdown) gaps() {
	groups := m.gapGroups()
	if len(groups) == 0 {
		return
	}
	m.row("#### Not examined (%s)\n", thousands(len(m.Gaps)))
	for _, g := range groups {
		where := place(g.gaps[0].Location)
		if n := len(g.gaps); n > 1 {
			where += fmt.Sprintf(" and %s more", thousands(n-1))
		}
		m.row("- %s %s: %s → %s", m.code(string(g.scope)), m.code(where), m.text(g.reason), m.text(orDash(g.help)))
	}
	m.row("")
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// fold writes a collapsed section; its end is written whatever happens to its rows.
func (m *markdown) fold(title string, n int, rows func()) {
	if n == 0 {
		return
	}
	if m.b.Len() > markdownLimit-markdownReserve-1_000 {
		m.left += n
		return
	}
	m.b.WriteString(fmt.Sprintf("<details><summary>%s (%s)</summary>\n\n", title, thousands(n)))
	rows()
	m.b.WriteString("\n</details>\n\n")
}

func (m *markdown) rest() {
	groups := m.groups(func(i int) bool { return !m.blocking[i] })
	n := 0
	for _, g := range groups {
		n += len(g.findings)
	}
	m.fold("Also found", n, func() {
		m.row("| Severity | Where | What | State |\n|---|---|---|---|")
		for _, g := range groups {
			for _, i := range g.findings {
				f := &m.Findings[i]
				m.row("| %s | %s | %s | %s |", severityWord(f.Severity), m.code(place(f.Location)), m.text(f.Message), m.text(string(f.Status)))
			}
		}
	})
}

func (m *markdown) suppressions() {
	list := m.ignored()
	m.fold("Set aside by a comment, a waiver or a VEX document", len(list), func() {
		for _, f := range list {
			m.row("- %s %s %s: “%s” %s", severityWord(f.Severity), m.code(place(f.Location)), m.code(string(f.Rule)),
				m.text(f.Suppression.Reason), m.text(standing(f.Suppression)))
		}
	})
}

func (m *markdown) steps() {
	n := 0
	for _, s := range m.Stages {
		n += len(s.Steps)
	}
	m.fold("Steps", n, func() {
		for _, s := range m.Stages {
			for _, r := range s.Steps {
				m.row("- %s %s %s", stepSymbols[r.State], m.code(s.Name+"/"+r.Name), m.text(join(r.State, r.Why)))
			}
		}
	})
}

func (m *markdown) end() {
	if m.left > 0 {
		fmt.Fprintf(&m.b, "**%s left out:** this comment would be too long. The full report is with the pipeline's artifacts.\n\n",
			plural(m.left, "line"))
	}
	fmt.Fprintf(&m.b, "<sub>%s</sub>\n", mdText(cut(m.footer(), 120)))
}
