package licence

import (
	"fmt"
	"slices"
	"strings"
)

// Expression is a licence expression (SPDX 2.3, annex D): one licence, or
// several joined by AND or OR.
type Expression struct {
	// ID is the licence, with "+" and " WITH exception" where they stand; empty
	// for a joined one.
	ID    string
	Op    string // AND or OR
	Parts []*Expression
}

// String writes the expression as SPDX does.
func (e *Expression) String() string {
	if e.Op == "" {
		return e.ID
	}
	var parts []string
	for _, p := range e.Parts {
		s := p.String()
		if p.Op == "OR" && e.Op == "AND" {
			s = "(" + s + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " "+e.Op+" ")
}

// IDs lists the licences that occur, sorted, without exceptions.
func (e *Expression) IDs() []string {
	var out []string
	var visit func(*Expression)
	visit = func(e *Expression) {
		if e.Op == "" {
			id, _, _ := strings.Cut(e.ID, " ")
			out = append(out, id)
		}
		for _, p := range e.Parts {
			visit(p)
		}
	}
	visit(e)
	slices.Sort(out)
	return slices.Compact(out)
}

// Parse reads an expression, or what is plainly a common licence by another name.
func Parse(text string) (*Expression, error) {
	text = strings.Join(strings.Fields(text), " ")
	if id := common(text); id != "" {
		return parse(id)
	}
	return parse(text)
}

const deepest = 50 // parentheses within each other

type parser struct {
	words []string
	depth int
}

func parse(text string) (*Expression, error) {
	if len(text) > 4<<10 {
		return nil, fmt.Errorf("too long for a licence expression")
	}
	p := &parser{words: strings.Fields(strings.NewReplacer("(", " ( ", ")", " ) ").Replace(text))}
	e, err := p.join("OR", func() (*Expression, error) { return p.join("AND", p.one) })
	if err == nil && len(p.words) > 0 {
		err = fmt.Errorf("%q is not expected there", p.words[0])
	}
	if err != nil {
		return nil, err
	}
	return e, nil
}

func (p *parser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	return p.words[0]
}

// join reads parts between the same operator.
func (p *parser) join(op string, part func() (*Expression, error)) (*Expression, error) {
	first, err := part()
	if err != nil {
		return nil, err
	}
	e := &Expression{Op: op, Parts: []*Expression{first}}
	for strings.EqualFold(p.next(), op) {
		p.words = p.words[1:]
		next, err := part()
		if err != nil {
			return nil, err
		}
		e.Parts = append(e.Parts, next)
	}
	if len(e.Parts) == 1 {
		return first, nil
	}
	return e, nil
}

func (p *parser) one() (*Expression, error) {
	word := p.next()
	if word == "" {
		return nil, fmt.Errorf("a licence is missing")
	}
	p.words = p.words[1:]
	if word == "(" {
		return p.group()
	}
	id, err := identifier(word)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(p.next(), "WITH") {
		p.words = p.words[1:]
		exception, ok := known()[strings.ToLower(p.next())]
		if !ok || exception.class != Exception {
			return nil, fmt.Errorf("%q is no licence exception", p.next())
		}
		p.words = p.words[1:]
		id += " WITH " + exception.id
	}
	return &Expression{ID: id}, nil
}

func (p *parser) group() (*Expression, error) {
	if p.depth++; p.depth > deepest {
		return nil, fmt.Errorf("too many parentheses")
	}
	defer func() { p.depth-- }()
	e, err := p.join("OR", func() (*Expression, error) { return p.join("AND", p.one) })
	if err != nil {
		return nil, err
	}
	if p.next() != ")" {
		return nil, fmt.Errorf("a parenthesis is not closed")
	}
	p.words = p.words[1:]
	return e, nil
}

// identifier is one word as the list writes it; references to licences outside
// the list stand for themselves.
func identifier(word string) (string, error) {
	if strings.HasPrefix(word, "LicenseRef-") || strings.HasPrefix(word, "DocumentRef-") {
		return word, nil
	}
	base, plus := strings.CutSuffix(word, "+")
	k, ok := known()[strings.ToLower(base)]
	if !ok {
		if id := common(word); id != "" && !strings.Contains(id, " ") {
			return id, nil
		}
	}
	if !ok || k.class == Exception {
		return "", fmt.Errorf("%q is no licence of the SPDX list", word)
	}
	if plus {
		return k.id + "+", nil
	}
	return k.id, nil
}

// Verdict is what a policy says of a licence, ascending.
type Verdict uint8

// The verdicts.
const (
	Allow   Verdict = iota
	Review          // somebody should look before it ships
	Unclear         // nobody knows the licence
	Deny
)

// Judge asks about each licence: of alternatives the best counts, of what
// applies together the worst.
func (e *Expression) Judge(of func(id string) Verdict) Verdict {
	if e.Op == "" {
		return of(e.ID)
	}
	v := e.Parts[0].Judge(of)
	for _, p := range e.Parts[1:] {
		if w := p.Judge(of); (e.Op == "OR") == (w < v) {
			v = w
		}
	}
	return v
}
