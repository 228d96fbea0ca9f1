// Package sample makes bills that never were, with anomalies planted in them
// and with traps for whoever looks for them, and scores what was found.
//
//	s := sample.Make(sample.Steady, 7, 400)
//	alerts, err := anomaly.Detect(ctx, s.Bill(), anomaly.Options{})
//	score := s.Score(alerts)
//
// There are two generators that share no code but the score, each with habits that
// differ in noise, growth, weekly pattern, shape of the estate and of what is
// planted. Steady and Faint of the first, Shop, Startup and Batch of the second are
// there to tune on; Restless and Group to be judged by. The same habit and seed
// always give the same bill. It claims nothing about bills of real providers.
package sample

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/anomaly"
)

// Habit is a way in which bills behave.
type Habit string

// The habits.
const (
	// Steady has normal noise in proportion, growth by percent, services that are
	// spread evenly, and moves by one ratio.
	Steady Habit = "steady"
	// Restless has noise with heavy tails and memory, growth by amount, an uneven
	// estate, small and large series, and moves that differ from leaf to leaf.
	Restless Habit = "restless"
	// Faint has fewer series with a season of the year, and moves that are small.
	Faint Habit = "faint"

	// Shop has strong weekends, a season of the year, and demand that all of a
	// service have in common.
	Shop Habit = "shop"
	// Startup has few series, large ones among them, that grow by up to 160 % a year.
	Startup Habit = "startup"
	// Batch has jobs of weekends, of one weekday, of the start and the end of
	// months, and of ten days a month.
	Batch Habit = "batch"
	// Group has many accounts and regions, and amounts that differ by a thousand.
	Group Habit = "group"
)

// Habits are all of them, those of the first generator first.
var Habits = []Habit{Steady, Faint, Restless, Shop, Startup, Batch, Group}

// Dimensions of the bills.
var Dimensions = []string{"ServiceName", "SubAccountId", "RegionId", "SkuId", "tag:team"}

// Planted is an anomaly that was put in.
type Planted struct {
	Kind assay.AnomalyKind
	// Dims are what it was put in by; Same what means the same series in the place
	// of one of them, as a service with one SKU.
	Dims, Same map[string]string
	Start      int // day since 1970
	End        int
}

// Sample is a made bill.
type Sample struct {
	Rows    []anomaly.Row
	Planted []Planted
	First   int // day
	Days    int
	// Series is how many combinations of values it has.
	Series int
}

// Bill is the sample as Detect wants it.
func (s *Sample) Bill() *anomaly.Bill {
	b := anomaly.NewBuilder(Dimensions)
	for _, r := range s.Rows {
		b.Add(r)
	}
	return b.Bill()
}

// leaf is a series in the making.
type leaf struct {
	values []string
	shape  string // daily, weekdays, weekly, month-end, sparse
	cost   []float64
	// from and to bound its days, to exclusive.
	from, to int
	level    float64
}

// maker makes one sample.
type maker struct {
	*rand.Rand
	habit  Habit
	first  int
	days   int
	leaves []leaf
	out    *Sample
	// busy are the days of planted anomalies, by leaf.
	busy [][][2]int
}

// Make makes the bill of a habit and a seed, of so many days.
func Make(habit Habit, seed uint64, days int) *Sample {
	if t, ok := traits[habit]; ok {
		return makeMarket(t, seed, uint64(habit[0]), days)
	}
	m := &maker{Rand: rand.New(rand.NewPCG(seed, uint64(len(habit)))), habit: habit, first: 19_800 + int(seed%300), days: days}
	m.out = &Sample{First: m.first, Days: days}
	m.estate()
	for i := range m.leaves {
		m.fill(&m.leaves[i])
	}
	m.dip()
	m.busy = make([][][2]int, len(m.leaves))
	m.plant()
	m.delay()
	m.rows()
	m.traps()
	m.out.Series = len(m.leaves)
	return m.out
}

func (m *maker) pick(from ...string) string { return from[m.IntN(len(from))] }

// between is a number evenly between two.
func (m *maker) between(lo, hi float64) float64 { return lo + (hi-lo)*m.Float64() }

// estate lays out which combinations there are.
func (m *maker) estate() {
	teams := []string{"payments", "ledger", "risk", "platform", "mobile"}
	accounts, regions, services := 4, 3, 8
	if m.habit == Restless {
		accounts, regions, services = 7, 4, 11
	}
	if m.habit == Faint {
		accounts, regions, services = 3, 2, 6
	}
	for s := range services {
		service := "Service " + string(rune('A'+s))
		for k := range 1 + m.IntN(4) {
			sku := "SKU-" + string(rune('A'+s)) + strconv.Itoa(k)
			for a := range accounts {
				for r := range regions {
					if m.habit == Restless && m.Float64() < 0.6 || m.habit == Steady && m.Float64() < 0.35 {
						continue
					}
					team := teams[(s+a)%len(teams)]
					if m.habit == Faint {
						team = teams[(a+r+k)%len(teams)]
					}
					if m.habit == Restless {
						team = m.pick(append(teams, "")...)
					}
					m.leaves = append(m.leaves, leaf{values: []string{service, "acct-" + strconv.Itoa(a), "region-" + strconv.Itoa(r), sku, team}})
				}
			}
		}
	}
}

// rows writes the leaves down, with a category for each day.
func (m *maker) rows() {
	for _, l := range m.leaves {
		for t, v := range l.cost {
			if v > 0 {
				m.add(l.values, t, "Usage", "", v)
			}
		}
	}
}

func (m *maker) add(values []string, t int, category, class string, cost float64) {
	m.out.Rows = append(m.out.Rows, anomaly.Row{Day: m.first + t, Values: values, Currency: "USD", Category: category, Class: class, Cost: cost})
}

// free says whether no anomaly touches a leaf within so many days.
func (m *maker) free(l int, from, to int) bool {
	return !slices.ContainsFunc(m.busy[l], func(b [2]int) bool { return from <= b[1]+30 && to >= b[0]-30 })
}
