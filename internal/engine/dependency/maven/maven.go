// Package maven says what the pom.xml files of a tree bring in.
//
// It computes each project's effective model as Maven does, as far as files on
// disk go: parents by relativePath or by coordinates, inheritance, property
// interpolation, managed versions and imported BOMs. What lives in a remote
// repository only (a parent, a BOM, everything transitive) is named, never
// guessed. Profiles stay off: which of them run is decided at build time.
//
// Selects, Units and Read are the three functions of a dependency reader.
package maven

import (
	"bytes"
	"context"
	"encoding/xml"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// configFile holds command-line options of every Maven run (CI-friendly -Drevision=…).
const configFile = ".mvn/maven.config"

// Selects says whether a file is a pom or Maven's own configuration. A module
// may have any name, so that XML is taken by what it holds.
func Selects(p string, data []byte) bool {
	if isConfig(p) {
		return true
	}
	return (isPom(p) || strings.HasSuffix(p, ".xml") && looksLikePom(data)) && !template(p) && (path.Base(p) == "pom.xml" || bytes.Contains(data, []byte("<project")))
}

func isConfig(p string) bool { return p == configFile || strings.HasSuffix(p, "/"+configFile) }

// isPom accepts pom.xml, variants that a reactor names (pom-ci.xml), and the
// poms of a repository layout (artifact-1.0.pom).
func isPom(p string) bool {
	base := path.Base(p)
	return base == "pom.xml" || strings.HasSuffix(base, ".pom") ||
		strings.HasSuffix(base, ".xml") && (strings.HasPrefix(base, "pom-") || strings.HasPrefix(base, "pom_") || strings.HasSuffix(base, "-pom.xml"))
}

// looksLikePom says that a document holds what Maven asks of every pom.
func looksLikePom(data []byte) bool {
	at := bytes.Index(data, []byte("<project"))
	if at < 0 || !bytes.Contains(data[at:], []byte("http://maven.apache.org/POM/")) && !bytes.Contains(data[at:], []byte("<modelVersion>")) {
		return false
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = charset
	for {
		tok, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := tok.(xml.StartElement); ok {
			return e.Name.Local == "project"
		}
	}
}

// template says that a pom is raw material of an archetype, or a copy that
// belongs to an archive.
func template(p string) bool {
	return strings.Contains(p, "archetype-resources/") || strings.Contains("/"+p, "/META-INF/maven/")
}

// Read resolves one unit.
func Read(ctx context.Context, unit []engine.File) engine.Output {
	var out engine.Output
	out.Examine(assay.ScopeMaven, len(unit))
	r := newReactor(unit)
	for _, p := range r.poms {
		if ctx.Err() != nil {
			out.Gaps = append(out.Gaps, gap(p.path, 0, "was not read: the run was stopped", "Run it again with more time."))
			continue
		}
		r.report(&out, p)
	}
	out.Gaps = append(out.Gaps, r.gaps()...)
	return out
}

// gap says that something in a pom was not understood.
func gap(p string, line int, what, help string) assay.Gap {
	return assay.Gap{
		Scope: assay.ScopeMaven, Location: assay.Location{Path: p, Start: assay.Position{Line: line}},
		Reason: p + " " + what, Help: help,
	}
}
