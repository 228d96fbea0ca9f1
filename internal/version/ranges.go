package version

import (
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// Event is a turn of a range: exactly one field is set
// (https://ossf.github.io/osv-schema/#affectedrangesevents-fields).
type Event struct {
	Introduced   string // from here on affected; "0" is before every version
	Fixed        string // from here on not affected
	LastAffected string // after this not affected
}

func (e Event) at() string { return e.Introduced + e.Fixed + e.LastAffected }

// Range is a set of versions, given by where it begins and ends, in the order of
// versions: see Sorted.
type Range []Event

// Contains says whether a version is affected, by OSV's algorithm: walk the
// events in the order of their versions, the last one that applies decides.
func (r Range) Contains(e assay.Ecosystem, v string) bool {
	affected := false
	for _, ev := range r {
		switch {
		case ev.Introduced == "0" || ev.Introduced != "" && Compare(e, v, ev.Introduced) >= 0:
			affected = true
		case ev.Fixed != "" && Compare(e, v, ev.Fixed) >= 0:
			affected = false
		case ev.LastAffected != "" && Compare(e, v, ev.LastAffected) > 0:
			affected = false
		}
	}
	return affected
}

// Sorted orders the events; where one version ends and begins a range, the end
// comes first.
func (r Range) Sorted(e assay.Ecosystem) Range {
	order := func(a, b Event) int {
		switch {
		case a.Introduced == "0" && b.Introduced == "0":
			return 0
		case a.Introduced == "0":
			return -1
		case b.Introduced == "0":
			return 1
		}
		if c := Compare(e, a.at(), b.at()); c != 0 {
			return c
		}
		return rank(a) - rank(b)
	}
	if slices.IsSortedFunc(r, order) {
		return r
	}
	out := slices.Clone(r)
	slices.SortStableFunc(out, order)
	return out
}

func rank(e Event) int {
	switch {
	case e.Fixed != "":
		return 0
	case e.Introduced != "":
		return 1
	}
	return 2
}

// Fixes lists the versions at which the range ends, ascending.
func (r Range) Fixes() []string {
	var out []string
	for _, ev := range r {
		if ev.Fixed != "" {
			out = append(out, ev.Fixed)
		}
	}
	return out
}
