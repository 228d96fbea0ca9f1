package terraform

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/assay"
)

// Budgets of one root.
const (
	maxCalls     = 1000   // module calls, each path to a module counted
	maxCount     = 1000   // instances of one block
	maxInstances = 50_000 // instances of all blocks with a count that is no number
)

// prepared is a root whose hazards are known and taken out.
type prepared struct {
	unit    Unit
	sources map[string]*source // by path, of all reached folders
	edits   map[string][]edit
	drop    map[string]bool // files left out
	gaps    []assay.Gap
	calls   int
	limit   int          // for counts that are no numbers
	counts  map[pos]bool // blocks whose count was bounded by limit
	seen    map[string]bool
	order   []string // the reached folders, callers first
}

// pos is where a block starts.
type pos struct {
	path string
	line int
}

// prepare walks the root's modules as terraform would.
func (u Unit) prepare() *prepared {
	p := &prepared{unit: u, sources: map[string]*source{}, edits: map[string][]edit{}, drop: map[string]bool{}, counts: map[pos]bool{}, seen: map[string]bool{}}
	p.walk(u.Root, "", []string{u.Root})
	p.boundCounts()
	p.boundWork()
	for name, s := range p.sources {
		if s.broken {
			p.drop[name] = true
		}
		p.freeNames(s)
		for _, r := range s.dangerous {
			p.edits[name] = append(p.edits[name], rename(r))
		}
	}
	return p
}

// walk follows the module calls of a folder. Blocks that can't be followed are
// taken out.
func (p *prepared) walk(dir, key string, stack []string) {
	if !slices.Contains(p.order, dir) {
		p.order = append(p.order, dir)
	}
	for _, s := range p.unit.tree.dirs[dir] {
		s.parse()
		if _, ok := p.sources[s.file.Path]; !ok {
			p.sources[s.file.Path] = s
			p.gaps = append(p.gaps, s.gaps...)
		}
		for _, b := range s.blocks {
			if b.kind == "module" && len(b.labels) > 0 {
				p.follow(s, b, dir, key, stack)
			}
		}
	}
}

func (p *prepared) follow(s *source, b block, dir, key string, stack []string) {
	key = strings.TrimPrefix(key+"."+b.labels[0], ".")
	target, gap := p.resolve(b, dir, key)
	if gap == nil && slices.Contains(stack, target) {
		at := slices.Index(stack, target)
		circle := append(slices.Clone(stack[at:]), target)
		gap = &assay.Gap{
			Reason: "modules call each other in a circle: " + strings.Join(circle, " → "),
			Help:   "break the circle; this call is left out, the rest is evaluated",
		}
	}
	p.calls++
	if gap == nil && p.calls > maxCalls {
		gap = &assay.Gap{
			Reason: fmt.Sprintf("%s calls more than %d modules, directly and through others; this call is left out", p.unit.Root, maxCalls),
			Help:   "split the root module",
		}
	}
	if gap != nil {
		p.remove(s, b, *gap)
		return
	}
	p.walk(target, key, append(slices.Clone(stack), target))
}

// remove takes a block out of the text, once.
func (p *prepared) remove(s *source, b block, gap assay.Gap) {
	id := fmt.Sprintf("%s:%d", s.file.Path, b.whole.Start.Byte)
	if p.seen[id] {
		return
	}
	p.seen[id] = true
	gap.Scope = assay.ScopeTerraform
	gap.Location = location(s.file.Path, b.def)
	gap.Location.Resource = strings.Join(append([]string{b.kind}, b.labels...), ".")
	p.gaps = append(p.gaps, gap)
	if s.json {
		p.drop[s.file.Path] = true
		return
	}
	p.edits[s.file.Path] = append(p.edits[s.file.Path], blank(s.file.Data, b.whole))
}

// resolve finds the folder of a call, or says why there is none.
func (p *prepared) resolve(b block, dir, key string) (string, *assay.Gap) {
	name := "module " + b.labels[0]
	src, ok := literal(b.attrs["source"])
	if !ok {
		return "", &assay.Gap{Reason: name + " is not evaluated: its source is no literal text", Help: "write the source as a plain string, as Terraform requires"}
	}
	if folder, ok := p.unit.tree.vendored[p.unit.Root][key]; ok {
		target := path.Join(p.unit.Root, folder)
		if !outside(target) && p.unit.tree.dirs[target] != nil {
			return target, nil
		}
	}
	if !strings.HasPrefix(src, "./") && !strings.HasPrefix(src, "../") && src != "." && src != ".." {
		return "", &assay.Gap{
			Reason:      fmt.Sprintf("remote %s (%s) is not in the tree", name, clip(src)),
			Help:        "run terraform init, or vendor it, so that it can be evaluated",
			Unsupported: true,
		}
	}
	target := path.Join(dir, src)
	switch {
	case outside(target):
		return "", &assay.Gap{Reason: fmt.Sprintf("%s is not evaluated: its source %s lies outside the examined folder", name, clip(src)), Help: "examine a folder that contains both"}
	case p.unit.tree.dirs[target] == nil:
		return "", &assay.Gap{Reason: fmt.Sprintf("%s is not evaluated: there is no Terraform in %s", name, target), Help: "correct the source of the module"}
	}
	return target, nil
}

func outside(dir string) bool {
	return dir == ".." || strings.HasPrefix(dir, "../") || strings.HasPrefix(dir, "/")
}

func clip(s string) string {
	if len(s) > 100 {
		return strings.ToValidUTF8(s[:100], "") + "…"
	}
	return s
}

// boundCounts keeps count from making millions of instances. A number is
// looked at here; an expression is evaluated as min(limit, expression).
func (p *prepared) boundCounts() {
	type open struct {
		s *source
		b block
	}
	var expressions []open
	for _, name := range p.paths() {
		s := p.sources[name]
		for _, b := range s.blocks {
			count := b.attrs["count"]
			if count == nil || b.kind != "resource" && b.kind != "data" && b.kind != "module" {
				continue
			}
			v, ok := constant(count)
			switch {
			case !ok && s.json: // its text can't be edited, so the count can't be bounded
				p.drop[name] = true
				p.gaps = append(p.gaps, gapAt(name, b.def.Start.Line, "not evaluated: generated JSON with a count that is no number", "examine the plan as JSON instead"))
			case !ok:
				expressions = append(expressions, open{s, b})
			case v.Type() == cty.Number && v.GreaterThan(cty.NumberIntVal(maxCount)).True():
				p.tooMany(s, b, count)
			}
		}
	}
	if len(expressions) == 0 {
		return
	}
	p.limit = min(maxCount, max(10, maxInstances/len(expressions))) + 1
	for _, e := range expressions {
		r := e.b.attrs["count"].Expr.Range()
		p.edits[e.s.file.Path] = append(p.edits[e.s.file.Path],
			edit{start: r.Start.Byte, end: r.Start.Byte, text: fmt.Sprintf("min(%d, (", p.limit)},
			edit{start: r.End.Byte, end: r.End.Byte, text: "))"})
		p.counts[pos{e.s.file.Path, e.b.def.Start.Line}] = true
	}
}

// tooMany has a block judged once instead of as often as it says.
func (p *prepared) tooMany(s *source, b block, count *hcl.Attribute) {
	p.gaps = append(p.gaps, tooManyGap(s.file.Path, b.def, strings.Join(b.labels, ".")))
	if s.json {
		p.drop[s.file.Path] = true
		return
	}
	p.edits[s.file.Path] = append(p.edits[s.file.Path], rename(count.NameRange))
}

func tooManyGap(name string, r hcl.Range, label string) assay.Gap {
	g := gapAt(name, r.Start.Line, fmt.Sprintf("%s has a count of more than %d; not every instance is evaluated", label, maxCount), "use a smaller count, or several roots")
	g.Location.Resource = label
	return g
}

// paths lists the reached files in order.
func (p *prepared) paths() []string {
	out := make([]string, 0, len(p.sources))
	for name := range p.sources {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// files gives the edited text of all reached files.
func (p *prepared) files(extra map[string][]edit) map[string][]byte {
	out := map[string][]byte{}
	for name, s := range p.sources {
		if p.drop[name] {
			continue
		}
		out[name] = apply(s.file.Data, append(slices.Clone(p.edits[name]), extra[name]...))
	}
	if f, ok := p.unit.tree.manifest[p.unit.Root]; ok && p.unit.tree.vendored[p.unit.Root] != nil {
		out[f.Path] = f.Data
	}
	return out
}

func location(name string, r hcl.Range) assay.Location {
	return assay.Location{
		Path:  name,
		Start: assay.Position{Line: r.Start.Line, Column: r.Start.Column},
		End:   assay.Position{Line: r.End.Line, Column: r.End.Column},
	}
}
