package waste

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/join"
)

// MaxUtilisation bounds a file of measured use, in bytes.
const MaxUtilisation = 64 << 20

// Utilisation is the measured use of resources, by their key.
type Utilisation map[string]Use

// Use is what 95 % of the time is not exceeded, in percent of the machine.
type Use struct {
	Processor money.Number
	Memory    *money.Number // nil when nobody measured it
}

// ParseUtilisation reads CSV with the columns resource (id or ARN), cpu_p95 and
// mem_p95, which may be empty. Errors are of kind fault.Invalid and name the line.
func ParseUtilisation(name string, r io.Reader) (Utilisation, error) {
	in := csv.NewReader(r)
	head, err := in.Read()
	if err != nil {
		return nil, fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("begin it with resource,cpu_p95,mem_p95")
	}
	column := func(s string) int {
		return slices.IndexFunc(head, func(h string) bool { return strings.TrimPrefix(strings.TrimSpace(h), "\ufeff") == s })
	}
	key, processor, memory := column("resource"), column("cpu_p95"), column("mem_p95")
	if key < 0 || processor < 0 {
		return nil, fault.New(fault.Invalid, "%s has no columns resource and cpu_p95", name).WithHelp("begin it with resource,cpu_p95,mem_p95")
	}
	out := Utilisation{}
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		var u Use
		if u.Processor, err = percent(row[processor]); err == nil && memory >= 0 && row[memory] != "" {
			var n money.Number
			n, err = percent(row[memory])
			u.Memory = &n
		}
		k := join.Key(row[key])
		if _, twice := out[k]; err == nil && (twice || k == "") {
			err = errors.New("the resource is there twice, or has no id")
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "%s:%d: %w", name, line, err).WithHelp("write percent from 0 to 100, one line for each resource")
		}
		out[k] = u
	}
}

func percent(s string) (money.Number, error) {
	n, err := money.ParseNumber(strings.TrimSpace(s))
	if err == nil && (n.IsNegative() || n.GreaterThan(money.NumberOf(100))) {
		err = errors.New("not from 0 to 100: " + s)
	}
	return n, err
}
