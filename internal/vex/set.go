package vex

import "strings"

// Set answers what is said of a flaw.
type Set struct {
	all    []Statement
	byName map[string][]int // upper-case name of a flaw → indices of all
}

// NewSet makes one of the statements of all documents.
func NewSet(all []Statement) *Set {
	s := &Set{all: all, byName: map[string][]int{}}
	for i := range all {
		for _, n := range all[i].Vulnerability {
			n = strings.ToUpper(strings.TrimSpace(n))
			s.byName[n] = append(s.byName[n], i)
		}
	}
	return s
}

// Len is the number of statements. A nil Set has none.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.all)
}

// About gives the latest statement on a flaw, by any of its names, in a
// subject. Of statements of one moment the most careful is taken.
func (s *Set) About(names []string, sub *Subject) (*Statement, bool) {
	if s == nil {
		return nil, false
	}
	var best *Statement
	for _, n := range names {
		for _, i := range s.byName[strings.ToUpper(n)] {
			if st := &s.all[i]; st.covers(sub) && (best == nil || st.supersedes(best)) {
				best = st
			}
		}
	}
	return best, best != nil
}

func (s *Statement) supersedes(o *Statement) bool {
	if !s.Time.Equal(o.Time) {
		return s.Time.After(o.Time)
	}
	return s.care() > o.care()
}

// care ranks statements that were made at once, the most careful highest.
func (s *Statement) care() int {
	if ok, _ := s.Sound(); !ok && (s.Status == NotAffected || s.Status == Fixed) {
		return 2
	}
	return map[Status]int{Affected: 4, UnderInvestigation: 3, NotAffected: 1, Fixed: 0}[s.Status]
}

// MoreCareful says that a statement clears less than another.
func (s *Statement) MoreCareful(o *Statement) bool { return s.care() > o.care() }
