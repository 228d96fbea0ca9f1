package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/spend/sample"
)

type demoOptions struct {
	until string
	seed  uint64
	quiet bool
}

func newDemo(env Env, code *int) *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use: "demo [DIR]", Short: "A sample bank: its bills, who pays them, what moved and why, what to mend",
		Long: `Make the bills and the infrastructure code of a bank that does not exist, thirteen
months of FOCUS for the four example services, and walk through them: report, statement,
anomalies with their causes, what lacks tags, waste, commitments, budgets, unit costs,
the price of code. It shows each command that it runs, so that you can run it again or
change it.

All is in one new folder (default assay-demo), its lake too; your own bills are not
touched. The same month and seed make the same bills.`,
		Example: "  assay demo\n  assay demo /tmp/bank --until 2025-12",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := "assay-demo"
			if len(args) == 1 {
				dir = args[0]
			}
			return o.run(cmd.Context(), env, dir, code)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.until, "until", "", "last `MONTH` of the bills, as YYYY-MM (default last month)")
	f.Uint64Var(&o.seed, "seed", 1, "seed of the bills")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "make the folder and walk through nothing")
	return cmd
}

// demoStep is a command that the demo runs, and why.
type demoStep struct {
	why  string
	args []string
}

func (o *demoOptions) run(ctx context.Context, env Env, dir string, code *int) error {
	last := assay.MonthOf(env.Now()).Add(-1)
	if o.until != "" {
		if _, err := time.Parse("2006-01", o.until); err != nil {
			return fault.New(fault.Invalid, "--until %q is no month", o.until).WithHelp("write it as 2025-12")
		}
		last = assay.Month(o.until)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fault.New(fault.Conflict, "%s is not empty", dir).WithHelp("name a new folder: assay demo DIR")
	}
	files, planted, err := sample.Files(last, o.seed)
	if err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return fault.New(fault.Unavailable, "%w", err).WithHelp("name another folder: assay demo DIR")
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return fault.New(fault.Unavailable, "%w", err)
		}
	}
	fmt.Fprintf(env.Stdout, "A bank that does not exist, in %s: %d months of made-up bills, until %s.\n", clean(dir), sample.Months, last)
	if o.quiet {
		return nil
	}
	for i, s := range demoSteps(dir, last, assay.MonthOf(planted[0].Start)) {
		fmt.Fprintf(env.Stdout, "\n%d. %s\n\n$ assay %s\n", i+1, s.why, strings.Join(s.args, " "))
		if c := Main(ctx, env, s.args); c != fault.ExitPass {
			*code = c
			return nil
		}
	}
	fmt.Fprintf(env.Stdout, "\nWhat was put into the bills, to compare:\n")
	for _, p := range planted {
		start := strings.Repeat(" ", len(time.DateOnly))
		if !p.Start.IsZero() {
			start = p.Start.Format(time.DateOnly)
		}
		fmt.Fprintf(env.Stdout, "  %s  %s\n", start, p.What)
	}
	fmt.Fprintf(env.Stdout, "\nnext: cd %s; assay cost forecast --home home, assay cost rates --home home\n      with your own bills: assay cost ingest FILE\n", clean(dir))
	return nil
}

// demoSteps is the walk: bills in, what they say, and where code mends it.
// logged is the month in which debug logs came.
func demoSteps(dir string, last, logged assay.Month) []demoStep {
	in := func(name ...string) string { return filepath.Join(append([]string{dir}, name...)...) }
	cost := func(args ...string) []string {
		return append(append([]string{"cost"}, args...), "--home", in("home"), "--dir", dir)
	}
	return []demoStep{
		{"The bills come into a lake on this machine. One line cannot be read: it is kept apart.", cost("ingest", in("bills"), "--quiet")},
		{"What the services cost. What no service is named for is shared.", cost("report", "--by", "month,service", "--from", string(last.Add(-2)), "--limit", "5")},
		{"Who pays, to the cent: direct, shared, tax, and the way from the invoice to the charge.", cost("statement", string(last))},
		{"What moved, and what explains it: a deploy, a stolen key, records that nobody deletes.", cost("anomalies", "--deploys", in("deploys.csv"))},
		{"What lacks tags, dearest first: what to write, and in which line of the code.", cost("tags", "--limit", "3", "--quiet")},
		{"What is paid for and hardly used, and the change that ends it.", cost("waste", "--limit", "4", "--quiet")},
		{"Whether what was bought ahead is used, and how far it reaches.", cost("commitments", "--month", string(last))},
		{"How budgets stand: one is overspent.", cost("budget", "--month", string(last))},
		{"What a transaction costs and earns, and on both sides of deploys: the one of debug logs made it dearer.", cost("units", "--metrics", in("metrics.csv"), "--deploys", in("deploys.csv"), "--month", string(logged), "--limit", "2")},
		{"What code costs before it is built, and what of it depends on use.", []string{"price", in("infra", "network"), "--quiet", "--home", in("home")}},
	}
}
