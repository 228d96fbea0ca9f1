package forecast

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON.
const Version = 1

type jsonMonth struct {
	Month    string `json:"month"`
	Actual   string `json:"actual"`
	Forecast string `json:"forecast"`
	Low      string `json:"low"`
	High     string `json:"high"`
}

type jsonError struct {
	Months int     `json:"months"`
	MAPE   float64 `json:"mape"`
	Naive  float64 `json:"naive_mape"`
}

// text is an amount of a forecast: two places say all that it knows.
func text(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	if s == "-0.00" {
		return "0.00"
	}
	return s
}

func jsonOf(l *Line) map[string]any {
	months := []jsonMonth{}
	for _, m := range l.Months {
		months = append(months, jsonMonth{string(m.Month), text(m.Actual), text(m.Mid), text(m.Low), text(m.High)})
	}
	past := []map[string]string{}
	for _, h := range l.History {
		past = append(past, map[string]string{"month": string(h.Month), "cost": text(h.Cost)})
	}
	out := map[string]any{"currency": l.Currency, "months": months, "history": past, "error": nil, "few_days": l.Few}
	if e := l.Error; e != nil {
		round := func(x float64) float64 { v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64); return v }
		out["error"] = jsonError{e.Months, round(e.MAPE), round(e.Naive)}
	}
	if l.Known != "" {
		out["known"] = l.Known
	}
	if l.Others > 0 {
		out["others"] = l.Others
	}
	return out
}

// JSON writes the machine-readable shape: amounts as decimal text, errors as shares
// of one.
func (r *Report) JSON(w io.Writer) error {
	rows, totals := []map[string]any{}, []map[string]any{}
	for i := range r.Lines {
		row := jsonOf(&r.Lines[i])
		for k, v := range r.Lines[i].Values {
			row[string(r.Keys[k])] = v
		}
		rows = append(rows, row)
	}
	for i := range r.Totals {
		t := jsonOf(&r.Totals[i].Line)
		t["as_of"] = r.Totals[i].AsOf.Format(time.DateOnly)
		totals = append(totals, t)
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{"version": Version, "keys": r.Keys, "cost": r.Cost, "interval": 0.8, "rows": rows, "totals": totals, "notes": append([]string{}, r.Notes...)})
}

// CSV writes a line for each series and month.
func (r *Report) CSV(w io.Writer) error {
	c := csv.NewWriter(w)
	var head []string
	for _, k := range r.Keys {
		head = append(head, string(k))
	}
	head = append(head, "line", "currency", "month", "actual", "forecast", "low", "high", "mape")
	if err := c.Write(head); err != nil {
		return err
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		kind := "forecast"
		if l.Known != "" {
			kind = "known: " + l.Known
		} else if l.Others > 0 {
			kind = fmt.Sprintf("%d others", l.Others)
		}
		mape := ""
		if l.Error != nil {
			mape = strconv.FormatFloat(l.Error.MAPE, 'f', 4, 64)
		}
		for _, m := range l.Months {
			row := make([]string, len(r.Keys))
			for i, v := range l.Values {
				row[i] = sheet.Text(v)
			}
			if err := c.Write(append(row, kind, l.Currency, string(m.Month), text(m.Actual), text(m.Mid), text(m.Low), text(m.High), mape)); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}
