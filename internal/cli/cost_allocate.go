package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

type costAllocateOptions struct {
	payersOptions
	spanOptions
	why string
	by  []string
}

func newCostAllocate(env Env) *cobra.Command {
	var o costAllocateOptions
	cmd := &cobra.Command{
		Use: "allocate", Short: "Who pays: each cost with the cost centre that caused it, shared cost by rule",
		Long: `Give every charge in the lake to who pays for it, by the rules of
.assay/allocation.yaml: directly, or from pools that many share. Without that file the
catalogue's cost centres pay, and the rest is in the pool "untagged".

Amounts are exact; what came in and what is allocated agree to the last digit, in each
currency. --why says by which rules and pools a cost centre has its cost of a month.`,
		Example: "  assay cost allocate --month 2025-01\n  assay cost allocate --by target,service_name --format csv\n  assay cost allocate --month 2025-01 --why payments",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.payersOptions.add(cmd, allocateFormats)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.by, "by", []string{string(allocate.ByTarget)}, "group by `KEYS`: target, via, month, source, invoice, charge_category, and what the rules keep")
	f.StringVar(&o.why, "why", "", "say why `TARGET` has its cost of --month")
	return cmd
}

var allocateFormats = []string{"text", "csv", "json"}

func (o *costAllocateOptions) run(ctx context.Context, env Env) (err error) {
	if err := o.check(allocateFormats); err != nil {
		return err
	}
	from, to, err := o.months()
	if err != nil {
		return err
	}
	if o.why != "" && (o.month == "" || o.format == "csv") {
		return fault.New(fault.Invalid, "--why wants one month, and writes text or JSON").WithHelp("assay cost allocate --month 2025-01 --why %s", o.why)
	}
	p, err := o.payers(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Lake.Close()) }()
	r, err := p.Allocate(ctx, from, to)
	if err != nil {
		return err
	}
	if o.why != "" {
		traces, err := r.Why(o.why, assay.Month(o.month))
		if err != nil {
			return err
		}
		return o.write(env, func(w io.Writer) error { return writeTraces(w, o.format, traces) })
	}
	by := keysOf(o.by)
	rows, err := r.Group(by)
	if err != nil {
		return err
	}
	return o.write(env, func(w io.Writer) error {
		switch o.format {
		case "csv":
			return allocate.WriteRows(w, by, rows)
		case "json":
			return r.WriteJSON(w, by, rows)
		}
		return allocateText(w, r, by, rows)
	})
}

func allocateText(w io.Writer, r *allocate.Result, by []assay.CostKey, rows []allocate.Row) error {
	totals := r.Totals()
	if len(totals) == 0 {
		_, err := fmt.Fprintln(w, "no cost\n  next: assay cost ingest FILE reads a bill in")
		return err
	}
	for _, t := range totals {
		fmt.Fprintf(w, "%s %s, %s of it with a cost centre\n", allocate.Text(t.In, t.Currency), clean(t.Currency), percent(t.Charged, t.In))
		fmt.Fprintf(w, "  in pools that nobody pays %s, left out %s, residual %s\n", allocate.Text(t.Unshared, t.Currency), allocate.Text(t.LeftOut, t.Currency), t.Residual)
		if !t.Estimated.IsZero() {
			fmt.Fprintf(w, "  %s of it is an estimate\n", allocate.Text(t.Estimated, t.Currency))
		}
	}
	fmt.Fprintln(w)
	if err := rowsTable(by, rows).to(w); err != nil {
		return err
	}
	if slices.ContainsFunc(rows, func(x allocate.Row) bool { return x.Kind == allocate.InPool }) {
		fmt.Fprintf(w, "\n  next: say in %s how pools are shared that nobody pays\n", allocate.File)
	}
	return writeNotes(w, r.Notes)
}

type textTable struct{ term.Table }

func (t *textTable) to(w io.Writer) error {
	_, err := t.WriteTo(w)
	return err
}

func rowsTable(by []assay.CostKey, rows []allocate.Row) *textTable {
	t := &textTable{}
	t.Right(len(by))
	var head []string
	for _, k := range by {
		head = append(head, string(k))
	}
	row := func(cells ...string) {
		cells[0] = "  " + cells[0]
		t.Row(cells...)
	}
	row(append(head, "amount")...)
	for _, r := range rows {
		cells := make([]string, 0, len(by)+2)
		for i, v := range r.Values {
			cells = append(cells, named(by[i], v, r.Kind))
		}
		note := clean(r.Currency)
		if r.Estimated {
			note += "  estimate"
		}
		row(append(cells, allocate.Text(r.Amount, r.Currency), note)...)
	}
	return t
}

// named is a value of a key for people.
func named(k assay.CostKey, value string, kind allocate.Kind) string {
	if value == "" {
		value = "–"
	}
	if k == allocate.ByTarget && kind != allocate.Target {
		return clean(value) + " (" + string(kind) + ")"
	}
	return clean(value)
}

// percent is a part of a whole; unknown where the whole is nothing.
func percent(part, whole money.Number) string {
	if whole.IsZero() {
		return "unknown part"
	}
	return part.Mul(money.NumberOf(100)).DivRound(whole, 1).StringFixed(1) + " %"
}

func writeNotes(w io.Writer, notes []string) error {
	for _, n := range notes {
		if _, err := fmt.Fprintf(w, "  note: %s\n", clean(n)); err != nil {
			return err
		}
	}
	return nil
}

func writeTraces(w io.Writer, format string, traces []allocate.Trace) error {
	if format == "json" {
		return allocate.WriteTraces(w, traces)
	}
	for _, tr := range traces {
		fmt.Fprintf(w, "%s · %s · %s %s\n", named(allocate.ByTarget, tr.Target, tr.Kind), tr.Month, tr.Amount, clean(tr.Currency))
		if err := waysTable(tr.Ways).to(w); err != nil {
			return err
		}
		for _, p := range tr.Pools {
			fmt.Fprintf(w, "\n  pool %s · %s %s · %s\n", clean(p.Name), p.Amount, clean(tr.Currency), clean(p.How))
			if err := waysTable(p.From).to(w); err != nil {
				return err
			}
		}
	}
	return nil
}

func waysTable(ways []allocate.Way) *textTable {
	t := &textTable{}
	t.Right(0)
	for _, x := range ways {
		via, how := "rule "+clean(x.Via), clean(x.How)
		if x.Pool {
			via = "pool " + clean(x.Via)
		}
		if x.How == x.Via {
			how = ""
		}
		if !x.Parts.IsZero() {
			how += fmt.Sprintf(": %s of %s", x.Part, x.Parts)
		}
		t.Row("    "+x.Amount.String(), via, how)
	}
	return t
}
