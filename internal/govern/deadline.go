package govern

import (
	"fmt"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// Deadlines are the days that a profile gives to remedy a known flaw, from its
// publication; 0 gives none. Exploited ones count from the day of listing.
type Deadlines struct{ Exploited, Critical, High, Medium, Low int }

// DeadlinesOf gives a profile's own. Two weeks for what is exploited is what
// CISA's Binding Operational Directive 22-01 gives, 15 and 30 days for critical
// and high what its directive 19-02 does.
func DeadlinesOf(p assay.Profile) Deadlines {
	switch p {
	case assay.Strict:
		return Deadlines{Exploited: 14, Critical: 15, High: 30, Medium: 90}
	case assay.Light:
		return Deadlines{}
	default:
		return Deadlines{Exploited: 21, Critical: 90}
	}
}

// Due is the day by which a finding must be gone; zero when it has no deadline.
func Due(f *assay.Finding, d Deadlines) time.Time {
	v := f.Vulnerability
	if v == nil {
		return time.Time{}
	}
	days := map[assay.Severity]int{assay.Critical: d.Critical, assay.High: d.High, assay.Medium: d.Medium, assay.Low: d.Low}[f.Severity]
	due := after(v.Published, days)
	if e := after(v.Exploited, d.Exploited); !e.IsZero() && (due.IsZero() || e.Before(due)) {
		due = e
	}
	return due
}

func after(t time.Time, days int) time.Time {
	if t.IsZero() || days == 0 {
		return time.Time{}
	}
	return t.AddDate(0, 0, days)
}

// Bites says why an old finding counts all the same; empty when it does not.
// base is when the base was committed, zero when unknown.
func Bites(f *assay.Finding, base, now time.Time) string {
	v := f.Vulnerability
	if v == nil || f.Status != assay.StatusOld {
		return ""
	}
	day := base.UTC().Truncate(24 * time.Hour)
	switch {
	case !base.IsZero() && !v.Exploited.IsZero() && !v.Exploited.Before(day):
		return "known to be exploited since " + v.Exploited.Format(time.DateOnly) + ", after the base"
	case !base.IsZero() && !v.Published.IsZero() && !v.Published.Before(day):
		return "published on " + v.Published.Format(time.DateOnly) + ", after the base"
	case !f.Due.IsZero() && f.Due.Before(now):
		return fmt.Sprintf("its deadline was %s", f.Due.Format(time.DateOnly))
	}
	return ""
}
