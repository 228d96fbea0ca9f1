// Package gomod reads what Go modules bring in: go.mod with its replacements,
// go.work, go.sum for checksums, and vendor/modules.txt.
//
// Each go.mod is a project. Since Go 1.17 it names all modules that its build
// needs; before, only those asked for directly, unless they are vendored. Go's
// standard library is a component, too: advisories call it stdlib. No file says
// which module asks for which, so Requires is never known.
//
// It runs no go command and looks nothing up.
package gomod

import (
	"context"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// Selects says whether a file is one of Go's.
func Selects(name string, _ []byte) bool {
	switch path.Base(name) {
	case "go.mod", "go.sum", "go.work":
		return true
	case "modules.txt":
		return strings.HasSuffix("/"+name, "/vendor/modules.txt")
	}
	return false
}

// Units puts each go.mod together with the files beside it, and with the go.work
// that uses it.
func Units(files []engine.File) [][]engine.File {
	units := map[string][]engine.File{}
	var order []string
	for _, f := range files {
		dir := inventory.Dir(f.Path)
		if path.Base(f.Path) == "modules.txt" {
			dir = inventory.Dir(dir)
		}
		if units[dir] == nil {
			order = append(order, dir)
		}
		units[dir] = append(units[dir], f)
	}
	for _, f := range files {
		if path.Base(f.Path) != "go.work" {
			continue
		}
		for _, dir := range uses(f) {
			if dir != inventory.Dir(f.Path) && units[dir] != nil {
				units[dir] = append(units[dir], f)
			}
		}
	}
	out := make([][]engine.File, 0, len(order))
	for _, dir := range order {
		out = append(out, units[dir])
	}
	return out
}

// uses lists the folders of the modules of a workspace.
func uses(f engine.File) []string {
	var out []string
	seen := map[string]bool{}
	work, err := modfile.ParseWork(f.Path, f.Data, nil)
	if err != nil {
		return nil
	}
	for _, u := range work.Use {
		dir, ok := inventory.Below(inventory.Dir(f.Path), u.Path)
		if ok && !seen[dir] {
			seen[dir] = true
			out = append(out, dir)
		}
	}
	return out
}

// Read resolves one module.
func Read(_ context.Context, files []engine.File) engine.Output {
	m := &module{problems: inventory.Problems{Scope: assay.ScopeGoModules}, components: map[string]int{}}
	for _, f := range files {
		switch path.Base(f.Path) {
		case "go.mod":
			m.mod, m.path = m.parse(f), f.Path
		case "go.work":
			m.readWork(f)
		}
	}
	if m.mod == nil {
		return m.problems.Output(len(files), nil, nil)
	}
	m.list()
	for _, f := range files {
		switch path.Base(f.Path) {
		case "go.sum":
			m.readSums(f)
		case "modules.txt":
			m.readVendored(f)
		}
	}
	slices.SortFunc(m.out, func(a, b assay.Component) int { return strings.Compare(a.Key(), b.Key()) })
	return m.problems.Output(len(files), []assay.Project{m.project()}, m.out)
}
