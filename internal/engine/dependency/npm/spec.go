package npm

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// exact is a version of semver.org; a v or = before it is let pass in package.json.
var exact = regexp.MustCompile(`^\d{1,16}\.\d{1,16}\.\d{1,16}(-[0-9A-Za-z.-]{1,100})?(\+[0-9A-Za-z.-]{1,100})?$`)

// alias reads "npm:other@^1" into the other name and its range.
func alias(name, spec string) (realName, rest string) {
	s, ok := strings.CutPrefix(spec, "npm:")
	if !ok {
		return name, spec
	}
	if at := strings.LastIndexByte(s, '@'); at > 0 {
		return s[:at], s[at+1:]
	}
	if s == "" || s[0] >= '0' && s[0] <= '9' || strings.ContainsAny(s[:1], "^~<>=*") {
		return name, s // berry's "npm:^1"
	}
	return s, ""
}

// isLocal says whether a spec leads into the tree.
func isLocal(spec string) bool {
	for _, p := range []string{"file:", "link:", "portal:", "workspace:", "./", "../", "~/", "/"} {
		if strings.HasPrefix(spec, p) {
			return !strings.HasSuffix(spec, ".tgz") && !strings.HasSuffix(spec, ".tar.gz")
		}
	}
	return false
}

// isAddress says whether a text is where a package comes from and no version.
func isAddress(s string) bool { return strings.ContainsAny(s, ":/") }

// component makes a component of what a lockfile says, without uses.
func (u *unit) component(path string, line int, name, version string) assay.Component {
	c := assay.Component{Ecosystem: assay.NPM, Name: name, Location: inventory.At(path, line)}
	switch {
	case exact.MatchString(version):
		c.Version = version
	case isAddress(version):
		c.Constraint = inventory.Harmless(version)
	default:
		u.problems.Add(path, line, "Have the package manager write the lockfile anew.", "%s has no version: %s is none", document.Quote(name), document.Quote(version))
		c.Constraint = inventory.Harmless(version)
	}
	return c
}

// asked makes a component of a line of package.json that no lockfile resolves.
func asked(at assay.Location, d dependency) assay.Component {
	name, spec := alias(d.name, strings.TrimSpace(d.spec))
	c := assay.Component{Ecosystem: assay.NPM, Name: name, Location: at}
	if v := pinned(spec); v != "" {
		c.Version = v
	} else {
		c.Constraint = inventory.Harmless(spec)
	}
	return c
}

// pinned is the one version that a range allows; empty when it is no such range.
func pinned(spec string) string {
	if v := strings.TrimLeft(spec, "=v "); exact.MatchString(v) {
		return v
	}
	return ""
}
