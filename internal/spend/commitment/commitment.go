// Package commitment says whether what was committed to is used: savings plans,
// reservations, committed use.
//
//	report, err := commitment.Find(ctx, lake, commitment.Question{From: from, To: to})
//
// Utilisation is the used part of what a month of a commitment costs (effective cost of
// the lines with CommitmentDiscountStatus Used over that of Used and Unused). Coverage is
// as AWS defines it for savings plans: usage that commitments paid over that and what ran
// on demand, both at list cost; here of the kinds of usage that commitments paid any of.
// What ran at a dynamic price (spot) is neither. Columns and their meaning are those of
// FOCUS 1.2. The month is that of the charge, so a correction counts where it belongs.
//
// It knows no terms of contracts: what a commitment may be used for, and when it ends,
// is on no bill.
package commitment

import (
	"cmp"
	"context"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// Used and Unused are what FOCUS calls the parts of a commitment.
const (
	Used   = "Used"
	Unused = "Unused"
)

// Month is what a commitment came to in a month, in one currency. What is not known is
// nil, and Why says why.
type Month struct {
	Month     assay.Month `json:"month"`      // that the charges are for
	ID        string      `json:"commitment"` // CommitmentDiscountId; empty when the bill does not name it
	Name      string      `json:"name"`       // CommitmentDiscountName
	Type      string      `json:"type"`       // CommitmentDiscountType
	Currency  string      `json:"currency"`   // ISO 4217, or a provider's own
	Estimated bool        `json:"estimated"`  // some of the bills were still open when they were read
	// Purchased is what was billed for it; nil when no line is.
	Purchased *money.Number `json:"purchased"`
	Committed *money.Number `json:"committed"` // effective cost of the month's part of it: Used + Unused
	Used      *money.Number `json:"used"`      // the part that was used
	Unused    *money.Number `json:"unused"`    // the part that was not used: waste
	// Utilisation is Used of Committed, in percent, to one place.
	Utilisation *money.Number `json:"utilisation_percent"`
	List        *money.Number `json:"list"`              // what its usage costs at list prices
	Saved       *money.Number `json:"saved"`             // List less Committed: below zero it lost
	Why         string        `json:"unknown,omitempty"` // why something is null
}

// Coverage is how much of the usage of a service commitments paid in a month, at list
// cost. An empty service is all of them.
type Coverage struct {
	Month     assay.Month   `json:"month"`        // that the charges are for
	Service   string        `json:"service_name"` // the provider's service; empty for all of them
	Currency  string        `json:"currency"`     // ISO 4217, or a provider's own
	Estimated bool          `json:"estimated"`    // some of the bills were still open when they were read
	Covered   *money.Number `json:"covered"`      // list cost of usage that commitments paid
	OnDemand  *money.Number `json:"on_demand"`    // list cost of usage that ran on demand
	// Percent is Covered of both, to one place.
	Percent *money.Number `json:"coverage_percent"`
	Why     string        `json:"unknown,omitempty"` // why something is null
}

// Report is what was found: commitments by name, coverage by service, each by month.
type Report struct {
	Months   []Month    `json:"commitments"` // by commitment, currency and month
	Coverage []Coverage `json:"coverage"`    // by service, currency and month, all of them last
}

// Question is what to look at: charge months from From to To, both inclusive, empty
// without a bound. Where says whose usage coverage is of, and picks the commitments that
// paid any of it; each is looked at as a whole, for what is not used is nobody's.
type Question struct {
	From, To assay.Month
	Where    []lake.Filter
	Virtual  []lake.Virtual
}

func (q *Question) has(m assay.Month) bool {
	return (q.From == "" || m >= q.From) && (q.To == "" || m <= q.To)
}

var keys = []assay.CostKey{
	assay.ByChargeMonth, assay.ByCommitment, assay.ByCommitmentUse, assay.ByCommitmentType, assay.ByChargeCategory, assay.ByPricing,
	assay.ByServiceName, assay.ByServiceCategory, assay.ByUnit,
}

// Find asks a lake. A charge of a month may be billed in any, so all bills are asked.
func Find(ctx context.Context, l lake.Lake, q Question) (*Report, error) {
	rows, err := l.Sum(ctx, lake.Ask{By: keys, Virtual: q.Virtual})
	if err != nil {
		return nil, err
	}
	kept := rows
	if len(q.Where) > 0 {
		if kept, err = l.Sum(ctx, lake.Ask{By: keys, Where: q.Where, Virtual: q.Virtual}); err != nil {
			return nil, err
		}
	}
	r := q.read(rows, kept)
	if len(r.Months) == 0 {
		return r, nil
	}
	named, err := l.Sum(ctx, lake.Ask{
		By:      []assay.CostKey{assay.ByCommitment, assay.ByCommitmentName},
		Where:   []lake.Filter{{Key: assay.ByCommitment, Values: []string{""}, Not: true}},
		Virtual: q.Virtual,
	})
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, n := range named {
		names[n.Values[0]] = cmp.Or(n.Values[1], names[n.Values[0]])
	}
	for i := range r.Months {
		r.Months[i].Name = names[r.Months[i].ID]
	}
	return r, nil
}

// line is a row by its keys.
type line struct {
	month                               assay.Month
	id, status, kind, category, pricing string
	service                             string
	usage                               [3]string // service, its category, unit: what may be covered alike
	row                                 *lake.Row
}

func lineOf(r *lake.Row) line {
	v := r.Values
	return line{assay.Month(v[0]), v[1], v[2], v[3], v[4], v[5], v[6], [3]string{v[6], v[7], v[8]}, r}
}

// of says that it belongs to a commitment: not its tax, nor a credit for it.
func (l *line) of() bool {
	return (l.id != "" || l.status != "") && (l.category == "Usage" || l.category == "Purchase" || l.category == "")
}

// onDemand says that it is usage at the price that everybody pays.
func (l *line) onDemand() bool {
	return l.id == "" && l.status == "" && (l.category == "Usage" || l.category == "") && (l.pricing == "Standard" || l.pricing == "")
}

// read reads the sums of a lake by keys: all, and those of the charges that are asked for.
func (q *Question) read(rows, kept []lake.Row) *Report {
	type key struct {
		id, currency string
		month        assay.Month
	}
	r := &Report{Months: []Month{}, Coverage: []Coverage{}}
	at := map[key]*sums{}
	eligible := map[[3]string]bool{}
	named := map[string]bool{}
	for i := range kept {
		if l := lineOf(&kept[i]); l.of() && q.has(l.month) {
			named[l.id] = true
		}
	}
	for i := range rows {
		l := lineOf(&rows[i])
		if !l.of() || !q.has(l.month) {
			continue
		}
		if l.status == Used {
			eligible[l.usage] = true
		}
		if !named[l.id] {
			continue
		}
		k := key{l.id, l.row.Currency, l.month}
		if at[k] == nil {
			at[k] = &sums{}
		}
		at[k].add(&l)
	}
	for k, s := range at {
		m := Month{Month: k.month, ID: k.id, Type: s.kind, Currency: k.currency, Estimated: s.estimated}
		m.fill(s)
		r.Months = append(r.Months, m)
	}
	slices.SortFunc(r.Months, func(a, b Month) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Month, b.Month))
	})
	q.cover(r, kept, eligible)
	return r
}

// sums are a commitment's in a month.
type sums struct {
	kind                      string
	used, unused, neither     money.Number
	list, purchased           *money.Number
	seen, unlisted, estimated bool
}

func (s *sums) add(l *line) {
	s.kind, s.estimated = cmp.Or(l.kind, s.kind), s.estimated || l.row.Estimated
	if l.category == "Purchase" {
		s.purchased = plus(s.purchased, l.row.Billed)
	}
	switch l.status {
	case Used:
		s.used, s.seen = s.used.Add(l.row.Effective), true
		if l.row.List == nil {
			s.unlisted = true
		} else {
			s.list = plus(s.list, *l.row.List)
		}
	case Unused:
		s.unused, s.seen = s.unused.Add(l.row.Effective), true
	default:
		s.neither = s.neither.Add(l.row.Effective)
	}
}

func (m *Month) fill(s *sums) {
	m.Purchased = s.purchased
	switch {
	case !s.seen:
		m.Why = "no line says what of it was used"
		return
	case !s.neither.IsZero():
		m.Why = "lines of " + s.neither.String() + " say neither used nor unused"
		return
	}
	committed := s.used.Add(s.unused)
	m.Used, m.Unused, m.Committed = &s.used, &s.unused, &committed
	if m.Utilisation = percent(s.used, committed); m.Utilisation == nil {
		m.Why = "nothing was committed, or less"
	}
	if s.unlisted {
		m.Why = "lines that used it have no list cost"
		return
	}
	list := money.Number{}
	if s.list != nil {
		list = *s.list
	}
	saved := list.Sub(committed)
	m.List, m.Saved = &list, &saved
}

// cover works out coverage of services by the usage that commitments pay.
func (q *Question) cover(r *Report, rows []lake.Row, eligible map[[3]string]bool) {
	type key struct {
		service, currency string
		month             assay.Month
	}
	type part struct {
		covered, onDemand   money.Number
		unlisted, estimated bool
	}
	at := map[key]*part{}
	for i := range rows {
		l := lineOf(&rows[i])
		covered := l.of() && l.status == Used
		if !q.has(l.month) || !eligible[l.usage] || !covered && !l.onDemand() {
			continue
		}
		for _, service := range []string{l.service, ""} {
			k := key{service, l.row.Currency, l.month}
			if at[k] == nil {
				at[k] = &part{}
			}
			p := at[k]
			p.estimated = p.estimated || l.row.Estimated
			switch {
			case l.row.List == nil:
				p.unlisted = true
			case covered:
				p.covered = p.covered.Add(*l.row.List)
			default:
				p.onDemand = p.onDemand.Add(*l.row.List)
			}
			if service == "" {
				break // a service without a name is in all of them once
			}
		}
	}
	for k, p := range at {
		c := Coverage{Month: k.month, Service: k.service, Currency: k.currency, Estimated: p.estimated}
		if p.unlisted {
			c.Why = "lines have no list cost"
		} else {
			c.Covered, c.OnDemand = &p.covered, &p.onDemand
			if c.Percent = percent(p.covered, p.covered.Add(p.onDemand)); c.Percent == nil {
				c.Why = "list cost comes to nothing, or less"
			}
		}
		r.Coverage = append(r.Coverage, c)
	}
	slices.SortFunc(r.Coverage, func(a, b Coverage) int {
		last := func(c Coverage) int { // all of them come last
			if c.Service == "" {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(last(a), last(b)), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Month, b.Month))
	})
}

func plus(a *money.Number, b money.Number) *money.Number {
	if a != nil {
		b = a.Add(b)
	}
	return &b
}

// percent is nil of a whole that is nothing, or less.
func percent(part, whole money.Number) *money.Number {
	if !whole.IsPositive() {
		return nil
	}
	n := part.Mul(money.NumberOf(100)).DivRound(whole, 1)
	return &n
}
