package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

type costCloseOptions struct {
	payersOptions
	acceptQuarantine bool
}

func newCostClose(env Env) *cobra.Command {
	var o costCloseOptions
	cmd := &cobra.Command{
		Use: "close MONTH", Short: "Freeze a month's statements; later corrections become adjustments",
		Long: `Close a billing month: its statements are kept with a digest, on top of the month before,
with the rules, the usage and the catalogue that made them. From then on they stay; what
its bills say later is an adjustment of the first open month.

Months are closed in order. A month with estimates, or with lines in quarantine that
nobody accepted, is not closed.`,
		Example: "  assay cost close 2025-01",
		Args:    oneMonth,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, assay.Month(args[0])) },
	}
	o.costOptions.add(cmd)
	cmd.Flags().BoolVar(&o.acceptQuarantine, "accept-quarantine", false, "close although lines could not be read; the closing notes how many")
	return cmd
}

func (o *costCloseOptions) run(ctx context.Context, env Env, month assay.Month) (err error) {
	p, err := o.payers(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Lake.Close()) }()
	st, err := p.Close(ctx, month, o.acceptQuarantine)
	if err != nil {
		return err
	}
	fmt.Fprintf(env.Stdout, "%s is closed · %s\n", month, st.Closed.Digest)
	t := &textTable{}
	t.Right(1)
	for _, x := range st.Sums() {
		t.Row("  "+string(x.Kind), allocate.Text(x.Total, x.Currency), clean(x.Currency))
	}
	if err := t.to(env.Stdout); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "  next: assay cost statement %s --format journal\n", month)
	return err
}
