// Package terraform evaluates Terraform configuration and plans.
//
// Units divides files into root modules, each with everything that it reaches
// through local and vendored modules; a Unit evaluates alone: variables,
// tfvars, count, for_each, dynamic blocks and modules, with trivy's evaluator.
// It gives one assay.Resource per instance and what the checks deny.
//
// What could hang, blow up or mislead trivy is taken out of the text before it
// sees it, line breaks kept: calls that close a cycle of modules, that lead out
// of the tree or to a remote module, huge counts, functions whose value is
// another one on every run. Each leaves a Gap, and the rest goes on.
//
// Computed values are unknown: trivy invents ids so that it can follow
// references, and they never reach a Resource.
//
// It downloads nothing, runs no provider and reads no environment.
package terraform

import (
	"bytes"
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

const manifest = ".terraform/modules/modules.json"

// Unit is a root module with all that it may read.
type Unit struct {
	// Root is the folder of the root module.
	Root string
	// Files are all files that can change the outcome, sorted by path.
	Files []engine.File

	tree *tree
}

// tree is all the Terraform of a snapshot.
type tree struct {
	dirs     map[string][]*source
	vars     map[string][]engine.File     // tfvars, by folder
	vendored map[string]map[string]string // root, then module key to folder
	manifest map[string]engine.File       // modules.json, by root
}

// Selects says whether a path belongs to Terraform.
func Selects(name string) bool {
	return isSource(name) || strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json") ||
		name == manifest || strings.HasSuffix(name, "/"+manifest)
}

// Units finds the root modules among files: folders that no other folder calls.
// A circle of modules that nobody else calls is entered at its first folder.
func Units(files []engine.File) []Unit {
	t := newTree(files)
	called := map[string]bool{}
	dirs := make([]string, 0, len(t.dirs))
	for dir := range t.dirs {
		if isVendored(dir) {
			continue
		}
		dirs = append(dirs, dir)
		for _, target := range t.localCalls(dir) {
			called[target] = called[target] || target != dir
		}
	}
	slices.Sort(dirs)
	covered := map[string]bool{}
	var units []Unit
	enter := func(root string) {
		units = append(units, t.unit(root, covered))
	}
	for _, dir := range dirs {
		if !called[dir] {
			enter(dir)
		}
	}
	for _, dir := range dirs {
		if !covered[dir] {
			enter(dir)
		}
	}
	slices.SortFunc(units, func(a, b Unit) int { return cmp.Compare(a.Root, b.Root) })
	return units
}

func isVendored(dir string) bool {
	return strings.HasPrefix(dir, ".terraform/") || strings.Contains(dir, "/.terraform/")
}

func newTree(files []engine.File) *tree {
	t := &tree{dirs: map[string][]*source{}, vars: map[string][]engine.File{}, vendored: map[string]map[string]string{}, manifest: map[string]engine.File{}}
	for _, f := range files {
		dir := path.Dir(f.Path)
		switch {
		case isSource(f.Path):
			t.dirs[dir] = append(t.dirs[dir], &source{file: f, json: isJSON(f.Path)})
		case strings.HasSuffix(f.Path, manifest):
			root := path.Clean(strings.TrimSuffix(f.Path, manifest))
			t.manifest[root], t.vendored[root] = f, readManifest(f.Data)
		default:
			t.vars[dir] = append(t.vars[dir], f)
		}
	}
	return t
}

// readManifest reads what terraform init wrote: which call lives where.
func readManifest(data []byte) map[string]string {
	var doc struct {
		Modules []struct{ Key, Dir string }
	}
	if len(data) > maxBytes || json.Unmarshal(data, &doc) != nil {
		return nil
	}
	out := map[string]string{}
	for _, m := range doc.Modules {
		if _, ok := out[m.Key]; !ok && m.Key != "" {
			out[m.Key] = m.Dir
		}
	}
	return out
}

// localCalls lists the folders that a folder's modules call. Only files that
// mention a module are parsed for it.
func (t *tree) localCalls(dir string) []string {
	var out []string
	for _, s := range t.dirs[dir] {
		if !bytes.Contains(s.file.Data, []byte("module")) {
			continue
		}
		for _, b := range s.parse().blocks {
			if b.kind != "module" {
				continue
			}
			if src, ok := literal(b.attrs["source"]); ok && strings.HasPrefix(src, ".") {
				if target := path.Join(dir, src); t.dirs[target] != nil {
					out = append(out, target)
				}
			}
		}
	}
	return out
}

// unit collects what a root reaches.
func (t *tree) unit(root string, covered map[string]bool) Unit {
	u := Unit{Root: root, tree: t}
	reached := map[string]bool{}
	queue := []string{root}
	if len(t.vendored[root]) > 0 {
		u.Files = append(u.Files, t.manifest[root])
		for _, dir := range t.vendored[root] {
			queue = append(queue, path.Join(root, dir))
		}
	}
	for len(queue) > 0 {
		dir := queue[0]
		queue = queue[1:]
		if reached[dir] || t.dirs[dir] == nil {
			continue
		}
		reached[dir], covered[dir] = true, true
		for _, s := range t.dirs[dir] {
			u.Files = append(u.Files, s.file)
		}
		queue = append(queue, t.localCalls(dir)...)
	}
	for _, f := range t.vars[root] {
		if loads(path.Base(f.Path)) {
			u.Files = append(u.Files, f)
		}
	}
	slices.SortFunc(u.Files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	return u
}

// Key names the outcome of the unit.
func (u Unit) Key(version string) engine.Hash {
	parts := [][]byte{[]byte(version), []byte("terraform"), []byte(u.Root)}
	for _, f := range u.Files {
		parts = append(parts, []byte(f.Path), f.Hash[:])
	}
	return engine.Key(parts...)
}

// Failed is the outcome of a unit that could not be evaluated at all.
func (u Unit) Failed(reason string) engine.Output {
	return engine.Output{Gaps: []assay.Gap{gapAt(u.Root, 0, "this root module is not evaluated: "+reason, "please report it; the other modules are evaluated")}}
}
