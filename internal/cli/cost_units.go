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
	spanOptions
	metrics, deploys, environment string
	format, output                string
	limit                         int
}

var unitsFormats = []string{"text", "json", "csv", "svg"}

func newCostUnits(env Env) *cobra.Command {
	var o costUnitsOptions
	cmd := &cobra.Command{
		Use: "units --metrics FILE", Short: "What a transaction, a customer, a call costs and earns, and what a deploy did to it",
		Long: `Divide the effective cost of services by metrics of the business, month by month.

Metrics are CSV with the columns month (2025-01) or day, metric, value, and, if you
like, service (of the catalogue; without one all cost counts), revenue, currency. Days
are added up to months.

What is not known is unknown, never zero: a month without a metric, or with one of some
days only (write 0 where nothing was), without cost, with a metric of zero, revenue in
another currency. "change" is against the month before, "trend" against the mean of the
three months before.

With --deploys and metrics by day, what one costs before and after each deploy of the
metric's service: at most 14 days on each side, up to the deploy next to it, without the
day itself; whole weeks where there is one. Only usage counts there: no purchase, tax,
credit or correction, and no bill that is not by day. With less than a week on a side it
is uncertain. "as on days before" says that some day before it cost as much. Other things
change on these days too: it is no proof.`,
		Example: "  assay cost units --metrics metrics.csv\n  assay cost units --metrics days.csv --deploys deploys.csv --environment production --from 2025-11\n  assay cost units --metrics metrics.csv --format svg -o units.svg",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.deploys, "deploys", "", "show each deploy too: CSV or JSON in `FILE`, as in cost anomalies; as CSV, deploys alone")
	f.StringVar(&o.environment, "environment", "", "only deploys to `NAME`")
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
	from, to, err := o.months()
	if err != nil {
		return err
	}
	metrics, deploys, err := o.read()
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
	rows, err := unitsByMonth(ctx, l, books, metrics)
	if err != nil {
		return err
	}
	rows = slices.DeleteFunc(rows, func(r units.Row) bool { return from != "" && r.Month < from || to != "" && r.Month > to })
	var changes *units.Changes
	if o.deploys != "" && o.format != "svg" {
		if changes, err = unitsByDeploy(ctx, l, books, metrics, units.Deploys{List: deploys, From: from, To: to}); err != nil {
			return err
		}
	}
	write := func(w io.Writer) error { return unitsText(w, rows, changes, o.limit) }
	switch {
	case o.format == "json":
		write = func(w io.Writer) error { return units.WriteJSON(w, rows, changes) }
	case o.format == "csv" && changes != nil:
		write = changes.CSV
	case o.format == "csv":
		write = func(w io.Writer) error { return units.WriteCSV(w, rows) }
	case o.format == "svg":
		write = func(w io.Writer) error { _, err := io.WriteString(w, units.SVG(rows, deploys)); return err }
	}
	return deliver(env, o.output, write)
}

// read reads the metrics, and deploys to the environment that is asked for.
func (o *costUnitsOptions) read() (metrics units.Metrics, deploys []assay.Deploy, err error) {
	data, err := readFile(o.metrics, units.MaxMetrics)
	if err != nil {
		return metrics, nil, err
	}
	if metrics, err = units.ParseMetrics(o.metrics, data); err != nil || o.deploys == "" {
		return metrics, nil, err
	}
	if deploys, err = readDeploys(o.deploys); err != nil {
		return metrics, nil, err
	}
	if o.environment != "" {
		deploys = slices.DeleteFunc(deploys, func(d assay.Deploy) bool { return d.Environment != o.environment })
	}
	return metrics, deploys, nil
}

func unitsByMonth(ctx context.Context, l lake.Lake, books *run.Books, metrics units.Metrics) ([]units.Row, error) {
	sums, err := l.Sum(ctx, lake.Ask{By: []assay.CostKey{assay.ByMonth, assay.ByService}, Virtual: books.Virtual()})
	if err != nil {
		return nil, err
	}
	var costs []units.Cost
	for _, s := range sums {
		costs = append(costs, units.Cost{Month: assay.Month(s.Values[0]), Service: s.Values[1], Currency: s.Currency, Effective: s.Effective, Estimated: s.Estimated})
	}
	return units.Divide(metrics.Months, costs), nil
}

func unitsByDeploy(ctx context.Context, l lake.Lake, books *run.Books, metrics units.Metrics, deploys units.Deploys) (*units.Changes, error) {
	var costs []units.DayCost
	if ask, any := metrics.AskDays(books.Virtual()); any {
		rows, err := l.Sum(ctx, ask)
		if err != nil {
			return nil, err
		}
		if costs, err = units.DayCosts(rows); err != nil {
			return nil, err
		}
	}
	return metrics.Around(deploys, costs)
}

func unitsText(w io.Writer, rows []units.Row, changes *units.Changes, limit int) error {
	if err := unitsTable(w, rows, limit); err != nil || changes == nil {
		return err
	}
	fmt.Fprintln(w)
	if err := unitsChanges(w, changes, limit); err != nil {
		return err
	}
	return writeNotes(w, changes.Notes)
}

func unitsTable(w io.Writer, rows []units.Row, limit int) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(w, "no metrics in these months")
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
		t.Row(service, metric, string(r.Month), number(r.Value, 0), number(r.Cost, 2)+" "+clean(r.Currency), number(r.CostPer, 5), signedPercent(r.Change), signedPercent(r.Trend), number(r.MarginPer, 5), noteOf(r.Estimated, r.Why))
	}
	_, err := t.WriteTo(w)
	return err
}

// signedPercent is a change, with its sign; empty when it is unknown.
func signedPercent(n *money.Number) string {
	switch {
	case n == nil:
		return ""
	case n.IsPositive():
		return "+" + n.StringFixed(1) + " %"
	}
	return n.StringFixed(1) + " %"
}

// unitsChanges lists the last deploys of each service and metric.
func unitsChanges(w io.Writer, changes *units.Changes, limit int) error {
	if len(changes.List) == 0 {
		_, err := fmt.Fprintln(w, "no deploys in these months")
		return err
	}
	more := map[string]int{} // deploys still to come, by service, metric and currency
	of := func(c *units.Change) string { return c.Service + "\x00" + c.Metric + "\x00" + c.Currency }
	for i := range changes.List {
		more[of(&changes.List[i])]++
	}
	t := &term.Table{}
	t.Right(5, 6, 7, 8, 9)
	t.Row("deployed", "service", "commit", "ticket", "metric", "one before", "days", "one after", "days", "change", "")
	for i := range changes.List {
		c := &changes.List[i]
		k := of(c)
		if more[k]--; limit > 0 && more[k] >= limit {
			continue
		}
		commit := ""
		if n := len(c.Deploys); n > 1 {
			commit = fmt.Sprintf("%d deploys", n)
		} else if s := c.Deploys[0].Commit; s != "" {
			commit = clean(s[:min(len(s), 12)])
		}
		t.Row(c.Day, clean(c.Service), commit, clean(c.Each(func(d assay.Deploy) string { return d.Ticket })), clean(strings.TrimSpace(c.Metric+" "+c.Currency)),
			oneOf(c.Before.CostPer), fmt.Sprint(c.Before.Days), oneOf(c.After.CostPer), fmt.Sprint(c.After.Days), signedPercent(c.Change), unitsNote(c))
	}
	_, err := t.WriteTo(w)
	return err
}

func oneOf(n *money.Number) string {
	if n == nil {
		return "–"
	}
	return units.One(*n)
}

func unitsNote(c *units.Change) string {
	var out []string
	switch {
	case c.Why != "":
		return noteOf(false, c.Why)
	case !c.Certain:
		out = append(out, "uncertain: less than a week")
	case c.AsBefore:
		out = append(out, "as on days before")
	}
	if c.Estimated {
		out = append(out, "estimate")
	}
	return strings.Join(out, ", ")
}
