package scala

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// lambda is x => e or (x: T) => e.
func (w *lowerer) lambda(at int32) ast.ID {
	params := w.lambdaParams(w.Child(at, "parameters"))
	return w.Node(ast.Func, at, "lambda", w.Empty(ast.Mods, at), ast.None, ast.None, params, w.valueBody(w.Last(at)), ast.None)
}

func (w *lowerer) lambdaParams(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	if w.Type(at) != "bindings" {
		return w.Node(ast.Params, at, "", w.binding(at))
	}
	return w.List(ast.Params, at, "", w.binding)
}

// binding is one parameter of a lambda.
func (w *lowerer) binding(at int32) ast.ID {
	name, typ := at, ast.None
	if w.Type(at) == "binding" {
		name, typ = w.Child(at, "name"), w.typ(w.Child(at, "type"))
		if name < 0 {
			name = w.First(at)
		}
	} else {
		typ = w.lambdaType(at)
	}
	return w.Node(ast.Param, at, "", w.Empty(ast.Mods, at), typ, w.Ident(name), ast.None)
}

// closure is a block that is an argument: the lambda in it, or a lambda
// without Params. The statements behind the first one of a lambda's body are
// its siblings to the grammar.
func (w *lowerer) closure(at int32) ast.ID {
	mark, params := len(w.Stack), ast.None
	switch w.Type(at) {
	case "case_block", "indented_cases":
		w.Push(w.cases(at, ast.None, at))
	default:
		for c := range w.Children(at) {
			n := &w.Nodes[c]
			switch {
			case !n.Named() || n.Extra():
			case w.Field(c) == "lambda_start":
				if params == ast.None {
					params = w.lambdaParams(c)
				}
			case w.Type(c) == "lambda_expression" && params == ast.None && len(w.Stack) == mark:
				params = w.lambdaParams(w.Child(c, "parameters"))
				w.inline(w.Last(c))
			case w.Type(c) == "indented_block":
				w.inline(c)
			case w.Type(c) == "indented_cases":
				w.Push(w.cases(c, ast.None, c))
			default:
				w.member(c)
			}
		}
	}
	body := w.Pop(mark, ast.Block, at, "")
	return w.Node(ast.Func, at, "lambda", w.Empty(ast.Mods, at), ast.None, ast.None, params, body, ast.None)
}

// inline pushes the statements of a body.
func (w *lowerer) inline(at int32) {
	if at < 0 {
		return
	}
	if t := w.Type(at); t != "block" && t != "indented_block" {
		w.member(at)
		return
	}
	for c := range w.Named(at) {
		w.member(c)
	}
}

// valueBody makes a Block of braces, or of an expression that is returned; -1
// is none.
func (w *lowerer) valueBody(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	switch w.Type(at) {
	case "block", "indented_block":
		return w.Within(at, w.block)
	}
	x := w.expr(at)
	if !w.IsDots(x) {
		x = w.Node(ast.Return, at, "", x)
	}
	return w.Node(ast.Block, at, "", x)
}
