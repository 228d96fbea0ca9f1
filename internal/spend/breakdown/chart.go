package breakdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/chart"
)

// Sizes of the chart, in pixels.
const (
	barHeight   = 26
	labelWidth  = 300
	mostBars    = 20
	columnsHigh = 300
	mostStacks  = 7
)

// SVG draws effective cost: columns by month, stacked by the next key, when the
// first key is a time; else bars. It draws the currency with the most rows and
// says which it leaves out.
func (r *Report) SVG() string {
	currency, others := r.mainCurrency()
	rows := slices.DeleteFunc(slices.Clone(r.Rows), func(row lake.Row) bool { return row.Currency != currency })
	note := "effective cost, " + currency
	if len(others) > 0 {
		note += "; not drawn: " + strings.Join(others, ", ")
	}
	if len(r.Keys) > 0 && isTime(r.Keys[0]) {
		return r.stacks(rows, note)
	}
	return r.bars(rows, note)
}

func (r *Report) mainCurrency() (string, []string) {
	var main Total
	var others []string
	totals := r.Totals()
	for _, t := range totals {
		if t.Lines > main.Lines {
			main = t
		}
	}
	for _, t := range totals {
		if t.Currency != main.Currency {
			others = append(others, t.Currency)
		}
	}
	return main.Currency, others
}

var chartStyle = chart.Style(`.c0{fill:#2f6f9f}.c1{fill:#5aa897}.c2{fill:#d59a3a}.c3{fill:#8a6fb0}.c4{fill:#c66a5a}.c5{fill:#7c93a8}.c6{fill:#a8b86a}.c7{fill:#c3ccd5}`, "")

func label(values []string) string {
	out := slices.Clone(values)
	for i := range out {
		if out[i] == "" {
			out[i] = "–"
		}
	}
	return strings.Join(out, " · ")
}

// share is a part of a largest amount, between 0 and 1; what is negative has none.
func share(part, most money.Number) float64 {
	if !part.IsPositive() || !most.IsPositive() {
		return 0
	}
	return part.Div(most).InexactFloat64()
}

func (r *Report) bars(rows []lake.Row, note string) string {
	sums := merge(rows, func(row lake.Row) string { return label(row.Values) })
	shown := sums[:min(len(sums), mostBars)]
	if len(sums) > len(shown) {
		note += fmt.Sprintf("; the %d largest of %d", len(shown), len(sums))
	}
	height := len(shown)*barHeight + 40
	var b strings.Builder
	b.WriteString(chart.Open(chart.Width, height, note, chartStyle))
	fmt.Fprintf(&b, `<text class="n" x="0" y="16">%s</text>`+"\n", chart.Text(note))
	for i, s := range shown {
		y := 30 + i*barHeight
		width := share(s.sum, shown[0].sum) * (chart.Width - labelWidth - 140)
		fmt.Fprintf(&b, `<text x="0" y="%d">%s</text><rect class="c0" x="%d" y="%d" width="%.1f" height="%d" rx="2"><title>%s: %s</title></rect><text class="n" x="%.1f" y="%d">%s</text>`+"\n",
			y+16, chart.Text(chart.Cut(s.name, 40)), labelWidth, y+3, width, barHeight-8, chart.Text(s.name), money.Grouped(s.sum, 2), float64(labelWidth)+width+8, y+16, money.Grouped(s.sum, 2))
	}
	return b.String() + "</svg>\n"
}

// sum is a name and what it comes to.
type sum struct {
	name string
	sum  money.Number
}

// merge adds rows of one name up, the largest first.
func merge(rows []lake.Row, name func(lake.Row) string) []sum {
	at := map[string]int{}
	var out []sum
	for _, row := range rows {
		n := name(row)
		i, ok := at[n]
		if !ok {
			i = len(out)
			at[n], out = i, append(out, sum{name: n})
		}
		out[i].sum = out[i].sum.Add(row.Effective)
	}
	slices.SortStableFunc(out, func(a, b sum) int {
		if c := b.sum.Cmp(a.sum); c != 0 {
			return c
		}
		return strings.Compare(a.name, b.name)
	})
	return out
}

func (r *Report) stacks(rows []lake.Row, note string) string {
	rest := func(row lake.Row) string { return label(row.Values[1:]) }
	if len(r.Keys) == 1 {
		rest = func(lake.Row) string { return "all" }
	}
	parts := merge(rows, rest)
	colour := map[string]int{}
	for i, p := range parts {
		colour[p.name] = min(i, mostStacks)
	}
	cells := map[string]*[mostStacks + 1]money.Number{}
	var times []string
	most := money.Number{}
	for _, row := range rows {
		t := row.Values[0]
		if cells[t] == nil {
			cells[t] = &[mostStacks + 1]money.Number{}
			times = append(times, t)
		}
		c := cells[t]
		c[colour[rest(row)]] = c[colour[rest(row)]].Add(row.Effective)
	}
	slices.Sort(times)
	for _, t := range times {
		total := money.Number{}
		for _, n := range cells[t] {
			if n.IsPositive() {
				total = total.Add(n)
			}
		}
		if total.GreaterThan(most) {
			most = total
		}
	}
	height := columnsHigh + 70 + 20*min(len(parts), mostStacks+1)
	var b strings.Builder
	b.WriteString(chart.Open(chart.Width, height, note, chartStyle))
	fmt.Fprintf(&b, `<text class="n" x="0" y="16">%s</text><text class="n" x="%d" y="16" text-anchor="end">highest %s</text>`+"\n", chart.Text(note), chart.Width, money.Grouped(most, 0))
	width := float64(chart.Width) / float64(max(len(times), 1))
	for i, t := range times {
		y := float64(columnsHigh + 30)
		for c, n := range cells[t] {
			h := share(n, most) * columnsHigh
			if h == 0 {
				continue
			}
			y -= h
			fmt.Fprintf(&b, `<rect class="c%d" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s %s: %s</title></rect>`+"\n", c, float64(i)*width+width*0.1, y, width*0.8, h, chart.Text(t), chart.Text(nameOf(parts, c)), money.Grouped(n, 2))
		}
		if len(times) <= 16 || i%(len(times)/12+1) == 0 {
			fmt.Fprintf(&b, `<text class="n" x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", (float64(i)+0.5)*width, columnsHigh+48, chart.Text(t))
		}
	}
	for c := range min(len(parts), mostStacks+1) {
		y := columnsHigh + 70 + c*20
		fmt.Fprintf(&b, `<rect class="c%d" x="0" y="%d" width="12" height="12" rx="2"/><text x="20" y="%d">%s</text>`+"\n", c, y-11, y, chart.Text(chart.Cut(nameOf(parts, c), 90)))
	}
	return b.String() + "</svg>\n"
}

// nameOf is what a colour stands for.
func nameOf(parts []sum, c int) string {
	if c == mostStacks && len(parts) > mostStacks+1 {
		return fmt.Sprintf("%d others", len(parts)-mostStacks)
	}
	return parts[c].name
}
