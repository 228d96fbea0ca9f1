package anomaly_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/anomaly"
	"github.com/assay-dev/assay/internal/engine/anomaly/sample"
)

// start is a Monday.
var start = anomaly.DayOf(time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC))

// estate is a bill of two services in two regions, of so many days; change may
// alter the cost of a day, by index.
func estate(days int, change func(service, region string, t int, cost float64) float64) *anomaly.Bill {
	r := rand.New(rand.NewPCG(7, 7))
	b := anomaly.NewBuilder([]string{"ServiceName", "RegionId"})
	for _, service := range []string{"Compute", "Storage"} {
		for _, region := range []string{"eu", "us"} {
			for t := range days {
				cost := 100 * math.Exp(0.05*r.NormFloat64())
				if d := time.Unix(int64(start+t)*86400, 0).UTC().Weekday(); d == time.Saturday || d == time.Sunday {
					cost *= 0.6
				}
				b.Add(anomaly.Row{Day: start + t, Values: []string{service, region}, Currency: "USD", Category: "Usage", Cost: change(service, region, t, cost)})
			}
		}
	}
	return b.Bill()
}

func detect(t *testing.T, b *anomaly.Bill) []assay.Anomaly {
	t.Helper()
	got, err := anomaly.Detect(context.Background(), b, anomaly.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestOneMoveIsOneAlert: what moves is found once, by what it has in common.
func TestOneMoveIsOneAlert(t *testing.T) {
	in := func(s, r string) func(service, region string) bool {
		return func(service, region string) bool { return (s == "" || s == service) && (r == "" || r == region) }
	}
	for _, tc := range []struct {
		name   string
		where  func(service, region string) bool
		factor func(t int) float64
		kind   assay.AnomalyKind
		dims   map[string]string
		cause  assay.AnomalyCause
		from   int // earliest start
		to     int // latest start
	}{
		{"spike in one", in("Compute", "eu"), pulse(90, 91, 3), assay.AnomalySpike, map[string]string{"ServiceName": "Compute", "RegionId": "eu"}, assay.AnomalyCause{}, 90, 90},
		{"spike in a region", in("", "us"), pulse(90, 90, 3), assay.AnomalySpike, map[string]string{"RegionId": "us"}, assay.AnomalyCause{Dimension: "RegionId", Value: "us"}, 90, 90},
		{"shift of a service", in("Storage", ""), pulse(80, 199, 1.6), assay.AnomalyShift, map[string]string{"ServiceName": "Storage"}, assay.AnomalyCause{Dimension: "ServiceName", Value: "Storage"}, 78, 83},
		{"shift and return", in("Storage", ""), pulse(80, 130, 1.6), assay.AnomalyShift, map[string]string{"ServiceName": "Storage"}, assay.AnomalyCause{Dimension: "ServiceName", Value: "Storage"}, 78, 83},
		{"ramp", in("Storage", ""), climb(80, 130, 2.5), assay.AnomalyRamp, map[string]string{"ServiceName": "Storage"}, assay.AnomalyCause{Dimension: "ServiceName", Value: "Storage"}, 78, 120},
		{"vanished", in("Storage", ""), pulse(150, 199, 0), assay.AnomalyVanished, map[string]string{"ServiceName": "Storage"}, assay.AnomalyCause{Dimension: "ServiceName", Value: "Storage"}, 150, 150},
		{"new", in("Storage", ""), pulse(0, 99, 0), assay.AnomalyNew, map[string]string{"ServiceName": "Storage"}, assay.AnomalyCause{Dimension: "ServiceName", Value: "Storage"}, 100, 100},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := detect(t, estate(200, func(service, region string, d int, cost float64) float64 {
				if tc.where(service, region) {
					return cost * tc.factor(d)
				}
				return cost
			}))
			if len(got) != 1 {
				t.Fatalf("%d alerts, want 1: %+v", len(got), got)
			}
			a := got[0]
			if a.Kind != tc.kind {
				t.Errorf("kind %s, want %s", a.Kind, tc.kind)
			}
			if diff := cmp.Diff(tc.dims, a.Dims); diff != "" {
				t.Error(diff)
			}
			if tc.cause.Dimension != "" && a.Cause != tc.cause {
				t.Errorf("cause %v, want %v", a.Cause, tc.cause)
			}
			if a.Start < anomaly.DateOf(start+tc.from) || a.Start > anomaly.DateOf(start+tc.to) {
				t.Errorf("starts %s, want %s to %s", a.Start, anomaly.DateOf(start+tc.from), anomaly.DateOf(start+tc.to))
			}
		})
	}
}

// pulse multiplies the days from one to another, inclusive.
func pulse(from, to int, by float64) func(int) float64 {
	return func(t int) float64 {
		if t >= from && t <= to {
			return by
		}
		return 1
	}
}

// climb multiplies by ever more, and stays there.
func climb(from, to int, by float64) func(int) float64 {
	return func(t int) float64 {
		return 1 + (by-1)*max(0, min(1, float64(t-from)/float64(to-from)))
	}
}

// TestTraps: what looks unusual and is not.
func TestTraps(t *testing.T) {
	for name, change := range map[string]func(service, region string, t int, cost float64) float64{
		"nothing":          func(_, _ string, _ int, c float64) float64 { return c },
		"month-start fee":  fee,
		"holiday dip":      func(_, _ string, d int, c float64) float64 { return c * pulse(100, 109, 0.4)(d) },
		"day without data": func(_, _ string, d int, c float64) float64 { return c * pulse(100, 100, 0)(d) },
		"late day":         func(_, _ string, d int, c float64) float64 { return c * pulse(100, 100, 0)(d) * pulse(101, 101, 2)(d) },
		"days still to come": func(_, _ string, d int, c float64) float64 {
			return c * pulse(198, 198, 0.5)(d) * pulse(199, 199, 0.1)(d)
		},
		"job of ten days a month": func(service, region string, d int, c float64) float64 {
			if day := time.Unix(int64(start+d)*86400, 0).UTC().Day(); service == "Storage" && region == "eu" && (day < 15 || day > 24) {
				return 0
			}
			return c
		},
		"growth": func(_, _ string, d int, c float64) float64 { return c * math.Exp(0.002*float64(d)) },
	} {
		t.Run(name, func(t *testing.T) {
			if got := detect(t, estate(200, change)); len(got) > 0 {
				t.Errorf("%d alerts, want none: %+v", len(got), got)
			}
		})
	}
}

// TestHoliday: what is much on a holiday is told, though it is little otherwise.
func TestHoliday(t *testing.T) {
	got := detect(t, estate(200, func(service, region string, d int, c float64) float64 {
		c *= pulse(100, 110, 0.4)(d)
		if service == "Compute" && region == "eu" {
			c *= pulse(104, 105, 2.4)(d)
		}
		return c
	}))
	if len(got) != 1 || got[0].Kind != assay.AnomalySpike || got[0].Start != anomaly.DateOf(start+104) || got[0].Dims["RegionId"] != "eu" {
		t.Errorf("want one spike of Compute in eu: %+v", got)
	}
}

// TestRiseAfterFall: a rise to what it was before a fall is no alert of its own, one to
// far more is.
func TestRiseAfterFall(t *testing.T) {
	for _, tc := range []struct {
		to   float64
		want []assay.AnomalyKind
	}{
		{1, []assay.AnomalyKind{assay.AnomalyShift}},
		{1.1, []assay.AnomalyKind{assay.AnomalyShift}},
		{2, []assay.AnomalyKind{assay.AnomalyShift, assay.AnomalyShift}},
		{4, []assay.AnomalyKind{assay.AnomalyShift, assay.AnomalyShift}},
	} {
		got := detect(t, estate(200, func(service, region string, d int, c float64) float64 {
			if service == "Compute" && region == "eu" {
				return c * pulse(90, 129, 0.6)(d) * pulse(130, 199, tc.to)(d)
			}
			return c
		}))
		var kinds []assay.AnomalyKind
		for _, a := range got {
			kinds = append(kinds, a.Kind)
		}
		if diff := cmp.Diff(tc.want, kinds); diff != "" {
			t.Errorf("to %v: %s", tc.to, diff)
			continue
		}
		if top := got[0]; len(got) > 1 && (!top.Impact.IsPositive() || top.Start < anomaly.DateOf(start+127) || top.Start > anomaly.DateOf(start+133)) {
			t.Errorf("to %v: %+v", tc.to, top)
		}
	}
}

// TestSpikeAfterShift: days of far more than either level are told soon after a shift too.
func TestSpikeAfterShift(t *testing.T) {
	for times, want := range map[float64]int{1: 1, 1.2: 1, 10: 2} {
		got := detect(t, estate(200, func(service, region string, d int, c float64) float64 {
			if service == "Compute" && region == "eu" {
				return c * pulse(90, 199, 1.6)(d) * pulse(100, 101, times)(d)
			}
			return c
		}))
		if len(got) != want || want == 2 && (got[1].Kind != assay.AnomalySpike || got[1].Start != anomaly.DateOf(start+100)) {
			t.Errorf("%v times: %+v", times, got)
		}
	}
}

func fee(service, region string, t int, cost float64) float64 {
	if service == "Storage" && region == "eu" && time.Unix(int64(start+t)*86400, 0).UTC().Day() == 1 {
		return cost + 400
	}
	return cost
}

// TestOnlyUsageCounts: credits, corrections and purchases are no usage.
func TestOnlyUsageCounts(t *testing.T) {
	for _, c := range [][2]string{{"Credit", ""}, {"Tax", ""}, {"Purchase", ""}, {"Adjustment", ""}, {"Usage", "Correction"}} {
		if anomaly.Counts(c[0], c[1]) {
			t.Errorf("category %q of class %q counts", c[0], c[1])
		}
	}
	if !anomaly.Counts("Usage", "") || !anomaly.Counts("", "") {
		t.Error("usage does not count")
	}
}

// TestDeterminism: the same bill gives the same alerts, whatever the number of workers.
func TestDeterminism(t *testing.T) {
	b := sample.Make(sample.Steady, 3, 300).Bill()
	var first []assay.Anomaly
	for _, n := range []int{1, 4} {
		got, err := anomaly.Detect(context.Background(), b, anomaly.Options{Workers: n})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = got
		} else if diff := cmp.Diff(first, got); diff != "" {
			t.Error(diff)
		}
	}
	if len(first) == 0 {
		t.Error("no alerts at all")
	}
}

// TestIdentityStays: an alert keeps its id while the bill grows.
func TestIdentityStays(t *testing.T) {
	spike := func(service, region string, d int, c float64) float64 {
		if service == "Compute" && region == "eu" {
			return c * pulse(90, 91, 3)(d)
		}
		return c
	}
	short, long := detect(t, estate(120, spike)), detect(t, estate(200, spike))
	if len(short) != 1 || len(long) != 1 || short[0].ID != long[0].ID {
		t.Errorf("ids differ: %+v and %+v", short, long)
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := anomaly.Detect(ctx, estate(60, fee), anomaly.Options{}); err == nil {
		t.Error("a cancelled search gives no error")
	}
}

// TestScores holds habits of both generators to what the bench shows, with some room.
func TestScores(t *testing.T) {
	for habit, least := range map[sample.Habit]float64{sample.Steady: 0.92, sample.Restless: 0.88, sample.Shop: 0.85, sample.Startup: 0.85, sample.Batch: 0.8, sample.Group: 0.8} {
		var sum sample.Score
		for seed := uint64(40); seed < 43; seed++ {
			s := sample.Make(habit, seed, 400)
			sum.Add(s.Score(detect(t, s.Bill())))
		}
		if sum.F1() < least || sum.Top1() < 0.8 || sum.FalseRate() > 2 {
			t.Errorf("%s: %s", habit, sum.String())
		}
	}
}

// FuzzDetect: whatever the numbers, it comes to an end and gives dates and
// amounts that are some.
func FuzzDetect(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 200, 0, 0, 0, 1}, uint8(60))
	f.Add([]byte{0}, uint8(255))
	f.Fuzz(func(t *testing.T, data []byte, days uint8) {
		if len(data) == 0 {
			return
		}
		b := anomaly.NewBuilder([]string{"ServiceName", "SkuId"})
		for i := range int(days) * 3 {
			x := data[i%len(data)]
			cost := math.Pow(float64(x), float64(data[(i+1)%len(data)]%7)) - float64(x%5)
			if x == 255 {
				cost = math.NaN()
			}
			b.Add(anomaly.Row{Day: i / 3, Values: []string{string(rune('a' + x%3)), string(rune('a' + i%3))}, Currency: "EUR", Cost: cost})
		}
		got, err := anomaly.Detect(context.Background(), b.Bill(), anomaly.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range got {
			if a.Start > a.End || a.Impact.IsZero() || len(a.ID) != 15 {
				t.Errorf("%+v", a)
			}
		}
	})
}
