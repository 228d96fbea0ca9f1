package terraform

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	adapter "github.com/aquasecurity/trivy/pkg/iac/adapters/terraform"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/terraform/parser"
	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/memfs"
)

// Evaluate evaluates and judges the unit.
func (u Unit) Evaluate(ctx context.Context, checks *check.Evaluator) (engine.Output, error) {
	p := u.prepare()
	vars := p.variables()
	e := &evaluation{prepared: p, vars: vars, checks: checks, computed: newComputed(p), unread: map[string]bool{}}
	if err := e.run(ctx); err != nil {
		return engine.Output{}, err
	}
	e.out.Gaps = append(e.out.Gaps, p.gaps...)
	e.out.Examine(assay.ScopeTerraform, len(p.sources)-len(p.drop))
	return e.out, nil
}

// evaluation is one unit on its way to an output.
type evaluation struct {
	*prepared
	vars     map[string]cty.Value
	checks   *check.Evaluator
	computed *computed
	declared declarations
	unread   map[string]bool // blocks of which a part is known not to be judged
	out      engine.Output
}

// run evaluates twice where the first pass lost resources: trivy drops a block
// whose for_each it can't know. The second pass reads it without for_each, so
// that it is judged once, as an instance of unknown key.
func (e *evaluation) run(ctx context.Context) error {
	modules, err := e.pass(ctx, nil)
	if err != nil || modules == nil {
		return err
	}
	if err := e.judge(ctx, modules, nil); err != nil {
		return err
	}
	lost := e.lost(modules)
	if len(lost) == 0 {
		return nil
	}
	extra := map[string][]edit{}
	for _, l := range lost {
		extra[l.path] = append(extra[l.path], rename(l.forEach.NameRange))
	}
	modules, err = e.pass(ctx, extra)
	if err != nil {
		return err
	}
	return e.judge(ctx, modules, e.undecided(modules, lost))
}

// pass lets trivy evaluate the files.
func (e *evaluation) pass(ctx context.Context, extra map[string][]edit) (trivy.Modules, error) {
	files := e.files(extra)
	if len(files) == 0 {
		return nil, nil
	}
	p := parser.New(memfs.New(files), "",
		parser.OptionWithLogger(slog.New(slog.DiscardHandler)),
		parser.OptionWithDownloads(false),
		parser.OptionWithSkipCachedModules(true),
		parser.OptionWithWorkingDirectoryPath("/"),
		parser.OptionsWithTfVars(e.vars),
	)
	if err := p.ParseFS(ctx, e.unit.Root); err != nil {
		return nil, fmt.Errorf("parse %s: %w", e.unit.Root, err)
	}
	modules, err := p.EvaluateAll(ctx)
	if err != nil {
		return nil, fmt.Errorf("evaluate %s: %w", e.unit.Root, err)
	}
	return modules, ctx.Err()
}

// judge turns evaluated modules into resources and findings. With only set,
// nothing but those blocks count.
func (e *evaluation) judge(ctx context.Context, modules trivy.Modules, only map[string]bool) error {
	if only != nil && len(only) == 0 {
		return nil
	}
	ix := newIndex()
	e.declared = declarationsOf(modules)
	for _, m := range modules {
		for _, b := range m.GetBlocks() {
			if b.Type() != "resource" {
				continue
			}
			r := e.resource(b, modules)
			ix.add(b, r)
			if only == nil || only[blockKey(b)] || inside(b, only) {
				e.out.Resources = append(e.out.Resources, r)
			}
			e.checkLimit(b)
			e.tellUnread(b)
		}
	}
	state, ok := adapter.Adapt(modules).ToRego().(map[string]any)
	if !ok {
		return nil
	}
	results, failures, err := e.checks.Cloud(ctx, state)
	if err != nil {
		return err
	}
	for _, f := range failures {
		e.out.Gaps = append(e.out.Gaps, gapAt(e.unit.Root, 0, fmt.Sprintf("%s could not be run: %v", f.Check.Rule(), f.Err), ""))
	}
	for _, r := range results {
		if only == nil || within(r, only) {
			e.report(r, ix)
		}
	}
	return nil
}

// checkLimit tells when a bounded count hit its bound.
func (e *evaluation) checkLimit(b *trivy.Block) {
	def := b.HCLBlock().DefRange
	at := pos{def.Filename, def.Start.Line}
	if !e.counts[at] {
		return
	}
	v := b.GetAttribute("count").Value()
	if v != cty.NilVal && v.IsKnown() && v.Type() == cty.Number && v.RawEquals(cty.NumberIntVal(int64(e.limit))) {
		delete(e.counts, at)
		e.out.Gaps = append(e.out.Gaps, tooManyGap(def.Filename, def, bareLabel(b)))
	}
}

// lostBlock is a block that is declared and was not evaluated.
type lostBlock struct {
	path    string
	block   block
	forEach *hcl.Attribute
}

// lost compares what the folders of the evaluated modules declare with what
// came out of them.
func (e *evaluation) lost(modules trivy.Modules) []lostBlock {
	var out []lostBlock
	seen := map[string]bool{}
	for _, m := range modules {
		have := map[string]bool{}
		for _, b := range m.GetBlocks() {
			have[blockKey(b)] = true
		}
		for _, s := range e.unit.tree.dirs[m.ModulePath()] {
			if e.drop[s.file.Path] {
				continue
			}
			for _, b := range s.parse().blocks {
				forEach := b.attrs["for_each"]
				key := sourceKey(b)
				if forEach == nil || b.kind != "resource" && b.kind != "module" || have[key] || seen[key] || e.removed(s, b) {
					continue
				}
				if e.standsForNothing(m, s, forEach) {
					continue
				}
				seen[key] = true
				if s.json {
					e.out.Gaps = append(e.out.Gaps, undecidedGap(s.file.Path, b))
					continue
				}
				out = append(out, lostBlock{s.file.Path, b, forEach})
			}
		}
	}
	return out
}

// standsForNothing says whether a for_each is known to be empty in a module: a
// second pass would find nothing more. What was edited is not asked, as its
// value may be too big or change by itself.
func (e *evaluation) standsForNothing(m *trivy.Module, s *source, forEach *hcl.Attribute) (empty bool) {
	r := forEach.Expr.Range()
	for _, edit := range e.edits[s.file.Path] {
		if edit.start < r.End.Byte && edit.end > r.Start.Byte {
			return false
		}
	}
	defer func() {
		if recover() != nil {
			empty = false
		}
	}()
	for _, b := range m.GetBlocks() {
		if b.Type() != "variable" && b.Type() != "locals" && b.Type() != "output" || b.Context() == nil {
			continue
		}
		v, diags := forEach.Expr.Value(b.Context().Inner())
		if diags.HasErrors() {
			return false
		}
		v, _ = v.Unmark()
		return v.IsKnown() && !v.IsNull() && v.CanIterateElements() && v.LengthInt() == 0
	}
	return false
}

func (e *evaluation) removed(s *source, b block) bool {
	return e.seen[fmt.Sprintf("%s:%d", s.file.Path, b.whole.Start.Byte)]
}

// undecided tells the blocks whose for_each is truly unknown from those that
// stand for nothing, and reports the former.
func (e *evaluation) undecided(modules trivy.Modules, lost []lostBlock) map[string]bool {
	only := map[string]bool{}
	for _, m := range modules {
		for _, b := range m.GetBlocks() {
			key := blockKey(b)
			at := slices.IndexFunc(lost, func(l lostBlock) bool { return sourceKey(l.block) == key })
			if at < 0 || only[key] {
				continue
			}
			v := b.GetAttribute("xor_each").Value()
			if v != cty.NilVal && v.IsKnown() && !v.IsNull() && v.CanIterateElements() && v.LengthInt() == 0 {
				continue
			}
			only[key] = true
			e.out.Gaps = append(e.out.Gaps, undecidedGap(lost[at].path, lost[at].block))
		}
	}
	return only
}

func undecidedGap(name string, b block) assay.Gap {
	label := strings.Join(b.labels, ".")
	if b.kind == "module" {
		label = "module." + label
	}
	on := "a value that the files don't decide"
	if vars := b.attrs["for_each"].Expr.Variables(); len(vars) > 0 {
		on = traversal(vars[0])
	}
	g := gapAt(name, b.def.Start.Line, fmt.Sprintf("the instances of %s are not evaluated: for_each depends on %s; it is judged once, as %s[*]", label, on, label),
		"give the variable a default or a value in terraform.tfvars, or examine the plan as JSON")
	g.Location.Resource = label + "[*]"
	return g
}

// traversal writes var.a.b.
func traversal(t hcl.Traversal) string {
	var b strings.Builder
	for i, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			b.WriteString(s.Name)
		case hcl.TraverseAttr:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s.Name)
		}
	}
	return b.String()
}

// sourceKey and blockKey name a block in the text and one evaluated from it
// alike.
func sourceKey(b block) string {
	return fmt.Sprintf("%s:%d:%d", b.def.Filename, b.def.Start.Line, b.def.Start.Column)
}

func blockKey(b *trivy.Block) string {
	r := b.HCLBlock().DefRange
	return fmt.Sprintf("%s:%d:%d", r.Filename, r.Start.Line, r.Start.Column)
}

// inside says whether one of the module calls that a block came through is
// among the chosen.
func inside(b *trivy.Block, chosen map[string]bool) bool {
	for m := b.ModuleBlock(); m != nil; m = m.ModuleBlock() {
		if chosen[blockKey(m)] {
			return true
		}
	}
	return false
}
