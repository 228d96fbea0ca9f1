package risk

import (
	"fmt"
	"math"
	"strings"
)

// The size of a chart, in its own units.
const (
	chartWidth  = 720
	chartHeight = 360
	marginLeft  = 64
	marginRight = 24
	marginTop   = 40
	marginFoot  = 48
)

// style is the look of both charts, in light and in dark.
const style = `<style>text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:#17202c}.t{font-weight:600;font-size:15px}.s{fill:#526071}` +
	`.g{stroke:#dfe4ea;stroke-width:1}.l{fill:none;stroke:#0b57b0;stroke-width:2.5}.a{fill:#0b57b0;fill-opacity:.08}.m{stroke:#b3202c;stroke-width:1.5;stroke-dasharray:5 4}` +
	`.lo{fill:#4d8fd6}.hi{fill:#e0622a}.bg{fill:#fff}` +
	`@media (prefers-color-scheme:dark){text{fill:#e6ebf2}.s{fill:#a0adbd}.g{stroke:#2c3745}.l{stroke:#86b8ff}.a{fill:#86b8ff}.m{stroke:#ff8f92}.bg{fill:#10151c}}</style>`

// CurveSVG draws the loss-exceedance curve: how likely a year loses more than an
// amount, on a logarithmic scale, with the expected loss.
func (r *Report) CurveSVG() []byte {
	var b strings.Builder
	open(&b, chartWidth, chartHeight, "Loss exceedance", "Chance that a year's loss is above an amount. "+r.sentence())
	fmt.Fprintf(&b, `<text class="t" x="%d" y="22">How likely a year loses more than …</text>`, marginLeft)
	if len(r.Curve) == 0 {
		fmt.Fprintf(&b, `<text class="s" x="%d" y="80">No year of %d lost anything.</text></svg>`, marginLeft, r.Years)
		return []byte(b.String() + "\n")
	}
	low, high := math.Floor(math.Log10(r.Curve[0].Loss)), math.Ceil(math.Log10(r.Curve[len(r.Curve)-1].Loss))
	if high <= low {
		high = low + 1
	}
	x := func(loss float64) float64 {
		return marginLeft + (math.Log10(loss)-low)/(high-low)*(chartWidth-marginLeft-marginRight)
	}
	top := math.Ceil(r.Curve[0].Chance*10) / 10
	y := func(p float64) float64 { return marginTop + (1-p/top)*(chartHeight-marginTop-marginFoot) }
	for i := range 6 {
		p := top * float64(i) / 5
		fmt.Fprintf(&b, `<line class="g" x1="%d" x2="%d" y1="%.1f" y2="%.1f"/><text class="s" x="%d" y="%.1f" text-anchor="end">%.0f %%</text>`,
			marginLeft, chartWidth-marginRight, y(p), y(p), marginLeft-8, y(p)+4, p*100)
	}
	for e := low; e <= high; e++ {
		at := x(math.Pow(10, e))
		fmt.Fprintf(&b, `<line class="g" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/><text class="s" x="%.1f" y="%d" text-anchor="middle">%s</text>`,
			at, at, marginTop, chartHeight-marginFoot, at, chartHeight-marginFoot+20, short(math.Pow(10, e)))
	}
	var line strings.Builder
	for i, p := range r.Curve {
		fmt.Fprintf(&line, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], x(p.Loss), y(p.Chance))
	}
	base := chartHeight - marginFoot
	fmt.Fprintf(&b, `<path class="a" d="%sL%.1f %dL%.1f %dZ"/><path class="l" d="%s"/>`,
		line.String(), x(r.Curve[len(r.Curve)-1].Loss), base, x(r.Curve[0].Loss), base, line.String())
	if r.Expected > math.Pow(10, low) && r.Expected < math.Pow(10, high) {
		fmt.Fprintf(&b, `<line class="m" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/><text x="%.1f" y="%d">expected %s</text>`,
			x(r.Expected), x(r.Expected), marginTop, base, x(r.Expected)+6, marginTop+14, short(r.Expected))
	}
	fmt.Fprintf(&b, `<text class="s" x="%d" y="%d" text-anchor="end">%s a year</text></svg>`, chartWidth-marginRight, chartHeight-8, r.Currency)
	return []byte(b.String() + "\n")
}

// TornadoSVG draws how far the expected loss moves with each assumption.
func (r *Report) TornadoSVG() []byte {
	const row, left = 28, 300
	height := marginTop + row*len(r.Tornado) + marginFoot
	var b strings.Builder
	open(&b, chartWidth, height, "What the assumptions matter", "Expected loss with each assumption at its low and its high end.")
	fmt.Fprintf(&b, `<text class="t" x="16" y="22">What each assumption matters</text>`)
	most := r.Expected
	for _, s := range r.Tornado {
		most = max(most, s.Low, s.High)
	}
	if most == 0 {
		b.WriteString(`<text class="s" x="16" y="64">Nothing is expected to be lost.</text></svg>`)
		return []byte(b.String() + "\n")
	}
	x := func(v float64) float64 { return left + v/most*(chartWidth-left-marginRight) }
	for i, s := range r.Tornado {
		y := marginTop + row*i
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, left-10, y+15, escape(cut(s.Assumption, 42)))
		for _, end := range []struct {
			class string
			v     float64
		}{{"lo", s.Low}, {"hi", s.High}} {
			from, to := min(x(end.v), x(r.Expected)), max(x(end.v), x(r.Expected))
			fmt.Fprintf(&b, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="18" rx="2"/>`, end.class, from, y+2, to-from)
		}
	}
	base := marginTop + row*len(r.Tornado)
	fmt.Fprintf(&b, `<line class="m" x1="%.1f" x2="%.1f" y1="%d" y2="%d"/><text x="%.1f" y="%d" text-anchor="middle">%s</text>`,
		x(r.Expected), x(r.Expected), marginTop-4, base+4, x(r.Expected), base+22, short(r.Expected))
	fmt.Fprintf(&b, `<text class="s" x="%d" y="%d" text-anchor="end">%s a year</text></svg>`, chartWidth-marginRight, height-8, r.Currency)
	return []byte(b.String() + "\n")
}

func open(b *strings.Builder, width, height int, title, about string) {
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-labelledby="t d"><title id="t">%s</title><desc id="d">%s</desc>%s<rect class="bg" width="%d" height="%d"/>`,
		width, height, width, height, escape(title), escape(about), style, width, height)
}

// sentence says the whole in words, for who can't see the chart.
func (r *Report) sentence() string {
	return fmt.Sprintf("Expected %s %s a year; one year in ten loses more than %s, one in a hundred more than %s.",
		short(r.Expected), r.Currency, short(r.Quantiles.P90), short(r.Quantiles.P99))
}

var escapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// escape makes a text of unknown origin fit for XML.
func escape(s string) string {
	s = strings.Map(func(c rune) rune {
		if c < ' ' || c == 0xFFFE || c == 0xFFFF {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
	return escapes.Replace(s)
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
