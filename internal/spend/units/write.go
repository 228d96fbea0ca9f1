package units

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Version is of the shape of the JSON; it grows when a reader must change.
const Version = 1

// Document is rows as JSON; null is unknown.
type Document struct {
	Version int   `json:"version"`
	Rows    []Row `json:"rows"` // by service, metric, currency and month
	// Changes are those around deploys, by service and day; nil without --deploys.
	Changes *[]Change `json:"changes,omitempty"`
	// Notes are sentences on what is not in them; nil without --deploys.
	Notes *[]string `json:"notes,omitempty"`
}

// WriteJSON writes a Document. Changes are nil when nobody asked for deploys.
func WriteJSON(w io.Writer, rows []Row, changes *Changes) error {
	d := Document{Version: Version, Rows: append([]Row{}, rows...)}
	if changes != nil {
		d.Changes, d.Notes = &changes.List, &changes.Notes
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

// WriteCSV writes a line for each row; an empty cell is unknown.
func WriteCSV(w io.Writer, rows []Row) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"month", "service", "metric", "currency", "value", "cost", "revenue", "margin", "cost_per_unit", "revenue_per_unit", "margin_per_unit", "change_percent", "trend_percent", "estimated", "unknown"}); err != nil {
		return err
	}
	for _, r := range rows {
		cells := []string{string(r.Month), sheet.Text(r.Service), sheet.Text(r.Metric), sheet.Text(r.Currency)}
		cells = append(cells, numbers(r.Value, r.Cost, r.Revenue, r.Margin, r.CostPer, r.RevenuePer, r.MarginPer, r.Change, r.Trend)...)
		if err := c.Write(append(cells, strconv.FormatBool(r.Estimated), sheet.Text(r.Why))); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// CSV writes a line for each metric of a deploy; an empty cell is unknown.
func (c *Changes) CSV(w io.Writer) error {
	out := csv.NewWriter(w)
	head := []string{"day", "service", "environment", "commit", "ticket", "metric", "currency"}
	for _, side := range []string{"before_", "after_"} {
		for _, name := range []string{"from", "to", "days", "value", "cost", "revenue", "cost_per_unit", "revenue_per_unit", "margin_per_unit"} {
			head = append(head, side+name)
		}
	}
	if err := out.Write(append(head, "change_percent", "certain", "as_before", "estimated", "unknown")); err != nil {
		return err
	}
	for i := range c.List {
		d := &c.List[i]
		cells := []string{d.Day, sheet.Text(d.Service)}
		for _, of := range []func(assay.Deploy) string{
			func(d assay.Deploy) string { return d.Environment }, func(d assay.Deploy) string { return d.Commit }, func(d assay.Deploy) string { return d.Ticket },
		} {
			cells = append(cells, sheet.Text(d.Each(of)))
		}
		cells = append(cells, sheet.Text(d.Metric), sheet.Text(d.Currency))
		for _, side := range []*Side{&d.Before, &d.After} {
			cells = append(cells, side.From, side.To, strconv.Itoa(side.Days))
			cells = append(cells, numbers(side.Value, side.Cost, side.Revenue, side.CostPer, side.RevenuePer, side.MarginPer)...)
		}
		cells = append(cells, numbers(d.Change)...)
		if err := out.Write(append(cells, strconv.FormatBool(d.Certain), strconv.FormatBool(d.AsBefore), strconv.FormatBool(d.Estimated), sheet.Text(d.Why))); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Each are the texts of its deploys that differ, apart by spaces.
func (c *Change) Each(of func(assay.Deploy) string) string {
	var out []string
	seen := map[string]bool{"": true}
	for _, d := range c.Deploys {
		if s := of(d); !seen[s] {
			seen[s], out = true, append(out, s)
		}
	}
	return strings.Join(out, " ")
}

func numbers(list ...*money.Number) []string {
	var out []string
	for _, n := range list {
		out = append(out, sheet.Number(n))
	}
	return out
}
