package ruleset

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// formula reads the value of pattern, patterns, pattern-either,
// pattern-regex, and of the same under pattern-inside and pattern-not.
func formula(k, v *yaml.Node, depth int) (*Formula, error) {
	if depth > maxDepth {
		return nil, errorAt(k, "patterns are nested deeper than %d", maxDepth)
	}
	switch k.Value {
	case "pattern":
		if v.Kind == yaml.MappingNode {
			return single(v, k.Value, depth)
		}
		s, err := text(v, k.Value)
		return &Formula{Kind: Pattern, Line: v.Line, Text: s}, err
	case "pattern-regex":
		s, err := expression(v, k.Value)
		return &Formula{Kind: Regex, Line: v.Line, Text: s}, err
	case "pattern-either":
		return either(k, v, depth)
	case "patterns":
		return all(k, v, depth)
	}
	return nil, errorAt(k, "unknown key %s", k.Value)
}

// expression reads a regular expression. An empty one would match everywhere.
func expression(v *yaml.Node, what string) (string, error) {
	s, err := text(v, what)
	if err == nil && s == "" {
		err = errorAt(v, "%s is empty", what)
	}
	return s, err
}

func either(k, v *yaml.Node, depth int) (*Formula, error) {
	if v.Kind != yaml.SequenceNode {
		return nil, errorAt(k, "%s must be a list", k.Value)
	}
	f := &Formula{Kind: Or, Line: k.Line}
	for _, c := range v.Content {
		kid, err := single(resolve(c), k.Value, depth)
		if err != nil {
			return nil, err
		}
		f.Kids = append(f.Kids, kid)
	}
	if len(f.Kids) == 0 {
		return nil, errorAt(k, "%s is empty", k.Value)
	}
	return f, nil
}

// single reads a mapping with one formula, as stands in lists. Beside it there
// may be conditions.
func single(n *yaml.Node, in string, depth int) (*Formula, error) {
	if n.Kind != yaml.MappingNode {
		return nil, errorAt(n, "each entry of %s must be a mapping", in)
	}
	if len(n.Content) == 2 {
		switch key := n.Content[0].Value; key {
		case "pattern", "patterns", "pattern-either", "pattern-regex":
			return formula(n.Content[0], resolve(n.Content[1]), depth+1)
		case "pattern-inside":
			return inner(n.Content[0], resolve(n.Content[1]), depth+1)
		}
	}
	f := &Formula{Kind: And, Line: n.Line}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if err := f.add(n.Content[i], resolve(n.Content[i+1]), depth); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// inner reads the value of pattern-inside, pattern-not and the like: a text or
// a formula.
func inner(k, v *yaml.Node, depth int) (*Formula, error) {
	if v.Kind == yaml.ScalarNode {
		return &Formula{Kind: Pattern, Line: v.Line, Text: v.Value}, nil
	}
	if v.Kind == yaml.SequenceNode {
		return nil, errorAt(k, "%s must be a text or a mapping", k.Value)
	}
	return single(v, k.Value, depth)
}

func all(k, v *yaml.Node, depth int) (*Formula, error) {
	if v.Kind != yaml.SequenceNode {
		return nil, errorAt(k, "%s must be a list", k.Value)
	}
	f := &Formula{Kind: And, Line: k.Line}
	for _, c := range v.Content {
		c = resolve(c)
		if c.Kind != yaml.MappingNode {
			return nil, errorAt(c, "each entry of %s must be a mapping", k.Value)
		}
		for i := 0; i+1 < len(c.Content); i += 2 {
			if err := f.add(c.Content[i], resolve(c.Content[i+1]), depth); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

// add puts one entry of a conjunction into it.
func (f *Formula) add(k, v *yaml.Node, depth int) error {
	if depth > maxDepth {
		return errorAt(k, "patterns are nested deeper than %d", maxDepth)
	}
	switch k.Value {
	case "pattern", "patterns", "pattern-either", "pattern-regex":
		kid, err := formula(k, v, depth+1)
		f.Kids = append(f.Kids, kid)
		return err
	case "pattern-inside":
		kid, err := inner(k, v, depth+1)
		if err != nil {
			return err
		}
		kid.Inside = true
		f.Kids = append(f.Kids, kid)
	case "pattern-not", "pattern-not-inside":
		kid, err := inner(k, v, depth+1)
		if err != nil {
			return err
		}
		kid.Inside = k.Value == "pattern-not-inside"
		f.Not = append(f.Not, kid)
	case "pattern-not-regex":
		s, err := expression(v, k.Value)
		f.Not = append(f.Not, &Formula{Kind: Regex, Line: v.Line, Text: s})
		return err
	case "focus-metavariable":
		names, err := texts(v, k.Value)
		f.Focus = append(f.Focus, Focus{k.Line, names})
		return err
	default:
		c, err := condition(k, v, depth)
		f.Conditions = append(f.Conditions, c)
		return err
	}
	return nil
}

func condition(k, v *yaml.Node, depth int) (*Condition, error) {
	c := &Condition{Line: k.Line, Base: 10}
	if !strings.HasPrefix(k.Value, "metavariable-") {
		return nil, errorAt(k, "unknown key %s", k.Value)
	}
	var rest []*yaml.Node
	err := pairs(v, k.Value, func(key, val *yaml.Node) error {
		var err error
		switch full := k.Value + "." + key.Value; full {
		case "metavariable-regex.metavariable", "metavariable-pattern.metavariable", "metavariable-comparison.metavariable",
			"metavariable-analysis.metavariable", "metavariable-type.metavariable":
			c.Metavar, err = text(val, full)
		case "metavariable-regex.regex":
			c.Regex, err = expression(val, full)
		case "metavariable-regex.constant-propagation":
			c.Constants = val.Value == "true"
		case "metavariable-comparison.comparison":
			c.Compare, err = text(val, full)
		case "metavariable-comparison.base":
			if c.Base, err = strconv.Atoi(val.Value); err != nil {
				err = errorAt(val, "%s must be a number", full)
			}
		case "metavariable-comparison.strip":
			c.Strip = val.Value == "true"
		case "metavariable-analysis.analyzer":
			c.Analyzer = val.Value
			if c.Analyzer != "entropy" && c.Analyzer != "redos" {
				err = errorAt(val, "unknown analyzer %s", val.Value)
			}
		case "metavariable-type.type", "metavariable-type.types":
			c.Types, err = texts(val, full)
		case "metavariable-pattern.language", "metavariable-type.language":
			c.Language = val.Value
		default:
			if k.Value != "metavariable-pattern" {
				return errorAt(key, "unknown key %s", full)
			}
			rest = append(rest, key, val)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	switch k.Value {
	case "metavariable-regex":
		if c.Regex == "" {
			return nil, errorAt(k, "%s has no regex", k.Value)
		}
	case "metavariable-analysis", "metavariable-type", "metavariable-comparison":
	case "metavariable-pattern":
		n := &yaml.Node{Kind: yaml.MappingNode, Line: k.Line, Content: rest}
		if c.Formula, err = single(n, k.Value, depth+1); err != nil {
			return nil, err
		}
	default:
		return nil, errorAt(k, "unknown key %s", k.Value)
	}
	if c.Metavar == "" && c.Compare == "" {
		return nil, errorAt(k, "%s names no metavariable", k.Value)
	}
	if c.Compare != "" {
		if _, err := ParseComparison(c.Compare); err != nil {
			return nil, errorAt(k, "comparison: %v", err)
		}
	}
	return c, nil
}
