// Package gradle says what Gradle builds bring in.
//
// A Gradle script is a program, so this package runs it, as far as that is
// possible without Gradle: a small machine walks the scripts of a build in
// Gradle's own order (settings, root, modules; what allprojects, subprojects
// and configure concern is run for each of those projects) and keeps the
// variables, properties, maps and lists that versions are made of. Every text
// remembers the line it was written on. What can't be known without running
// foreign code stays unknown and is said so; it is never guessed. The work of
// one unit is bounded by a number of steps.
//
// Selects, Units and Read are the three functions of a dependency reader.
package gradle

import (
	"context"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// Selects says whether a file belongs to a Gradle build.
func Selects(p string, _ []byte) bool {
	base := path.Base(p)
	switch {
	case strings.HasSuffix(base, ".gradle"), strings.HasSuffix(base, ".gradle.kts"), base == "gradle.properties":
		return true
	case strings.HasSuffix(base, ".versions.toml"):
		return true
	case strings.HasSuffix(base, ".lockfile"):
		return isLock(p)
	case strings.HasSuffix(base, ".toml"):
		return strings.Contains("/"+p, "/gradle/")
	}
	return isLogic(p)
}

// isLogic says that a source file belongs to the build itself: constants that
// hold versions live there.
func isLogic(p string) bool {
	ext := path.Ext(p)
	if ext != ".kt" && ext != ".java" && ext != ".groovy" {
		return false
	}
	for part := range strings.SplitSeq(path.Dir(p), "/") {
		switch part {
		case "buildSrc", "build-logic", "buildLogic", "build-src", "build-plugins", "buildPlugins":
			return !strings.Contains(p, "/src/test/")
		}
	}
	return false
}

// isScript says that a file is a build script or a script plugin.
func isScript(p string) bool {
	return strings.HasSuffix(p, ".gradle") || strings.HasSuffix(p, ".gradle.kts")
}

// Read resolves one unit.
func Read(ctx context.Context, unit []engine.File) engine.Output {
	var out engine.Output
	out.Examine(assay.ScopeGradle, len(unit))
	t := newTree(unit)
	m := &machine{ctx: ctx, tree: t, left: maxSteps}
	for _, b := range t.builds() {
		m.run(b)
	}
	m.strays()
	for _, p := range m.all {
		if ctx.Err() == nil {
			m.report(&out, p)
		}
	}
	out.Gaps = append(out.Gaps, m.gaps...)
	return out
}

// gap says that something was not understood; once for each file and reason.
func (m *machine) gap(at place, what, help string) {
	key := at.path + "\x00" + what
	if m.noted[key] {
		return
	}
	if m.noted == nil {
		m.noted = map[string]bool{}
	}
	m.noted[key] = true
	m.gaps = append(m.gaps, assay.Gap{
		Scope: assay.ScopeGradle, Location: at.location(), Reason: at.path + " " + what, Help: help,
	})
}
