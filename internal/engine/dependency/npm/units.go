package npm

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// Units divides the files into workspaces: a folder with all its members. A
// folder that no workspace claims, or that has a lockfile of its own, is alone. What is installed belongs to the
// nearest folder above it.
func Units(files []engine.File) [][]engine.File {
	d := &division{home: map[string]string{}, has: map[string]bool{}}
	for _, f := range files {
		if _, _, installed := cutInstalled(f.Path); installed {
			continue
		}
		dir := inventory.Dir(f.Path)
		d.has[dir] = true
		if _, lock := formats[path.Base(f.Path)]; lock {
			d.home[dir] = dir
		}
	}
	for _, f := range files {
		if patterns := workspaces(f); len(patterns) > 0 {
			d.spaces = append(d.spaces, space{inventory.Dir(f.Path), patterns})
		}
	}
	slices.SortStableFunc(d.spaces, func(a, b space) int { return len(a.dir) - len(b.dir) })
	units := map[string][]engine.File{}
	var order []string
	for _, f := range files {
		home := d.homeOf(f.Path)
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

// space is a folder that claims others as members of its workspace.
type space struct {
	dir      string
	patterns []string
}

type division struct {
	spaces []space
	has    map[string]bool   // folders with a manifest or a lockfile
	home   map[string]string // remembered
}

func (d *division) homeOf(name string) string {
	dir := inventory.Dir(name)
	if above, _, installed := cutInstalled(name); installed {
		dir = d.nearest(above)
	}
	if home, ok := d.home[dir]; ok {
		return home
	}
	home := dir
	for _, s := range d.spaces {
		if s.claims(dir) {
			home = s.dir
			break
		}
	}
	d.home[dir] = home
	return home
}

// nearest is the first folder at or above a path that has files of its own.
func (d *division) nearest(dir string) string {
	for dir != "" && !d.has[dir] {
		dir = inventory.Dir(dir)
	}
	return dir
}

// claims says whether a folder is a member; patterns with a ! take out again.
func (s *space) claims(dir string) bool {
	rel := dir
	if s.dir != "" {
		var below bool
		if rel, below = strings.CutPrefix(dir, s.dir+"/"); !below {
			return false
		}
	}
	member := false
	for _, p := range s.patterns {
		pattern, not := strings.CutPrefix(p, "!")
		if not == member && matches(pattern, rel) {
			member = !not
		}
	}
	return member && rel != ""
}

// matches bounds the work: each ** of a pattern may be tried at each folder.
func matches(pattern, rel string) bool {
	pattern = strings.TrimSuffix(path.Clean(pattern), "/")
	if len(pattern) > 256 || strings.Count(pattern, "**") > 2 {
		return false
	}
	ok, err := doublestar.Match(pattern, rel)
	return err == nil && ok
}

// workspaces reads the patterns by which a manifest claims members. There are
// few of them in earnest.
func workspaces(f engine.File) []string {
	const most = 500
	var list *document.Node
	switch _, _, installed := cutInstalled(f.Path); {
	case installed:
		return nil
	case path.Base(f.Path) == workspaceName:
		doc, _ := document.YAML(f.Data)
		list = doc.Get("packages")
	case path.Base(f.Path) == manifestName && bytes.Contains(f.Data, []byte(`"workspaces"`)):
		doc, _ := document.JSON(f.Data)
		if list = doc.Get("workspaces"); list.Is(document.Object) {
			list = list.Get("packages")
		}
	}
	out := slices.Collect(list.Strings())
	return out[:min(len(out), most)]
}
