package allocate

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/money"
)

// digits is how many decimal places a currency's smallest coin has: ISO 4217,
// where it is not 2.
func digits(currency string) int {
	switch currency {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// coin is a currency's smallest coin.
type coin struct {
	digits int
	size   uint64 // in units
}

func coinOf(currency string) coin {
	d := digits(currency)
	return coin{d, powers[places-d]}
}

// floor is how many coins an amount holds, rounded down, and the rest in units.
func (c coin) floor(a units) (coins units, rest uint64) {
	m := a.abs()
	hi, r := uint64(m.hi)/c.size, uint64(m.hi)%c.size
	lo, rest := bits.Div64(r, m.lo, c.size)
	coins = units{int64(hi), lo}
	if a.negative() {
		coins = coins.neg()
		if rest > 0 {
			coins, rest = coins.sub(units{lo: 1}), c.size-rest
		}
	}
	return coins, rest
}

// round is an amount in coins, half to even.
func (c coin) round(a units) units {
	coins, rest := c.floor(a)
	if half := c.size / 2; rest > half || rest == half && coins.lo&1 == 1 {
		coins = coins.add(units{lo: 1})
	}
	return coins
}

// number is so many coins in the currency.
func (c coin) number(coins units) money.Number {
	return decimal.NewFromBigInt(coins.big(new(big.Int)), -int32(c.digits))
}

// apportion hands coins to amounts: each gets its own rounded down, and those
// with the largest rests one more, until all is handed out. The earlier of equal
// ones comes first. coins must be the sum of amounts, rounded up or down.
func (c coin) apportion(coins units, amounts []units) []units {
	out, rests, order := make([]units, len(amounts)), make([]uint64, len(amounts)), make([]int, len(amounts))
	left := coins
	for i, a := range amounts {
		out[i], rests[i] = c.floor(a)
		left, order[i] = left.sub(out[i]), i
	}
	if left.zero() {
		return out
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(rests[j], rests[i]), cmp.Compare(i, j))
	})
	for _, i := range order[:min(left.lo, uint64(len(order)))] {
		out[i] = out[i].add(units{lo: 1})
	}
	return out
}
