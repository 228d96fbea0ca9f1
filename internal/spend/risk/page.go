package risk

import (
	"crypto/sha256"
	_ "embed" // the page's template
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"strings"
)

//go:embed page.html.tmpl
var pageTemplate string

// pageStyle is the look of the page; the charts carry their own.
const pageStyle = `:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#17202c;--soft:#526071;--line:#dfe4ea}` +
	`@media (prefers-color-scheme:dark){:root{--bg:#10151c;--card:#18202a;--ink:#e6ebf2;--soft:#a0adbd;--line:#2c3745}}` +
	`*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}` +
	`main{max-width:1080px;margin:0 auto;padding:32px 24px 48px}section{margin-top:36px}h1{font-size:1.9rem;margin:.2em 0}h2{font-size:1.15rem}` +
	`.soft{color:var(--soft)}svg{width:100%;height:auto;border:1px solid var(--line);border-radius:12px}` +
	`table{border-collapse:collapse;width:100%;background:var(--card)}th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line)}.r{text-align:right;font-variant-numeric:tabular-nums}` +
	`.scroll{overflow-x:auto}@media print{body{background:#fff}section{break-inside:avoid}}`

var svgStyle = regexp.MustCompile(`<style>(.*?)</style>`)

// WriteHTML writes one page without script: the figures, both charts, and every
// assumption with its source.
func WriteHTML(w io.Writer, r *Report) error {
	curve, tornado := string(r.CurveSVG()), string(r.TornadoSVG())
	t, err := template.New("page").Funcs(template.FuncMap{
		"amount": Amount,
		"share":  func(x float64) string { return fmt.Sprintf("%.1f %%", x*100) },
		"cost": func(x Return) string {
			if x.Cost == nil {
				return "unknown"
			}
			return Amount(*x.Cost)
		},
		"whole": func(x *float64) string { return fmt.Sprintf("%.0f %%", *x*100) },
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	var hashes []string
	for _, css := range []string{pageStyle, svgStyle.FindStringSubmatch(curve)[1]} {
		sum := sha256.Sum256([]byte(css))
		hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	// Ids are unique within a page.
	tornado = strings.NewReplacer(`id="t"`, `id="t2"`, `id="d"`, `id="d2"`, `"t d"`, `"t2 d2"`).Replace(tornado)
	return t.Execute(w, map[string]any{
		"R": r, "Style": template.CSS(pageStyle), "Curve": template.HTML(curve), "Tornado": template.HTML(tornado), //nolint:gosec // escaped where they are drawn
		"Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + strings.Join(hashes, " "),
	})
}

// Amount writes whole units with thousands apart.
func Amount(x float64) string {
	s := fmt.Sprintf("%.0f", x)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
