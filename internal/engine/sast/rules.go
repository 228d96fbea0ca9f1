package sast

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/sast/check"
	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/taint"
	"github.com/assay-dev/assay/internal/rule"
)

// Rules are the rules of an engine. They are compiled for a language when its
// first file comes.
type Rules struct {
	all    []*ruleset.Rule
	number map[*ruleset.Rule]int // in all
	digest string
	sets   sync.Map // language id → *set

	once     sync.Once
	done     atomic.Bool // what once did is there
	files    map[string][]byte
	peeked   sync.Map // path → []*ruleset.Rule, of single files
	paths    []string
	mayText  bool
	problems []ruleset.Problem // rules that can't be read
}

// NewRules reads files of rules, by path.
func NewRules(files map[string][]byte) *Rules {
	r := &Rules{files: files}
	h := sha256.New()
	for p := range files {
		r.paths = append(r.paths, p)
	}
	slices.Sort(r.paths)
	for _, p := range r.paths {
		fmt.Fprintf(h, "%s %d\n", p, len(files[p]))
		h.Write(files[p])
		r.mayText = r.mayText || mayText(files[p])
	}
	r.digest = hex.EncodeToString(h.Sum(nil)[:8])
	return r
}

// textual are the languages of rules for text of any kind, and an alias, which
// may stand for them.
var textual = regexp.MustCompile(`\b(generic|regex|none)\b|\*`)

// mayText says whether a file may have a rule for text of any kind; one that
// has none need not be read to know it. A list of languages ends before the
// key that comes next.
func mayText(data []byte) bool {
	key := []byte("languages")
	for i := bytes.Index(data, key); i >= 0; i = bytes.Index(data, key) {
		_, data, _ = bytes.Cut(data[i:], []byte(":"))
		list, _, _ := bytes.Cut(data, []byte(":"))
		if end := bytes.LastIndexByte(list, '\n'); end >= 0 {
			list = list[:end]
		}
		if textual.Match(list) {
			return true
		}
	}
	return false
}

// read parses the files, once.
func (r *Rules) read() {
	r.once.Do(func() {
		for _, p := range r.paths {
			rules, problems := ruleset.Parse(p, r.files[p])
			r.all = append(r.all, rules...)
			r.problems = append(r.problems, problems...)
			for _, x := range rules {
				r.problems = append(r.problems, languages.Unknown(x)...)
			}
		}
		r.number = map[*ruleset.Rule]int{}
		for i, x := range r.all {
			r.number[x] = i
		}
		r.done.Store(true)
	})
}

// set is all rules for one language, with the literals that say which of them
// a file needs.
type set struct {
	once     sync.Once
	rules    []*check.Rule
	taints   []*check.Rule
	problems []ruleset.Problem
	filter   *filter
}

// text compiles the rules for text of any kind, or returns nil when there are
// none.
func (r *Rules) text() *set {
	if !r.mayText {
		return nil
	}
	if r.read(); !slices.ContainsFunc(r.all, (*ruleset.Rule).Textual) {
		return nil
	}
	return r.compile("", nil, (*ruleset.Rule).Textual)
}

// of compiles the rules for a language.
func (r *Rules) of(l *language.Language) *set {
	return r.compile(l.ID, l, func(x *ruleset.Rule) bool {
		return slices.ContainsFunc(x.Languages, func(n string) bool { return languages.Reads(n, l) })
	})
}

func (r *Rules) compile(name string, l *language.Language, wanted func(*ruleset.Rule) bool) *set {
	v, _ := r.sets.LoadOrStore(name, &set{})
	s := v.(*set)
	s.once.Do(func() {
		r.read()
		c := check.NewCompiler(l, languages.ByName)
		for _, x := range r.all {
			if !wanted(x) {
				continue
			}
			compiled, err := c.Compile(x)
			var p ruleset.Problem
			if errors.As(err, &p) {
				s.problems = append(s.problems, p)
				continue
			}
			if compiled.Taint != nil && l == nil {
				s.problems = append(s.problems, ruleset.Problem{File: x.File, Line: x.Line, Rule: x.ID, Text: "data can't be followed through text of any kind"})
				continue
			}
			if compiled.Taint != nil {
				s.taints = append(s.taints, compiled)
			} else {
				s.rules = append(s.rules, compiled)
			}
		}
		s.filter = newFilter(s.rules, s.taints)
	})
	return s
}

// follow says how a taint rule wants data to be followed.
func (r *Rules) follow(rule int, l *language.Language) taint.Options {
	for _, x := range r.of(l).taints {
		if x.Rule == r.all[rule] {
			return x.Follow()
		}
	}
	return taint.Options{}
}

// Check compiles all rules for all their languages and says which can't be
// used.
func (r *Rules) Check() []ruleset.Problem {
	r.read()
	out := slices.Clone(r.problems)
	for _, l := range languages.All() {
		out = append(out, r.of(l).problems...)
	}
	return out
}

// Rule finds a rule of the engine in the catalogue.
func (r *Rules) Rule(id assay.RuleID) (rule.Rule, bool) {
	name, ok := strings.CutPrefix(string(id), "sast/")
	if !ok {
		return rule.Rule{}, false
	}
	all := r.peek(name)
	if all == nil {
		r.read()
		all = r.all
	}
	for _, x := range all {
		if x.ID == name {
			return describe(x), true
		}
	}
	return rule.Rule{}, false
}

// peek reads the one file that has a rule, when a run in which no source
// changed wants to describe it; nil when all are read already, or when the file
// is not known by its text.
func (r *Rules) peek(name string) []*ruleset.Rule {
	if r.done.Load() {
		return nil
	}
	for _, p := range r.paths {
		if !bytes.Contains(r.files[p], []byte("id: "+name+"\n")) {
			continue
		}
		rules, known := r.peeked.Load(p)
		if !known {
			list, _ := ruleset.Parse(p, r.files[p]) // what can't be read is told by read
			rules, _ = r.peeked.LoadOrStore(p, list)
		}
		if list := rules.([]*ruleset.Rule); slices.ContainsFunc(list, func(x *ruleset.Rule) bool { return x.ID == name }) {
			return list
		}
	}
	return nil
}

// Rules lists the rules, one for each id.
func (r *Rules) Rules() []rule.Rule {
	r.read()
	seen := map[string]bool{}
	var out []rule.Rule
	for _, x := range r.all {
		if !seen[x.ID] {
			seen[x.ID] = true
			out = append(out, describe(x))
		}
	}
	slices.SortFunc(out, func(a, b rule.Rule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out
}

func describe(r *ruleset.Rule) rule.Rule {
	out := rule.Rule{
		ID: assay.RuleID("sast/" + r.ID), Engine: assay.EngineSAST, Title: meta(r, "title"), Severity: severity(r),
		Confidence: confidence(r), CWE: cwe(r), Explanation: strings.TrimSpace(r.Message), Fix: meta(r, "fix"),
	}
	if out.Title == "" {
		out.Title = strings.ReplaceAll(r.ID, "-", " ")
	}
	out.Tags = append(metaList(r, "tags"), metaList(r, "owasp")...)
	out.References = metaList(r, "references")
	return out
}

func meta(r *ruleset.Rule, key string) string {
	s, _ := r.Metadata[key].(string)
	return strings.TrimSpace(s)
}

func metaList(r *ruleset.Rule, key string) []string {
	switch v := r.Metadata[key].(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			out = append(out, fmt.Sprint(x))
		}
		return out
	}
	return nil
}

// cwe reads "CWE-89: ..." and 89.
func cwe(r *ruleset.Rule) []int {
	var out []int
	add := func(s string) {
		s = strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "CWE-")
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		if i, err := strconv.Atoi(s[:n]); err == nil {
			out = append(out, i)
		}
	}
	switch v := r.Metadata["cwe"].(type) {
	case int:
		out = append(out, v)
	default:
		for _, s := range metaList(r, "cwe") {
			add(s)
		}
	}
	return out
}

func severity(r *ruleset.Rule) assay.Severity {
	switch r.Severity {
	case "CRITICAL":
		return assay.Critical
	case "ERROR", "HIGH":
		return assay.High
	case "WARNING", "MEDIUM":
		return assay.Medium
	case "LOW":
		return assay.Low
	case "INFO":
		return assay.Low
	}
	return assay.Info
}

func confidence(r *ruleset.Rule) assay.Confidence {
	switch strings.ToUpper(meta(r, "confidence")) {
	case "HIGH":
		return assay.Certain
	case "LOW":
		return assay.Tentative
	}
	return assay.Firm
}
