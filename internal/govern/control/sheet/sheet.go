// Package sheet writes what can be said of controls: a matrix of frameworks and
// states first, then control by control what is shown, what is not, and what to
// do next. In text, JSON, Markdown and as one HTML page that prints well.
//
//	err := sheet.Write(w, "text", assessment, sheet.Options{})
//
// It decides nothing and knows no store. Text that comes from a repository is
// escaped in every format.
package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/report"
)

// Options says how a sheet is to look.
type Options struct {
	// Colour switches ANSI colours on; text only.
	Colour bool
	// Verbose lists every exception and every name of evidence; text only.
	Verbose bool
}

type writer func(w io.Writer, a *control.Assessment, o Options) error

var formats = []struct {
	name  string
	write writer
}{{"text", writeText}, {"json", writeJSON}, {"markdown", writeMarkdown}, {"html", writeHTML}}

// Formats lists the names that Write knows, the default first.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Check says whether Write knows a format; fault.Invalid when not.
func Check(format string) error {
	if slices.Contains(Formats(), format) {
		return nil
	}
	return fault.New(fault.Invalid, "unknown format %q", format).WithHelp("use one of %s", strings.Join(Formats(), ", "))
}

// Write writes an assessment, which it does not change.
func Write(w io.Writer, format string, a *control.Assessment, o Options) error {
	if err := Check(format); err != nil {
		return err
	}
	var b bytes.Buffer
	for _, f := range formats {
		if f.name == format {
			if err := f.write(&b, a, o); err != nil {
				return err
			}
		}
	}
	_, err := b.WriteTo(w)
	return err
}

func writeJSON(w io.Writer, a *control.Assessment, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(a)
}

// symbols are the states' shapes; with word and colour no state rests on one alone.
var symbols = map[control.State]string{
	control.Failing: "✖", control.Stale: "◷", control.Partial: "◐", control.Passing: "✔", control.ByHand: "✎", control.NotInScope: "–",
}

// titles are the states as headings say them.
var titles = map[control.State]string{
	control.Failing: "Automated check failing", control.Stale: "Evidence stale", control.Partial: "Shown in part",
	control.Passing: "Automated check passing", control.ByHand: "Manual: a person shows it", control.NotInScope: "Not in scope",
}

// partTitles head those that are partial and ask for nothing.
var partTitles = map[control.Part]string{
	control.PartNothing:   "Nothing to examine: no check says anything",
	control.PartOfTheDuty: "Checks pass, and show a part of the duty only",
}

// period writes the days from and to.
func period(a *control.Assessment) string {
	return a.From.UTC().Format(time.DateOnly) + " to " + a.To.UTC().Format(time.DateOnly)
}

// totals is one line of counts.
func totals(a *control.Assessment) string {
	parts := []string{plural(a.Changes, "change") + " tested"}
	if a.Stopped > 0 {
		parts[0] += fmt.Sprintf(", %d not let through", a.Stopped)
	}
	parts = append(parts, plural(a.Deploys, "deploy")+" on record", plural(len(a.Bypasses), "bypass"), plural(len(a.Emergencies), "emergency"), plural(len(a.Waivers), "waiver")+" used")
	return strings.Join(parts, " · ")
}

func plural(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "cy"):
		what = strings.TrimSuffix(what, "y") + "ie"
	case strings.HasSuffix(what, "ss"):
		what += "e"
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// references says how far anybody read the official texts.
func references(a *control.Assessment) string {
	if a.Verified == 0 {
		return "Duties are in our own words; no clause has been read in the official text yet (verified: false)."
	}
	return fmt.Sprintf("Duties are in our own words; %d of %d clauses were read in the official text.", a.Verified, a.References)
}

// inState lists the controls of a framework in a state.
func inState(f *control.FrameworkResult, s control.State) []control.Result {
	return slices.DeleteFunc(slices.Clone(f.Controls), func(r control.Result) bool { return r.State != s })
}

// outOfScope names the frameworks that nothing brings into scope.
func outOfScope(a *control.Assessment) []string {
	var out []string
	for _, f := range a.Frameworks {
		if !f.InScope {
			out = append(out, f.ID)
		}
	}
	return out
}

// services names what brings a framework into scope.
func services(f *control.FrameworkResult) string {
	names := make([]string, len(f.Services))
	for i, s := range f.Services {
		names[i] = string(s)
		if s == "" {
			names[i] = "paths of no service"
		}
	}
	return strings.Join(names, ", ")
}

// asks says whether a control asks for attention: one that is partial because no
// machine can show more, or because there was nothing to examine, does not.
func asks(r *control.Result) bool {
	return r.Part == "" && (r.State == control.Failing || r.State == control.Stale || r.State == control.Partial) || r.Part == control.PartNotShown
}

// said is what a control shows, with what keeps it from passing.
func said(r *control.Result) string {
	parts := slices.Clone(r.Why)
	if r.Shown != "" {
		parts = append([]string{r.Shown}, parts...)
	}
	return strings.Join(parts, " · ")
}

// place is the clause, with its document where that is not the framework's.
func place(f *control.FrameworkResult, r *control.Result) string {
	if r.Reference.Document == f.Document && r.Reference.Clause != "" {
		return r.Reference.Clause
	}
	return r.Reference.Place()
}

// about is one exception as a line.
func about(e *control.Exception) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: ", e.Kind)
	switch {
	case e.Deploy != "":
		fmt.Fprintf(&b, "deploy %s", e.Deploy)
	default:
		fmt.Fprintf(&b, "run %s", e.Run)
	}
	fmt.Fprintf(&b, ", %s", e.At.UTC().Format(time.DateOnly))
	if e.Message != "" {
		fmt.Fprintf(&b, ", %s", e.Message)
	}
	if e.Evidence != "" {
		fmt.Fprintf(&b, " (evidence %s)", e.Evidence)
	}
	return b.String()
}

var escape = report.Escape
