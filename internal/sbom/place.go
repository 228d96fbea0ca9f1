package sbom

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

func itoa(n int) string { return strconv.Itoa(n) }

// quote puts a path that could be misread in quotes.
func quote(s string) string {
	if s == "" || strings.ContainsAny(s, " :\"\n\\") {
		return strconv.Quote(s)
	}
	return s
}

// place is where a component is named, and in which project.
type place struct {
	path string
	line int
	root string
	use  assay.Use
}

// places reads what sourceInfo wrote; lines of other tools are passed over.
func places(info string) []place {
	var out []place
	for line := range strings.Lines(info) {
		rest := strings.TrimRight(line, "\n")
		path, rest, ok := unquote(rest)
		if !ok {
			continue
		}
		p := place{path: path}
		if n, tail, found := strings.Cut(rest, " in "); found {
			p.line, _ = strconv.Atoi(strings.TrimPrefix(n, ":")) // no line is 0
			rest = tail
		}
		if p.root, rest, ok = unquote(rest); !ok {
			continue
		}
		if use, found := strings.CutPrefix(rest, " as "); found {
			p.use = useOf(use)
			out = append(out, p)
		}
	}
	return out
}

// unquote takes a path off the front.
func unquote(s string) (path, rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		q, err := strconv.QuotedPrefix(s)
		if err != nil {
			return "", "", false
		}
		path, err = strconv.Unquote(q)
		return path, s[len(q):], err == nil
	}
	end := strings.IndexAny(s, ": ")
	if end <= 0 {
		return "", "", false
	}
	return s[:end], s[end:], true
}
