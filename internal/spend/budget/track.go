package budget

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/forecast"
)

// Query asks how budgets stand.
type Query struct {
	Plan
	Virtual []lake.Virtual
	// Services are the catalogue's: whose a service is that is known to cost something.
	Services []assay.Service
	// Month is the one to look at; with a budget of a quarter or year, what it lies
	// in. Empty is that of Now.
	Month assay.Month
	Now   time.Time
}

// Judgement is how a budget stands.
type Judgement string

// The judgements, mildest first.
const (
	Within    Judgement = "within"
	Near      Judgement = "threshold crossed" // of what is spent, below the limit
	Coming    Judgement = "forecast over"     // a threshold of the forecast is crossed
	Over      Judgement = "over"              // more than the limit is spent
	Uncertain Judgement = "unknown"           // no bills say, and what they say is not over
)

// State is how one limit of a budget stands in its period.
type State struct {
	Budget      *Budget
	Period      string // "2026-01", "2026-Q1", "2026"
	From, Until assay.Month
	Currency    string
	Limit       float64
	// Actual is what the period has cost up to AsOf; Low, Mid and High what all of it
	// will have cost, Mid most likely, within the others in four of five cases; only
	// where Why says nothing.
	Actual, Low, Mid, High float64
	// Spent says that some day of the period is known: else Actual is not.
	Spent bool
	AsOf  time.Time
	// Known is what of the forecast is known to come, or to end, and no bill says.
	Known []forecast.Part
	// Complete says that every day of the period is known: nothing is forecast.
	Complete bool
	// Crossed are the highest thresholds that are crossed, in percent; 0 for none.
	CrossedActual, CrossedForecast int
	Judgement                      Judgement
	// Why says why what all of the period will have cost is not known; Actual, when it
	// is, is what it costs at least.
	Why string
	// Error is that of the forecast; nil when it could not be tried.
	Error *forecast.Error
}

// longestHistory bounds how far back days are looked at.
const longestHistory = 3 * 366

// stale is how many days old bills may be that say what will be.
const stale = 45

// Track holds the effective cost in a lake against budgets, one state for each limit
// of a period, in the budgets' order. Bills are asked for once.
func Track(ctx context.Context, l lake.Lake, q Query) ([]State, error) {
	month := q.Month
	if month == "" {
		month = assay.MonthOf(q.Now)
	}
	if _, ok := month.First(); !ok {
		return nil, fault.New(fault.Invalid, "%q is no month", month).WithHelp("write it as 2026-01")
	}
	var keys []assay.CostKey
	for i := range q.Budgets {
		for _, p := range q.Budgets[i].scope() {
			if !slices.Contains(keys, p.key) {
				keys = append(keys, p.key)
			}
		}
	}
	series, err := l.Days(ctx, lake.Ask{By: keys, Virtual: q.Virtual, FromDay: q.Now.AddDate(0, 0, -longestHistory), ToDay: q.Now})
	if err != nil {
		return nil, err
	}
	aligned := map[string]*forecast.Days{}
	var out []State
	for i := range q.Budgets {
		b := &q.Budgets[i]
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		limits := b.limits()
		if len(limits) == 0 {
			continue
		}
		currency := limits[0].amount.Currency()
		if _, ok := aligned[currency]; !ok {
			aligned[currency] = forecast.Align(series, currency)
		}
		out = append(out, q.states(b, limits, aligned[currency], keys, month)...)
	}
	return out, nil
}

func (q *Query) states(b *Budget, limits []limit, days *forecast.Days, keys []assay.CostKey, month assay.Month) []State {
	var out []State
	var cost forecast.Series
	var ahead forecast.Forecast
	if days != nil {
		cost = days.Sum(b.wants(keys))
		ahead = forecast.Make(cost, forecast.MostMonths)
	}
	for _, l := range limits {
		s := State{Budget: b, Currency: l.amount.Currency(), Limit: l.amount.Number().InexactFloat64(), Judgement: Uncertain}
		s.Period, s.From, s.Until = period(month, l.months)
		if days == nil {
			s.Why = "there are no charges in " + s.Currency
			out = append(out, s)
			continue
		}
		if s.AsOf, s.Error = days.Last(), ahead.Error; !days.Any(b.wants(keys)) {
			s.Why = "no charge falls under it"
			out = append(out, s)
			continue
		}
		s.Spent = days.Knows(s.From, s.Until)
		s.fill(cost, &ahead, q)
		out = append(out, s)
	}
	return out
}

// known is what is known to come in a month under a budget, in its currency.
func (q *Query) known(s *State, m forecast.Month) (out []forecast.Part) {
	for i := range q.Known {
		k := &q.Known[i]
		if k.Month.Currency() != s.Currency || !k.under(&s.Budget.Area, q.Services) {
			continue
		}
		if x := k.Beside(m, s.AsOf); x != 0 {
			out = append(out, forecast.Part{Name: k.Name, Cost: x})
		}
	}
	return out
}

// wants says which series fall under the budget.
func (b *Budget) wants(keys []assay.CostKey) func([]string) bool {
	scope := b.scope()
	return func(values []string) bool {
		for _, p := range scope {
			if values[slices.Index(keys, p.key)] != p.value {
				return false
			}
		}
		return true
	}
}

// period is the span of so many months that a month lies in, counted from January.
func period(m assay.Month, months int) (name string, from, until assay.Month) {
	first, _ := m.First()
	back := (int(first.Month()) - 1) % months
	from = m.Add(-back)
	until = from.Add(months - 1)
	switch months {
	case 1:
		return string(m), m, m
	case 3:
		return fmt.Sprintf("%d-Q%d", first.Year(), (int(first.Month())+2)/3), from, until
	}
	return first.Format("2006"), from, until
}

// Left is how many months of the period a change that comes now costs, at least a day.
func (s *State) Left(now time.Time) float64 {
	end, _ := s.Until.Add(1).First()
	const month = 365. / 12
	return max(end.Sub(now).Hours()/24, 1) / month
}

// fill works out what is spent and what will be, and judges.
func (s *State) fill(cost forecast.Series, ahead *forecast.Forecast, q *Query) {
	s.Actual = cost.Between(s.From, s.Until)
	s.Mid = s.Actual
	if assay.MonthOf(s.AsOf.AddDate(0, 0, 1)) <= s.Until {
		if q.Now.Sub(s.AsOf) > stale*24*time.Hour {
			s.Why = fmt.Sprintf("the newest bill is of %s", assay.MonthOf(s.AsOf))
			s.judge()
			return
		}
		last, below, above := assay.Month(""), 0.0, 0.0
		for _, m := range ahead.Months {
			last = m.Month
			if m.Month < s.From || m.Month > s.Until {
				continue
			}
			s.Mid += m.Mid - m.Actual
			for _, k := range q.known(s, m) {
				s.Mid += k.Cost
				s.Known = forecast.AddPart(s.Known, k)
			}
			below, above = common(below, m.Mid-m.Low), common(above, m.High-m.Mid)
		}
		if last < s.Until {
			s.Why = fmt.Sprintf("bills end on %s, too long before it", s.AsOf.Format(time.DateOnly))
			s.judge()
			return
		}
		s.Low, s.High = s.Mid-below, s.Mid+above
	} else if s.Low, s.High, s.Complete = s.Mid, s.Mid, true; !s.Spent {
		s.Why = "no day of it is billed"
	}
	s.judge()
}

// common adds widths whose errors correlate by a half.
func common(a, b float64) float64 { return math.Sqrt(a*a + b*b + a*b) }

func (s *State) judge() {
	crossed := func(x float64, list []int) (most int) {
		for _, p := range list {
			if x > 0 && x >= s.Limit*float64(p)/100 {
				most = p
			}
		}
		return most
	}
	s.CrossedActual = crossed(s.Actual, s.Budget.Actual)
	if !s.Complete && s.Why == "" {
		s.CrossedForecast = crossed(s.Mid-0.005, s.Budget.Forecast) // what will just be spent is not over
	}
	switch {
	case s.Actual > s.Limit+0.005:
		s.Judgement = Over // whatever comes
	case s.Why != "":
		s.Judgement = Uncertain
	case s.CrossedForecast > 0:
		s.Judgement = Coming
	case s.CrossedActual > 0:
		s.Judgement = Near
	default:
		s.Judgement = Within
	}
}
