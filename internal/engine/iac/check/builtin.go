package check

import (
	"sync"

	checksrego "github.com/aquasecurity/trivy-checks/pkg/rego"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// registerBuiltins makes the functions known that the library's checks call.
// OPA keeps them in a global table, so it happens once, when the first check
// is about to be compiled. The two written here are those that trivy brings
// itself (pkg/iac/rego/custom.go).
var registerBuiltins = sync.OnceFunc(func() {
	checksrego.RegisterBuiltins()
	rego.RegisterBuiltin2(&rego.Function{
		Name: "result.new",
		Decl: types.NewFunction(types.Args(types.S, types.A), types.A),
	}, func(_ rego.BuiltinContext, msg, cause *ast.Term) (*ast.Term, error) {
		return newResult(msg, cause), nil
	})
	rego.RegisterBuiltin1(&rego.Function{
		Name: "isManaged",
		Decl: types.NewFunction(types.Args(types.A), types.B),
	}, func(_ rego.BuiltinContext, resource *ast.Term) (*ast.Term, error) {
		return newResult(ast.StringTerm(""), resource).Get(ast.StringTerm("managed")), nil
	})
})

// resultKeys maps the names that metadata use (a Dockerfile's instruction has
// its own) to those of a result; later ones win.
var resultKeys = []struct{ from, to string }{
	{"startline", "startline"},
	{"StartLine", "startline"},
	{"endline", "endline"},
	{"EndLine", "endline"},
	{"filepath", "filepath"},
	{"Path", "filepath"},
	{"managed", "managed"},
	{"resource", "resource"},
}

// newResult joins a message with the place of its cause.
func newResult(msg, cause *ast.Term) *ast.Term {
	fields := map[string]*ast.Term{
		"startline": ast.IntNumberTerm(0),
		"endline":   ast.IntNumberTerm(0),
		"filepath":  ast.StringTerm(""),
		"managed":   ast.BooleanTerm(true),
		"resource":  ast.StringTerm(""),
		"parent":    ast.NullTerm(),
	}
	if msg != nil {
		fields["msg"] = msg
	}
	meta := cause.Get(ast.StringTerm("__defsec_metadata"))
	if meta == nil {
		meta = cause // an instruction of a Dockerfile
	}
	for _, k := range resultKeys {
		if term := meta.Get(ast.StringTerm(k.from)); term != nil {
			fields[k.to] = term
		}
	}
	if parent := meta.Get(ast.StringTerm("parent")); parent != nil {
		fields["parent"] = newResult(nil, parent)
	}
	pairs := make([][2]*ast.Term, 0, len(fields))
	for key, value := range fields {
		pairs = append(pairs, [2]*ast.Term{ast.StringTerm(key), value})
	}
	return ast.ObjectTerm(pairs...)
}
