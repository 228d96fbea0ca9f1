package cloudformation

import (
	"cmp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// Limits of what is followed for one resource.
const (
	maxReferences   = 500
	referenceBudget = 5000 // nodes below functions
)

// references collects the resources of the template that a resource names.
type references struct {
	template *template
	spent    int
	found    []assay.Reference
}

// collect looks at a function: !Ref x, !GetAtt x.Arn, !Sub "…${x.Arn}…", and
// others with these inside.
func (r *references) collect(path, name string, arg *yaml.Node, depth int) {
	if r.spent++; r.spent > referenceBudget || depth > yamldoc.MaxDepth {
		return
	}
	switch {
	case name == "Ref" && arg.Kind == yaml.ScalarNode:
		r.add(path, arg.Value)
	case name == "GetAtt" && arg.Kind == yaml.ScalarNode:
		r.add(path, arg.Value)
	case name == "GetAtt" && len(arg.Content) > 0:
		r.add(path, yamldoc.Text(yamldoc.Resolve(arg.Content[0])))
	case name == "Sub" && arg.Kind == yaml.ScalarNode:
		for _, m := range placeholder.FindAllStringSubmatch(arg.Value, maxReferences) {
			r.add(path, m[1])
		}
	default:
		if name == "Sub" && len(arg.Content) > 0 {
			r.collect(path, name, yamldoc.Resolve(arg.Content[0]), depth+1)
		}
		for _, child := range arg.Content {
			r.below(path, child, depth+1)
		}
	}
}

func (r *references) below(path string, n *yaml.Node, depth int) {
	n = yamldoc.Resolve(n)
	if name, arg := intrinsic(n); name != "" {
		r.collect(path, name, arg, depth)
		return
	}
	if r.spent++; r.spent > referenceBudget || depth > yamldoc.MaxDepth {
		return
	}
	for _, child := range n.Content {
		r.below(path, child, depth+1)
	}
}

func (r *references) add(path, name string) {
	id, _, _ := strings.Cut(name, ".")
	if r.template.names[id] {
		r.found = append(r.found, assay.Reference{Path: path, To: id})
	}
}

func (r *references) list() []assay.Reference {
	slices.SortFunc(r.found, func(a, b assay.Reference) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.To, b.To))
	})
	r.found = slices.Compact(r.found)
	return r.found[:min(len(r.found), maxReferences)]
}
