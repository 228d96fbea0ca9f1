// Package units divides cost by what it is for: a transaction, a customer, a call.
//
//	metrics, err := units.ParseMetrics(name, data)
//	rows := units.Divide(metrics.Months, costs)
//	changes, err := metrics.Around(deploys, costsOfDays)
//
// What is not known stays unknown, and says why: a month without a metric, or with
// one of some days only, without cost, with a metric of nothing, with revenue in
// another currency. It converts no currencies, and takes no metric for another
// service's. Around a deploy it says what was different, not that the deploy did it.
package units

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// MaxMetrics bounds a file of metrics, in bytes; mostRows its lines, and mostCells what
// all of its metrics have in all of its months.
const (
	MaxMetrics = 16 << 20
	mostRows   = 200_000
	mostCells  = 500_000
)

// Metrics are those of a file: by month, and by day too where it gives days.
type Metrics struct {
	Months []Metric
	Days   []Metric
}

// Metric is how much there was of something in a month, or on a day.
type Metric struct {
	Month assay.Month
	// Day is zero in a month; Days is how many days a month adds up, 0 when it was given.
	Day  time.Time
	Days int
	// Service is empty for all cost.
	Service, Name string
	Value         money.Number
	// Revenue is what it earned, in Currency; nil when nobody says.
	Revenue  *money.Number
	Currency string
}

// ParseMetrics reads CSV with the columns month or day, metric, value, and, if they
// like, service, revenue, currency. Days of a month are added up. Errors are
// fault.Invalid and name the line.
func ParseMetrics(name string, data []byte) (Metrics, error) {
	bad := func(line int, format string, args ...any) (Metrics, error) {
		return Metrics{}, fault.New(fault.Invalid, "%s:%d: %s", name, line, fmt.Sprintf(format, args...)).WithHelp("columns: month (2025-01) or day, metric, value; service, revenue, currency may be left out")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	head, err := r.Read()
	if err != nil {
		return bad(1, "no header: %v", err)
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.ToLower(strings.TrimSpace(h))] = i
	}
	_, month := at["month"]
	_, day := at["day"]
	_, metric := at["metric"]
	_, value := at["value"]
	if month == day || !metric || !value {
		return bad(1, "want one of month and day, and metric and value")
	}
	index := map[[3]string]int{}
	seen := map[[3]string]bool{}
	names := map[[2]string]bool{}
	var out Metrics
	for n := 0; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			if n := len(names) * len(months(out.Months)); n > mostCells {
				return bad(1, "%d metrics of %d months are more than %d rows", len(names), len(months(out.Months)), mostCells)
			}
			return out, nil
		}
		if err != nil {
			return bad(n+2, "%v", err)
		}
		line, _ := r.FieldPos(0)
		if n >= mostRows {
			return bad(line, "more than %d lines", mostRows)
		}
		get := func(column string) string {
			if i, ok := at[column]; ok {
				return strings.TrimSpace(row[i])
			}
			return ""
		}
		m := Metric{Service: get("service"), Name: get("metric"), Currency: get("currency")}
		layout, text := "2006-01", get("month")
		if day {
			layout, text = time.DateOnly, get("day")
		}
		t, err := time.Parse(layout, text)
		if err != nil || m.Name == "" {
			return bad(line, "%q is no %s, or the metric has no name", text, map[bool]string{true: "day", false: "month"}[day])
		}
		m.Month = assay.MonthOf(t)
		if day {
			m.Day, m.Days = t, 1
		}
		if get("value") == "" {
			continue // not known
		}
		if m.Value, err = money.ParseNumber(get("value")); err != nil || m.Value.IsNegative() {
			return bad(line, "value %q is no number from 0", get("value"))
		}
		if text := get("revenue"); text != "" {
			n, err := money.ParseNumber(text)
			if err != nil || m.Currency == "" {
				return bad(line, "revenue %q is no number, or has no currency", text)
			}
			m.Revenue = &n
		}
		twice := [3]string{text, m.Service, m.Name}
		if seen[twice] {
			return bad(line, "%s of %s stands there twice for %s", m.Name, text, m.Service)
		}
		seen[twice], names[[2]string{m.Service, m.Name}] = true, true
		if day {
			out.Days = append(out.Days, m)
		}
		m.Day = time.Time{}
		key := [3]string{string(m.Month), m.Service, m.Name}
		if i, ok := index[key]; !ok {
			index[key], out.Months = len(out.Months), append(out.Months, m)
		} else if !out.Months[i].add(&m) {
			return bad(line, "revenue of %s in %s is in two currencies, or on some days only", m.Name, m.Month)
		}
	}
}

// whole says that no day of the month is missing.
func (m *Metric) whole() bool { return m.Days == 0 || m.Days == lengthOf(m.Month) }

// lengthOf is how many days a month has.
func lengthOf(m assay.Month) int {
	first, _ := m.First()
	return first.AddDate(0, 1, -1).Day()
}

func (m *Metric) add(o *Metric) bool {
	if (m.Revenue == nil) != (o.Revenue == nil) || m.Currency != o.Currency {
		return false
	}
	m.Value, m.Days = m.Value.Add(o.Value), m.Days+o.Days
	if m.Revenue != nil {
		n := m.Revenue.Add(*o.Revenue)
		m.Revenue = &n
	}
	return true
}

// months are those from the first metric to the last.
func months(list []Metric) []assay.Month {
	if len(list) == 0 {
		return nil
	}
	byMonth := func(a, b Metric) int { return strings.Compare(string(a.Month), string(b.Month)) }
	first, last := slices.MinFunc(list, byMonth).Month, slices.MaxFunc(list, byMonth).Month
	var out []assay.Month
	for m := first; m <= last && len(out) < 600; m = m.Add(1) {
		out = append(out, m)
	}
	return out
}
