package report

import (
	"strings"
	"unicode/utf8"

	"github.com/assay-dev/assay/internal/assay"
)

// paint writes ANSI colours, or nothing at all. It uses the terminal's own
// sixteen colours, so that people's themes keep their contrast.
type paint bool

func (p paint) sgr(code, s string) string {
	if !p || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p paint) bold(s string) string { return p.sgr("1", s) }
func (p paint) dim(s string) string  { return p.sgr("2", s) }
func (p paint) head(s string) string { return p.sgr("1;4", s) }
func (p paint) good(s string) string { return p.sgr("32", s) }
func (p paint) path(s string) string { return p.sgr("36", s) }

func (p paint) outcome(o Outcome, s string) string {
	switch o {
	case Pass:
		return p.sgr("1;32", s)
	case Deny:
		return p.sgr("1;31", s)
	default:
		return p.sgr("1;33", s)
	}
}

func (p paint) severity(s assay.Severity, text string) string {
	switch s {
	case assay.Critical:
		return p.sgr("1;31", text)
	case assay.High:
		return p.sgr("31", text)
	case assay.Medium:
		return p.sgr("33", text)
	case assay.Low:
		return text
	default:
		return p.sgr("2", text)
	}
}

// pad fills s with blanks up to n characters.
func pad(s string, n int) string {
	if k := n - utf8.RuneCountInString(s); k > 0 {
		return s + strings.Repeat(" ", k)
	}
	return s
}

// wrap breaks s at blanks so that no line is longer than width where that is
// possible, and starts every line but the first with indent blanks.
func wrap(s string, width, indent int) string {
	room := width - indent
	if width <= 0 || room < 20 {
		return s
	}
	var b strings.Builder
	used := 0
	for i, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case used+1+n > room:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}

// oneLine folds text of several lines into one.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
