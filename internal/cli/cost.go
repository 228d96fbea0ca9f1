package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// costOptions are what the commands of cost share.
type costOptions struct {
	home string
	dir  string // where assay.yaml and .assay are
}

func (o *costOptions) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.home, "home", "", "folder of the lake of bills (default the user's data folder, or ASSAY_HOME)")
	f.StringVar(&o.dir, "dir", ".", "`FOLDER` with assay.yaml and .assay: services, tag rules, allocation, budgets")
}

// lake opens the lake of bills.
func (o *costOptions) lake(env Env) (lake.Lake, error) {
	app := env.App(o.home)
	if app.Home == "" {
		return nil, errNoHome
	}
	return app.OpenLake()
}

// spanOptions bound the billing months that a question is about.
type spanOptions struct{ from, to, month string }

func (o *spanOptions) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.month, "month", "", "billing month, as `YYYY-MM`: the same as --from and --to")
	f.StringVar(&o.from, "from", "", "first billing month, as `YYYY-MM`")
	f.StringVar(&o.to, "to", "", "last billing month, as `YYYY-MM`")
}

func (o *spanOptions) months() (from, to assay.Month, err error) {
	if o.month != "" {
		if o.from != "" || o.to != "" {
			return "", "", fault.New(fault.Invalid, "--month goes without --from and --to")
		}
		o.from, o.to = o.month, o.month
	}
	for _, m := range []string{o.from, o.to} {
		if _, err := time.Parse("2006-01", m); m != "" && err != nil {
			return "", "", fault.New(fault.Invalid, "%q is no month", m).WithHelp("write it as 2025-01")
		}
	}
	if o.from != "" && o.to != "" && o.from > o.to {
		return "", "", fault.New(fault.Invalid, "--from %s is after --to %s", o.from, o.to)
	}
	return assay.Month(o.from), assay.Month(o.to), nil
}

// within are the partitions of a span.
func within(all []lake.Partition, from, to assay.Month) []lake.Partition {
	var out []lake.Partition
	for _, p := range all {
		if _, known := p.Month.First(); known && (from != "" && p.Month < from || to != "" && p.Month > to) {
			continue
		}
		out = append(out, p)
	}
	return out
}

// keysOf reads --by; a key that is named twice counts once.
func keysOf(by []string) []assay.CostKey {
	out := []assay.CostKey{}
	for _, k := range by {
		if key := assay.CostKey(strings.TrimSpace(k)); !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

func newCost(env Env, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use: "cost", Short: "What it costs: bills, who pays, what moved and why",
		Long: `Bring bills into a lake on this machine, and ask it.

  assay cost ingest bills/           FOCUS, AWS, Azure, Google, OpenCost, invoices, any CSV
  assay cost report                  by month and service
  assay cost query 'SELECT …'        anything else, in SQL
  assay cost allocate                who pays, by .assay/allocation.yaml
  assay cost statement 2025-01       what each cost centre pays, and journal lines
  assay cost close 2025-01           freeze that
  assay cost anomalies               what moved unusually, and why
  assay cost rates                   what you pay for a unit, for assay price
  assay cost tags                    what is not tagged, and where to mend it
  assay cost forecast                what the months to come will cost
  assay cost waste                   what is paid for and hardly used
  assay cost budget                  how budgets stand
  assay cost units                   what a transaction, a customer costs
  assay cost commitments             whether savings plans and reservations are used

Amounts are exact. Billed, effective, list and contracted cost stand apart, so do
currencies and the estimates of open months; a line that cannot be read is kept apart
and counted.`,
		Example: "  assay cost ingest bills/2025-01.csv.gz\n  assay cost report --by month,service,environment",
		Args:    noUnknown,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCostWaste(env))
	cmd.AddCommand(newCostIngest(env, code), newCostReport(env), newCostQuery(env), newCostDelivery(env), newCostAllocate(env), newCostStatement(env), newCostClose(env, code), newCostAnomalies(env), newCostRates(env))
	cmd.AddCommand(newCostTags(env))
	cmd.AddCommand(newCostForecast(env), newCostBudget(env, code), newCostUnits(env), newCostCommitments(env))
	return cmd
}
