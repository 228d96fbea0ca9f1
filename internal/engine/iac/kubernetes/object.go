package kubernetes

import (
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// toRego gives a node the shape that the checks read: every mapping carries
// its lines. As in trivy, null is a value in YAML and nothing in JSON.
func toRego(n *yaml.Node, isJSON bool) any {
	n = yamldoc.Resolve(n)
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{"__defsec_metadata": map[string]any{
			"startline": n.Line, "endline": yamldoc.End(n), "filepath": "", "offset": 0,
		}}
		yamldoc.Pairs(n, func(key string, value *yaml.Node) {
			if !isJSON || !isNull(value) {
				out[key] = toRego(value, isJSON)
			}
		})
		return out
	case yaml.SequenceNode:
		out := make([]any, 0, len(n.Content))
		for _, item := range n.Content {
			if !isJSON || !isNull(yamldoc.Resolve(item)) {
				out = append(out, toRego(item, isJSON))
			}
		}
		return out
	}
	if isNull(n) {
		return nil
	}
	return scalar(n)
}

func isNull(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null"
}

// scalar reads a value as YAML's core schema does; what it can't is text.
func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!bool":
		if b, err := strconv.ParseBool(strings.ToLower(n.Value)); err == nil {
			return b
		}
	case "!!int":
		if i, err := strconv.Atoi(n.Value); err == nil {
			return i
		}
		var i int64
		if n.Decode(&i) == nil {
			return i
		}
	case "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && f-f == 0 { // neither infinite nor NaN
			return f
		}
	case "!!str":
		// Kubernetes reads YAML 1.1, where a plain yes is true.
		if n.Style&^yaml.TaggedStyle == 0 {
			switch n.Value {
			case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON":
				return true
			case "n", "N", "no", "No", "NO", "off", "Off", "OFF":
				return false
			}
		}
	}
	return n.Value
}

// describe makes the resource of an object, and says whether attributes were
// cut off.
func describe(n *yaml.Node) (assay.Resource, bool) {
	kind := yamldoc.Text(yamldoc.Get(n, "kind"))
	meta := yamldoc.Get(n, "metadata")
	name := yamldoc.Text(yamldoc.Get(meta, "name"))
	if name == "" {
		name = yamldoc.Text(yamldoc.Get(meta, "generateName")) + "*"
	}
	address := kind + "/" + name
	if namespace := yamldoc.Text(yamldoc.Get(meta, "namespace")); namespace != "" {
		address = kind + "/" + namespace + "/" + name
	}
	f := flattener{secret: kind == "Secret", definition: kind == "CustomResourceDefinition"}
	f.add("", n, false)
	return assay.Resource{
		Address:  address,
		Source:   "kubernetes",
		Type:     yamldoc.Text(yamldoc.Get(n, "apiVersion")) + "/" + kind,
		Provider: "kubernetes",
		Location: assay.Location{
			Start:    assay.Position{Line: n.Line, Column: n.Column},
			End:      assay.Position{Line: yamldoc.End(n)},
			Resource: address,
		},
		Attributes: f.Attributes(),
	}, f.Full()
}

// flattener turns an object into leaves.
type flattener struct {
	graph.Builder
	secret     bool // a Secret: what it holds is never kept
	definition bool // a CustomResourceDefinition: its schema describes, it configures nothing
}

func (f *flattener) add(path string, n *yaml.Node, hidden bool) {
	if f.Full() {
		return
	}
	n = yamldoc.Resolve(n)
	switch n.Kind {
	case yaml.MappingNode:
		// {name: DB_PASSWORD, value: …} names its secret next to it.
		hiddenValue := hidden || graph.Sensitive(yamldoc.Text(yamldoc.Get(n, "name")))
		yamldoc.Pairs(n, func(key string, value *yaml.Node) {
			switch {
			case path == "" && f.secret && (key == "data" || key == "stringData"):
				f.add(join(path, key), value, true)
			case f.definition && (key == "schema" || key == "validation"):
			default:
				f.add(join(path, key), value, hidden || hiddenValue && key == "value")
			}
		})
	case yaml.SequenceNode:
		for i, item := range n.Content {
			f.add(join(path, strconv.Itoa(i)), item, hidden)
		}
	case yaml.ScalarNode:
		a := assay.Attribute{Path: path, Value: n.Value, Location: assay.Place{Start: assay.Position{Line: n.Line, Column: n.Column}}}
		switch {
		case hidden || strings.HasSuffix(path, "kubectl.kubernetes.io/last-applied-configuration"):
			a.Kind = assay.KindUnknown
		case n.Tag == "!!null":
			a.Kind, a.Value = assay.KindNull, ""
		case n.Tag == "!!bool":
			a.Kind, a.Value = assay.KindBool, strings.ToLower(n.Value)
		case n.Tag == "!!int" || n.Tag == "!!float":
			a.Kind = assay.KindNumber
		default:
			a.Kind = assay.KindString
		}
		f.Add(a)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
