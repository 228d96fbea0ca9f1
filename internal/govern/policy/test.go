package policy

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/assay-dev/assay/internal/fault"
)

// TestResult is how one test went.
type TestResult struct {
	Package string `json:"package"`
	Name    string `json:"name"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Passed  bool   `json:"passed"`
	// Why says what went wrong, where it was more than a no.
	Why     string  `json:"why,omitempty"`
	Seconds float64 `json:"-"`
}

// Test runs the rules named test_… of all modules, sorted by file and line.
func (s *Set) Test(ctx context.Context) ([]TestResult, error) {
	ctx, cancel := context.WithTimeout(ctx, Longest)
	defer cancel()
	tests, err := parse(s.tests, isTest)
	if err != nil {
		return nil, err
	}
	modules := s.compiler.ParsedModules()
	maps.Copy(modules, tests)
	// Tests hand in pieces of an input, which its schema would refuse.
	compiler := ast.NewCompiler().WithCapabilities(capabilities())
	txn, err := s.store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, err
	}
	defer s.store.Abort(ctx, txn)
	results, err := tester.NewRunner().SetCompiler(compiler).SetStore(s.store).SetModules(modules).
		SetTimeout(10*time.Second).RunTests(ctx, txn)
	if err != nil {
		return nil, unreadable(err)
	}
	var out []TestResult
	for r := range results {
		t := TestResult{Package: strings.TrimPrefix(r.Package, "data."), Name: r.Name, Passed: r.Pass(), Seconds: r.Duration.Seconds()}
		if r.Location != nil {
			t.File, t.Line = r.Location.File, r.Location.Row
		}
		switch {
		case r.Error != nil:
			t.Why = r.Error.Error()
		case r.Skip:
			t.Why = "skipped: its name begins with todo_"
		}
		out = append(out, t)
	}
	if ctx.Err() != nil {
		return nil, fault.New(fault.Unavailable, "the tests took longer than %s", Longest)
	}
	slices.SortFunc(out, func(a, b TestResult) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line, cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

// String names the test for a person.
func (t TestResult) String() string { return fmt.Sprintf("%s:%d %s", t.File, t.Line, t.Name) }
