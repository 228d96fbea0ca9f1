package allocate

import (
	"math/big"
	"math/bits"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// places is how many decimal places amounts have; bills carry up to 11, prices
// of single tokens and bytes up to 18. Whole coins of any currency fit in 64 bits.
const places = 19

// units is an amount in 10^-19 of a currency, as a two's complement of 128 bits.
// Whoever adds sees to it that sums stay within 126 bits: see reader.admit.
type units struct {
	hi int64
	lo uint64
}

func (a units) add(b units) units {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	return units{a.hi + b.hi + int64(carry), lo}
}

func (a units) neg() units {
	lo, borrow := bits.Sub64(0, a.lo, 0)
	return units{-a.hi - int64(borrow), lo}
}

func (a units) sub(b units) units { return a.add(b.neg()) }

func (a units) zero() bool { return a == units{} }

func (a units) negative() bool { return a.hi < 0 }

func (a units) abs() units {
	if a.negative() {
		return a.neg()
	}
	return a
}

// big sets z to the amount.
func (a units) big(z *big.Int) *big.Int {
	m := a.abs()
	z.SetUint64(uint64(m.hi))
	z.Lsh(z, 64)
	z.Or(z, new(big.Int).SetUint64(m.lo))
	if a.negative() {
		z.Neg(z)
	}
	return z
}

// unitsOf takes an integer of at most 126 bits.
func unitsOf(x *big.Int) units {
	m := new(big.Int).Abs(x)
	u := units{lo: m.Uint64()}
	u.hi = int64(m.Rsh(m, 64).Uint64())
	if x.Sign() < 0 {
		return u.neg()
	}
	return u
}

// number is the amount as a decimal.
func (a units) number() money.Number { return decimal.NewFromBigInt(a.big(new(big.Int)), -places) }

// scale is 10^19.
var scale = new(big.Int).Exp(big.NewInt(10), big.NewInt(places), nil)

// exact converts a decimal; one of more than 20 places or out of range is an error.
func exact(n money.Number) (units, error) {
	if n.IsZero() {
		return units{}, nil
	}
	e := int64(n.Exponent()) + places
	if e >= 0 && e <= places && n.NumDigits() <= 18 {
		return exactShort(n.CoefficientInt64(), e), nil
	}
	z := n.Coefficient()
	switch {
	case e > 60:
		return units{}, tooLong(n)
	case e >= 0:
		z.Mul(z, new(big.Int).Exp(big.NewInt(10), big.NewInt(e), nil))
	case e < -100:
		return units{}, tooLong(n)
	default:
		rest := new(big.Int)
		if z.QuoRem(z, new(big.Int).Exp(big.NewInt(10), big.NewInt(-e), nil), rest); rest.Sign() != 0 {
			return units{}, tooLong(n)
		}
	}
	if z.BitLen() > 126 {
		return units{}, tooLong(n)
	}
	return unitsOf(z), nil
}

// exactShort is c×10^e for |c| < 10^18, 0 ≤ e ≤ places.
func exactShort(c, e int64) units {
	hi, lo := bits.Mul64(uint64(max(c, -c)), powers[e])
	u := units{int64(hi), lo}
	if c < 0 {
		return u.neg()
	}
	return u
}

// powers are those of ten, up to 10^19.
var powers = func() (p [places + 1]uint64) {
	p[0] = 1
	for i := 1; i <= places; i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

func tooLong(n money.Number) error {
	return fault.New(fault.Invalid, "%.40s: amounts have at most %d places and 18 digits before the point", n.String(), places).
		WithHelp("mend the bill, or ingest it again")
}

// cuts are weights in cumulative form, for split.
type cuts struct {
	at    []big.Int // at[i] is the sum of weights 0 to i
	small []uint64  // the same when the whole has at most 64 bits
}

// cutsOf takes weights that are not negative and not all zero. It divides them
// by a common power of ten, which changes no share, and keeps a short form when
// they fit.
func cutsOf(weights []units) *cuts {
	c := &cuts{at: make([]big.Int, len(weights))}
	for i, w := range weights {
		w.big(&c.at[i])
	}
	unit := commonTens(c.at)
	for i := range c.at {
		c.at[i].Quo(&c.at[i], unit)
		if i > 0 {
			c.at[i].Add(&c.at[i], &c.at[i-1])
		}
	}
	if all := &c.at[len(c.at)-1]; all.IsUint64() {
		c.small = make([]uint64, len(c.at))
		for i := range c.at {
			c.small[i] = c.at[i].Uint64()
		}
	}
	return c
}

// commonTens is the greatest power of ten, up to 10^19, that divides all numbers.
func commonTens(all []big.Int) *big.Int {
	unit, ten, q, rest := new(big.Int).Set(scale), big.NewInt(10), new(big.Int), new(big.Int)
	for i := range all {
		for {
			if q.QuoRem(&all[i], unit, rest); rest.Sign() == 0 {
				break
			}
			unit.Quo(unit, ten)
		}
	}
	return unit
}

// split cuts a whole into parts by weight. The parts are the whole again: part i
// reaches from whole×at[i-1]/total to whole×at[i]/total, each rounded towards
// zero, so none is off by more than 10^-19.
func (c *cuts) split(whole units) []units {
	parts := make([]units, len(c.at))
	before := units{}
	m := whole.abs()
	if c.small != nil {
		for i, at := range c.small {
			upTo := share(m, at, c.small[len(c.small)-1])
			parts[i], before = upTo.sub(before), upTo
		}
	} else {
		a, z, total := m.big(new(big.Int)), new(big.Int), &c.at[len(c.at)-1]
		for i := range c.at {
			upTo := unitsOf(z.Quo(z.Mul(a, &c.at[i]), total))
			parts[i], before = upTo.sub(before), upTo
		}
	}
	if whole.negative() {
		for i := range parts {
			parts[i] = parts[i].neg()
		}
	}
	return parts
}

// share is a×part/total, rounded down, for part ≤ total.
func share(a units, part, total uint64) units {
	h1, h0 := bits.Mul64(uint64(a.hi), part)
	l1, l0 := bits.Mul64(a.lo, part)
	mid, carry := bits.Add64(h0, l1, 0)
	top := h1 + carry // below total, as a.hi×part/2^64 is
	q1, r := bits.Div64(top, mid, total)
	q0, _ := bits.Div64(r, l0, total)
	return units{int64(q1), q0}
}
