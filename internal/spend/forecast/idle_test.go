package forecast

import (
	"math"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/lake"
)

// TestIdle: a day without a line is not known, but where bills come once a month or
// week it has cost nothing.
func TestIdle(t *testing.T) {
	for name, c := range map[string]struct {
		paid          func(day time.Time) bool
		unknown, free int // days
	}{
		"each day":           {func(time.Time) bool { return true }, 0, 0},
		"no weekends":        {func(d time.Time) bool { return d.Weekday()%6 != 0 }, 50, 0},
		"once a month":       {func(d time.Time) bool { return d.Day() == 1 }, 0, 147},
		"once a week":        {func(d time.Time) bool { return d.Weekday() == time.Monday }, 0, 150},
		"half of it came":    {func(d time.Time) bool { return d.Day() <= 5 }, 127, 0},
		"no April":           {func(d time.Time) bool { return d.Month() != time.April }, 30, 0},
		"once in two months": {func(d time.Time) bool { return d.Day() == 1 && d.Month()%2 == 0 || d.Month() == time.June }, 31 + 31, 28 + 29},
	} {
		var s lake.Series
		for d := from; d < from+until(7); d++ {
			if c.paid(timeOf(d)) {
				s.Days, s.Effective = append(s.Days, int32(d)), append(s.Effective, 10)
			}
		}
		days, _ := align([]lake.Series{s}, false)
		unknown, free := 0, 0
		for _, v := range days[0] {
			switch {
			case math.IsNaN(v):
				unknown++
			case v == 0:
				free++
			}
		}
		if unknown != c.unknown || free != c.free {
			t.Errorf("%s: %d days unknown and %d free, want %d and %d", name, unknown, free, c.unknown, c.free)
		}
	}
}
