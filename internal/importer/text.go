package importer

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// line makes one line of a text: redacted, white space joined, bounded.
func (b *builder) line(s string, limit int) string {
	s = cut(s, 4*limit)
	return b.intern(cut(b.cleaner.clean(joinSpace(s)), limit))
}

// prose keeps line breaks.
func (b *builder) prose(s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(cut(s, 2*maxProse), "\r\n", "\n"))
	return b.intern(cut(b.cleaner.clean(s), maxProse))
}

// word is a name: of a rule, a component, a resource. What has the very form of
// a secret goes; the rest stays as it is, for "secrets:S6290" is none.
func (b *builder) word(s string, limit int) string {
	return b.intern(cut(scrubName(joinSpace(cut(s, 4*limit))), limit))
}

// cut bounds a text in bytes without breaking a character.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.Clone(strings.ToValidUTF8(s[:limit], "")) // let go of the rest
}

// joinSpace makes every run of white space one space and trims.
func joinSpace(s string) string {
	clean := true
	for i := range len(s) {
		c := s[i]
		if c == '\n' || c == '\r' || c == '\t' || c >= utf8.RuneSelf || c == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' ') {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}

// plain makes text of simple HTML: tags go, paragraphs become lines.
func plain(s string) string {
	s = cut(s, 4*maxProse)
	if !strings.ContainsAny(s, "<&") {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	for s != "" {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			break
		}
		b.WriteString(s[:open])
		end := strings.IndexByte(s[open:], '>')
		if end < 0 || !isTag(s[open+1:open+end]) {
			b.WriteByte('<')
			s = s[open+1:]
			continue
		}
		b.WriteString(breakOf(s[open+1 : open+end]))
		s = s[open+end+1:]
	}
	b.WriteString(s)
	return strings.TrimSpace(html.UnescapeString(b.String()))
}

func isTag(s string) bool {
	s = strings.TrimPrefix(s, "/")
	return s != "" && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

// breakOf is what a tag leaves behind.
func breakOf(tag string) string {
	name, _, _ := strings.Cut(strings.ToLower(strings.Trim(tag, "/ ")), " ")
	switch name {
	case "p", "br", "li", "ul", "ol", "div", "pre", "tr", "h1", "h2", "h3", "h4":
		return "\n"
	}
	return ""
}

// plural is a number of entries.
func plural(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return strconv.Itoa(n) + " entries"
}
