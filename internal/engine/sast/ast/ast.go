// Package ast is the flat, language-neutral form of source code that patterns
// are matched on and data flow is followed through. Every language is lowered
// into it once; the tree of tree-sitter is gone by then.
//
// A File holds all nodes in one slice. A node has a Kind, a text and its kids
// in a fixed order that Kind's comments give: [a, b|Nil, c...] means a first
// kid a, a second that is b or a Nil node, then any number of c. Where a list
// stands in the middle it has a node of its own (Args, Params, Mods, Block).
// What no kind describes becomes Other, named after the grammar's rule, so that
// patterns of the same language still match it.
//
// Patterns are Files too, with the kinds from Metavar on, which code never has.
//
// The package parses nothing, and knows neither languages nor rules.
package ast

// Kind says what a node is.
type Kind uint8

// Leaves.
const (
	Nil   Kind = iota // nothing stands here
	Ident             // name; also this, self, super, type names, PHP's $x as "$x"
	Str               // text between the quotes, as written (escapes kept); also characters, heredocs
	Num               // text
	Bool              // "true" or "false"
	Null              // null, nil, None
	Regex             // text between the slashes

	// Expressions.

	Template // interpolated string: [Str or expression...]
	Member   // obj.name, obj->name, A::b: [object, Ident]; text is the operator
	Index    // [object, index...]
	Call     // [callee, Args, TypeArgs|Nil]; a method call's callee is a Member; trailing blocks and closures stand last in Args
	New      // [type, Args, Block|Nil]: the block is an anonymous class's body, or an object initialiser as a Dict
	Args     // [expression | KeyArg | Spread ...]
	KeyArg   // name = value in a call or annotation: [Ident, value]
	Spread   // *x, **x, ...x, &blk: [x]; text is the operator
	Binary   // [left, right]; text is the operator as written: "+", "==", "&&", "and", "in", "??"
	Unary    // [x]; text: "!", "not", "-", "~", "&", "*", "typeof", "delete", "<-", "!!" ...
	Update   // x++, --x: [x]; text "++" or "--"
	Assign   // [target, value]; text "=", "+=", ":=", "||=" ...
	Cond     // c ? a : b, a if c else b, if as an expression: [condition, then, else]
	Cast     // [type, x]
	TypeTest // instanceof, is, as?: [x, type]; text is the operator
	Await    // [x]
	Yield    // [x|Nil]
	Seq      // array, list, tuple or set literal: [expression...]; text "[", "(", "{"
	Dict     // object, map or struct literal: [Pair | Spread | Func ...]
	Pair     // [key, value]; a bare key of an object is a Str-like Ident; shorthand {a} is Pair[Ident a, Ident a]
	Comp     // comprehension: [element, CompFor...]; text "[", "(", "{"; a dict's element is a Pair
	CompFor  // [target, iterable, condition...]
	Element  // JSX: [tag name, Attr | Spread ..., Block of children|Nil]
	Attr     // attribute of an Element: [Ident, value|Nil]
	TypeApp  // generic type: [base, argument...]; text "" ; an array type has text "[]", a pointer "*", optional "?"
	FuncType // type of a function: [Params, result|Nil]

	// Statements.

	Block    // [statement...]: bodies, always, even of one statement without braces
	ExprStmt // an expression as a statement: [expression]
	VarDecl  // [Mods, type|Nil, target, value|Nil]: one for each declarator; target is an Ident, or Seq/Dict when destructuring; text is var, let, const, val, "" ...; fields of classes too
	If       // [condition, then Block, else Block|Nil]; elif is an If in the else Block
	While    // [condition, Block]
	DoWhile  // [Block, condition]
	For      // [init Block|Nil, condition|Nil, update Block|Nil, Block]
	ForEach  // [target, iterable, Block, else Block|Nil]; target is an Ident, a VarDecl without value, or Seq
	Switch   // [value|Nil, Case...]; match and when too
	Case     // [Args of labels, Block]; no labels: default; a guard is a last label with text "if" on an Unary
	Try      // [resources Args|Nil, Block, else Block|Nil, finally Block|Nil, Catch...]
	Catch    // [Param|Nil, Block]
	With     // with, using, synchronized, defer-like scopes: [Args of items, Block]; an item with a name is a VarDecl
	Return   // [value|Nil]
	Throw    // [value|Nil]
	Jump     // break, continue, goto, fallthrough, pass, redo: [label Ident|Nil]; text is the keyword
	Labeled  // [Ident, statement]
	Go       // go, defer, async launch: [expression]; text is the keyword
	Assert   // [condition, message|Nil]

	// Declarations.

	Package  // [name]
	Import   // a module as a whole: [module path, alias|Nil]; path is a Member chain, an Ident or a Str; text is the keyword
	ImportOf // one name of a module: [module path, name, alias|Nil]; "*" is an Ident
	Func     // [Mods, result type|Nil, name|Nil, Params, body Block|Nil, receiver Param|Nil]; lambdas have no name; an expression body is a Block of one Return; text: "func", "lambda", "ctor", "getter", "setter", "block"
	Params   // [Param | Spread ...]
	Param    // [Mods, type|Nil, name, default|Nil]; text "", or "*", "**", "..." when it takes the rest
	Class    // [Mods, name|Nil, type Params|Nil, Supers, Block]; text class, interface, enum, struct, object, trait, module, record; primary constructor parameters are a Func "ctor" first in the Block
	Supers   // [type | Call ...]
	Mods     // [Modifier | Annot ...]
	Modifier // text: public, static, final, async, val ...
	Annot    // annotation, decorator, attribute: [name, Args|Nil]
	TypeDecl // type X = ...: [name, type]
	Other    // what no kind describes: the grammar's named children; text is the grammar's rule

	// Only in patterns.

	Metavar    // $X; text with the dollar
	MetavarSeq // $...X; text "$...X"
	Dots       // ...
	Deep       // <... x ...>: [x]
	TypedVar   // (T $X): [type, Metavar]
	kinds
)

// ID is a node of a File; None is no node.
type ID int32

// None is no node. Where New gets it as a kid, a Nil node is put.
const None ID = 0

// Node is one node. Offsets are bytes of the source.
type Node struct {
	Kind       Kind
	Start, End uint32
	first      ID
	next       ID
	Parent     ID
	Text       string
}

// File is one lowered file, or one pattern.
type File struct {
	Path     string
	Language string
	Source   []byte
	Nodes    []Node // Nodes[0] is not used
	Root     ID     // a Block
	// Imports gives the qualified, dotted name of what a file calls by a short
	// one: "sp" is "subprocess", "Random" is "java.util.Random".
	Imports map[string]string
	// Scoped gives, for a name whose meaning is not the same in the whole file,
	// what it means where, in the order of the source.
	Scoped map[string][]ScopedImport
	// Broken is the offset of the first text that was not understood, -1 when
	// all was. Deep says that what is there is nested too deeply.
	Broken int
	Deep   bool
}

// ScopedImport is an import that holds in a part of a file.
type ScopedImport struct {
	Start, End uint32
	Qualified  string
}

// Imported is the qualified name that an import makes of a name at a node, and
// whether one does.
func (f *File) Imported(n ID, name string) (string, bool) {
	if some := f.Scoped[name]; len(some) > 0 {
		at := f.Nodes[n].Start
		for i := len(some) - 1; i >= 0; i-- {
			if some[i].Start <= at && at < some[i].End {
				return some[i].Qualified, true
			}
		}
	}
	q, ok := f.Imports[name]
	return q, ok
}

// Kids yields the kids of a node in order.
func (f *File) Kids(n ID) func(yield func(ID) bool) {
	return func(yield func(ID) bool) {
		for k := f.Nodes[n].first; k != None; k = f.Nodes[k].next {
			if !yield(k) {
				return
			}
		}
	}
}

// First is the first kid, or None; Next the sibling after a node, or None.
func (f *File) First(n ID) ID { return f.Nodes[n].first }

// Next is the sibling after a node, or None.
func (f *File) Next(n ID) ID { return f.Nodes[n].next }

// Kid is the i-th kid, or None when there are fewer.
func (f *File) Kid(n ID, i int) ID {
	k := f.Nodes[n].first
	for ; i > 0 && k != None; i-- {
		k = f.Nodes[k].next
	}
	return k
}

// Len is the number of kids.
func (f *File) Len(n ID) int {
	c := 0
	for k := f.Nodes[n].first; k != None; k = f.Nodes[k].next {
		c++
	}
	return c
}

// Kind is the kind of a node; of None it is Nil.
func (f *File) Kind(n ID) Kind { return f.Nodes[n].Kind }

// Text is the text of a node.
func (f *File) Text(n ID) string { return f.Nodes[n].Text }

// Src is the source of a node.
func (f *File) Src(n ID) string {
	d := &f.Nodes[n]
	if int(d.End) > len(f.Source) || d.Start > d.End {
		return ""
	}
	return string(f.Source[d.Start:d.End])
}

// Dotted is the dotted name that a chain of identifiers and members spells,
// as written, and whether the node is such a chain.
func (f *File) Dotted(n ID) (string, bool) {
	switch f.Nodes[n].Kind {
	case Ident:
		return f.Nodes[n].Text, true
	case Member:
		obj, ok := f.Dotted(f.Kid(n, 0))
		name := f.Kid(n, 1)
		if !ok || f.Nodes[name].Kind != Ident {
			return "", false
		}
		return obj + "." + f.Nodes[name].Text, true
	}
	return "", false
}
