package breakdown

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

//go:embed page.html.tmpl
var pageText string

var page = template.Must(template.New("cost").Funcs(template.FuncMap{
	"amount": func(n money.Number) string { return money.Grouped(n, 2) },
	"svg":    func(s string) template.HTML { return template.HTML(s) }, //nolint:gosec // drawn here, texts escaped
	"signed": func(n money.Number) string {
		if n.IsPositive() {
			return "+" + money.Grouped(n, 2)
		}
		return money.Grouped(n, 2)
	},
	"explain": Explain,
	"top":     func(a []assay.Anomaly) []assay.Anomaly { return a[:min(len(a), mostMovers)] },
	"cell": func(s string) string {
		if s == "" {
			return "–"
		}
		return s
	},
}).Parse(pageText))

// mostOnPage is how many rows of a month the page lists.
const mostOnPage = 50

// HTML writes one page that needs nothing else.
func (r *Report) HTML(w io.Writer, o *Overview) error {
	return page.Execute(w, struct {
		*Report
		*Overview
		Chart string
		Lines []Line
		Held  []held
	}{r, o, r.SVG(), r.Lines(mostOnPage), r.quarantine()})
}
