package ast

import (
	"fmt"
	"strings"
)

var names = [kinds]string{
	"nil", "ident", "str", "num", "bool", "null", "regex",
	"template", "member", "index", "call", "new", "args", "keyarg", "spread", "binary", "unary", "update", "assign",
	"cond", "cast", "typetest", "await", "yield", "seq", "dict", "pair", "comp", "compfor", "element", "attr", "typeapp", "functype",
	"block", "exprstmt", "vardecl", "if", "while", "dowhile", "for", "foreach", "switch", "case", "try", "catch", "with",
	"return", "throw", "jump", "labeled", "go", "assert",
	"package", "import", "importof", "func", "params", "param", "class", "supers", "mods", "modifier", "annot", "typedecl", "other",
	"metavar", "metavarseq", "dots", "deep", "typedvar",
}

// String is the kind's name in dumps.
func (k Kind) String() string { return names[k] }

// Dump writes a node as one line: (call (member (ident "a") (ident "b")) (args)).
func (f *File) Dump(n ID) string {
	var b strings.Builder
	f.dump(&b, n)
	return b.String()
}

func (f *File) dump(b *strings.Builder, n ID) {
	d := &f.Nodes[n]
	if d.Kind == Nil {
		b.WriteString("-")
		return
	}
	b.WriteString("(" + d.Kind.String())
	if d.Text != "" {
		fmt.Fprintf(b, " %q", d.Text)
	}
	for k := range f.Kids(n) {
		b.WriteByte(' ')
		f.dump(b, k)
	}
	b.WriteByte(')')
}
