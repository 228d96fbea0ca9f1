package npm

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// tarball is the file name of a package's archive: the last part of its name,
// and its version.
var tarball = regexp.MustCompile(`^(.{1,256}?)-v?(\d{1,16}\.\d{1,16}\.\d{1,16}(?:[-+][0-9A-Za-z.+-]{1,200})?)\.(?:tgz|tar\.gz)$`)

// release is what an address leads to. name is empty where only the last part
// of it, base, is told; version where the file's name tells none.
type release struct{ name, base, version string }

// releaseOf reads the address of an archive. Registries and their mirrors write
// …/NAME/-/BASE-VERSION.tgz, some with the scope before the base again, and
// some with "download" for the dash. Elsewhere only the file's name tells.
func releaseOf(address string) (r release, ok bool) {
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?")
	if plain, err := url.PathUnescape(address); err == nil {
		address = plain
	}
	if strings.HasPrefix(address, "git") || isLocal(address) || strings.HasPrefix(address, "file:") || len(address) > 2048 {
		return r, false
	}
	address = path.Clean(address) // as it is before it is fetched
	file := path.Base(address)
	if m := tarball.FindStringSubmatch(file); m != nil {
		r.base, r.version = m[1], m[2]
	}
	for _, mark := range []string{"/-/", "/download/"} {
		at := strings.LastIndex(address, mark)
		if at < 0 || !strings.HasSuffix(file, ".tgz") || strings.Count(address[at+len(mark):], "/") > 1 {
			continue
		}
		scope, base := path.Split(address[:at])
		scope = path.Base(scope)
		name := base
		if strings.HasPrefix(scope, "@") {
			name = scope + "/" + base
		}
		if !inventory.Name(name) || mark == "/download/" && r.base != base {
			continue
		}
		r.name = name
		if rest, ok := strings.CutPrefix(file, base+"-"); ok {
			// A name may itself end like a version: a-1.0.0 of 2.0.0.
			r.base, r.version = base, strings.TrimPrefix(strings.TrimSuffix(rest, ".tgz"), "v")
		} else {
			r.base, r.version = base, ""
		}
		break
	}
	if !exact.MatchString(r.version) {
		r.version = ""
	}
	return r, r.name != "" || r.version != ""
}

const forged = "Find out who changed the lockfile, and have the package manager write it anew."

// fetch holds what a lockfile says of a package against the address that it
// names for it: the package manager installs what the address holds.
func (u *unit) fetch(c *assay.Component, address string, line int) {
	r, ok := releaseOf(address)
	if !ok {
		return
	}
	if r.name == "" {
		if path.Base(c.Name) != r.base {
			return // an archive from elsewhere may be called as it likes
		}
		r.name = c.Name
	}
	told := c.Version
	if told == "" && isAddress(c.Constraint) {
		told = r.version // the address is all that it says
	}
	if r.version == "" {
		r.version = told
	}
	if r.name == c.Name && plainVersion(r.version) == plainVersion(told) {
		if c.Version == "" {
			c.Version = r.version
		}
		return
	}
	u.problems.Add(c.Location.Path, line, forged,
		"the lockfile says %s and fetches %s", strings.TrimSpace(c.Name+" "+told), strings.TrimSpace(r.name+" "+r.version))
	c.Name, c.Version = r.name, r.version
	if c.Version != "" {
		c.Constraint = ""
	}
}

// plainVersion is a version without its build metadata, which archives are not
// told apart by.
func plainVersion(v string) string {
	v, _, _ = strings.Cut(v, "+")
	return strings.ToLower(v)
}
