// Package python reads what Python projects bring in: requirements files,
// pyproject.toml with the lockfiles of poetry, uv and pdm, Pipfile, setup.cfg,
// and what setup.py says in so many words.
//
// A project is a pyproject.toml (with setup.cfg and setup.py beside it), a
// Pipfile, or a requirements file; one that pip-compile wrote belongs to the .in
// file that it was made from. What a requirements file includes belongs to it,
// too. Names are in the normal form of PEP 503. Nothing is executed, no range
// is matched against versions, and environment markers are not judged: what
// some platform brings in counts.
package python

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// Selects says whether a file is one of Python's package managers.
// A list under another name is selected for those that may include it.
func Selects(name string, data []byte) bool {
	switch base := path.Base(name); base {
	case "pyproject.toml", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile", "Pipfile.lock", "setup.cfg", "setup.py":
		return true
	case "METADATA":
		return strings.HasSuffix(path.Dir(name), ".dist-info")
	case "PKG-INFO":
		return strings.HasSuffix(path.Dir(name), ".egg-info")
	default:
		return isList(name) || isText(name) && looksListed(data)
	}
}

// isRequirements knows requirements files by their customary names:
// requirements-dev.txt, dev_requirements.in, requirements/prod.txt.
func isRequirements(name string) bool {
	base, ext := strings.ToLower(path.Base(name)), path.Ext(name)
	if ext != ".txt" && ext != ".in" || isConstraints(name) || strings.HasSuffix(inventory.Dir(name), ".egg-info") {
		return false
	}
	dir := strings.ToLower(path.Base(inventory.Dir(name)))
	return strings.Contains(base, "requirements") || dir == "requirements" || dir == "reqs"
}

// isList knows by its name what lists requirements, or constraints of them.
func isList(name string) bool { return isRequirements(name) || isConstraints(name) }

func isConstraints(name string) bool {
	base := strings.ToLower(path.Base(name))
	return strings.HasPrefix(base, "constraints") && strings.HasSuffix(base, ".txt")
}

// Read resolves the projects of some folders that belong together.
func Read(ctx context.Context, files []engine.File) engine.Output {
	u := &unit{problems: inventory.Problems{Scope: assay.ScopePython}, files: map[string]engine.File{}, parsed: map[string]*requirements{}, locks: map[string]*lock{}, licences: map[string]string{}}
	size := 0
	for _, f := range files {
		u.files[f.Path] = f
		size += len(f.Data)
	}
	u.left = 200_000 + size // lines, over all includes
	var dirs []string
	for _, f := range files {
		if ctx.Err() != nil {
			break
		}
		u.read(f)
		dir, base := inventory.Dir(f.Path), path.Base(f.Path)
		if slices.Contains(packageFiles, base) && u.first(dir, packageFiles) == base {
			dirs = append(dirs, dir)
		}
	}
	u.packages(dirs)
	for i := range u.components {
		if c := &u.components[i]; c.Licence == "" {
			c.Licence = u.licences[c.Key()]
		}
	}
	return u.problems.Output(u.examined(files), u.projects, u.components)
}

// examined is the number of files without those that nothing includes.
func (u *unit) examined(files []engine.File) int {
	n := 0
	for _, f := range files {
		if !isText(f.Path) || isList(f.Path) || u.parsed[f.Path] != nil {
			n++
		}
	}
	return n
}

// unit is a group of folders while it is read.
type unit struct {
	problems   inventory.Problems
	files      map[string]engine.File
	parsed     map[string]*requirements
	locks      map[string]*lock
	licences   map[string]string // by Key, of installed packages
	left       int
	projects   []assay.Project
	components []assay.Component
}

// read begins a project where a file is the root of one.
func (u *unit) read(f engine.File) {
	dir, base := inventory.Dir(f.Path), path.Base(f.Path)
	switch {
	case base == "METADATA" || base == "PKG-INFO":
		u.readInstalled(f)
	case isRequirements(f.Path):
		u.requirementsProject(f)
	case base == "Pipfile" || base == "Pipfile.lock" && !u.has(path.Join(dir, "Pipfile")):
		u.pipfileProject(dir)
	}
}

// packageFiles may each make a folder a project of the same package.
var packageFiles = []string{"pyproject.toml", "setup.cfg", "setup.py", "uv.lock", "poetry.lock", "pdm.lock"}

func (u *unit) has(name string) bool {
	_, ok := u.files[name]
	return ok
}

// first is the first of some names that a folder has.
func (u *unit) first(dir string, names []string) string {
	for _, name := range names {
		if u.has(path.Join(dir, name)) {
			return name
		}
	}
	return ""
}

// add closes a project with what its edges reach.
func (u *unit) add(p assay.Project, g *inventory.Graph, edges []inventory.Edge, whole bool) {
	p.Ecosystem = assay.PyPI
	w := inventory.NewWalker(g)
	var found []assay.Component
	if whole {
		found = w.Whole(p.Root, edges)
	} else {
		found, _ = w.Project(p.Root, edges)
	}
	u.projects = append(u.projects, p)
	u.components = append(u.components, found...)
}

var separators = regexp.MustCompile(`[-_.]+`)

// normal is the normal form of a name (PEP 503).
func normal(name string) string {
	return strings.ToLower(separators.ReplaceAllString(name, "-"))
}

// developing are words in the names of groups, extras and files that are there
// to develop and not to run.
var developing = []string{"dev", "develop", "development", "test", "tests", "testing", "lint", "linting", "doc", "docs", "ci", "typing", "mypy", "tox", "format", "coverage", "bench", "benchmark"}

// useOf tells by a name what something is for, where nothing else tells.
func useOf(name string, otherwise assay.Use) assay.Use {
	for word := range strings.FieldsFuncSeq(strings.ToLower(name), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if slices.Contains(developing, word) {
			return assay.Development
		}
	}
	return otherwise
}
