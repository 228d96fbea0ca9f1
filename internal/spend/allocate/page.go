package allocate

import (
	"crypto/sha256"
	_ "embed" // the page's template
	"encoding/base64"
	"html/template"
	"io"
)

//go:embed page.html.tmpl
var pageTemplate string

// pageStyle is the look of the page.
const pageStyle = `:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#17202c;--soft:#526071;--line:#dfe4ea}` +
	`@media (prefers-color-scheme:dark){:root{--bg:#10151c;--card:#18202a;--ink:#e6ebf2;--soft:#a0adbd;--line:#2c3745}}` +
	`*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}` +
	`main{max-width:1080px;margin:0 auto;padding:32px 24px 48px}section{margin-top:36px}h1{font-size:1.9rem;margin:.2em 0}h2{font-size:1.15rem}h3{font-size:1rem}` +
	`.soft{color:var(--soft)}a{color:inherit}table{border-collapse:collapse;width:100%;background:var(--card)}` +
	`th,td{text-align:left;padding:6px 10px;border-bottom:1px solid var(--line)}.r{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}` +
	`tfoot th,tfoot td{border-bottom:0;border-top:2px solid var(--line);font-weight:600}.scroll{overflow-x:auto}` +
	`@media print{body{background:#fff}section{break-inside:avoid}}`

// WriteHTML writes one page without script: each invoice and how it is charged,
// then a statement for each target. digest is that of the closing; empty for an
// open month.
func (p *Period) WriteHTML(w io.Writer, digest string) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"amount": Text,
		"exact":  Exact,
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(pageStyle))
	return t.Execute(w, map[string]any{
		"P": p, "Digest": digest, "Style": template.CSS(pageStyle),
		"Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'",
	})
}
