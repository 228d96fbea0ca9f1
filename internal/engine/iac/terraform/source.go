package terraform

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// Limits of one source file.
const (
	maxBytes = 2 << 20
	maxDepth = 200
)

// source is one Terraform file, parsed when somebody first asks.
type source struct {
	file engine.File
	json bool

	once   sync.Once
	broken bool // can't be evaluated at all
	gaps   []assay.Gap
	blocks []block
	// dangerous are calls whose value differs from run to run or from machine
	// to machine: nothing that the files decide.
	dangerous  []hcl.Range
	attributes []attribute

	starts     []int // bytes at which lines begin; see lines
	onceStarts sync.Once
}

// lines is the text of some lines, from 1, both inclusive.
func (s *source) lines(start, end int) string {
	s.onceStarts.Do(func() {
		for i := range s.file.Data {
			if i == 0 || s.file.Data[i-1] == '\n' {
				s.starts = append(s.starts, i)
			}
		}
	})
	if start < 1 || start > len(s.starts) || end < start {
		return ""
	}
	to := len(s.file.Data)
	if end < len(s.starts) {
		to = s.starts[end]
	}
	return string(s.file.Data[s.starts[start-1]:to])
}

// attribute is an expression with what it may be called elsewhere.
type attribute struct {
	name    string // local.x, var.x, aws_x.y.attr, data.aws_x.y.attr; empty when nothing refers to it
	label   string // for people
	expr    hclsyntax.Expression
	forEach bool
}

// block is a top-level block that matters before evaluation.
type block struct {
	kind   string // resource, data, module, variable
	labels []string
	def    hcl.Range // the header
	whole  hcl.Range
	attrs  map[string]*hcl.Attribute
}

// isSource says whether a path holds Terraform configuration.
func isSource(path string) bool {
	return strings.HasSuffix(path, ".tf") || strings.HasSuffix(path, ".tofu") || isJSON(path)
}

func isJSON(path string) bool {
	return strings.HasSuffix(path, ".tf.json") || strings.HasSuffix(path, ".tofu.json")
}

func (s *source) parse() *source {
	s.once.Do(func() {
		defer func() {
			if r := recover(); r != nil {
				s.fail(0, fmt.Sprintf("the HCL reader gave up: %v", r))
			}
		}()
		switch {
		case len(s.file.Data) > maxBytes:
			s.fail(0, fmt.Sprintf("not evaluated: more than %d MB", maxBytes>>20))
		case tooDeep(s.file.Data):
			s.fail(0, fmt.Sprintf("not evaluated: nested more than %d levels deep", maxDepth))
		case s.json:
			s.parseJSON()
		default:
			s.parseHCL()
		}
	})
	return s
}

func (s *source) fail(line int, reason string) {
	s.broken = true
	s.blocks = nil
	s.gaps = append(s.gaps, gapAt(s.file.Path, line, reason, "correct it: the rest of its module is evaluated without this file"))
}

// failed turns the reader's diagnostics into one gap for the file.
func (s *source) failed(diags hcl.Diagnostics) bool {
	for _, d := range diags {
		if d.Severity != hcl.DiagError {
			continue
		}
		line := 0
		if d.Subject != nil {
			line = d.Subject.Start.Line
		}
		s.fail(line, fmt.Sprintf("not evaluated: %s: %s", d.Summary, d.Detail))
		return true
	}
	return false
}

func (s *source) parseHCL() {
	f, diags := hclsyntax.ParseConfig(s.file.Data, s.file.Path, hcl.InitialPos)
	if s.failed(diags) {
		return
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return
	}
	for _, b := range body.Blocks {
		out := block{kind: b.Type, labels: b.Labels, def: b.DefRange(), whole: hcl.RangeBetween(b.TypeRange, b.CloseBraceRange), attrs: map[string]*hcl.Attribute{}}
		for name, a := range b.Body.Attributes {
			out.attrs[name] = a.AsHCLAttribute()
		}
		s.blocks = append(s.blocks, out)
		s.collect(b)
	}
	slices.SortFunc(s.attributes, func(a, b attribute) int { return a.expr.Range().Start.Byte - b.expr.Range().Start.Byte })
	_ = hclsyntax.VisitAll(body, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok && slices.Contains(volatileFunctions, call.Name) {
			s.dangerous = append(s.dangerous, call.NameRange)
		}
		return nil
	})
}

// collect lists the expressions of a top-level block.
func (s *source) collect(b *hclsyntax.Block) {
	labels := strings.Join(b.Labels, ".")
	for name, a := range b.Body.Attributes {
		at := attribute{expr: a.Expr, label: strings.TrimPrefix(labels+"."+name, "."), forEach: name == "for_each"}
		switch b.Type {
		case "locals":
			at.name, at.label = "local."+name, "local."+name
		case "variable":
			if name != "default" {
				continue
			}
			at.name = "var." + labels
		case "resource":
			at.name = labels + "." + name
		case "data":
			at.name = "data." + labels + "." + name
		}
		s.attributes = append(s.attributes, at)
	}
	s.collectNested(b.Body.Blocks, labels)
}

func (s *source) collectNested(blocks hclsyntax.Blocks, labels string) {
	for _, b := range blocks {
		for name, a := range b.Body.Attributes {
			s.attributes = append(s.attributes, attribute{expr: a.Expr, label: labels + "." + b.Type + "." + name, forEach: name == "for_each"})
		}
		s.collectNested(b.Body.Blocks, labels)
	}
}

// growing is what could make generated JSON grow without bounds: its
// expressions can't be weighed.
var growing = regexp.MustCompile(`setproduct\(|range\(|"[^"]*\$\{[^"]*local\.[^"]*local\.[^"]*"`)

// volatileFunctions give something else on every run or machine.
var volatileFunctions = []string{"timestamp", "plantimestamp", "uuid", "bcrypt", "abspath", "pathexpand"}

// jsonSchema is what matters before evaluation.
var jsonSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
}}

func (s *source) parseJSON() {
	if growing.Match(s.file.Data) {
		s.fail(0, "not evaluated: generated JSON that builds values out of each other")
		return
	}
	f, diags := hcljson.Parse(s.file.Data, s.file.Path)
	if s.failed(diags) {
		return
	}
	content, _, diags := f.Body.PartialContent(jsonSchema)
	if s.failed(diags) {
		return
	}
	for _, b := range content.Blocks {
		attrs, _ := b.Body.JustAttributes()
		s.blocks = append(s.blocks, block{kind: b.Type, labels: b.Labels, def: b.DefRange, whole: b.DefRange, attrs: attrs})
	}
}

// tooDeep bounds what recursion a reader can be led into: brackets, and runs
// of the operators that bind to the right.
func tooDeep(data []byte) bool {
	depth, run := 0, 0
	for _, c := range data {
		switch c {
		case '(', '[', '{':
			depth++
			run = 0
		case ')', ']', '}':
			depth = max(0, depth-1)
			run = 0
		case '!', '-', '?':
			run++
		case ' ', '\t', '\r':
		case '\n', '#', '/', '"', '=':
			run = 0
		}
		if depth > maxDepth || run > 2000 {
			return true
		}
	}
	return false
}

// literal is the text of an expression that needs no context.
func literal(a *hcl.Attribute) (string, bool) {
	v, ok := constant(a)
	if !ok || v.Type() != cty.String {
		return "", false
	}
	return v.AsString(), true
}

func constant(a *hcl.Attribute) (v cty.Value, ok bool) {
	if a == nil || len(a.Expr.Variables()) > 0 {
		return cty.NilVal, false
	}
	defer func() {
		if recover() != nil {
			v, ok = cty.NilVal, false
		}
	}()
	v, diags := a.Expr.Value(nil)
	return v, !diags.HasErrors() && v.IsWhollyKnown() && !v.IsNull()
}

func gapAt(path string, line int, reason, help string) assay.Gap {
	return assay.Gap{
		Scope:    assay.ScopeTerraform,
		Location: assay.Location{Path: path, Start: assay.Position{Line: line}},
		Reason:   reason,
		Help:     help,
	}
}
