package anomaly

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/money"
)

func TestFew(t *testing.T) {
	many := map[string]int64{}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"} {
		many[id] = 10
	}
	for name, c := range map[string]struct {
		moved map[string]int64
		sign  int
		want  []string
	}{
		"one":             {map[string]int64{"a": 100, "b": 1, "c": -50}, 1, []string{"a"}},
		"largest first":   {map[string]int64{"a": 30, "b": 60, "c": 5}, 1, []string{"b", "a"}},
		"the other way":   {map[string]int64{"a": 30, "b": -60}, -1, []string{"b"}},
		"many":            {many, 1, nil},
		"most has no id":  {map[string]int64{"a": 30, "": 60}, 1, nil},
		"little has none": {map[string]int64{"a": 90, "": 10}, 1, []string{"a"}},
		"nothing":         {nil, 1, nil},
	} {
		moved := map[string]money.Number{}
		for id, n := range c.moved {
			moved[id] = decimal.NewFromInt(n)
		}
		got := few(moved, c.sign)
		if len(got) != len(c.want) {
			t.Errorf("%s: %+v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i].ID != c.want[i] {
				t.Errorf("%s: %+v, want %v", name, got, c.want)
			}
		}
	}
}
