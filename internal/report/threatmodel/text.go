package threatmodel

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/report"
)

// How much the text shows before it says "and more".
const (
	maxOpen      = 8
	maxQuestions = 6
	maxAdded     = 6
)

type text struct {
	*Document
	o Options
	w *bufio.Writer
}

// writeText is for a terminal: what it is, what the change adds, what is open
// with its next step, what is to be answered.
func writeText(w io.Writer, d *Document, o Options) error {
	t := &text{d, o, bufio.NewWriter(w)}
	t.line("%s  %s", t.sgr("1", "Threat model of "+report.Escape(d.Name)), t.dim(d.size()))
	if len(d.Model.Elements) == 0 {
		t.line("\nNothing to model: no infrastructure code, interface description or service was found.")
		t.line("  %s name services in assay.yaml, or put openapi.yaml beside the code", t.sgr("32", "→"))
		return t.w.Flush()
	}
	t.line("%s", d.tally())
	t.change()
	t.open()
	t.questions()
	t.boundaries()
	if d.Model.Left > 0 {
		t.line("\n%s", t.dim(fmt.Sprintf("%d resources beyond the limit are not in the model", d.Model.Left)))
	}
	t.line("\n%s", t.dim("the picture: assay threat --format html -o threats.html"))
	return t.w.Flush()
}

func (t *text) line(format string, args ...any) { fmt.Fprintf(t.w, format+"\n", args...) }

func (t *text) sgr(code, s string) string {
	if !t.o.Colour || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (t *text) dim(s string) string { return t.sgr("2", s) }

func (t *text) severity(s assay.Severity) string {
	code := map[assay.Severity]string{assay.Critical: "1;31", assay.High: "31", assay.Medium: "33", assay.Low: "34"}[s]
	return t.sgr(code, fmt.Sprintf("%s %-8s", symbols[s], s))
}

func (t *text) limit(n int) int {
	if t.o.Verbose {
		return 1 << 30
	}
	return n
}

func (t *text) section(title string, n int) {
	t.line("\n%s %s", t.sgr("1;4", title), t.dim(fmt.Sprintf("(%d)", n)))
}

func (t *text) more(n int) {
	if n > 0 {
		t.line("   %s", t.dim(fmt.Sprintf("… and %d more: --verbose or --format json", n)))
	}
}

// wrapped breaks a text of unknown origin into lines.
func (t *text) wrapped(s string, indent int) string {
	s = report.Escape(strings.Join(strings.Fields(s), " "))
	if t.o.Width < indent+30 {
		return s
	}
	var b strings.Builder
	col := indent
	for i, word := range strings.Fields(s) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case col+1+n > t.o.Width:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			col = indent
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(word)
		col += n
	}
	return b.String()
}

// change says what the change adds and takes away.
func (t *text) change() {
	c := t.Change
	if c == nil {
		return
	}
	t.line("\n%s %s", t.sgr("1;4", "The change"), t.dim("(against "+report.Escape(t.Base)+")"))
	if c.Empty() {
		t.line("   changes nothing in the model")
		return
	}
	list := func(mark string, code string, names []string) {
		for i, n := range names {
			if i == t.limit(maxAdded) {
				t.more(len(names) - i)
				return
			}
			t.line(" %s %s", t.sgr(code, mark), t.wrapped(n, 3))
		}
	}
	var added, removed []string
	for i := range c.AddedElements {
		added = append(added, elementName(&c.AddedElements[i]))
	}
	for i := range c.AddedFlows {
		f := &c.AddedFlows[i]
		added = append(added, t.Model.FlowName(f)+", "+lock(f)+data(f.Data))
	}
	for _, b := range c.Crossed {
		added = append(added, "a flow over the boundary "+t.boundaryName(b))
	}
	for i := range c.RemovedElements {
		removed = append(removed, elementName(&c.RemovedElements[i]))
	}
	if n := len(c.RemovedFlows); n > 0 {
		removed = append(removed, plural(n, "flow"))
	}
	list("+", "32", added)
	list("-", "31", removed)
	var opened []string
	for _, th := range c.Opened {
		opened = append(opened, th.Severity.String()+": "+th.Title)
	}
	list("✘", "31", opened)
	if n := len(c.Closed); n > 0 {
		t.line(" %s closes %s", t.sgr("32", "✔"), plural(n, "threat"))
	}
	if n := len(c.Asked); n > 0 {
		t.line(" %s %s to answer", t.sgr("33", "?"), plural(n, "new threat"))
	}
	if n := len(c.Controls); n > 0 {
		t.line(" %s %s", t.sgr("33", "§"), t.wrapped("brings into scope "+few(c.Controls, 8), 3))
	}
}

func data(classes []string) string {
	if len(classes) == 0 {
		return ""
	}
	return ", data: " + strings.Join(classes, ", ")
}

func few(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}

func (d *Document) boundaryName(id string) string {
	for _, b := range d.Model.Boundaries {
		if b.ID == id {
			return boundaryTitle(b)
		}
	}
	return id
}

func boundaryTitle(b threat.Boundary) string {
	switch b.Kind {
	case threat.Network, threat.Service, threat.Namespace:
		return string(b.Kind) + " " + b.Name
	}
	return b.Name
}

// open lists what is open, worst first. Threats with one reason are told once.
func (t *text) open() {
	var list []*threat.Threat
	also := map[string]int{}
	for i := range t.Model.Threats {
		th := &t.Model.Threats[i]
		if th.State != threat.Open {
			continue
		}
		key := th.Target + "\x00" + th.Evidence
		if also[key]++; also[key] == 1 || t.o.Verbose {
			list = append(list, th)
		}
	}
	if len(list) == 0 {
		t.line("\n%s no threat is known to be open", t.sgr("32", "✔"))
		return
	}
	t.section("Open", t.Model.Count()[threat.Open])
	for n, th := range list {
		if n == t.limit(maxOpen) {
			t.more(len(list) - n)
			return
		}
		extra := ""
		if k := also[th.Target+"\x00"+th.Evidence]; k > 1 && !t.o.Verbose {
			extra = fmt.Sprintf(" (and %d more by the same)", k-1)
		}
		t.line(" %s  %s  %s", t.severity(th.Severity), t.sgr("1", t.wrapped(th.Title+extra, 14)), t.dim(th.ID))
		t.line("   %s  %s", t.sgr("36", place(th.Location)), t.wrapped(th.Evidence+data(th.Data), 5))
		t.line("   %s %s", t.sgr("32", "→"), t.wrapped(th.Next, 5))
		if len(th.Controls) > 0 {
			t.line("     %s", t.dim("for "+few(th.Controls, 5)))
		}
	}
}

// questions groups what nothing answers by its question.
func (t *text) questions() {
	type group struct {
		question string
		targets  []string
		worst    assay.Severity
	}
	groups := map[string]*group{}
	var list []*group
	total := 0
	for i := range t.Model.Threats {
		th := &t.Model.Threats[i]
		if th.State != threat.Unasked {
			continue
		}
		total++
		g := groups[th.Next]
		if g == nil {
			g = &group{question: th.Next}
			groups[th.Next] = g
			list = append(list, g)
		}
		g.worst = max(g.worst, th.Severity)
		if name := t.targetName(th.Target); !slices.Contains(g.targets[max(0, len(g.targets)-20):], name) {
			g.targets = append(g.targets, name)
		}
	}
	if total == 0 {
		return
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].worst > list[j].worst })
	t.section("To answer", total)
	for n, g := range list {
		if n == t.limit(maxQuestions) {
			t.more(len(list) - n)
			return
		}
		show := 3
		if t.o.Verbose {
			show = len(g.targets)
		}
		t.line(" %s  %s", t.severity(g.worst), strings.ToUpper(g.question[:1])+g.question[1:])
		t.line("   %s", t.dim(t.wrapped(few(g.targets, show), 3)))
	}
}

func (d *Document) targetName(id string) string {
	if e := d.Model.Element(id); e != nil {
		return elementName(e)
	}
	for i := range d.Model.Flows {
		if f := &d.Model.Flows[i]; f.ID == id {
			return d.Model.FlowName(f)
		}
	}
	return id
}

// boundaries says what lies in each boundary, and what crosses it.
func (t *text) boundaries() {
	in, over := map[string]map[string]int{}, map[string]int{}
	for i := range t.Model.Elements {
		e := &t.Model.Elements[i]
		if in[e.Boundary] == nil {
			in[e.Boundary] = map[string]int{}
		}
		in[e.Boundary][e.Type]++
	}
	for _, f := range t.Model.Flows {
		for _, b := range f.Crosses {
			over[b]++
		}
	}
	t.section("Trust boundaries", len(t.Model.Boundaries))
	width := 0
	for _, b := range t.Model.Boundaries {
		width = max(width, min(32, len([]rune(boundaryTitle(b)))))
	}
	for n, b := range t.Model.Boundaries {
		if n == t.limit(12) {
			t.more(len(t.Model.Boundaries) - n)
			return
		}
		var parts []string
		for typ, n := range in[b.ID] {
			parts = append(parts, plural(n, typ))
		}
		sort.Strings(parts)
		t.line("   %-*s  %s  %s", width, report.Escape(boundaryTitle(b)), fmt.Sprintf("%2d cross it", over[b.ID]), t.dim(t.wrapped(few(parts, 6), width+17)))
	}
}
