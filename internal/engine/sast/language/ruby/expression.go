package ruby

import "github.com/assay-dev/assay/internal/engine/sast/ast"

func (r *lowerer) expression(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "parenthesized_statements":
		if c := r.First(at); c >= 0 && r.Nth(at, 1) < 0 {
			return r.lower(c), true
		}
		if r.First(at) < 0 {
			return r.Node(ast.Null, at, "nil"), true
		}
		return r.block(at), true
	case "assignment":
		left := r.target(r.Child(at, "left"))
		return r.Node(ast.Assign, at, "=", left, r.field(at, "right")), true
	case "operator_assignment":
		left := r.target(r.Child(at, "left"))
		return r.Node(ast.Assign, at, r.operator(at), left, r.field(at, "right")), true
	case "binary":
		left := r.field(at, "left")
		return r.Node(ast.Binary, at, r.operator(at), left, r.field(at, "right")), true
	case "unary":
		return r.Node(ast.Unary, at, r.operator(at), r.field(at, "operand")), true
	case "range":
		from := r.field(at, "begin")
		return r.Node(ast.Binary, at, r.operator(at), from, r.field(at, "end")), true
	case "conditional":
		cond := r.field(at, "condition")
		then := r.field(at, "consequence")
		return r.Node(ast.Cond, at, "", cond, then, r.field(at, "alternative")), true
	case "element_reference":
		return r.List(ast.Index, at, "", r.self), true
	case "splat_argument":
		return r.Node(ast.Spread, at, "*", r.lower(r.First(at))), true
	case "hash_splat_argument":
		return r.Node(ast.Spread, at, "**", r.lower(r.First(at))), true
	case "block_argument":
		return r.Node(ast.Spread, at, "&", r.lower(r.First(at))), true
	case "forward_argument":
		return r.Node(ast.Spread, at, "...", r.Node(ast.Ident, at, "...")), true
	case "rest_assignment":
		return r.Node(ast.Spread, at, "*", r.target(r.First(at))), true
	case "pair":
		return r.pair(ast.KeyArg, at), true
	case "array", "right_assignment_list":
		return r.List(ast.Seq, at, "[", r.self), true
	case "left_assignment_list", "destructured_left_assignment":
		return r.target(at), true
	case "hash":
		return r.hash(at), true
	case "yield":
		return r.Node(ast.Yield, at, "", r.value(at)), true
	case "block", "do_block":
		return r.closure(at, "block"), true
	case "lambda":
		return r.lambda(at), true
	case "setter":
		return r.Node(ast.Ident, at, r.Text(at)), true
	}
	return ast.None, false
}

func (r *lowerer) operator(at int32) string {
	if o := r.Child(at, "operator"); o >= 0 {
		return r.Text(o)
	}
	return ""
}

// call lowers all calls: with and without receiver, arguments and block.
func (r *lowerer) call(at int32) ast.ID {
	args := r.Child(at, "arguments")
	block := r.Child(at, "block")
	callee := r.callee(at)
	if r.Pattern && args < 0 && block < 0 && r.File.Kind(callee) == ast.Member {
		return callee // X.m, with whatever arguments
	}
	mark := len(r.Stack)
	end := r.Nodes[at].End
	start := end
	if args >= 0 {
		start = r.Nodes[args].Start
		for c := range r.Named(args) {
			r.Push(r.lower(c))
		}
	}
	if block >= 0 {
		start = min(start, r.Nodes[block].Start)
		r.Push(r.lower(block))
	}
	list := r.New(ast.Args, start, end, "", r.Stack[mark:]...)
	r.Stack = r.Stack[:mark]
	return r.Node(ast.Call, at, "", callee, list, ast.None)
}

// callee is what a call calls: a name, or a member of the receiver.
func (r *lowerer) callee(at int32) ast.ID {
	receiver, method := r.Child(at, "receiver"), r.Child(at, "method")
	if receiver < 0 {
		if method < 0 {
			return r.Empty(ast.Nil, at)
		}
		return r.lower(method)
	}
	op := "."
	if o := r.Child(at, "operator"); o >= 0 {
		switch r.Text(o) {
		case "&.":
			op = "?."
		case "::":
			op = "::"
		}
	}
	obj := r.lower(receiver)
	if method < 0 { // a.(b)
		end := r.Nodes[receiver].End
		return r.New(ast.Member, r.Nodes[at].Start, end, op, obj, r.New(ast.Ident, end, end, "call"))
	}
	return r.New(ast.Member, r.Nodes[at].Start, r.Nodes[method].End, op, obj, r.ident(method))
}

// target lowers what is assigned to: a.b is a member there, and no call.
func (r *lowerer) target(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	switch r.Type(at) {
	case "call":
		if r.Child(at, "arguments") < 0 && r.Child(at, "block") < 0 {
			return r.Within(at, r.callee)
		}
	case "left_assignment_list", "destructured_left_assignment":
		return r.Within(at, r.targets)
	}
	return r.lower(at)
}

func (r *lowerer) targets(at int32) ast.ID {
	mark := len(r.Stack)
	for c := range r.Named(at) {
		r.Push(r.target(c))
	}
	return r.Pop(mark, ast.Seq, at, "[")
}

func (r *lowerer) arguments(at int32) ast.ID { return r.List(ast.Args, at, "", r.self) }

// value lowers the arguments of return, yield and the like: one is itself,
// several are an array.
func (r *lowerer) value(at int32) ast.ID {
	list := r.First(at)
	if list < 0 || r.Type(list) != "argument_list" {
		return r.lower(list)
	}
	if one := r.First(list); one < 0 || r.Nth(list, 1) < 0 {
		return r.lower(one)
	}
	return r.List(ast.Seq, list, "[", r.self)
}

func (r *lowerer) scope(at int32) ast.ID {
	name := r.Child(at, "name")
	if name < 0 {
		return r.Node(ast.Ident, at, r.Text(at))
	}
	scope := r.Child(at, "scope")
	if scope < 0 { // ::A
		return r.ident(name)
	}
	obj := r.lower(scope)
	return r.Node(ast.Member, at, "::", obj, r.ident(name))
}

// pair lowers a: x and :a => x to the same: the key is the symbol's name. A
// KeyArg in arguments, it is a Pair between braces.
func (r *lowerer) pair(k ast.Kind, at int32) ast.ID {
	key, value := r.Child(at, "key"), r.Child(at, "value")
	id := r.key(key)
	if value < 0 && key >= 0 { // {a:}
		return r.Node(k, at, "", id, r.key(key))
	}
	return r.Node(k, at, "", id, r.lower(value))
}

func (r *lowerer) key(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	n := &r.Nodes[at]
	switch r.Type(at) {
	case "hash_key_symbol":
		return r.ident(at)
	case "simple_symbol":
		return r.New(ast.Ident, n.Start+1, n.End, upper(r.Text(at)[1:], r.Text(at)[1:]))
	}
	return r.lower(at)
}

// hash lowers a hash. An ellipsis among its pairs is written **DOTS_ for the
// grammar's sake.
func (r *lowerer) hash(at int32) ast.ID {
	mark := len(r.Stack)
	for c := range r.Named(at) {
		if r.Type(c) == "pair" {
			r.Push(r.Within(c, func(c int32) ast.ID { return r.pair(ast.Pair, c) }))
			continue
		}
		id := r.lower(c)
		if r.Pattern && r.File.Kind(id) == ast.Spread && r.File.Kind(r.File.First(id)) == ast.Dots {
			id = r.Node(ast.Dots, c, "...")
		}
		r.Push(id)
	}
	return r.Pop(mark, ast.Dict, at, "")
}

// closure lowers a block that is handed to a method.
func (r *lowerer) closure(at int32, text string) ast.ID {
	params := r.parameters(r.Child(at, "parameters"), at)
	body := r.body(r.Child(at, "body"), at)
	return r.Node(ast.Func, at, text, r.Empty(ast.Mods, at), ast.None, ast.None, params, body, ast.None)
}

func (r *lowerer) lambda(at int32) ast.ID {
	params := r.parameters(r.Child(at, "parameters"), at)
	body := ast.None
	if b := r.Child(at, "body"); b >= 0 {
		body = r.body(r.Child(b, "body"), b)
	} else {
		body = r.Empty(ast.Block, at)
	}
	return r.Node(ast.Func, at, "lambda", r.Empty(ast.Mods, at), ast.None, ast.None, params, body, ast.None)
}
