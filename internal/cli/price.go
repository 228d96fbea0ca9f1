package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report/pricelist"
	"github.com/assay-dev/assay/internal/run"
)

type priceOptions struct {
	format, output, base, home string
	usage, region              string
	quiet, verbose             bool
	listPrices                 bool
}

var priceFormats = []string{"text", "json", "markdown", "html"}

func newPrice(env Env, code *int) *cobra.Command {
	var o priceOptions
	cmd := &cobra.Command{
		Use: "price [DIR]", Short: "What the infrastructure code costs a month, and the change in it",
		Long: `Price what Terraform (HCL and plans) and CloudFormation ask for, in a month of 730
hours: each resource by its components, with quantity, unit price and the date of
the price. What depends on use is unknown until .assay/usage.yml says how much is
used (in the form of Infracost's usage files); what has no price in the price book
is unknown, too, and never counted as nothing.

With --base, or with uncommitted work, what the change adds comes first; a Terraform
plan says itself what was before it. Prices are list prices on demand; own rates in
.assay/rates.tsv count before them (assay cost rates writes them), and assay feeds
update prices --from takes newer list prices in.`,
		Example: "  assay price\n  assay price --base main\n  assay price --usage usage.yml --format json\n  assay price infra --format html -o price.html",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, dirOf(args))
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", priceFormats[0], "how to write it: "+strings.Join(priceFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.base, "base", "", "say first what differs from `REVISION`: a commit, tag or branch")
	f.StringVar(&o.usage, "usage", "", "how much is used: `FILE` (default "+price.UsageFile+" of DIR)")
	f.BoolVar(&o.listPrices, "list-prices", false, "leave own rates out")
	f.StringVar(&o.region, "region", "", "take `REGION` where the files name none (default us-east-1 for AWS)")
	f.StringVar(&o.home, "home", "", "folder for cache and prices (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "list everything")
	return cmd
}

func (o *priceOptions) run(ctx context.Context, env Env, dir string) (int, error) {
	if !slices.Contains(priceFormats, o.format) {
		return 0, fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(priceFormats, ", "))
	}
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return 0, fault.New(fault.NotFound, "there is no folder %s", dir).WithHelp("name the folder of the infrastructure code, or of a plan: assay price infra")
	case err == nil && !info.IsDir():
		return 0, fault.New(fault.Invalid, "%s is a file, and what is priced is a folder", dir).WithHelp("assay price %s reads all plans, templates and code in it", filepath.Dir(dir))
	}
	req := run.PriceRequest{Request: run.Request{Dir: dir, Base: o.base, FingerprintKey: env.Getenv("ASSAY_FINGERPRINT_KEY")}, Region: o.region, ListPrices: o.listPrices}
	if o.usage != "" {
		data, err := readAtMost(o.usage, price.MaxUsageSize)
		if err != nil {
			return 0, err
		}
		req.Usage, req.UsageName = data, o.usage
	}
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	req.Progress = func(phase string, done, total int) {
		if total == 0 {
			live.Set(phase)
			return
		}
		live.Set(fmt.Sprintf("%s  %d of %d files", phase, done, total))
	}
	p, err := env.App(o.home).Run.Price(ctx, req)
	live.Clear()
	if err != nil {
		return 0, err
	}
	doc := &pricelist.Document{Schema: pricelist.Schema, Name: p.Name, Estimate: *p.Estimate, Base: p.Base, Plans: p.Plans, Change: p.Change, Gaps: p.Gaps}
	write := func(w io.Writer) error {
		switch o.format {
		case "json":
			return pricelist.WriteJSON(w, doc)
		case "markdown":
			return pricelist.WriteMarkdown(w, doc)
		case "html":
			return pricelist.WriteHTML(w, doc)
		}
		return priceText(w, doc, o.verbose)
	}
	if o.output == "" {
		err = ignorePipe(write(env.Stdout))
	} else {
		err = writeFile(o.output, write)
	}
	if err != nil {
		return 0, err
	}
	return o.tell(env, p), nil
}

// readAtMost reads a file that the user named.
func readAtMost(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.Invalid, "there is no file %s", name).WithHelp("name the file that says how much is used")
	case err != nil:
		return nil, fault.New(fault.Unavailable, "%w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fault.New(fault.Unavailable, "read %s: %w", name, err)
	}
	return data, nil
}

// tell says what the estimate lacks, and gives the exit code: what is kept elsewhere,
// such as a module of a registry, is said and is no failure.
func (o *priceOptions) tell(env Env, p *run.Prices) int {
	code := fault.ExitPass
	for _, n := range p.Notes {
		if !o.quiet {
			fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
		}
	}
	for _, g := range p.Gaps {
		fmt.Fprintf(env.Stderr, "assay: %s: %s\n", clean(g.Location.Path), clean(strings.TrimPrefix(g.Reason, g.Location.Path+" ")))
		if g.Help != "" {
			fmt.Fprintf(env.Stderr, "  next: %s\n", clean(g.Help))
		}
		if !g.Unsupported {
			code = fault.ExitUnfinished
		}
	}
	return code
}
