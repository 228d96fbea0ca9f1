package ruby

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (r *lowerer) declaration(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "method", "singleton_method":
		return r.method(at), true
	case "class", "module":
		return r.class(at, typ), true
	case "singleton_class":
		name := r.field(at, "value")
		body := r.body(r.Child(at, "body"), at)
		return r.Node(ast.Class, at, "class", r.Empty(ast.Mods, at), name, ast.None, r.Empty(ast.Supers, at), body), true
	case "method_parameters", "block_parameters", "lambda_parameters", "parameters":
		return r.parameters(at, at), true
	}
	return ast.None, false
}

// method lowers a method. The object of def x.m is a modifier.
func (r *lowerer) method(at int32) ast.ID {
	mods := ast.None
	if o := r.Child(at, "object"); o >= 0 {
		mods = r.Node(ast.Mods, o, "", r.Node(ast.Modifier, o, r.Text(o)))
	} else {
		mods = r.Empty(ast.Mods, at)
	}
	name := ast.None
	if n := r.Child(at, "name"); n >= 0 {
		name = r.ident(n)
	}
	params := r.parameters(r.Child(at, "parameters"), at)
	body := r.Child(at, "body")
	var block ast.ID
	if body >= 0 && r.Type(body) != "body_statement" { // def m = x
		value := r.lower(body)
		block = r.Node(ast.Block, body, "", r.Node(ast.Return, body, "", value))
	} else {
		block = r.body(body, at)
	}
	return r.Node(ast.Func, at, "func", mods, ast.None, name, params, block, ast.None)
}

func (r *lowerer) class(at int32, text string) ast.ID {
	mods := r.Empty(ast.Mods, at)
	name := r.field(at, "name")
	var supers ast.ID
	if s := r.Child(at, "superclass"); s >= 0 {
		supers = r.List(ast.Supers, s, "", r.self)
	} else {
		supers = r.Empty(ast.Supers, at)
	}
	body := r.body(r.Child(at, "body"), at)
	return r.Node(ast.Class, at, text, mods, name, ast.None, supers, body)
}

func (r *lowerer) parameters(at, parent int32) ast.ID {
	if at < 0 {
		return r.Empty(ast.Params, parent)
	}
	mark := len(r.Stack)
	for c := range r.Named(at) {
		if !r.Under(c, "locals") {
			r.Push(r.Within(c, r.parameter))
		}
	}
	return r.Pop(mark, ast.Params, at, "")
}

// parameter lowers a parameter. Its default is added later: an ellipsis there
// does not stand for the whole parameter.
func (r *lowerer) parameter(at int32) ast.ID {
	name, value, text := r.Child(at, "name"), ast.None, ""
	switch r.Type(at) {
	case "splat_parameter":
		text = "*"
	case "hash_splat_parameter":
		text = "**"
	case "block_parameter":
		text = "&"
	case "forward_parameter":
		text = "..."
	case "hash_splat_nil":
		return ast.None
	case "optional_parameter", "keyword_parameter":
		value = r.field(at, "value")
	case "destructured_parameter":
		return r.param(at, text, r.destructured(at), ast.None)
	case "identifier":
		name = at
	default:
		return r.lower(at)
	}
	return r.param(at, text, r.ident(name), value)
}

func (r *lowerer) param(at int32, text string, name, value ast.ID) ast.ID {
	mods := r.Empty(ast.Mods, at)
	id := r.Node(ast.Param, at, text, mods, ast.None, name)
	if r.File.Kind(id) != ast.Param {
		return id
	}
	if value == ast.None {
		value = r.Empty(ast.Nil, at)
	}
	r.Append(id, value)
	return id
}

// destructured lowers the names of |(a, b)|.
func (r *lowerer) destructured(at int32) ast.ID {
	mark := len(r.Stack)
	for c := range r.Named(at) {
		switch r.Type(c) {
		case "destructured_parameter":
			r.Push(r.Within(c, r.destructured))
		default:
			r.Push(r.lower(c))
		}
	}
	return r.Pop(mark, ast.Seq, at, "[")
}
