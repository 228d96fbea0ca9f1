package python

import (
	"bytes"
	"path"
	"regexp"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

var (
	includeLine = regexp.MustCompile(`(?m)^\s*(?:-[rc][ \t=]*|--(?:requirement|constraint)[ \t=]+)(\S+)`)
	memberLine  = regexp.MustCompile(`(?m)(?:editable|virtual|directory) = "([^"\n]+)"`)
)

// Units puts folders together that name each other's files: by including
// requirements, or as members of a workspace of uv.
func Units(files []engine.File) [][]engine.File {
	s := sets{}
	has, lists := map[string]bool{}, map[string]bool{}
	for _, f := range files {
		switch dir := inventory.Dir(f.Path); {
		case isInstalled(f.Path):
		case isText(f.Path) && !isList(f.Path):
			lists[dir] = true
		default:
			has[dir], lists[dir] = true, true
		}
	}
	for _, f := range files {
		s.link(f, lists)
	}
	units := map[string][]engine.File{}
	var order []string
	for _, f := range files {
		dir := s.find(homeOf(f.Path, has))
		if units[dir] == nil {
			order = append(order, dir)
		}
		units[dir] = append(units[dir], f)
	}
	out := make([][]engine.File, 0, len(order))
	for _, dir := range order {
		out = append(out, units[dir])
	}
	return out
}

func isInstalled(name string) bool {
	base := path.Base(name)
	return base == "METADATA" || base == "PKG-INFO"
}

// homeOf is the folder of a file; an installed package belongs to the nearest
// folder above it that has a project.
func homeOf(name string, has map[string]bool) string {
	dir := inventory.Dir(name)
	for isInstalled(name) && dir != "" && !has[dir] {
		dir = inventory.Dir(dir)
	}
	return dir
}

// sets are folders that belong together: each leads to another, or to itself.
type sets map[string]string

func (s sets) find(dir string) string {
	for {
		up, ok := s[dir]
		if !ok {
			return dir
		}
		if further, ok := s[up]; ok {
			s[dir] = further
		}
		dir = up
	}
}

func (s sets) join(a, b string) {
	if a, b = s.find(a), s.find(b); a != b {
		s[max(a, b)] = min(a, b)
	}
}

func (s sets) link(f engine.File, has map[string]bool) {
	dir := inventory.Dir(f.Path)
	var names [][][]byte
	into := inventory.Dir
	switch {
	case isText(f.Path):
		names = includeLine.FindAllSubmatch(document.Plain(f.Data), -1)
	case path.Base(f.Path) == "uv.lock":
		names = memberLine.FindAllSubmatch(f.Data, -1)
		into = func(p string) string { return p }
	}
	for _, m := range names {
		if to, ok := inventory.Below(dir, string(bytes.TrimSpace(m[1]))); ok && has[into(to)] {
			s.join(dir, into(to))
		}
	}
}
