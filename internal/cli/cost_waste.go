package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/waste"
)

type costWasteOptions struct {
	joinedOptions
	utilisation string
}

var wasteFormats = []string{"text", "json"}

func newCostWaste(env Env) *cobra.Command {
	var o costWasteOptions
	cmd := &cobra.Command{
		Use: "waste", Short: "What is paid for and hardly used, and the change that ends it",
		Long: `Look through AWS bills and infrastructure code for waste: addresses that nothing uses,
gateways and load balancers without traffic, volumes of stopped machines, machines,
databases and volumes of old generations, machines and databases that run at night
outside production, snapshots that grow, commitments that nothing uses, logs kept for
ever, large buckets without a lifecycle. Too large machines need --utilisation: CSV
with the columns resource, cpu_p95 and mem_p95, in percent.

A saving is that of a year: twelve times the bill's cost of the last month, at the ratio
of list prices where something else takes its place. It is unknown where the price book
or the bill does not tell. What two findings on one resource save counts once.

Without months, the last four up to the last one whose bill is final.`,
		Example: "  assay cost waste\n  assay cost waste --state state.json --utilisation use.csv\n  assay cost waste --where account=123456789012 --format json",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.add(cmd, wasteFormats)
	cmd.Flags().StringVar(&o.utilisation, "utilisation", "", "how much of machines is used: CSV in `FILE`")
	return cmd
}

func (o *costWasteOptions) run(ctx context.Context, env Env) error {
	req, err := o.request(wasteFormats)
	if err != nil {
		return err
	}
	var used waste.Utilisation
	if o.utilisation != "" {
		data, err := readFile(o.utilisation, waste.MaxUtilisation)
		if err != nil {
			return err
		}
		if used, err = waste.ParseUtilisation(o.utilisation, bytes.NewReader(data)); err != nil {
			return err
		}
	}
	return o.with(env, req, func(l lake.Lake, req run.SpendRequest) (func(io.Writer) error, []string, error) {
		r, notes, err := env.App(o.home).Run.Waste(ctx, l, req, used)
		if err != nil {
			return nil, nil, err
		}
		notes = append(notes, r.Notes...)
		if o.format == "json" {
			return r.JSON, notes, nil
		}
		return func(w io.Writer) error { return wasteText(w, r, o.limit) }, notes, nil
	})
}

func wasteText(w io.Writer, r *waste.Report, limit int) error {
	if len(r.Findings) == 0 {
		_, err := fmt.Fprintf(w, "no waste found in %s\n", spanOf(r.From, r.To))
		return err
	}
	unknown := 0
	for _, t := range r.Totals {
		unknown += t.Unknown
		if t.Unknown < t.Findings {
			fmt.Fprintf(w, "%s %s a year could be saved, by the bills of %s\n", money.Grouped(t.Saving, 2), clean(t.Currency), r.To)
		}
	}
	if unknown > 0 {
		fmt.Fprintf(w, "of %s the saving is unknown\n", plural(int64(unknown), "finding", "findings"))
	}
	fmt.Fprintln(w)
	t := &term.Table{}
	t.Right(1, 2)
	t.Row("service", "a year", "findings")
	for _, s := range r.Services {
		name := s.Name
		if name == "" {
			name = "–"
		}
		saving := money.Grouped(s.Saving, 2) + " " + s.Currency
		if s.Unknown == s.Findings {
			saving = "unknown"
		}
		t.Row(clean(name), clean(saving), fmt.Sprint(s.Findings))
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	for i := range r.Findings {
		if limit > 0 && i == limit {
			_, err := fmt.Fprintf(w, "\n… %d more: --limit 0 shows all\n", len(r.Findings)-i)
			return err
		}
		wasteFinding(w, &r.Findings[i])
	}
	return nil
}

func wasteFinding(w io.Writer, f *waste.Finding) {
	saving := "unknown"
	if f.Saving != nil {
		saving = money.Grouped(*f.Saving, 2) + " " + f.Currency
	}
	name := f.Resource
	if name == "" {
		name = f.Address
	}
	if name == "" {
		name = f.ServiceName
	}
	of := ""
	if f.Yearly != nil && !f.Yearly.IsZero() {
		of = "  of " + money.Grouped(*f.Yearly, 2)
	}
	fmt.Fprintf(w, "\n%s%s  %s  %s\n  %s", clean(saving), of, f.Kind, clean(name), clean(f.Evidence))
	if f.Lines > 0 {
		fmt.Fprintf(w, " (%s)", plural(f.Lines, "line", "lines"))
	}
	if f.Unknown != "" {
		fmt.Fprintf(w, "\n  %s", clean(f.Unknown))
	}
	fmt.Fprintf(w, "\n  next: ")
	if f.Path != "" {
		fmt.Fprintf(w, "%s:%d  ", clean(f.Path), f.Line)
	}
	fmt.Fprintf(w, "%s\n", clean(f.Change))
}
