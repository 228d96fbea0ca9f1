package sheet

import (
	_ "embed" // the page's template and style
	"html/template"
	"io"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/report"
)

var (
	//go:embed page.html.tmpl
	pageTemplate string
	//go:embed page.css
	pageStyle string
)

// page is what the template shows: one file without script.
type page struct {
	*control.Assessment
	Style      template.CSS
	Policy     string
	Period     string
	Totals     string
	References string
	Out        []string
	States     []control.State
}

func writeHTML(w io.Writer, a *control.Assessment, _ Options) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"symbol": func(s control.State) string { return symbols[s] },
		"title":  func(s control.State) string { return titles[s] },
		"class":  func(s control.State) string { return strings.ReplaceAll(string(s), " ", "-") },
		"in":     func(f control.FrameworkResult, s control.State) []control.Result { return inState(&f, s) },
		"said":   func(r control.Result) string { return escape(said(&r)) },
		"about":  func(e control.Exception) string { return escape(about(&e)) },
		"by":     func(f control.FrameworkResult) string { return escape(services(&f)) },
		"day":    func(t time.Time) string { return t.UTC().Format(time.DateOnly) },
		"clean":  escape,
		"heat":   heat,
		"join":   strings.Join,
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	style := report.Style() + pageStyle
	return t.Execute(w, page{
		Assessment: a, Style: template.CSS(style), //nolint:gosec // our own files
		Policy: report.StylePolicy(style), Period: period(a) + forService(a), Totals: totals(a), References: references(a), Out: outOfScope(a), States: control.States(),
	})
}

// heat is the shade of a cell, 0 to 3, by the share of a framework's controls.
func heat(n, of int) int {
	switch {
	case n == 0 || of == 0:
		return 0
	case n*5 <= of:
		return 1
	case n*2 <= of:
		return 2
	}
	return 3
}
