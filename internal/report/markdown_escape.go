package report

import (
	"fmt"
	"strings"
	"unicode"
)

// mdActive are the characters that Markdown, HTML or a forge may act upon.
const mdActive = "\\`*_{}[]()<>#+-.!|@&~:/\"'=^$%"

// mdRefs start a reference on some forge (@user, #12, !12, $3, ~label, %release, &epic).
const mdRefs = "@#!$~%&"

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
		case r < 0x80 && strings.ContainsRune(mdActive, r):
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
