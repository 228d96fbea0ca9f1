package importer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cvss"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/rule"
)

const (
	maxFindings = 1_000_000
	maxGaps     = 100
	maxMessage  = 4 << 10
	maxSnippet  = 300
	maxName     = 1 << 10 // paths, addresses, identifiers
	maxRule     = 200
	maxProse    = 16 << 10 // explanations and fixes
	maxSteps    = 1_000    // of one data flow
	maxAllSteps = 2_000_000
	maxList     = 50 // references, aliases, tags, CWEs
)

// builder collects a report. Everything that comes from outside passes here
// and leaves bounded, redacted and with an identity.
type builder struct {
	name     string
	o        Options
	out      *Report
	tool     tool // who speaks in the findings that come next
	rules    map[assay.RuleID]int
	seen     map[string]bool
	more     int // gaps beyond maxGaps
	steps    int // of data flows
	cleaner  cleaner
	interned map[string]string
}

// tool is who made a report.
type tool struct{ name, version string }

func (t tool) String() string { return strings.TrimSpace(t.name + " " + t.version) }

// item is one finding on its way in.
type item struct {
	assay.Finding
	rule  string    // the tool's own name for the rule
	about rule.Rule // what the report says of the rule; its ID is not looked at
	// What the report quotes of a secret is looked for in all other texts and
	// never kept: the secret itself, and code that holds it.
	secrets, quotes []string

	outside string // the path, where it is above the examined folder

	stable string // the tool's own name for the problem, without line; empty when it has none
}

func newBuilder(name, format string, o Options) *builder {
	return &builder{
		name: name, o: o, out: &Report{Format: format}, rules: map[assay.RuleID]int{}, seen: map[string]bool{},
		cleaner: newCleaner(o.Redact), interned: map[string]string{},
	}
}

// from says who made what comes next.
func (b *builder) from(name, version string) {
	b.tool = tool{b.word(name, maxRule), b.word(strings.TrimPrefix(version, "v"), maxRule)}
	if b.out.Tool == "" {
		b.out.Tool, b.out.ToolVersion = b.tool.name, b.tool.version
	}
}

// add takes a finding in.
func (b *builder) add(it *item) error {
	if len(b.out.Findings) >= maxFindings {
		return b.tooMany()
	}
	b.settle(it)
	b.out.Findings = append(b.out.Findings, it.Finding)
	return nil
}

func (b *builder) tooMany() error {
	return fault.New(fault.Invalid, "the report has more than %d findings", maxFindings).
		WithHelp("export it in parts, for example per project")
}

// settle makes a finding fit to be kept.
func (b *builder) settle(it *item) {
	f := &it.Finding
	b.hush(it)
	f.Tool = b.intern(b.tool.String())
	f.Rule = b.ruleID(it.rule)
	it.outside = b.outside(f.Location)
	f.Location = b.place(f.Location)
	f.Message = b.line(f.Message, maxMessage)
	f.Fix = b.prose(f.Fix)
	f.Snippet = b.snippet(f)
	b.settleFlow(f)
	b.settleVulnerability(f.Vulnerability)
	f.CWE = numbers(f.CWE, it.about.CWE)
	b.settleSuppression(f.Suppression)
	if f.Message == "" {
		f.Message = b.line(first(it.about.Title, it.rule), maxMessage)
	}
	f.Message = b.reported(f.Message, it.outside)
	f.Identity = identity(it) // not interned: nearly each is another
	b.keepRule(it)
}

// snippet is one line.
func (b *builder) snippet(f *assay.Finding) string {
	for line := range strings.Lines(f.Snippet) {
		if s := b.line(hideLiterals(line), maxSnippet); s != "" {
			return code(s)
		}
	}
	return ""
}

func (b *builder) settleFlow(f *assay.Finding) {
	for i := range f.Flow {
		outside := b.outside(f.Flow[i].Location)
		f.Flow[i].Location = b.place(f.Flow[i].Location)
		f.Flow[i].Message = b.reported(b.line(f.Flow[i].Message, maxMessage), outside)
	}
}

// bounded shortens a data flow to what is kept of it.
func bounded[T any](b *builder, flow []T) []T {
	if n := len(flow); n > maxSteps {
		flow = slices.Concat(flow[:maxSteps/2], flow[n-maxSteps/2:])
		b.once(fmt.Sprintf("data flows longer than %d places keep their beginning and end", maxSteps))
	}
	if b.steps += len(flow); b.steps > maxAllSteps {
		b.once(fmt.Sprintf("the data flows have more than %d places in all; the later ones were left out", maxAllSteps))
		return nil
	}
	return flow
}

func (b *builder) settleSuppression(s *assay.Suppression) {
	if s != nil {
		s.Reason, s.Location = b.line(s.Reason, maxMessage), b.place(s.Location)
		s.Counts, s.Reason = false, first(s.Reason, "suppressed in "+b.tool.name)
	}
}

func (b *builder) settleVulnerability(v *assay.Vulnerability) {
	if v == nil {
		return
	}
	for _, p := range []*string{&v.ID, &v.Package, &v.Version, &v.Fixed, &v.Vector} {
		*p = b.word(*p, maxName)
	}
	v.ID, v.Aliases = named(append([]string{v.ID}, v.Aliases...))
	for i := range v.Aliases {
		v.Aliases[i] = b.word(v.Aliases[i], maxName)
	}
	if v.CVSS < 0 || v.CVSS > 10 || v.CVSS != v.CVSS {
		v.CVSS = 0
	}
	if v.CVSS == 0 {
		v.CVSS = cvss.Base(v.Vector)
	}
	if v.EPSS < 0 || v.EPSS > 1 || v.EPSS != v.EPSS {
		v.EPSS = 0
	}
}

// skipped counts an entry that is no finding.
func (b *builder) skipped() { b.out.Skipped++ }

// gap tells of something that could not be read.
func (b *builder) gap(reason string) {
	if len(b.out.Gaps) >= maxGaps {
		b.more++
		return
	}
	b.out.Gaps = append(b.out.Gaps, b.gapOf(reason))
}

// once tells of something that holds for the whole report.
func (b *builder) once(reason string) {
	if !b.seen[reason] {
		b.seen[reason] = true
		b.gap(reason)
	}
}

// failed tells of something that the tool itself could not do: what it reports
// is not all there is.
func (b *builder) failed(reason string) {
	n := len(b.out.Gaps)
	b.gap(reason)
	if len(b.out.Gaps) > n {
		b.out.Gaps[n].Help = "look into the tool's own log, and run it again"
	}
}

func (b *builder) gapOf(reason string) assay.Gap {
	return assay.Gap{
		Scope: assay.Scope("import/" + b.out.Format), Location: assay.Location{Path: b.name},
		Reason: b.line(reason, maxMessage), Help: "have the tool write the report again; the rest of it was read",
	}
}

// empty says that nothing at all was met.
func (b *builder) empty() bool {
	return len(b.out.Findings) == 0 && b.out.Skipped == 0 && len(b.out.Gaps) == 0 && len(b.out.Components) == 0
}

func (b *builder) finish() *Report {
	if b.more > 0 {
		b.out.Gaps = append(b.out.Gaps, b.gapOf(fmt.Sprintf("%d more places could not be read", b.more)))
	}
	slices.SortFunc(b.out.Rules, func(x, y rule.Rule) int { return strings.Compare(string(x.ID), string(y.ID)) })
	return b.out
}

// intern returns one copy of equal strings, so that a report of many equal
// texts is small in memory.
func (b *builder) intern(s string) string {
	if len(s) > maxName || len(b.interned) >= 200_000 {
		return s
	}
	if known, ok := b.interned[s]; ok {
		return known
	}
	s = strings.Clone(s)
	b.interned[s] = s
	return s
}
