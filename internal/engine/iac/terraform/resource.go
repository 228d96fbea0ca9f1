package terraform

import (
	"fmt"
	"strings"

	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// regionPath is where a resource keeps the region of its provider block; a
// region of its own stands in "region".
const regionPath = "provider.region"

// defaultTagsPath is where a resource keeps the tags that its provider block
// adds to all: "provider.default_tags.Owner".
const defaultTagsPath = "provider.default_tags"

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
	e.inherited(&f, providerBlock(b, modules))
	r.Attributes = g.Attributes()
	r.References = e.references(b)
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

// providerBlock finds the provider block that a resource uses. Only the root's
// provider blocks are followed; a module with providers of its own leaves it
// open.
func providerBlock(b *trivy.Block, modules trivy.Modules) *trivy.Block {
	if len(modules) == 0 || b.ModuleBlock() != nil && b.ModuleBlock().GetAttribute("providers").IsNotNil() {
		return nil
	}
	name, _, _ := strings.Cut(b.TypeLabel(), "_")
	alias := ""
	if p := b.GetAttribute("provider"); p.IsNotNil() {
		if vars := p.HCLAttribute().Expr.Variables(); len(vars) == 1 {
			name, alias, _ = strings.Cut(traversal(vars[0]), ".")
		}
	}
	for _, block := range modules[0].GetBlocks() {
		if block.Type() == "provider" && block.TypeLabel() == name && aliasOf(block) == alias {
			return block
		}
	}
	return nil
}

func aliasOf(provider *trivy.Block) string {
	if a := provider.GetAttribute("alias"); a.IsNotNil() {
		if v := a.Value(); v.IsKnown() && v.Type() == cty.String {
			return v.AsString()
		}
	}
	return ""
}

// inherited adds what a resource takes over from its provider block: the
// region, and the default tags (labels at Google).
func (e *evaluation) inherited(f *flattener, provider *trivy.Block) {
	if provider == nil {
		return
	}
	if region := provider.GetAttribute("region"); region.IsNotNil() {
		f.value(regionPath, evaluate(region, provider), region.HCLAttribute().Expr, 0)
	}
	tags := provider.GetAttribute("default_labels")
	if block := provider.GetBlock("default_tags"); block.IsNotNil() {
		tags = block.GetAttribute("tags")
	}
	if tags.IsNotNil() {
		f.value(defaultTagsPath, evaluate(tags, provider), tags.HCLAttribute().Expr, 0)
	}
}
