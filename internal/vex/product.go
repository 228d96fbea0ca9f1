package vex

import (
	"net/url"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

// Product is what a statement speaks of: a package, or a project of ours.
type Product struct {
	// ID is a package URL, or the name or path of a project.
	ID string
	// Version limits ID to a version, beside the one that ID may carry.
	Version string
	// Parts are the packages of the product that are meant; none: the product
	// itself, which may be the package.
	Parts []string
}

// Subject is a component in a project: what a flaw was found in.
type Subject struct {
	Ecosystem assay.Ecosystem
	Package   string
	Version   string
	// Project holds the names that the project goes by: its own, its folder's, its path.
	Project []string
	// Releases are the versions that the project is known to be of.
	Releases []string
}

// covers says whether a statement speaks of a subject.
func (s *Statement) covers(sub *Subject) bool {
	return s.Products == nil || slices.ContainsFunc(s.Products, func(p Product) bool { return p.covers(sub) })
}

// Limited says that a statement speaks of a subject within some products only.
func (s *Statement) Limited(sub *Subject) bool {
	return s.Products != nil && !slices.ContainsFunc(s.Products, func(p Product) bool {
		return len(p.Parts) == 0 && sub.isPackage(p.ID) && sub.isVersion(p.Version)
	})
}

func (p *Product) covers(sub *Subject) bool {
	if len(p.Parts) > 0 {
		return sub.isProject(p.ID, p.Version) && slices.ContainsFunc(p.Parts, sub.isPackage)
	}
	return sub.isPackage(p.ID) && sub.isVersion(p.Version) || sub.isProject(p.ID, p.Version)
}

// versioned says that each product names its version.
func (s *Statement) versioned() bool {
	open := func(p Product) bool {
		return p.Version == "" && !pinned(p.ID) && (len(p.Parts) == 0 || slices.ContainsFunc(p.Parts, unpinned))
	}
	return s.Products != nil && !slices.ContainsFunc(s.Products, open)
}

func pinned(id string) bool {
	kind, name, v := parse(id)
	if kind == "" {
		_, v, _ = cutVersion(name)
	}
	return v != ""
}

func unpinned(id string) bool { return !pinned(id) }

func (sub *Subject) isPackage(id string) bool {
	e, name, v, ok := assay.ParsePURL(id)
	return ok && e == sub.Ecosystem && normal(e, name) == normal(e, sub.Package) && sub.isVersion(v)
}

func (sub *Subject) isVersion(v string) bool {
	if sub.Ecosystem == assay.Go {
		v = strings.TrimPrefix(v, "v")
	}
	switch {
	case v == "" || v == sub.Version:
		return true
	case version.Valid(sub.Ecosystem, v) && version.Valid(sub.Ecosystem, sub.Version):
		return version.Compare(sub.Ecosystem, v, sub.Version) == 0
	}
	return false
}

// isProject: an image goes by the last part of its name, too.
func (sub *Subject) isProject(id, limit string) bool {
	kind, name, v := parse(id)
	names := []string{name}
	switch kind {
	case "oci", "docker":
		names = append(names, name[strings.LastIndexByte(name, '/')+1:])
	case "":
		name, v, _ = cutVersion(strings.TrimPrefix(name, "./"))
		names = []string{strings.TrimSuffix(name, "/"), id}
	}
	called := slices.ContainsFunc(names, func(n string) bool { return n != "" && slices.Contains(sub.Project, n) })
	return called && sub.isRelease(v) && sub.isRelease(limit)
}

// isRelease: what a version limits and we do not know the version of is not meant.
func (sub *Subject) isRelease(v string) bool {
	return v == "" || slices.ContainsFunc(sub.Releases, func(r string) bool { return strings.TrimPrefix(r, "v") == strings.TrimPrefix(v, "v") })
}

// parse takes a package URL of whatever type apart; what is none has no kind.
func parse(id string) (kind, name, v string) {
	if e, name, v, ok := assay.ParsePURL(id); ok {
		return e.PURLType(), name, v
	}
	rest, ok := strings.CutPrefix(id, "pkg:")
	if !ok {
		return "", id, ""
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	kind, rest, _ = strings.Cut(rest, "/")
	name, v, _ = cutVersion(rest)
	return kind, unescape(name), unescape(v)
}

// cutVersion cuts at the last @ that is not the first character.
func cutVersion(s string) (name, v string, ok bool) {
	if at := strings.LastIndexByte(s, '@'); at > 0 {
		return s[:at], s[at+1:], true
	}
	return s, "", false
}

func unescape(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// normal is the form in which names of packages are compared.
func normal(e assay.Ecosystem, name string) string {
	switch e {
	case assay.PyPI:
		return strings.NewReplacer("_", "-", ".", "-").Replace(strings.ToLower(name))
	case assay.NuGet, assay.Packagist:
		return strings.ToLower(name)
	}
	return name
}

// ProjectID is the identifier of a project by its path: a package URL, since
// the standards ask for an IRI.
func ProjectID(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.QueryEscape(p)
	}
	return "pkg:generic/" + strings.ReplaceAll(strings.Join(parts, "/"), "+", "%20")
}
