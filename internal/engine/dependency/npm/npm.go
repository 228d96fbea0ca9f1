// Package npm reads what npm, yarn, pnpm and bun write: package.json, their
// lockfiles and their workspaces.
//
// Every package.json is a project, save those of installed packages. A lockfile
// belongs to the package.json beside it and to the members of its workspace; each
// project gets what it reaches in it, and the project beside the lockfile also
// what nobody is seen to ask for. Where several lockfiles stand side by side and
// package.json does not say by packageManager which one counts, all of them do.
//
// Nothing is looked up and no range is matched against versions: without a
// lockfile only the constraints are known.
package npm

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

const (
	manifestName  = "package.json"
	workspaceName = "pnpm-workspace.yaml"
)

// formats are the readers of lockfiles by name. Of those with a rank the
// lowest is used: npm looks at no package-lock.json beside an npm-shrinkwrap.json.
var formats = map[string]struct {
	manager string
	read    func(u *unit, f engine.File) lock
}{
	"npm-shrinkwrap.json": {"npm", readTree},
	"package-lock.json":   {"npm", readTree},
	"yarn.lock":           {"yarn", readYarn},
	"pnpm-lock.yaml":      {"pnpm", readPnpm},
	"bun.lock":            {"bun", readBun},
	"bun.lockb":           {"bun", refuseBinary},
}

// Selects says whether a file is npm's, yarn's, pnpm's or bun's.
func Selects(name string, _ []byte) bool {
	base := path.Base(name)
	if dir, _, installed := cutInstalled(name); installed {
		return base == manifestName && dir != name
	}
	_, lock := formats[base]
	return lock || base == manifestName || base == workspaceName
}

// cutInstalled parts the path of an installed package's own package.json into
// the folder that node_modules is in and the package's name. dir is the path
// itself where a file only lies within an installed package.
func cutInstalled(name string) (dir, pkg string, installed bool) {
	first := strings.Index("/"+name, "/node_modules/")
	if first < 0 {
		return name, "", false
	}
	last := strings.LastIndex("/"+name, "/node_modules/")
	pkg = path.Dir(name[last+len("node_modules/"):])
	if want := strings.Count(pkg, "/"); want > 1 || (want == 1) != strings.HasPrefix(pkg, "@") || pkg == "." {
		return name, "", true
	}
	return strings.TrimSuffix(name[:first], "/"), pkg, true
}

// Read resolves one workspace, or one package.json that stands alone.
func Read(ctx context.Context, files []engine.File) engine.Output {
	u := &unit{problems: inventory.Problems{Scope: assay.ScopeNPM}, byDir: map[string]*manifest{}, byName: map[string]*manifest{}}
	u.readManifests(files)
	for _, f := range u.lockfiles(files) {
		if ctx.Err() != nil {
			break
		}
		u.locks = append(u.locks, formats[path.Base(f.Path)].read(u, f))
		u.lockPaths = append(u.lockPaths, f.Path)
	}
	u.adopt()
	u.resolve()
	u.full()
	projects, components := u.projects()
	u.licences(components)
	return u.problems.Output(len(files), projects, components)
}

// lockfiles chooses those that count.
func (u *unit) lockfiles(files []engine.File) []engine.File {
	var out []engine.File
	shrinkwrap := map[string]bool{}
	for _, f := range files {
		dir, base := inventory.Dir(f.Path), path.Base(f.Path)
		format, ok := formats[base]
		if !ok || base == "package-lock.json" && shrinkwrap[dir] {
			continue
		}
		shrinkwrap[dir] = shrinkwrap[dir] || base == "npm-shrinkwrap.json"
		if m := u.byDir[dir]; m == nil || m.manager == "" || m.manager == format.manager {
			out = append(out, f)
		}
	}
	if len(out) == 0 { // the manager that is named left none: better another's than nothing
		for _, f := range files {
			if _, ok := formats[path.Base(f.Path)]; ok {
				out = append(out, f)
			}
		}
	}
	slices.SortFunc(out, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	return out
}
