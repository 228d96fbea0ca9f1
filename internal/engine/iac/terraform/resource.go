package terraform

import (
	"fmt"
	"strings"

	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/aquasecurity/trivy/pkg/iac/types"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// regionPath is where a resource keeps the region of its provider block; a
// region of its own stands in "region".
const regionPath = "provider.region"

// metaArguments say how often and in what order, not what.
var metaArguments = map[string]bool{"count": true, "for_each": true, "xount": true, "xor_each": true, "depends_on": true, "provider": true}

// resource describes an evaluated block.
func (e *evaluation) resource(b *trivy.Block, modules trivy.Modules) assay.Resource {
	typ := b.TypeLabel()
	r := assay.Resource{
		Address:  address(b),
		Root:     e.unit.Root,
		Source:   "terraform",
		Type:     typ,
		Provider: providerOf(typ),
	}
	rng := b.GetMetadata().Range()
	r.Location = assay.Location{
		Path:     rng.GetLocalFilename(),
		Start:    assay.Position{Line: b.HCLBlock().DefRange.Start.Line, Column: b.HCLBlock().DefRange.Start.Column},
		End:      assay.Position{Line: rng.GetEndLine()},
		Resource: r.Address,
	}
	var g graph.Builder
	f := flattener{Builder: &g, computed: e.computed, resource: r.Address}
	f.block("", b, 0)
	if region, ok := e.region(b, modules); ok {
		g.Add(region)
	}
	r.Attributes = g.Attributes()
	if g.Full() {
		gap := gapAt(r.Location.Path, r.Location.Start.Line, fmt.Sprintf("%s has more than %d attributes; the rest is judged but not kept in the graph", r.Address, graph.MaxAttributes), "")
		e.out.Gaps = append(e.out.Gaps, gap)
	}
	return r
}

// address is Terraform's own: module.net["eu"].aws_subnet.a[0]. An instance
// whose number or key can't be known is [*].
func address(b *trivy.Block) string {
	var own string
	switch b.Type() {
	case "module":
		own = "module." + indexed(b, b.TypeLabel())
	default:
		own = b.TypeLabel() + "." + indexed(b, b.NameLabel())
	}
	if b.ModuleBlock() != nil {
		return address(b.ModuleBlock()) + "." + own
	}
	return own
}

func indexed(b *trivy.Block, label string) string {
	if b.GetAttribute("xor_each").IsNotNil() || b.GetAttribute("xount").IsNotNil() {
		return label + "[*]"
	}
	if count := b.GetAttribute("count"); count.IsNotNil() {
		if v := count.Value(); v == cty.NilVal || !v.IsKnown() || v.IsNull() || v.Type() != cty.Number {
			bare, _, _ := strings.Cut(label, "[")
			return bare + "[*]"
		}
	}
	return label
}

// bareLabel is the block's name without an instance.
func bareLabel(b *trivy.Block) string {
	name, _, _ := strings.Cut(strings.Join(b.Labels(), "."), "[")
	return name
}

// region finds the region of the provider block that a resource uses. Only the
// root's provider blocks are followed; a module with providers of its own
// leaves it open.
func (e *evaluation) region(b *trivy.Block, modules trivy.Modules) (assay.Attribute, bool) {
	if len(modules) == 0 || b.ModuleBlock() != nil && b.ModuleBlock().GetAttribute("providers").IsNotNil() {
		return assay.Attribute{}, false
	}
	name, _, _ := strings.Cut(b.TypeLabel(), "_")
	alias := ""
	if p := b.GetAttribute("provider"); p.IsNotNil() {
		if vars := p.HCLAttribute().Expr.Variables(); len(vars) == 1 {
			name, alias, _ = strings.Cut(traversal(vars[0]), ".")
		}
	}
	for _, block := range modules[0].GetBlocks() {
		if block.Type() != "provider" || block.TypeLabel() != name {
			continue
		}
		own := ""
		if a := block.GetAttribute("alias"); a.IsNotNil() {
			if v := a.Value(); v.IsKnown() && v.Type() == cty.String {
				own = v.AsString()
			}
		}
		region := block.GetAttribute("region")
		if own != alias || region.IsNil() {
			continue
		}
		a := assay.Attribute{Path: regionPath, Location: e.rangeOf(region.HCLAttribute().Expr.Range())}
		v := region.Value()
		if v != cty.NilVal && v.IsKnown() && !v.IsNull() && v.Type() == cty.String && !e.computed.is(v.AsString()) {
			a.Kind, a.Value = assay.KindString, v.AsString()
		} else {
			a.Kind = assay.KindUnknown
		}
		return a, true
	}
	return assay.Attribute{}, false
}

func (e *evaluation) rangeOf(r hcl.Range) assay.Location { return location(r.Filename, r) }

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
		leaf.Kind, leaf.Value = assay.KindNumber, v.AsBigFloat().Text('f', -1)
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

func (f *flattener) at(r hcl.Range) assay.Location {
	return location(r.Filename, r)
}

// index finds the address of the resource that a result is about, by the trail
// of references that trivy keeps: attribute, block, resource, module call.
type index struct{ byTrail map[string]string }

func newIndex() *index { return &index{byTrail: map[string]string{}} }

func (ix *index) add(b *trivy.Block, address string) {
	var trail []check.Place
	m := b.GetMetadata()
	for at := &m; at != nil; at = at.Parent() {
		trail = append(trail, placeOf(at))
	}
	key := trailKey(trail)
	if _, ok := ix.byTrail[key]; !ok {
		ix.byTrail[key] = address
	}
}

func placeOf(m *types.Metadata) check.Place {
	r := m.Range()
	return check.Place{Path: r.GetLocalFilename(), Start: r.GetStartLine(), End: r.GetEndLine(), Resource: m.Reference()}
}

func (ix *index) address(trail []check.Place) string {
	for i := range trail {
		if a, ok := ix.byTrail[trailKey(trail[i:])]; ok {
			return a
		}
	}
	return ""
}

func trailKey(trail []check.Place) string {
	var b strings.Builder
	for _, p := range trail {
		fmt.Fprintf(&b, "%s@%s:%d-%d|", p.Resource, p.Path, p.Start, p.End)
	}
	return b.String()
}
