package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/collect"
	"github.com/assay-dev/assay/internal/spend/delivery"
)

type costDeliveryOptions struct {
	costOptions
	spanOptions
	format, output string
	charge         bool
}

func newCostDelivery(env Env) *cobra.Command {
	var o costDeliveryOptions
	cmd := &cobra.Command{
		Use: "delivery", Short: "What testing and shipping changes costs: minutes, licences, per run, release, finding fixed",
		Long: `Add up what the pipeline itself costs: the minutes of each stage and engine at the rate
of the runner, and the licences of tools, as .assay/tools.yaml names them:

  version: 1
  runner: 0.008 USD        # a minute
  tools:
    - {name: Scanner, cost: 1200.00 USD, every: year}

Runs come from the store of runs, releases from recorded deploys. With --charge the
cost becomes lines in the lake, by service and tool, and is charged back like any
other. An amount that nobody named is unknown, and never zero.`,
		Example: "  assay cost delivery\n  assay cost delivery --month 2025-05 --format json\n  assay cost delivery --charge",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "how to write it: text, json, focus (lines of a bill, as CSV)")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.BoolVar(&o.charge, "charge", false, "put the cost into the lake as source "+delivery.Source)
	return cmd
}

func (o *costDeliveryOptions) run(ctx context.Context, env Env) error {
	switch o.format {
	case "text", "json", "focus":
	default:
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use text, json or focus")
	}
	from, to, err := o.months()
	if err != nil {
		return err
	}
	to = cmp.Or(to, assay.MonthOf(env.Now()))
	from = cmp.Or(from, to.Add(-2))
	r, rate, notes, err := env.App(o.home).Run.Delivery(ctx, o.dir, from, to)
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
	}
	if o.charge {
		if err := o.chargeBack(ctx, env, r, rate); err != nil {
			return err
		}
	}
	write := func(w io.Writer) error {
		switch o.format {
		case "json":
			return r.JSON(w)
		case "focus":
			return r.WriteFOCUS(w, rate)
		}
		return deliveryText(w, r)
	}
	return deliver(env, o.output, write)
}

// chargeBack loads the report's lines into the lake.
func (o *costDeliveryOptions) chargeBack(ctx context.Context, env Env, r *delivery.Report, rate *money.Amount) (err error) {
	dir, err := os.MkdirTemp("", "assay-delivery-")
	if err != nil {
		return fault.New(fault.Unavailable, "%w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "delivery.csv")
	if err := writeFile(file, func(w io.Writer) error { return r.WriteFOCUS(w, rate) }); err != nil {
		return err
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	bill, err := collect.Open(ctx, l, []string{file}, collect.Options{Dir: dir, Source: delivery.Source})
	if err != nil {
		return err
	}
	loaded, err := l.Load(ctx, bill.Load(env.Now()))
	if err != nil {
		return fault.New(fault.Unavailable, "there is nothing to charge: %w", err).WithHelp("name a runner's rate or tools in .assay/tools.yaml")
	}
	fmt.Fprintf(env.Stderr, "note: %s of source %s are in the lake\n", plural(loaded.Stored, "line", "lines"), delivery.Source)
	return nil
}

func deliveryText(w io.Writer, r *delivery.Report) error {
	t := &term.Table{}
	t.Right(1, 2, 3, 4, 5, 7, 8, 9)
	t.Row("month", "runs", "releases", "fixed", "minutes", "runners", "licences", "per run", "per release", "per fixed")
	for _, m := range r.Months {
		t.Row(string(m.Month), fmt.Sprint(m.Runs), fmt.Sprint(m.Releases), fmt.Sprint(m.Fixed), m.Minutes.String(), orWord(m.Runners, "unknown"),
			cmp.Or(amounts(m.Licences), "–"), orWord(m.PerRun, "–"), orWord(m.PerRelease, "–"), orWord(m.PerFixed, "–"))
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	if c := otherCurrencies(r); len(c) > 0 {
		fmt.Fprintf(w, "\nnote: licences in %s are not in what a run, a release or a fixed finding costs\n", strings.Join(c, ", "))
	}
	for _, part := range []struct {
		title string
		list  []delivery.Share
	}{{"Stages", r.Stages}, {"Engines", r.Engines}, {"Steps", r.Steps}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintf(w, "\n%s\n", part.title)
		t := &term.Table{}
		t.Right(1, 2)
		for _, s := range part.list {
			t.Row("  "+clean(s.Name), s.Minutes.String()+" min", orWord(s.Cost, "unknown"))
		}
		if _, err := t.WriteTo(w); err != nil {
			return err
		}
	}
	return nil
}

// otherCurrencies are those of licences that the cost of a run leaves out, sorted.
func otherCurrencies(r *delivery.Report) []string {
	var out []string
	for _, m := range r.Months {
		for _, a := range m.Licences {
			if m.PerRun != nil && a.Currency() != m.PerRun.Currency() {
				out = append(out, a.Currency())
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// orWord is an amount, or a word where there is none.
func orWord(a *money.Amount, word string) string {
	if a == nil {
		return word
	}
	return a.String()
}

func amounts(list []money.Amount) string {
	var out []string
	for _, a := range list {
		out = append(out, a.String())
	}
	return strings.Join(out, " + ")
}
