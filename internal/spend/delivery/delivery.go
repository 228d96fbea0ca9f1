// Package delivery says what testing and shipping changes costs: the minutes of
// stages and engines at the runner's rate, and the licences of tools, by month,
// run, release and fixed finding.
//
//	r := delivery.Assess(delivery.Input{Runs: runs, Rate: rate, Tools: tools, …})
//	lines := r.Charges("assay") // FOCUS, to be charged back like any other cost
//
// Without a rate the cost of minutes is unknown, never zero; currencies are never
// added. It knows the minutes that assay itself saw: what a CI system spends
// before and after is that system's to say.
package delivery

import (
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Run is a run that was kept.
type Run struct {
	ID       string
	Started  time.Time
	Seconds  float64            // from start to end
	Engines  map[string]float64 // processor seconds
	Steps    map[string]float64 // seconds, by stage/step
	Fixed    int                // findings at the base that are gone at the head
	Services []assay.ServiceID
}

// Tool is a contract.
type Tool struct {
	Name     string
	PerMonth money.Amount
	Until    time.Time // zero: no end
}

// Input is what is assessed.
type Input struct {
	Runs     []Run
	Releases []time.Time // deploys that were recorded
	// Rate is what a minute of a runner costs; nil when nobody said.
	Rate  *money.Amount
	Tools []Tool
	// From and To bound the months, both inclusive.
	From, To assay.Month
	// StageOf names the stage of an engine.
	StageOf func(string) string
}

// Report is what delivery costs.
type Report struct {
	Months  []Month       `json:"months"`                      // in their order
	Stages  []Share       `json:"stages"`                      // minutes by stage, the longest first
	Engines []Share       `json:"engines"`                     // minutes by engine: of what no step took, by processor time
	Steps   []Share       `json:"steps,omitempty"`             // minutes by step, as stage/step
	Rate    *money.Amount `json:"runner_per_minute,omitempty"` // what a minute of a runner costs; absent when nobody said
}

// Month is one month.
type Month struct {
	Month    assay.Month    `json:"month"`             // calendar month
	Runs     int            `json:"runs"`              // that began in it
	Releases int            `json:"releases"`          // deploys that were recorded
	Fixed    int            `json:"fixed"`             // findings that its runs fixed
	Minutes  money.Number   `json:"minutes"`           // of all runs, to three places
	Runners  *money.Amount  `json:"runners,omitempty"` // what these minutes cost; absent without a rate
	Licences []money.Amount `json:"licences"`          // what tools cost, one for each currency
	// PerRun is the cost of runners, and of licences of the same currency, by run; absent
	// without a rate or a run. So are the others.
	PerRun     *money.Amount `json:"per_run,omitempty"`
	PerRelease *money.Amount `json:"per_release,omitempty"` // the same by release
	PerFixed   *money.Amount `json:"per_fixed,omitempty"`   // the same by fixed finding

	seconds  float64
	services map[assay.ServiceID]float64
	paid     []money.Amount
	tools    []Tool
}

// Share is a part of the minutes.
type Share struct {
	Name    string        `json:"name"`           // of the stage, engine or step
	Minutes money.Number  `json:"minutes"`        // to three places
	Cost    *money.Amount `json:"cost,omitempty"` // of these minutes; absent without a rate
	seconds float64
}

// Assess adds up.
func Assess(in Input) *Report {
	r := &Report{Months: []Month{}, Stages: []Share{}, Engines: []Share{}, Rate: in.Rate}
	for m := in.From; m <= in.To; m = m.Add(1) {
		r.Months = append(r.Months, Month{Month: m, services: map[assay.ServiceID]float64{}})
	}
	stages, engines, steps := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, run := range in.Runs {
		m := r.month(assay.MonthOf(run.Started))
		if m == nil {
			continue
		}
		m.Runs++
		m.Fixed += run.Fixed
		m.seconds += run.Seconds
		m.share(run)
		divide(run, in.StageOf, stages, engines, steps)
	}
	for _, at := range in.Releases {
		if m := r.month(assay.MonthOf(at)); m != nil {
			m.Releases++
		}
	}
	for i := range r.Months {
		r.Months[i].price(in)
	}
	r.Stages, r.Engines, r.Steps = shares(stages, in.Rate), shares(engines, in.Rate), shares(steps, in.Rate)
	return r
}

func (r *Report) month(m assay.Month) *Month {
	i := slices.IndexFunc(r.Months, func(x Month) bool { return x.Month == m })
	if i < 0 {
		return nil
	}
	return &r.Months[i]
}

// share gives a run's seconds to the services that it tested, evenly.
func (m *Month) share(run Run) {
	services := run.Services
	if len(services) == 0 {
		services = []assay.ServiceID{""}
	}
	for _, s := range services {
		m.services[s] += run.Seconds / float64(len(services))
	}
}

// divide gives a run's seconds to its steps, and the rest to its engines by the
// processor time of each.
func divide(run Run, stageOf func(string) string, stages, engines, steps map[string]float64) {
	rest, processor := run.Seconds, 0.0
	for name, s := range run.Steps {
		steps[name] += s
		stage, _, _ := strings.Cut(name, "/")
		stages[stage] += s
		rest -= s
	}
	for _, s := range run.Engines {
		processor += s
	}
	if rest <= 0 {
		return
	}
	if processor == 0 {
		stages["other"] += rest
		return
	}
	for name, s := range run.Engines {
		engines[name] += rest * s / processor
		stages[stageOf(name)] += rest * s / processor
	}
}

// cost is what seconds cost at a rate by the minute.
func cost(seconds float64, rate *money.Amount) (money.Amount, bool) {
	if rate == nil {
		return money.Amount{}, false
	}
	ms := money.NumberOf(int64(seconds*1000 + 0.5))
	return money.New(ms.Mul(rate.Number()).DivRound(money.NumberOf(60_000), 6), rate.Currency()), true
}

func minutes(seconds float64) money.Number {
	return money.NumberOf(int64(seconds*1000+0.5)).DivRound(money.NumberOf(60_000), 3)
}

func (m *Month) price(in Input) {
	m.Minutes, m.Licences = minutes(m.seconds), []money.Amount{}
	first, _ := m.Month.First()
	var all []money.Amount
	add := func(a money.Amount) {
		for i := range all {
			if sum, err := all[i].Add(a); err == nil {
				all[i] = sum
				return
			}
		}
		all = append(all, a)
	}
	for _, t := range in.Tools {
		if !t.Until.IsZero() && t.Until.Before(first) {
			continue
		}
		m.tools = append(m.tools, t)
		add(t.PerMonth)
	}
	for _, a := range all {
		m.Licences = append(m.Licences, *rounded(a))
	}
	m.paid = all
	runners, known := cost(m.seconds, in.Rate)
	if !known {
		return
	}
	m.Runners = rounded(runners)
	total := runners
	for _, a := range all {
		if sum, err := total.Add(a); err == nil {
			total = sum
		}
	}
	per := func(n int) *money.Amount {
		if n == 0 {
			return nil
		}
		return rounded(money.New(total.Number().DivRound(money.NumberOf(int64(n)), 4), total.Currency()))
	}
	m.PerRun, m.PerRelease, m.PerFixed = per(m.Runs), per(m.Releases), per(m.Fixed)
}

// rounded is an amount with at most four places.
func rounded(a money.Amount) *money.Amount {
	out := money.New(a.Number().RoundBank(4), a.Currency())
	return &out
}

func shares(of map[string]float64, rate *money.Amount) []Share {
	out := []Share{}
	for name, s := range of {
		x := Share{Name: name, Minutes: minutes(s), seconds: s}
		if c, ok := cost(s, rate); ok {
			x.Cost = rounded(c)
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b Share) int {
		switch {
		case a.seconds > b.seconds:
			return -1
		case a.seconds < b.seconds:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return out
}
