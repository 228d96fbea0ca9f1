package waiver

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Candidate is a file of the waivers' folder, as bytes.
type Candidate struct {
	Path string // relative to the examined folder
	Data []byte
	// AtBase says that these bytes stand at the base. A file that the change
	// alters is two candidates: as it stands at the base, and as it is to be.
	AtBase bool
	// Gone says that it stands at the base and no more in the folder.
	Gone bool
	// AddedBy wrote the commits that brought the file in, where known.
	AddedBy []Identity
}

// Setting is the change that a set of waivers is to serve.
type Setting struct {
	Now     time.Time
	Authors []Identity
	// ProfileOf gives the profile of a path, EnvironmentOf where a service runs; nil
	// for none.
	ProfileOf     func(path string) assay.Profile
	EnvironmentOf func(assay.ServiceID) string
}

// Item is a waiver with what became of it.
type Item struct {
	Path   string
	AtBase bool
	// Waiver is nil when the file could not be read.
	Waiver  *Waiver
	Verdict Verdict
	// Used counts the findings that it set aside, Refused those that it would
	// have but for a reason of their own, of which Refusal is the first.
	Used, Refused int
	Refusal       *Problem
}

// Set is all waivers of a folder. It is for one goroutine.
type Set struct {
	setting       Setting
	people        *Approvers
	items         []*Item
	byFingerprint map[assay.Fingerprint][]*Item
	byRule        map[assay.RuleID][]*Item
}

// NewSet judges the waivers, by the people as they stand at the base; nil
// people sign nothing that counts. Their order is that of the paths.
func NewSet(files []Candidate, a *Approvers, s Setting) *Set {
	if s.ProfileOf == nil {
		s.ProfileOf = func(string) assay.Profile { return assay.Standard }
	}
	if s.EnvironmentOf == nil {
		s.EnvironmentOf = func(assay.ServiceID) string { return "" }
	}
	set := &Set{setting: s, people: a, byFingerprint: map[assay.Fingerprint][]*Item{}, byRule: map[assay.RuleID][]*Item{}}
	for _, c := range files {
		it := &Item{Path: c.Path, AtBase: c.AtBase}
		set.items = append(set.items, it)
		w, err := ParseWaiver(c.Path, c.Data)
		if err != nil {
			it.Verdict = Broken(c.Path, err)
			continue
		}
		it.Waiver = w
		it.Verdict = Judge(w, a, Context{Now: s.Now, AtBase: c.AtBase, AddedBy: c.AddedBy})
		if w.Fingerprint != "" {
			set.byFingerprint[w.Fingerprint] = append(set.byFingerprint[w.Fingerprint], it)
		} else {
			set.byRule[w.Rule] = append(set.byRule[w.Rule], it)
		}
	}
	slices.SortStableFunc(set.items, func(x, y *Item) int { return strings.Compare(x.Path, y.Path) })
	return set
}

// Broken is the verdict on a waiver or a grant that could not be read.
func Broken(path string, err error) Verdict {
	return verdict([]*Problem{problem(Unreadable, strings.TrimPrefix(err.Error(), path+": "), "mend the line, or write it afresh: assay waive")})
}

// Items lists the waivers, by path.
func (s *Set) Items() []*Item { return s.items }

// Covers gives the waiver that sets a finding aside; ok is false when none does
// that counts. The finding needs its fingerprint, service and status.
func (s *Set) Covers(f *assay.Finding) (w *Waiver, ok bool) {
	for _, it := range s.matching(f) {
		if !it.Verdict.Counts {
			continue
		}
		if p := s.refuses(it.Waiver, f); p != nil {
			if it.Refused++; it.Refusal == nil {
				it.Refusal = p
			}
			continue
		}
		it.Used++
		return it.Waiver, true
	}
	return nil, false
}

// Refusal says why no waiver that is for a finding counts; empty when there is none.
func (s *Set) Refusal(f *assay.Finding) string {
	var why []string
	for _, it := range s.matching(f) {
		v := it.Verdict
		if v.Counts {
			v = verdict([]*Problem{s.refuses(it.Waiver, f)})
		}
		if !v.Counts {
			why = append(why, fmt.Sprintf("waiver %s does not count: %s", it.Waiver.ID, v.Why()))
		}
	}
	return strings.Join(why, "; ")
}

func (s *Set) matching(f *assay.Finding) []*Item {
	if s == nil {
		return nil
	}
	var out []*Item
	for _, it := range slices.Concat(s.byFingerprint[f.Fingerprint], s.byRule[f.Rule]) {
		if it.Waiver.Matches(f, s.setting.EnvironmentOf(f.Service)) {
			out = append(out, it)
		}
	}
	return out
}

// refuses says why a waiver that counts does not for this finding: its life is
// too long for it, or who approved wrote the change that brings it.
func (s *Set) refuses(w *Waiver, f *assay.Finding) *Problem {
	c := Context{Profile: s.setting.ProfileOf(f.Location.Path), Severity: f.Severity}
	if p := w.lifeFor(c); p != nil {
		return p
	}
	if f.Status == assay.StatusOld && f.Bites == "" {
		return nil // the authors have no part in what was there before
	}
	return s.people.apart(w.Approver(), "", s.setting.Authors, "the change")
}

// Findings lists what does not count, with its reason. Ask when all findings
// were held against the set: some reasons show only then.
func (s *Set) Findings() []assay.Finding {
	if s == nil {
		return nil
	}
	var out []assay.Finding
	for _, it := range s.items {
		v := it.Verdict
		if v.Counts {
			v = verdict([]*Problem{it.Refusal})
		}
		if f, ok := Finding(it.Path, v, it.AtBase); ok {
			out = append(out, f)
		}
	}
	return out
}

// Notes speaks of waivers that count no longer soon, or begin later.
func (s *Set) Notes() []string {
	if s == nil {
		return nil
	}
	var out []string
	for _, it := range s.items {
		switch {
		case it.Waiver == nil:
		case it.Verdict.Counts && it.Waiver.DaysLeft(s.setting.Now) <= Soon:
			out = append(out, fmt.Sprintf("waiver %s counts until %s: %s is to end or renew it", it.Waiver.ID, it.Waiver.Expires.Day(), it.Waiver.Owner))
		case len(it.Verdict.Problems) == 1 && it.Verdict.Problems[0].Kind == NotYet:
			out = append(out, fmt.Sprintf("waiver %s does not count yet: %s", it.Waiver.ID, it.Verdict.Why()))
		}
	}
	return out
}

// DaysLeft is how many days away the last day is; negative when it has passed.
func (w *Waiver) DaysLeft(now time.Time) int { return days(now, w.Expires.Start()) }
