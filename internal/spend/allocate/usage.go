package allocate

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// UsageFile is where a repository keeps what pools are shared by.
const UsageFile = ".assay/allocation-usage.csv"

// MaxUsage bounds a usage file, in bytes.
const MaxUsage = 64 << 20

// whole is the name that stands for all there is to use, in a usage file.
const whole = "*"

// Usage is how much of each metric who used in each month. The zero value holds none.
type Usage map[usageKey]map[string]money.Number

type usageKey struct {
	month  assay.Month
	metric string
}

// usageColumns are the columns of a usage file.
var usageColumns = []string{"month", "metric", "target", "quantity"}

// ParseUsage reads CSV with the columns month, metric, target and quantity, in
// any order. Rows of the same month, metric and target add up; the target * is
// all that there was to use, and says how much stood idle. Errors are of kind
// fault.Invalid and name file and line.
func ParseUsage(name string, data []byte) (Usage, error) {
	if len(data) > MaxUsage {
		return nil, fault.New(fault.Invalid, "%s: larger than %d MiB", name, MaxUsage>>20).WithHelp("sum it up by month and target")
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		return nil, usageError(name, 1, "no header")
	}
	var at [4]int
	for i, column := range usageColumns {
		if at[i] = slices.Index(head, column); at[i] < 0 {
			return nil, usageError(name, 1, "no column "+column)
		}
	}
	u := Usage{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return u, nil
		}
		if err != nil {
			line := 1
			var pe *csv.ParseError
			if errors.As(err, &pe) {
				line = pe.Line
			}
			return nil, usageError(name, line, "no CSV: another number of fields, or a quote that is not closed")
		}
		line, _ := r.FieldPos(0)
		if why := u.put(row[at[0]], row[at[1]], row[at[2]], row[at[3]]); why != "" {
			return nil, usageError(name, line, why)
		}
	}
}

func (u Usage) put(month, metric, target, quantity string) string {
	n, err := money.ParseNumber(quantity)
	switch _, ok := assay.Month(month).First(); {
	case !ok:
		return "month is not like 2025-01"
	case metric == "" || target == "":
		return "metric or target is empty"
	case err != nil:
		return "quantity is no number"
	case n.IsNegative():
		return "quantity is negative"
	}
	key := usageKey{assay.Month(month), strings.Clone(metric)}
	if u[key] == nil {
		u[key] = map[string]money.Number{}
	}
	target = strings.Clone(target)
	u[key][target] = u[key][target].Add(n)
	return ""
}

func usageError(name string, line int, why string) error {
	return fault.New(fault.Invalid, "%s:%d: %s", name, line, why).
		WithHelp("write the columns month,metric,target,quantity, as 2025-01,requests,payments,1200")
}
