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
	// Part says of what kind partial is.
	Part Part `json:"part,omitempty"`
	// Why says, most important first, what keeps it from passing, and what of all
	// that is asked for was not there.
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
		return cmp.Or(slices.Index(States(), a.State)-slices.Index(States(), b.State), slices.Index(parts, a.Part)-slices.Index(parts, b.Part), b.New-a.New, b.Findings-a.Findings)
	})
	return out
}

var parts = []Part{"", PartNotShown, PartNothing, PartOfTheDuty}

func touch(c *Control, run *assay.Run, j judged) Touch {
	t := Touch{
		Control: c, ID: c.ID, Title: c.Title, Framework: c.framework.ID, Reference: c.Reference,
	}
	t.State, t.Part = stateOf(j.verdict, c.Partial)
	slices.SortStableFunc(j.problems, func(a, b problem) int { return int(b.verdict) - int(a.verdict) })
	for _, p := range j.problems {
		if !slices.Contains(t.Why, p.message) {
			t.Why = append(t.Why, p.message)
		}
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
	if j.verdict != passes {
		t.Next = j.problems[0].next()
	}
	if t.Part == PartOfTheDuty {
		t.Why, t.Next = append(t.Why, WhyInPart), c.Manual.Owner+": show "+c.Manual.Show
	}
	slices.SortFunc(j.waivers, strings.Compare)
	t.Waivers = slices.Compact(j.waivers)
	return t
}
