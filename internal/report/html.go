package report

import (
	"crypto/sha256"
	_ "embed" // the page's template and style
	"encoding/base64"
	"html/template"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

var (
	//go:embed page.html.tmpl
	pageTemplate string
	//go:embed page.css
	pageStyle string
)

// pageBlockers is how many blocking findings get a card of their own.
const pageBlockers = 10

// page is what the template shows. The page is one file without script; its
// policy allows nothing but the style it carries.
type page struct {
	*digest
	Words    verdictWords
	Headline string
	Footer   string
	Style    template.CSS
	Policy   string
	Bar      template.HTML
	Tiles    []tile
	Owners   []ownerRow
	Blockers []pageFinding
	Groups   []pageGroup
	GapRows  []gapRow
	Ignored  []pageFinding
	Steps    []stepRow
	Blocking int // findings that block
	More     int // of them, not among Blockers
	When     string
}

type (
	tile struct {
		Label, Value, Hint, Class string
	}
	pageFinding struct {
		*assay.Finding
		Symbol, Title, Where, Advice string
		Blocks, Old                  bool
	}
	pageGroup struct {
		Severity           assay.Severity
		Symbol, Title      string
		Rule               assay.RuleID
		Explanation, Fix   string
		References         []string
		New, Old, Blocking int
		Findings           []pageFinding
	}
	gapRow struct {
		Scope, Reason, Help string
		Unsupported         bool
		Places              []string
	}
	stepRow struct {
		Stage, Symbol, Took string
		StepResult
	}
)

func writeHTML(w io.Writer, v *View, _ Options) error {
	funcs := template.FuncMap{"facts": facts, "num": thousands, "symbol": severitySymbol, "standing": standing, "place": place}
	t, err := template.New("page").Funcs(funcs).Parse(pageTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, pageOf(digestOf(v)))
}

// Style is the look of our pages, for others to carry.
func Style() string { return pageStyle }

// StylePolicy is the content security policy of a page that carries a style
// and nothing else.
func StylePolicy(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

func pageOf(d *digest) *page {
	p := &page{
		digest: d, Words: d.words(), Headline: d.headline(), Footer: d.footer(),
		Style:  template.CSS(pageStyle), //nolint:gosec // our own file
		Policy: StylePolicy(pageStyle),
		Bar:    severityBar(d.Counts.BySeverity), Tiles: d.tiles(), Owners: d.owners(),
		Groups: d.pageGroups(), GapRows: d.gapRows(), Steps: d.stepRows(),
	}
	p.Blocking = len(d.order)
	for _, i := range d.order[:min(len(d.order), pageBlockers)] {
		p.Blockers = append(p.Blockers, d.pageFinding(i))
	}
	p.More = p.Blocking - len(p.Blockers)
	for i := range d.Findings {
		if d.Findings[i].Suppression != nil {
			p.Ignored = append(p.Ignored, d.pageFinding(i))
		}
	}
	if !d.Run.Started.IsZero() {
		p.When = d.Run.Started.UTC().Format("2 January 2006, 15:04 UTC")
	}
	return p
}

func (d *digest) tiles() []tile {
	blocking := tile{Label: "Blocking", Value: thousands(len(d.order)), Hint: "must go before this ships"}
	if len(d.order) > 0 {
		blocking.Class = "bad"
	}
	gaps := tile{Label: "Not examined", Value: thousands(len(d.Gaps)), Hint: d.scopes()}
	if len(d.Gaps) > 0 {
		gaps.Class = "warn"
	}
	return []tile{
		blocking,
		{Label: "New", Value: thousands(d.Counts.New), Hint: "brought by this change"},
		{Label: "Old", Value: thousands(d.Counts.Old), Hint: "there before it"},
		{Label: "Fixed", Value: thousands(d.Counts.Fixed), Hint: "gone with this change"},
		{Label: "Suppressed", Value: thousands(d.Counts.Suppressed), Hint: "by a comment, a waiver or a VEX document"},
		gaps,
	}
}

func (d *digest) pageFinding(i int) pageFinding {
	f := &d.Findings[i]
	return pageFinding{
		Finding: f, Symbol: severitySymbol(f.Severity), Title: d.title(f.Rule), Where: place(f.Location),
		Advice: d.fix(f), Blocks: d.blocking[i], Old: f.Status == assay.StatusOld,
	}
}

func (d *digest) pageGroups() []pageGroup {
	var out []pageGroup
	for _, g := range d.groups(func(int) bool { return true }) {
		r := d.rules[g.rule]
		row := pageGroup{
			Severity: g.severity, Symbol: severitySymbol(g.severity), Title: d.title(g.rule), Rule: g.rule,
			Explanation: r.Explanation, Fix: r.Fix, New: g.fresh, Old: len(g.findings) - g.fresh, Blocking: g.blocking,
		}
		for _, ref := range r.References {
			if strings.HasPrefix(ref, "https://") {
				row.References = append(row.References, ref)
			}
		}
		for _, i := range g.findings {
			row.Findings = append(row.Findings, d.pageFinding(i))
		}
		out = append(out, row)
	}
	return out
}

func (d *digest) gapRows() []gapRow {
	var out []gapRow
	for _, g := range d.gapGroups() {
		row := gapRow{Scope: string(g.scope), Reason: g.reason, Help: g.help, Unsupported: g.unsupported}
		for _, gap := range g.gaps {
			row.Places = append(row.Places, place(gap.Location))
		}
		out = append(out, row)
	}
	return out
}

func (d *digest) stepRows() []stepRow {
	var out []stepRow
	for _, s := range d.Stages {
		for _, r := range s.Steps {
			row := stepRow{Stage: s.Name, Symbol: stepSymbols[r.State], StepResult: r}
			if took, ok := d.Run.StepSeconds[s.Name+"/"+r.Name]; ok {
				row.Took = seconds(took)
			}
			out = append(out, row)
		}
	}
	return out
}
