// Package chart is what the charts of cost have in common: their frame, letters and
// colours, light and dark.
//
//	b.WriteString(chart.Open(chart.Width, height, title, chart.Style(classes, dark)))
//	… elements, of the classes n for small text and those given …
//	b.WriteString("</svg>\n")
package chart

import (
	"fmt"
	"html"
	"strings"
)

// Width is that of every chart, in pixels.
const Width = 960

// Style is the style of a chart: text, what classes adds to it, and what dark changes
// where people read light on dark.
func Style(classes, dark string) string {
	return "<style>text{font:13px system-ui,sans-serif;fill:#24303e}text.n{fill:#5b6875;font-size:12px}\n" + classes +
		"\n@media(prefers-color-scheme:dark){text{fill:#e3e9ef}text.n{fill:#9fb0bf}" + dark + "}</style>"
}

// Open begins an SVG with a title that is read aloud.
func Open(width, height int, title, style string) string {
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">%s`, width, height, Text(title), style) + "\n"
}

// Text is a text that XML takes: escaped, and without control characters.
func Text(s string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 || r == 0xfffe || r == 0xffff {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD")))
}

// Cut shortens a label to n characters.
func Cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
