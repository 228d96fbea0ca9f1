package document

import (
	"bytes"
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// TOML reads a TOML document (https://toml.io/en/v1.0.0).
func TOML(data []byte) (root *Node, err *Error) {
	data = Plain(data)
	root = &Node{Kind: Object, Line: 1}
	if line := tooDeep(data); line > 0 {
		return root, &Error{line, "arrays stand too deep in each other"}
	}
	defer guard(&root, &err)
	r := &tomlReader{data: data, line: 1, root: root, table: root, made: map[*Node]bool{}}
	r.parser.Reset(data)
	for r.err == nil && r.parser.NextExpression() {
		r.expression(r.parser.Expression())
	}
	if e := r.parser.Error(); e != nil && r.err == nil {
		r.err = r.syntax(e)
	}
	if r.err == nil {
		r.err = r.dup
	}
	return root, r.err
}

type tomlReader struct {
	parser unstable.Parser
	data   []byte
	// offset and line are the place up to which lines were counted.
	offset, line int
	root, table  *Node
	made         map[*Node]bool // tables that a header [a.b] opened
	err, dup     *Error
}

// lineAt counts lines on; places are asked for in rising order.
func (r *tomlReader) lineAt(offset int) int {
	if offset > r.offset && offset <= len(r.data) {
		r.line += bytes.Count(r.data[r.offset:offset], []byte("\n"))
		r.offset = offset
	}
	return r.line
}

func (r *tomlReader) syntax(err error) *Error {
	var pe *unstable.ParserError
	if errors.As(err, &pe) && len(pe.Highlight) > 0 {
		r.lineAt(int(r.parser.Range(pe.Highlight).Offset))
	}
	return &Error{r.line, "no TOML: " + err.Error()}
}

func (r *tomlReader) expression(e *unstable.Node) {
	switch e.Kind {
	case unstable.KeyValue:
		r.keyValue(r.table, e)
	case unstable.Table:
		r.header(e, false)
	case unstable.ArrayTable:
		r.header(e, true)
	}
}

// part is one name of a dotted key.
type part struct {
	name string
	line int
}

func (r *tomlReader) parts(e *unstable.Node) []part {
	var out []part
	for it := e.Key(); it.Next(); {
		k := it.Node()
		out = append(out, part{strings.ToValidUTF8(string(k.Data), "�"), r.lineAt(int(k.Raw.Offset))})
	}
	if len(out) > MaxDepth {
		r.err = &Error{r.line, "a key has too many parts"}
		return nil
	}
	return out
}

// header opens the table that [a.b] or [[a.b]] names.
func (r *tomlReader) header(e *unstable.Node, array bool) {
	parts := r.parts(e)
	if len(parts) == 0 {
		return
	}
	last := parts[len(parts)-1]
	parent := r.descend(r.root, parts[:len(parts)-1])
	if parent == nil {
		return
	}
	table := &Node{Kind: Object, Line: last.line}
	old := parent.Get(last.name)
	switch {
	case array && old == nil:
		parent.add(last.name, last.line, &Node{Kind: Array, Line: last.line, items: []*Node{table}})
	case array && old.Kind == Array:
		old.items = append(old.items, table)
	case !array && old.Is(Object):
		if r.made[old] {
			r.again(last)
		}
		table = old
	default:
		if !parent.add(last.name, last.line, table) {
			r.again(last)
		}
	}
	r.made[table] = true
	r.table = table
}

func (r *tomlReader) again(p part) {
	if r.dup == nil {
		r.dup = twice(p.name, p.line)
	}
}

// descend follows or makes the tables of a dotted key; in an array of tables
// the last one is meant.
func (r *tomlReader) descend(n *Node, parts []part) *Node {
	for _, p := range parts {
		next := n.Get(p.name)
		if next.Is(Array) && len(next.items) > 0 {
			next = next.items[len(next.items)-1]
		}
		if next == nil {
			next = &Node{Kind: Object, Line: p.line}
			n.add(p.name, p.line, next)
		}
		if next.Kind != Object {
			r.err = &Error{p.line, "the key " + Quote(p.name) + " is no table"}
			return nil
		}
		n = next
	}
	return n
}

func (r *tomlReader) keyValue(table *Node, e *unstable.Node) {
	parts := r.parts(e)
	if len(parts) == 0 {
		return
	}
	last := parts[len(parts)-1]
	parent := r.descend(table, parts[:len(parts)-1])
	if parent == nil {
		return
	}
	if !parent.add(last.name, last.line, r.value(e.Value())) {
		r.again(last)
	}
}

func (r *tomlReader) value(v *unstable.Node) *Node {
	if v.Raw.Length > 0 {
		r.lineAt(int(v.Raw.Offset))
	}
	n := &Node{Kind: Number, Line: r.line}
	switch v.Kind {
	case unstable.Array:
		n.Kind = Array
		for it := v.Children(); it.Next(); {
			if c := it.Node(); c.Kind != unstable.Comment {
				n.items = append(n.items, r.value(c))
			}
		}
	case unstable.InlineTable:
		n.Kind = Object
		for it := v.Children(); it.Next() && r.err == nil; {
			r.keyValue(n, it.Node())
		}
	case unstable.String:
		n.Kind, n.text = String, strings.ToValidUTF8(string(v.Data), "�")
	case unstable.Bool:
		n.Kind, n.text = Bool, string(v.Data)
	default:
		n.text = string(v.Data)
	}
	return n
}
