package allocate

import (
	"context"
	"encoding/binary"
	"iter"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// Sum is the cost of charges that agree in all keys of Rules.Needs.
type Sum struct {
	Values            []string // one for each key, in that order
	Currency          string
	Estimated         bool // of a billing period that is still open
	Billed, Effective money.Number
	List              money.Number // weighs, where pools are shared like other charges
	Lines             int64
}

// Kind says what a recipient of cost is.
type Kind string

// The kinds.
const (
	Target Kind = "cost centre"
	InPool Kind = "pool"     // nobody pays for it
	Out    Kind = "left out" // by a rule
)

// recipient is who gets cost: a target, a pool, or what is left out, by the reason.
type recipient struct {
	kind Kind
	name string
}

// slice is cost that agrees in all keys that the result carries.
type slice struct {
	values    []string // by Rules.Dims
	month     assay.Month
	currency  string
	estimated bool
	lines     int64
	bridge    [bridges]units // effective less billed, by why they differ
	billed    units
	in        units // on the rules' basis
}

// Why billed and effective cost differ.
const (
	purchases = iota // what is paid now and used later
	used             // use of commitments
	unused           // commitments that nobody used
	others
	bridges
)

// place is where charges went directly.
type place struct {
	slice, to, rule int32
}

// reader takes sums in.
type reader struct {
	rules      *Rules
	match      *matcher
	slices     []slice
	byKey      map[string]int32
	recipients []recipient
	numbers    map[recipient]int32
	direct     map[place]units
	likes      []int32 // by rule after the direct ones: its pool
	meters     map[meter]units
	to         []int32 // by direct rule: its recipient, -1 for rules by a key
	untagged   int32
	magnitude  units // of all amounts that came in
	key        []byte
	ids        []int32
	category   int // columns of the bridge
	commitment int
}

// meter is what a pool is shared like: the list cost of a value.
type meter struct {
	pool     int32
	month    assay.Month
	currency string
	value    string
}

func newReader(rules *Rules) *reader {
	r := &reader{
		rules: rules, match: newMatcher(rules), byKey: map[string]int32{}, numbers: map[recipient]int32{}, direct: map[place]units{}, meters: map[meter]units{},
	}
	for i, p := range rules.Pools {
		if p.Split == "like" {
			r.likes = append(r.likes, int32(i))
		}
	}
	for _, p := range rules.Pools {
		r.number(recipient{InPool, p.Name}) // pools come first: pool i is recipient i
	}
	r.untagged = r.number(recipient{InPool, Untagged})
	for _, d := range rules.Direct {
		switch {
		case d.By != "":
			r.to = append(r.to, -1)
		case d.To != "":
			r.to = append(r.to, r.number(recipient{Target, d.To}))
		case d.Pool != "":
			r.to = append(r.to, r.number(recipient{InPool, d.Pool}))
		default:
			r.to = append(r.to, r.number(recipient{Out, d.Out}))
		}
	}
	for i, c := range r.match.columns {
		switch c.key {
		case assay.ByChargeCategory:
			r.category = i
		case assay.ByCommitmentUse:
			r.commitment = i
		}
	}
	r.ids = make([]int32, len(r.match.columns))
	return r
}

func (r *reader) number(x recipient) int32 {
	n, ok := r.numbers[x]
	if !ok {
		n = int32(len(r.recipients))
		r.numbers[x], r.recipients = n, append(r.recipients, x)
	}
	return n
}

func (r *reader) all(ctx context.Context, sums iter.Seq2[Sum, error]) error {
	n := 0
	for s, err := range sums {
		if err != nil {
			return err
		}
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.take(&s); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (r *reader) take(s *Sum) error {
	if len(s.Values) != len(r.ids) {
		return fault.New(fault.Unavailable, "a sum has %d values for %d keys", len(s.Values), len(r.ids))
	}
	billed, err := r.admit(s.Billed)
	if err != nil {
		return err
	}
	effective, err := r.admit(s.Effective)
	if err != nil {
		return err
	}
	for i, c := range r.match.columns {
		r.ids[i] = r.match.id(c, s.Values[i])
	}
	at := r.slice(s)
	sl := &r.slices[at]
	amount := effective
	if r.rules.Basis == "billed" {
		amount = billed
	}
	sl.lines += max(s.Lines, 1)
	sl.in, sl.billed = sl.in.add(amount), sl.billed.add(billed)
	why := r.why(s)
	sl.bridge[why] = sl.bridge[why].add(effective.sub(billed))
	p := place{at, r.untagged, int32(r.match.first(r.ids))}
	if p.rule >= 0 {
		if p.to = r.to[p.rule]; p.to < 0 {
			p.to = r.target(r.rules.Direct[p.rule].By)
		}
	}
	r.direct[p] = r.direct[p].add(amount)
	return r.like(s)
}

// like reads the meters of pools that are shared like other charges.
func (r *reader) like(s *Sum) error {
	for i, pool := range r.likes {
		if !r.match.also(r.match.direct + i) {
			continue
		}
		list, err := r.admit(s.List)
		if err != nil {
			return err
		}
		key := meter{pool, assay.Month(s.Values[0]), s.Currency, s.Values[r.column(r.rules.Pools[pool].By)]}
		r.meters[key] = r.meters[key].add(list)
	}
	return nil
}

func (r *reader) column(key assay.CostKey) int {
	return slices.IndexFunc(r.match.columns, func(c *column) bool { return c.key == key })
}

// admit converts a number and sees to it that no sum of any of them overflows.
func (r *reader) admit(n money.Number) (units, error) {
	u, err := exact(n)
	if err != nil {
		return u, err
	}
	if r.magnitude = r.magnitude.add(u.abs()); r.magnitude.hi>>62 != 0 { // two of 126 bits fit in 127
		return u, fault.New(fault.Invalid, "the bills add up to more than 18 digits before the point").WithHelp("allocate fewer months at once")
	}
	return u, nil
}

// target is the recipient that a key's value names.
func (r *reader) target(key assay.CostKey) int32 {
	i := r.column(key)
	c, id := r.match.columns[i], r.ids[i]
	if c.targets[id] < 0 {
		c.targets[id] = r.number(recipient{Target, c.values[id]})
	}
	return c.targets[id]
}

func (r *reader) slice(s *Sum) int32 {
	dims := len(r.rules.Dims())
	r.key = r.key[:0]
	for _, id := range r.ids[:dims] {
		r.key = binary.LittleEndian.AppendUint32(r.key, uint32(id))
	}
	estimated := byte(0)
	if s.Estimated {
		estimated = 1
	}
	r.key = append(append(r.key, estimated), s.Currency...)
	if at, ok := r.byKey[string(r.key)]; ok {
		return at
	}
	values := make([]string, dims)
	for i := range values {
		c := r.match.columns[i]
		values[i] = c.values[r.ids[i]]
	}
	r.byKey[string(r.key)] = int32(len(r.slices))
	r.slices = append(r.slices, slice{values: values, month: assay.Month(values[0]), currency: s.Currency, estimated: s.Estimated})
	return int32(len(r.slices) - 1)
}

// why says for which reason the sum's billed and effective cost differ, by
// FOCUS' ChargeCategory and CommitmentDiscountStatus.
func (r *reader) why(s *Sum) int {
	switch {
	case s.Values[r.category] == "Purchase":
		return purchases
	case s.Values[r.commitment] == "Used":
		return used
	case s.Values[r.commitment] == "Unused":
		return unused
	}
	return others
}
