package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// mdActive are the characters that Markdown, HTML or a forge may act upon
// wherever they stand; mdLeading act only at the beginning of a text.
const (
	mdActive  = "\\`*_{}[]()<>#!|@&~$"
	mdLeading = "-+="
)

// mdRefs start a reference on some forge (@user, #12, !12, $3, ~label, %release, &epic).
const mdRefs = "@#!$~%&"

// MarkdownText makes text of unknown origin inert for Markdown, on one line.
func MarkdownText(s string) string { return mdText(Escape(s)) }

// mdText makes text inert for Markdown. Characters that could act become
// numeric entities, which never open a structure; what a forge looks for after
// rendering (mentions, references, bare addresses) is broken by an invisible
// word joiner.
func mdText(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case r == '\n' || r == '\t':
			b.WriteByte(' ')
		case r < 0x80 && active(runes, i):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
		if i+1 < len(runes) && opensReference(runes, i) {
			b.WriteString("&#8288;")
		}
	}
	return b.String()
}

// active also knows "1." at the beginning, which would open a list.
func active(s []rune, i int) bool {
	switch {
	case strings.ContainsRune(mdActive, s[i]):
		return true
	case i == 0:
		return strings.ContainsRune(mdLeading, s[i])
	default:
		return s[i] == '.' && i < 10 && !slices.ContainsFunc(s[:i], func(r rune) bool { return r < '0' || r > '9' })
	}
}

func opensReference(s []rune, i int) bool {
	next := s[i+1]
	switch {
	case strings.ContainsRune(mdRefs, s[i]):
		return unicode.IsLetter(next) || unicode.IsDigit(next) || next == '"'
	case s[i] == ':':
		return next == '/'
	case s[i] == 'w' || s[i] == 'W':
		return next == '.'
	default:
		return false
	}
}

// mdCode shows text as code. The element is written in HTML because a span of
// backquotes cannot hold entities.
func mdCode(s string) string { return "<code>" + mdText(s) + "</code>" }
