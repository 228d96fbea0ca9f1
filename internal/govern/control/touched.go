package control

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Touch is what one run says of a control.
type Touch struct {
	Control *Control `json:"-"`
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	// Framework is its id.
	Framework string    `json:"framework"`
	Reference Reference `json:"reference"`
	// State is failing, partial or passing.
	State State `json:"state"`
	// Why says, most important first, what keeps it from passing.
	Why []string `json:"why,omitempty"`
	// Findings are open ones that the control is about: New of them came with
	// the change. Listed are at most maxFingerprints, Places all of them as
	// indices into the run's findings.
	Findings int                 `json:"findings,omitempty"`
	New      int                 `json:"new,omitempty"`
	Listed   []assay.Fingerprint `json:"listed,omitempty"`
	Places   []int               `json:"-"`
	Waivers  []string            `json:"waivers,omitempty"`
	Next     string              `json:"next,omitempty"`
}

// Touched lists the controls on which this run has something to say: those in
// scope for its services, with a check that is asked of each change. Failing
// ones come first, those with most new findings before others.
func (s *Set) Touched(run *assay.Run) []Touch {
	ch := change{run: run, newest: true}
	ch.look(newMatcher(s))
	var out []Touch
	for f := range s.Frameworks {
		for k := range s.Frameworks[f].Controls {
			c := &s.Frameworks[f].Controls[k]
			if !c.perChange() {
				continue
			}
			if scope := c.services(run, ""); len(scope) > 0 {
				out = append(out, touch(c, run, s.judge(c, &ch, scope)))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Touch) int {
		return cmp.Or(slices.Index(States(), a.State)-slices.Index(States(), b.State), b.New-a.New, b.Findings-a.Findings)
	})
	return out
}

func touch(c *Control, run *assay.Run, j judged) Touch {
	t := Touch{
		Control: c, ID: c.ID, Title: c.Title, Framework: c.framework.ID, Reference: c.Reference,
		State: map[verdict]State{passes: Passing, unshown: Partial, fails: Failing}[j.verdict],
	}
	slices.SortStableFunc(j.problems, func(a, b problem) int { return int(b.verdict) - int(a.verdict) })
	for _, p := range j.problems {
		t.Why = append(t.Why, p.message)
		t.Places = append(t.Places, p.findings...)
	}
	slices.Sort(t.Places)
	t.Places = slices.Compact(t.Places)
	t.Findings = len(t.Places)
	for _, i := range t.Places {
		if run.Findings[i].Status != assay.StatusOld {
			t.New++
		}
		if len(t.Listed) < maxFingerprints {
			t.Listed = append(t.Listed, run.Findings[i].Fingerprint)
		}
	}
	if len(j.problems) > 0 {
		t.Next = j.problems[0].check.next()
	}
	slices.SortFunc(j.waivers, strings.Compare)
	t.Waivers = slices.Compact(j.waivers)
	return t
}
