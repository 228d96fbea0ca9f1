package nuget

import (
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// mostImports bounds the files that one project imports.
const mostImports = 200

// imported is an Import element.
type imported struct {
	target      string // path in the tree
	line        int
	conditional bool
}

// addImport files an Import that is written plainly and leads to a path in the
// tree. Those of an SDK, of properties and of folders outside are none of it.
func (s *sheet) addImport(t xml.StartElement, line int) {
	i := imported{line: line}
	for _, a := range t.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "project":
			i.target = a.Value
		case "condition":
			i.conditional = true
		case "sdk":
			return
		}
	}
	rel := strings.ReplaceAll(strings.TrimSpace(i.target), `\`, "/")
	for _, here := range []string{"$(MSBuildThisFileDirectory)", "$(MSBuildProjectDirectory)"} {
		if len(rel) > len(here) && strings.EqualFold(rel[:len(here)], here) {
			rel = strings.TrimLeft(rel[len(here):], "/")
		}
	}
	target, ok := inventory.Below(inventory.Dir(s.path), rel)
	if rel == "" || strings.Contains(rel, "$(") || !ok || target == "" || len(s.imports) == mostImports {
		return
	}
	i.target = target
	s.imports = append(s.imports, i)
}

// sheet reads a file of MSBuild once; nil when it is not there.
func (u *unit) sheet(name string) *sheet {
	f, ok := u.files[name]
	if ok && u.sheets[name] == nil {
		u.sheets[name] = u.readSheet(f)
	}
	return u.sheets[name]
}

// withImports lists a file and those that it imports, each once.
func (u *unit) withImports(s *sheet, seen map[string]bool) []*sheet {
	if s == nil || seen[s.path] || len(seen) > mostImports {
		return nil
	}
	seen[s.path] = true
	out := []*sheet{s}
	for _, i := range s.imports {
		files := u.matching(i.target)
		for _, name := range files {
			out = append(out, u.withImports(u.sheet(name), seen)...)
		}
		if known := isImport(strings.ToLower(i.target)); len(files) > 0 || known && (i.conditional || wild(i.target)) {
			continue // what has a condition need not be there
		}
		if told := (imported{target: s.path, line: i.line}); !u.unread[told] {
			u.unread[told] = true
			u.problems.Add(s.path, i.line, "Keep it in the tree, under a name that ends in .props or .targets.",
				"not read: the imported %s", document.Quote(i.target))
		}
	}
	return out
}

func wild(target string) bool { return strings.ContainsAny(target, "*?") }

// matching are the files that an Import means, whatever case it is written in.
func (u *unit) matching(target string) []string {
	if _, ok := u.files[target]; ok {
		return []string{target}
	}
	if !wild(target) {
		return u.names[strings.ToLower(target)]
	}
	var out []string
	u.left -= len(u.names)
	for name, all := range u.names {
		if ok, _ := path.Match(strings.ToLower(target), name); ok && u.left > 0 {
			out = append(out, all...)
		}
	}
	slices.Sort(out)
	return out
}

// joinImports gives the folder that stands for another, where files of the one
// import files of the other.
func joinImports(files []engine.File, homes map[string]string) func(string) string {
	to := map[string]string{}
	find := func(home string) string {
		for to[home] != "" {
			home = strings.TrimSuffix(to[home], "/")
		}
		return home
	}
	byName := map[string][]string{}
	for name, home := range homes {
		byName[strings.ToLower(name)] = append(byName[strings.ToLower(name)], home)
		dir := strings.ToLower(inventory.Dir(name)) + "/*"
		byName[dir] = append(byName[dir], home)
	}
	for _, f := range files {
		base := strings.ToLower(path.Base(f.Path))
		if strings.HasSuffix(base, ".json") || base == oldName {
			continue
		}
		silent := &unit{}
		for _, i := range silent.readSheet(f).imports {
			key := strings.ToLower(i.target)
			if wild(key) {
				key = inventory.Dir(key) + "/*"
			}
			for _, home := range byName[key] {
				if a, b := find(homes[f.Path]), find(home); a != b {
					to[max(a, b)] = min(a, b) + "/"
				}
			}
		}
	}
	return find
}
