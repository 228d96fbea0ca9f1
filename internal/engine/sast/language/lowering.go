package language

import (
	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/syntax"
)

// maxDepth bounds the nesting of what is lowered. Deeper code becomes Other
// nodes without kids and counts as not understood.
const maxDepth = 2500

// Lowering is one file or pattern on its way to the neutral form. Its methods
// take nodes of the grammar's tree, where -1 is none, and give nodes of the
// neutral form, where None is none.
type Lowering struct {
	*ast.Builder
	*syntax.Tree
	Src   string   // the source, so that texts are parts of it
	Stack []ast.ID // kids of the nodes under construction: see Push and Pop
	depth int
}

// Text is the source of a node, without a copy.
func (l *Lowering) Text(at int32) string {
	n := &l.Nodes[at]
	return l.Src[n.Start:n.End]
}

// Node makes a node that spans a node of the grammar's tree.
func (l *Lowering) Node(k ast.Kind, at int32, text string, kids ...ast.ID) ast.ID {
	n := &l.Nodes[at]
	return l.New(k, n.Start, n.End, text, kids...)
}

// Leaf makes a node without kids whose text is the source of at.
func (l *Lowering) Leaf(k ast.Kind, at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	return l.Node(k, at, l.Text(at))
}

// Ident makes an Ident of a node's source. A name without text, which some
// grammars make up without saying so, breaks the file.
func (l *Lowering) Ident(at int32) ast.ID {
	if at < 0 {
		return ast.None
	}
	if n := &l.Nodes[at]; n.Start == n.End {
		l.broken(at)
	}
	return l.Leaf(ast.Ident, at)
}

// Empty makes a node without kids, text or width where another one starts.
func (l *Lowering) Empty(k ast.Kind, at int32) ast.ID {
	start := l.Nodes[at].Start
	return l.New(k, start, start, "")
}

// Within calls lower, one level deeper. Too deep, it makes an empty Other.
// Every recursion of a lowering must go through it.
func (l *Lowering) Within(at int32, lower func(int32) ast.ID) ast.ID {
	if at < 0 {
		return ast.None
	}
	if l.depth >= maxDepth {
		l.File.Deep = l.File.Deep || l.File.Broken < 0
		l.broken(at)
		return l.Node(ast.Other, at, "too deep")
	}
	l.depth++
	id := lower(at)
	l.depth--
	return id
}

// Other keeps what no kind describes, with its named children lowered.
func (l *Lowering) Other(at int32, lower func(int32) ast.ID) ast.ID {
	if l.Type(at) == "ERROR" {
		l.broken(at)
	}
	var kids []ast.ID
	for c := range l.Named(at) {
		if k := l.Within(c, lower); k != ast.None {
			kids = append(kids, k)
		}
	}
	if len(kids) == 0 {
		return l.Node(ast.Other, at, l.Type(at)+" "+l.Text(at))
	}
	return l.Node(ast.Other, at, l.Type(at), kids...)
}

func (l *Lowering) broken(at int32) {
	if l.File.Broken < 0 {
		l.File.Broken = int(l.Nodes[at].Start)
	}
}

// IsDots says that a node is the ellipsis of a pattern.
func (l *Lowering) IsDots(id ast.ID) bool { return l.Pattern && l.File.Kind(id) == ast.Dots }

// Stands says whether a node of a pattern stands for several: an ellipsis or a
// metavariable of a sequence.
func (l *Lowering) Stands(id ast.ID) bool {
	return l.IsDots(id) || l.Pattern && l.File.Kind(id) == ast.MetavarSeq
}
