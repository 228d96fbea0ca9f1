// Package check judges evaluated infrastructure with the checks of
// github.com/aquasecurity/trivy-checks: Rego modules that are embedded in that
// library. It reads their metadata, compiles the few that can apply to an
// input, runs them on Open Policy Agent and gives back what they deny.
//
// Nothing is read, parsed or compiled before the first input asks for it, and
// only for the kind of input at hand: a folder of Dockerfiles never pays for
// the checks of a cloud. One Evaluator serves any number of goroutines.
//
// It follows the semantics of trivy's own scanner (which checks apply, how a
// denial becomes a place), with two differences: every input is judged alone,
// so a neighbour never changes a verdict, and trivy's inline ignores are not
// honoured, because Assay has its own suppressions.
//
// It does not know Terraform, YAML or Dockerfiles, and it never holds a text
// of the library in our own source.
package check

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Check is one rule of the library, as its metadata describe it.
type Check struct {
	ID         string // AVD-AWS-0107
	Severity   string // LOW, MEDIUM, HIGH, CRITICAL
	file       string // in the embedded file system
	pkg        string // data.builtin.aws.ec2.aws0107
	aliases    []string
	subtypes   []subtype
	deprecated bool
	library    bool
	optional   bool // only in frameworks other than the default one
	source     string
}

// subtype narrows a check to a cloud service or a kind of Kubernetes object.
type subtype struct{ provider, service, group, version, kind string }

// runs says whether the check belongs to a default run.
func (c *Check) runs() bool {
	return c.ID != "" && !c.deprecated && !c.library && !c.optional
}

// Place is a range of lines with the resource that it belongs to.
type Place struct {
	Path       string
	Start, End int
	Resource   string // the adapter's reference: aws_s3_bucket.logs
}

// Result is one denial.
type Result struct {
	Check   *Check
	Message string
	Place   Place
	// Parents lead outwards: the attribute's block, its resource, the module call.
	Parents []Place
}

// Failure is a check that could not be run on an input.
type Failure struct {
	Check *Check
	Err   error
}

// Evaluator runs checks. Its zero value is ready.
type Evaluator struct {
	mu     sync.Mutex
	groups map[string]*group
}

// Cloud judges the state that an adapter made of Terraform or CloudFormation:
// provider, service, then the service's own structure.
func (e *Evaluator) Cloud(ctx context.Context, state map[string]any) ([]Result, []Failure, error) {
	value, err := ast.InterfaceToValue(state)
	if err != nil {
		return nil, nil, fmt.Errorf("convert state: %w", err)
	}
	var results []Result
	var failures []Failure
	for _, dir := range cloudGroups(state) {
		r, f, err := e.group(dir).eval(ctx, value, func(c *Check) bool { return c.appliesToState(state) })
		if err != nil {
			return nil, nil, err
		}
		results, failures = append(results, r...), append(failures, f...)
	}
	return results, failures, nil
}

// Kubernetes judges one object.
func (e *Evaluator) Kubernetes(ctx context.Context, object map[string]any) ([]Result, []Failure, error) {
	value, err := ast.InterfaceToValue(object)
	if err != nil {
		return nil, nil, fmt.Errorf("convert object: %w", err)
	}
	kind, _ := object["kind"].(string)
	return e.group(dirKubernetes).eval(ctx, value, func(c *Check) bool { return c.appliesToKind(kind) })
}

// Dockerfile judges one parsed Dockerfile.
func (e *Evaluator) Dockerfile(ctx context.Context, input any) ([]Result, []Failure, error) {
	value, err := ast.InterfaceToValue(input)
	if err != nil {
		return nil, nil, fmt.Errorf("convert dockerfile: %w", err)
	}
	return e.group(dirDocker).eval(ctx, value, func(*Check) bool { return true })
}

// group finds or makes the checks of one folder; it is loaded on first use.
func (e *Evaluator) group(dir string) *group {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.groups == nil {
		e.groups = map[string]*group{}
	}
	g, ok := e.groups[dir]
	if !ok {
		g = &group{dir: dir}
		e.groups[dir] = g
	}
	return g
}

// appliesToKind mirrors trivy: any word of a subtype may name the kind.
func (c *Check) appliesToKind(kind string) bool {
	return len(c.subtypes) == 0 || slices.ContainsFunc(c.subtypes, func(s subtype) bool {
		return strings.EqualFold(kind, s.kind) || strings.EqualFold(kind, s.group) || strings.EqualFold(kind, s.version)
	})
}

func (c *Check) appliesToState(state map[string]any) bool {
	return len(c.subtypes) == 0 || slices.ContainsFunc(c.subtypes, func(s subtype) bool {
		services, _ := state[s.provider].(map[string]any)
		_, ok := services[s.service]
		return ok
	})
}

// sortResults orders results so that the same input gives the same bytes.
func sortResults(results []Result) {
	slices.SortStableFunc(results, func(a, b Result) int {
		return cmp.Or(
			strings.Compare(a.Check.ID, b.Check.ID),
			strings.Compare(a.Place.Path, b.Place.Path),
			cmp.Compare(a.Place.Start, b.Place.Start),
			cmp.Compare(a.Place.End, b.Place.End),
			strings.Compare(a.Message, b.Message),
		)
	})
}
