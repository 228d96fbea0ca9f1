package anomaly

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/assay"
)

// Options steer Detect; the zero value is good.
type Options struct {
	// Floor is the least impact of an anomaly, in the bill's currency; 0 is 10.
	Floor float64
	// FalseShare is the share of candidates that may be chance; 0 is 0.001.
	FalseShare float64
	// Workers is how many series are studied at a time; 0 is one per processor.
	// It does not change the result.
	Workers int
}

const (
	defaultFloor = 10
	defaultFalse = 0.001
	// mostNodes bounds the series of a currency that are studied.
	mostNodes = 60_000
	// leastZ is how far an event stands out at least.
	leastZ = 6
	// leastDays is the least history that says anything.
	leastDays = 21
)

// Detect finds the anomalies of a bill, the most important first. The result
// is the same for the same bill. The only error is that of the context.
func Detect(ctx context.Context, b *Bill, o Options) ([]assay.Anomaly, error) {
	o.Floor = cmp.Or(o.Floor, defaultFloor)
	o.FalseShare = cmp.Or(o.FalseShare, defaultFalse)
	o.Workers = cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	var out []assay.Anomaly
	var currencies []string
	for _, s := range b.Series {
		if !slices.Contains(currencies, s.Currency) {
			currencies = append(currencies, s.Currency)
		}
	}
	for _, currency := range currencies {
		c := newCube(b, currency, mostNodes)
		if c.days < leastDays {
			continue
		}
		profiles, events, err := c.study(ctx, o.Workers)
		if err != nil {
			return nil, err
		}
		r := newResolver(c, profiles, events, o)
		if err := r.resolve(ctx, chance(events, c, o.FalseShare)); err != nil {
			return nil, err
		}
		out = append(out, r.alerts()...)
	}
	slices.SortStableFunc(out, func(a, b assay.Anomaly) int {
		return cmp.Or(b.Impact.Abs().Cmp(a.Impact.Abs()), cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	return out, nil
}

// study makes profiles of all nodes and lists their events, by node.
func (c *cube) study(ctx context.Context, workers int) ([]*profile, []event, error) {
	profiles := make([]*profile, len(c.nodes))
	events := make([][]event, len(c.nodes))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(c.nodes) {
					return
				}
				profiles[i] = profileOf(c.nodes[i].cost, c.bill.First, c.gone)
				events[i] = c.events(int32(i), profiles[i])
			}
		})
	}
	wg.Wait()
	return profiles, slices.Concat(events...), ctx.Err()
}

// chance leaves out events that may be chance among so many series and days:
// the procedure of Benjamini and Hochberg (1995), with normal tails.
func chance(events []event, c *cube, share float64) []event {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b event) int {
		return cmp.Or(cmp.Compare(b.z, a.z), cmp.Compare(a.node, b.node), cmp.Compare(a.from, b.from))
	})
	tests := float64(len(c.nodes)) * float64(c.days)
	keep := 0
	for i, e := range events {
		if e.z >= leastZ && tail(e.z) <= float64(i+1)*share/tests {
			keep = i + 1
		}
	}
	return events[:keep]
}

// ratioOf is a part of a whole that may be nothing.
func ratioOf(part, whole float64) float64 {
	if math.Abs(whole) < tiny {
		return math.Inf(1)
	}
	return part / whole
}
