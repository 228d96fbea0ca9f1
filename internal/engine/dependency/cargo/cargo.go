// Package cargo reads what Rust crates bring in: Cargo.toml and Cargo.lock, with
// their workspaces.
//
// Each Cargo.toml with a package is a project. The nearest Cargo.lock at or above
// it counts when it knows the package. Features and targets are not judged: what
// the lockfile holds counts. What only builds (build-dependencies) is Development.
package cargo

import (
	"bytes"
	"context"
	"path"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

const (
	manifestName = "Cargo.toml"
	lockName     = "Cargo.lock"
)

// Selects says whether a file is Cargo's.
func Selects(name string, _ []byte) bool {
	base := path.Base(name)
	return base == manifestName || base == lockName
}

// Units puts each Cargo.toml to the nearest lockfile at or above it, else to the
// nearest workspace.
func Units(files []engine.File) [][]engine.File {
	homes := map[string]int{} // rank: 2 has a lockfile, 1 is a workspace
	for _, f := range files {
		dir := inventory.Dir(f.Path)
		switch {
		case path.Base(f.Path) == lockName:
			homes[dir] = 2
		case homes[dir] == 0 && bytes.Contains(f.Data, []byte("[workspace")):
			homes[dir] = 1
		}
	}
	units := map[string][]engine.File{}
	var order []string
	for _, f := range files {
		home := homeOf(inventory.Dir(f.Path), homes)
		if units[home] == nil {
			order = append(order, home)
		}
		units[home] = append(units[home], f)
	}
	out := make([][]engine.File, 0, len(order))
	for _, home := range order {
		out = append(out, units[home])
	}
	return out
}

func homeOf(dir string, homes map[string]int) string {
	for rank := 2; rank > 0; rank-- {
		for up := dir; ; up = inventory.Dir(up) {
			if homes[up] >= rank {
				return up
			}
			if up == "" {
				break
			}
		}
	}
	return dir
}

// Read resolves one workspace.
func Read(_ context.Context, files []engine.File) engine.Output {
	u := &unit{problems: inventory.Problems{Scope: assay.ScopeCargo}, by: map[string][]int{}, local: map[string]int{}}
	for _, f := range files {
		if path.Base(f.Path) == lockName {
			u.readLock(f)
		} else {
			u.readManifest(f)
		}
	}
	u.inherit()
	projects, components := u.projects()
	return u.problems.Output(len(files), projects, components)
}
