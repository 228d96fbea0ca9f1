// Package units divides cost by what it is for: a transaction, a customer, a call.
//
//	metrics, err := units.ParseMetrics(name, data)
//	rows := units.Divide(metrics, costs)
//
// What is not known stays unknown, and says why: a month without a metric, without
// cost, with a metric of nothing, with revenue in another currency. It converts no
// currencies, and takes no metric for another service's.
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

// MaxMetrics bounds a file of metrics, in bytes; mostRows its lines.
const (
	MaxMetrics = 16 << 20
	mostRows   = 200_000
)

// Metric is how much there was of something in a month.
type Metric struct {
	Month assay.Month
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
func ParseMetrics(name string, data []byte) ([]Metric, error) {
	bad := func(line int, format string, args ...any) error {
		return fault.New(fault.Invalid, "%s:%d: %s", name, line, fmt.Sprintf(format, args...)).WithHelp("columns: month (2025-01) or day, metric, value; service, revenue, currency may be left out")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	head, err := r.Read()
	if err != nil {
		return nil, bad(1, "no header: %v", err)
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
		return nil, bad(1, "want one of month and day, and metric and value")
	}
	index := map[[3]string]int{}
	var out []Metric
	for n := 0; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, bad(n+2, "%v", err)
		}
		line, _ := r.FieldPos(0)
		if n >= mostRows {
			return nil, bad(line, "more than %d lines", mostRows)
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
			return nil, bad(line, "%q is no %s, or the metric has no name", text, map[bool]string{true: "day", false: "month"}[day])
		}
		m.Month = assay.MonthOf(t)
		if get("value") == "" {
			continue // not known
		}
		if m.Value, err = money.ParseNumber(get("value")); err != nil || m.Value.IsNegative() {
			return nil, bad(line, "value %q is no number from 0", get("value"))
		}
		if text := get("revenue"); text != "" {
			n, err := money.ParseNumber(text)
			if err != nil || m.Currency == "" {
				return nil, bad(line, "revenue %q is no number, or has no currency", text)
			}
			m.Revenue = &n
		}
		key := [3]string{string(m.Month), m.Service, m.Name}
		i, seen := index[key]
		switch {
		case !seen:
			index[key], out = len(out), append(out, m)
		case !day:
			return nil, bad(line, "%s of %s stands there twice for %s", m.Name, m.Month, m.Service)
		case !out[i].add(&m):
			return nil, bad(line, "revenue of %s in %s is in two currencies, or on some days only", m.Name, m.Month)
		}
	}
}

func (m *Metric) add(o *Metric) bool {
	if (m.Revenue == nil) != (o.Revenue == nil) || m.Currency != o.Currency {
		return false
	}
	m.Value = m.Value.Add(o.Value)
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
