package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

type costCloseOptions struct {
	payersOptions
	keeperFlags
	acceptQuarantine, verify bool
}

func newCostClose(env Env, code *int) *cobra.Command {
	var o costCloseOptions
	cmd := &cobra.Command{
		Use: "close [MONTH]", Short: "Freeze a month's statements; later corrections become adjustments",
		Long: `Close a billing month: its statements are kept with a digest, on top of the month before,
with the rules, the usage and the catalogue that made them. From then on they stay; what
its bills say later is an adjustment of the first open month, and so is the bill of a
month before the first closing that comes after it.

Months are closed in order. A month with estimates, or with lines in quarantine that
nobody accepted, is not closed.

The closing's digest goes into the evidence log, as assay run's decisions do. --verify
holds every closed month against that log, and ends with 1 where one is missing or another.`,
		Example: "  assay cost close 2025-01\n  assay cost close --verify",
		Args: func(cmd *cobra.Command, args []string) error {
			if o.verify && len(args) == 0 {
				return nil
			}
			return oneMonth(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.verify {
				return o.proven(cmd.Context(), env, code)
			}
			return o.run(cmd.Context(), env, assay.Month(args[0]))
		},
	}
	o.costOptions.add(cmd)
	o.keeperFlags.add(cmd)
	cmd.Flags().BoolVar(&o.verify, "verify", false, "close nothing: hold what is closed against the evidence log")
	cmd.Flags().BoolVar(&o.acceptQuarantine, "accept-quarantine", false, "close although lines could not be read; the closing notes how many")
	return cmd
}

func (o *costCloseOptions) run(ctx context.Context, env Env, month assay.Month) (err error) {
	p, err := o.payers(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Lake.Close()) }()
	var req run.Request
	if err := o.keeper(ctx, env, o.costOptions.home, &req); err != nil {
		return err
	}
	proof := ""
	if req.Keeper != nil {
		p.Prove = func(ctx context.Context, c assay.MonthClose) error {
			kept, err := req.Keeper.Keep(context.WithoutCancel(ctx), []evidence.Entry{evidence.CloseEntry(c)})
			if err == nil {
				proof = " · evidence " + kept.Entries[len(kept.Entries)-1]
			}
			return err
		}
	} else if !req.NoKeeper.Refused {
		fmt.Fprintf(env.Stderr, "note: this closing leaves no evidence: %s\n", clean(req.NoKeeper.Why))
	}
	st, err := p.Close(ctx, month, o.acceptQuarantine)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "%s is closed · %s%s\n", month, st.Closed.Digest, proof)
	t := &textTable{}
	t.Right(1)
	for _, x := range st.Sums() {
		t.Row("  "+string(x.Kind), allocate.Text(x.Total, x.Currency), clean(x.Currency))
	}
	if err := t.to(env.Stdout); err != nil {
		return err
	}
	if err := writeNotes(env.Stdout, st.Notes); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "  next: assay cost statement %s --format journal\n", month)
	return err
}

// proven holds what is closed against the evidence log.
func (o *costCloseOptions) proven(ctx context.Context, env Env, code *int) (err error) {
	p, err := o.payers(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Lake.Close()) }()
	o.keeperFlags.home = o.costOptions.home
	log, err := o.read(env)
	if err != nil {
		return err
	}
	var failed error
	list, err := p.Proven(ctx, func(yield func(string, assay.MonthClose) bool) {
		for r, err := range log.Records(ctx) {
			if err != nil {
				failed = err
				return
			}
			if r.Kind == evidence.KindClose && !yield(r.ID, *r.Predicate.Close) {
				return
			}
		}
	})
	if err = errors.Join(err, failed); err != nil {
		return err
	}
	bad := 0
	t := &textTable{}
	for _, c := range list {
		said := "as in the log, entry " + c.Evidence
		if c.Other != "" {
			said += "; entry " + c.Other + " says another"
		}
		switch {
		case c.Gone:
			said = "GONE: entry " + c.Evidence + " of the log closes it, and it is not closed here"
		case c.Evidence == "":
			said = "NOT in the log: it was closed without evidence, or is another than was closed"
		}
		if c.Gone || c.Evidence == "" {
			bad++
		}
		t.Row(string(c.Month), c.Closed.Format("2006-01-02"), c.Digest, said)
	}
	if bad > 0 {
		*code = fault.ExitDenied
		fmt.Fprintf(env.Stdout, "NOT as in the evidence log: %d of %s\n", bad, plural(int64(len(list)), "closed month", "closed months"))
	} else {
		fmt.Fprintf(env.Stdout, "%s, as in the evidence log\n", plural(int64(len(list)), "closed month", "closed months"))
	}
	return t.to(env.Stdout)
}
