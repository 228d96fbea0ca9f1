package scala

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// maxChain bounds a chain that is put into order at once; longer ones are left
// as the grammar gives them.
const maxChain = 1000

// infix lowers a op b op c. The grammar knows no precedences, so the chain is
// put into order here.
func (w *lowerer) infix(at int32) ast.ID {
	var right, ops []int32
	left := at
	for left >= 0 && w.Type(left) == "infix_expression" && len(ops) < maxChain {
		op, r := w.Child(left, "operator"), w.Child(left, "right")
		if op < 0 {
			break
		}
		ops, right = append(ops, op), append(right, r)
		left = w.Child(left, "left")
	}
	if len(ops) == 0 {
		return w.other(at)
	}
	values := []ast.ID{w.expr(left)}
	var pending []string
	reduce := func(level int) {
		for len(pending) > 0 && precedence(pending[len(pending)-1]) >= level {
			n := len(values)
			a, b, op := values[n-2], values[n-1], pending[len(pending)-1]
			pending = pending[:len(pending)-1]
			values = append(values[:n-2], w.binary(op, a, b))
		}
	}
	for i := len(ops) - 1; i >= 0; i-- {
		op := w.Text(ops[i])
		if op == "with" {
			w.mixIn(values[len(values)-1], right[i])
			continue
		}
		reduce(precedence(op))
		operand := w.operand(right[i])
		pending, values = append(pending, op), append(values, operand)
	}
	reduce(0)
	return values[0]
}

// operand is what stands right of an operator. A block is a closure there.
func (w *lowerer) operand(at int32) ast.ID {
	if at >= 0 && (w.Type(at) == "block" || w.Type(at) == "case_block" || w.Type(at) == "colon_argument") {
		return w.Within(at, w.closure)
	}
	if at < 0 {
		return ast.None
	}
	return w.expr(at)
}

func (w *lowerer) binary(op string, a, b ast.ID) ast.ID {
	kind := ast.Binary
	if assigns(op) {
		kind = ast.Assign
	}
	start, end := w.File.Nodes[a].Start, w.File.Nodes[a].End
	if b != ast.None {
		end = max(end, w.File.Nodes[b].End)
	}
	return w.New(kind, start, end, op, a, b)
}

// mixIn gives new A with B { ... }, which the grammar takes for an operator,
// its body.
func (w *lowerer) mixIn(instance ast.ID, right int32) {
	if w.File.Kind(instance) != ast.New || right < 0 || w.Type(right) != "call_expression" {
		return
	}
	if block := w.Child(right, "arguments"); block >= 0 && w.Type(block) == "block" && w.File.Len(instance) == 3 {
		last := w.File.Kid(instance, 2)
		if w.File.Kind(last) == ast.Nil {
			// The Nil becomes the Block.
			mark := len(w.Stack)
			for c := range w.Named(block) {
				w.member(c)
			}
			n := &w.File.Nodes[last]
			n.Kind, n.Start, n.End = ast.Block, w.Nodes[block].Start, w.Nodes[block].End
			for _, kid := range w.Stack[mark:] {
				w.Append(last, kid)
			}
			w.Stack = w.Stack[:mark]
			w.File.Nodes[instance].End = w.Nodes[block].End
		}
	}
}

// assigns says whether an operator assigns: += does, <= does not.
func assigns(op string) bool {
	if len(op) < 2 || op[len(op)-1] != '=' || op[0] == '=' || letter(op[0]) {
		return false
	}
	return op != "<=" && op != ">=" && op != "!="
}

// precedence orders operators by their first character.
func precedence(op string) int {
	if op == "" {
		return 2
	}
	switch c := op[0]; {
	case assigns(op):
		return 1
	case letter(c):
		return 2
	case c == '|':
		return 3
	case c == '^':
		return 4
	case c == '&':
		return 5
	case c == '=' || c == '!':
		return 6
	case c == '<' || c == '>':
		return 7
	case c == ':':
		return 8
	case c == '+' || c == '-':
		return 9
	case strings.IndexByte("*/%", c) >= 0:
		return 10
	}
	return 11
}

func letter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '`' }
