package ast

import "strings"

// Names that a pattern's metavariables and ellipses carry while they go
// through a grammar that does not know them.
const (
	MetavarName    = "METAVAR_"    // $X is METAVAR_X
	MetavarSeqName = "METAVARSEQ_" // $...X is METAVARSEQ_X
	DotsName       = "DOTS_"       // ...
	DeepName       = "DEEP_"       // <... x ...> is DEEP_(x)
)

// Builder makes a File from its leaves upward.
type Builder struct {
	File    *File
	Pattern bool // turn the encoded names back into metavariables and ellipses
}

// NewBuilder starts a file.
func NewBuilder(path, language string, src []byte, pattern bool) *Builder {
	f := &File{Path: path, Language: language, Source: src, Imports: map[string]string{}, Broken: -1}
	f.Nodes = make([]Node, 1, len(src)/6+16)
	return &Builder{File: f, Pattern: pattern}
}

// New makes a node. A kid that is None becomes a Nil node; a kid may be used
// once.
func (b *Builder) New(k Kind, start, end uint32, text string, kids ...ID) ID {
	f := b.File
	if b.Pattern {
		if id, ok := b.decode(k, start, end, text, kids); ok {
			return id
		}
	}
	id := ID(len(f.Nodes))
	f.Nodes = append(f.Nodes, Node{Kind: k, Start: start, End: end, Text: text})
	last := None
	for _, kid := range kids {
		if kid == None {
			kid = ID(len(f.Nodes))
			f.Nodes = append(f.Nodes, Node{Kind: Nil, Start: start, End: start})
		}
		f.Nodes[kid].Parent = id
		if last == None {
			f.Nodes[id].first = kid
		} else {
			f.Nodes[last].next = kid
		}
		last = kid
	}
	return id
}

// decode turns encoded names of patterns back.
func (b *Builder) decode(k Kind, start, end uint32, text string, kids []ID) (ID, bool) {
	f := b.File
	leaf := func(k Kind, text string) (ID, bool) {
		f.Nodes = append(f.Nodes, Node{Kind: k, Start: start, End: end, Text: text})
		return ID(len(f.Nodes) - 1), true
	}
	switch k {
	case Ident:
		name := strings.TrimPrefix(text, "$") // PHP's variables
		if v, ok := strings.CutPrefix(name, MetavarSeqName); ok {
			return leaf(MetavarSeq, "$..."+v)
		}
		if v, ok := strings.CutPrefix(name, MetavarName); ok {
			return leaf(Metavar, "$"+v)
		}
		if strings.HasPrefix(name, DotsName) {
			return leaf(Dots, "...")
		}
	case ExprStmt, Param:
		// An ellipsis is no statement and no parameter: it stands for them.
		for i, kid := range kids {
			if k == Param && i == 3 { // a default may be an ellipsis
				continue
			}
			if kid != None && (f.Nodes[kid].Kind == Dots || (k == Param && f.Nodes[kid].Kind == MetavarSeq)) {
				return kid, true
			}
		}
	case Call:
		if len(kids) > 1 && f.Nodes[kids[0]].Kind == Ident && f.Nodes[kids[0]].Text == DeepName {
			if x := f.Nodes[kids[1]].first; x != None {
				id, _ := leaf(Deep, "")
				f.Nodes[id].first = x
				f.Nodes[x].Parent, f.Nodes[x].next = id, None
				return id, true
			}
		}
	}
	return None, false
}

// Append adds a kid behind the others of a node.
func (b *Builder) Append(parent, kid ID) {
	f := b.File
	f.Nodes[kid].Parent = parent
	last := f.Nodes[parent].first
	if last == None {
		f.Nodes[parent].first = kid
		return
	}
	for f.Nodes[last].next != None {
		last = f.Nodes[last].next
	}
	f.Nodes[last].next = kid
}

// named says whether code can use a name: _ is one in JavaScript alone.
func (b *Builder) named(local string) bool {
	return local != "" && (local != "_" || b.File.Language == "javascript" || b.File.Language == "typescript")
}

// Import says what a short name stands for.
func (b *Builder) Import(local, qualified string) {
	if b.named(local) && qualified != "" {
		b.File.Imports[local] = qualified
	}
}

// ImportIn is Import for a part of the file, whole when it is the file's top.
func (b *Builder) ImportIn(start, end uint32, top bool, local, qualified string) {
	if !b.named(local) || qualified == "" {
		return
	}
	f := b.File
	if _, known := f.Imports[local]; top && !known && len(f.Scoped[local]) == 0 {
		f.Imports[local] = qualified
		return
	}
	if f.Scoped == nil {
		f.Scoped = map[string][]ScopedImport{}
	}
	f.Scoped[local] = append(f.Scoped[local], ScopedImport{start, end, qualified})
	if _, known := f.Imports[local]; top && !known {
		f.Imports[local] = qualified
	}
}
