package report

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// gaps says what was not examined, grouped by what was wrong.
func (t *text) gaps() {
	groups := t.gapGroups()
	if len(groups) == 0 {
		return
	}
	t.section("Not examined", len(t.Gaps))
	for n, g := range groups {
		if n == t.limit(maxGaps) {
			t.more("   ", len(groups)-n, "")
			break
		}
		t.gap(g)
	}
}

func (t *text) gap(g gapGroup) {
	mark := t.severity(assay.Medium, "▲")
	if g.unsupported {
		mark = t.dim("○")
	}
	t.line(" %s %s  %s", mark, t.bold(string(g.scope)), t.wrapped(g.reason, 5+len(g.scope)))
	if g.help != "" {
		t.line("   %s %s", t.good("→"), t.wrapped(g.help, 5))
	}
	var where []string
	for _, gap := range g.gaps {
		if gap.Location != (assay.Location{}) {
			where = append(where, place(gap.Location))
		}
	}
	t.places(where)
}

// places lists a few locations on one line, or all of them below each other.
func (t *text) places(where []string) {
	if t.o.Verbose {
		for _, w := range where {
			t.line("     %s", t.path(w))
		}
		return
	}
	if len(where) == 0 {
		return
	}
	n := min(len(where), maxPlaces)
	s := t.path(strings.Join(where[:n], ", "))
	if len(where) > n {
		s += t.dim(fmt.Sprintf(" and %s more", thousands(len(where)-n)))
	}
	t.line("     %s", s)
}

// rest lists, by rule, the findings that were not shown as blockers.
func (t *text) rest() {
	groups := t.groups(func(i int) bool { return !t.done[i] })
	if len(groups) == 0 {
		return
	}
	total, width := 0, 0
	for n, g := range groups {
		total += len(g.findings)
		if n < t.limit(maxGroups) {
			width = max(width, len([]rune(t.title(g.rule))))
		}
	}
	t.section(t.restTitle(), total)
	for n, g := range groups {
		if n == t.limit(maxGroups) {
			t.more("   ", len(groups)-n, " rules")
			break
		}
		t.group(g, min(width, max(60, t.o.Width-32)))
	}
}

func (t *text) restTitle() string {
	if len(t.order) > 0 {
		return "Also found"
	}
	return "Found"
}

func (t *text) group(g group, width int) {
	label := severitySymbol(g.severity) + " " + pad(g.severity.String(), 8)
	title := pad(cut(t.title(g.rule), width), width)
	t.line(" %s  %s  %s", t.severity(g.severity, label), title, t.dim(t.groupTally(g)))
	if t.o.Verbose {
		for _, i := range g.findings {
			t.detail(&t.Findings[i])
		}
		return
	}
	var where []string
	for _, i := range g.findings {
		where = append(where, place(t.Findings[i].Location))
	}
	t.places(where)
}

// detail is one finding of a group, in full.
func (t *text) detail(f *assay.Finding) {
	t.line("     %s", t.path(place(f.Location)))
	t.line("       %s", t.wrapped(f.Message, 7))
	t.flow(f, 7)
	if f.Fix != "" {
		t.line("       %s %s", t.good("→"), t.wrapped(f.Fix, 9))
	}
}

// groupTally counts a group in words: "1 blocking, 2 new, 3 old".
func (t *text) groupTally(g group) string {
	if t.Verdict.Outcome == Listed {
		return thousands(len(g.findings))
	}
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{g.blocking, "blocking"}, {g.fresh - g.blocking, "new"}, {len(g.findings) - g.fresh, "old"}} {
		if p.n > 0 {
			parts = append(parts, thousands(p.n)+" "+p.word)
		}
	}
	return strings.Join(parts, ", ")
}

// suppressions are listed always: nobody silences a finding unseen.
func (t *text) suppressions() {
	list := t.ignored()
	if len(list) == 0 {
		return
	}
	t.section("Set aside by a comment, a waiver or a VEX document", len(list))
	for _, f := range list {
		mark := t.dim("○")
		if !f.Suppression.Counts {
			mark = t.severity(assay.Medium, "▲")
		}
		t.line(" %s %s  %s  %s", mark, f.Severity, t.path(place(f.Location)), t.dim(string(f.Rule)))
		t.line("   “%s” %s", t.wrapped(f.Suppression.Reason, 3), t.dim(standing(f.Suppression)))
	}
}

func standing(s *assay.Suppression) string {
	word := "does not count"
	if s.Counts {
		word = "counts"
	}
	if s.Why != "" {
		word += ": " + s.Why
	}
	return "— " + word
}

var stepSymbols = map[string]string{"passed": "✔", "failed": "✘", "skipped": "○", "not-run": "○"}

// steps lists the declared steps; a failed one shows the end of its output.
func (t *text) steps() {
	n := 0
	for _, s := range t.Stages {
		n += len(s.Steps)
	}
	if n == 0 {
		return
	}
	t.section("Steps", n)
	why := ""
	for _, s := range t.Stages {
		for _, r := range s.Steps {
			if r.Why == why {
				r.Why = "" // said once is enough
			} else {
				why = r.Why
			}
			t.step(s.Name, r)
		}
	}
}

func (t *text) step(stage string, r StepResult) {
	name := stage + "/" + r.Name
	mark := pad(stepSymbols[r.State]+" "+r.State, 9)
	switch r.State {
	case "passed":
		mark = t.good(mark)
	case "failed":
		mark = t.outcome(Deny, mark)
	default:
		mark = t.dim(mark)
	}
	took := ""
	if s, ok := t.Run.StepSeconds[name]; ok {
		took = t.dim("  " + seconds(s))
	}
	command := ""
	if r.Command != r.Name {
		command = t.dim("  " + cut(r.Command, 60))
	}
	t.line(" %s  %s%s%s", mark, t.bold(cut(name, 60)), command, took)
	if r.State == "failed" {
		r.Why = join(fmt.Sprintf("exit code %d", r.ExitCode), r.Why)
	}
	if r.Why != "" {
		t.line("     %s", t.wrapped(r.Why, 5))
	}
	if r.State == "failed" {
		t.tail(r.Output)
	}
}

func (t *text) tail(output string) {
	lines := strings.Split(strings.TrimRight(output, "\n"), "\n")
	for _, l := range lines[max(0, len(lines)-t.limit(12)):] {
		if l != "" {
			t.line("     %s", t.dim("| "+l))
		}
	}
}

func (t *text) notes() {
	all := append(append([]string{}, t.Verdict.Notes...), t.Run.Notes...)
	for i, n := range all {
		if i == 0 {
			t.line("")
		}
		t.line("%s %s", t.dim("note:"), t.wrapped(n, 6))
	}
}

// licences sums up in a line what components come under, and what is paid.
func (t *text) licences() {
	l := t.Licences
	if l == nil {
		return
	}
	parts := []string{thousands(l.Known) + " known", thousands(l.Unknown) + " unknown"}
	if l.Denied > 0 {
		parts = append(parts, thousands(l.Denied)+" denied")
	}
	if l.Review > 0 {
		parts = append(parts, thousands(l.Review)+" to review")
	}
	for _, sum := range l.PerMonth {
		parts = append(parts, sum.String()+" a month is paid")
	}
	t.line("\n%s %s", t.head("Licences"), t.dim(strings.Join(parts, " · ")))
	for _, p := range l.Paid {
		state := ""
		switch {
		case p.Expired:
			state = "  the contract ended on " + p.Until
		case p.Unused:
			state = "  no component in use is under it"
		}
		if state != "" || t.o.Verbose {
			t.line("  %s  %s a month%s", p.Name, p.PerMonth.String(), state)
		}
	}
}
