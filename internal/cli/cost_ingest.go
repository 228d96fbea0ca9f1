package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/collect"
	"github.com/assay-dev/assay/internal/spend/conform"
)

type costIngestOptions struct {
	costOptions
	source, layout, mapping, currency string
	final, open, list, quiet          bool
	validate, assume, verbose         bool
	format                            string
	remove                            []string
}

func newCostIngest(env Env, code *int) *cobra.Command {
	var o costIngestOptions
	var formats []string
	for _, f := range collect.Formats() {
		formats = append(formats, fmt.Sprintf("  %-9s %s", f[0], f[1]))
	}
	cmd := &cobra.Command{
		Use: "ingest FILE|FOLDER|s3://BUCKET/PREFIX…", Short: "Bring bills into the lake",
		Long: `Read bills, whatever their format, and keep their lines as FOCUS.

Each (source, billing month) that the files hold is replaced as a whole, so name all
files of a month together: a restatement replaces, the same files again change
nothing, and who is interrupted has the old lines. The source is the provider and the
billing account, unless --source names another.

Formats, seen from the columns:
` + strings.Join(formats, "\n") + `

A mapping says what other columns mean (amounts may be written with a comma):

  columns: {BilledCost: Amount, ChargePeriodStart: Day, ServiceName: Product}
  values:  {ProviderName: Datadog, BillingCurrency: USD}
  tags:    {team: Team}
  dates:   "%d.%m.%Y"
  decimal: ","

Where a manifest lies beside the files, those that it names count and no others.
Object storage is read with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, and
AWS_ENDPOINT_URL where it is not Amazon's.`,
		Example: "  assay cost ingest bills/2025-01.csv.gz\n  assay cost ingest s3://bills/focus/BILLING_PERIOD=2025-01/\n  assay cost ingest --mapping datadog.yaml --source datadog datadog.csv\n  assay cost ingest --validate bills/2025-01.csv.gz\n  assay cost ingest --list",
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args, code) },
	}
	o.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.source, "source", "", "`NAME` of the source (default provider and billing account)")
	f.StringVar(&o.layout, "layout", "", "format of the bill, when its columns don't tell")
	f.StringVar(&o.mapping, "mapping", "", "`FILE` that says what the columns mean")
	f.StringVar(&o.currency, "currency", "", "ISO 4217 `CODE`, for bills that don't name theirs")
	f.BoolVar(&o.final, "final", false, "the bill is final (default: once its month is over)")
	f.BoolVar(&o.open, "open", false, "the bill is still an estimate")
	f.BoolVar(&o.validate, "validate", false, "hold the bill against the rules of FOCUS 1.2 and load nothing; exit 1 when one is broken that must be kept")
	f.BoolVar(&o.assume, "assume-all", false, "with --validate: take the provider to support all that FOCUS makes conditional")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "with --validate: list also the rules that are kept or cannot be checked")
	f.BoolVar(&o.list, "list", false, "list what is in the lake, and read nothing")
	f.StringArrayVar(&o.remove, "remove", nil, "forget `SOURCE=MONTH`; may be repeated")
	f.StringVar(&o.format, "format", "text", "how to print the result: text, json")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
	return cmd
}

func (o *costIngestOptions) run(ctx context.Context, env Env, args []string, code *int) (err error) {
	switch {
	case o.format != "text" && o.format != "json":
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use text or json; --layout names the format of the bill")
	case o.final && o.open:
		return fault.New(fault.Invalid, "--final and --open contradict each other")
	case len(args) == 0 && !o.list && len(o.remove) == 0:
		return fault.New(fault.Invalid, "name the bills to read").WithHelp("assay cost ingest FILE|FOLDER|s3://…, or --list")
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	for _, r := range o.remove {
		source, month, ok := strings.Cut(r, "=")
		if !ok {
			return fault.New(fault.Invalid, "--remove %q: want SOURCE=MONTH", r).WithHelp("--list names them")
		}
		if err := l.Remove(ctx, source, assay.Month(month)); err != nil {
			return err
		}
	}
	if len(args) > 0 {
		return o.ingest(ctx, env, l, args, code)
	}
	if o.list {
		return o.show(ctx, env, l)
	}
	return nil
}

func (o *costIngestOptions) ingest(ctx context.Context, env Env, l lake.Lake, args []string, code *int) (err error) {
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "assay-bills-")
	if err != nil {
		return fault.New(fault.Unavailable, "%w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	defer live.Clear()
	co := collect.Options{
		Dir: scratch, Format: o.layout, Source: o.source, Currency: o.currency,
		Objects: env.App(o.home).Objects, Progress: func(step string) { live.Set(clean(step)) },
	}
	if o.mapping != "" {
		data, err := os.ReadFile(o.mapping)
		if err != nil {
			return fault.New(fault.Invalid, "%w", err)
		}
		if co.Mapping, err = collect.ParseMapping(o.mapping, data); err != nil {
			return err
		}
	}
	bill, err := collect.Open(ctx, l, args, co)
	if err != nil {
		return err
	}
	if o.validate {
		r, err := o.conform(ctx, env, l, bill)
		if err != nil {
			return err
		}
		live.Clear()
		if r.Count(conform.Failed, true) > 0 || r.Unreadable > 0 {
			*code = fault.ExitDenied
		}
		if o.format == "json" {
			return ignorePipe(r.JSON(env.Stdout))
		}
		return ignorePipe(conformText(env.Stdout, r, o.verbose))
	}
	load := bill.Load(env.Now())
	load.Tags = books.Tags()
	if o.final || o.open {
		load.Estimated = &o.open
	}
	loaded, err := l.Load(ctx, load)
	if err != nil {
		return err
	}
	live.Clear()
	if !o.quiet {
		if len(bill.Ignored) > 0 {
			fmt.Fprintf(env.Stderr, "note: columns that are none of FOCUS were left out: %s\n", clean(strings.Join(bill.Ignored, ", ")))
		}
		for _, n := range append(bill.Notes, loaded.Notes...) {
			fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
		}
	}
	if o.format == "json" {
		return ignorePipe(printJSON(env, ingestedOf(bill.Format, loaded)))
	}
	return ignorePipe(ingestText(env.Stdout, bill.Format, loaded))
}

func ingestText(w io.Writer, format string, l *lake.Loaded) error {
	if l.Unchanged {
		_, err := fmt.Fprintf(w, "unchanged: these files are in the lake already, %s\n", plural(l.In, "line", "lines"))
		return err
	}
	fmt.Fprintf(w, "%s in (%s) = %d stored + %d quarantined\n", plural(l.In, "line", "lines"), format, l.Stored, l.Quarantined)
	t := &term.Table{}
	t.Right(2, 3)
	for _, p := range l.Partitions {
		if p.Lines == 0 {
			t.Row("  "+clean(p.Source), string(p.Month), "0", "", became(p))
			continue
		}
		totals := slices.DeleteFunc(slices.Clone(p.Totals), func(t lake.Total) bool { return t.Lines == 0 })
		for i, total := range totals {
			source, month, lines := "  "+clean(p.Source), string(p.Month), fmt.Sprint(p.Lines)
			if i > 0 {
				source, month, lines = "", "", ""
			}
			t.Row(source, month, lines, money.Grouped(total.Billed, 2)+" "+clean(total.Currency)+" billed", became(p))
		}
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	if l.Quarantined == 0 {
		return nil
	}
	fmt.Fprint(w, "\nQuarantined: kept apart, in no sum\n")
	t = &term.Table{}
	t.Right(0)
	for _, r := range l.Reasons {
		t.Row(fmt.Sprintf("  %d", r.Lines), clean(r.Reason), "first at "+clean(r.Example))
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, "  next: assay cost query 'SELECT reason, file, row, line FROM quarantine', mend the export, ingest it again\n")
	return err
}

func became(p lake.Change) string {
	note := "new"
	if p.Lines == 0 {
		note = "nothing stored"
	}
	if p.Before >= 0 {
		note = fmt.Sprintf("replaces %s", plural(p.Before, "line", "lines"))
	}
	if p.Estimated {
		note += ", open: an estimate"
	}
	return note
}

func (o *costIngestOptions) show(ctx context.Context, env Env, l lake.Lake) error {
	parts, err := l.Partitions(ctx)
	if err != nil {
		return err
	}
	if o.format == "json" {
		return ignorePipe(printJSON(env, listedOf(parts)))
	}
	if len(parts) == 0 {
		_, err := fmt.Fprintln(env.Stdout, "the lake is empty\n  next: assay cost ingest FILE, or assay demo")
		return ignorePipe(err)
	}
	t := &term.Table{}
	t.Right(2, 3, 4)
	t.Row("source", "month", "lines", "quarantined", "billed", "")
	for _, p := range parts {
		var billed []string
		for _, c := range p.Totals {
			billed = append(billed, money.Grouped(c.Billed, 2)+" "+clean(c.Currency))
		}
		state := "final"
		if p.Estimated {
			state = "estimate"
		}
		t.Row(clean(p.Source), string(p.Month), fmt.Sprint(p.Lines), fmt.Sprint(p.Quarantined), strings.Join(billed, " + "), state)
	}
	_, err = t.WriteTo(env.Stdout)
	return ignorePipe(err)
}
