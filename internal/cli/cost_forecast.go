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
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/budget"
	"github.com/assay-dev/assay/internal/spend/forecast"
)

type costForecastOptions struct {
	costOptions
	by, where            []string
	cost, format, output string
	months, limit        int
}

var forecastFormats = []string{"text", "json", "csv", "svg"}

func newCostForecast(env Env) *cobra.Command {
	var o costForecastOptions
	cmd := &cobra.Command{
		Use: "forecast", Short: "What the months to come will cost, and how sure that is",
		Long: `Forecast the rest of this month and the months after it, from the days in the lake.

Weeks, ends of months, their length, fees once a month or quarter, the time of year
(with more than a year of days), damped trends and changes of level are taken into
account; single purchases are not repeated. Four of five months end within the interval.

What .assay/budgets.yaml knows to come, or to end, counts on lines of its own, as far
as --where tells that it is meant (assay cost budget --help; effective cost only).

"off by" is what such forecasts were off, one month ahead, in the months of the lake
that they can be tried on, and "naive" what last month, or the same month last year,
would have been.`,
		Example: "  assay cost forecast\n  assay cost forecast --by owner --months 6 --format csv\n  assay cost forecast --format svg -o forecast.svg",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.by, "by", []string{string(assay.ByService)}, "`KEYS` to forecast by, as in cost report but without times")
	f.StringArrayVar(&o.where, "where", nil, "only charges of which `KEY=VALUE`, as in cost report; may be repeated")
	f.IntVar(&o.months, "months", 3, fmt.Sprintf("how many months, with the one that has begun; at most %d", forecast.MostMonths))
	f.StringVar(&o.cost, "cost", "effective", "which cost: effective or billed")
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(forecastFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.IntVar(&o.limit, "limit", 20, "how many lines to show as text; 0 is all")
	return cmd
}

func (o *costForecastOptions) question(env Env) (forecast.Question, error) {
	q := forecast.Question{Months: o.months, Billed: o.cost == "billed", Now: env.Now()}
	switch {
	case !slices.Contains(forecastFormats, o.format):
		return q, fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(forecastFormats, ", "))
	case o.cost != "effective" && o.cost != "billed":
		return q, fault.New(fault.Invalid, "there is no cost %q", o.cost).WithHelp("use effective or billed")
	case o.months < 1 || o.months > forecast.MostMonths:
		return q, fault.New(fault.Invalid, "--months %d", o.months).WithHelp("use 1 to %d", forecast.MostMonths)
	}
	for _, key := range keysOf(o.by) {
		if key == assay.ByMonth || key == assay.ByChargeMonth || key == assay.ByDay {
			return q, fault.New(fault.Invalid, "a forecast is by months already, not by %s", key).WithHelp("--by service, owner, service_name, tag:KEY …")
		}
		q.Ask.By = append(q.Ask.By, key)
	}
	var err error
	if q.Ask.Where, err = filters(o.where); err != nil {
		return q, err
	}
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return q, err
	}
	q.Ask.Virtual = books.Virtual()
	plan, err := run.ReadBudgets(o.dir)
	if err != nil {
		return q, err
	}
	if q.Billed {
		if len(plan.Known) > 0 {
			q.Notes = append(q.Notes, "what is known to come is effective cost: it is not in a forecast of billed cost")
		}
		return q, nil
	}
	q.Known, q.Notes = budget.Counting(plan.Known, q.Ask.Where, books.Services)
	return q, nil
}

func (o *costForecastOptions) run(ctx context.Context, env Env) (err error) {
	q, err := o.question(env)
	if err != nil {
		return err
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func(l lake.Lake) { err = errors.Join(err, l.Close()) }(l)
	r, err := forecast.Find(ctx, l, q)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return forecastText(w, r, o.limit) }
	switch o.format {
	case "json":
		write = r.JSON
	case "csv":
		write = r.CSV
	case "svg":
		write = func(w io.Writer) error { _, err := io.WriteString(w, r.SVG()); return err }
	}
	return deliver(env, o.output, write)
}

func forecastText(w io.Writer, r *forecast.Report, limit int) error {
	for i := range r.Totals {
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := forecastTable(w, r, &r.Totals[i], limit); err != nil {
			return err
		}
	}
	return writeNotes(w, r.Notes)
}

// shownMonths is how many months a line of text has room for.
const shownMonths = 3

func forecastTable(w io.Writer, r *forecast.Report, total *forecast.Total, limit int) error {
	months := total.Months[:min(len(total.Months), shownMonths)]
	fmt.Fprintf(w, "%s · %s cost, known to %s · ± holds four of five months\n\n", clean(total.Currency), r.Cost, total.AsOf.Format("2006-01-02"))
	t := &term.Table{}
	n := len(r.Keys)
	head := []string{}
	for _, k := range r.Keys {
		head = append(head, string(k))
	}
	head = append(head, "last month")
	t.Right(n)
	for i, m := range months {
		t.Right(n+1+2*i, n+2+2*i)
		head = append(head, string(m.Month), "±")
	}
	last := n + 1 + 2*len(months)
	t.Right(last, last+1)
	t.Row(append(head, "off by", "naive", "")...)
	shown, left := 0, 0
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Currency != total.Currency {
			continue
		}
		if limit > 0 && shown >= limit {
			left++
			continue
		}
		shown++
		t.Row(forecastRow(l, forecastName(l, n), months, total.Months[0].Mid)...)
	}
	name := make([]string, n)
	name[0] = "all"
	t.Row(forecastRow(&total.Line, name, months, 0)...)
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	if left > 0 {
		fmt.Fprintf(w, "\n  %s more: --limit 0\n", plural(int64(left), "line", "lines"))
	}
	if len(total.Months) > shownMonths {
		fmt.Fprintln(w, "\n  later months: --format csv")
	}
	return nil
}

// forecastName are the cells that name a line.
func forecastName(l *forecast.Line, keys int) []string {
	cells := make([]string, keys)
	switch {
	case l.Known != "":
		cells[0] = "known: " + clean(l.Known)
		return cells
	case l.Others > 0:
		cells[0] = fmt.Sprintf("%d others", l.Others)
		return cells
	}
	for i, v := range l.Values {
		cells[i] = clean(v)
		if v == "" {
			cells[i] = "–"
		}
	}
	return cells
}

func forecastRow(l *forecast.Line, cells []string, months []forecast.Month, whole float64) []string {
	last := "–"
	if n := len(l.History); n > 0 {
		last = forecast.Grouped(l.History[n-1].Cost)
	}
	cells = append(cells, last)
	for i := range months {
		if i >= len(l.Months) {
			cells = append(cells, "–", "")
			continue
		}
		m := l.Months[i]
		cells = append(cells, forecast.Grouped(m.Mid), forecast.Grouped((m.High-m.Low)/2))
	}
	off, naive, share := "unknown", "", ""
	if l.Error != nil {
		off, naive = fmt.Sprintf("%.1f %%", 100*l.Error.MAPE), fmt.Sprintf("%.1f %%", 100*l.Error.Naive)
	}
	if l.Known != "" {
		off = ""
	}
	if l.Few {
		naive = "few days"
	}
	if whole > 0 && len(l.Months) > 0 {
		share = bar(l.Months[0].Mid / whole)
	}
	return append(cells, off, naive, share)
}
