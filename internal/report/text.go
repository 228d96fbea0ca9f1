package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// How much the text report shows before it says "and more".
const (
	maxBlockers = 3
	maxGroups   = 10
	maxGaps     = 4
	maxPlaces   = 2
)

// text is the report for a person at a terminal or reading a CI log. The order
// is the order of need: the answer, what to fix first, what nobody looked at,
// then the rest.
type text struct {
	paint
	*digest
	o    Options
	w    *bufio.Writer
	done map[int]bool // findings already shown
}

func writeText(w io.Writer, v *View, o Options) error {
	t := &text{paint: paint(o.Colour), digest: digestOf(v), o: o, w: bufio.NewWriter(w), done: map[int]bool{}}
	t.verdict()
	t.blockers()
	t.warnings()
	t.gaps()
	t.threats()
	t.costs()
	t.controls()
	t.rest()
	t.suppressions()
	t.licences()
	t.steps()
	t.notes()
	t.line("\n%s", t.dim(t.footer()))
	return t.w.Flush()
}

func (t *text) line(format string, args ...any) { fmt.Fprintf(t.w, format+"\n", args...) }

func (t *text) section(title string, n int) {
	t.line("\n%s %s", t.head(title), t.dim("("+thousands(n)+")"))
}

// more says what a cap hid, and how to see it.
func (t *text) more(indent string, n int, what string) {
	if n > 0 {
		t.line("%s%s", indent, t.dim(fmt.Sprintf("… and %s more%s: --verbose or --format json", thousands(n), what)))
	}
}

func (t *text) limit(n int) int {
	if t.o.Verbose {
		return 1 << 30
	}
	return n
}

func (t *text) wrapped(s string, indent int) string { return wrap(oneLine(s), t.o.Width, indent) }

func (t *text) verdict() {
	words := t.words()
	lead := words.Symbol + " " + words.Word
	t.line("%s  %s", t.outcome(t.Verdict.Outcome, lead), t.bold(t.wrapped(t.headline(), len(words.Word)+4)))
	for i, r := range t.Verdict.Reasons {
		if i > 0 {
			t.line("%s %s", t.outcome(t.Verdict.Outcome, words.Symbol), t.wrapped("and "+r.Message, 2))
		}
		if r.Flip != "" {
			t.line("  %s %s", t.good("→"), t.wrapped(r.Flip, 4))
		}
	}
}

func (t *text) blockers() {
	if len(t.order) == 0 {
		return
	}
	t.section("Fix first", len(t.order))
	shown := 0
	for _, i := range t.order {
		if t.done[i] || shown == t.limit(maxBlockers) {
			continue
		}
		shown++
		t.blocker(shown, i)
	}
	t.more("   ", len(t.order)-len(t.done), " that block")
}

// blocker shows one finding, and takes its twins (same rule, same file) with it.
func (t *text) blocker(n, i int) {
	f := &t.Findings[i]
	label := severitySymbol(f.Severity) + " " + f.Severity.String()
	t.line("%2d %s  %s  %s", n, t.severity(f.Severity, label), t.bold(t.path(place(f.Location))), t.dim(string(f.Rule)))
	t.line("   %s", t.wrapped(f.Message, 3))
	if about := facts(f); about != "" {
		t.line("   %s", t.dim(t.wrapped(about, 3)))
	}
	if f.Snippet != "" {
		t.line("   %s", t.dim("| "+cut(f.Snippet, t.o.Width-5)))
	}
	t.flow(f, 3)
	if fix := t.nextStep(f); fix != "" {
		t.line("   %s %s", t.good("→"), t.wrapped(fix, 5))
	}
	t.done[i] = true
	if twins := t.twins(f); len(twins) > 0 {
		t.line("   %s", t.dim("the same also in line "+strings.Join(twins, ", ")))
	}
}

// maxSteps is how long the way of the data may be before its middle is left
// out.
const maxSteps = 9

// flow shows the way of the data, from where it comes from to where it arrives.
func (t *text) flow(f *assay.Finding, indent int) {
	pad := strings.Repeat(" ", indent)
	left := max(0, len(f.Flow)-maxSteps)
	if t.o.Verbose {
		left = 0
	}
	for i, s := range f.Flow {
		switch {
		case left > 0 && i == maxSteps/2:
			t.line("%s%s", pad, t.dim(fmt.Sprintf("↳ … %d more steps: --verbose", left)))
			continue
		case left > 0 && i > maxSteps/2 && i < maxSteps/2+left:
			continue
		}
		t.line("%s%s %s", pad, t.dim("↳ "+place(s.Location)), t.wrapped(s.Message, indent+2))
	}
}

// nextStep is the finding's own fix, or the first sentence of the rule's: the
// rest is with --verbose and in the other formats.
func (t *text) nextStep(f *assay.Finding) string {
	fix := oneLine(t.fix(f))
	if f.Fix != "" || t.o.Verbose {
		return fix
	}
	for i := range len(fix) - 2 {
		if fix[i] == '.' && fix[i+1] == ' ' && 'A' <= fix[i+2] && fix[i+2] <= 'Z' {
			return fix[:i+1]
		}
	}
	return fix
}

func (t *text) twins(f *assay.Finding) []string {
	var lines []string
	for _, i := range t.order {
		g := &t.Findings[i]
		if t.done[i] || t.o.Verbose || g.Rule != f.Rule || g.Location.Path != f.Location.Path ||
			g.Location.Resource != f.Location.Resource || f.Location.Path == "" {
			continue
		}
		t.done[i] = true
		lines = append(lines, fmt.Sprint(g.Location.Start.Line))
	}
	return lines
}

func cut(s string, n int) string {
	r := []rune(s)
	if n < 20 || len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
