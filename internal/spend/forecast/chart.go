package forecast

import (
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/chart"
)

var chartStyle = chart.Style(`.a{fill:#2f6f9f}.f{fill:#2f6f9f;fill-opacity:.35;stroke:#2f6f9f;stroke-dasharray:4 3}.i{stroke:#24303e;stroke-width:2;fill:none}`, `.i{stroke:#e3e9ef}`)

// chartHigh is how high a column may be, in pixels.
const chartHigh = 260

// SVG draws a chart for each currency: whole months that were paid, and those to
// come, dashed, with their interval.
func (r *Report) SVG() string {
	var b strings.Builder
	block := chartHigh + 90
	title := "Forecast of " + r.Cost + " cost"
	b.WriteString(chart.Open(chart.Width, block*max(len(r.Totals), 1), title, chartStyle))
	for i := range r.Totals {
		r.Totals[i].draw(&b, i*block, r.Cost)
	}
	return b.String() + "</svg>\n"
}

func (t *Total) draw(b *strings.Builder, top int, cost string) {
	most := 0.0
	for _, h := range t.History {
		most = max(most, h.Cost)
	}
	for _, m := range t.Months {
		most = max(most, m.High)
	}
	if most == 0 {
		most = 1
	}
	base := float64(top + chartHigh + 40)
	y := func(x float64) float64 { return base - max(x, 0)/most*chartHigh }
	note := fmt.Sprintf("%s cost, %s; days to %s; lines are where four of five months end", cost, t.Currency, t.AsOf.Format("2006-01-02"))
	if t.Error != nil {
		note += fmt.Sprintf("; off by %.1f %% on average in %d months tried", 100*t.Error.MAPE, t.Error.Months)
	}
	fmt.Fprintf(b, `<text class="n" x="0" y="%d">%s</text>`+"\n", top+16, chart.Text(note))
	width := float64(chart.Width) / float64(len(t.History)+len(t.Months))
	column := func(i int, month, class string, from, to float64, title string) {
		x := float64(i) * width
		if to > from {
			fmt.Fprintf(b, `<rect class="%s" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s</title></rect>`+"\n", class, x+width*0.12, y(to), width*0.76, y(from)-y(to), chart.Text(title))
		}
		fmt.Fprintf(b, `<text class="n" x="%.1f" y="%.0f" text-anchor="middle">%s</text>`+"\n", x+width/2, base+18, month[2:])
	}
	for i, h := range t.History {
		column(i, string(h.Month), "a", 0, h.Cost, string(h.Month)+": "+Grouped(h.Cost))
	}
	for i, m := range t.Months {
		k := len(t.History) + i
		title := fmt.Sprintf("%s: %s, between %s and %s", m.Month, Grouped(m.Mid), Grouped(m.Low), Grouped(m.High))
		if m.Actual > 0 {
			column(k, string(m.Month), "a", 0, m.Actual, title)
		}
		column(k, string(m.Month), "f", max(m.Actual, 0), m.Mid, title)
		x := (float64(k) + 0.5) * width
		fmt.Fprintf(b, `<path class="i" d="M%.1f %.1fV%.1fM%.1f %.1fh12M%.1f %.1fh12"/>`+"\n", x, y(m.Low), y(m.High), x-6, y(m.Low), x-6, y(m.High))
		fmt.Fprintf(b, `<text class="n" x="%.1f" y="%.1f" text-anchor="middle">%s</text>`+"\n", x, y(m.High)-6, Grouped(m.Mid))
	}
}

// Grouped writes an amount of a forecast for people, in whole units from a hundred.
func Grouped(x float64) string {
	n, err := money.ParseNumber(text(x))
	if err != nil {
		return text(x)
	}
	if x >= 100 || x <= -100 {
		return money.Grouped(n, 0)
	}
	return money.Grouped(n, 2)
}
