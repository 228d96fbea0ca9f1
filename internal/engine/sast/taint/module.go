package taint

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/flow"
)

func sameFamily(a, b string) bool {
	return a == b || family(a) == family(b)
}

func family(l string) string {
	switch l {
	case "typescript", "tsx":
		return "javascript"
	case "kotlin", "scala":
		return "java"
	}
	return l
}

// visible says whether a plain name of one file may be declared in another.
func visible(from, to *flow.Graph) bool {
	switch from.Language {
	case "go":
		return path.Dir(from.Path) == path.Dir(to.Path)
	case "php", "ruby":
		return true
	case "kotlin", "scala":
		return from.Package == to.Package
	}
	return false
}

// inModule says whether a file is the module that a qualified name means.
func (p *Project) inModule(from *flow.Graph, module string, to *flow.Graph) bool {
	file := strings.TrimSuffix(to.Path, path.Ext(to.Path))
	switch family(to.Language) {
	case "go":
		dir := path.Dir(to.Path)
		if name, ok := strings.CutPrefix(module, flow.PackageClause); ok {
			if to.Package != name {
				return false
			}
			for _, q := range from.Imports {
				if strings.HasSuffix(q, "/"+path.Base(dir)) && suffixParts(q, dir) {
					return true
				}
			}
			return false
		}
		return dir == module || strings.HasSuffix(module, "/"+dir) || strings.HasSuffix(module, "/"+path.Base(dir)) && suffixParts(module, dir)
	case "javascript":
		file = strings.TrimSuffix(file, "/index")
		if strings.HasPrefix(module, ".") {
			want := path.Join(path.Dir(from.Path), module)
			want = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(want, path.Ext(want)), "/index"), "/")
			return file == want || file == path.Join(path.Dir(from.Path), module)
		}
		module = strings.TrimLeft(module, "@~/")
		return strings.Contains(module, "/") && strings.HasSuffix("/"+file, "/"+module)
	case "python":
		file = strings.TrimSuffix(file, "/__init__")
		want := strings.Trim(strings.ReplaceAll(module, ".", "/"), "/")
		if strings.HasPrefix(module, ".") {
			dir := path.Dir(from.Path)
			for range len(module) - len(strings.TrimLeft(module, ".")) - 1 {
				dir = path.Dir(dir)
			}
			return file == path.Join(dir, want)
		}
		return want != "" && (file == want || strings.HasSuffix(file, "/"+want))
	}
	// Functions outside classes belong to their package.
	return to.Package != "" && (to.Package == module || strings.HasPrefix(module, to.Package))
}

// maxHandings bounds how often a name is imported only to be handed on.
const maxHandings = 5

// handedOn says whether a module has a name from another file, which it
// imports: as packages of Python and index files of JavaScript do.
func (p *Project) handedOn(from *flow.Graph, module, name string, to *flow.Graph, depth int) bool {
	switch family(from.Language) {
	case "python", "javascript":
	default:
		return false
	}
	if depth > maxHandings {
		return false
	}
	for _, i := range p.importing[name] {
		h := p.Graphs[i]
		if h == from || !p.inModule(from, module, h) {
			continue
		}
		q := h.Imports[name]
		at := strings.LastIndexByte(q, '.')
		if at <= 0 {
			continue
		}
		if p.inModule(h, q[:at], to) || p.handedOn(h, q[:at], q[at+1:], to, depth+1) {
			return true
		}
	}
	return false
}

// suffixParts says whether a folder is the end of an import path.
func suffixParts(module, dir string) bool {
	m, d := strings.Split(module, "/"), strings.Split(dir, "/")
	for i := 1; i <= len(d) && i <= len(m); i++ {
		if m[len(m)-i] != d[len(d)-i] {
			return i > 1
		}
	}
	return true
}
