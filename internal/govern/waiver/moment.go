package waiver

import (
	"time"
)

// Moment is a day ("2027-03-31") or a time ("2027-03-31T12:00:00Z", RFC 3339)
// as it is written. Days are of UTC.
type Moment string

// At writes a time as a moment, in UTC, to the second.
func At(t time.Time) Moment { return Moment(t.UTC().Format(time.RFC3339)) }

// Start is the time, or the first instant of the day; zero when it is neither.
func (m Moment) Start() time.Time {
	t, _, _ := m.parse()
	return t
}

// End is the time, or the first instant after the day; zero when it is neither.
func (m Moment) End() time.Time {
	t, day, ok := m.parse()
	if ok && day {
		return t.AddDate(0, 0, 1)
	}
	return t
}

// Day is how people read it: 2027-03-31.
func (m Moment) Day() string { return m.Start().Format(time.DateOnly) }

func (m Moment) valid() bool {
	_, _, ok := m.parse()
	return ok
}

func (m Moment) parse() (t time.Time, day, ok bool) {
	if t, err := time.Parse(time.DateOnly, string(m)); err == nil {
		return t, true, true
	}
	t, err := time.Parse(time.RFC3339, string(m))
	return t.UTC(), false, err == nil
}
