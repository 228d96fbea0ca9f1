package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/spend/rates"
)

type costRatesOptions struct {
	costOptions
	output string
	limit  int
}

func newCostRates(env Env) *cobra.Command {
	var o costRatesOptions
	cmd := &cobra.Command{
		Use: "rates", Short: "What you pay for a unit, learned from your bills",
		Long: `Learn own rates from the bills in the lake: use on demand in the last three closed
months, without commitments, credits and corrections.

A meter of AWS that stands for a product of the price book gives that product's own
price, in US dollars, when at least three lines of a month show it. Where at least
twenty lines of three SKUs of a service in a region pay the same share of the list
price, the list prices of that service become own ones. Lines agree when 95 % of them lie within 1 %;
what they do not agree on gives no rate, and neither does a price that is more than
four times the list price, or less than a quarter.

With -o .assay/rates.tsv they are kept in the form of the price book, each with month
and number of lines. assay price and the gate then count them before list prices; the
gate reads them as they stand at the base.`,
		Example: "  assay cost rates\n  assay cost rates -o .assay/rates.tsv",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "", "keep them in `FILE`, in the form of the price book")
	f.IntVar(&o.limit, "limit", 20, "how many to show; 0 is all")
	return cmd
}

func (o *costRatesOptions) run(ctx context.Context, env Env) (err error) {
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	learned, err := env.App(o.home).Run.Rates(ctx, l)
	if err != nil {
		return err
	}
	for _, n := range learned.Notes {
		fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
	}
	if o.output != "" {
		if err := writeFile(o.output, learned.Write); err != nil {
			return err
		}
	}
	return ignorePipe(o.text(env.Stdout, learned))
}

func (o *costRatesOptions) text(w io.Writer, l *rates.Learned) error {
	span := string(l.First)
	if l.Last != l.First {
		span += " to " + string(l.Last)
	}
	if _, err := fmt.Fprintf(w, "%s from the bills of %s\n", plural(int64(len(l.Rates)), "own rate", "own rates"), span); err != nil {
		return err
	}
	if len(l.Rates) == 0 {
		fmt.Fprint(w, "\nToo few lines agree on the price of a product, or on a discount of a service: list\nprices stay.\n")
		return nil
	}
	if err := o.rates(w, l); err != nil {
		return err
	}
	if err := discounts(w, l); err != nil {
		return err
	}
	next := "assay cost rates -o " + rates.File + " keeps them for assay price and the gate"
	if o.output != "" {
		next = "assay price counts the own rates of " + rates.File + "; commit it, and the gate does"
	}
	_, err := fmt.Fprintf(w, "\nnext: %s\n", next)
	return err
}

// rates lists those that lines show for the product itself.
func (o *costRatesOptions) rates(w io.Writer, l *rates.Learned) error {
	t := &term.Table{}
	t.Right(2, 5)
	shown, own := 0, 0
	for i := range l.Rates {
		r := &l.Rates[i]
		if r.Whole {
			continue
		}
		if own++; o.limit > 0 && shown == o.limit {
			continue
		}
		shown++
		against := "not in the price book"
		if r.List != nil && !r.List.IsZero() {
			against = rates.Against(r.Price.Each().Div(*r.List))
		}
		t.Row(clean(r.Product), r.Region, r.Price.Each().String(), r.Unit, against, strconv.FormatInt(r.Lines, 10), "lines")
	}
	if own == 0 {
		return nil
	}
	fmt.Fprintln(w)
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	if own > shown {
		fmt.Fprintf(w, "%d more: --limit 0 shows all\n", own-shown)
	}
	return nil
}

// discounts lists services that are billed at another share of list.
func discounts(w io.Writer, l *rates.Learned) error {
	if len(l.Discounts) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	t := &term.Table{}
	t.Right(3)
	for _, d := range l.Discounts {
		t.Row(clean(d.Service), d.Region, rates.Against(d.Share), strconv.FormatInt(d.Lines, 10), "lines", pricesOf(d.Products))
	}
	_, err := t.WriteTo(w)
	return err
}

func pricesOf(n int) string {
	if n == 0 {
		return "the price book has no prices of it"
	}
	return "for " + plural(int64(n), "price", "prices")
}
