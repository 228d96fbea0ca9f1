package golang

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

func (g *lowerer) declaration(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "package_clause":
		return g.Node(ast.Package, at, "", g.lower(g.First(at))), true
	case "function_declaration", "method_declaration":
		return g.function(at, "func"), true
	case "type_spec", "type_alias":
		return g.typeSpec(at, at), true
	case "parameter_list":
		return g.parameters(at, at), true
	case "import_declaration", "const_declaration", "var_declaration", "type_declaration", "short_var_declaration",
		"import_spec", "const_spec", "var_spec":
		mark := len(g.Stack)
		g.declare(at)
		return g.several(at, mark), true
	}
	return ast.None, false
}

// several makes one statement of those that a declaration gave.
func (g *lowerer) several(at int32, mark int) ast.ID {
	if len(g.Stack) == mark+1 {
		id := g.Stack[mark]
		g.Stack = g.Stack[:mark]
		return id
	}
	return g.Pop(mark, ast.Block, at, "")
}

// declare pushes the declarations that a statement consists of, and says
// whether it is one.
func (g *lowerer) declare(at int32) bool {
	switch g.Type(at) {
	case "import_declaration":
		for c := range g.Named(at) {
			g.imports(c, at)
		}
	case "import_spec":
		g.imports(at, at)
	case "const_declaration", "var_declaration":
		text := "var"
		if g.Type(at) == "const_declaration" {
			text = "const"
		}
		g.specs(at, at, text)
	case "const_spec":
		g.variables(at, at, "const")
	case "var_spec":
		g.variables(at, at, "var")
	case "type_declaration":
		one := g.Nth(at, 1) < 0
		for c := range g.Named(at) {
			switch {
			case g.Type(c) != "type_spec" && g.Type(c) != "type_alias":
				g.Push(g.lower(c))
			case one:
				g.Push(g.typeSpec(c, at))
			default:
				g.Push(g.typeSpec(c, c))
			}
		}
	case "short_var_declaration":
		g.short(at)
	default:
		return false
	}
	return true
}

// specs pushes the variables of a declaration: of one line, or in parentheses.
func (g *lowerer) specs(at, decl int32, text string) {
	for c := range g.Named(at) {
		switch g.Type(c) {
		case "var_spec_list":
			g.specs(c, c, text)
		case "const_spec", "var_spec":
			span := c
			if decl == at && g.Find(at, "(") < 0 {
				span = at
			}
			g.variables(c, span, text)
		default:
			g.Push(g.lower(c))
		}
	}
}

// maxNames bounds the variables of one declaration that are kept apart.
const maxNames = 64

// variables pushes the variables of var a, b T = x, y.
func (g *lowerer) variables(at, span int32, text string) {
	t, value := g.Child(at, "type"), g.Child(at, "value")
	names := 0
	for c := range g.Named(at) {
		if g.Under(c, "name") {
			names++
		}
	}
	if value >= 0 && names > 1 && (g.count(value) != names || names > maxNames) {
		typ := g.lower(t)
		mark := len(g.Stack)
		start, end := uint32(0), uint32(0)
		for c := range g.Named(at) {
			if g.Under(c, "name") {
				if len(g.Stack) == mark {
					start = g.Nodes[c].Start
				}
				end = g.Nodes[c].End
				g.Push(g.lower(c))
			}
		}
		target := g.New(ast.Seq, start, end, "(", g.Stack[mark:]...)
		g.Stack = g.Stack[:mark]
		g.Push(g.Node(ast.VarDecl, span, text, g.Empty(ast.Mods, at), typ, target, g.lower(value)))
		return
	}
	i := 0
	for c := range g.Named(at) {
		if !g.Under(c, "name") {
			continue
		}
		typ := g.again(t, i == 0)
		name := g.lower(c)
		g.Push(g.Node(ast.VarDecl, span, text, g.Empty(ast.Mods, at), typ, name, g.item(value, i)))
		i++
	}
}

// count is the number of expressions in a list of them.
func (g *lowerer) count(at int32) int {
	if g.Type(at) != "expression_list" {
		return 1
	}
	n := 0
	for range g.Named(at) {
		n++
	}
	return n
}

// item lowers the i-th expression of a list, or gives None.
func (g *lowerer) item(at int32, i int) ast.ID {
	switch {
	case at < 0:
		return ast.None
	case g.Type(at) != "expression_list":
		return g.lower(at)
	}
	return g.lower(g.Nth(at, i))
}

// short pushes the variables of a, b := x, y, or one with several targets for
// a, b := f().
func (g *lowerer) short(at int32) {
	left, right := g.Child(at, "left"), g.Child(at, "right")
	if left < 0 || right < 0 {
		g.Push(g.Other(at, g.self))
		return
	}
	n := g.count(left)
	if n != g.count(right) || n > maxNames {
		target := g.lower(left)
		g.Push(g.Node(ast.VarDecl, at, ":=", g.Empty(ast.Mods, at), ast.None, target, g.lower(right)))
		return
	}
	for i := range n {
		target := g.item(left, i)
		g.Push(g.Node(ast.VarDecl, at, ":=", g.Empty(ast.Mods, at), ast.None, target, g.item(right, i)))
	}
}

func (g *lowerer) typeSpec(at, span int32) ast.ID {
	t := g.Child(at, "type")
	if t >= 0 && (g.Type(t) == "struct_type" || g.Type(t) == "interface_type") {
		return g.class(t, at, g.Child(at, "name"))
	}
	name := g.field(at, "name")
	return g.Node(ast.TypeDecl, span, "", name, g.lower(t))
}

func (g *lowerer) typeParameters(at int32) ast.ID {
	list := g.Child(at, "type_parameters")
	if list < 0 {
		return ast.None
	}
	return g.parameters(list, at)
}

func (g *lowerer) function(at int32, text string) ast.ID {
	mods := g.Empty(ast.Mods, at)
	result, name := g.result(at), g.field(at, "name")
	params := g.parameters(g.Child(at, "parameters"), at)
	body := g.field(at, "body")
	receiver := ast.None
	if r := g.Child(at, "receiver"); r >= 0 {
		mark := len(g.Stack)
		for c := range g.Named(r) {
			g.parameter(c)
		}
		if len(g.Stack) > mark {
			receiver = g.Stack[mark]
		}
		g.Stack = g.Stack[:mark]
	}
	return g.Node(ast.Func, at, text, mods, result, name, params, body, receiver)
}

func (g *lowerer) parameters(at, parent int32) ast.ID {
	if at < 0 {
		return g.Empty(ast.Params, parent)
	}
	mark := len(g.Stack)
	for c := range g.Named(at) {
		g.parameter(c)
	}
	return g.Pop(mark, ast.Params, at, "")
}

// parameter pushes one Param for each name, or one without a name.
func (g *lowerer) parameter(at int32) {
	text := ""
	switch g.Type(at) {
	case "parameter_declaration", "type_parameter_declaration":
	case "variadic_parameter_declaration":
		text = "..."
	default:
		g.Push(g.lower(at))
		return
	}
	t, named := g.Child(at, "type"), false
	for c := range g.Named(at) {
		if !g.Under(c, "name") {
			continue
		}
		start, end := g.Nodes[c].Start, g.Nodes[c].End
		if !named {
			start = g.Nodes[at].Start
		}
		if t >= 0 && g.Nodes[t].Start > end {
			end = g.Nodes[t].End
		}
		typ := g.again(t, !named)
		g.Push(g.New(ast.Param, start, end, text, g.Empty(ast.Mods, at), typ, g.lower(c), ast.None))
		named = true
	}
	if !named {
		g.Push(g.Node(ast.Param, at, text, g.Empty(ast.Mods, at), g.lower(t), ast.None, ast.None))
	}
}

// imports pushes the imports of a declaration.
func (g *lowerer) imports(at, span int32) {
	switch g.Type(at) {
	case "import_spec_list":
		for c := range g.Named(at) {
			g.imports(c, c)
		}
		return
	case "import_spec":
	default:
		g.Push(g.lower(at))
		return
	}
	path, alias := g.Child(at, "path"), g.Child(at, "name")
	if path < 0 {
		return
	}
	module := strings.Trim(g.Text(path), "\"`")
	id := g.lower(path)
	if alias >= 0 && g.Type(alias) == "dot" {
		g.Push(g.Node(ast.ImportOf, span, "import", id, g.Node(ast.Ident, alias, "*"), ast.None))
		return
	}
	local := packageName(module)
	if alias >= 0 {
		local = g.Text(alias)
	}
	if !g.Pattern || !strings.HasPrefix(local, ast.MetavarName) {
		g.Import(local, module)
	}
	g.Push(g.Node(ast.Import, span, "import", id, g.lower(alias)))
}

// packageName guesses a package's name from its import path: the last part
// that is no version.
func packageName(path string) string {
	dir, name := "", path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		dir, name = path[:i], path[i+1:]
	}
	if dir != "" && version(name) {
		name = dir[strings.LastIndexByte(dir, '/')+1:]
	}
	if i := strings.LastIndex(name, ".v"); i > 0 && version(name[i+1:]) {
		name = name[:i]
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "go-"), "-go")
	return strings.TrimSuffix(name, ".go")
}

func version(s string) bool {
	if len(s) < 2 || s[0] != 'v' {
		return false
	}
	for _, c := range s[1:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
