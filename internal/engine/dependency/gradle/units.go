package gradle

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// Units groups files by the outermost settings file above them. Trees that
// refer to each other ("../build-logic") are one unit; so is all that stands
// below no settings file.
func Units(files []engine.File) [][]engine.File {
	t := newTree(files)
	tops := topSettings(files)
	group := map[string]string{} // top to the top that stands for it
	find := func(d string) string {
		for group[d] != "" && group[d] != d {
			d = group[d]
		}
		return d
	}
	for _, f := range files {
		if base := path.Base(f.Path); base == "settings.gradle" || base == "settings.gradle.kts" {
			for _, d := range t.references(f.Path) {
				a, b := find(top(tops, path.Dir(f.Path))), find(top(tops, d))
				if a != b && tops[b] {
					group[max(a, b)] = min(a, b)
				}
			}
		}
	}
	var units [][]engine.File
	at := map[string]int{}
	for _, f := range files {
		k := find(top(tops, path.Dir(f.Path)))
		if _, ok := at[k]; !ok {
			at[k] = len(units)
			units = append(units, nil)
		}
		units[at[k]] = append(units[at[k]], f)
	}
	return units
}

// topSettings are the folders with a settings file and none above.
func topSettings(files []engine.File) map[string]bool {
	dirs := map[string]bool{}
	for _, f := range files {
		if base := path.Base(f.Path); base == "settings.gradle" || base == "settings.gradle.kts" {
			dirs[path.Dir(f.Path)] = true
		}
	}
	tops := map[string]bool{}
	for d := range dirs {
		// buildSrc is a build of the folder above it.
		if top(dirs, d) == d {
			tops[d] = true
		}
	}
	return tops
}

// noTop stands for what lies below no settings file.
const noTop = "\x00"

// top is the outermost of some folders that holds dir.
func top(dirs map[string]bool, dir string) string {
	best := noTop
	for d := dir; ; d = path.Dir(d) {
		if dirs[d] {
			best = d
		}
		if d == "." || d == "/" {
			return best
		}
	}
}

// references are the folders above its own that a settings file names.
func (t *tree) references(file string) []string {
	var all []string
	var walk func(nodes []*script.Node, depth int)
	walk = func(nodes []*script.Node, depth int) {
		for _, n := range nodes {
			if n == nil || depth > maxDepth || len(all) > 200 {
				return
			}
			if n.Kind == script.Literal && strings.Contains(n.S, "..") && len(n.S) < 300 {
				all = append(all, path.Join(path.Dir(file), n.S))
			}
			walk(n.Kids, depth+1)
		}
	}
	walk(t.script(file).Body, 0)
	return all
}
