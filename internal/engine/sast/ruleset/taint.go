package ruleset

import (
	"go.yaml.in/yaml/v3"
)

func specs(n *yaml.Node, key string) ([]*Spec, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, errorAt(n, "%s must be a list", key)
	}
	var out []*Spec
	for _, c := range n.Content {
		s, _, err := spec(resolve(c), key)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// spec reads one source, sink, sanitizer or propagator, and returns the keys
// that only propagators have.
func spec(n *yaml.Node, key string) (*Spec, map[string]string, error) {
	s := &Spec{}
	extra := map[string]string{}
	m := &yaml.Node{Kind: yaml.MappingNode, Line: n.Line}
	err := pairs(n, "each entry of "+key, func(k, v *yaml.Node) error {
		var err error
		switch k.Value {
		case "label":
			s.Label, err = text(v, "label")
		case "requires":
			if v.Kind == yaml.SequenceNode || v.Kind == yaml.MappingNode {
				return errorAt(v, "requires with metavariables is not known; write a boolean expression of labels")
			}
			s.Requires, err = parseRequires(v.Value)
			if err != nil {
				err = errorAt(v, "requires: %v", err)
			}
		case "by-side-effect":
			s.BySideEffect, s.OnlyEffect = v.Value != "false", v.Value == "only"
		case "exact":
			s.Exact, s.ExactSet = v.Value == "true", true
		case "control":
			if v.Value == "true" {
				return errorAt(k, "control is not known: only data is followed")
			}
		case "at-exit":
			if v.Value == "true" {
				return errorAt(k, "at-exit is not known")
			}
		case "not_conflicting", "not-conflicting":
			s.NotConflict = v.Value == "true"
		case "from", "to":
			extra[k.Value], err = text(v, k.Value)
		default:
			m.Content = append(m.Content, k, v)
		}
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	s.Formula, err = single(m, key, 0)
	return s, extra, err
}

func propagators(n *yaml.Node) ([]*Propagator, error) {
	if n.Kind != yaml.SequenceNode {
		return nil, errorAt(n, "pattern-propagators must be a list")
	}
	var out []*Propagator
	for _, c := range n.Content {
		s, extra, err := spec(resolve(c), "pattern-propagators")
		if err != nil {
			return nil, err
		}
		if extra["from"] == "" || extra["to"] == "" {
			return nil, errorAt(c, "a propagator needs from and to")
		}
		out = append(out, &Propagator{Spec: *s, From: extra["from"], To: extra["to"]})
	}
	return out, nil
}
