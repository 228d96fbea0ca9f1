package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
)

// digest is a view with what all formats ask of it worked out once. Its view
// is already clean.
type digest struct {
	*View
	rules    map[assay.RuleID]rule.Rule
	order    []int        // blocking findings, worst first
	blocking map[int]bool // the same, as a set
}

func digestOf(v *View) *digest {
	c := clean(*v)
	d := &digest{View: &c, rules: map[assay.RuleID]rule.Rule{}, blocking: map[int]bool{}}
	for _, r := range c.Rules {
		d.rules[r.ID] = r
	}
	for _, reason := range c.Verdict.Reasons {
		for _, i := range reason.Findings {
			d.block(i)
		}
	}
	// Without reasons that name findings the order of the view says it:
	// counted ones come first.
	for i := 0; i < len(c.Findings) && len(d.order) < c.Counts.Blocking; i++ {
		d.block(i)
	}
	slices.SortStableFunc(d.order, func(a, b int) int {
		return cmp.Or(int(c.Findings[b].Severity)-int(c.Findings[a].Severity), a-b)
	})
	return d
}

func (d *digest) block(i int) {
	if i < 0 || i >= len(d.Findings) || d.blocking[i] || suppressed(&d.Findings[i]) {
		return
	}
	d.blocking[i] = true
	d.order = append(d.order, i)
}

// suppressed says whether somebody's inline ignore takes the finding away.
func suppressed(f *assay.Finding) bool { return f.Suppression != nil && f.Suppression.Counts }

// title is the rule's title, or its id when the rule is not in the view.
func (d *digest) title(id assay.RuleID) string {
	if r, ok := d.rules[id]; ok && r.Title != "" {
		return r.Title
	}
	return string(id)
}

// fix is the finding's own advice, else the rule's.
func (d *digest) fix(f *assay.Finding) string {
	if f.Fix != "" {
		return f.Fix
	}
	return d.rules[f.Rule].Fix
}

// group is findings of one rule, by index, in the order of the view.
type group struct {
	rule     assay.RuleID
	severity assay.Severity // the worst among them
	findings []int
	blocking int // how many of them block
	fresh    int // how many of them are new
}

// groups collects the unsuppressed findings that keep says yes to, by rule;
// worst first, then the most new ones.
func (d *digest) groups(keep func(i int) bool) []group {
	var out []group
	at := map[assay.RuleID]int{}
	for i := range d.Findings {
		f := &d.Findings[i]
		if suppressed(f) || !keep(i) {
			continue
		}
		k, ok := at[f.Rule]
		if !ok {
			k = len(out)
			at[f.Rule] = k
			out = append(out, group{rule: f.Rule})
		}
		out[k].add(i, f, d.blocking[i])
	}
	slices.SortStableFunc(out, byWeight)
	return out
}

func (g *group) add(i int, f *assay.Finding, blocks bool) {
	g.findings = append(g.findings, i)
	g.severity = max(g.severity, f.Severity)
	if blocks {
		g.blocking++
	}
	if f.Status != assay.StatusOld {
		g.fresh++
	}
}

func byWeight(a, b group) int {
	return cmp.Or(
		cmp.Compare(min(b.blocking, 1), min(a.blocking, 1)),
		cmp.Compare(b.severity, a.severity),
		cmp.Compare(min(b.fresh, 1), min(a.fresh, 1)),
		cmp.Compare(len(b.findings), len(a.findings)),
		strings.Compare(string(a.rule), string(b.rule)),
	)
}

// gapGroup is gaps of one scope with the same reason.
type gapGroup struct {
	scope       assay.Scope
	reason      string
	help        string
	unsupported bool
	gaps        []assay.Gap
}

// gapGroups collects the gaps: failures before what is not supported yet.
func (d *digest) gapGroups() []gapGroup {
	var out []gapGroup
	for _, g := range d.Gaps {
		k := slices.IndexFunc(out, func(o gapGroup) bool {
			return o.scope == g.Scope && o.reason == g.Reason && o.unsupported == g.Unsupported
		})
		if k < 0 {
			k = len(out)
			out = append(out, gapGroup{scope: g.Scope, reason: g.Reason, help: g.Help, unsupported: g.Unsupported})
		}
		out[k].gaps = append(out[k].gaps, g)
	}
	slices.SortStableFunc(out, func(a, b gapGroup) int { return boolOrder(a.unsupported, b.unsupported) })
	return out
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// ignored lists the findings that an inline ignore or a VEX document speaks
// for, whether it counts or not.
func (d *digest) ignored() []*assay.Finding {
	var out []*assay.Finding
	for i := range d.Findings {
		if d.Findings[i].Suppression != nil {
			out = append(out, &d.Findings[i])
		}
	}
	return out
}
