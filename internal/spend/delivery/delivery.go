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
	Months  []Month `json:"months"`
	Stages  []Share `json:"stages"`
	Engines []Share `json:"engines"`
	Steps   []Share `json:"steps,omitempty"`
	Rate    string  `json:"runner_per_minute,omitempty"`
}

// Month is one month. Amounts that nobody can tell are empty.
type Month struct {
	Month    assay.Month `json:"month"`
	Runs     int         `json:"runs"`
	Releases int         `json:"releases"`
	Fixed    int         `json:"fixed"`
	Minutes  string      `json:"minutes"`
	Runners  string      `json:"runners,omitempty"` // amount with currency
	Licences []string    `json:"licences"`          // one for each currency
	// Per are the cost of runners and licences of the runners' currency, by what it bought.
	PerRun     string `json:"per_run,omitempty"`
	PerRelease string `json:"per_release,omitempty"`
	PerFixed   string `json:"per_fixed,omitempty"`

	seconds  float64
	services map[assay.ServiceID]float64
	paid     []money.Amount
	tools    []Tool
}

// Share is a part of the minutes.
type Share struct {
	Name    string `json:"name"`
	Minutes string `json:"minutes"`
	Cost    string `json:"cost,omitempty"`
	seconds float64
}

// Assess adds up.
func Assess(in Input) *Report {
	r := &Report{Months: []Month{}, Stages: []Share{}, Engines: []Share{}}
	if in.Rate != nil {
		r.Rate = in.Rate.String()
	}
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

func minutes(seconds float64) string {
	return money.NumberOf(int64(seconds*1000+0.5)).DivRound(money.NumberOf(60_000), 3).String()
}

func (m *Month) price(in Input) {
	m.Minutes, m.Licences = minutes(m.seconds), []string{}
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
		m.Licences = append(m.Licences, rounded(a))
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
	per := func(n int) string {
		if n == 0 {
			return ""
		}
		return rounded(money.New(total.Number().DivRound(money.NumberOf(int64(n)), 4), total.Currency()))
	}
	m.PerRun, m.PerRelease, m.PerFixed = per(m.Runs), per(m.Releases), per(m.Fixed)
}

// rounded writes an amount with at most four places.
func rounded(a money.Amount) string {
	return money.New(a.Number().RoundBank(4), a.Currency()).String()
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
