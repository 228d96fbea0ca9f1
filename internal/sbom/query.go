package sbom

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/version"
)

// Query picks components by name and version: "log4j-core < 2.17",
// "org.springframework:* >= 5, < 5.3.18", "pkg:npm/lodash", "lodash = 4.17.20".
type Query struct {
	name      string // in lower case; may hold *
	ecosystem assay.Ecosystem
	bounds    []bound
}

type bound struct{ op, version string }

var operators = []string{"<=", ">=", "!=", "==", "<", ">", "="}

// ParseQuery reads one; errors are of kind fault.Invalid.
func ParseQuery(text string) (Query, error) {
	var q Query
	name, rest := strings.TrimSpace(text), ""
	if i := strings.IndexAny(name, "<>=!"); i >= 0 {
		name, rest = strings.TrimSpace(name[:i]), strings.TrimSpace(name[i:])
	}
	if e, n, v, ok := assay.ParsePURL(name); ok {
		q.ecosystem, name = e, n
		if v != "" {
			q.bounds = append(q.bounds, bound{"=", v})
		}
	} else if n, v, found := strings.Cut(name, " "); found && rest == "" {
		name, rest = n, "= "+strings.TrimSpace(v)
	}
	if name == "" || strings.ContainsAny(name, " \t") {
		return q, fault.New(fault.Invalid, "%q names no component", text).WithHelp(`write it as "log4j-core < 2.17"`)
	}
	q.name = strings.ToLower(name)
	for part := range strings.SplitSeq(rest, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		b, ok := parseBound(part)
		if !ok {
			return q, fault.New(fault.Invalid, "%q is no bound of versions", part).WithHelp(`write it as "< 2.17" or ">= 2.0, < 2.17"`)
		}
		q.bounds = append(q.bounds, b)
	}
	return q, nil
}

func parseBound(text string) (bound, bool) {
	for _, op := range operators {
		if v, ok := strings.CutPrefix(text, op); ok {
			v = strings.TrimSpace(v)
			return bound{op, v}, v != "" && !strings.ContainsAny(v, " <>=!")
		}
	}
	return bound{}, false
}

// Match says whether a component is meant. A component of unknown version
// matches no bound: see Unsure.
func (q Query) Match(c *assay.Component) bool {
	return q.named(c) && (len(q.bounds) == 0 || version.Valid(c.Ecosystem, c.Version) && q.within(c))
}

// Unsure says that the name is meant and the version can't be told.
func (q Query) Unsure(c *assay.Component) bool {
	return q.named(c) && len(q.bounds) > 0 && !version.Valid(c.Ecosystem, c.Version)
}

// named: the whole name, or its last part: the artifact, the end of a module's
// path. A package in a scope of npm is another one than that of the same name.
func (q Query) named(c *assay.Component) bool {
	if q.ecosystem != "" && q.ecosystem != c.Ecosystem {
		return false
	}
	full := strings.ToLower(c.Name)
	last := full
	if c.Ecosystem != assay.NPM {
		last = full[strings.LastIndexAny(full, ":/")+1:]
	}
	for _, n := range []string{full, last} {
		if n == q.name {
			return true
		}
		if strings.Contains(q.name, "*") && glob(q.name, n) {
			return true
		}
	}
	return false
}

// glob matches a pattern in which * stands for any characters.
func glob(pattern, s string) bool {
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(s, parts[0]) {
		return false
	}
	s = s[len(parts[0]):]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(s, p)
		if i < 0 {
			return false
		}
		s = s[i+len(p):]
	}
	return strings.HasSuffix(s, parts[len(parts)-1])
}

func (q Query) within(c *assay.Component) bool {
	for _, b := range q.bounds {
		n := version.Compare(c.Ecosystem, c.Version, b.version)
		ok := map[string]bool{"<": n < 0, "<=": n <= 0, ">": n > 0, ">=": n >= 0, "!=": n != 0, "=": n == 0, "==": n == 0}[b.op]
		if !ok {
			return false
		}
	}
	return true
}
