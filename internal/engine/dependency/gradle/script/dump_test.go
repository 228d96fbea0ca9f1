package script

import (
	"fmt"
	"strings"
)

var kindNames = []string{
	"bad", "text", "lit", "num", "name", "member", "index", "call", "named", "lambda", "list", "map", "entry", "binary", "unary",
	"ternary", "assign", "declare", "delegate", "if", "choice", "loop", "function", "type", "return", "block",
}

// String writes a node as an s-expression, for tests.
func (n *Node) String() string {
	switch n.Kind {
	case Name, Number:
		return n.S
	case Literal:
		return fmt.Sprintf("%q", n.S)
	case Text:
		if len(n.Kids) == 1 && n.Kids[0].Kind == Literal {
			return n.Kids[0].String()
		}
	}
	parts := []string{kindNames[n.Kind]}
	if n.S != "" {
		parts[0] += ":" + n.S
	}
	if len(n.Names) > 0 {
		parts = append(parts, "|"+strings.Join(n.Names, ",")+"|")
	}
	for _, k := range n.Kids {
		parts = append(parts, k.String())
	}
	return "(" + strings.Join(parts, " ") + ")"
}
