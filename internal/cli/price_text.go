package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/report/pricelist"
)

// priceRows bounds what the text lists without --verbose.
const priceRows = 20

// priceText writes an estimate for a terminal or a pipe: what it comes to, what
// the change does, the dearest resources, what would make more of it known.
func priceText(w io.Writer, d *pricelist.Document, verbose bool) error {
	out := &writer{w: w}
	out.printf("%s\n", d.Headline())
	if d.Change != nil {
		out.change(d, verbose)
	}
	out.resources(&d.Estimate, verbose)
	if d.Estimate.Lines > 0 {
		out.printf("\n%s\n", pricelist.Share(&d.Estimate))
	}
	if verbose && len(d.Estimate.FreeTypes) > 0 {
		out.printf("free of charge: %s\n", clean(strings.Join(d.Estimate.FreeTypes, ", ")))
	}
	for _, n := range d.Estimate.Notes {
		out.printf("note: %s\n", clean(n))
	}
	if keys := usageKeys(&d.Estimate); keys != "" {
		out.printf("next: say how much is used in %s: %s\n", price.UsageFile, clean(keys))
	}
	return out.err
}

// writer remembers the first error.
type writer struct {
	w   io.Writer
	err error
}

func (o *writer) printf(format string, args ...any) {
	if o.err == nil {
		_, o.err = fmt.Fprintf(o.w, format, args...)
	}
}

func (o *writer) table(t *term.Table) {
	if o.err == nil {
		_, o.err = t.WriteTo(o.w)
	}
}

func (o *writer) change(d *pricelist.Document, verbose bool) {
	o.printf("%s (against %s)\n", d.Delta(), clean(d.Against()))
	all := foldChanges(d.Change.Changes)
	list := all
	if len(list) > priceRows && !verbose {
		list = list[:priceRows]
	}
	if len(list) == 0 {
		return
	}
	t := &term.Table{}
	t.Right(2)
	for _, f := range list {
		c := f.of
		var rest []string
		if c.Kind == "changed" && !c.Unpriced {
			rest = append(rest, "from "+pricelist.Cents(f.times(c.Before))+" to "+pricelist.Cents(f.times(c.After)))
		}
		if n := len(c.Open) * f.n; n > 0 {
			rest = append(rest, fmt.Sprintf("and %d not known", n))
		}
		t.Row("  "+map[string]string{"added": "+", "removed": "-", "changed": "~"}[c.Kind]+" "+clean(f.name(c.Address)), clean(pricelist.Place(c.Location)), pricelist.Difference(c.Unpriced, f.times(c.Delta)), strings.Join(rest, ", "))
	}
	o.printf("\n")
	o.table(t)
	if left := len(all) - len(list); left > 0 {
		o.printf("  %d more (--verbose)\n", left)
	}
}

func (o *writer) resources(e *price.Estimate, verbose bool) {
	all := foldResources(e.Resources)
	slices.SortStableFunc(all, func(a, b folded[price.Resource]) int {
		return cmp.Or(b.times(b.of.Monthly).Cmp(a.times(a.of.Monthly)))
	})
	list := all
	if len(list) > priceRows && !verbose {
		list = list[:priceRows]
	}
	if len(list) == 0 {
		return
	}
	t := &term.Table{}
	t.Right(1, 2, 3)
	t.Row("", "quantity", "unit price", e.Currency+" a month", "")
	for _, f := range list {
		r := f.of
		sum := pricelist.Cents(f.times(r.Monthly))
		switch r.Unknown {
		case 0:
		case len(r.Lines):
			sum = "unknown"
		default:
			sum += " + ?"
		}
		t.Row(clean(f.name(r.Address)), "", "", sum, clean(strings.TrimSpace(r.Region+"  "+pricelist.Place(r.Location))))
		for _, l := range r.Lines {
			o.line(t, f, &l)
		}
	}
	o.printf("\n")
	o.table(t)
	if left := len(all) - len(list); left > 0 {
		o.printf("%d more resources (--verbose)\n", left)
	}
}

// line adds a component of a resource, or of several that are equal.
func (o *writer) line(t *term.Table, f folded[price.Resource], l *price.Line) {
	quantity, each, sum := "?", "?", "?"
	if l.Quantity != nil {
		quantity = l.Quantity.Round(6).String()
		if f.n > 1 {
			quantity = fmt.Sprintf("%d × %s", f.n, quantity)
		}
	}
	if l.Each != nil {
		each = l.Each.String()
	}
	if l.Monthly != nil {
		sum = pricelist.Cents(f.times(*l.Monthly))
	}
	t.Row("  "+clean(l.Component), strings.TrimSpace(quantity+" "+l.Unit), each, sum, clean(l.Why))
}

// usageKeys are some of the keys that would make more known.
func usageKeys(e *price.Estimate) string {
	const most = 3
	var keys []string
	seen := map[string]bool{}
	n := 0
	for i := range e.Resources {
		for _, l := range e.Resources[i].Lines {
			_, key, ok := strings.Cut(l.Why, "depends on use: ")
			key, _, ours := strings.Cut(key, " in the usage file")
			if !ok || !ours {
				continue
			}
			key = instances(e.Resources[i].Address) + " " + key
			if seen[key] {
				continue
			}
			seen[key] = true
			n++
			if len(keys) < most {
				keys = append(keys, key)
			}
		}
	}
	if n > len(keys) {
		return fmt.Sprintf("%s and %d more", strings.Join(keys, ", "), n-len(keys))
	}
	return strings.Join(keys, ", ")
}
