package ruby

import (
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

func (r *lowerer) literal(at int32, typ string) (ast.ID, bool) {
	switch typ {
	case "character":
		return r.Node(ast.Str, at, r.Text(at)[1:]), true
	case "delimited_symbol":
		from, to := r.quotes(at)
		if !r.interpolated(at) {
			return r.Node(ast.Str, at, ":"+r.Src[from:to]), true
		}
		return r.template(at, at, from, to), true
	case "chained_string":
		return r.chained(at), true
	case "subshell":
		callee := r.New(ast.Ident, r.Nodes[at].Start, r.Nodes[at].Start, "`")
		args := r.Node(ast.Args, at, "", r.string(at))
		return r.Node(ast.Call, at, "", callee, args, ast.None), true
	case "regex":
		from, to := r.quotes(at)
		if !r.interpolated(at) {
			return r.Node(ast.Regex, at, r.raw(r.Src[from:to])), true
		}
		return r.Node(ast.Other, at, "regex", r.template(at, at, from, to)), true
	case "heredoc_beginning":
		return r.heredoc(at), true
	case "string_array":
		return r.List(ast.Seq, at, "[", r.self), true
	case "symbol_array":
		return r.List(ast.Seq, at, "[", r.self), true
	case "bare_symbol":
		return r.Node(ast.Str, at, ":"+r.Text(at)), true
	case "interpolation":
		return r.inner(at), true
	}
	return ast.None, false
}

// raw turns names back that an encoded pattern has where its encoder saw no
// string.
func (r *lowerer) raw(s string) string {
	if !r.Pattern {
		return s
	}
	s = strings.ReplaceAll(s, ast.DotsName, "...")
	s = strings.ReplaceAll(s, ast.MetavarSeqName, "$...")
	return strings.ReplaceAll(s, ast.MetavarName, "$")
}

func (r *lowerer) symbol(at int32) ast.ID {
	if r.Pattern && len(r.Text(at)) > 0 {
		if name := r.Text(at)[1:]; language.Encoded(name) {
			return r.Node(ast.Ident, at, name)
		}
	}
	return r.Node(ast.Str, at, r.Text(at))
}

// quotes gives the range of what stands between a literal's delimiters.
func (r *lowerer) quotes(at int32) (from, to uint32) {
	n := &r.Nodes[at]
	from, to = n.Start, n.End
	first, last := int32(-1), int32(-1)
	for c := range r.Children(at) {
		if first < 0 {
			first = c
		}
		last = c
	}
	if first >= 0 && !r.Nodes[first].Named() {
		from = r.Nodes[first].End
		if last != first && !r.Nodes[last].Named() {
			to = r.Nodes[last].Start
		}
	}
	return from, max(from, to)
}

func (r *lowerer) interpolated(at int32) bool { return r.Find(at, "interpolation") >= 0 }

func (r *lowerer) string(at int32) ast.ID {
	from, to := r.quotes(at)
	if r.interpolated(at) {
		return r.template(at, at, from, to)
	}
	return r.Node(ast.Str, at, r.raw(r.Src[from:to]))
}

// template lowers what stands between from and to in the node in, as a node
// that spans at.
func (r *lowerer) template(at, in int32, from, to uint32) ast.ID {
	mark := len(r.Stack)
	r.parts(in, from, to)
	return r.Pop(mark, ast.Template, at, "")
}

// parts pushes the texts and expressions of a string.
func (r *lowerer) parts(in int32, from, to uint32) {
	for c := range r.Children(in) {
		if r.Type(c) != "interpolation" {
			continue
		}
		n := &r.Nodes[c]
		if from < n.Start {
			r.Push(r.New(ast.Str, from, n.Start, r.raw(r.Src[from:n.Start])))
		}
		from = max(from, n.End)
		r.Push(r.lower(c))
	}
	if from < to {
		r.Push(r.New(ast.Str, from, to, r.raw(r.Src[from:to])))
	}
}

// inner lowers the code of an interpolation.
func (r *lowerer) inner(at int32) ast.ID {
	first := r.First(at)
	if first < 0 {
		return ast.None
	}
	if r.Nth(at, 1) < 0 {
		return r.lower(first)
	}
	return r.block(at)
}

// chained lowers adjacent strings to one.
func (r *lowerer) chained(at int32) ast.ID {
	plain := true
	for c := range r.Named(at) {
		plain = plain && r.Type(c) == "string" && !r.interpolated(c)
	}
	if plain {
		var b strings.Builder
		for c := range r.Named(at) {
			from, to := r.quotes(c)
			b.WriteString(r.Src[from:to])
		}
		return r.Node(ast.Str, at, b.String())
	}
	mark := len(r.Stack)
	for c := range r.Named(at) {
		if r.Type(c) != "string" {
			r.Push(r.lower(c))
			continue
		}
		from, to := r.quotes(c)
		r.parts(c, from, to)
	}
	return r.Pop(mark, ast.Template, at, "")
}

// heredoc lowers the beginning of a here-document to its text, which the tree
// has elsewhere.
func (r *lowerer) heredoc(at int32) ast.ID {
	if r.docs == nil {
		r.heredocs()
	}
	body, ok := r.docs[at]
	if !ok {
		return r.Node(ast.Str, at, "")
	}
	delete(r.docs, at) // whatever the tree, a body is lowered once
	from, to := r.Nodes[body].Start, r.Nodes[body].End
	if from < to && r.Src[from] == '\n' {
		from++
	}
	if e := r.Find(body, "heredoc_end"); e >= 0 {
		to = max(from, r.Nodes[e].Start)
	}
	id := ast.None
	if r.interpolated(body) {
		id = r.template(at, body, from, to)
	} else {
		id = r.Node(ast.Str, at, r.raw(r.Src[from:to]))
	}
	if strings.HasSuffix(r.Text(at), "`") {
		callee := r.Node(ast.Ident, at, "`")
		return r.Node(ast.Call, at, "", callee, r.Node(ast.Args, at, "", id), ast.None)
	}
	return id
}

// heredocs pairs beginnings with bodies, which follow in the same order.
func (r *lowerer) heredocs() {
	r.docs = map[int32]int32{}
	var open []int32
	for i := range r.Nodes {
		switch r.Type(int32(i)) {
		case "heredoc_beginning":
			open = append(open, int32(i))
		case "heredoc_body":
			if len(open) > 0 {
				r.docs[open[0]] = int32(i)
				open = open[1:]
			}
		}
	}
}
