package ruleset

import (
	"fmt"
	"strings"
)

// Requires is a boolean expression of taint labels.
type Requires struct {
	op    string // "", "and", "or", "not"
	label string
	args  []*Requires
}

// Holds evaluates the expression for a set of labels.
func (r *Requires) Holds(has func(label string) bool) bool {
	if r == nil {
		return true
	}
	switch r.op {
	case "and":
		return r.args[0].Holds(has) && r.args[1].Holds(has)
	case "or":
		return r.args[0].Holds(has) || r.args[1].Holds(has)
	case "not":
		return !r.args[0].Holds(has)
	}
	return has(r.label)
}

// Labels lists the labels that are named.
func (r *Requires) Labels() []string {
	if r == nil {
		return nil
	}
	if r.op == "" {
		return []string{r.label}
	}
	var out []string
	for _, a := range r.args {
		out = append(out, a.Labels()...)
	}
	return out
}

func parseRequires(s string) (*Requires, error) {
	p := &requiresParser{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(s))}
	r, err := p.or(0)
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("unexpected %q", p.words[0])
	}
	return r, err
}

type requiresParser struct{ words []string }

func (p *requiresParser) take(word string) bool {
	if len(p.words) > 0 && p.words[0] == word {
		p.words = p.words[1:]
		return true
	}
	return false
}

func (p *requiresParser) or(depth int) (*Requires, error) {
	l, err := p.and(depth)
	for err == nil && p.take("or") {
		var r *Requires
		r, err = p.and(depth)
		l = &Requires{op: "or", args: []*Requires{l, r}}
	}
	return l, err
}

func (p *requiresParser) and(depth int) (*Requires, error) {
	l, err := p.not(depth)
	for err == nil && p.take("and") {
		var r *Requires
		r, err = p.not(depth)
		l = &Requires{op: "and", args: []*Requires{l, r}}
	}
	return l, err
}

func (p *requiresParser) not(depth int) (*Requires, error) {
	switch {
	case depth > 100:
		return nil, fmt.Errorf("nested too deep")
	case p.take("not"):
		x, err := p.not(depth + 1)
		return &Requires{op: "not", args: []*Requires{x}}, err
	case p.take("("):
		x, err := p.or(depth + 1)
		if err == nil && !p.take(")") {
			err = fmt.Errorf("a ) is missing")
		}
		return x, err
	case len(p.words) == 0 || strings.Contains("()", p.words[0]):
		return nil, fmt.Errorf("a label is missing")
	}
	r := &Requires{label: p.words[0]}
	p.words = p.words[1:]
	return r, nil
}
