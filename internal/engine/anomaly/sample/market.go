package sample

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/assay-dev/assay/internal/engine/anomaly"
)

// trait is how the bills of a habit of the second generator behave.
type trait struct {
	services, accounts, regions, skus int
	// density is the share of combinations that exist.
	density float64
	// level and unlike are the mean and the spread of the logarithm of a day's cost.
	level, unlike float64
	// growth bounds the yearly growth of services.
	growth [2]float64
	// weekend bounds what a weekend day costs of a working day.
	weekend [2]float64
	// gentle bounds the coefficient of variation of a day.
	gentle [2]float64
	// traffic is the spread of what all leaves of a service have in common.
	traffic float64
	// odd is the share of leaves that have no cost every day.
	odd float64
	// planted is how many anomalies there are for 100 leaves.
	planted float64
	// spike, shift and ramp bound by what leaves are multiplied.
	spike, shift, ramp [2]float64
	// add is the share of moves that add an amount to one leaf.
	add float64
	// season is the swing of the year.
	season float64
}

// traits are the habits of the second generator. It shares no code with the first
// but the score: gamma noise, counts times a price, noise with memory, demand that
// all of a service have in common, yearly growth of services, moves by amount,
// shapes within a move, and anomalies of several series from nothing.
var traits = map[Habit]trait{
	Shop: {
		services: 9, accounts: 3, regions: 2, skus: 3, density: 0.7, level: 3.6, unlike: 1.1,
		growth: [2]float64{0, 0.3}, weekend: [2]float64{0.9, 1.9}, gentle: [2]float64{0.04, 0.14}, traffic: 0.03, odd: 0.15, season: 0.12,
		planted: 9, spike: [2]float64{2, 6}, shift: [2]float64{1.4, 2.6}, ramp: [2]float64{1.7, 3}, add: 0.3,
	},
	Startup: {
		services: 7, accounts: 2, regions: 2, skus: 2, density: 0.8, level: 4.5, unlike: 1.3,
		growth: [2]float64{0.2, 1.6}, weekend: [2]float64{0.5, 1}, gentle: [2]float64{0.03, 0.12}, traffic: 0.02, odd: 0.1,
		planted: 14, spike: [2]float64{2, 8}, shift: [2]float64{1.5, 3}, ramp: [2]float64{1.8, 4}, add: 0.2,
	},
	Batch: {
		services: 8, accounts: 4, regions: 2, skus: 3, density: 0.6, level: 3.8, unlike: 1,
		growth: [2]float64{-0.1, 0.2}, weekend: [2]float64{0.1, 0.7}, gentle: [2]float64{0.03, 0.2}, traffic: 0.02, odd: 0.45, season: 0.05,
		planted: 7, spike: [2]float64{2.2, 7}, shift: [2]float64{1.5, 2.8}, ramp: [2]float64{1.8, 3.2}, add: 0.3,
	},
	Group: {
		services: 14, accounts: 8, regions: 4, skus: 4, density: 0.22, level: 2.8, unlike: 1.6,
		growth: [2]float64{-0.2, 0.5}, weekend: [2]float64{0.4, 1.4}, gentle: [2]float64{0.03, 0.2}, traffic: 0.03, odd: 0.25, season: 0.08,
		planted: 6, spike: [2]float64{2, 7}, shift: [2]float64{1.4, 3}, ramp: [2]float64{1.7, 3.5}, add: 0.35,
	},
}

// good is a leaf of the second generator.
type good struct {
	values  []string
	service int
	level   float64
	rhythm  rhythm
	cost    []float64
	// cv is the coefficient of variation of a day.
	cv   float64
	busy [][2]int
}

// market makes one sample of the second generator.
type market struct {
	*rand.Rand
	trait
	first, days int
	goods       []good
	out         *Sample
}

// makeMarket makes a bill of a trait.
func makeMarket(t trait, seed uint64, salt uint64, days int) *Sample {
	m := &market{Rand: rand.New(rand.NewPCG(salt, seed*2_654_435_761+97)), trait: t, days: days}
	m.first = 19_500 + m.IntN(700)
	m.out = &Sample{First: m.first, Days: days}
	m.estate()
	m.run()
	m.holidays()
	m.plant()
	m.mishaps()
	m.bill()
	m.out.Series = len(m.goods)
	return m.out
}

// within is a number evenly between two bounds.
func (m *market) within(b [2]float64) float64 { return b[0] + (b[1]-b[0])*m.Float64() }

// chance is true that often.
func (m *market) chance(share float64) bool { return m.Float64() < share }

// estate lays out which combinations there are; each service of an account belongs
// to a team or to none.
func (m *market) estate() {
	owners := []string{"north", "south", "web", "data", "", "core"}
	for s := range m.services {
		skus := 1 + m.IntN(m.skus)
		regions := 1 + m.IntN(m.regions)
		for k := range skus {
			for a := range m.accounts {
				for r := range regions {
					if !m.chance(m.density) {
						continue
					}
					g := good{service: s, level: math.Exp(m.level + m.unlike*m.NormFloat64()), values: []string{
						fmt.Sprintf("svc%02d", s), fmt.Sprintf("%04d", 1000+a), []string{"eu-1", "us-1", "us-2", "ap-1"}[r], fmt.Sprintf("svc%02d/%d", s, k), owners[(a+s*s)%len(owners)],
					}}
					g.level = max(0.05, min(20_000, g.level))
					m.goods = append(m.goods, g)
				}
			}
		}
	}
}

// bill writes the goods down, and what else bills say.
func (m *market) bill() {
	for i := range m.goods {
		for t, v := range m.goods[i].cost {
			if v > 0 {
				m.line(m.goods[i].values, t, "Usage", "", v)
			}
		}
	}
	m.extras()
}

func (m *market) line(values []string, t int, category, class string, cost float64) {
	m.out.Rows = append(m.out.Rows, anomaly.Row{Day: m.first + t, Values: values, Currency: "USD", Category: category, Class: class, Cost: cost})
}
