package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/units"
)

type costUnitsOptions struct {
	costOptions
	metrics, format, output string
	limit                   int
}

var unitsFormats = []string{"text", "json", "csv"}

func newCostUnits(env Env) *cobra.Command {
	var o costUnitsOptions
	cmd := &cobra.Command{
		Use: "units --metrics FILE", Short: "What a transaction, a customer, a call costs and earns",
		Long: `Divide the effective cost of services by metrics of the business, month by month.

Metrics are CSV with the columns month (2025-01) or day, metric, value, and, if you
like, service (of the catalogue; without one all cost counts), revenue, currency. Days
are added up to months.

What is not known is unknown, never zero: a month without a metric or without cost, a
metric of zero, revenue in another currency. "change" is against the month before,
"trend" against the mean of the three months before.`,
		Example: "  assay cost units --metrics metrics.csv\n  assay cost units --metrics metrics.csv --format csv -o units.csv",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.metrics, "metrics", "", "metrics of the business, CSV in `FILE`")
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(unitsFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.IntVar(&o.limit, "limit", 3, "how many of the last months to show of each as text; 0 is all")
	return cmd
}

func (o *costUnitsOptions) run(ctx context.Context, env Env) (err error) {
	switch {
	case !slices.Contains(unitsFormats, o.format):
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(unitsFormats, ", "))
	case o.metrics == "":
		return fault.New(fault.Invalid, "which metrics?").WithHelp("--metrics FILE: CSV with month, metric, value")
	}
	data, err := readFile(o.metrics, units.MaxMetrics)
	if err != nil {
		return err
	}
	metrics, err := units.ParseMetrics(o.metrics, data)
	if err != nil {
		return err
	}
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return err
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func(l lake.Lake) { err = errors.Join(err, l.Close()) }(l)
	sums, err := l.Sum(ctx, lake.Ask{By: []assay.CostKey{assay.ByMonth, assay.ByService}, Virtual: books.Virtual()})
	if err != nil {
		return err
	}
	var costs []units.Cost
	for _, s := range sums {
		costs = append(costs, units.Cost{Month: assay.Month(s.Values[0]), Service: s.Values[1], Currency: s.Currency, Effective: s.Effective, Estimated: s.Estimated})
	}
	rows := units.Divide(metrics, costs)
	write := func(w io.Writer) error { return unitsText(w, rows, o.limit) }
	switch o.format {
	case "json":
		write = func(w io.Writer) error { return units.WriteJSON(w, rows) }
	case "csv":
		write = func(w io.Writer) error { return units.WriteCSV(w, rows) }
	}
	if o.output != "" {
		return writeFile(o.output, write)
	}
	return ignorePipe(write(env.Stdout))
}

func unitsText(w io.Writer, rows []units.Row, limit int) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(w, "no metrics: the file has a header and nothing else")
		return err
	}
	t := &term.Table{}
	t.Right(3, 4, 5, 6, 7, 8)
	t.Row("service", "metric", "month", "value", "cost", "cost of one", "change", "trend", "margin of one", "")
	number := func(n *money.Number, places int32) string {
		if n == nil {
			return "–"
		}
		return money.Grouped(*n, places)
	}
	percent := func(n *money.Number) string {
		switch {
		case n == nil:
			return ""
		case n.IsPositive():
			return "+" + n.StringFixed(1) + " %"
		}
		return n.StringFixed(1) + " %"
	}
	last := ""
	for i := range rows {
		r := &rows[i]
		same := func(o *units.Row) bool {
			return o.Service == r.Service && o.Metric == r.Metric && o.Currency == r.Currency
		}
		if k := i + limit; limit > 0 && k < len(rows) && same(&rows[k]) {
			continue
		}
		service, metric := clean(r.Service), clean(r.Metric)
		if service == "" {
			service = "all"
		}
		if name := service + "\x00" + metric + "\x00" + r.Currency; name == last {
			service, metric = "", ""
		} else {
			last = name
		}
		note := ""
		if r.Estimated {
			note = "estimate"
		}
		if r.Why != "" {
			note = "unknown: " + clean(r.Why)
		}
		t.Row(service, metric, string(r.Month), number(r.Value, 0), number(r.Cost, 2)+" "+clean(r.Currency), number(r.CostPer, 5), percent(r.Change), percent(r.Trend), number(r.MarginPer, 5), note)
	}
	_, err := t.WriteTo(w)
	return err
}
