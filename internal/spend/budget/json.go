package budget

import (
	"encoding/json"
	"io"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// Document is how budgets stand, as JSON. Amounts have two places, which say all that
// a forecast knows.
type Document struct {
	Version int `json:"version"`
	// Interval is the share of cases in which the cost lies within low and high.
	Interval float64 `json:"interval"`
	Budgets  []Row   `json:"budgets"` // in the order of the file, each with a row for each of its limits
}

// Row is how a limit of a budget stands in its period.
type Row struct {
	Name     string      `json:"name"`     // that of the budget
	For      string      `json:"for"`      // what it is for, as "service payments"
	Period   string      `json:"period"`   // 2026-01, 2026-Q1 or 2026
	From     assay.Month `json:"from"`     // the first month of the period
	Until    assay.Month `json:"until"`    // the last month of the period, inclusive
	Currency string      `json:"currency"` // that of the limit
	// Limit is what may be spent in the period.
	Limit    sheet.Cents  `json:"limit"`
	Actual   *sheet.Cents `json:"actual"`   // effective cost up to the last day known; null when no day of the period is
	Forecast *sheet.Cents `json:"forecast"` // what all of the period will most likely cost; null when unknown, as low and high
	Low      *sheet.Cents `json:"low"`      // what it will cost at least, in the share of cases that interval is
	High     *sheet.Cents `json:"high"`     // what it will cost at most, in the same share
	// Judgement is how it stands: within; threshold crossed, of what is spent, below the
	// limit; forecast over, when a threshold of the forecast is crossed; over, when more
	// than the limit is spent; unknown, when no bills say.
	Judgement Judgement `json:"judgement"`
	// CrossedActual is the highest threshold that is crossed by what is spent, in
	// percent of the limit; 0 for none.
	CrossedActual int `json:"crossed_actual"`
	// CrossedForecast is the same of the forecast.
	CrossedForecast int `json:"crossed_forecast"`
	// Known is what of the forecast is known to come, or to end, and no bill says.
	Known   []KnownPart `json:"known"`
	AsOf    string      `json:"as_of,omitempty"`   // the last day known, as 2025-12-31
	Why     string      `json:"why,omitempty"`     // why there is no forecast; what is spent is the least then
	Contact string      `json:"contact,omitempty"` // who is asked
}

// KnownPart is a part of a forecast that no bill says.
type KnownPart struct {
	Name string      `json:"name"` // as .assay/budgets.yaml has it
	Cost sheet.Cents `json:"cost"` // in the period; below zero for what ends
}

// WriteJSON writes a Document.
func WriteJSON(w io.Writer, states []State) error {
	d := Document{Version: Version, Interval: 0.8, Budgets: []Row{}}
	for i := range states {
		d.Budgets = append(d.Budgets, states[i].row())
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

func (s *State) row() Row {
	r := Row{
		Name: s.Budget.Name, For: s.Budget.Scope(), Period: s.Period, From: s.From, Until: s.Until, Currency: s.Currency, Limit: sheet.CentsOf(s.Limit),
		Judgement: s.Judgement, CrossedActual: s.CrossedActual, CrossedForecast: s.CrossedForecast, Known: []KnownPart{}, Why: s.Why, Contact: s.Budget.Contact,
	}
	if s.Spent {
		r.Actual = new(sheet.CentsOf(s.Actual))
	}
	if s.Why == "" {
		r.Forecast, r.Low, r.High = new(sheet.CentsOf(s.Mid)), new(sheet.CentsOf(s.Low)), new(sheet.CentsOf(s.High))
	}
	for _, k := range s.Known {
		r.Known = append(r.Known, KnownPart{k.Name, sheet.CentsOf(k.Cost)})
	}
	if !s.AsOf.IsZero() {
		r.AsOf = s.AsOf.Format(time.DateOnly)
	}
	return r
}
