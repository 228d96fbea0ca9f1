package terraform

import (
	"fmt"

	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// flattener turns a block into leaves.
type flattener struct {
	*graph.Builder
	computed *computed
	resource string
}

func (f *flattener) block(prefix string, b *trivy.Block, depth int) {
	if depth > 20 {
		return
	}
	for _, a := range b.GetAttributes() {
		if depth == 0 && metaArguments[a.Name()] {
			continue
		}
		f.value(prefix+a.Name(), evaluate(a, b), a.HCLAttribute().Expr, 0)
	}
	numbers := map[string]int{}
	for _, child := range b.AllBlocks() {
		if child.Type() == "dynamic" {
			f.dynamic(prefix, child)
			continue
		}
		n := numbers[child.Type()]
		numbers[child.Type()]++
		f.block(fmt.Sprintf("%s%s.%d.", prefix, child.Type(), n), child, depth+1)
	}
}

// dynamic leaves an unknown where a dynamic block may or may not give blocks.
func (f *flattener) dynamic(prefix string, b *trivy.Block) {
	forEach := b.GetAttribute("for_each")
	if forEach.IsNil() {
		return
	}
	if v := forEach.Value(); v != cty.NilVal && v.IsWhollyKnown() && !v.IsNull() {
		return
	}
	f.Add(assay.Attribute{Path: prefix + b.TypeLabel(), Kind: assay.KindUnknown, Location: f.at(forEach.HCLAttribute().Expr.Range())})
}

// evaluate gives the value with null kept apart from unknown.
func evaluate(a *trivy.Attribute, b *trivy.Block) (v cty.Value) {
	defer func() {
		if recover() != nil {
			v = cty.DynamicVal
		}
	}()
	if b.Context() == nil {
		return a.Value()
	}
	v, _ = a.HCLAttribute().Expr.Value(b.Context().Inner())
	if v == cty.NilVal {
		return cty.DynamicVal
	}
	v, _ = v.Unmark()
	return v
}

func (f *flattener) value(path string, v cty.Value, expr hcl.Expression, depth int) {
	if f.Full() {
		return
	}
	leaf := assay.Attribute{Path: path, Location: f.at(expr.Range())}
	switch {
	case v == cty.NilVal || !v.IsKnown() || depth > 20:
		leaf.Kind = assay.KindUnknown
	case v.IsNull():
		leaf.Kind = assay.KindNull
	case v.Type() == cty.String:
		leaf.Kind, leaf.Value = assay.KindString, v.AsString()
		if f.computed.is(leaf.Value) {
			leaf.Kind, leaf.Value = assay.KindUnknown, ""
		}
	case v.Type() == cty.Number:
		leaf.Kind, leaf.Value = assay.KindNumber, number(v)
		if f.computed.is(leaf.Value) {
			leaf.Kind, leaf.Value = assay.KindUnknown, ""
		}
	case v.Type() == cty.Bool:
		leaf.Kind, leaf.Value = assay.KindBool, fmt.Sprint(v.True())
	case v.CanIterateElements():
		f.elements(path, v, expr, depth)
		return
	default:
		leaf.Kind = assay.KindUnknown
	}
	f.Add(leaf)
}

func (f *flattener) elements(path string, v cty.Value, expr hcl.Expression, depth int) {
	n := 0
	for it := v.ElementIterator(); it.Next(); n++ {
		key, child := it.Element()
		name := fmt.Sprint(n)
		if v.Type().IsObjectType() || v.Type().IsMapType() {
			name = key.AsString()
		}
		f.value(path+"."+name, child, part(expr, name, n), depth+1)
	}
}

// part narrows an expression to the one of an element, where it is written out.
func part(expr hcl.Expression, name string, n int) hcl.Expression {
	switch e := expr.(type) {
	case *hclsyntax.TupleConsExpr:
		if n < len(e.Exprs) {
			return e.Exprs[n]
		}
	case *hclsyntax.ObjectConsExpr:
		for _, item := range e.Items {
			if hcl.ExprAsKeyword(item.KeyExpr) == name {
				return item.ValueExpr
			}
			if k, diags := item.KeyExpr.Value(nil); !diags.HasErrors() && k.IsKnown() && !k.IsNull() && k.Type() == cty.String && k.AsString() == name {
				return item.ValueExpr
			}
		}
	}
	return expr
}

func (f *flattener) at(r hcl.Range) assay.Place {
	l := location(r.Filename, r)
	return assay.Place{Path: l.Path, Start: l.Start, End: l.End}
}

// number writes small numbers plainly and enormous ones with an exponent:
// 1e999999999 would be a billion digits.
func number(v cty.Value) string {
	f := v.AsBigFloat()
	if exponent := f.MantExp(nil); exponent > 200 || exponent < -200 {
		return f.Text('g', 20)
	}
	return f.Text('f', -1)
}
