package importer

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// place cleans a location. A number that makes no sense counts as unknown.
// A path that leaves the examined folder is no place in it: see outside.
func (b *builder) place(l assay.Location) assay.Location {
	if b.outside(l) != "" {
		l.Path, l.Start, l.End = "", assay.Position{}, assay.Position{}
	}
	l.Path = b.path(l.Path)
	for _, p := range []*int{&l.Start.Line, &l.Start.Column, &l.End.Line, &l.End.Column} {
		if *p < 0 || *p > 1<<30 {
			*p = 0
		}
	}
	if l.Start.Line == 0 {
		l.Start, l.End = assay.Position{}, assay.Position{}
	}
	if l.End.Line < l.Start.Line {
		l.End = assay.Position{}
	}
	l.URL = b.address(l.URL)
	for _, p := range []*string{&l.Resource, &l.Commit, &l.Component, &l.Method, &l.Parameter} {
		*p = b.word(*p, maxName)
	}
	return l
}

// outside is the path of a location above the examined folder, which is for
// people to read and for nobody to look up; empty for others.
func (b *builder) outside(l assay.Location) string {
	if !strings.Contains(l.Path, "..") {
		return ""
	}
	if p := cut(relative(l.Path, b.o.Root), maxName); p == ".." || strings.HasPrefix(p, "../") {
		return p
	}
	return ""
}

// reported adds to a text where it was reported, if that is outside.
func (b *builder) reported(s, outside string) string {
	if outside == "" {
		return s
	}
	return b.line(strings.TrimSpace(cut(s, maxMessage-2*maxName)+" (reported at "+outside+")"), maxMessage)
}

func (b *builder) path(p string) string {
	if p == "" {
		return ""
	}
	return b.intern(cut(relative(p, b.o.Root), maxName))
}

var drive = regexp.MustCompile(`^/?[A-Za-z]:[/\\]`)

// relative writes a path with slashes, cleaned, without the root. What lies
// outside stays visible as such ("../x", "/etc/passwd").
func relative(p, root string) string {
	p, root = slashed(p), slashed(root)
	if root != "" && root != "/" {
		if rest, ok := strings.CutPrefix(p, root); ok && (rest == "" || rest[0] == '/') {
			p = strings.TrimLeft(rest, "/")
		}
	}
	if p == "." {
		return ""
	}
	return p
}

func slashed(p string) string {
	p = strings.TrimSpace(p)
	if p == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(p, "file:"); ok {
		if p = unescaped(strings.TrimPrefix(rest, "//localhost")); strings.HasPrefix(p, "/") {
			p = "/" + strings.TrimLeft(p, "/")
		}
	}
	if strings.Contains(p, `\`) && (!strings.Contains(p, "/") || drive.MatchString(p) || strings.HasPrefix(p, `\\`)) {
		p = strings.ReplaceAll(strings.TrimPrefix(p, `\\?\`), `\`, "/")
	}
	if drive.MatchString(p) {
		p = strings.TrimPrefix(p, "/")
	}
	return path.Clean(p)
}

// unescaped decodes percent signs where they decode.
func unescaped(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	if out, err := url.PathUnescape(s); err == nil {
		return out
	}
	return s
}

func isURL(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	switch strings.ToLower(scheme) {
	case "http", "https", "ws", "wss":
		return ok
	}
	return false
}

var pathParameter = regexp.MustCompile(`;([A-Za-z_]+)=[^/;?]*`)

// address keeps of a URL what says where: scheme, host, path, and the names in
// the query. Values, passwords and the fragment go.
func (b *builder) address(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	s, _, _ = strings.Cut(cut(s, 8*maxName), "#")
	base, query, asked := strings.Cut(s, "?")
	base = pathParameter.ReplaceAllString(withoutUser(base), ";$1="+redacted)
	if asked {
		base += "?" + onlyNames(query)
	}
	return b.word(base, maxName)
}

func withoutUser(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return s
	}
	host, tail := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		host, tail = rest[:i], rest[i:]
	}
	return scheme + "://" + host[strings.LastIndexByte(host, '@')+1:] + tail
}

var plainName = regexp.MustCompile(`^[A-Za-z_][\w.\[\]-]{0,31}$`)

// onlyNames keeps the names of a query. A part without an equals sign may be a
// value as well as a name: it stays only when it looks like a name.
func onlyNames(query string) string {
	if query == "" {
		return ""
	}
	parts := strings.Split(query, "&")
	for i, p := range parts[:min(len(parts), maxList)] {
		name, _, valued := strings.Cut(p, "=")
		switch {
		case valued && len(name) <= 100:
			parts[i] = name + "=" + redacted
		case !plainName.MatchString(p):
			parts[i] = redacted
		}
	}
	return strings.Join(parts[:min(len(parts), maxList)], "&")
}

// names writes the parameters of a purl's or URL's query away.
func bare(purl string) string {
	purl, _, _ = strings.Cut(purl, "#")
	purl, _, _ = strings.Cut(purl, "?")
	return purl
}
