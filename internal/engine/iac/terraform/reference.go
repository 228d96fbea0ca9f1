package terraform

import (
	"fmt"
	"slices"
	"strings"

	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/hashicorp/hcl/v2"

	"github.com/assay-dev/assay/internal/assay"
)

// Limits of what is followed for one resource.
const (
	maxReferences   = 500
	maxReferenceHop = 12
	referenceBudget = 2000 // expressions looked at
)

// declarations finds what an expression names: by module address, then by name.
type declarations struct {
	locals  map[string]*trivy.Attribute // "module.a local.x"
	outputs map[string]*trivy.Block     // "module.a output.x"
	data    map[string]*trivy.Block     // "module.a data.type.name"
	calls   map[string][]string         // "module.a module.b": addresses of its instances
}

func declarationsOf(modules trivy.Modules) declarations {
	d := declarations{map[string]*trivy.Attribute{}, map[string]*trivy.Block{}, map[string]*trivy.Block{}, map[string][]string{}}
	for _, m := range modules {
		for _, b := range m.GetBlocks() {
			at := moduleOf(b)
			switch b.Type() {
			case "locals":
				for _, a := range b.GetAttributes() {
					d.locals[at+" "+a.Name()] = a
				}
			case "output":
				d.outputs[at+" "+b.TypeLabel()] = b
			case "data":
				d.data[at+" "+b.TypeLabel()+"."+bareName(b.NameLabel())] = b
			case "module":
				key := at + " " + bareName(b.TypeLabel())
				d.calls[key] = append(d.calls[key], address(b))
			}
		}
	}
	return d
}

// moduleOf is the address of the module instance that a block stands in.
func moduleOf(b *trivy.Block) string {
	if b.ModuleBlock() == nil {
		return ""
	}
	return address(b.ModuleBlock())
}

func bareName(s string) string {
	s, _, _ = strings.Cut(s, "[")
	return s
}

// references lists the resources that a resource is made from: straight, and
// through variables of its module, locals, outputs of other modules and data.
func (e *evaluation) references(b *trivy.Block) []assay.Reference {
	f := referrer{declarations: e.declared, budget: referenceBudget, seen: map[assay.Reference]bool{}}
	f.block("", b, b, 0)
	out := make([]assay.Reference, 0, len(f.seen))
	for ref := range f.seen {
		out = append(out, ref)
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortFunc(out, func(a, b assay.Reference) int {
		if a.Path != b.Path {
			return strings.Compare(a.Path, b.Path)
		}
		return strings.Compare(a.To, b.To)
	})
	return out[:min(len(out), maxReferences)]
}

// referrer follows names for one resource.
type referrer struct {
	declarations
	budget int
	seen   map[assay.Reference]bool
}

// block follows all attributes of a block and of those in it; in says in which
// module names are looked up.
func (f *referrer) block(prefix string, b, in *trivy.Block, depth int) {
	if depth > maxReferenceHop {
		return
	}
	for _, a := range b.GetAttributes() {
		if prefix == "" && metaArguments[a.Name()] {
			continue
		}
		f.expression(prefix+a.Name(), a.HCLAttribute().Expr, in, depth)
	}
	numbers := map[string]int{}
	for _, child := range b.AllBlocks() {
		n := numbers[child.Type()]
		numbers[child.Type()]++
		f.block(fmt.Sprintf("%s%s.%d.", prefix, child.Type(), n), child, in, depth+1)
	}
}

func (f *referrer) expression(path string, expr hcl.Expression, in *trivy.Block, depth int) {
	if depth > maxReferenceHop {
		return
	}
	for _, t := range expr.Variables() {
		if f.budget--; f.budget < 0 {
			return
		}
		f.name(path, strings.Split(traversal(t), "."), in, depth)
	}
}

// name follows one name as it is written: aws_subnet.a.id, var.subnet,
// local.tags, module.net.subnets, data.aws_iam_policy_document.p.json.
func (f *referrer) name(path string, parts []string, in *trivy.Block, depth int) {
	if len(parts) < 2 {
		return
	}
	at := moduleOf(in)
	switch parts[0] {
	case "each", "count", "path", "terraform", "self", "provider":
	case "var":
		if call := in.ModuleBlock(); call != nil {
			if a := call.GetAttribute(parts[1]); a.IsNotNil() {
				f.expression(path, a.HCLAttribute().Expr, call, depth+1)
			}
		}
	case "local":
		if a := f.locals[at+" "+parts[1]]; a != nil {
			f.expression(path, a.HCLAttribute().Expr, in, depth+1)
		}
	case "module":
		if len(parts) < 3 {
			return
		}
		for _, instance := range f.calls[at+" "+parts[1]] {
			if out := f.outputs[instance+" "+parts[2]]; out != nil {
				if a := out.GetAttribute("value"); a.IsNotNil() {
					f.expression(path, a.HCLAttribute().Expr, out, depth+1)
				}
			}
		}
	case "data":
		if len(parts) > 2 {
			if b := f.data[at+" "+parts[1]+"."+parts[2]]; b != nil {
				f.inside(path, b, depth+1)
			}
		}
	default:
		if !strings.Contains(parts[0], "_") { // iterators of dynamic blocks and of for
			return
		}
		to := parts[0] + "." + parts[1]
		if at != "" {
			to = at + "." + to
		}
		f.seen[assay.Reference{Path: path, To: to}] = true
	}
}

// inside follows all of a data block under the path that names it.
func (f *referrer) inside(path string, b *trivy.Block, depth int) {
	if depth > maxReferenceHop {
		return
	}
	for _, a := range b.GetAttributes() {
		f.expression(path, a.HCLAttribute().Expr, b, depth)
	}
	for _, child := range b.AllBlocks() {
		for _, a := range child.GetAttributes() {
			f.expression(path, a.HCLAttribute().Expr, b, depth)
		}
	}
}
