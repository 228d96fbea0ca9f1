package check

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	checks "github.com/aquasecurity/trivy-checks"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// batchSize is how many checks one prepared query asks. Preparing grows faster
// than linearly with it; evaluating gains, because a query computes each
// library rule only once.
const batchSize = 60

// group is the checks of one folder, compiled together.
type group struct {
	dir  string
	once sync.Once

	checks   []*Check
	compiler *ast.Compiler
	err      error

	mu       sync.Mutex
	prepared map[string][]*batch // by the files of the checks that apply
}

// batch is a prepared query with the checks that it asks, in order.
type batch struct {
	checks []*Check
	once   sync.Once
	query  rego.PreparedEvalQuery
	err    error
}

// load reads and compiles the group's checks and the libraries they import.
func (g *group) load() {
	registerBuiltins()
	for _, c := range headers(g.dir) {
		if c.runs() {
			g.checks = append(g.checks, c)
		}
	}
	modules, err := parseChecks(g.checks)
	if err == nil {
		err = addLibraries(modules)
	}
	if g.err = err; err != nil {
		return
	}
	compiler := ast.NewCompiler().WithCapabilities(ast.CapabilitiesForThisVersion())
	compiler.Compile(modules)
	if compiler.Failed() {
		g.err = fmt.Errorf("compile checks in %s: %w", g.dir, compiler.Errors)
		return
	}
	g.compiler = compiler
}

// parseChecks parses the files of checks, on all processors.
func parseChecks(all []*Check) (map[string]*ast.Module, error) {
	parsed := make([]*ast.Module, len(all))
	errs := make([]error, len(all))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				parsed[i], errs[i] = parseModule(checks.EmbeddedPolicyFileSystem, all[i].file)
			}
		})
	}
	wg.Wait()
	modules := make(map[string]*ast.Module, len(all))
	for i, c := range all {
		modules[c.file] = parsed[i]
	}
	return modules, errors.Join(errs...)
}

func parseModule(fsys fs.FS, path string) (*ast.Module, error) {
	data, err := fs.ReadFile(fsys, path)
	if err != nil {
		return nil, fmt.Errorf("read check %s: %w", path, err)
	}
	module, err := ast.ParseModuleWithOpts(path, string(data), ast.ParserOptions{RegoVersion: ast.RegoV0})
	if err != nil {
		return nil, fmt.Errorf("parse check %s: %w", path, err)
	}
	return module, nil
}

// addLibraries follows the imports of modules into the library folder.
func addLibraries(modules map[string]*ast.Module) error {
	byPackage := libraryFiles()
	queue := make([]*ast.Module, 0, len(modules))
	for _, m := range modules {
		queue = append(queue, m)
	}
	for len(queue) > 0 {
		m := queue[0]
		queue = queue[1:]
		for _, imp := range m.Imports {
			path, ok := byPackage[imp.Path.String()]
			if !ok || modules[path] != nil {
				continue
			}
			lib, err := parseModule(checks.EmbeddedLibraryFileSystem, path)
			if err != nil {
				return err
			}
			modules[path] = lib
			queue = append(queue, lib)
		}
	}
	return nil
}

// libraryFiles maps "data.lib.net" to its file.
func libraryFiles() map[string]string {
	out := map[string]string{}
	_ = fs.WalkDir(checks.EmbeddedLibraryFileSystem, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !isModule(d.Name()) {
			return err
		}
		if data, err := fs.ReadFile(checks.EmbeddedLibraryFileSystem, path); err == nil {
			out[parseHeader(data).pkg] = path
		}
		return nil
	})
	return out
}

// eval asks the checks that apply about one input.
func (g *group) eval(ctx context.Context, input ast.Value, applies func(*Check) bool) ([]Result, []Failure, error) {
	g.once.Do(g.load)
	if g.err != nil {
		return nil, nil, g.err
	}
	var results []Result
	var failures []Failure
	for _, b := range g.batches(applies) {
		r, f, err := b.eval(ctx, g.compiler, input)
		if err != nil {
			return nil, nil, err
		}
		results, failures = append(results, r...), append(failures, f...)
	}
	sortResults(results)
	return results, failures, nil
}

// batches finds or makes the queries for the checks that apply.
func (g *group) batches(applies func(*Check) bool) []*batch {
	var chosen []*Check
	var key strings.Builder
	for i, c := range g.checks {
		if applies(c) {
			chosen = append(chosen, c)
			fmt.Fprintf(&key, "%d,", i)
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if b, ok := g.prepared[key.String()]; ok {
		return b
	}
	var out []*batch
	for part := range slices.Chunk(chosen, batchSize) {
		out = append(out, &batch{checks: part})
	}
	if g.prepared == nil {
		g.prepared = map[string][]*batch{}
	}
	g.prepared[key.String()] = out
	return out
}

// eval runs the batch. A check that fails on this input takes the whole query
// with it, so then each is asked alone and the culprit reported.
func (b *batch) eval(ctx context.Context, compiler *ast.Compiler, input ast.Value) ([]Result, []Failure, error) {
	b.once.Do(func() { b.query, b.err = prepare(ctx, compiler, b.checks) })
	if b.err != nil {
		return nil, nil, b.err
	}
	results, err := ask(ctx, b.query, b.checks, input)
	if err == nil || ctx.Err() != nil {
		return results, nil, ctx.Err()
	}
	if len(b.checks) == 1 {
		return nil, []Failure{{Check: b.checks[0], Err: err}}, nil
	}
	var failures []Failure
	for _, c := range b.checks {
		one := batch{checks: []*Check{c}}
		r, f, err := one.eval(ctx, compiler, input)
		if err != nil {
			return nil, nil, err
		}
		results, failures = append(results, r...), append(failures, f...)
	}
	return results, failures, nil
}

// prepare compiles one query over all the checks: r0 = data.a.deny; r1 = …
func prepare(ctx context.Context, compiler *ast.Compiler, checks []*Check) (rego.PreparedEvalQuery, error) {
	terms := make([]string, len(checks))
	for i, c := range checks {
		terms[i] = fmt.Sprintf("r%d = %s.deny", i, c.pkg)
	}
	// The version of the cluster is unknown, which the checks write as "".
	store := inmem.NewFromObject(map[string]any{"k8s": map[string]any{"version": ""}})
	query, err := rego.New(
		rego.Query(strings.Join(terms, "; ")),
		rego.Compiler(compiler),
		rego.Store(store),
	).PrepareForEval(context.WithoutCancel(ctx))
	if err != nil {
		return query, fmt.Errorf("prepare checks: %w", err)
	}
	return query, nil
}

func ask(ctx context.Context, query rego.PreparedEvalQuery, checks []*Check, input ast.Value) ([]Result, error) {
	set, err := query.Eval(ctx, rego.EvalParsedInput(input))
	if err != nil {
		return nil, fmt.Errorf("evaluate checks: %w", err)
	}
	var results []Result
	for _, r := range set {
		for i, c := range checks {
			results = appendDenials(results, c, r.Bindings[fmt.Sprintf("r%d", i)])
		}
	}
	return results, nil
}
