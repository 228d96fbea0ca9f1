package sheet

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/govern/control"
)

// Lists in text are cut unless everything is asked for.
const (
	textExceptions = 2
	textMarks      = 5
)

type text struct {
	bytes.Buffer
	Options
	idle bool // nothing happened: one line for each control says it
}

var colours = map[control.State]string{
	control.Failing: "31", control.Stale: "33", control.Partial: "33", control.Passing: "32", control.ByHand: "36", control.NotInScope: "2",
}

func (t *text) paint(code, s string) string {
	if !t.Colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func writeText(w io.Writer, a *control.Assessment, o Options) error {
	t := &text{Options: o}
	fmt.Fprintf(t, "%s\n%s\n", t.paint("1", "Controls, "+period(a)+forService(a)), totals(a))
	t.idle = a.Changes+a.Deploys == 0
	if t.idle {
		fmt.Fprintf(t, "  next: assay run, and on a schedule in CI\n")
	}
	t.marks("Bypasses", "31", a.Bypasses)
	t.marks("Emergencies", "33", a.Emergencies)
	if err := t.matrix(a); err != nil {
		return err
	}
	for i := range a.Frameworks {
		if a.Frameworks[i].InScope {
			if err := t.framework(&a.Frameworks[i]); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(t, "\n%s\n", t.paint("2", references(a)))
	_, err := t.WriteTo(w)
	return err
}

func forService(a *control.Assessment) string {
	if a.Service == "" {
		return ""
	}
	return ", service " + escape(string(a.Service))
}

// marks lists what an auditor looks for first.
func (t *text) marks(head, colour string, list []control.Mark) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(t, "\n%s\n", t.paint(colour, head))
	most := textMarks
	if t.Verbose {
		most = len(list)
	}
	for _, m := range list[:min(most, len(list))] {
		fmt.Fprintf(t, "  %s  %s  %s\n", m.At.UTC().Format(time.DateOnly), escape(m.ID), escape(m.Message))
	}
	if n := len(list) - most; n > 0 {
		fmt.Fprintf(t, "  … and %d more (--verbose)\n", n)
	}
}

func (t *text) matrix(a *control.Assessment) error {
	var table term.Table
	head := []string{""}
	for i, s := range control.States() {
		head = append(head, symbols[s]+" "+string(s))
		table.Right(i + 1)
	}
	table.Row(head...)
	rows := 0
	for _, f := range a.Frameworks {
		if !f.InScope {
			continue
		}
		rows++
		row := []string{f.Title}
		for _, s := range control.States() {
			cell := fmt.Sprint(f.Counts[s])
			if f.Counts[s] == 0 {
				cell = "·"
			} else {
				cell = t.paint(colours[s], cell)
			}
			row = append(row, cell)
		}
		table.Row(row...)
	}
	t.WriteString("\n")
	if rows == 0 {
		fmt.Fprintf(t, "No framework is in scope.\n  next: name frameworks in assay.yaml, or give a service a scope: card, personal-data, trading, payment\n")
	} else if _, err := table.WriteTo(t); err != nil {
		return err
	}
	if out := outOfScope(a); len(out) > 0 {
		fmt.Fprintf(t, "%s\n", t.paint("2", "not in scope: "+strings.Join(out, ", ")))
	}
	return nil
}

func (t *text) framework(f *control.FrameworkResult) error {
	fmt.Fprintf(t, "\n%s\n", t.paint("1", f.Title+" — "+escape(services(f))))
	for _, s := range control.States() {
		list := inState(f, s)
		if len(list) == 0 {
			continue
		}
		fmt.Fprintf(t, "\n  %s\n", t.paint(colours[s], symbols[s]+" "+titles[s]))
		if err := t.state(f, list); err != nil {
			return err
		}
	}
	return nil
}

// state writes the controls in one state: first those that ask for attention, the
// others one to a line.
func (t *text) state(f *control.FrameworkResult, list []control.Result) error {
	rest := map[control.Part][]control.Result{}
	for i := range list {
		if asks(&list[i]) && (!t.idle || t.Verbose) {
			t.control(f, &list[i])
		} else {
			rest[list[i].Part] = append(rest[list[i].Part], list[i])
		}
	}
	for _, p := range []control.Part{"", control.PartNotShown, control.PartNothing, control.PartOfTheDuty} {
		indent := "    "
		if head := partTitles[p]; head != "" && len(rest[p]) > 0 {
			fmt.Fprintf(t, "    %s\n", t.paint("2", head))
			indent += "  "
		}
		if err := t.rows(indent, rest[p]); err != nil {
			return err
		}
	}
	return nil
}

// rows writes controls that ask for nothing urgent, one to a line.
func (t *text) rows(indent string, list []control.Result) error {
	var table term.Table
	for i := range list {
		r := &list[i]
		note := short(r)
		if r.Manual != nil && r.State != control.NotInScope {
			hand := r.Manual.Owner
			if r.Part == control.PartOfTheDuty || r.State == control.Passing {
				hand = "and by hand, " + hand
			}
			note = strings.TrimPrefix(note+"; "+hand, "; ")
		}
		table.Row(indent+r.ID, r.Title, escape(note))
	}
	_, err := table.WriteTo(t)
	return err
}

// short is what a control shows, without what the heading above it says.
func short(r *control.Result) string {
	if r.Part == control.PartNothing {
		return strings.TrimPrefix(strings.Join(r.Why, " · "), string(r.Part)+": ")
	}
	one := *r
	one.Why = slices.DeleteFunc(slices.Clone(r.Why), func(why string) bool { return why == control.WhyInPart })
	return said(&one)
}

// control writes one that asks for attention.
func (t *text) control(f *control.FrameworkResult, r *control.Result) {
	fmt.Fprintf(t, "    %s  %s  %s\n", t.paint("1", r.ID), r.Title, t.paint("2", "("+place(f, r)+")"))
	fmt.Fprintf(t, "      %s\n", escape(said(r)))
	most := textExceptions
	if t.Verbose {
		most = len(r.Exceptions)
	}
	for i := range r.Exceptions[:min(most, len(r.Exceptions))] {
		e := r.Exceptions[i]
		if len(r.Why) == 1 && r.Why[0] == e.Message {
			e.Message = "" // it stands above
		}
		fmt.Fprintf(t, "      – %s\n", escape(about(&e)))
		if t.Verbose && len(e.Findings) > 0 {
			fmt.Fprintf(t, "        findings %s\n", fingerprints(e.Findings))
		}
	}
	if n := len(r.Exceptions) + r.More - most; n > 0 {
		fmt.Fprintf(t, "      – … and %d more\n", n)
	}
	if t.Verbose && len(r.Evidence) > 0 {
		fmt.Fprintf(t, "      evidence: %s\n", escape(strings.Join(r.Evidence, ", ")))
	}
	fmt.Fprintf(t, "      next: %s\n", r.Next)
	if r.Manual != nil {
		fmt.Fprintf(t, "      by hand: %s shows %s\n", r.Manual.Owner, r.Manual.Show)
	}
}

// fingerprints lists findings by what identifies them.
func fingerprints(list []assay.Fingerprint) string {
	names := make([]string, len(list))
	for i, f := range list {
		names[i] = escape(string(f))
	}
	return strings.Join(names, ", ")
}
