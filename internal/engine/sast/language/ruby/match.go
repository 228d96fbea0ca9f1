package ruby

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// label pushes the labels of a case's clause: alternatives are several.
func (r *lowerer) label(at int32) {
	switch r.Type(at) {
	case "if_guard":
		r.Push(r.Node(ast.Unary, at, "if", r.field(at, "condition")))
	case "unless_guard":
		r.Push(r.Node(ast.Unary, at, "unless", r.field(at, "condition")))
	case "alternative_pattern":
		for c := range r.Named(at) {
			r.Push(r.lower(c))
		}
	default:
		r.Push(r.lower(at))
	}
}

// casePattern lowers what may stand after when and in.
func (r *lowerer) casePattern(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "pattern", "parenthesized_pattern":
		if c := r.First(at); c >= 0 && r.Nth(at, 1) < 0 {
			return r.lower(c), true
		}
	case "array_pattern", "find_pattern":
		return r.members(at, ast.Seq, "["), true
	case "alternative_pattern":
		return r.List(ast.Seq, at, "|", r.self), true
	case "hash_pattern":
		return r.members(at, ast.Dict, ""), true
	case "keyword_pattern":
		key := r.Child(at, "key")
		id := r.key(key)
		return r.Node(ast.Pair, at, "", id, r.field(at, "value")), true
	case "as_pattern":
		value := r.field(at, "value")
		return r.Node(ast.Assign, at, "=>", r.field(at, "name"), value), true
	case "splat_parameter":
		return r.Node(ast.Spread, at, "*", r.field(at, "name")), true
	case "hash_splat_parameter":
		return r.Node(ast.Spread, at, "**", r.field(at, "name")), true
	case "hash_key_symbol":
		return r.ident(at), true
	}
	return ast.None, false
}

// members lowers the pattern of an array or hash; with a class it is a call.
func (r *lowerer) members(at int32, k ast.Kind, text string) ast.ID {
	class := r.Child(at, "class")
	callee := r.lower(class)
	mark := len(r.Stack)
	for c := range r.Named(at) {
		if c != class {
			r.Push(r.lower(c))
		}
	}
	if class < 0 {
		return r.Pop(mark, k, at, text)
	}
	return r.Node(ast.Call, at, "", callee, r.Pop(mark, ast.Args, at, ""), ast.None)
}
