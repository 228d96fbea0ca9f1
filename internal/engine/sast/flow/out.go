package flow

import "github.com/assay-dev/assay/internal/engine/sast/ast"

// outTarget is the name of the variable that an argument of C# lets a call
// set, out x or out var x, and the type that the text gives it.
func (b *builder) outTarget(n ast.ID) (name, typ string) {
	f := b.f
	if f.Language != "csharp" || f.Kind(n) != ast.Unary || f.Text(n) != "out" {
		return "", ""
	}
	switch x := f.First(n); f.Kind(x) {
	case ast.VarDecl:
		return f.Text(f.Kid(x, 2)), b.typeName(f.Kid(x, 1))
	case ast.Ident:
		return f.Text(x), ""
	}
	return "", ""
}

// out is what a call leaves in a variable that it sets.
func (b *builder) out(c *Call, n ast.ID, typ string, recv value, args []value, id int32) Node {
	d := &b.f.Nodes[n]
	at := b.fresh(d.Start, d.End)
	b.number(at, typ)
	switch c.Name {
	case "TryGetValue": // the key is no value
		b.edge(Edge{To: at, Op: Load, Key: b.g.key(AnyKey), Guard: id}, recv.n)
		return at
	case "TryParse": // of numbers, dates, enumerations
		b.g.Values[at].Number = true
	}
	b.collect(args, recv, at, id)
	return at
}
