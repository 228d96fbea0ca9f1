package gomod

import (
	"regexp"
	"strings"

	"golang.org/x/mod/modfile"
	xmodule "golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// module is a go.mod while it is read.
type module struct {
	problems    inventory.Problems
	path        string
	mod         *modfile.File
	workPath    string
	workReplace []*modfile.Replace
	out         []assay.Component
	components  map[string]int // index in out by module path and version
	names       map[string]bool
	local       []string // modules that folders take the place of
	excluded    bool     // a version that is required is also excluded
	vendored    bool
}

// list makes components of the requirements and of the standard library.
func (m *module) list() {
	m.standard()
	m.names = map[string]bool{}
	required := map[string]*modfile.Require{}
	for _, r := range m.mod.Require {
		if old := required[r.Mod.Path]; old == nil || semver.Compare(r.Mod.Version, old.Mod.Version) > 0 {
			required[r.Mod.Path] = r
		}
	}
	tools, excludes := m.tools(required), m.excludes()
	replacements := m.replacements()
	for _, r := range m.mod.Require {
		if required[r.Mod.Path] != r {
			continue
		}
		c := assay.Component{Direct: !r.Indirect, Use: assay.Runtime, Location: inventory.At(m.path, r.Syntax.Start.Line)}
		if tools[r.Mod.Path] && r.Indirect {
			c.Direct, c.Use = true, assay.Development // go get -tool says indirect of what no package imports
		}
		m.names[r.Mod.Path] = true
		m.excluded = m.excluded || excludes[r.Mod]
		m.add(c, r.Mod.Path, replacements.of(r.Mod))
	}
}

// tools are the modules that hold the packages of tool directives.
func (m *module) tools(required map[string]*modfile.Require) map[string]bool {
	out := map[string]bool{}
	for _, t := range m.mod.Tool {
		for p := t.Path; p != ""; p = inventory.Dir(p) {
			if required[p] != nil {
				out[p] = true
				break
			}
		}
	}
	return out
}

// excludes are the versions that may not be used.
func (m *module) excludes() map[xmodule.Version]bool {
	out := map[xmodule.Version]bool{}
	for _, e := range m.mod.Exclude {
		out[e.Mod] = true
	}
	return out
}

// replacement is where a module comes from instead.
type replacement struct {
	xmodule.Version
	location assay.Location
}

// replacements are by module and version, and by module alone.
type replacements map[xmodule.Version]replacement

// replacements of the workspace have precedence.
func (m *module) replacements() replacements {
	out := replacements{}
	for _, r := range m.mod.Replace {
		out[r.Old] = replacement{r.New, inventory.At(m.path, r.Syntax.Start.Line)}
	}
	versions := map[string][]xmodule.Version{}
	for old := range out {
		versions[old.Path] = append(versions[old.Path], old)
	}
	for _, r := range m.workReplace {
		if r.Old.Version == "" {
			for _, old := range versions[r.Old.Path] {
				delete(out, old)
			}
			versions[r.Old.Path] = nil
		}
		out[r.Old] = replacement{r.New, inventory.At(m.workPath, r.Syntax.Start.Line)}
	}
	return out
}

// of gives where a module comes from; the location is empty when from itself.
func (r replacements) of(v xmodule.Version) replacement {
	if to, ok := r[v]; ok {
		return to
	}
	if to, ok := r[xmodule.Version{Path: v.Path}]; ok {
		return to
	}
	return replacement{Version: v}
}

// add adds a module. Where something else takes its place, its own name stays,
// without a version: what is known of it may hold for the copy as well.
func (m *module) add(c assay.Component, name string, from replacement) {
	c.Ecosystem, c.Root = assay.Go, m.path
	if from.location.Path == "" || from.Path == name {
		if from.location.Path != "" {
			c.Location = from.location
		}
		m.addVersion(c, from)
		return
	}
	c.Location = from.location
	by := c
	by.Name, by.Constraint = name, inventory.Harmless("replaced by "+strings.TrimSpace(from.Path+" "+from.Version.Version))
	m.put(by)
	if modfile.IsDirectoryPath(from.Path) || from.Version.Version == "" {
		if inventory.Name(name) {
			m.local = append(m.local, name)
		}
		return
	}
	m.addVersion(c, from)
}

// addVersion adds a module by the name and version that it comes from.
func (m *module) addVersion(c assay.Component, from replacement) {
	c.Name = from.Path
	if v := from.Version.Version; v == xmodule.CanonicalVersion(v) && v != "" {
		c.Version = strings.TrimPrefix(from.Version.Version, "v")
	} else {
		c.Constraint = inventory.Harmless(from.Version.Version)
		m.problems.Add(c.Location.Path, c.Location.Start.Line, help, "%s has no version: %s is none", document.Quote(c.Name), document.Quote(from.Version.Version))
	}
	m.put(c)
}

// put files a component, once.
func (m *module) put(c assay.Component) {
	if !inventory.Name(c.Name) {
		m.problems.Add(c.Location.Path, c.Location.Start.Line, help, "not read: %s is no module", document.Quote(c.Name))
		return
	}
	if i, ok := m.components[c.Key()]; ok {
		if old := &m.out[i]; c.Direct && !old.Direct {
			old.Direct, old.Location = true, c.Location
		}
		m.out[m.components[c.Key()]].Use = inventory.Stronger(m.out[i].Use, c.Use)
		return
	}
	if len(m.out) == inventory.Most {
		m.problems.Full(&inventory.Graph{Full: true}, m.path)
		return
	}
	m.components[c.Key()] = len(m.out)
	m.out = append(m.out, c)
}

// release is a version of Go that names one release: 1.21.0, 1.22rc1, 1.20.3.
var release = regexp.MustCompile(`^\d{1,6}\.\d{1,6}(\.\d{1,6}|(rc|beta)\d{1,6})$`)

// standard adds the standard library. A go line without a patch number names a
// language, which any later release serves (https://go.dev/doc/toolchain#version).
func (m *module) standard() {
	c := assay.Component{Ecosystem: assay.Go, Name: "stdlib", Root: m.path, Direct: true, Use: assay.Runtime, Location: inventory.At(m.path, 1)}
	if t := m.mod.Toolchain; t != nil && strings.HasPrefix(t.Name, "go") {
		name, _, _ := strings.Cut(strings.TrimPrefix(t.Name, "go"), "-")
		c.Version, c.Location = name, inventory.At(m.path, t.Syntax.Start.Line)
	} else if g := m.mod.Go; g != nil {
		c.Version, c.Location = g.Version, inventory.At(m.path, g.Syntax.Start.Line)
	}
	if !release.MatchString(c.Version) {
		if c.Version != "" {
			c.Constraint = ">=" + c.Version
		}
		c.Version = ""
	}
	m.components[c.Key()] = len(m.out)
	m.out = append(m.out, c)
}
