package units

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/chart"
)

// Sizes of the chart, in pixels, and how many series it has room for.
const (
	panelHigh  = 150
	panelBlock = panelHigh + 92
	mostPanels = 20
)

var chartStyle = chart.Style(
	`.l{fill:none;stroke:#2f6f9f;stroke-width:2.5}.p{fill:#2f6f9f}.e{fill:#fff;stroke:#2f6f9f;stroke-width:2}.g{stroke:#dfe4ea}.d{stroke:#c66a5a;stroke-dasharray:4 3}`,
	`.e{fill:#10151c}.g{stroke:#2c3745}`)

// SVG draws what one costs, month by month, a panel for each service, metric and
// currency: months that are not known are gaps, estimates are hollow. Deploys are
// dashed lines where their service has a panel.
func SVG(rows []Row, deploys []assay.Deploy) string {
	var panels [][]Row
	for i := range rows {
		n := len(panels) - 1
		if n >= 0 && panels[n][0].Service == rows[i].Service && panels[n][0].Metric == rows[i].Metric && panels[n][0].Currency == rows[i].Currency {
			panels[n] = append(panels[n], rows[i])
			continue
		}
		panels = append(panels, []Row{rows[i]})
	}
	note := "cost of one, by month"
	if len(deploys) > 0 {
		note += "; dashed: deploys"
	}
	if len(panels) > mostPanels {
		note += fmt.Sprintf("; the first %d of %d", mostPanels, len(panels))
		panels = panels[:mostPanels]
	}
	var b strings.Builder
	b.WriteString(chart.Open(chart.Width, 30+panelBlock*max(len(panels), 1), note, chartStyle))
	fmt.Fprintf(&b, `<text class="n" x="0" y="16">%s</text>`+"\n", note)
	for i, p := range panels {
		panel(&b, p, deploys, 30+i*panelBlock)
	}
	return b.String() + "</svg>\n"
}

// panel draws a series from y downwards.
func panel(b *strings.Builder, rows []Row, deploys []assay.Deploy, top int) {
	first := &rows[0]
	name := first.Service
	if name == "" {
		name = "all"
	}
	most := money.Number{}
	for i := range rows {
		if n := rows[i].CostPer; n != nil && n.GreaterThan(most) {
			most = *n
		}
	}
	fmt.Fprintf(b, `<text x="0" y="%d">%s</text>`+"\n", top+16, chart.Text(chart.Cut(name+" · "+first.Metric+" · "+first.Currency, 110)))
	base := float64(top + 52 + panelHigh)
	fmt.Fprintf(b, `<path class="g" d="M0 %.1fH%d"/>`+"\n", base, chart.Width)
	width := float64(chart.Width) / float64(len(rows))
	at := map[assay.Month]int{}
	for i := range rows {
		at[rows[i].Month] = i
	}
	drawn := map[int64]bool{} // days
	for _, d := range deploys {
		i, ok := at[assay.MonthOf(d.At)]
		if !ok || string(d.Service) != first.Service || drawn[dayOf(d.At)] {
			continue
		}
		drawn[dayOf(d.At)] = true
		x := (float64(i) + (float64(d.At.UTC().Day())-0.5)/float64(lengthOf(rows[i].Month))) * width
		title := strings.Join(strings.Fields("deployed on "+d.At.UTC().Format("2006-01-02")+" "+d.Commit+" "+d.Ticket), " ")
		fmt.Fprintf(b, `<path class="d" d="M%.1f %.1fV%.1f"><title>%s</title></path>`+"\n", x, base-panelHigh, base, chart.Text(title))
	}
	var line strings.Builder
	pen := "M"
	for i := range rows {
		r := &rows[i]
		x := (float64(i) + 0.5) * width
		if len(rows) <= 16 || i%(len(rows)/12+1) == 0 {
			fmt.Fprintf(b, `<text class="n" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", x, base+18, r.Month)
		}
		if r.CostPer == nil {
			pen = "M"
			continue
		}
		y := base
		if most.IsPositive() && r.CostPer.IsPositive() {
			y -= r.CostPer.Div(most).InexactFloat64() * panelHigh
		}
		fmt.Fprintf(&line, "%s%.1f %.1f", pen, x, y)
		pen = "L"
		class := "p"
		if r.Estimated {
			class = "e"
		}
		fmt.Fprintf(b, `<circle class="%s" cx="%.1f" cy="%.1f" r="4"><title>%s: %s</title></circle>`+"\n", class, x, y, r.Month, chart.Text(One(*r.CostPer)))
		if len(rows) <= 16 {
			fmt.Fprintf(b, `<text class="n" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", x, y-8, One(*r.CostPer))
		}
	}
	if line.Len() > 0 {
		fmt.Fprintf(b, `<path class="l" d="%s"/>`+"\n", line.String())
	}
}

// One writes what one costs for people: to the cent from a hundred, else to five places.
func One(n money.Number) string {
	if n.Abs().GreaterThanOrEqual(money.NumberOf(100)) {
		return money.Grouped(n, 2)
	}
	return money.Grouped(n, 5)
}
