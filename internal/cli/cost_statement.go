package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

type costStatementOptions struct {
	payersOptions
	target  string
	reverse bool
}

func newCostStatement(env Env) *cobra.Command {
	var o costStatementOptions
	cmd := &cobra.Command{
		Use: "statement MONTH", Short: "What each cost centre pays for a month, reconciled with every invoice",
		Long: `Write the statements of a billing month: what each cost centre pays, in coins, and for
each invoice the way from what was billed to what is charged, with one line of rounding.
Lines add up to statements, and statements to the invoice, under any grouping.

A closed month is shown as it was closed. The first open month carries adjustments:
what bills of closed months have said since. Without a final bill the month is an
estimate, and the journal accrues it and takes the accrual back on the next first.`,
		Example: "  assay cost statement 2025-01\n  assay cost statement 2025-01 --target payments --format html -o payments.html\n  assay cost statement 2025-01 --format journal -o journal.csv",
		Args:    oneMonth,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, assay.Month(args[0])) },
	}
	o.add(cmd, statementFormats)
	cmd.Flags().StringVar(&o.target, "target", "", "only the statement of `NAME`")
	cmd.Flags().BoolVar(&o.reverse, "reverse", false, "a journal that takes the month's back, on the first of the next month")
	return cmd
}

var statementFormats = []string{"text", "csv", "json", "html", "journal"}

// oneMonth takes a month.
func oneMonth(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fault.New(fault.Invalid, "%s takes a month, got %d arguments", cmd.CommandPath(), len(args)).WithHelp("%s 2025-01", cmd.CommandPath())
	}
	return nil
}

func (o *costStatementOptions) run(ctx context.Context, env Env, month assay.Month) (err error) {
	if err := o.check(statementFormats); err != nil {
		return err
	}
	if o.format == "journal" && o.target != "" {
		return fault.New(fault.Invalid, "a journal is of all cost centres, or it would not balance").WithHelp("leave out --target")
	}
	if o.reverse && o.format != "journal" {
		return fault.New(fault.Invalid, "--reverse is of journals").WithHelp("add --format journal")
	}
	p, err := o.payers(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Lake.Close()) }()
	st, err := p.Statements(ctx, month)
	if err != nil {
		return err
	}
	if o.target != "" {
		if st.Period, err = st.Only(o.target); err != nil {
			return err
		}
	}
	if st.Quarantined > 0 {
		fmt.Fprintf(env.Stderr, "note: %s of %s in quarantine, in no statement\n", plural(st.Quarantined, "line", "lines"), month)
	}
	digest := ""
	if st.Closed != nil {
		digest = st.Closed.Digest
	}
	return o.write(env, func(w io.Writer) error {
		switch o.format {
		case "csv":
			return st.WriteCSV(w)
		case "json":
			return st.WriteJSON(w, digest)
		case "html":
			return st.WriteHTML(w, digest)
		case "journal":
			return o.journal(w, st)
		}
		return statementText(w, st, o.target != "")
	})
}

func (o *costStatementOptions) journal(w io.Writer, st *run.Statements) error {
	if st.Booked != "" {
		return fault.New(fault.Denied, "%s is charged as an adjustment in %s: a journal of its own would book it twice", st.Month, st.Booked).
			WithHelp("assay cost statement %s --format journal", st.Booked)
	}
	lines, err := st.Journal(st.Rules)
	if err != nil {
		return err
	}
	if o.reverse {
		if first, ok := st.Month.First(); ok {
			lines = allocate.Reverse(lines, first.AddDate(0, 1, 0))
		}
	}
	return allocate.WriteJournal(w, lines)
}

func statementText(w io.Writer, st *run.Statements, lines bool) error {
	state := "open"
	if st.Booked != "" {
		state = "never closed"
	}
	if st.Closed != nil {
		state = "closed " + st.Closed.Closed.Format("2006-01-02")
	}
	if len(st.Invoices) == 0 && len(st.Statements) == 0 {
		_, err := fmt.Fprintf(w, "%s · no cost\n  next: assay cost ingest FILE reads a bill in\n", st.Month)
		return err
	}
	fmt.Fprintf(w, "%s · %s · %s cost\n\n", st.Month, state, st.Basis)
	t := &textTable{}
	t.Right(2, 3, 4)
	t.Row("  cost centre", "code", "charges", "adjustments", "total", "")
	for _, s := range st.Statements {
		t.Row("  "+named(allocate.ByTarget, s.Target, s.Kind), clean(s.Code), allocate.Text(s.Charges, s.Currency),
			allocate.Text(s.Total.Sub(s.Charges), s.Currency), allocate.Text(s.Total, s.Currency), clean(s.Currency))
	}
	if err := t.to(w); err != nil {
		return err
	}
	if lines {
		for i := range st.Statements {
			if err := statementLines(w, &st.Statements[i]); err != nil {
				return err
			}
		}
	} else {
		for i := range st.Invoices {
			if err := bridgeText(w, &st.Invoices[i]); err != nil {
				return err
			}
		}
	}
	return writeNotes(w, st.Notes)
}

func statementLines(w io.Writer, s *allocate.Statement) error {
	fmt.Fprintf(w, "\n  %s · %s\n", named(allocate.ByTarget, s.Target, s.Kind), clean(s.Currency))
	t := &textTable{}
	t.Right(0)
	for _, l := range s.Brief() {
		via := clean(l.Via)
		if l.Shared {
			via = "shared: " + via
		}
		note := ""
		if l.Estimated {
			note = "estimate"
		}
		t.Row("    "+allocate.Text(l.Amount, s.Currency), clean(l.Source+" "+l.Invoice), via, clean(l.Category), note)
	}
	for i := range s.Adjustments {
		a := &s.Adjustments[i]
		t.Row("    "+allocate.Text(a.Amount, a.Currency), clean(a.Source+" "+a.Invoice),
			a.Text())
	}
	return t.to(w)
}

// bridgeText shows how an invoice becomes what is charged; steps of nothing are left out.
func bridgeText(w io.Writer, i *allocate.Invoice) error {
	name := i.Invoice
	if name == "" {
		name = "no invoice number"
	}
	estimate := ""
	if i.Estimated {
		estimate = " · estimate"
	}
	fmt.Fprintf(w, "\n  %s · %s · %s%s\n", clean(name), clean(i.Source), clean(i.Currency), estimate)
	t := &textTable{}
	t.Right(1)
	t.Row("    billed", allocate.Exact(i.Billed, i.Currency))
	for _, step := range []struct {
		name   string
		amount money.Number
	}{
		{"purchases of commitments, used in other months", i.Purchases},
		{"commitments used", i.Used},
		{"commitments not used", i.Unused},
		{"other differences", i.Other},
	} {
		if !step.amount.IsZero() {
			t.Row("    "+step.name, allocate.Exact(step.amount, i.Currency))
		}
	}
	t.Row("    effective", allocate.Exact(i.Effective, i.Currency))
	t.Row("    rounding", allocate.Exact(i.Rounding, i.Currency))
	t.Row("    charged to cost centres", allocate.Exact(i.Charged, i.Currency))
	t.Row("    in pools that nobody pays", allocate.Exact(i.Unshared, i.Currency))
	if !i.LeftOut.IsZero() {
		t.Row("    left out by rule", allocate.Exact(i.LeftOut, i.Currency))
	}
	return t.to(w)
}
