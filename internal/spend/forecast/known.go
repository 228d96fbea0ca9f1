package forecast

import (
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Known is an amount that is known to come, such as a commitment, or to end.
type Known struct {
	Name        string
	From, Until assay.Month // both inclusive; Until may be empty
	// Month is the effective cost of a month, and Replaces, where it is set, other
	// cost that it takes away while it lasts; both in one currency.
	Month    money.Amount
	Replaces *money.Amount
	// Day is the day of the month on which all of it is charged; 0 spreads it.
	Day int
}

// Part is what something known adds to a forecast, below zero what it takes away.
type Part struct {
	Name string
	Cost float64
}

// AddPart adds to the part of the same name.
func AddPart(list []Part, p Part) []Part {
	if i := slices.IndexFunc(list, func(o Part) bool { return o.Name == p.Name }); i >= 0 {
		list[i].Cost += p.Cost
		return list
	}
	return append(list, p)
}

// In is what it comes to in a month, net of what it replaces.
func (k *Known) In(m assay.Month) float64 {
	if m < k.From || k.Until != "" && m > k.Until {
		return 0
	}
	n := k.Month.Number()
	if k.Replaces != nil {
		n = n.Sub(k.Replaces.Number())
	}
	return n.InexactFloat64()
}

// settled is how many days of something the bills must hold before they carry it on.
const settled = 7

// carried is what a forecast from bills known up to a day goes on with by itself: what
// is spread once a week of it is known, what comes on one day of the month when two of
// the last three whole months had it.
func (k *Known) carried(asOf time.Time) float64 {
	if k.Day == 0 {
		return k.In(assay.MonthOf(asOf.AddDate(0, 0, 1-settled)))
	}
	open := assay.MonthOf(asOf.AddDate(0, 0, 1))
	months, last := 0, 0.0
	for back := 3; back >= 1; back-- {
		if x := k.In(open.Add(-back)); x != 0 {
			months, last = months+1, x
		}
	}
	if months < 2 {
		return 0
	}
	return last
}

// Beside is what it adds to the forecast of a month that rests on bills known up to a
// day: nothing where they carry it already, less than nothing after its end.
func (k *Known) Beside(m Month, asOf time.Time) float64 {
	x := k.In(m.Month) - k.carried(asOf)
	switch {
	case !m.Begun:
		return x
	case k.Day > 0:
		if k.Day <= asOf.Day() {
			return 0 // the day has been
		}
		return x
	}
	all := length(dayOf(asOf))
	return x * float64(all-asOf.Day()) / float64(all)
}

// forecast is what it adds to months, and whether that is anything.
func (k *Known) forecast(months []Month, asOf time.Time) (f Forecast, changes bool) {
	for _, m := range months {
		x := k.Beside(m, asOf)
		changes = changes || x != 0
		f.Months = append(f.Months, Month{Month: m.Month, Low: x, Mid: x, High: x})
	}
	return f, changes
}
