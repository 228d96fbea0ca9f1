// Package policy asks policies, written in Rego, whether a change may ship.
//
//	set, err := policy.Load(rules.Policy(), theirs, profiles)
//	rulings, err := set.Decide(ctx, input)
//
// A policy is a package assay.policy.NAME with a set deny, a set warn, or both;
// what several share stands in packages assay.lib.NAME. Each member is a sentence,
// or an object {id, msg, findings, flip, about}. A package of the repository takes
// the place of the bundled one of its name. Tests are rules named test_….
//
// Policies see the Input and data.assay: profiles, and the parameters that
// data.yaml gives. They have no clock, no network, no environment and no chance.
// A text that can't be read or names a key that the input does not have is a
// fault of kind Invalid; one that fails while it runs is of kind Unavailable. A
// policy that fails never lets a change pass.
//
// The package reads no disk, and does not know what a finding means.
package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"go.yaml.in/yaml/v3"

	"github.com/assay-dev/assay/internal/fault"
)

// DataFile holds parameters of policies, beside them.
const DataFile = "data.yaml"

// Limits of what is read.
const (
	MaxFile  = 1 << 20 // bytes of one file
	MaxFiles = 1000
)

// Files are policies by path: .rego, and at most one data.yaml.
type Files map[string][]byte

// Profile is what a risk profile refuses, as policies look it up in
// data.assay.profiles; ranks as in Finding.
type Profile struct {
	SeverityRank   int `json:"severity_rank"`
	ConfidenceRank int `json:"confidence_rank"`
}

// Set is compiled policies. It is safe for concurrent use.
type Set struct {
	compiler *ast.Compiler
	store    storage.Store
	names    []string        // of policies, sorted
	where    map[string]Info // by name
	digest   string
	uses     map[string]bool // top-level keys of the input that are looked at
	tests    Files
	gone     []string // bundled packages that own ones replace
}

// Info is one policy of a set.
type Info struct {
	Name  string `json:"name"`  // card
	Title string `json:"title"` // the first sentence of its comment
	File  string `json:"file"`
	// Own says that the repository brought it; Replaces that ours of that name is not
	// asked any more.
	Own      bool `json:"own"`
	Replaces bool `json:"replaces,omitempty"`
}

// Load compiles the bundled policies and a repository's own.
func Load(bundled, own Files, profiles map[string]Profile) (*Set, error) {
	s := &Set{where: map[string]Info{}, uses: map[string]bool{}, tests: Files{}}
	theirs, err := parse(own, isPolicy)
	if err != nil {
		return nil, err
	}
	modules, err := parse(bundled, isPolicy)
	if err != nil {
		return nil, err
	}
	shipped, replaced := len(modules), map[string]bool{}
	for _, m := range theirs {
		replaced[packageOf(m)] = true
	}
	for _, m := range modules {
		if replaced[packageOf(m)] {
			s.gone = append(s.gone, strings.TrimPrefix(strings.TrimPrefix(packageOf(m), "data."), policyPrefix))
		}
	}
	slices.Sort(s.gone)
	s.gone = slices.Compact(s.gone)
	maps.DeleteFunc(modules, func(_ string, m *ast.Module) bool { return replaced[packageOf(m)] })
	s.keepTests(own)
	if len(modules) == shipped { // else its tests speak of what is replaced
		s.keepTests(bundled)
	}
	for name := range modules {
		if _, both := theirs[name]; both {
			return nil, fault.New(fault.Invalid, "%s is the path of a bundled policy, with another package in it", name).WithHelp("give the file another name")
		}
	}
	maps.Copy(modules, theirs)
	if err := s.compile(modules); err != nil {
		return nil, err
	}
	if err := s.list(modules, theirs); err != nil {
		return nil, err
	}
	parameters, err := readParameters(bundled, own)
	if err != nil {
		return nil, err
	}
	if err := s.openStore(profiles, parameters); err != nil {
		return nil, err
	}
	s.digest = digestOf(modules, bundled, own, s.data(profiles, parameters))
	return s, nil
}

func (s *Set) keepTests(files Files) {
	for name, text := range files {
		if isTest(name) {
			s.tests[name] = text
		}
	}
}

// Digest is the SHA-256, in hex, of everything that decides.
func (s *Set) Digest() string { return s.digest }

// Replaced names the bundled packages that own ones take the place of.
func (s *Set) Replaced() []string { return s.gone }

// Policies lists what is in the set, by name.
func (s *Set) Policies() []Info {
	out := make([]Info, 0, len(s.names))
	for _, n := range s.names {
		out = append(out, s.where[n])
	}
	return out
}

// Uses says whether any policy looks at a top-level key of the input: what
// nobody asks for need not be converted.
func (s *Set) Uses(key string) bool { return s.uses[key] || s.uses[""] }

func isTest(name string) bool { return strings.HasSuffix(name, "_test.rego") }

func isPolicy(name string) bool { return path.Ext(name) == ".rego" && !isTest(name) }

func packageOf(m *ast.Module) string { return m.Package.Path.String() }

func parse(files Files, want func(name string) bool) (map[string]*ast.Module, error) {
	if len(files) > MaxFiles {
		return nil, fault.New(fault.Invalid, "%d files of policies, at most %d are read", len(files), MaxFiles)
	}
	out := map[string]*ast.Module{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !want(name) {
			continue
		}
		if len(files[name]) > MaxFile {
			return nil, fault.New(fault.Invalid, "%s is larger than %d bytes", name, MaxFile)
		}
		m, err := ast.ParseModuleWithOpts(name, string(files[name]), ast.ParserOptions{
			RegoVersion: ast.RegoV1, ProcessAnnotation: true, Capabilities: capabilities(),
		})
		if err != nil {
			return nil, unreadable(err)
		}
		if m == nil {
			return nil, fault.New(fault.Invalid, "%s holds no policy", name).WithHelp("begin it with: package assay.policy.NAME")
		}
		pkg := strings.TrimPrefix(packageOf(m), "data.")
		if !strings.HasPrefix(pkg, policyPrefix) && !strings.HasPrefix(pkg, "assay.lib.") && !isTest(name) {
			return nil, fault.New(fault.Invalid, "%s: package %s is none that is asked", name, pkg).
				WithHelp("name it assay.policy.NAME, or assay.lib.NAME when others share it")
		}
		out[name] = m
	}
	return out, nil
}

const policyPrefix = "assay.policy."

// forbidden are functions whose answer is not decided by their arguments, or
// that reach outside.
var forbidden = []string{
	"http.send", "net.", "opa.runtime", "rego.parse_module", "trace", "time.now_ns", "rand.", "uuid.rfc4122", "providers.aws.", "print",
	"graphql.", "io.jwt.encode_sign", "numbers.range", "bits.",
}

func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV1))
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool {
		return slices.ContainsFunc(forbidden, func(f string) bool {
			return b.Name == f || strings.HasSuffix(f, ".") && strings.HasPrefix(b.Name, f) || f == "numbers.range" && b.Name == "numbers.range_step"
		})
	})
	c.AllowNet = []string{}
	return c
}

// compile checks the policies together, against the shape of the input.
func (s *Set) compile(modules map[string]*ast.Module) error {
	s.compiler = newCompiler()
	s.compiler.Compile(modules)
	if s.compiler.Failed() {
		return unreadable(s.compiler.Errors)
	}
	return nil
}

func newCompiler() *ast.Compiler {
	schemas := ast.NewSchemaSet()
	var schema any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		panic(err) // made from our own types
	}
	schemas.Put(ast.SchemaRootRef, schema)
	return ast.NewCompiler().WithStrict(true).WithKeepModules(true).WithCapabilities(capabilities()).WithSchemas(schemas).WithUseTypeCheckAnnotations(true)
}

// list finds the policies, and refuses one that can never say anything.
func (s *Set) list(modules, own map[string]*ast.Module) error {
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		m := modules[name]
		pkg := strings.TrimPrefix(packageOf(m), "data.")
		s.note(m)
		policy, ok := strings.CutPrefix(pkg, policyPrefix)
		if !ok {
			continue
		}
		_, mine := own[name]
		info, known := s.where[policy]
		if !known {
			info = Info{Name: policy, File: name, Own: mine, Replaces: slices.Contains(s.gone, policy)}
		}
		if info.Title == "" {
			info.Title = title(m)
		}
		s.where[policy] = info
	}
	s.names = slices.Sorted(maps.Keys(s.where))
	for _, n := range s.names {
		ref := ast.MustParseRef("data." + policyPrefix + n)
		if err := s.areSets(ref); err != nil {
			return err
		}
		if s.sets(ref) == 0 {
			return fault.New(fault.Invalid, "%s: policy %s has neither deny nor warn, so it would never say anything", s.where[n].File, n).
				WithHelp("write: deny contains \"why\" if { … }")
		}
	}
	return nil
}

// areSets refuses deny and warn that are a single value: undefined would be no
// answer at all.
func (s *Set) areSets(pkg ast.Ref) error {
	for _, name := range []string{"deny", "warn"} {
		for _, r := range s.compiler.GetRulesExact(pkg.Append(ast.StringTerm(name))) {
			if r.Head.RuleKind() != ast.MultiValue {
				return fault.New(fault.Invalid, "%s:%d: %s is a single value and must be a set", r.Location.File, r.Location.Row, name).
					WithHelp("write: %s contains \"why\" if { … }", name)
			}
		}
	}
	return nil
}

// sets counts the rules deny and warn of a package.
func (s *Set) sets(pkg ast.Ref) int {
	n := 0
	for _, name := range []string{"deny", "warn"} {
		n += len(s.compiler.GetRulesExact(pkg.Append(ast.StringTerm(name))))
	}
	return n
}

// note remembers which keys of the input a module looks at.
func (s *Set) note(m *ast.Module) {
	ast.WalkRefs(m, func(r ast.Ref) bool {
		if !r.HasPrefix(ast.InputRootRef) {
			return false
		}
		key := ""
		if len(r) > 1 {
			if text, ok := r[1].Value.(ast.String); ok {
				key = string(text)
			}
		}
		s.uses[key] = true
		return false
	})
	ast.WalkTerms(m, func(t *ast.Term) bool {
		if v, ok := t.Value.(ast.Var); ok && v.Equal(ast.InputRootDocument.Value) {
			s.uses[""] = s.uses[""] || !insideRef(m, t)
		}
		return false
	})
}

// insideRef says whether a variable is the head of a longer reference.
func insideRef(m *ast.Module, head *ast.Term) bool {
	found := false
	ast.WalkRefs(m, func(r ast.Ref) bool {
		found = found || len(r) > 1 && r[0] == head
		return found
	})
	return found
}

// title is the first sentence of the comment above the package.
func title(m *ast.Module) string {
	var lines []string
	for _, c := range m.Comments {
		if c.Location.Row >= m.Package.Location.Row {
			break
		}
		lines = append(lines, strings.TrimSpace(string(c.Text)))
	}
	text := strings.Join(lines, " ")
	if i := strings.Index(text, ". "); i >= 0 {
		text = text[:i]
	}
	return strings.TrimSuffix(text, ".")
}

func readParameters(bundled, own Files) (map[string]any, error) {
	out := map[string]any{}
	for _, files := range []Files{bundled, own} {
		for name, data := range files {
			if path.Base(name) != DataFile {
				continue
			}
			if len(data) > MaxFile {
				return nil, fault.New(fault.Invalid, "%s is larger than %d bytes", name, MaxFile)
			}
			more := map[string]any{}
			if err := yaml.Unmarshal(data, &more); err != nil {
				return nil, fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("it holds values by name, as: regions: [eu-*]")
			}
			maps.Copy(out, more)
		}
	}
	return out, nil
}

func (s *Set) data(profiles map[string]Profile, parameters map[string]any) map[string]any {
	return map[string]any{"profiles": profiles, "parameters": parameters}
}

func (s *Set) openStore(profiles map[string]Profile, parameters map[string]any) error {
	text, err := json.Marshal(map[string]any{"assay": s.data(profiles, parameters)})
	if err != nil {
		return fault.New(fault.Invalid, "%s: %w", DataFile, err).WithHelp("keys must be texts")
	}
	var data map[string]any
	dec := json.NewDecoder(strings.NewReader(string(text)))
	dec.UseNumber()
	if err := dec.Decode(&data); err != nil {
		return fmt.Errorf("read back the data of policies: %w", err)
	}
	s.store = inmem.NewFromObjectWithOpts(data, inmem.OptReturnASTValuesOnRead(true))
	return nil
}

func digestOf(modules map[string]*ast.Module, bundled, own Files, data any) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		text, ok := own[name]
		if !ok {
			text = bundled[name]
		}
		fmt.Fprintf(h, "%d:%s%d:%s", len(name), name, len(text), text)
	}
	text, _ := json.Marshal(data) // encoded once already, by openStore
	h.Write(text)
	fmt.Fprintf(h, "%d", reflect.TypeFor[Input]().NumField())
	return hex.EncodeToString(h.Sum(nil))
}

// unreadable gives a fault of Rego its kind, with the first few places.
func unreadable(err error) error {
	var list ast.Errors
	if !errors.As(err, &list) {
		return fault.New(fault.Invalid, "policy: %w", err).WithHelp("a policy begins with: package assay.policy.NAME")
	}
	slices.SortFunc(list, func(a, b *ast.Error) int {
		if a.Location == nil || b.Location == nil {
			return strings.Compare(a.Message, b.Message)
		}
		return cmp.Or(strings.Compare(a.Location.File, b.Location.File), a.Location.Row-b.Location.Row, strings.Compare(a.Message, b.Message))
	})
	const most = 5
	var lines []string
	help := "mend the text; assay policy test tries it"
	for _, e := range list {
		if len(lines) == most {
			lines = append(lines, fmt.Sprintf("and %d more", len(list)-most))
			break
		}
		line := e.Message
		if e.Location != nil {
			line = fmt.Sprintf("%s:%d: %s", e.Location.File, e.Location.Row, e.Message)
		}
		if strings.Contains(e.Message, "`if` keyword is required") || strings.Contains(e.Message, "`contains` keyword is required") {
			help = "policies are in Rego v1: deny contains \"why\" if { … }"
		}
		if strings.Contains(e.Message, "undefined ref: input") {
			help = "the input has no such key: see docs/reference/policy-input.md"
		}
		lines = append(lines, line)
	}
	return fault.New(fault.Invalid, "policy %s", strings.Join(lines, "\n  ")).WithHelp("%s", help)
}
