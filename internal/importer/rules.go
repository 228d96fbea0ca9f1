package importer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// slugs are short names of tools that call themselves differently from format
// to format, so that a rule has one name however it came. The first that the
// tool's lower-case name contains counts.
var slugs = []struct{ part, slug string }{
	{"zap", "zap"},
	{"sonar", "sonarqube"},
	{"snyk", "snyk"},
	{"contrast", "contrast"},
	{"data theorem", "datatheorem"},
	{"datatheorem", "datatheorem"},
	{"trivy", "trivy"},
	{"semgrep", "semgrep"},
	{"gitleaks", "gitleaks"},
	{"codeql", "codeql"},
	{"gemnasium", "gemnasium"},
}

// slug is the tool's name as rule ids carry it.
func (t tool) slug() string {
	name := strings.ToLower(t.name)
	for _, s := range slugs {
		if strings.Contains(name, s.part) {
			return s.slug
		}
	}
	return first(dashed(name), "unknown")
}

// dashed joins the letters and digits of a text with dashes.
func dashed(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), "-")
}

// ruleID is "tool/their rule". White space in their name becomes a dash.
func (b *builder) ruleID(name string) assay.RuleID {
	name = strings.Join(strings.Fields(b.word(name, maxRule)), "-")
	return assay.RuleID(b.intern(b.tool.slug() + "/" + first(name, "unnamed")))
}

// keepRule remembers what a finding says of its rule. What one finding leaves
// out another may add; the worst severity counts.
func (b *builder) keepRule(it *item) {
	f, r := &it.Finding, &it.about
	i, known := b.rules[f.Rule]
	if !known {
		b.rules[f.Rule] = len(b.out.Rules)
		b.out.Rules = append(b.out.Rules, rule.Rule{
			ID: f.Rule, Engine: f.Engine, Severity: f.Severity, Confidence: f.Confidence,
			Title: b.line(r.Title, maxSnippet), CWE: f.CWE, Tags: b.words(r.Tags), Explanation: b.prose(r.Explanation),
			Fix: b.prose(r.Fix), References: b.words(r.References), Aliases: b.words(r.Aliases),
		})
		return
	}
	have := &b.out.Rules[i]
	have.Severity, have.Confidence = max(have.Severity, f.Severity), max(have.Confidence, f.Confidence)
	have.CWE = numbers(have.CWE, f.CWE)
	for _, p := range []struct {
		have *string
		now  string
		cut  func(string) string
	}{
		{&have.Title, r.Title, func(s string) string { return b.line(s, maxSnippet) }},
		{&have.Explanation, r.Explanation, b.prose},
		{&have.Fix, r.Fix, b.prose},
	} {
		if *p.have == "" && p.now != "" {
			*p.have = p.cut(p.now)
		}
	}
	if len(have.References) == 0 {
		have.References = b.words(r.References)
	}
	if len(have.Tags) == 0 {
		have.Tags = b.words(r.Tags)
	}
	if len(have.Aliases) == 0 {
		have.Aliases = b.words(r.Aliases)
	}
}

// words cleans a list of names: no empty one, none twice, not too many.
func (b *builder) words(in []string) []string {
	var out []string
	for _, s := range in {
		if s = b.word(s, maxName); s != "" && !slices.Contains(out, s) && len(out) < maxList {
			out = append(out, s)
		}
	}
	return out
}

// numbers joins lists of CWE numbers, sorted, each once.
func numbers(lists ...[]int) []int {
	if n := len(lists); n == 2 && len(lists[1]) == 0 && ordered(lists[0]) || n == 2 && slices.Equal(lists[0], lists[1]) && ordered(lists[0]) {
		return lists[0]
	}
	all := slices.Concat(lists...)
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(n int) bool { return n < 1 || n > 99_999 })
	return all[:min(len(all), maxList)]
}

func ordered(list []int) bool {
	for i, n := range list {
		if n < 1 || n > 99_999 || i > 0 && list[i-1] >= n {
			return false
		}
	}
	return len(list) <= maxList
}

// weaknesses finds CWE numbers in texts: "CWE-79", "cwe/cwe-079", "CWE79: …".
func weaknesses(texts ...string) []int {
	var out []int
	for _, s := range texts {
		for {
			i := indexFold(s, "cwe")
			if i < 0 {
				break
			}
			s = strings.TrimLeft(s[i+3:], "-_:/ ")
			n, digits := 0, 0
			for digits < len(s) && digits < 6 && s[digits] >= '0' && s[digits] <= '9' {
				n = n*10 + int(s[digits]-'0')
				digits++
			}
			if digits > 0 {
				out = append(out, n)
			}
		}
	}
	return numbers(out)
}

// weakness reads what stands where a CWE number belongs: "79", "CWE-79", the
// address of its page. ZAP writes -1 for none.
func weakness(s string) []int {
	if _, rest, ok := strings.Cut(s, "/definitions/"); ok {
		s = strings.TrimSuffix(rest, ".html")
	}
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		return numbers([]int{n})
	}
	return weaknesses(s)
}

// indexFold finds a lower-case ASCII word, whatever its case.
func indexFold(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

// named picks the name that a flaw goes by, the CVE where there is one, and
// sorts the rest.
func named(ids []string) (id string, aliases []string) {
	seen := map[string]bool{"": true}
	for _, s := range ids {
		s = strings.TrimSpace(s)
		if seen[s] || len(aliases) > maxList {
			continue
		}
		seen[s] = true
		aliases = append(aliases, s)
	}
	if len(aliases) == 0 {
		return "", nil
	}
	at := max(0, slices.IndexFunc(aliases, func(s string) bool { return strings.HasPrefix(s, "CVE-") }))
	id = aliases[at]
	aliases = slices.Delete(aliases, at, at+1)
	slices.Sort(aliases)
	if len(aliases) == 0 {
		aliases = nil
	}
	return id, aliases
}

// first is the first of the texts that is not empty.
func first(texts ...string) string { return cmp.Or(texts...) }
