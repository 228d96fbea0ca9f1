package scala

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// member pushes a statement or member, which may be several nodes.
func (w *lowerer) member(at int32) {
	switch w.Type(at) {
	case "val_declaration", "var_declaration", "val_definition", "var_definition":
		w.variables(at)
	case "import_declaration", "export_declaration":
		w.imports(at)
	case "package_clause":
		w.Push(w.Node(ast.Package, at, "", w.path(w.Child(at, "name"))))
		if body := w.Child(at, "body"); body >= 0 {
			w.Within(body, func(at int32) ast.ID {
				w.members(at)
				return ast.None
			})
		}
	case "extension_definition":
		w.extension(at)
	case "enum_case_definitions":
		w.enumCases(at)
	case "self_type":
	default:
		w.Push(w.Within(at, w.statement))
	}
}

func (w *lowerer) members(at int32) {
	for c := range w.Named(at) {
		w.member(c)
	}
}

// declaration lowers a declaration, and gives None for anything else.
func (w *lowerer) declaration(at int32) ast.ID {
	switch w.Type(at) {
	case "val_declaration", "var_declaration", "val_definition", "var_definition", "import_declaration", "export_declaration",
		"package_clause", "extension_definition", "enum_case_definitions":
		mark := len(w.Stack)
		w.member(at)
		if len(w.Stack) == mark+1 {
			id := w.Stack[mark]
			w.Stack = w.Stack[:mark]
			return id
		}
		return w.Pop(mark, ast.Block, at, "")
	case "function_definition", "function_declaration":
		return w.function(at, ast.None)
	case "class_definition", "full_enum_case":
		return w.class(at, "class")
	case "trait_definition":
		return w.class(at, "trait")
	case "object_definition", "package_object", "simple_enum_case":
		return w.class(at, "object")
	case "enum_definition":
		return w.class(at, "enum")
	case "type_definition":
		return w.Node(ast.TypeDecl, at, "", w.typ(w.Child(at, "name")), w.typ(w.Child(at, "type")))
	case "given_definition":
		return w.given(at)
	case "package_identifier":
		return w.path(at)
	}
	return ast.None
}

// mods are the annotations and modifiers of a declaration, and keywords.
func (w *lowerer) mods(at int32) ast.ID {
	mark := len(w.Stack)
	for c := range w.Children(at) {
		switch w.Type(c) {
		case "annotation":
			w.Push(w.Within(c, w.annotation))
		case "modifiers":
			for m := range w.Children(c) {
				if !w.Nodes[m].Extra() {
					w.Push(w.Leaf(ast.Modifier, m))
				}
			}
		case "case", "access_modifier", "inline_modifier", "opaque_modifier":
			w.Push(w.Leaf(ast.Modifier, c))
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

func (w *lowerer) annotation(at int32) ast.ID {
	name := w.Child(at, "name")
	if name < 0 {
		return w.other(at)
	}
	return w.Node(ast.Annot, at, "", w.typ(name), w.arguments(w.Child(at, "arguments")))
}

// variables pushes a VarDecl for each name.
func (w *lowerer) variables(at int32) {
	text := "val"
	if w.Has(at, "var") {
		text = "var"
	}
	typ, value := w.Child(at, "type"), w.Child(at, "value")
	declare := func(name int32) {
		target := w.expr(name)
		mods, text := w.mods(at), text
		if w.Pattern && w.File.Kind(w.File.First(mods)) == ast.Annot && w.File.Text(w.File.First(w.File.First(mods))) == anyKeyword {
			mods, text = w.Empty(ast.Mods, at), ""
		}
		w.Push(w.Node(ast.VarDecl, at, text, mods, w.typ(typ), target, w.value(value)))
	}
	pattern := w.Child(at, "pattern")
	if pattern >= 0 && w.Type(pattern) != "identifiers" {
		declare(pattern)
		return
	}
	if pattern >= 0 {
		for c := range w.Named(pattern) {
			declare(c)
		}
		return
	}
	for c := range w.Children(at) {
		if n := &w.Nodes[c]; n.Field != 0 && n.Named() && w.Field(c) == "name" {
			declare(c)
		}
	}
}

// value is an expression that may stand in lines of its own.
func (w *lowerer) value(at int32) ast.ID {
	if at >= 0 && w.Type(at) == "indented_block" && w.First(at) >= 0 && w.First(at) == w.Last(at) {
		return w.expr(w.First(at))
	}
	return w.expr(at)
}

func (w *lowerer) function(at int32, receiver ast.ID) ast.ID {
	mods, name := w.mods(at), w.field(at, "name")
	params := w.parameters(at, "parameters")
	typ := w.typ(w.Child(at, "return_type"))
	return w.Node(ast.Func, at, "func", mods, typ, name, params, w.valueBody(w.Child(at, "body")), receiver)
}

// parameters lowers all lists of parameters of a function or class as one.
func (w *lowerer) parameters(at int32, field string) ast.ID {
	mark, first := len(w.Stack), int32(-1)
	for c := range w.Children(at) {
		t := w.Type(c)
		if w.Nodes[c].Field == 0 || w.Field(c) != field || t != "parameters" && t != "class_parameters" {
			continue
		}
		if first < 0 {
			first = c
		}
		for p := range w.Named(c) {
			w.Push(w.Within(p, w.parameter))
		}
	}
	if first < 0 {
		return w.Empty(ast.Params, at)
	}
	return w.Pop(mark, ast.Params, first, "")
}

// parameter lowers a parameter. In a pattern a metavariable of the type PARAM_
// stands for the parameter as a whole.
func (w *lowerer) parameter(at int32) ast.ID {
	name, typ := w.Child(at, "name"), w.Child(at, "type")
	if name < 0 {
		return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), w.typ(at), ast.None, ast.None)
	}
	if w.Pattern && (typ >= 0 && w.Text(typ) == wholeParameter) {
		return w.Ident(name)
	}
	text := ""
	if typ >= 0 && w.Type(typ) == "repeated_parameter_type" {
		text = "..."
	}
	mods := w.mods(at)
	for _, keyword := range [...]string{"val", "var"} {
		if c := w.Find(at, keyword); c >= 0 {
			w.Append(mods, w.Leaf(ast.Modifier, c))
			w.File.Nodes[mods].End = max(w.File.Nodes[mods].End, w.Nodes[c].End)
		}
	}
	return w.Node(ast.Param, at, text, mods, w.typ(typ), w.Ident(name), w.field(at, "default_value"))
}

// extension pushes the functions of an extension, whose parameter is their
// receiver.
func (w *lowerer) extension(at int32) {
	list := int32(-1)
	for c := range w.Named(at) {
		if w.Type(c) == "parameters" {
			list = c
		}
	}
	for c := range w.Named(at) {
		if t := w.Type(c); t == "function_definition" || t == "function_declaration" {
			receiver := ast.None
			if list >= 0 && w.First(list) >= 0 {
				receiver = w.parameter(w.First(list))
			}
			w.Push(w.function(c, receiver))
		} else if w.Field(c) == "body" {
			w.member(c)
		}
	}
}

// given is an instance: an object, or a VarDecl of a value.
func (w *lowerer) given(at int32) ast.ID {
	body := w.Child(at, "body")
	if body >= 0 && w.Type(body) == "with_template_body" {
		supers := w.Node(ast.Supers, at, "", w.typ(w.Child(at, "return_type")))
		return w.Node(ast.Class, at, "object", w.mods(at), w.field(at, "name"), ast.None, supers, w.block(body))
	}
	return w.Node(ast.VarDecl, at, "given", w.mods(at), w.typ(w.Child(at, "return_type")), w.field(at, "name"), w.value(body))
}

// path is a.b.c; -1 is none.
func (w *lowerer) path(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	id, start := ast.None, w.Nodes[at].Start
	for c := range w.Named(at) {
		id = w.join(id, start, c)
	}
	return id
}

func (w *lowerer) join(id ast.ID, start uint32, name int32) ast.ID {
	if id == ast.None {
		return w.Ident(name)
	}
	return w.New(ast.Member, start, w.Nodes[name].End, ".", id, w.Ident(name))
}

// imports pushes what an import clause imports.
func (w *lowerer) imports(at int32) {
	var names []int32
	done := false
	flush := func() {
		if len(names) > 0 && !done {
			w.Push(w.importName(at, names))
		}
		names, done = names[:0], false
	}
	for c := range w.Children(at) {
		switch t := w.Type(c); {
		case t == ",":
			flush()
		case t == "namespace_wildcard":
			w.Push(w.Node(ast.ImportOf, at, "", w.chain(names), w.Node(ast.Ident, c, "*"), ast.None))
			done = true
		case t == "namespace_selectors":
			for s := range w.Named(c) {
				w.selector(at, names, s)
			}
			done = true
		case t == "as_renamed_identifier":
			w.selector(at, names, c)
			done = true
		case w.Nodes[c].Named() && !w.Nodes[c].Extra():
			names = append(names, c)
		}
	}
	flush()
}

// chain is the Member chain of names.
func (w *lowerer) chain(names []int32) ast.ID {
	id := ast.None
	for _, n := range names {
		id = w.join(id, w.Nodes[names[0]].Start, n)
	}
	return id
}

// importName is import a.b.C; a name _ at its end stands for all.
func (w *lowerer) importName(at int32, names []int32) ast.ID {
	if last := names[len(names)-1]; len(names) > 1 && w.Text(last) == "_" {
		return w.Node(ast.ImportOf, at, "", w.chain(names[:len(names)-1]), w.Node(ast.Ident, last, "*"), ast.None)
	}
	module := w.chain(names)
	if dotted, ok := w.File.Dotted(module); ok {
		w.Import(w.Text(names[len(names)-1]), dotted)
	}
	return w.Node(ast.Import, at, "import", module, ast.None)
}

// selector pushes one name of import a.{b, c => d}.
func (w *lowerer) selector(at int32, names []int32, s int32) {
	name, alias := s, int32(-1)
	switch w.Type(s) {
	case "namespace_wildcard":
		w.Push(w.Node(ast.ImportOf, at, "", w.chain(names), w.Node(ast.Ident, s, "*"), ast.None))
		return
	case "arrow_renamed_identifier", "as_renamed_identifier":
		name, alias = w.Child(s, "name"), w.Child(s, "alias")
	}
	if name < 0 {
		return
	}
	module := w.chain(names)
	if dotted, ok := w.File.Dotted(module); ok {
		local := w.Text(name)
		if alias >= 0 {
			local = w.Text(alias)
		}
		w.Import(local, dotted+"."+w.Text(name))
	}
	w.Push(w.Node(ast.ImportOf, at, "", module, w.Ident(name), w.Ident(alias)))
}
