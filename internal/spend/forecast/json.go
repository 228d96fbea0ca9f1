package forecast

import (
	"encoding/json"
	"io"
	"math"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// Document is a report as JSON.
type Document struct {
	Version int             `json:"version"`
	Keys    []assay.CostKey `json:"keys"` // that were asked for, in their order
	Cost    string          `json:"cost"` // which cost: effective or billed
	// Interval is the share of cases in which the cost lies within low and high.
	Interval float64               `json:"interval"`
	Rows     []sheet.Keyed[Course] `json:"rows"`   // by currency, the dearest first; those of known and others have no keys
	Totals   []Sum                 `json:"totals"` // by currency
	Notes    []string              `json:"notes"`  // sentences on what was not counted
}

// Course is what a row costs, month by month.
type Course struct {
	Currency string `json:"currency"` // ISO 4217, or a provider's own
	// Known is the name of an amount that .assay/budgets.yaml says and no bill.
	Known  string        `json:"known,omitempty"`
	Others int           `json:"others,omitempty"` // how many small series the row adds up
	Few    bool          `json:"few_days"`         // there are too few days for more than a guess
	Error  *Tried        `json:"error"`            // how good such forecasts were; null when there was no month to try it on
	Months []CourseMonth `json:"months"`           // that are forecast, in their order
	Past   []PastMonth   `json:"history"`          // whole months that are known, a year at most, oldest first
}

// CourseMonth is a month of a forecast.
type CourseMonth struct {
	Month    assay.Month `json:"month"`    // calendar month
	Actual   sheet.Cents `json:"actual"`   // what it has cost up to the last day known
	Forecast sheet.Cents `json:"forecast"` // what all of it will most likely cost
	Low      sheet.Cents `json:"low"`      // what it will cost at least, in the share of cases that interval is
	High     sheet.Cents `json:"high"`     // what it will cost at most, in the same share
}

// PastMonth is what a month has cost.
type PastMonth struct {
	Month assay.Month `json:"month"` // calendar month
	Cost  sheet.Cents `json:"cost"`  // all of it
}

// Tried is how far off forecasts of months were that are known, made from the days before them.
type Tried struct {
	Months int     `json:"months"`     // how many were tried
	MAPE   float64 `json:"mape"`       // mean of |forecast − actual| / |actual|, to four places: 0.05 is 5 %
	Naive  float64 `json:"naive_mape"` // the same of the better of two simple ways: the same month last year, or the last month
}

// Sum is what all rows of a currency cost.
type Sum struct {
	Course
	AsOf string `json:"as_of"` // the last day known, as 2025-12-31
}

// JSON writes a Document.
func (r *Report) JSON(w io.Writer) error {
	d := Document{Version, append([]assay.CostKey{}, r.Keys...), r.Cost, 0.8, []sheet.Keyed[Course]{}, []Sum{}, append([]string{}, r.Notes...)}
	for i := range r.Lines {
		l := &r.Lines[i]
		d.Rows = append(d.Rows, sheet.Keyed[Course]{Keys: r.Keys[:len(l.Values)], Values: l.Values, Row: l.course()})
	}
	for i := range r.Totals {
		t := &r.Totals[i]
		d.Totals = append(d.Totals, Sum{t.course(), t.AsOf.Format(time.DateOnly)})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

func (l *Line) course() Course {
	c := Course{Currency: l.Currency, Known: l.Known, Others: l.Others, Few: l.Few, Months: []CourseMonth{}, Past: []PastMonth{}}
	for _, m := range l.Months {
		c.Months = append(c.Months, CourseMonth{m.Month, sheet.CentsOf(m.Actual), sheet.CentsOf(m.Mid), sheet.CentsOf(m.Low), sheet.CentsOf(m.High)})
	}
	for _, h := range l.History {
		c.Past = append(c.Past, PastMonth{h.Month, sheet.CentsOf(h.Cost)})
	}
	if e := l.Error; e != nil {
		c.Error = &Tried{e.Months, fourPlaces(e.MAPE), fourPlaces(e.Naive)}
	}
	return c
}

func fourPlaces(x float64) float64 { return math.Round(x*1e4) / 1e4 }
