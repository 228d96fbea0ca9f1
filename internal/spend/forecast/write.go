package forecast

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/assay-dev/assay/internal/spend/sheet"
)

// text is an amount of a forecast.
func text(x float64) string { return string(sheet.CentsOf(x)) }

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
