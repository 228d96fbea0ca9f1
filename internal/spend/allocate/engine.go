package allocate

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// maxCells bounds the parts of a result: so much memory is 16 bytes each.
const maxCells = 50_000_000

// block is cost of a slice that came to recipients the same way. via is a
// direct rule, or a pool; see Result.via.
type block struct {
	slice, via int32
	to         []int32
	amounts    []units
}

// flow is money of a slice that came into a pool: by a direct rule, or from a pool.
type flow struct {
	slice, pool, via int32
	amount           units
}

// Allocate gives every sum to who pays for it. Errors are those of the sequence,
// and of kind fault.Invalid when amounts are out of range or the result would be
// too large. The result doesn't depend on the order of the sums.
func Allocate(ctx context.Context, rules *Rules, usage Usage, sums iter.Seq2[Sum, error]) (*Result, error) {
	r := newReader(rules)
	if err := r.all(ctx, sums); err != nil {
		return nil, err
	}
	e := &engine{reader: r, usage: usage}
	e.settle()
	months := map[assay.Month][]int32{}
	for i := range r.slices {
		months[r.slices[i].month] = append(months[r.slices[i].month], int32(i))
	}
	order := slices.Sorted(maps.Keys(months))
	done := make([]*monthly, len(order))
	var wait sync.WaitGroup
	next := atomic.Int64{}
	for range min(runtime.GOMAXPROCS(0), len(order)) {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(order) || ctx.Err() != nil {
					return
				}
				done[i] = e.month(ctx, order[i], months[order[i]])
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if e.cells.Load() > maxCells {
		return nil, fault.New(fault.Invalid, "sharing makes more than %d amounts", maxCells).
			WithHelp("allocate fewer months at once, or keep fewer keys in %s", File)
	}
	return e.result(done), nil
}

// engine shares pools.
type engine struct {
	*reader
	usage  Usage
	places []place // sorted by slice, recipient, rule
	from   []int   // by slice: its first place
	rank   []int32 // by recipient: its place in the order of names
	cells  atomic.Int64
}

// settle sorts what was read: slices by what they say, recipients by name.
func (e *engine) settle() {
	order := make([]int32, len(e.slices))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return e.slices[a].compare(&e.slices[b]) })
	sorted, to := make([]slice, len(order)), make([]int32, len(order))
	for i, from := range order {
		sorted[i], to[from] = e.slices[from], int32(i)
	}
	e.slices = sorted
	for p := range e.direct {
		e.places = append(e.places, p)
	}
	direct := make(map[place]units, len(e.direct))
	for i, p := range e.places {
		e.places[i].slice = to[p.slice]
		direct[e.places[i]] = e.direct[p]
	}
	e.direct = direct
	for name := range e.named() {
		e.number(recipient{Target, name})
	}
	e.sortRecipients()
	slices.SortFunc(e.places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.slice, b.slice), cmp.Compare(a.rule, b.rule), cmp.Compare(e.rank[a.to], e.rank[b.to]))
	})
	e.from = make([]int, len(e.slices)+1)
	for i := range e.from {
		e.from[i], _ = slices.BinarySearchFunc(e.places, int32(i), func(p place, s int32) int { return cmp.Compare(p.slice, s) })
	}
}

func (s *slice) compare(o *slice) int {
	return cmp.Or(slices.Compare(s.values, o.values), cmp.Compare(s.currency, o.currency), cmp.Compare(b2i(s.estimated), b2i(o.estimated)))
}

// named yields the members that rules and usage name and that are no pools.
func (e *engine) named() iter.Seq[string] {
	return func(yield func(string) bool) {
		each := func(name string, mayBePool bool) {
			if name != "" && (!mayBePool || e.pool(name) < 0) {
				yield(name)
			}
		}
		metrics := map[string]bool{}
		for i := range e.rules.Pools {
			p := &e.rules.Pools[i]
			for _, n := range p.Among {
				each(n, true)
			}
			for _, s := range p.Shares {
				each(s.Name, true)
			}
			each(p.Idle, true)
			for _, n := range p.Names {
				each(n, true)
			}
			for _, m := range p.Usage {
				metrics[m.Name] = true
			}
		}
		for key := range e.meters {
			each(key.value, false)
		}
		for key, by := range e.usage {
			if !metrics[key.metric] {
				continue
			}
			for name := range by {
				each(name, false)
			}
		}
	}
}

// pool is the number of a pool; -1 for no pool.
func (e *engine) pool(name string) int32 {
	if n, ok := e.numbers[recipient{InPool, name}]; ok {
		return n
	}
	return -1
}

// member is who a name in the rules stands for: a pool if there is one, else a target.
func (e *engine) member(name string) int32 {
	if n := e.pool(name); n >= 0 {
		return n
	}
	return e.numbers[recipient{Target, name}]
}

func (e *engine) sortRecipients() {
	order := make([]int32, len(e.recipients))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return e.recipients[a].compare(e.recipients[b]) })
	e.rank = make([]int32, len(order))
	for i, n := range order {
		e.rank[n] = int32(i)
	}
}

// compare puts targets first, then pools, then what is left out.
func (r recipient) compare(o recipient) int {
	return cmp.Or(cmp.Compare(kindRank[r.kind], kindRank[o.kind]), cmp.Compare(r.name, o.name))
}

var kindRank = map[Kind]int{Target: 0, InPool: 1, Out: 2}

// monthly is what comes of one month.
type monthly struct {
	*engine
	month  assay.Month
	blocks []block
	flows  []flow
	shares map[shareKey]*weights
	spend  map[scope]map[int32]units
	notes  map[string]bool
}

// month allocates the slices of one month, in their order.
func (e *engine) month(ctx context.Context, month assay.Month, at []int32) *monthly {
	m := &monthly{engine: e, month: month, shares: map[shareKey]*weights{}, spend: map[scope]map[int32]units{}, notes: map[string]bool{}}
	slices.Sort(at)
	pools := len(e.rules.Pools)
	inflow := make([]map[int32]units, pools) // by pool: its money by slice
	for _, s := range at {
		m.direct(s, inflow)
	}
	for p := range pools {
		for _, s := range slices.Sorted(maps.Keys(inflow[p])) {
			if ctx.Err() != nil || e.cells.Load() > maxCells {
				return m
			}
			m.share(int32(p), s, inflow)
		}
	}
	return m
}

// direct books what rules gave in a slice.
func (m *monthly) direct(s int32, inflow []map[int32]units) {
	for _, p := range m.places[m.from[s]:m.from[s+1]] {
		amount := m.reader.direct[p]
		for _, sc := range m.slices[s].scopes() {
			if m.spend[sc] == nil {
				m.spend[sc] = map[int32]units{}
			}
			m.spend[sc][p.to] = m.spend[sc][p.to].add(amount)
		}
		if int(p.to) < len(inflow) {
			m.pour(s, p.to, p.rule, amount, inflow)
			continue
		}
		if n := len(m.blocks); n > 0 && m.blocks[n-1].slice == s && m.blocks[n-1].via == p.rule {
			m.blocks[n-1].to, m.blocks[n-1].amounts = append(m.blocks[n-1].to, p.to), append(m.blocks[n-1].amounts, amount)
			continue
		}
		m.blocks = append(m.blocks, block{s, p.rule, []int32{p.to}, []units{amount}})
	}
}

// pour puts money of a slice into a pool.
func (m *monthly) pour(s, pool, via int32, amount units, inflow []map[int32]units) {
	if inflow[pool] == nil {
		inflow[pool] = map[int32]units{}
	}
	inflow[pool][s] = inflow[pool][s].add(amount)
	m.flows = append(m.flows, flow{s, pool, via, amount})
}

// share gives a pool's money of a slice to its members, or leaves it where it is.
func (m *monthly) share(pool, s int32, inflow []map[int32]units) {
	amount := inflow[pool][s]
	via := m.viaPool(pool)
	if amount.zero() {
		return
	}
	w := m.weights(pool, &m.slices[s])
	if w == nil {
		m.blocks = append(m.blocks, block{s, via, []int32{pool}, []units{amount}})
		return
	}
	parts := w.cuts.split(amount)
	m.cells.Add(int64(len(parts)))
	for i, to := range w.to[:w.pools] {
		if !parts[i].zero() {
			m.pour(s, to, via, parts[i], inflow)
		}
	}
	if w.pools < len(parts) {
		m.blocks = append(m.blocks, block{s, via, w.to[w.pools:], parts[w.pools:]})
	}
}

// viaPool is the number that stands for a pool as a way; direct rules are below,
// and -1 is that none took it.
func (e *engine) viaPool(pool int32) int32 { return int32(len(e.rules.Direct)) + pool }
