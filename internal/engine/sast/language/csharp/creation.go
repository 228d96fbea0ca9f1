package csharp

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// creation is new T(...) {...} in all its forms. The lengths of an array are
// its arguments, its elements a Seq. The members that an initializer sets are
// Assigns in a Dict.
func (w *lowerer) creation(at int32) ast.ID {
	typ := w.Child(at, "type")
	args := w.Find(at, "argument_list")
	var list ast.ID
	switch {
	case args >= 0:
		list = w.itemList(ast.Args, args, "", w.expression)
	case typ >= 0 && w.Type(typ) == "array_type":
		list = w.lengths(typ)
	default:
		list = w.Empty(ast.Args, at)
	}
	body := ast.None
	if c := w.Find(at, "initializer_expression"); c >= 0 {
		array := typ >= 0 && w.Type(typ) == "array_type"
		body = w.initializer(c, array || args < 0 && w.Type(at) != "object_creation_expression")
	}
	return w.Node(ast.New, at, "", w.typ(typ), list, body)
}

func (w *lowerer) lengths(typ int32) ast.ID {
	rank := w.Child(typ, "rank")
	if rank < 0 {
		return w.Empty(ast.Args, typ)
	}
	return w.itemList(ast.Args, rank, "", w.expression)
}

// initializer is a Seq of elements or a Dict of assignments.
func (w *lowerer) initializer(at int32, array bool) ast.ID {
	dict := !array
	for c := range w.items(at) {
		if w.Type(c) != "assignment_expression" && !(w.Pattern && len(w.Text(c)) >= len(ast.DotsName) && w.Text(c)[:len(ast.DotsName)] == ast.DotsName) {
			dict = false
		}
	}
	if !dict {
		return w.itemList(ast.Seq, at, "{", w.expression)
	}
	return w.itemList(ast.Dict, at, "", w.memberAssignment)
}

// memberAssignment is Name = value, or [key] = value as a Pair.
func (w *lowerer) memberAssignment(at int32) ast.ID {
	left := w.Child(at, "left")
	if left < 0 || w.Type(left) != "element_binding_expression" {
		return w.expression(at)
	}
	return w.Node(ast.Pair, at, "", w.sole(left), w.initial(w.Child(at, "right")))
}

func (w *lowerer) initial(at int32) ast.ID {
	if at >= 0 && w.Type(at) == "initializer_expression" {
		return w.initializer(at, false)
	}
	return w.expr(at)
}

// anonymous is new { A = x, y }.
func (w *lowerer) anonymous(at int32) ast.ID {
	mark, key := len(w.Stack), int32(-1)
	var previous int32 = -1
	flush := func() {
		if previous < 0 {
			return
		}
		x := w.expr(previous)
		switch {
		case w.IsDots(x):
			w.Push(x)
		case key >= 0:
			w.Push(w.New(ast.Pair, w.Nodes[key].Start, w.Nodes[previous].End, "", w.Ident(key), x))
		default:
			w.Push(w.Node(ast.Pair, previous, "", w.name(previous), x))
		}
		key, previous = -1, -1
	}
	for c := range w.Children(at) {
		switch n := &w.Nodes[c]; {
		case n.Extra():
		case w.Type(c) == "=":
			key, previous = previous, -1
		case w.Type(c) == "," || w.Type(c) == "}":
			flush()
		case n.Named() || w.Type(c) == "this" || w.Type(c) == "base":
			previous = c
		}
	}
	flush()
	return w.Pop(mark, ast.Dict, at, "")
}

// name is the name under which an anonymous object keeps an expression.
func (w *lowerer) name(at int32) ast.ID {
	if c := w.Child(at, "name"); c >= 0 {
		return w.Ident(c)
	}
	return w.Ident(at)
}

// query lowers from x in xs where c select e to a Comp. What let and join
// name are further CompFors; an order is dropped.
func (w *lowerer) query(at int32) ast.ID {
	mark := len(w.Stack)
	element := ast.None
	var fors []ast.ID
	for c := range w.items(at) {
		switch w.Type(c) {
		case "from_clause":
			fors = append(fors, w.Node(ast.CompFor, c, "", w.field(c, "name"), w.expr(w.lastItem(c))))
		case "let_clause":
			fors = append(fors, w.Node(ast.CompFor, c, "", w.expr(w.firstItem(c)), w.expr(w.lastItem(c))))
		case "join_clause":
			fors = append(fors, w.join(c))
		case "where_clause":
			if len(fors) > 0 {
				w.Append(fors[len(fors)-1], w.sole(c))
			}
		case "select_clause", "group_clause":
			if element == ast.None {
				element = w.sole(c)
			}
		}
	}
	w.Stack = append(append(w.Stack, element), fors...)
	return w.Pop(mark, ast.Comp, at, "")
}

func (w *lowerer) join(at int32) ast.ID {
	var name, over int32 = -1, -1
	typ := w.Child(at, "type")
	for c := range w.items(at) {
		switch {
		case c == typ:
		case name < 0:
			name = c
		case over < 0:
			over = c
		}
	}
	return w.Node(ast.CompFor, at, "", w.expr(name), w.expr(over))
}
