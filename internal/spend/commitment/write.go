package commitment

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// JSON writes the report; amounts are exact decimals in text, null when unknown.
func (r *Report) JSON(w io.Writer) error {
	shape := struct {
		Version int `json:"version"`
		*Report
	}{Version, r}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(shape)
}

// CSV writes a line for each month of a commitment, and then of a service's coverage;
// an empty cell is unknown, or means nothing in such a line.
func (r *Report) CSV(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"line", "month", "commitment", "name", "type", "service_name", "currency", "purchased", "committed", "used", "unused", "utilisation_percent", "list", "saved", "covered", "on_demand", "coverage_percent", "estimated", "unknown"}); err != nil {
		return err
	}
	line := func(cells []string, estimated bool, why string, numbers ...*money.Number) error {
		for _, n := range numbers {
			cells = append(cells, sheet.Number(n))
		}
		return c.Write(append(cells, strconv.FormatBool(estimated), why))
	}
	for _, m := range r.Months {
		if err := line([]string{"commitment", string(m.Month), sheet.Text(m.ID), sheet.Text(m.Name), sheet.Text(m.Type), "", m.Currency}, m.Estimated, m.Why,
			m.Purchased, m.Committed, m.Used, m.Unused, m.Utilisation, m.List, m.Saved, nil, nil, nil); err != nil {
			return err
		}
	}
	for _, v := range r.Coverage {
		if err := line([]string{"coverage", string(v.Month), "", "", "", sheet.Text(v.Service), v.Currency}, v.Estimated, v.Why,
			nil, nil, nil, nil, nil, nil, nil, v.Covered, v.OnDemand, v.Percent); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
