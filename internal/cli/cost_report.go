package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/breakdown"
)

type costReportOptions struct {
	costOptions
	spanOptions
	by, where               []string
	format, output, deploys string
	limit                   int
}

func newCostReport(env Env) *cobra.Command {
	var o costReportOptions
	cmd := &cobra.Command{
		Use: "report", Short: "Cost by month, service, team, tag …",
		Long: `Add the bills in the lake up by keys.

Keys: month (billing period), charge_month, day; service, owner, cost_centre,
environment (by tags, .assay/tagging.yaml and the catalogue in assay.yaml);
service_name, service_category, sku, resource, resource_type, region, account,
billing_account, provider, source, invoice, issuer, charge_category, charge_class,
charge_frequency, pricing_category, commitment, commitment_status, unit, sku_meter,
description; tag:KEY.

Billed is what invoices ask for, effective spreads commitments over their term. Both
are exact decimal text in JSON and CSV. Currencies and estimates have rows of their own.`,
		Example: "  assay cost report\n  assay cost report --by month,service_name --format json\n  assay cost report --by tag:team --month 2025-01 --where environment=production\n  assay cost report --format html -o cost.html",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.by, "by", []string{"month", "service_name"}, "`KEYS` to group by, parted by commas")
	f.StringArrayVar(&o.where, "where", nil, "only charges of which `KEY=VALUE` (or KEY!=VALUE; * and ? stand for others; VALUE may be empty); may be repeated")
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(breakdown.Formats, ", ")+", parquet")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.deploys, "deploys", "", "deploys beside the recorded ones, for causes in html: CSV or JSON in `FILE`")
	f.IntVar(&o.limit, "limit", 20, "how many rows of a month to show as text; 0 is all")
	return cmd
}

// filters reads --where.
func filters(where []string) ([]lake.Filter, error) {
	var out []lake.Filter
	for _, w := range where {
		key, value, ok := strings.Cut(w, "=")
		if !ok || key == "" || key == "!" {
			return nil, fault.New(fault.Invalid, "--where %q: want KEY=VALUE", w).WithHelp("for example --where service=payments")
		}
		f := lake.Filter{Key: assay.CostKey(strings.TrimSuffix(key, "!")), Values: []string{value}, Not: strings.HasSuffix(key, "!")}
		merged := false
		for i := range out {
			if out[i].Key == f.Key && out[i].Not == f.Not {
				out[i].Values = append(out[i].Values, value)
				merged = true
			}
		}
		if !merged {
			out = append(out, f)
		}
	}
	return out, nil
}

func (o *costReportOptions) ask() (lake.Ask, error) {
	var a lake.Ask
	if err := breakdown.Check(o.format); err != nil {
		return a, err
	}
	var err error
	if a.From, a.To, err = o.months(); err != nil {
		return a, err
	}
	if a.Where, err = filters(o.where); err != nil {
		return a, err
	}
	a.By = keysOf(o.by)
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return a, err
	}
	a.Virtual = books.Virtual()
	return a, nil
}

func (o *costReportOptions) run(ctx context.Context, env Env) (err error) {
	ask, err := o.ask()
	if err != nil {
		return err
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	write := func(w io.Writer) error { return l.ExportSums(ctx, ask, w) }
	if o.format != "parquet" {
		parts, err := l.Partitions(ctx)
		if err != nil {
			return err
		}
		rows, err := l.Sum(ctx, ask)
		if err != nil {
			return err
		}
		r := breakdown.New(ask.By, rows, within(parts, ask.From, ask.To))
		write = func(w io.Writer) error { return o.write(w, r) }
		if o.format == "html" {
			first, err := o.overview(ctx, env, l, r.Partitions, ask)
			if err != nil {
				return err
			}
			write = func(w io.Writer) error { return r.HTML(w, first) }
		}
	}
	return deliver(env, o.output, write)
}

// overview is the first screen of the page: it is of all charges of the months,
// whatever --where selects.
func (o *costReportOptions) overview(ctx context.Context, env Env, l lake.Lake, parts []lake.Partition, ask lake.Ask) (*breakdown.Overview, error) {
	rules, usage, err := run.ReadPayers(o.dir)
	if err != nil {
		return nil, err
	}
	p := &run.Payers{Lake: l, Virtual: ask.Virtual, Rules: rules, Usage: usage, Now: env.Now}
	deploys, err := readDeploys(o.deploys)
	if err != nil {
		return nil, err
	}
	first, err := env.App(o.home).Run.Overview(ctx, p, o.dir, parts, deploys, ask.From, ask.To)
	if err != nil {
		return nil, err
	}
	first.All = len(ask.Where) > 0
	return first, nil
}

func (o *costReportOptions) write(w io.Writer, r *breakdown.Report) error {
	switch o.format {
	case "json":
		return r.JSON(w)
	case "csv":
		return r.CSV(w)
	case "svg":
		_, err := io.WriteString(w, r.SVG())
		return err
	}
	return reportText(w, r, o.limit)
}

func reportText(w io.Writer, r *breakdown.Report, limit int) error {
	if err := r.Head(w); err != nil || len(r.Rows) == 0 {
		if err == nil {
			_, err = fmt.Fprintln(w, "  next: assay cost ingest FILE, or assay demo")
		}
		return err
	}
	fmt.Fprintln(w)
	t := &term.Table{}
	n := len(r.Keys)
	t.Right(n, n+1)
	head := []string{}
	for _, k := range r.Keys {
		head = append(head, string(k))
	}
	t.Row(append(head, "effective", "billed", "", "")...)
	last := ""
	for _, line := range r.Lines(limit) {
		cells := make([]string, 0, n+4)
		for i, c := range line.Cells {
			if i == 0 && c == last && r.Keys[0] == assay.ByMonth {
				c = ""
			}
			cells = append(cells, clean(c))
		}
		if n > 0 {
			last = line.Cells[0]
		}
		note := ""
		if line.Estimated {
			note = "estimate"
		}
		cells = append(cells, money.Grouped(line.Effective, 2)+" "+clean(line.Currency), money.Grouped(line.Billed, 2), bar(line.Share), note)
		t.Row(cells...)
	}
	_, err := t.WriteTo(w)
	return err
}

// bar shows a share of a whole, an eighth of a cell at least.
func bar(share float64) string {
	const cells = 12
	n := int(share*cells*8 + 0.5)
	if n <= 0 {
		return ""
	}
	n = min(n, cells*8)
	out := strings.Repeat("█", n/8)
	if rest := n % 8; rest > 0 {
		out += string([]rune("▏▎▍▌▋▊▉")[rest-1])
	}
	return out
}
