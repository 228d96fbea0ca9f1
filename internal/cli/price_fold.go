package cli

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/money"
)

// folded stands for equal instances of one resource: each costs the same, line by
// line, in the same region.
type folded[T any] struct {
	of *T
	n  int
}

// times is what all of them come to.
func (f folded[T]) times(n money.Number) money.Number {
	return n.Mul(decimal.NewFromInt(int64(f.n)))
}

// name is the address, with [*] for several instances and how many there are.
func (f folded[T]) name(address string) string {
	if f.n == 1 {
		return address
	}
	return fmt.Sprintf("%s × %d", instances(address), f.n)
}

// instances is how a usage file names all instances of a resource.
func instances(address string) string {
	if bare := assay.WithoutIndex(address); bare != address {
		return bare + "[*]"
	}
	return address
}

// fold puts equal things together, in the order of the first of each. Only what has
// an instance in its address is put together with others.
func fold[T any](list []T, key func(*T) (root, address string), equal func(a, b *T) bool) (out []folded[T]) {
	at := map[[2]string][]int{}
	for i := range list {
		x := &list[i]
		root, address := key(x)
		bare := assay.WithoutIndex(address)
		k := [2]string{root, bare}
		j := -1
		if bare != address {
			if c := slices.IndexFunc(at[k], func(c int) bool { return equal(out[c].of, x) }); c >= 0 {
				j = at[k][c]
			}
		}
		if j >= 0 {
			out[j].n++
			continue
		}
		if bare != address && len(at[k]) < maxFolds {
			at[k] = append(at[k], len(out))
		}
		out = append(out, folded[T]{x, 1})
	}
	return out
}

// maxFolds bounds how many unlike instances of one resource each other is held to.
const maxFolds = 50

func foldResources(list []price.Resource) []folded[price.Resource] {
	return fold(list, func(r *price.Resource) (string, string) { return r.Root, r.Address }, func(a, b *price.Resource) bool {
		return a.Region == b.Region && slices.EqualFunc(a.Lines, b.Lines, price.Line.Same)
	})
}

func foldChanges(list []price.Change) []folded[price.Change] {
	return fold(list, func(c *price.Change) (string, string) { return c.Root, c.Address }, func(a, b *price.Change) bool {
		return a.Kind == b.Kind && a.Before.Equal(b.Before) && a.After.Equal(b.After) && a.Unpriced == b.Unpriced && slices.EqualFunc(a.Open, b.Open, price.Line.Same)
	})
}
