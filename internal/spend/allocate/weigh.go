package allocate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/assay-dev/assay/internal/money"
)

// scope is where spend is compared: a currency, and for some pools an invoice.
type scope struct {
	currency, source, invoice string
	within                    bool // the invoice counts
}

// scopes are the scopes that a slice is in.
func (s *slice) scopes() [2]scope {
	return [2]scope{{currency: s.currency}, {s.currency, s.values[1], s.values[2], true}}
}

type shareKey struct {
	pool  int32
	scope scope
}

// weights are a pool's members with their parts: pools first, then targets, by name.
type weights struct {
	to    []int32
	pools int
	parts []units
	cuts  *cuts
}

// weights of a pool for a slice; nil when there is nobody to share it.
func (m *monthly) weights(pool int32, s *slice) *weights {
	p := &m.rules.Pools[pool]
	sc := s.scopes()[0]
	if p.Within == "invoice" {
		sc = s.scopes()[1]
	}
	key := shareKey{pool, sc}
	if w, ok := m.shares[key]; ok {
		return w
	}
	w := m.weigh(p, sc)
	if w == nil && p.Split != "none" {
		m.notes[fmt.Sprintf("%s: nobody to share %q in %s with, so it stays there", m.month, p.Name, s.currency)] = true
	}
	m.shares[key] = w
	return w
}

func (m *monthly) weigh(p *Pool, sc scope) *weights {
	by := map[int32]units{}
	spend := m.spend[sc]
	switch p.Split {
	case "even":
		for _, n := range m.members(p, spend) {
			by[n] = units{lo: 1}
		}
	case "spend":
		for _, n := range m.members(p, spend) {
			by[n] = spend[n]
		}
	case "fixed":
		for _, s := range p.Shares {
			by[m.member(s.Name)], _ = exact(s.Part) // was checked when it was read
		}
	case "usage":
		m.used(p, by)
	case "like":
		m.like(p, sc.currency, by)
	}
	w := &weights{}
	for n, x := range by {
		if !x.zero() && !x.negative() {
			w.to = append(w.to, n)
		}
	}
	if len(w.to) == 0 {
		return nil
	}
	pools := int32(len(m.rules.Pools))
	slices.SortFunc(w.to, func(a, b int32) int {
		return cmp.Or(cmp.Compare(b2i(a >= pools), b2i(b >= pools)), cmp.Compare(m.rank[a], m.rank[b]))
	})
	for _, n := range w.to {
		if n < pools {
			w.pools++
		}
		w.parts = append(w.parts, by[n])
	}
	w.cuts = cutsOf(w.parts)
	return w
}

// members are who may share a pool: those that it names, or all targets that have
// cost of their own.
func (m *monthly) members(p *Pool, spend map[int32]units) []int32 {
	var out []int32
	for _, name := range p.Among {
		out = append(out, m.member(name))
	}
	if len(p.Among) > 0 {
		return out
	}
	for n, amount := range spend {
		if m.recipients[n].kind == Target && !amount.zero() {
			out = append(out, n)
		}
	}
	return out
}

// like weighs members by the list cost of the charges that the pool is shared like.
func (m *monthly) like(p *Pool, currency string, by map[int32]units) {
	pool := m.pool(p.Name)
	for key, amount := range m.meters {
		if key.pool != pool || key.month != m.month || key.currency != currency {
			continue
		}
		n := m.numbers[recipient{Target, key.value}]
		if to, ok := p.Names[key.value]; ok {
			n = m.member(to)
		}
		by[n] = by[n].add(amount)
	}
}

// used weighs members by what they used of each metric, and the idle rest.
func (m *monthly) used(p *Pool, by map[int32]units) {
	sums := map[int32]money.Number{}
	for _, metric := range p.Usage {
		rows := m.usage[usageKey{m.month, metric.Name}]
		if len(rows) == 0 {
			m.notes[fmt.Sprintf("%s: no use of %q is known", m.month, metric.Name)] = true
		}
		var all money.Number
		for name, quantity := range rows {
			if name == whole {
				continue
			}
			all = all.Add(quantity)
			n := m.numbers[recipient{Target, name}]
			if to, ok := p.Names[name]; ok {
				n = m.member(to)
			}
			sums[n] = sums[n].Add(quantity.Mul(metric.Part))
		}
		if p.Idle == "" || len(rows) == 0 {
			continue
		}
		capacity, known := rows[whole]
		if !known {
			m.notes[fmt.Sprintf("%s: how much of %q there was is not known, so nothing of %q is idle", m.month, metric.Name, p.Name)] = true
		} else if idle := capacity.Sub(all); idle.IsPositive() {
			n := m.member(p.Idle)
			sums[n] = sums[n].Add(idle.Mul(metric.Part))
		}
	}
	for n, sum := range sums {
		u, err := exact(sum.Truncate(places))
		if err != nil {
			m.notes[fmt.Sprintf("%s: the use that %q is shared by is too large to count", m.month, p.Name)] = true
			clear(by)
			return
		}
		by[n] = u
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
