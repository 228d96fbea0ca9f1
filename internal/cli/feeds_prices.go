package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pricebook/feed"
)

type feedsPricesOptions struct{ from, home string }

func newFeedsPrices(env Env) *cobra.Command {
	var o feedsPricesOptions
	cmd := &cobra.Command{
		Use: "prices --from URL|DIR|FILE", Short: "Take in newer prices, or your own",
		Long: `Take in a price book: a file, a folder of them (*.tsv, *.tsv.gz) or an address. Its
prices count before those that ship with assay, and it takes the place of the one
that was taken in before. It is checked before; on any fault what is in use stays.

A price book is lines of text, with tabs between the fields; every price has a
source with its month:

  assay.prices/1
  source  contract  2025-11  our agreement with AWS
  price   aws  eu-central-1  ec2/m5.large  hour  USD  contract  0.0874`,
		Example: "  assay feeds update prices --from contract.tsv\n  assay feeds update prices --from https://prices.example/book.tsv.gz",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	f := cmd.Flags()
	f.StringVar(&o.from, "from", "", "`SOURCE`: an address, a folder or a file")
	f.StringVar(&o.home, "home", "", "folder that holds the prices (default the user's data folder, or ASSAY_HOME)")
	return cmd
}

func (o *feedsPricesOptions) run(ctx context.Context, env Env) error {
	if o.from == "" {
		return fault.New(fault.Invalid, "--from is missing").WithHelp("assay feeds update prices --from contract.tsv")
	}
	app := env.App(o.home)
	if app.Home == "" {
		return fault.New(fault.Invalid, "%w", errNoHome)
	}
	book, err := feed.Read(ctx, o.from, nil)
	if err != nil {
		return err
	}
	if err := feed.Install(app.Home, book); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(env.Stdout, "%s from %s, before those that ship\n", plural(book.Len(), "price", "prices"), clean(o.from)); err != nil {
		return ignorePipe(err)
	}
	return showPrices(env, env.App(o.home))
}

// showPrices writes a table of the price books' age: all that are in use.
func showPrices(env Env, app *App) error {
	book := app.Run.Prices()
	if book.Err != nil {
		return book.Err
	}
	if book.Note != "" {
		fmt.Fprintf(env.Stderr, "note: %s\n", clean(book.Note))
	}
	var t term.Table
	t.Right(1)
	for _, p := range book.Book.Providers() {
		t.Row("prices of "+clean(p.Name), fmt.Sprintf("%d prices", p.Prices), "newest of "+p.Newest)
	}
	_, err := t.WriteTo(env.Stdout)
	return err
}
