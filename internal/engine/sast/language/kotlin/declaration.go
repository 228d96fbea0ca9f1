package kotlin

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// member pushes a statement or member, which may be several nodes.
func (w *lowerer) member(at int32) {
	if w.strays(at) {
		return
	}
	if w.Type(at) == "property_declaration" {
		w.property(at)
		return
	}
	w.Push(w.Within(at, w.statement))
}

// declaration lowers a declaration, and gives None for anything else.
func (w *lowerer) declaration(at int32) ast.ID {
	switch w.Type(at) {
	case "property_declaration":
		mark := len(w.Stack)
		w.property(at)
		if len(w.Stack) == mark+1 {
			id := w.Stack[mark]
			w.Stack = w.Stack[:mark]
			return id
		}
		return w.Pop(mark, ast.Block, at, "")
	case "function_declaration":
		return w.function(at)
	case "class_declaration", "object_declaration", "companion_object":
		return w.class(at)
	case "secondary_constructor":
		return w.constructor(at)
	case "anonymous_initializer":
		return w.Node(ast.Func, at, "block", w.Empty(ast.Mods, at), ast.None, ast.None, w.Empty(ast.Params, at), w.body(w.Find(at, "block")), ast.None)
	case "getter", "setter":
		return w.accessor(at, ast.None, ast.None)
	case "type_alias":
		return w.Node(ast.TypeDecl, at, "", w.Ident(w.Child(at, "type")), w.typ(w.Last(at)))
	case "package_header":
		return w.Node(ast.Package, at, "", w.qualified(w.Find(at, "qualified_identifier")))
	case "import":
		return w.importation(at)
	case "qualified_identifier":
		return w.qualified(at)
	case "file_annotation":
		return w.List(ast.Mods, at, "", w.unescaped)
	case "enum_entry":
		return w.constant(at)
	case "shebang":
		return w.Leaf(ast.Other, at)
	}
	return ast.None
}

// mods are the modifiers and annotations of a declaration, and a keyword.
func (w *lowerer) mods(at int32, keyword string) ast.ID {
	list := w.Find(at, "modifiers")
	mark := len(w.Stack)
	w.gather(at)
	if list >= 0 {
		w.modifiers(list)
	}
	if keyword != "" {
		if c := w.Find(at, keyword); c >= 0 {
			w.Push(w.Node(ast.Modifier, c, keyword))
		}
	}
	if len(w.Stack) == mark {
		return w.Empty(ast.Mods, at)
	}
	last := w.File.Nodes[w.Stack[len(w.Stack)-1]].End
	id := w.New(ast.Mods, w.Nodes[at].Start, max(last, w.Nodes[at].Start), "", w.Stack[mark:]...)
	w.Stack = w.Stack[:mark]
	return id
}

// modifiers pushes what stands in a list of modifiers.
func (w *lowerer) modifiers(list int32) {
	for c := range w.Named(list) {
		if w.Type(c) != "annotation" {
			w.Push(w.Leaf(ast.Modifier, c))
			continue
		}
		for a := range w.Named(c) {
			w.Push(w.Within(a, w.unescaped))
		}
	}
}

// annotation is one @A, the first of several.
func (w *lowerer) annotation(at int32) ast.ID {
	for c := range w.Named(at) {
		if id := w.unescaped(c); id != ast.None {
			return id
		}
	}
	return w.other(at)
}

// unescaped is what stands behind the @.
func (w *lowerer) unescaped(at int32) ast.ID {
	switch {
	case w.Type(at) == "constructor_invocation":
		return w.Node(ast.Annot, at, "", w.typ(w.typeIn(at)), w.argumentList(w.Find(at, "value_arguments")))
	case w.isType(at):
		return w.Node(ast.Annot, at, "", w.typ(at), ast.None)
	}
	return ast.None
}

// target is the name and the type of a variable; several names are a Seq.
func (w *lowerer) target(at int32) (name, typ ast.ID) {
	if w.Type(at) == "multi_variable_declaration" {
		return w.List(ast.Seq, at, "(", w.expressionOfVariable), ast.None
	}
	return w.expr(w.Find(at, "identifier")), w.typ(w.typeIn(at))
}

func (w *lowerer) expressionOfVariable(at int32) ast.ID {
	if c := w.Find(at, "identifier"); c >= 0 {
		return w.expr(c)
	}
	return w.expression(at)
}

// property pushes the VarDecl of a val or var, and its accessors.
func (w *lowerer) property(at int32) {
	text := "val"
	if w.Has(at, "var") {
		text = "var"
	}
	variable, value, behind := int32(-1), int32(-1), false
	for c := range w.Children(at) {
		switch t := w.Type(c); {
		case t == "variable_declaration" || t == "multi_variable_declaration":
			variable = c
		case t == "=":
			behind = true
		case t == "property_delegate":
			value = w.Last(c)
		case t == "getter" || t == "setter":
			behind = false
		case behind && w.Nodes[c].Named() && !w.Nodes[c].Extra():
			value, behind = c, false
		}
	}
	if variable < 0 {
		w.Push(w.other(at))
		return
	}
	name, typ := w.target(variable)
	if w.IsDots(name) && value < 0 {
		w.Push(name)
		return
	}
	w.Push(w.Node(ast.VarDecl, at, text, w.mods(at, ""), typ, name, w.expr(value)))
	for c := range w.Named(at) {
		if t := w.Type(c); t == "getter" || t == "setter" {
			n, typ := w.target(variable)
			w.Push(w.accessor(c, n, typ))
		}
	}
}

// accessor is a getter or setter, if it has a body.
func (w *lowerer) accessor(at int32, name, typ ast.ID) ast.ID {
	body := w.Find(at, "function_body")
	if body < 0 {
		return ast.None
	}
	text, params := w.Type(at), w.Empty(ast.Params, at)
	if text == "setter" {
		if p := w.Find(at, "identifier"); p >= 0 {
			params = w.Node(ast.Params, p, "", w.Node(ast.Param, p, "", w.Empty(ast.Mods, p), typ, w.Ident(p), ast.None))
		}
		typ = ast.None
	}
	return w.Node(ast.Func, at, text, w.mods(at, ""), typ, name, params, w.functionBody(body), ast.None)
}

// signature is what stands behind a function's name.
func (w *lowerer) signature(at int32) (params, typ, body ast.ID) {
	list := w.Find(at, "function_value_parameters")
	params = w.parameters(list, at)
	for c := range w.Children(at) {
		if list >= 0 && c > list && w.isType(c) {
			typ = w.typ(c)
			break
		}
	}
	return params, typ, w.functionBody(w.Find(at, "function_body"))
}

func (w *lowerer) function(at int32) ast.ID {
	name, receiver := w.Child(at, "name"), ast.None
	for c := range w.Children(at) {
		if c < name && w.isType(c) {
			receiver = w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), w.typ(c), ast.None, ast.None)
			break
		}
	}
	params, typ, body := w.signature(at)
	return w.Node(ast.Func, at, "func", w.mods(at, ""), typ, w.Ident(name), params, body, receiver)
}

// functionBody makes a Block of braces or of an expression; -1 is none.
func (w *lowerer) functionBody(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	c := w.First(at)
	if c < 0 {
		return w.Empty(ast.Block, at)
	}
	if w.Type(c) == "block" {
		return w.body(c)
	}
	x := w.expr(c)
	if !w.IsDots(x) {
		x = w.Node(ast.Return, c, "", x)
	}
	return w.Node(ast.Block, c, "", x)
}

// parameters lowers a list in which modifiers stand before, and defaults
// behind, what they belong to.
func (w *lowerer) parameters(at, owner int32) ast.ID {
	if at < 0 {
		return w.Empty(ast.Params, owner)
	}
	mark, param, mods, equals := len(w.Stack), int32(-1), int32(-1), false
	value := int32(-1)
	flush := func() {
		if param >= 0 {
			w.Push(w.parameterWith(param, mods, value))
		}
		param, mods, value, equals = -1, -1, -1, false
	}
	for c := range w.Children(at) {
		switch t := w.Type(c); {
		case t == ",":
			flush()
		case t == "=":
			equals = true
		case t == "parameter_modifiers":
			mods = c
		case t == "parameter":
			param = c
		case equals && w.Nodes[c].Named() && !w.Nodes[c].Extra():
			value = c
		}
	}
	flush()
	return w.Pop(mark, ast.Params, at, "")
}

func (w *lowerer) parameter(at int32) ast.ID { return w.parameterWith(at, -1, -1) }

// parameterWith lowers a parameter. In a pattern a metavariable of the type
// PARAM_ stands for the parameter as a whole.
func (w *lowerer) parameterWith(at, mods, value int32) ast.ID {
	name, typ := w.Find(at, "identifier"), w.typeIn(at)
	if w.Pattern && typ >= 0 && w.Text(typ) == wholeParameter {
		return w.Ident(name)
	}
	text, list := "", ast.None
	if mods >= 0 {
		mark := len(w.Stack)
		w.modifiers(mods)
		list = w.Pop(mark, ast.Mods, mods, "")
		for m := range w.Named(mods) {
			if w.Text(m) == "vararg" {
				text = "..."
			}
		}
	} else {
		list = w.Empty(ast.Mods, at)
	}
	return w.Node(ast.Param, at, text, list, w.typ(typ), w.Ident(name), w.expr(value))
}

// qualified is a.b.c; -1 is none.
func (w *lowerer) qualified(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	id, start := ast.None, w.Nodes[at].Start
	for c := range w.Named(at) {
		name := w.Ident(c)
		if id == ast.None {
			id = name
		} else {
			id = w.New(ast.Member, start, w.Nodes[c].End, ".", id, name)
		}
	}
	return id
}

func (w *lowerer) importation(at int32) ast.ID {
	module := w.qualified(w.Find(at, "qualified_identifier"))
	if module == ast.None {
		return w.other(at)
	}
	if star := w.Find(at, "*"); star >= 0 {
		return w.Node(ast.ImportOf, at, "", module, w.Ident(star), ast.None)
	}
	alias := w.Find(at, "identifier")
	if dotted, ok := w.File.Dotted(module); ok {
		local := dotted[lastDot(dotted)+1:]
		if alias >= 0 {
			local = w.Text(alias)
		}
		w.Import(local, dotted)
	}
	return w.Node(ast.Import, at, "import", module, w.Ident(alias))
}

func lastDot(s string) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '.' {
			return i
		}
	}
	return -1
}
