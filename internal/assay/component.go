package assay

import (
	"net/url"
	"strings"
	"time"
)

// Ecosystem is a family of packages, by the name that OSV gives it
// (https://ossf.github.io/osv-schema/#affectedpackage-field).
type Ecosystem string

// The ecosystems whose files we read.
const (
	Go        Ecosystem = "Go"
	NPM       Ecosystem = "npm"
	Maven     Ecosystem = "Maven" // Gradle's too
	PyPI      Ecosystem = "PyPI"
	NuGet     Ecosystem = "NuGet"
	Cargo     Ecosystem = "crates.io"
	RubyGems  Ecosystem = "RubyGems"
	Packagist Ecosystem = "Packagist"
)

// purlTypes are the package URL types of the ecosystems
// (https://github.com/package-url/purl-spec).
var purlTypes = map[Ecosystem]string{
	Go: "golang", NPM: "npm", Maven: "maven", PyPI: "pypi", NuGet: "nuget", Cargo: "cargo", RubyGems: "gem", Packagist: "composer",
}

// Ecosystems lists them in the order of their names.
func Ecosystems() []Ecosystem {
	return []Ecosystem{Go, Maven, NuGet, PyPI, Packagist, RubyGems, Cargo, NPM}
}

// PURLType is the type of an ecosystem's package URLs; empty when unknown.
func (e Ecosystem) PURLType() string { return purlTypes[e] }

// EcosystemOf is the ecosystem of a package URL type; empty when unknown.
func EcosystemOf(purlType string) Ecosystem {
	for e, t := range purlTypes {
		if t == strings.ToLower(purlType) {
			return e
		}
	}
	return ""
}

// Use says what a component is for.
type Use string

// The uses.
const (
	Runtime     Use = "runtime"     // shipped or deployed with the program
	Development Use = "development" // builds, tests and tools only
	Optional    Use = "optional"    // the program runs without it
)

// Project is one manifest with what it brings in: the unit in which
// dependencies are resolved.
type Project struct {
	// Root is the path of the manifest (go.mod, package.json, pom.xml,
	// build.gradle, requirements.txt), of the lockfile where there is no
	// manifest, or of the archive. It is unique.
	Root      string    `json:"root"`
	Ecosystem Ecosystem `json:"ecosystem"`
	// Name, Version and Licence are the project's own, where it says them.
	Name    string `json:"name,omitempty"`
	Version string `json:"version,omitempty"`
	Licence string `json:"licence,omitempty"`
	// Complete says that the files name everything that is brought in,
	// transitively, with its version. Why says what is missing otherwise.
	Complete bool   `json:"complete"`
	Why      string `json:"why,omitempty"`
}

// Component is one version of one package that a project brings in.
type Component struct {
	Ecosystem Ecosystem `json:"ecosystem"`
	// Name as advisories write it: group:artifact for Maven, @scope/name for
	// npm, PEP 503's normal form for PyPI, the module path for Go.
	Name string `json:"name"`
	// Version as the ecosystem writes it, Go's without the leading v; empty
	// when the files do not say which.
	Version string `json:"version,omitempty"`
	// Constraint is what was asked for where Version is unknown: ">=1.2", or who
	// is to choose ("org.springframework.boot:spring-boot-dependencies:3.2.0").
	Constraint string `json:"constraint,omitempty"`
	// Root is the Root of the project.
	Root string `json:"root"`
	// Location is the line that an upgrade would edit: in the manifest for
	// what it names, else in the lockfile.
	Location Location `json:"location"`
	// Direct says that the project itself asks for it.
	Direct bool `json:"direct,omitempty"`
	Use    Use  `json:"use"`
	// Requires lists the Keys of components of the same project that it asks
	// for, sorted; nil also when the files do not say.
	Requires []string `json:"requires,omitempty"`
	// Licence is an SPDX expression, or what the package says where that is none.
	Licence string `json:"licence,omitempty"`
	// Checksums are those that a lockfile holds, as algorithm:hex, lower-case.
	Checksums []string `json:"checksums,omitempty"`
}

// Key names the component within its project: name@version.
func (c *Component) Key() string { return c.Name + "@" + c.Version }

// PURL is the package URL, without qualifiers; empty for an unknown ecosystem.
func (c *Component) PURL() string { return PURL(c.Ecosystem, c.Name, c.Version) }

// PURL writes a package URL. An unknown version is left out.
func PURL(e Ecosystem, name, version string) string {
	t := e.PURLType()
	if t == "" {
		return ""
	}
	if e == Maven {
		name = strings.Replace(name, ":", "/", 1)
	}
	parts := strings.Split(name, "/")
	for i, p := range parts {
		parts[i] = escape(p)
	}
	s := "pkg:" + t + "/" + strings.Join(parts, "/")
	if version == "" {
		return s
	}
	if e == Go && version[0] >= '0' && version[0] <= '9' && parts[0] != "stdlib" {
		version = "v" + version
	}
	return s + "@" + escape(version)
}

// escape percent-encodes what a package URL's parts must: all but
// letters, digits and . - _ ~ : (purl-spec, "Rules for each purl component").
func escape(s string) string { return escapes.Replace(url.QueryEscape(s)) }

var escapes = strings.NewReplacer("+", "%20", "%3A", ":")

// ParsePURL reads a package URL back. Qualifiers and subpath are dropped.
// ok is false for what is none, or of an ecosystem that we do not know.
func ParsePURL(s string) (e Ecosystem, name, version string, ok bool) {
	rest, ok := strings.CutPrefix(s, "pkg:")
	if !ok {
		return "", "", "", false
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, _, _ = strings.Cut(rest, "?")
	t, rest, ok := strings.Cut(strings.TrimLeft(rest, "/"), "/")
	if e = EcosystemOf(t); !ok || e == "" {
		return "", "", "", false
	}
	if at := strings.LastIndexByte(rest, '@'); at > 0 {
		rest, version = rest[:at], rest[at+1:]
	}
	name, err1 := url.PathUnescape(rest)
	version, err2 := url.PathUnescape(version)
	if err1 != nil || err2 != nil || name == "" {
		return "", "", "", false
	}
	if e == Maven {
		if i := strings.LastIndexByte(name, '/'); i >= 0 {
			name = name[:i] + ":" + name[i+1:]
		}
	}
	if e == Go {
		version = strings.TrimPrefix(version, "v")
	}
	return e, name, version, true
}

// Vulnerability is what is known of a publicly known flaw in a component.
type Vulnerability struct {
	// ID is the CVE number where there is one, else the advisory's own.
	ID      string   `json:"id"`
	Aliases []string `json:"aliases,omitempty"` // its other names, sorted
	Package string   `json:"package"`           // Component.Name
	Version string   `json:"version,omitempty"` // the version in use
	// Fixed is the smallest version above the one in use that no range of this
	// flaw covers; empty when there is none yet.
	Fixed string `json:"fixed,omitempty"`
	// Upgrade is the smallest version that clears most of the known flaws of the
	// version in use; Compatible the same among those of its major number. Either
	// may have this flaw where others weigh more.
	Upgrade    Remedy `json:"upgrade,omitzero"`
	Compatible Remedy `json:"compatible,omitzero"`
	// CVSS is the base score, 0 to 10; 0 when nobody scored it. Vector is the text it comes from.
	CVSS   float64 `json:"cvss,omitempty"`
	Vector string  `json:"vector,omitempty"`
	// EPSS is the probability of exploitation within 30 days, 0 to 1 (FIRST); 0 when unknown.
	EPSS float64 `json:"epss,omitempty"`
	// Exploited is when the flaw was listed as exploited in the wild (CISA KEV); zero when it is not.
	Exploited time.Time `json:"exploited,omitzero"`
	Published time.Time `json:"published,omitzero"`
	// Reached lists functions of the project that lead into the flaw, where reachability was asked for.
	Reached []string `json:"reached,omitempty"`
}

// Remedy is a version to go to.
type Remedy struct {
	Version string `json:"version"`
	// Clears is how many of the Of known flaws of the version in use it does not have.
	Clears int `json:"clears"`
	Of     int `json:"of"`
}
