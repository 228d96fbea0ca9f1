package importer_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/importer"
	"github.com/assay-dev/assay/internal/rule"
)

// made is a finding that a test makes up, with its rule: Finding.Rule holds
// the tool's own name of it.
type made struct {
	assay.Finding
	about rule.Rule
	key   int // the problem that it is about, whatever its line
}

// dialect is a format from the writer's side. It says the same as a reader in
// the other direction, and is written independently of it.
type dialect struct {
	name   string // of the test
	format string
	tool   string // as Finding.Tool reads
	slug   string // as rule ids begin
	engine assay.EngineID
	write  func([]made) string
	// carry cuts a finding down to what the format can say.
	carry func(*made)
	// options for reading; the zero value for most
	options importer.Options
}

var dialects = slices.Concat(
	[]dialect{sarifDialect, codeClimateDialect, gitleaksDialect, semgrepDialect, theoremDialect},
	gitlabDialects, trivyDialects, snykDialects, sonarDialects, zapDialects, contrastDialects, cyclonedxDialects,
)

// noComponents stands for a reader of component lists.
func noComponents(context.Context, string, io.Reader) ([]assay.Project, []assay.Component, []assay.Gap, error) {
	return nil, nil, nil, nil
}

const rounds = 40

// TestNothingIsLost: what a format can say arrives, field by field.
func TestNothingIsLost(t *testing.T) {
	each(t, func(t *testing.T, d dialect, r *rand.Rand) {
		want := d.some(r)
		got := d.read(t, want)
		for i := range want {
			d.carry(&want[i])
		}
		if diff := cmp.Diff(d.expected(want), got.Findings, cmpopts.IgnoreFields(assay.Finding{}, "Identity"), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("findings (-made +read):\n%s", diff)
		}
		for _, m := range want {
			id := d.ruleID(m)
			i := slices.IndexFunc(got.Rules, func(r rule.Rule) bool { return r.ID == id })
			if i < 0 {
				t.Fatalf("rule %s is missing", id)
			}
			compareRule(t, m.about, got.Rules[i])
		}
		if len(got.Gaps) != 0 || got.Skipped != 0 {
			t.Fatalf("a whole report has %d gaps and %d skipped entries: %v", len(got.Gaps), got.Skipped, got.Gaps)
		}
	})
}

// compareRule looks at what the made-up rule says.
func compareRule(t *testing.T, want, got rule.Rule) {
	t.Helper()
	if want.Title != "" && want.Title != got.Title || want.Explanation != "" && want.Explanation != got.Explanation ||
		want.Fix != "" && want.Fix != got.Fix || len(want.References) > 0 && !slices.Equal(want.References, got.References) {
		t.Fatalf("rule differs:\nmade %+v\nread %+v", want, got)
	}
	for _, n := range want.CWE {
		if !slices.Contains(got.CWE, n) {
			t.Fatalf("rule %s lacks CWE-%d", got.ID, n)
		}
	}
}

// TestIdentity: different problems have different identities, the same ones
// the same in another order and at other lines.
func TestIdentity(t *testing.T) {
	each(t, func(t *testing.T, d dialect, r *rand.Rand) {
		list := d.some(r)
		first := d.identities(t, list)
		seen := map[string]int{}
		for key, id := range first {
			if other, ok := seen[id]; ok {
				t.Fatalf("problems %d and %d have one identity", key, other)
			}
			seen[id] = key
		}
		shift := r.IntN(500)
		for i := range list {
			moved(&list[i].Location, shift)
			for j := range list[i].Flow {
				moved(&list[i].Flow[j].Location, shift)
			}
		}
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if diff := cmp.Diff(first, d.identities(t, list)); diff != "" {
			t.Fatalf("identities after moving lines and another order:\n%s", diff)
		}
	})
}

func moved(l *assay.Location, by int) {
	if l.Start.Line > 0 {
		l.Start.Line += by
	}
	if l.End.Line > 0 {
		l.End.Line += by
	}
}

// identities reads the list and says the identity of each problem, with its rule.
func (d dialect) identities(t *testing.T, list []made) map[int]string {
	t.Helper()
	got := d.read(t, list)
	if len(got.Findings) != len(list) {
		t.Fatalf("%d findings made, %d read", len(list), len(got.Findings))
	}
	out := map[int]string{}
	for i, f := range got.Findings {
		if f.Identity == "" {
			t.Fatalf("finding %d has no identity", i)
		}
		out[list[i].key] = string(f.Rule) + " " + f.Identity
	}
	return out
}

func (d dialect) read(t *testing.T, list []made) *importer.Report {
	t.Helper()
	text := d.write(list)
	one, err := importer.Read(context.Background(), "made", strings.NewReader(text), d.options)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if one.Format != d.format {
		t.Fatalf("told as %s, is %s\n%s", one.Format, d.format, text)
	}
	two, err := importer.Read(context.Background(), "made", bytes.NewReader([]byte(text)), d.options)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one, two); diff != "" {
		t.Fatalf("reads differently the second time:\n%s", diff)
	}
	return one
}

func (d dialect) ruleID(m made) assay.RuleID { return assay.RuleID(d.slug + "/" + string(m.Rule)) }

func (d dialect) expected(list []made) []assay.Finding {
	out := make([]assay.Finding, len(list))
	for i, m := range list {
		out[i] = m.Finding
		out[i].Rule, out[i].Tool = d.ruleID(m), d.tool
	}
	return out
}

func each(t *testing.T, f func(*testing.T, dialect, *rand.Rand)) {
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			for seed := range uint64(rounds) {
				f(t, d, rand.New(rand.NewPCG(seed, 7)))
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
		})
	}
}

// some makes up problems. Each has a rule of its own or shares one, and
// differs from all others in more than its line.
func (d dialect) some(r *rand.Rand) []made {
	rules := make([]made, 1+r.IntN(4))
	for i := range rules {
		rules[i] = d.newRule(r, i)
	}
	out := make([]made, 1+r.IntN(12))
	for i := range out {
		m := rules[r.IntN(len(rules))]
		m.key = i
		d.fill(&m, r, i)
		d.carry(&m)
		out[i] = m
	}
	return out
}

func (d dialect) newRule(r *rand.Rand, i int) made {
	m := made{about: rule.Rule{
		Title: words(r, 4), Explanation: words(r, 20), Fix: words(r, 9),
		References: []string{fmt.Sprintf("https://example.com/rules/%d", i)},
	}}
	m.Rule = assay.RuleID(fmt.Sprintf("%s-%d", word(r), i))
	m.Engine = d.engine
	for range r.IntN(3) {
		m.about.CWE = append(m.about.CWE, 1+r.IntN(1300))
	}
	slices.Sort(m.about.CWE)
	m.about.CWE = slices.Compact(m.about.CWE)
	m.CWE = m.about.CWE
	m.Severity = assay.Severity(r.IntN(5))
	m.Confidence = assay.Confidence(r.IntN(3))
	return m
}

func (d dialect) fill(m *made, r *rand.Rand, i int) {
	m.Message = words(r, 8) + fmt.Sprintf(" no. %d", i)
	m.Location = location(r, i)
	m.Snippet = fmt.Sprintf("%s(%s) // %d", word(r), word(r), i)
	m.Fix = words(r, 5)
	for range r.IntN(4) {
		l := location(r, i)
		m.Flow = append(m.Flow, assay.Step{Location: assay.Location{Path: l.Path, Start: l.Start, End: l.End}, Message: words(r, 3)})
	}
	m.Status = []assay.Status{"", assay.StatusNew, assay.StatusOld}[r.IntN(3)]
	name, version := fmt.Sprintf("%s-%d", word(r), i), fmt.Sprintf("%d.%d.%d", r.IntN(9), r.IntN(20), r.IntN(20))
	m.Location.Component = assay.PURL(assay.NPM, name, version)
	m.Vulnerability = &assay.Vulnerability{
		ID: fmt.Sprintf("CVE-20%02d-%d", 10+r.IntN(16), 1000+r.IntN(50000)), Package: name, Version: version,
		Aliases: []string{fmt.Sprintf("GHSA-%04d-abcd-%04d", i, r.IntN(9999))},
		Fixed:   fmt.Sprintf("%d.0.%d", 10+r.IntN(3), r.IntN(9)), CVSS: float64(1+r.IntN(99)) / 10,
		Vector: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", EPSS: float64(1+r.IntN(999)) / 1000,
		Published: time.Date(2015+r.IntN(10), time.Month(1+r.IntN(12)), 1+r.IntN(28), 0, 0, 0, 0, time.UTC),
	}
}

func location(r *rand.Rand, i int) assay.Location {
	line := 1 + r.IntN(900)
	return assay.Location{
		Path:  fmt.Sprintf("src/%s/ü %s/f%d.java", word(r), word(r), i),
		Start: assay.Position{Line: line, Column: 1 + r.IntN(40)}, End: assay.Position{Line: line + r.IntN(3), Column: 50 + r.IntN(40)},
		Resource: fmt.Sprintf("com.example.%s.m%d", word(r), i), Commit: fmt.Sprintf("%040x", r.Uint64()),
		URL:    fmt.Sprintf("https://shop.example.com/%s/%d?page=[redacted]", word(r), i),
		Method: []string{"GET", "POST", "DELETE"}[r.IntN(3)], Parameter: word(r),
	}
}

var vocabulary = strings.Fields(`the account reads a balance unchecked input reaches "query" <b>bold</b> über größe naïve
100% & co it's tabs über-long 漢字 🙂 path\to $5 {0} [x] loop value of customer ledger payment transfer`)

func words(r *rand.Rand, n int) string {
	out := make([]string, 1+r.IntN(n))
	for i := range out {
		out[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return strings.Join(out, " ")
}

func word(r *rand.Rand) string {
	b := make([]byte, 3+r.IntN(6))
	for i := range b {
		b[i] = "abcdefghijklmnoprstu"[r.IntN(20)]
	}
	return string(b)
}
