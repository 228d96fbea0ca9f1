package kotlin

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// typ lowers a type; -1 is no type.
func (w *lowerer) typ(at int32) ast.ID { return w.Within(at, w.types) }

// types lowers a type, or what stands in its place.
func (w *lowerer) types(at int32) ast.ID {
	if id := w.typeOf(at); id != ast.None {
		return id
	}
	return w.expression(at)
}

// isType says whether a node is a type.
func (w *lowerer) isType(at int32) bool {
	switch w.Type(at) {
	case "user_type", "nullable_type", "function_type", "non_nullable_type", "parenthesized_type", "dynamic":
		return true
	}
	return false
}

// typeOf lowers a type, and gives None for anything else.
func (w *lowerer) typeOf(at int32) ast.ID {
	switch w.Type(at) {
	case "user_type":
		return w.userType(at)
	case "nullable_type":
		return w.Node(ast.TypeApp, at, "?", w.typ(w.typeIn(at)))
	case "non_nullable_type":
		return w.List(ast.TypeApp, at, "&", w.types)
	case "parenthesized_type":
		return w.typ(w.typeIn(at))
	case "function_type":
		return w.functionType(at)
	case "dynamic":
		return w.Ident(at)
	case "type_projection":
		if t := w.typeIn(at); t >= 0 {
			return w.typ(t)
		}
		return w.Node(ast.Ident, at, w.Text(at))
	case "type_modifiers", "variance_modifier", "type_parameter_modifiers":
		return ast.None
	}
	return ast.None
}

// typeIn is the first type among the children, or -1.
func (w *lowerer) typeIn(at int32) int32 {
	for c := range w.Children(at) {
		if w.isType(c) {
			return c
		}
	}
	return -1
}

// userType is A.B<C>.
func (w *lowerer) userType(at int32) ast.ID {
	id, start := ast.None, w.Nodes[at].Start
	for c := range w.Named(at) {
		end := w.Nodes[c].End
		switch w.Type(c) {
		case "identifier":
			name := w.Ident(c)
			if id == ast.None {
				id, start = name, w.Nodes[c].Start
			} else {
				id = w.New(ast.Member, start, end, ".", id, name)
			}
		case "type_arguments":
			mark := len(w.Stack)
			w.Push(id)
			for t := range w.Named(c) {
				w.Push(w.typ(t))
			}
			id = w.New(ast.TypeApp, start, end, "", w.Stack[mark:]...)
			w.Stack = w.Stack[:mark]
		}
	}
	if id == ast.None {
		return w.Ident(at)
	}
	return id
}

func (w *lowerer) functionType(at int32) ast.ID {
	mark, result := len(w.Stack), int32(-1)
	list := w.Find(at, "function_type_parameters")
	if list >= 0 {
		for c := range w.Named(list) {
			if w.Type(c) == "parameter" {
				w.Push(w.Within(c, w.parameter))
			} else {
				w.Push(w.Node(ast.Param, c, "", w.Empty(ast.Mods, c), w.typ(c), ast.None, ast.None))
			}
		}
	}
	params := w.Pop(mark, ast.Params, at, "")
	for c := range w.Children(at) {
		if c > list && w.isType(c) {
			result = c
		}
	}
	return w.Node(ast.FuncType, at, "", params, w.typ(result))
}

// typeParameters are Params whose types are the bounds.
func (w *lowerer) typeParameters(at int32) ast.ID {
	c := w.Find(at, "type_parameters")
	if c < 0 {
		return ast.None
	}
	return w.List(ast.Params, c, "", w.typeParameter)
}

func (w *lowerer) typeParameter(at int32) ast.ID {
	return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), w.typ(w.typeIn(at)), w.Ident(w.Find(at, "identifier")), ast.None)
}

// typeArguments are those of a call.
func (w *lowerer) typeArguments(at int32) ast.ID {
	c := w.Find(at, "type_arguments")
	if c < 0 {
		return ast.None
	}
	return w.List(ast.Args, c, "", w.types)
}
