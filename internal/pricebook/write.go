package pricebook

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Write writes a book's own prices, without those that it lies over, so that Parse
// reads them back. The same prices give the same bytes.
func (b *Book) Write(w io.Writer) error {
	sources := map[Source]bool{}
	for _, e := range b.prices {
		sources[*e.source] = true
	}
	list := slices.SortedFunc(maps.Keys(sources), func(a, b Source) int {
		return slices.Compare([]string{a.Date, a.Text, a.ID}, []string{b.Date, b.Text, b.ID})
	})
	ids := map[Source]string{}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, Header)
	for i, s := range list {
		ids[s] = fmt.Sprintf("s%d", i+1)
		fmt.Fprintf(out, "source\t%s\t%s\t%s\n", ids[s], s.Date, s.Text)
	}
	for _, k := range slices.Sorted(maps.Keys(b.prices)) {
		e := b.prices[k]
		fmt.Fprintf(out, "price\t%s\t%s\t%s\t%s\t%s\n", k, e.unit, e.currency, ids[*e.source], e.amount)
	}
	return out.Flush()
}
