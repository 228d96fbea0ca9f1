package terraform

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Budgets of one expression, estimated from the text before anything is
// evaluated: thirty lines of HCL can ask for a terabyte.
const (
	maxWeight   = 5_000_000 // bytes of all its text
	maxElements = 20_000    // values that a for_each walks over
)

// scales estimates how much the expressions of one folder grow into. It
// follows locals, variables and attributes of other blocks, and errs upwards.
type scales struct {
	exprs    map[string]hclsyntax.Expression // local.x, var.x, aws_x.y.attr
	given    map[string]float64              // what callers and tfvars give to variables
	elements bool                            // count values instead of bytes
	known    map[string]float64
	busy     map[string]bool
}

func (s *scales) named(name string) float64 {
	if w, ok := s.known[name]; ok {
		return w
	}
	expr, ok := s.exprs[name]
	if !ok || s.busy[name] {
		return max(1, s.given[name])
	}
	s.busy[name] = true
	w := max(s.weight(expr), s.given[name])
	delete(s.busy, name)
	s.known[name] = w
	return w
}

func (s *scales) sum(exprs ...hclsyntax.Expression) float64 {
	total := 0.0
	for _, e := range exprs {
		if e != nil {
			total += s.weight(e)
		}
	}
	return max(1, total)
}

func (s *scales) weight(expr hclsyntax.Expression) float64 {
	switch e := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		return s.literal(e.Val)
	case *hclsyntax.TemplateExpr:
		if s.elements {
			return 1
		}
		return s.sum(e.Parts...)
	case *hclsyntax.TemplateWrapExpr:
		return s.weight(e.Wrapped)
	case *hclsyntax.TemplateJoinExpr:
		return s.weight(e.Tuple)
	case *hclsyntax.ParenthesesExpr:
		return s.weight(e.Expression)
	case *hclsyntax.ScopeTraversalExpr:
		return s.reference(e.Traversal)
	case *hclsyntax.RelativeTraversalExpr:
		return s.weight(e.Source)
	case *hclsyntax.IndexExpr:
		return s.weight(e.Collection)
	case *hclsyntax.SplatExpr:
		return s.weight(e.Source) * s.sum(e.Each)
	case *hclsyntax.TupleConsExpr:
		return s.sum(e.Exprs...)
	case *hclsyntax.ObjectConsExpr:
		total := 1.0
		for _, item := range e.Items {
			total += s.weight(item.ValueExpr)
		}
		return total
	case *hclsyntax.ForExpr:
		return s.weight(e.CollExpr) * s.sum(e.KeyExpr, e.ValExpr)
	case *hclsyntax.FunctionCallExpr:
		return s.call(e)
	case *hclsyntax.ConditionalExpr:
		return max(s.weight(e.TrueResult), s.weight(e.FalseResult))
	case *hclsyntax.BinaryOpExpr:
		return s.sum(e.LHS, e.RHS)
	case *hclsyntax.UnaryOpExpr:
		return s.weight(e.Val)
	}
	return 1
}

func (s *scales) literal(v cty.Value) float64 {
	if v.IsNull() || !v.IsKnown() || s.elements {
		return 1
	}
	switch v.Type() {
	case cty.String:
		return float64(1 + len(v.AsString()))
	case cty.Number:
		return 1 + float64(max(0, v.AsBigFloat().MantExp(nil)))/3
	}
	return 1
}

// reference weighs what a traversal names. What a module gives back is taken
// for twice what it gets.
func (s *scales) reference(t hcl.Traversal) float64 {
	words := strings.Split(traversal(t), ".")
	switch {
	case len(words) > 1 && (words[0] == "local" || words[0] == "var"):
		return s.named(words[0] + "." + words[1])
	case len(words) > 1 && words[0] == "module":
		return s.named("module." + words[1])
	case len(words) > 3 && words[0] == "data":
		return s.named(strings.Join(words[:4], "."))
	case len(words) > 2:
		return s.named(strings.Join(words[:3], "."))
	}
	return 1
}

var width = regexp.MustCompile(`%[^a-zA-Z%]*\d{4,}`)

func (s *scales) call(e *hclsyntax.FunctionCallExpr) float64 {
	switch e.Name {
	case "range":
		return 1024 // the function's own limit
	case "setproduct":
		product := float64(len(e.Args))
		for _, a := range e.Args {
			product *= s.weight(a)
		}
		return product
	case "jsonencode", "urlencode", "yamlencode":
		return 2 * s.sum(e.Args...)
	case "join", "replace", "indent":
		product := 1.0
		for _, a := range e.Args {
			product *= max(1, s.weight(a))
		}
		if e.Name != "join" || len(e.Args) > 2 {
			return min(product, 4*s.sum(e.Args...)*s.sum(e.Args...))
		}
		return product
	case "format", "formatlist", "formatdate":
		if len(e.Args) > 0 {
			if v, diags := e.Args[0].Value(nil); diags.HasErrors() || v.Type() != cty.String || !v.IsKnown() || v.IsNull() || width.MatchString(v.AsString()) {
				if vars := e.Args[0].Variables(); len(vars) == 0 {
					return maxWeight * 2
				}
			}
		}
		return s.sum(e.Args...)
	}
	return s.sum(e.Args...)
}

// boundWork takes out the expressions that would grow beyond the budgets.
func (p *prepared) boundWork() {
	given := map[string]map[string]float64{p.unit.Root: {}}
	for _, f := range p.unit.tree.vars[p.unit.Root] {
		if loads(path.Base(f.Path)) {
			given[p.unit.Root][""] += float64(len(f.Data))
		}
	}
	for _, dir := range p.order {
		p.boundFolder(dir, given)
	}
}

func (p *prepared) boundFolder(dir string, given map[string]map[string]float64) {
	text := &scales{exprs: map[string]hclsyntax.Expression{}, given: map[string]float64{}, known: map[string]float64{}, busy: map[string]bool{}}
	for name, w := range given[dir] {
		text.given[name] = w
	}
	for _, s := range p.unit.tree.dirs[dir] {
		for _, a := range s.parse().attributes {
			if a.name != "" {
				text.exprs[a.name] = a.expr
			}
			if strings.HasPrefix(a.name, "var.") {
				text.given[a.name] = max(text.given[a.name], given[dir][""])
			}
		}
	}
	values := &scales{exprs: text.exprs, given: map[string]float64{}, elements: true, known: map[string]float64{}, busy: map[string]bool{}}
	for name, w := range text.given {
		values.given[name] = w / 4
	}
	for _, s := range p.unit.tree.dirs[dir] {
		for _, a := range s.attributes {
			reason := ""
			if text.weight(a.expr) > maxWeight {
				reason = "it would grow beyond all bounds"
			} else if a.forEach && values.weight(a.expr) > maxElements {
				reason = fmt.Sprintf("it may walk over more than %d values", maxElements)
			}
			if reason == "" {
				continue
			}
			text.known[a.name], values.known[a.name] = 1, 1
			r := a.expr.Range()
			e := blank(s.file.Data, r)
			p.edits[s.file.Path] = append(p.edits[s.file.Path], edit{start: e.start, end: e.end, text: "null" + strings.Repeat("\n", strings.Count(e.text, "\n"))})
			p.gaps = append(p.gaps, gapAt(s.file.Path, r.Start.Line, fmt.Sprintf("%s is not evaluated: %s", a.label, reason), "write it in a smaller way"))
		}
		for _, b := range s.blocks {
			p.hand(dir, b, text, given)
		}
	}
}

// hand weighs what a module call gives to the variables of its folder.
func (p *prepared) hand(dir string, b block, text *scales, given map[string]map[string]float64) {
	if b.kind != "module" || len(b.labels) == 0 {
		return
	}
	src, ok := literal(b.attrs["source"])
	if !ok {
		return
	}
	target := path.Join(dir, src)
	if given[target] == nil {
		given[target] = map[string]float64{}
	}
	total := 1.0
	for name, a := range b.attrs {
		expr, ok := a.Expr.(hclsyntax.Expression)
		if !ok {
			continue
		}
		w := text.weight(expr)
		total += w
		given[target]["var."+name] = max(given[target]["var."+name], w)
	}
	text.given["module."+b.labels[0]] = 2 * total
}
