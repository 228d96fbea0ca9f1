// Package cloudformation evaluates one CloudFormation template: each resource
// becomes an assay.Resource, and the checks say what they deny.
//
// The graph is read from the text itself: parameters count with their
// defaults, conditions with them, and an intrinsic function that the template
// doesn't decide is unknown. A resource whose condition doesn't hold is described
// and judged all the same: it is one deploy away. Judging is trivy's: it invents an account and a region so that it
// can follow references, and those never reach a Resource.
//
// It runs no transform and fetches no nested template.
package cloudformation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	adapter "github.com/aquasecurity/trivy/pkg/iac/adapters/cloudformation"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/cloudformation/parser"
	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
	"github.com/assay-dev/assay/internal/engine/iac/memfs"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// maxDocuments is how many documents of a file are looked at.
const maxDocuments = 50

// Evaluate reads and judges one template, or each of those that one file holds.
func Evaluate(ctx context.Context, checks *check.Evaluator, name string, data []byte) (engine.Output, error) {
	var out engine.Output
	documents := yamldoc.Split(data)
	several := len(documents) > 1
	documents = slices.DeleteFunc(documents, func(d yamldoc.Document) bool {
		return !yamldoc.HasBinary(d.Data) && !bytes.Contains(yamldoc.Unescaped(d.Data), []byte("Resources"))
	})
	if len(documents) > maxDocuments {
		out.Gaps = append(out.Gaps, gap(name, documents[maxDocuments].Line+1, fmt.Sprintf("not evaluated: more than %d documents in one file", maxDocuments), "split it: CloudFormation takes one"))
		documents = documents[:maxDocuments]
	}
	for _, d := range documents {
		text := data
		if several {
			// As many empty lines keep the numbers of the lines.
			text = append(bytes.Repeat([]byte("\n"), d.Line), d.Data...)
		}
		one, err := evaluate(ctx, checks, name, text)
		if err != nil {
			return engine.Output{}, err
		}
		out.Merge(one)
	}
	return out, nil
}

func evaluate(ctx context.Context, checks *check.Evaluator, name string, data []byte) (engine.Output, error) {
	var out engine.Output
	refuse := func(line int, reason, help string) (engine.Output, error) {
		out.Gaps = append(out.Gaps, gap(name, line, reason, help))
		return out, nil
	}
	node, err := yamldoc.Parse(data)
	if err != nil {
		line, reason := 0, err.Error()
		var at *yamldoc.Error
		if errors.As(err, &at) {
			line, reason = at.Line, at.Message
		}
		if at != nil && yamldoc.TemplateAt(data, line) {
			g := gap(name, line, "a template that makes a CloudFormation template is not evaluated", "render it and examine the result")
			g.Unsupported = true
			out.Gaps = append(out.Gaps, g)
			return out, nil
		}
		return refuse(line, "this template is not evaluated: "+reason, "correct it, or list the file in .assayignore")
	}
	t := newTemplate(name, node)
	if len(t.resources) == 0 {
		return out, nil
	}
	out.Resources = t.describe(&out)
	out.Examine(assay.ScopeCloudFormation, len(out.Resources))
	if circle := t.conditionCircle(); circle != nil {
		return refuse(node.Line, "this template is not judged: conditions refer to each other in a circle: "+strings.Join(circle, " → "), "break the circle")
	}
	if key := yamldoc.Repeated(node); key != nil {
		return refuse(key.Line, fmt.Sprintf("this template is not judged: the key %s stands twice in one mapping", key.Value), "keep one of the two")
	}
	source := readAs(name, data)
	state, err := adapt(ctx, source, data)
	if err != nil {
		if ctx.Err() != nil {
			return engine.Output{}, ctx.Err()
		}
		return refuse(0, "this template is not judged: "+err.Error(), "correct it, or list the file in .assayignore")
	}
	results, failures, err := checks.Cloud(ctx, state)
	if err != nil {
		return engine.Output{}, err
	}
	for _, f := range failures {
		out.Gaps = append(out.Gaps, gap(name, 0, fmt.Sprintf("%s could not be run: %v", f.Check.Rule(), f.Err), ""))
	}
	for _, r := range results {
		if r.Place.Path == source {
			out.Findings = append(out.Findings, t.finding(r, data, out.Resources))
		}
	}
	return out, nil
}

// readAs is a name that leads trivy to the right reader, whatever the file is
// called: it takes all for YAML that doesn't end in .json.
func readAs(name string, data []byte) string {
	isJSON := json.Valid(data)
	switch {
	case isJSON && path.Ext(name) != ".json":
		return name + ".json"
	case !isJSON && path.Ext(name) == ".json":
		return name + ".yaml"
	}
	return name
}

// adapt has trivy make its state of the template.
func adapt(ctx context.Context, name string, data []byte) (state map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			state, err = nil, fmt.Errorf("the template reader gave up: %v", r)
		}
	}()
	file, err := parser.New().ParseFile(ctx, memfs.New(map[string][]byte{name: data}), name)
	if err != nil {
		var invalid *parser.InvalidContentError
		if errors.As(err, &invalid) {
			return nil, invalid.Reason()
		}
		return nil, err
	}
	state, _ = adapter.Adapt(*file).ToRego().(map[string]any)
	return state, nil
}

func (t *template) finding(r check.Result, data []byte, resources []assay.Resource) assay.Finding {
	id := t.at(r.Place.Start)
	f := r.Finding(id)
	f.Location = assay.Location{
		Path:     t.name,
		Start:    assay.Position{Line: r.Place.Start},
		End:      assay.Position{Line: r.Place.End},
		Resource: id,
	}
	f.Snippet = graph.Snippet(data, r.Place.Start)
	f.Identity += offence(f.Location, resources)
	return f
}

// offence marks the values that a result points at, and beside them those that
// say whom a rule lets in. A result about a whole resource points at none.
func offence(at assay.Location, resources []assay.Resource) string {
	var o graph.Offence
	i := slices.IndexFunc(resources, func(r assay.Resource) bool { return r.Address == at.Resource })
	if i < 0 {
		return ""
	}
	r := resources[i]
	var around []string // the blocks that were looked at
	whole := at.Start.Line <= r.Location.Start.Line+1 && at.End.Line >= r.Location.End.Line
	for _, a := range r.Attributes {
		if line := a.Location.Start.Line; line < at.Start.Line || line > at.End.Line {
			continue
		}
		if !whole && at.Start.Line == at.End.Line || graph.Reach(a.Path) {
			o.Add(a)
		}
		if block := a.Path[:strings.LastIndexByte(a.Path, '.')+1]; block != "" && !whole && !slices.Contains(around, block) {
			around = append(around, block)
			for _, sibling := range r.Attributes {
				if strings.HasPrefix(sibling.Path, block) && graph.Reach(sibling.Path) {
					o.Add(sibling)
				}
			}
		}
	}
	return o.Mark()
}

func gap(name string, line int, reason, help string) assay.Gap {
	return assay.Gap{
		Scope:    assay.ScopeCloudFormation,
		Location: assay.Location{Path: name, Start: assay.Position{Line: line}},
		Reason:   reason,
		Help:     help,
	}
}

// template is a parsed template.
type template struct {
	name       string
	root       *yaml.Node
	resources  []resource
	parameters map[string]*yaml.Node
	names      map[string]bool // of the resources
	conditions map[string]truth
	spent      int // on conditions
}

type resource struct {
	id         string
	start, end int // lines
	node       *yaml.Node
}

func newTemplate(name string, root *yaml.Node) *template {
	t := &template{name: name, root: root, parameters: map[string]*yaml.Node{}, names: map[string]bool{}, conditions: map[string]truth{}}
	if root == nil {
		return t
	}
	if params := yamldoc.Get(root, "Parameters"); params != nil {
		yamldoc.Pairs(params, func(id string, n *yaml.Node) { t.parameters[id] = n })
	}
	section := yamldoc.Get(root, "Resources")
	if section == nil || section.Kind != yaml.MappingNode {
		return t
	}
	lines := map[string]int{}
	for i := 0; i+1 < len(section.Content); i += 2 {
		lines[section.Content[i].Value] = section.Content[i].Line
	}
	yamldoc.Pairs(section, func(id string, n *yaml.Node) {
		if strings.Contains(yamldoc.Text(yamldoc.Get(n, "Type")), "::") {
			t.names[id] = true
			t.resources = append(t.resources, resource{id: id, start: lines[id], end: yamldoc.End(n), node: n})
		}
	})
	return t
}

// at is the id of the resource at a line.
func (t *template) at(line int) string {
	for _, r := range t.resources {
		if r.start <= line && line <= r.end {
			return r.id
		}
	}
	return path.Base(t.name)
}

// conditionCircle finds conditions that refer to each other: trivy would
// follow them without end.
func (t *template) conditionCircle() []string {
	refs := map[string][]string{}
	var order []string
	conditions := yamldoc.Get(t.root, "Conditions")
	if conditions == nil {
		return nil
	}
	yamldoc.Pairs(conditions, func(id string, n *yaml.Node) {
		order = append(order, id)
		refs[id] = conditionRefs(n, nil)
	})
	done := map[string]bool{}
	var visit func(id string, trail []string) []string
	visit = func(id string, trail []string) []string {
		if i := slices.Index(trail, id); i >= 0 {
			return append(slices.Clone(trail[i:]), id)
		}
		if done[id] {
			return nil
		}
		for _, next := range refs[id] {
			if circle := visit(next, append(trail, id)); circle != nil {
				return circle
			}
		}
		done[id] = true
		return nil
	}
	for _, id := range order {
		if circle := visit(id, nil); circle != nil {
			return circle
		}
	}
	return nil
}

// conditionRefs lists the conditions named below a node.
func conditionRefs(n *yaml.Node, out []string) []string {
	n = yamldoc.Resolve(n)
	if n.Tag == "!Condition" {
		return append(out, n.Value)
	}
	if n.Tag == "!If" && len(n.Content) > 0 {
		out = append(out, n.Content[0].Value)
	}
	yamldoc.Pairs(n, func(key string, v *yaml.Node) {
		switch {
		case key == "Condition" && v.Kind == yaml.ScalarNode:
			out = append(out, v.Value)
		case key == "Fn::If" && len(v.Content) > 0:
			out = append(out, v.Content[0].Value)
		}
	})
	for _, child := range n.Content {
		out = conditionRefs(child, out)
	}
	return out
}
