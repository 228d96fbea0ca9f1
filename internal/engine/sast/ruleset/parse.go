package ruleset

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/assay-dev/assay/internal/engine/sast/pattern"
)

// Limits of a rule file.
const (
	maxBytes = 16 << 20
	maxRules = 20_000
	maxDepth = 60 // of nested patterns
)

// Parse reads a file of rules.
func Parse(file string, data []byte) ([]*Rule, []Problem) {
	fail := func(line int, format string, args ...any) ([]*Rule, []Problem) {
		return nil, []Problem{{File: file, Line: line, Text: fmt.Sprintf(format, args...)}}
	}
	if len(data) > maxBytes {
		return fail(0, "is larger than %d MiB", maxBytes>>20)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fail(0, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return fail(0, "holds no rules")
	}
	root := doc.Content[0]
	list := value(root, "rules")
	if list == nil || list.Kind != yaml.SequenceNode {
		return fail(root.Line, "has no list of rules")
	}
	if len(list.Content) > maxRules {
		return fail(root.Line, "holds more than %d rules", maxRules)
	}
	var rules []*Rule
	var problems []Problem
	seen := map[string]bool{}
	sizes := map[*yaml.Node]int{}
	for _, n := range list.Content {
		var r *Rule
		err := checkSize(n, sizes)
		if err == nil {
			r, err = parseRule(file, n)
		}
		if err == nil && seen[r.ID] {
			err = &syntaxError{n.Line, "the id is used twice"}
		}
		if err != nil {
			p := Problem{File: file, Line: n.Line, Text: err.Error()}
			if id := value(n, "id"); id != nil {
				p.Rule = id.Value
			}
			if s, ok := err.(*syntaxError); ok {
				p.Line = s.line
			}
			problems = append(problems, p)
			continue
		}
		seen[r.ID] = true
		rules = append(rules, r)
	}
	return rules, problems
}

// maxNodes bounds a rule with its aliases written out.
const maxNodes = 200_000

// checkSize refuses a rule whose aliases hold themselves, or stand for more
// than anybody would write.
func checkSize(n *yaml.Node, sizes map[*yaml.Node]int) error {
	size, err := expandedSize(n, sizes, 0)
	if err == nil && size > maxNodes {
		err = errorAt(n, "its aliases stand for more than %d nodes", maxNodes)
	}
	return err
}

func expandedSize(n *yaml.Node, sizes map[*yaml.Node]int, depth int) (int, error) {
	const open = -1
	switch size, known := sizes[n]; {
	case size == open:
		return 0, errorAt(n, "an alias holds itself")
	case known:
		return size, nil
	case depth > 1000:
		return 0, errorAt(n, "is nested too deep")
	}
	sizes[n] = open
	total := 1
	kids := n.Content
	if n.Kind == yaml.AliasNode {
		kids = []*yaml.Node{n.Alias}
	}
	for _, k := range kids {
		size, err := expandedSize(k, sizes, depth+1)
		if err != nil {
			return 0, err
		}
		total = min(total+size, maxNodes+1)
	}
	sizes[n] = total
	return total, nil
}

type syntaxError struct {
	line int
	text string
}

func (e *syntaxError) Error() string { return e.text }

func errorAt(n *yaml.Node, format string, args ...any) error {
	return &syntaxError{n.Line, fmt.Sprintf(format, args...)}
}

// resolve follows an alias. Aliases to what holds them are refused by the
// depth limit.
func resolve(n *yaml.Node) *yaml.Node {
	for i := 0; n != nil && n.Kind == yaml.AliasNode && i < 10; i++ {
		n = n.Alias
	}
	return n
}

// value is a mapping's value, or nil.
func value(n *yaml.Node, key string) *yaml.Node {
	n = resolve(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return resolve(n.Content[i+1])
		}
	}
	return nil
}

// pairs calls f for each key of a mapping.
func pairs(n *yaml.Node, what string, f func(key, val *yaml.Node) error) error {
	n = resolve(n)
	if n == nil || n.Kind != yaml.MappingNode {
		return errorAt(n, "%s must be a mapping", what)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if err := f(n.Content[i], resolve(n.Content[i+1])); err != nil {
			return err
		}
	}
	return nil
}

func text(n *yaml.Node, what string) (string, error) {
	if n == nil || n.Kind != yaml.ScalarNode {
		return "", errorAt(n, "%s must be a text", what)
	}
	return n.Value, nil
}

func texts(n *yaml.Node, what string) ([]string, error) {
	if n != nil && n.Kind == yaml.ScalarNode {
		return []string{n.Value}, nil
	}
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil, errorAt(n, "%s must be a list of texts", what)
	}
	var out []string
	for _, c := range n.Content {
		s, err := text(resolve(c), what)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// searchKeys are the keys of a formula.
var searchKeys = []string{"pattern", "patterns", "pattern-either", "pattern-regex"}

func parseRule(file string, n *yaml.Node) (*Rule, error) {
	r := &Rule{File: file, Line: n.Line}
	r.Options.Options = pattern.Defaults()
	taint := &Taint{}
	mode := "search"
	err := pairs(n, "a rule", func(k, v *yaml.Node) error {
		var err error
		switch k.Value {
		case "id":
			r.ID, err = text(v, "id")
		case "message":
			r.Message, err = text(v, "message")
		case "severity":
			r.Severity, err = text(v, "severity")
			r.Severity = strings.ToUpper(r.Severity)
			if err == nil && !slices.Contains([]string{"ERROR", "WARNING", "INFO", "INVENTORY", "EXPERIMENT", "CRITICAL", "HIGH", "MEDIUM", "LOW"}, r.Severity) {
				return errorAt(v, "unknown severity %q", v.Value)
			}
		case "languages":
			r.Languages, err = texts(v, "languages")
		case "mode":
			mode, err = text(v, "mode")
		case "metadata":
			if err := v.Decode(&r.Metadata); err != nil {
				return errorAt(v, "metadata must be a mapping")
			}
		case "fix":
			var fix string
			fix, err = text(v, "fix")
			r.Fix, r.FixLine = &fix, k.Line
		case "fix-regex":
			r.FixRegex, err = parseFixRegex(v)
		case "paths":
			err = r.parsePaths(v)
		case "options":
			err = r.Options.parse(v)
		case "min-version", "max-version", "version":
			err = checkVersion(k.Value, v)
		case "pattern-sources":
			taint.Sources, err = specs(v, k.Value)
		case "pattern-sinks":
			taint.Sinks, err = specs(v, k.Value)
		case "pattern-sanitizers":
			taint.Sanitizers, err = specs(v, k.Value)
		case "pattern-propagators":
			taint.Propagators, err = propagators(v)
		case "pattern", "patterns", "pattern-either", "pattern-regex":
			if r.Formula != nil {
				return errorAt(k, "has %s beside another pattern; put them under patterns", k.Value)
			}
			r.Formula, err = formula(k, v, 0)
		case "product", "source", "equivalences", "scan-type", "validators", "dependency", "r2c-internal-project-depends-on":
			return errorAt(k, "unknown key %s", k.Value)
		default:
			return errorAt(k, "unknown key %s", k.Value)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	switch {
	case r.ID == "":
		return nil, errorAt(n, "has no id")
	case len(r.Languages) == 0:
		return nil, errorAt(n, "has no languages")
	case r.Message == "":
		return nil, errorAt(n, "has no message")
	case r.Severity == "":
		r.Severity = "WARNING"
	}
	switch mode {
	case "taint":
		if len(taint.Sources) == 0 || len(taint.Sinks) == 0 {
			return nil, errorAt(n, "a taint rule needs pattern-sources and pattern-sinks")
		}
		r.Taint = taint
		if r.Formula != nil {
			return nil, errorAt(n, "a taint rule has pattern-sources and pattern-sinks, not %s", strings.Join(searchKeys, ", "))
		}
	case "search":
		if r.Formula == nil {
			return nil, errorAt(n, "has none of %s", strings.Join(searchKeys, ", "))
		}
		if r.Formula.Kind == And && len(r.Formula.Kids) == 0 {
			return nil, errorAt(n, "nothing says what to find: only what not to find, or conditions")
		}
	default:
		return nil, errorAt(value(n, "mode"), "unknown mode %s", mode)
	}
	return r, nil
}

func (r *Rule) parsePaths(n *yaml.Node) error {
	return pairs(n, "paths", func(k, v *yaml.Node) error {
		var err error
		switch k.Value {
		case "include":
			r.Include, err = texts(v, "paths.include")
		case "exclude":
			r.Exclude, err = texts(v, "paths.exclude")
		default:
			err = errorAt(k, "unknown key paths.%s", k.Value)
		}
		return err
	})
}

func parseFixRegex(n *yaml.Node) (*FixRegex, error) {
	f := &FixRegex{}
	err := pairs(n, "fix-regex", func(k, v *yaml.Node) error {
		var err error
		switch k.Value {
		case "regex":
			f.Regex, err = text(v, "fix-regex.regex")
		case "replacement":
			f.Replacement, err = text(v, "fix-regex.replacement")
		case "count":
			f.Count, err = strconv.Atoi(v.Value)
			if err != nil {
				err = errorAt(v, "fix-regex.count must be a number")
			}
		default:
			err = errorAt(k, "unknown key fix-regex.%s", k.Value)
		}
		return err
	})
	return f, err
}

// ruleVersion is the version of Semgrep's rule language that is understood.
const ruleVersion = "1.100.0"

func checkVersion(key string, n *yaml.Node) error {
	if key == "min-version" && older(ruleVersion, n.Value) {
		return errorAt(n, "min-version %s is newer than the rule language %s that is understood", n.Value, ruleVersion)
	}
	if key == "max-version" && older(n.Value, ruleVersion) {
		return errorAt(n, "max-version %s is older than the rule language %s that is understood", n.Value, ruleVersion)
	}
	return nil
}

// older compares versions of numbers with dots.
func older(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		var m, n int
		if i < len(x) {
			m, _ = strconv.Atoi(x[i])
		}
		if i < len(y) {
			n, _ = strconv.Atoi(y[i])
		}
		if m != n {
			return m < n
		}
	}
	return false
}

// parse reads the options of a rule. Those that only tune how another engine
// works are accepted and change nothing.
func (o *Options) parse(n *yaml.Node) error {
	return pairs(n, "options", func(k, v *yaml.Node) error {
		flags := map[string]*bool{
			"constant_propagation":        &o.ConstantPropagation,
			"symmetric_eq":                &o.SymmetricEq,
			"ac_matching":                 &o.ACMatching,
			"vardef_assign":               &o.VardefAssign,
			"attr_expr":                   &o.AttrExpr,
			"interfile":                   &o.Interfile,
			"symbolic_propagation":        &o.Symbolic,
			"taint_assume_safe_functions": &o.AssumeSafeFunctions,
			"taint_assume_safe_booleans":  &o.AssumeSafeBooleans,
			"taint_assume_safe_numbers":   &o.AssumeSafeNumbers,
			"generic_caseless":            &o.GenericCaseless,
		}
		if f := flags[k.Value]; f != nil {
			b, err := strconv.ParseBool(v.Value)
			if err != nil {
				return errorAt(v, "options.%s must be true or false", k.Value)
			}
			*f = b
			return nil
		}
		switch k.Value {
		case "generic_ellipsis_max_span":
			max, err := strconv.Atoi(v.Value)
			if err != nil || max < 0 {
				return errorAt(v, "options.%s must be a number", k.Value)
			}
			o.GenericMaxSpan = max
			return nil
		case "implicit_return", "taint_assume_safe_indexes", "taint_assume_safe_comparisons", "generic_multiline":
			// What they ask for is what is done anyway.
			return nil
		case "decorators_order_matters", "taint_unify_mvars":
			if v.Value == "true" {
				return errorAt(k, "options.%s is not known", k.Value)
			}
			return nil
		case "commutative_boolop", "commutative_compop", "flddef_assign", "arrow_is_function", "let_is_var",
			"cpp_parsing_pref", "xml_attrs_implicit_ellipsis", "xml_children_ordered", "xml_singleton_loose_matching",
			"taint_only_propagate_through_assignments", "taint_intrafile", "taint_focus_on", "taint_match_on",
			"generic_braces", "generic_extra_word_characters", "generic_engine", "unify_ids_strictly", "implicit_deep_exprstmt", "implicit_ellipsis", "deep_exprstmt", "generic_comment_style", "interfile_legacy":
			return nil
		}
		return errorAt(k, "unknown key options.%s", k.Value)
	})
}
