package breakdown

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"
	"strings"

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

//go:embed page.css
var pageStyle string

// hashes name the styles that the page may use: those and no others.
func hashes(styles ...string) string {
	var out []string
	for _, s := range styles {
		s = strings.TrimSuffix(strings.TrimPrefix(s, "<style>"), "</style>")
		sum := sha256.Sum256([]byte(s))
		out = append(out, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return strings.Join(out, " ")
}

// mostOnPage is how many rows of a month the page lists.
const mostOnPage = 50

// HTML writes one page that needs nothing else.
func (r *Report) HTML(w io.Writer, o *Overview) error {
	return page.Execute(w, struct {
		*Report
		*Overview
		Chart  string
		Lines  []Line
		Held   []Held
		Style  template.CSS
		Hashes string
	}{r, o, r.SVG(), r.Lines(mostOnPage), r.quarantine(), template.CSS(pageStyle), hashes(pageStyle, chartStyle)}) //nolint:gosec // ours
}
