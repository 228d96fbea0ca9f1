// Package kubernetes reads plain Kubernetes manifests: one document of YAML or
// JSON becomes objects, each object one assay.Resource and what the checks
// deny of it. Lists (kind List, RoleList …) are judged item by item, however
// deep they nest.
//
// Lines are relative to the document, and paths are left out, so that a caller
// can judge identical documents once and place the result many times.
//
// It does not render Helm charts or Kustomize overlays and knows no cluster:
// a namespace that a manifest leaves open stays open.
package kubernetes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/iac/check"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
	"github.com/assay-dev/assay/internal/yamldoc"
)

// maxItems is how many objects one document may list.
const maxItems = 10_000

// Evaluate reads and judges one document.
func Evaluate(ctx context.Context, checks *check.Evaluator, data []byte) (engine.Output, error) {
	var out engine.Output
	node, err := yamldoc.Parse(data)
	if err != nil {
		out.Gaps = append(out.Gaps, unreadable(data, err))
		return out, nil
	}
	if node == nil {
		return out, nil
	}
	list := objects(node)
	if key := mappingKey(node); key != nil {
		if yamldoc.TemplateAt(data, key.Line) {
			out.Gaps = append(out.Gaps, templateGap(key.Line))
			return out, nil
		}
		if len(list) > 0 {
			out.Gaps = append(out.Gaps, gap(key.Line, "this document is not judged whole: a mapping stands where a key belongs", "correct it: Kubernetes refuses it"))
		}
	}
	if key := yamldoc.Repeated(node); key != nil && len(list) > 0 {
		out.Gaps = append(out.Gaps, gap(key.Line, fmt.Sprintf("this document is not judged whole: the key %s stands twice in one mapping", clip(key.Value)), "keep one of the two: readers differ in which one counts"))
	}
	for i, object := range list {
		if i == maxItems {
			out.Gaps = append(out.Gaps, gap(object.Line, fmt.Sprintf("a list of more than %d objects is evaluated up to there", maxItems), "split it into several files"))
			break
		}
		if err := evaluateObject(ctx, checks, object, data, &out); err != nil {
			return engine.Output{}, err
		}
	}
	return out, nil
}

// objects lists what a document describes: itself, the items of a list, or the
// objects of a sequence. As in the API, whatever has items is a list. How deep
// they nest is bounded by the document's own limit.
func objects(n *yaml.Node) []*yaml.Node {
	n = yamldoc.Resolve(n)
	if n.Kind == yaml.SequenceNode {
		var out []*yaml.Node
		for _, item := range n.Content {
			out = append(out, objects(item)...)
		}
		return out
	}
	kind := yamldoc.Text(yamldoc.Get(n, "kind"))
	version := yamldoc.Text(yamldoc.Get(n, "apiVersion"))
	if kind == "" || version == "" {
		return nil
	}
	var out []*yaml.Node
	if items := yamldoc.Get(n, "items"); items != nil && items.Kind == yaml.SequenceNode {
		for _, item := range items.Content {
			out = append(out, objects(named(yamldoc.Resolve(item), version, kind))...)
		}
		if strings.HasSuffix(kind, "List") {
			return out
		}
	}
	if yamldoc.Get(n, "metadata") == nil {
		return out // a Kustomization or another tool's configuration
	}
	return append(out, n)
}

// named gives an item of a PodList the kind that its list has for it.
func named(n *yaml.Node, version, list string) *yaml.Node {
	kind, ok := strings.CutSuffix(list, "List")
	if !ok || kind == "" || n.Kind != yaml.MappingNode || yamldoc.Get(n, "kind") != nil {
		return n
	}
	text := func(s string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Line: n.Line, Column: n.Column}
	}
	out := *n
	out.Content = append(slices.Clone(n.Content), text("kind"), text(kind))
	if yamldoc.Get(n, "apiVersion") == nil {
		out.Content = append(out.Content, text("apiVersion"), text(version))
	}
	return &out
}

func evaluateObject(ctx context.Context, checks *check.Evaluator, n *yaml.Node, data []byte, out *engine.Output) error {
	resource, cut := describe(n)
	out.Resources = append(out.Resources, resource)
	out.Examine(assay.ScopeKubernetes, 1)
	if cut {
		out.Gaps = append(out.Gaps, gap(n.Line, fmt.Sprintf("%s has more than %d attributes; the rest is judged but not kept in the graph", resource.Address, graph.MaxAttributes), ""))
	}
	input, _ := toRego(n, bytes.HasPrefix(bytes.TrimSpace(data), []byte("{"))).(map[string]any)
	results, failures, err := checks.Kubernetes(ctx, input)
	if err != nil {
		return err
	}
	for _, f := range failures {
		out.Gaps = append(out.Gaps, gap(n.Line, fmt.Sprintf("%s could not be run on %s: %v", f.Check.Rule(), resource.Address, f.Err), ""))
	}
	for _, r := range results {
		finding := r.Finding(resource.Address)
		place := r.Place
		if place.Start == 0 {
			place.Start, place.End = n.Line, yamldoc.End(n)
		}
		finding.Location = assay.Location{
			Start:    assay.Position{Line: place.Start},
			End:      assay.Position{Line: place.End},
			Resource: resource.Address,
		}
		finding.Snippet = graph.Snippet(data, place.Start)
		finding.Identity += offence(r.Message, place, resource.Attributes)
		out.Findings = append(out.Findings, finding)
	}
	return nil
}

// unreadable says why a document can't be read. A template is nothing that we
// could ever read without its tool.
func unreadable(data []byte, err error) assay.Gap {
	line := 1
	var at *yamldoc.Error
	reason := err.Error()
	if errors.As(err, &at) {
		line, reason = max(1, at.Line), at.Message
	}
	if at != nil && yamldoc.TemplateAt(data, line) {
		return templateGap(line)
	}
	return gap(line, "this document is no valid YAML: "+reason, "correct it, or list the file in .assayignore")
}

func templateGap(line int) assay.Gap {
	g := gap(line, "a template of Kubernetes manifests is not evaluated", "render it and examine the result")
	g.Unsupported = true
	return g
}

// mappingKey finds a key that is no text. {{ .Name }} is read as a mapping
// whose key is one.
func mappingKey(n *yaml.Node) *yaml.Node {
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && yamldoc.Resolve(child).Kind != yaml.ScalarNode {
			return child
		}
		if key := mappingKey(child); key != nil {
			return key
		}
	}
	return nil
}

func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

func gap(line int, reason, help string) assay.Gap {
	return assay.Gap{
		Scope:    assay.ScopeKubernetes,
		Location: assay.Location{Start: assay.Position{Line: line}},
		Reason:   reason,
		Help:     help,
	}
}
