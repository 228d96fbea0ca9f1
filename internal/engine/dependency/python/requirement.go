package python

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// requirement is what one line asks for (PEP 508).
type requirement struct {
	name    string // normal form
	version string // when exactly one is asked for
	// constraint is what else was asked for: a range, an address.
	constraint string
	// local says that it is in the tree.
	local bool
	// extras are further parts of the package that are asked for.
	extras []string
	use    assay.Use
	at     assay.Location
}

var (
	// named is name[extras], with what follows.
	named = regexp.MustCompile(`^([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)\s*(?:\[([^\]]{0,500})\])?\s*(.*)$`)
	// pinned is == or === with a version of PEP 440, without a star.
	pinned = regexp.MustCompile(`^\(?\s*={2,3}\s*(v?\d[0-9A-Za-z.+!_-]{0,100})\s*\)?$`)
	// pepVersion is a version of PEP 440, loosely.
	pepVersion = regexp.MustCompile(`^v?\d[0-9A-Za-z.+!_-]{0,100}$`)
	// egg names the package that an address leads to.
	egg = regexp.MustCompile(`[#&]egg=([A-Za-z0-9._-]{1,200})`)
	// archive is the file name of a wheel or of a source archive.
	archive = regexp.MustCompile(`^([A-Za-z0-9._]{1,200}?)-(\d[0-9A-Za-z.+!_]{0,100})(?:-[^/]{0,200}\.whl|\.tar\.gz|\.zip|\.tar\.bz2)$`)
)

// parse reads one requirement without its comment; ok is false for what is none.
func parse(text string) (r requirement, ok bool) {
	text = strings.TrimSpace(text)
	if isPath(text) || isAddress(text) {
		return fromAddress("", text)
	}
	m := named.FindStringSubmatch(text)
	if m == nil {
		return r, false
	}
	name, rest := m[1], m[3]
	if address, ok := strings.CutPrefix(rest, "@"); ok {
		r, ok = fromAddress(name, strings.TrimSpace(address))
		r.extras = list(m[2])
		return r, ok
	}
	rest, _, _ = strings.Cut(rest, ";")
	rest = strings.TrimSpace(rest)
	if rest != "" && !strings.ContainsAny(rest[:1], "=<>~!(") {
		return r, false
	}
	r = ranged(name, rest)
	r.extras = list(m[2])
	return r, true
}

// list parts names at commas.
func list(s string) []string {
	var out []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, normal(part))
		}
	}
	return out
}

// ranged is a requirement with the specifiers that it came with.
func ranged(name, spec string) requirement {
	r := requirement{name: normal(name)}
	if m := pinned.FindStringSubmatch(spec); m != nil {
		r.version = strings.TrimPrefix(m[1], "v")
	} else {
		r.constraint = inventory.Harmless(strings.Join(strings.Fields(spec), " "))
	}
	return r
}

func isAddress(s string) bool {
	before, _, ok := strings.Cut(s, "://")
	return ok && !strings.ContainsAny(before, " ;@[<>=!~")
}

func isPath(s string) bool {
	return strings.HasPrefix(s, ".") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "~") || strings.HasPrefix(s, "file:") ||
		strings.HasSuffix(s, ".whl") && !isAddress(s) && !strings.Contains(s, "@")
}

// fromAddress is a requirement that names where it comes from. A wheel's file
// name tells its version; of a repository only the address is known.
func fromAddress(name, address string) (requirement, bool) {
	address, _, _ = strings.Cut(address, " ;")
	address = strings.TrimSpace(address)
	r := requirement{name: normal(name), constraint: inventory.Harmless(address)}
	bare, _, _ := strings.Cut(address, "#")
	bare, _, _ = strings.Cut(bare, "?")
	if m := archive.FindStringSubmatch(bare[strings.LastIndexByte(bare, '/')+1:]); m != nil {
		if r.name == "" {
			r.name = normal(m[1])
		}
		r.version = m[2]
		return r, true
	}
	if isPath(address) {
		r.local = true
		return r, true
	}
	if m := egg.FindStringSubmatch(address); m != nil && r.name == "" {
		r.name = normal(m[1])
	}
	return r, r.name != ""
}

// component is a requirement as a component.
func (r *requirement) component() assay.Component {
	return assay.Component{Ecosystem: assay.PyPI, Name: r.name, Version: r.version, Constraint: r.constraint, Location: r.at, Use: r.use}
}
