package sheet

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/report"
)

var md = report.MarkdownText

func writeMarkdown(w io.Writer, a *control.Assessment, _ Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Controls, %s%s\n\n%s\n", period(a), md(forService(a)), totals(a))
	mdMarks(&b, "Bypasses", a.Bypasses)
	mdMarks(&b, "Emergencies", a.Emergencies)
	b.WriteString("\n| Framework |")
	for _, s := range control.States() {
		fmt.Fprintf(&b, " %s %s |", symbols[s], s)
	}
	b.WriteString("\n|---|" + strings.Repeat("--:|", len(control.States())) + "\n")
	for _, f := range a.Frameworks {
		if !f.InScope {
			continue
		}
		fmt.Fprintf(&b, "| %s |", f.Title)
		for _, s := range control.States() {
			fmt.Fprintf(&b, " %d |", f.Counts[s])
		}
		b.WriteString("\n")
	}
	if out := outOfScope(a); len(out) > 0 {
		fmt.Fprintf(&b, "\nNot in scope: %s\n", strings.Join(out, ", "))
	}
	for i := range a.Frameworks {
		if f := &a.Frameworks[i]; f.InScope {
			mdFramework(&b, f)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", references(a))
	_, err := io.WriteString(w, b.String())
	return err
}

func mdMarks(b *strings.Builder, head string, list []control.Mark) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n**%s**\n\n", head)
	for _, m := range list {
		fmt.Fprintf(b, "- %s %s: %s\n", m.At.UTC().Format(time.DateOnly), md(m.ID), md(m.Message))
	}
}

func mdFramework(b *strings.Builder, f *control.FrameworkResult) {
	fmt.Fprintf(b, "\n## %s\n\nIn scope by: %s\n\n", f.Title, md(services(f)))
	b.WriteString("| Control | State | Shown | By hand | Exceptions and evidence | Next |\n|---|---|---|---|---|---|\n")
	for _, s := range control.States() {
		for _, r := range inState(f, s) {
			hand := ""
			if r.Manual != nil {
				hand = r.Manual.Owner + ": " + r.Manual.Show
			}
			var list []string
			for i := range r.Exceptions {
				list = append(list, md(about(&r.Exceptions[i])))
			}
			if r.More > 0 {
				list = append(list, fmt.Sprintf("… and %d more", r.More))
			}
			if len(r.Evidence) > 0 {
				list = append(list, "evidence "+md(strings.Join(r.Evidence, ", ")))
			}
			fmt.Fprintf(b, "| **%s** %s (%s) | %s %s | %s | %s | %s | %s |\n", r.ID, md(r.Title), md(place(f, &r)),
				symbols[r.State], r.State, md(said(&r)), md(hand), strings.Join(list, "<br>"), md(r.Next))
		}
	}
}
