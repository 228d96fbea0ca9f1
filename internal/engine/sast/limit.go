package sast

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
)

// maxFindings bounds what one rule reports in a run: more than the noisiest
// honest rule finds in a large repository, and some 50 MB of memory.
const maxFindings = 50_000

// tally counts what each rule finds, and keeps the first in the order of the
// files, whichever is ready first.
type tally struct {
	mu    sync.Mutex
	units []*unit // by file, nil until they are ready
	held  map[assay.RuleID]int
	over  map[assay.RuleID]assay.Scope // rules that found more than is kept
}

func newTally(files int) *tally {
	return &tally{units: make([]*unit, files), held: map[assay.RuleID]int{}, over: map[assay.RuleID]assay.Scope{}}
}

// add takes what a file gave. What can't be among the first any more, whatever
// the files that are not ready give, is dropped from time to time.
func (t *tally) add(i int, u *unit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.units[i] = u
	full := false
	for j := range u.out.Findings {
		r := u.out.Findings[j].Rule
		t.held[r]++
		full = full || t.held[r] > 2*maxFindings
	}
	if full {
		t.cut()
	}
}

// cut drops what comes after the first findings of each rule.
func (t *tally) cut() {
	kept := map[assay.RuleID]int{}
	for _, u := range t.units {
		if u == nil {
			continue
		}
		var few []assay.Finding
		cut := false
		for j, f := range u.out.Findings {
			if kept[f.Rule] == maxFindings {
				if !cut {
					few, cut = slices.Clone(u.out.Findings[:j]), true
				}
				if t.over[f.Rule] == "" {
					t.over[f.Rule] = u.scope
				}
				continue
			}
			kept[f.Rule]++
			if cut {
				few = append(few, f)
			}
		}
		if cut {
			u.out.Findings = few
		}
	}
	t.held = kept
}

// gaps names the rules of which not all findings were kept.
func (t *tally) gaps() []assay.Gap {
	var out []assay.Gap
	for _, r := range slices.Sorted(maps.Keys(t.over)) {
		out = append(out, assay.Gap{
			Scope:  t.over[r],
			Reason: fmt.Sprintf("rule %s finds more than %d places: the others are not listed", r, maxFindings),
			Help:   "make the rule more precise, or exclude files",
		})
	}
	return out
}
