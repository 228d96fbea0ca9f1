package pattern

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// calleeName is the name that a call must have to match a pattern's root, or
// "" when any may.
func calleeName(p *Pattern, o Options) string {
	f := p.f
	if o.CaseInsensitive || o.Symbolic {
		return ""
	}
	switch f.Kind(f.Root) {
	case ast.Call, ast.New:
	default:
		return ""
	}
	return lastName(f, f.First(f.Root))
}

// lastName is the last identifier of a chain of names, or "".
func lastName(f *ast.File, n ast.ID) string {
	switch f.Kind(n) {
	case ast.Ident:
		return f.Text(n)
	case ast.Member:
		if name := f.Kid(n, 1); f.Kind(name) == ast.Ident {
			return f.Text(name)
		}
	case ast.TypeApp:
		return lastName(f, f.First(n))
	}
	return ""
}

// called lists the calls and constructions of a kind by a name: as written, or
// as an import has it. Case does not count here, as some languages have it.
func (m *Matcher) called(k ast.Kind, name string) []ast.ID {
	if m.callees == nil {
		m.callees = map[calleeKey][]ast.ID{}
		for _, kind := range []ast.Kind{ast.Call, ast.New} {
			for _, n := range m.kinds[kind] {
				callee := m.c.First(n)
				last := lastName(m.c, callee)
				key := calleeKey{kind, strings.ToLower(last)}
				m.callees[key] = append(m.callees[key], n)
				if last == "" || m.c.Kind(callee) != ast.Ident {
					continue
				}
				if named := m.functionOf(callee); named != ast.None {
					key.name = strings.ToLower(lastName(m.c, named))
					m.callees[key] = append(m.callees[key], n)
				}
				if q, ok := m.c.Imported(callee, last); ok {
					if real := q[strings.LastIndexAny(q, "./")+1:]; real != last {
						key.name = strings.ToLower(real)
						m.callees[key] = append(m.callees[key], n)
					}
				}
			}
		}
	}
	named, unnamed := m.callees[calleeKey{k, strings.ToLower(name)}], m.callees[calleeKey{k, ""}]
	if len(unnamed) == 0 {
		return named
	}
	// What is called by no name may still match, in the order of the source.
	out := make([]ast.ID, 0, len(named)+len(unnamed))
	for len(named) > 0 && len(unnamed) > 0 {
		if named[0] < unnamed[0] {
			out, named = append(out, named[0]), named[1:]
		} else {
			out, unnamed = append(out, unnamed[0]), unnamed[1:]
		}
	}
	return append(append(out, named...), unnamed...)
}

// functionOf is the name of a library's function that a variable of Python
// stands for where it is called, or None: load = pickle.loads; load(x).
func (m *Matcher) functionOf(callee ast.ID) ast.ID {
	f := m.c
	if f.Language != "python" || f.Kind(callee) != ast.Ident || f.Kind(f.Nodes[callee].Parent) != ast.Call || f.First(f.Nodes[callee].Parent) != callee {
		return ast.None
	}
	v := m.scopes.Value(callee)
	if f.Kind(v) != ast.Member {
		return ast.None
	}
	name, ok := f.Dotted(v)
	if !ok {
		return ast.None
	}
	if _, ok := f.Imported(v, name[:strings.IndexByte(name, '.')]); !ok {
		return ast.None
	}
	return v
}

type calleeKey struct {
	kind ast.Kind
	name string
}
