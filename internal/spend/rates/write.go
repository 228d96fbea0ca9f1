package rates

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/pricebook"
)

// Write writes the rates as a price book, for pricebook.Parse. The same rates give
// the same bytes.
func (l *Learned) Write(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, pricebook.Header)
	fmt.Fprintln(out, "# Own rates, as bills show them: assay cost rates. They count before list prices.")
	ids := map[pricebook.Source]string{}
	for i := range l.Rates {
		s := l.Rates[i].Price.Source
		if ids[s] == "" {
			ids[s] = fmt.Sprintf("own-%d", len(ids)+1)
			fmt.Fprintf(out, "source\t%s\t%s\t%s\n", ids[s], s.Date, s.Text)
		}
	}
	for i := range l.Rates {
		r := &l.Rates[i]
		fmt.Fprintf(out, "price\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Provider, r.Region, r.Product, r.Unit, r.Price.Currency, ids[r.Price.Source], amount(&r.Price))
	}
	return out.Flush()
}

// amount is a price as a price book writes it.
func amount(p *pricebook.Price) string {
	if len(p.Tiers) == 1 {
		return p.Each().String()
	}
	var out []string
	for _, t := range p.Tiers {
		each := t.Each.String()
		if t.Open {
			each = "?"
		}
		out = append(out, t.From.String()+":"+each)
	}
	return strings.Join(out, " ")
}
