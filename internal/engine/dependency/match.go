package dependency

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/version"
)

// Index is what is known of flaws; *advisory.Index is one.
type Index interface {
	Of(e assay.Ecosystem, name string) ([]advisory.Advisory, error)
	Named(name string) ([]advisory.Advisory, error)
	// Records is how many records there are about an ecosystem.
	Records(e assay.Ecosystem) int
}

// Analyser holds components against known flaws: engine.Analyser.
type Analyser struct{ index Index }

// NewAnalyser makes one over an index.
func NewAnalyser(ix Index) *Analyser { return &Analyser{ix} }

// ID names the engine.
func (*Analyser) ID() assay.EngineID { return assay.EngineDependency }

// Version is the extractor's: nothing of an analyser is remembered.
func (*Analyser) Version() string { return extractVersion }

// Scopes lists what it covers.
func (*Analyser) Scopes() []assay.Scope { return []assay.Scope{assay.ScopeAdvisory} }

// Analyse finds the flaws of all components. What several projects bring in by
// one line is told once.
func (a *Analyser) Analyse(ctx context.Context, facts engine.Facts) (engine.Output, error) {
	var out engine.Output
	out.Examine(assay.ScopeAdvisory, len(facts.Components))
	told := map[string]int{} // place, package and flaw → index of the finding
	paths := NewPaths(facts.Components)
	for i := range facts.Components {
		if err := ctx.Err(); err != nil {
			return engine.Output{}, err
		}
		c := &facts.Components[i]
		flaws, err := a.flaws(c)
		if err != nil {
			return engine.Output{}, err
		}
		to := remediesOf(c, flaws)
		for _, f := range flaws {
			key := fmt.Sprint(c.Location.Path, "\x00", c.Location.Start.Line, "\x00", c.Key(), "\x00", f.name)
			if at, ok := told[key]; ok {
				out.Findings[at].Severity = max(out.Findings[at].Severity, severity(&f, c))
				continue
			}
			told[key] = len(out.Findings)
			out.Findings = append(out.Findings, finding(c, &f, to, paths))
		}
	}
	out.Gaps = slices.Concat(incomplete(facts.Projects), unversioned(facts.Components), unknown(facts.Components, a.index))
	return out, nil
}

// flaw is one publicly known flaw, by whatever number of records.
type flaw struct {
	name    string
	records []*advisory.Advisory
}

func (f *flaw) affects(v string) bool {
	return slices.ContainsFunc(f.records, func(a *advisory.Advisory) bool { return a.Affects(v) })
}

// flaws lists what is known of a component's version, by name; of one without a
// version, what all versions have that its constraint lets through.
func (a *Analyser) flaws(c *assay.Component) ([]flaw, error) {
	affects := func(r *advisory.Advisory) bool { return r.Affects(c.Version) }
	if c.Version == "" {
		span, ok := version.Within(c.Ecosystem, c.Constraint)
		if !ok {
			return nil, nil
		}
		affects = func(r *advisory.Advisory) bool {
			return slices.ContainsFunc(r.Ranges, func(rg version.Range) bool { return rg.Covers(c.Ecosystem, span) })
		}
	}
	list, err := a.index.Of(c.Ecosystem, c.Name)
	if err != nil {
		return nil, err
	}
	var affecting []*advisory.Advisory
	for i := range list {
		if affects(&list[i]) {
			affecting = append(affecting, &list[i])
		}
	}
	return tell(affecting), nil
}

// tell sorts records by flaw: one for each CVE number, and one for what records
// without a number share their names.
func tell(records []*advisory.Advisory) []flaw {
	byCVE := map[string]*flaw{}
	var out, rest []flaw
	for _, r := range records {
		for _, cve := range r.CVEs() {
			if byCVE[cve] == nil {
				byCVE[cve] = &flaw{name: cve}
			}
			byCVE[cve].records = append(byCVE[cve].records, r)
		}
	}
	for _, r := range records {
		if len(r.CVEs()) > 0 {
			continue
		}
		known := false
		for _, f := range byCVE {
			if slices.ContainsFunc(f.records, func(o *advisory.Advisory) bool { return sameFlaw(o, r) }) {
				f.records, known = append(f.records, r), true
			}
		}
		if !known {
			rest = join(rest, r)
		}
	}
	for _, f := range byCVE {
		out = append(out, *f)
	}
	for _, f := range rest {
		var names []string
		for _, r := range f.records {
			names = append(names, r.Names()...)
		}
		f.name = advisory.NameOf(names)
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b flaw) int { return strings.Compare(a.name, b.name) })
	return out
}

// join adds a record to the flaws that share a name with it, which become one.
func join(flaws []flaw, rec *advisory.Advisory) []flaw {
	mine := flaw{records: []*advisory.Advisory{rec}}
	out := flaws[:0]
	for _, f := range flaws {
		if slices.ContainsFunc(f.records, func(r *advisory.Advisory) bool { return sameFlaw(r, rec) }) {
			mine.records = append(f.records, mine.records...)
			continue
		}
		out = append(out, f)
	}
	return append(out, mine)
}

// sameFlaw: two records have a name in common.
func sameFlaw(a, b *advisory.Advisory) bool {
	return a.ID == b.ID || slices.Contains(a.Aliases, b.ID) || slices.Contains(b.Aliases, a.ID) ||
		slices.ContainsFunc(a.Aliases, func(n string) bool { return slices.Contains(b.Aliases, n) })
}

// vulnerability says what all records of a flaw know of it together.
func (f *flaw) vulnerability(c *assay.Component) *assay.Vulnerability {
	v := &assay.Vulnerability{ID: f.name, Package: c.Name, Version: c.Version, Fixed: f.fixedAfter(c)}
	for _, r := range f.records {
		v.Aliases = append(v.Aliases, r.Names()...)
		if r.CVSS > v.CVSS {
			v.CVSS, v.Vector = r.CVSS, r.Vector
		}
		v.EPSS = max(v.EPSS, r.EPSS)
		if v.Exploited.IsZero() {
			v.Exploited = r.Exploited
		}
		if v.Published.IsZero() || !r.Published.IsZero() && r.Published.Before(v.Published) {
			v.Published = r.Published
		}
	}
	slices.Sort(v.Aliases)
	v.Aliases = slices.DeleteFunc(slices.Compact(v.Aliases), func(n string) bool {
		return n == f.name || strings.HasPrefix(n, "CVE-") // another number is another flaw
	})
	return v
}

// fixedAfter is the smallest version that no record of the flaw covers.
func (f *flaw) fixedAfter(c *assay.Component) string {
	best := ""
	for _, r := range f.records {
		v := r.FixedAfter(c.Version)
		if v != "" && !f.affects(v) && (best == "" || version.Compare(c.Ecosystem, v, best) < 0) {
			best = v
		}
	}
	return best
}

func (f *flaw) cwe() []int {
	var out []int
	for _, r := range f.records {
		out = append(out, r.CWE...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// severity is the worst that a record says, of those that somebody scored where
// there are any; one step less where the component serves development only and
// nobody exploits the flaw.
func severity(f *flaw, c *assay.Component) assay.Severity {
	scored := slices.ContainsFunc(f.records, isScored)
	worst, exploited := assay.Info, false
	for _, r := range f.records {
		exploited = exploited || !r.Exploited.IsZero()
		if !scored || isScored(r) || !r.Exploited.IsZero() {
			worst = max(worst, r.Severity())
		}
	}
	if c.Use == assay.Development && !exploited && worst > assay.Low {
		worst--
	}
	return worst
}

func isScored(a *advisory.Advisory) bool { return a.CVSS > 0 || a.Label != "" }

// remedies are the versions to go to, among all and among those of the same
// major number.
type remedies struct{ upgrade, compatible assay.Remedy }

func remediesOf(c *assay.Component, flaws []flaw) remedies {
	if len(flaws) == 0 {
		return remedies{}
	}
	candidates := fixes(c, flaws)
	out := remedies{upgrade: best(c, candidates, flaws)}
	major := version.Major(c.Version)
	out.compatible = best(c, slices.DeleteFunc(candidates, func(v string) bool { return version.Major(v) != major }), flaws)
	return out
}

// fixes lists the versions above the one in use that mend something, in order.
func fixes(c *assay.Component, flaws []flaw) []string {
	var out []string
	for i := range flaws {
		for _, r := range flaws[i].records {
			for _, rg := range r.Ranges {
				out = append(out, rg.Fixes()...)
			}
		}
	}
	out = slices.DeleteFunc(out, func(v string) bool { return version.Compare(c.Ecosystem, v, c.Version) <= 0 })
	slices.SortFunc(out, func(a, b string) int {
		return cmp.Or(version.Compare(c.Ecosystem, a, b), strings.Compare(a, b))
	})
	return slices.Compact(out)
}

// best is the smallest of the candidates, which are in order, that clears most.
func best(c *assay.Component, candidates []string, flaws []flaw) assay.Remedy {
	if to, n := farthest(c, candidates, flaws); n > 0 && clears(to, flaws) == n {
		return assay.Remedy{Version: to, Clears: n, Of: len(flaws)}
	}
	var out assay.Remedy
	for _, v := range candidates {
		if n := clears(v, flaws); n > out.Clears {
			out = assay.Remedy{Version: v, Clears: n, Of: len(flaws)}
		}
	}
	return out
}

// farthest is the last of the versions at which the flaws are first mended, and
// how many are: nothing smaller clears them all.
func farthest(c *assay.Component, candidates []string, flaws []flaw) (to string, n int) {
	for i := range flaws {
		at := slices.IndexFunc(candidates, func(v string) bool { return !flaws[i].affects(v) })
		if at < 0 {
			continue
		}
		if n++; to == "" || version.Compare(c.Ecosystem, candidates[at], to) > 0 {
			to = candidates[at]
		}
	}
	return to, n
}

func clears(v string, flaws []flaw) int {
	n := 0
	for i := range flaws {
		if !flaws[i].affects(v) {
			n++
		}
	}
	return n
}

// Known counts the known flaws of a component.
func (a *Analyser) Known(c *assay.Component) (int, error) {
	flaws, err := a.flaws(c)
	return len(flaws), err
}
