// Package sample makes the bills of a bank that does not exist: thirteen months
// of FOCUS 1.2 for the four example services, in the meters of AWS and near its list
// prices, with what real bills have: shared cost, a savings plan, tax, credits, lines
// without tags, a correction, a line that cannot be read, and moves that an anomaly
// detector should find. The bank's infrastructure code names most of what is billed,
// and some of that is waste.
//
//	files, planted, err := sample.Files(last, 1) // names and bytes
//
// The same month and seed give the same bytes. Every bill says that it is sample
// data: its account names and descriptions do. Prices are constants, not those of
// the price book, and stay when it is updated.
package sample

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Months is how many the bills cover.
const Months = 13

// File is a file of the sample, by its path below the folder it is for.
type File struct {
	Name string
	Data []byte
}

// Planted is a move that was put into the bills, or waste, which has no start.
type Planted struct {
	What  string
	Start time.Time
}

// maker writes the bills.
type maker struct {
	rng   *rand.Rand
	first time.Time
	out   *csv.Writer
	err   error
	month time.Time
	// of the month: billed for use, and used of the savings plan
	total, covered money.Number
	left           money.Number // of the plan, on the day
}

// Bank makes the sample's bills up to a month, the bills' last: one file a month.
func Bank(last assay.Month, seed uint64) ([]File, []Planted, error) {
	end, ok := last.First()
	if !ok {
		return nil, nil, fmt.Errorf("%q is no month", last)
	}
	m := &maker{rng: rand.New(rand.NewPCG(seed, 7)), first: end.AddDate(0, 1-Months, 0)}
	var files []File
	for i := range Months {
		var b bytes.Buffer
		m.month = m.first.AddDate(0, i, 0)
		m.out = csv.NewWriter(&b)
		m.err = m.out.Write(header)
		m.bill(i)
		m.out.Flush()
		if m.err == nil {
			m.err = m.out.Error()
		}
		if m.err != nil {
			return nil, nil, m.err
		}
		files = append(files, File{"bills/" + m.month.Format("2006-01") + ".csv", b.Bytes()})
	}
	return files, m.planted(), nil
}

// The months, counted from the first, and the days in which something moves.
const (
	shiftMonth, shiftDay   = 9, 13  // verbose logs after a deploy
	minerMonth, minerDay   = 11, 17 // machines of a stolen key
	minerDays              = 6
	rampMonth              = 7 // records that nobody deletes
	vanishMonth, vanishDay = 10, 7
)

func (m *maker) on(month, day int) time.Time { return m.first.AddDate(0, month, day-1) }

func (m *maker) planted() []Planted {
	return []Planted{
		{"payment-gateway writes debug logs since a deploy: its log costs are four times as high", m.on(shiftMonth, shiftDay)},
		{"GPU machines in a region that the bank does not use: a stolen key mines coins", m.on(minerMonth, minerDay)},
		{"trading-platform keeps every record: its storage grows day by day", m.on(rampMonth, 1)},
		{"fraud-detection's feature table is gone", m.on(vanishMonth, vanishDay)},
		{What: "a test machine of fraud-detection that never sleeps, a volume of trading-platform that nothing uses"},
		{What: "a NAT gateway without traffic, an address of nothing, old machines and volumes: t2, m4, gp2"},
		{What: "no tags on fraud-detection's models, on the network, on a machine made by hand; one value misspelt"},
	}
}

// bill writes a month.
func (m *maker) bill(i int) {
	m.total, m.covered = money.Number{}, money.Number{}
	next := m.month.AddDate(0, 1, 0)
	for day := m.month; day.Before(next); day = day.AddDate(0, 0, 1) {
		m.left = hourly.Mul(money.NumberOf(hoursOfDay))
		for _, s := range bank() {
			for _, it := range s.items {
				m.use(s, it, day)
			}
		}
		if from := m.on(minerMonth, minerDay); !day.Before(from) && day.Before(from.AddDate(0, 0, minerDays)) {
			m.mine(day)
		}
	}
	m.fees(i)
}

// agreed is the part of list prices that the bank's contract leaves; planned the
// part that use costs which its savings plan pays, hourly what the plan costs.
var agreed, planned, hourly = number("0.94"), number("0.72"), number("15.50")

func number(text string) money.Number { return decimal.RequireFromString(text) }

// use writes what an item uses on a day. Hours go to its machines, 24 to each: the
// last one runs for a part of the day.
func (m *maker) use(s service, it item, day time.Time) {
	q, ok := m.quantity(it, day)
	if !ok {
		return
	}
	things := it.things
	if len(things) == 0 {
		things = []thing{{}}
	}
	for _, t := range things {
		l := line{
			day: day, end: day.AddDate(0, 0, 1), charge: "Usage", frequency: "Usage-Based", meter: it.meter,
			region: region, thing: t, account: s.account, tags: tagsOf(s, it, t), pricing: "Standard",
		}
		part := q
		if it.daily > 0 && it.unit == "Hrs" {
			part = decimal.Min(q, money.NumberOf(hoursOfDay))
			q = q.Sub(part)
		}
		if part.IsPositive() {
			m.charge(l, part, it.committed)
		}
	}
}

// charge writes a quantity, as far as it reaches at the cost of the savings plan.
func (m *maker) charge(l line, q money.Number, committed bool) {
	if each := number(l.price).Mul(planned); committed {
		covered := decimal.Min(q, m.left.Div(each).Floor())
		if covered.IsPositive() {
			on := l
			on.priced(covered)
			on.billed, on.effective = money.Number{}, covered.Mul(each)
			on.commitment, on.status, on.pricing = plan, "Used", "Committed"
			m.left, m.covered = m.left.Sub(on.effective), m.covered.Add(on.effective)
			m.write(on)
		}
		if q = q.Sub(covered); q.IsZero() {
			return
		}
	}
	l.priced(q)
	m.total = m.total.Add(l.billed)
	m.write(l)
}

// quantity is how much an item uses on a day, for each of its resources where that
// is always the same.
func (m *maker) quantity(it item, day time.Time) (money.Number, bool) {
	switch {
	case it.steady > 0:
		return money.NumberOf(it.steady), true
	case it.kept > 0:
		days := m.month.AddDate(0, 1, -1).Day()
		return money.NumberOf(it.kept).DivRound(money.NumberOf(int64(days)), it.places), true
	}
	age := day.Sub(m.first).Hours() / 24 // float64(…) below: no machine fuses, so all round alike
	x := it.daily * math.Pow(1+it.growth, age/365) * (1 + float64(0.03*m.rng.NormFloat64()))
	if w := day.Weekday(); w == time.Saturday || w == time.Sunday {
		x *= it.weekend
	}
	if it.monthEnd && day.AddDate(0, 0, 2).Month() != day.Month() {
		x *= 1.25
	}
	switch {
	case it.product == logs && !day.Before(m.on(shiftMonth, shiftDay)):
		x *= 4
	case it.has(orderBucket) && !day.Before(m.on(rampMonth, 1)):
		x *= 1 + float64(day.Sub(m.on(rampMonth, 1)).Hours()/24*0.02)
	case it.has(features) && !day.Before(m.on(vanishMonth, vanishDay)):
		return money.Number{}, false
	}
	q := decimal.NewFromFloat(x).DivRound(number(it.price), it.places)
	return decimal.Max(q, decimal.New(1, -it.places)), true
}

// has says that an item is of a resource whose id ends so.
func (it item) has(id string) bool {
	return slices.ContainsFunc(it.things, func(t thing) bool { return strings.HasSuffix(t.id, id) })
}

// mine writes what the machines of a stolen key use on a day.
func (m *maker) mine(day time.Time) {
	const away = "ap-southeast-3"
	kind := machine("p4d.24xlarge", "39.33")
	kind.name = "APS4-BoxUsage:p4d.24xlarge"
	for _, id := range []string{"i-0fedcba9876543211", "i-0fedcba9876543212"} {
		m.charge(line{
			day: day, end: day.AddDate(0, 0, 1), charge: "Usage", frequency: "Usage-Based", meter: kind, region: away, account: analytics, pricing: "Standard",
			thing: thing{id: "arn:aws:ec2:" + away + ":" + analytics + ":instance/" + id},
		}, money.NumberOf(hoursOfDay), false)
	}
}
