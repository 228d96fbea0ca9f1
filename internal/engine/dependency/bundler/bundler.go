// Package bundler reads what Ruby projects bring in: Gemfile and Gemfile.lock,
// also under their newer names gems.rb and gems.locked.
//
// A folder with either is a project. The Gemfile is a Ruby program that is not
// executed: its lines tell for what a gem is (group) and where it is asked for.
// What is asked for comes from the lockfile, when there is one.
package bundler

import (
	"context"
	"path"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// pairs leads from the name of a lockfile to that of its manifest.
var pairs = map[string]string{"Gemfile.lock": "Gemfile", "gems.locked": "gems.rb"}

// Selects says whether a file is Bundler's.
func Selects(name string, _ []byte) bool {
	base := path.Base(name)
	return base == "Gemfile" || base == "gems.rb" || pairs[base] != ""
}

// Units puts a manifest and its lockfile together.
func Units(files []engine.File) [][]engine.File {
	var out [][]engine.File
	byManifest := map[string]int{}
	for _, f := range files {
		name := f.Path
		if manifest := pairs[path.Base(name)]; manifest != "" {
			name = path.Join(path.Dir(name), manifest)
		}
		i, ok := byManifest[name]
		if !ok {
			i = len(out)
			byManifest[name] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

// Read resolves one project.
func Read(_ context.Context, files []engine.File) engine.Output {
	u := &unit{problems: inventory.Problems{Scope: assay.ScopeBundler}, by: map[string][]int{}, lines: map[string]gem{}}
	u.project = assay.Project{Ecosystem: assay.RubyGems, Complete: true}
	for _, f := range files {
		if pairs[path.Base(f.Path)] != "" {
			u.readLock(f)
		}
	}
	u.project.Root = u.lockPath
	for _, f := range files {
		if pairs[path.Base(f.Path)] == "" {
			u.project.Root = f.Path
			u.readManifest(f)
		}
	}
	edges := u.edges()
	u.problems.Full(&u.graph, u.project.Root)
	for _, f := range files {
		if u.problems.In(f.Path) {
			inventory.Incomplete(&u.project, "not all of "+path.Base(f.Path)+" could be read")
		}
	}
	found := inventory.NewWalker(&u.graph).Whole(u.project.Root, edges)
	return u.problems.Output(len(files), []assay.Project{u.project}, found)
}

// edges leads from the project to what it asks for. With a lockfile that is
// what its DEPENDENCIES name; the Gemfile adds line and group.
func (u *unit) edges() []inventory.Edge {
	var out []inventory.Edge
	if u.lockPath == "" {
		for _, name := range u.order {
			g := u.lines[name]
			to := u.graph.Add(inventory.Package{Component: g.component()})
			out = append(out, inventory.Edge{To: to, Use: g.use, Location: g.at})
			inventory.Incomplete(&u.project, "there is no lockfile, so neither versions nor what comes along with them are known")
		}
		return out
	}
	for _, d := range u.asked {
		use, at := assay.Runtime, d.at
		g, ok := u.lines[d.name]
		if ok {
			use, at = g.use, g.at
		}
		if len(u.by[d.name]) == 0 && !g.platform {
			inventory.Incomplete(&u.project, "the lockfile does not hold "+document.Quote(d.name))
		}
		nodes := u.by[d.name]
		for _, to := range nodes[:min(len(nodes), inventory.Few)] {
			out = append(out, inventory.Edge{To: to, Use: use, Location: at})
		}
	}
	return out
}
