package cloudformation

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// describe makes the resources of the template.
func (t *template) describe(out *engine.Output) []assay.Resource {
	resources := make([]assay.Resource, 0, len(t.resources))
	for _, r := range t.resources {
		typ := yamldoc.Text(yamldoc.Get(r.node, "Type"))
		f := flattener{template: t, refs: references{template: t}}
		if properties := yamldoc.Get(r.node, "Properties"); properties != nil {
			f.add("", properties, 0)
		}
		if f.Full() {
			out.Gaps = append(out.Gaps, gap(t.name, r.start, fmt.Sprintf("%s has more than %d attributes; the rest is judged but not kept in the graph", r.id, graph.MaxAttributes), ""))
		}
		provider, _, _ := strings.Cut(typ, "::")
		made, condition := t.made(r.node)
		resources = append(resources, assay.Resource{
			Address:  r.id,
			Root:     t.name,
			Source:   "cloudformation",
			Type:     typ,
			Provider: strings.ToLower(provider),
			Made:     made, Condition: condition,
			Location: assay.Location{
				Path:     t.name,
				Start:    assay.Position{Line: r.start},
				End:      assay.Position{Line: r.end},
				Resource: r.id,
			},
			Attributes: f.Attributes(),
			References: f.refs.list(),
		})
	}
	return resources
}

// flattener turns properties into leaves.
type flattener struct {
	graph.Builder
	template *template
	refs     references
}

func (f *flattener) add(path string, n *yaml.Node, depth int) {
	if f.Full() || depth > yamldoc.MaxDepth {
		return
	}
	n = yamldoc.Resolve(n)
	if name, arg := intrinsic(n); name != "" {
		f.refs.collect(path, name, arg, 0) // of both sides, where there are two
		if name == "If" {
			if side := f.template.branch(arg); side != nil {
				f.add(path, side, depth+1)
				return
			}
		}
		f.leaf(path, n, f.template.resolve(name, arg, 0))
		return
	}
	switch n.Kind {
	case yaml.MappingNode:
		yamldoc.Pairs(n, func(key string, v *yaml.Node) {
			if path != "" {
				key = path + "." + key
			}
			f.add(key, v, depth+1)
		})
	case yaml.SequenceNode:
		i, open := 0, false
		for _, item := range n.Content {
			if f.template.noValue(item, 0) {
				continue
			}
			open = open || f.template.mayBeNone(item, 0)
			f.add(path+"."+strconv.Itoa(i), item, depth+1)
			i++
		}
		if open { // how many there are is not known, though some are
			f.leaf(path, n, unknown)
		}
	case yaml.ScalarNode:
		f.leaf(path, n, scalar(n))
	}
}

func (f *flattener) leaf(path string, n *yaml.Node, v value) {
	f.Add(assay.Attribute{Path: path, Kind: v.kind, Value: v.text, Location: assay.Place{
		Path:  f.template.name,
		Start: assay.Position{Line: n.Line, Column: n.Column},
		End:   assay.Position{Line: yamldoc.End(n)},
	}})
}

// value is a resolved leaf.
type value struct {
	kind assay.ValueKind
	text string
}

var unknown = value{kind: assay.KindUnknown}

func scalar(n *yaml.Node) value {
	switch n.Tag {
	case "!!null":
		return value{kind: assay.KindNull}
	case "!!bool":
		return value{assay.KindBool, strings.ToLower(n.Value)}
	case "!!int", "!!float":
		return value{assay.KindNumber, n.Value}
	}
	return value{assay.KindString, n.Value}
}

// intrinsic recognises a function in its short form (!Ref x) or its long one
// ({"Ref": "x"}), and gives its name without "Fn::".
func intrinsic(n *yaml.Node) (string, *yaml.Node) {
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		return n.Tag[1:], n
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return "", nil
	}
	key := n.Content[0].Value
	if name, ok := strings.CutPrefix(key, "Fn::"); ok {
		return name, yamldoc.Resolve(n.Content[1])
	}
	if key == "Ref" {
		return key, yamldoc.Resolve(n.Content[1])
	}
	return "", nil
}

// resolve gives what a function stands for where the template decides it.
func (t *template) resolve(name string, arg *yaml.Node, depth int) value {
	if depth > 20 {
		return unknown
	}
	switch name {
	case "Ref":
		return t.reference(arg.Value)
	case "Sub":
		return t.substitute(arg)
	case "Join":
		return t.joined(arg, depth)
	case "FindInMap":
		return t.mapped(arg)
	case "If":
		if side := t.branch(arg); side != nil {
			return t.known(side, depth)
		}
	}
	return unknown
}

// reference knows parameters with a default; what a resource's Ref gives is
// the provider's to say.
func (t *template) reference(id string) value {
	if id == "AWS::NoValue" {
		return value{kind: assay.KindNull}
	}
	p, ok := t.parameters[id]
	if !ok || strings.EqualFold(yamldoc.Text(yamldoc.Get(p, "NoEcho")), "true") {
		return unknown
	}
	def := yamldoc.Get(p, "Default")
	if def == nil || def.Kind != yaml.ScalarNode || strings.HasPrefix(yamldoc.Text(yamldoc.Get(p, "Type")), "AWS::SSM::Parameter::") {
		return unknown
	}
	return scalar(def)
}

var placeholder = regexp.MustCompile(`\$\{([^}]*)\}`)

func (t *template) substitute(arg *yaml.Node) value {
	if arg.Kind != yaml.ScalarNode {
		return unknown
	}
	known := true
	text := placeholder.ReplaceAllStringFunc(arg.Value, func(m string) string {
		name := m[2 : len(m)-1]
		if literal, ok := strings.CutPrefix(name, "!"); ok {
			return "${" + literal + "}"
		}
		v := t.reference(name)
		known = known && v.kind != assay.KindUnknown && v.kind != assay.KindNull
		return v.text
	})
	if !known {
		return unknown
	}
	return value{assay.KindString, text}
}

func (t *template) joined(arg *yaml.Node, depth int) value {
	if len(arg.Content) != 2 || yamldoc.Resolve(arg.Content[1]).Kind != yaml.SequenceNode {
		return unknown
	}
	var parts []string
	for _, item := range yamldoc.Resolve(arg.Content[1]).Content {
		v := t.known(item, depth)
		if v.kind == assay.KindUnknown {
			return unknown
		}
		parts = append(parts, v.text)
	}
	return value{assay.KindString, strings.Join(parts, arg.Content[0].Value)}
}

func (t *template) known(n *yaml.Node, depth int) value {
	n = yamldoc.Resolve(n)
	if name, arg := intrinsic(n); name != "" {
		return t.resolve(name, arg, depth+1)
	}
	if n.Kind != yaml.ScalarNode {
		return unknown
	}
	return scalar(n)
}

func (t *template) mapped(arg *yaml.Node) value {
	if len(arg.Content) != 3 {
		return unknown
	}
	at := yamldoc.Get(t.root, "Mappings")
	for _, key := range arg.Content {
		v := t.known(key, 0)
		if at == nil || v.kind == assay.KindUnknown {
			return unknown
		}
		at = yamldoc.Get(at, v.text)
	}
	if at == nil || at.Kind != yaml.ScalarNode {
		return unknown
	}
	return scalar(at)
}
