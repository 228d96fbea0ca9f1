package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/risk"
)

type riskOptions struct {
	format, output, home string
	frequency, loss      string
	seed                 uint64
	years                int
}

var riskFormats = []string{"text", "json", "html", "svg", "tornado"}

func newRisk(env Env) *cobra.Command {
	var o riskOptions
	cmd := &cobra.Command{
		Use: "risk [DIR]", Short: "What the findings are expected to cost in a year, and what finding them is worth",
		Long: `Put risk into money: the expected loss of a year and its distribution for each
service, from what is found in it, how it is reached and what data it handles; what
fixing each finding saves; and the return on each tool and stage.

It is a model after FAIR with numbers that nobody measured for you: each is named as
an assumption, the tornado says which of them matter, and .assay/risk.yaml replaces
them. The simulation has a seed: the same input gives the same numbers.

With --frequency and --loss it works out one scenario and looks at no folder. A range
of two numbers is lognormal by its 5 % and 95 % quantiles, one of three is PERT.`,
		Example: "  assay risk\n  assay risk --format html -o risk.html\n  assay risk --frequency 0.1 --loss 100000..1000000",
		Args:    atMostDir,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(riskFormats, ", ")+" (svg is the loss-exceedance curve)")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.home, "home", "", "folder of the cache (default the user's data folder, or ASSAY_HOME)")
	f.StringVar(&o.frequency, "frequency", "", "one scenario: loss events a year, as `NUMBER` or range")
	f.StringVar(&o.loss, "loss", "", "one scenario: loss by one event, as `NUMBER` or range")
	f.Uint64Var(&o.seed, "seed", 0, "seed of the simulation (default that of risk.yaml, or 1)")
	f.IntVar(&o.years, "years", 0, fmt.Sprintf("years to simulate, 1000 to 1000000 (default that of risk.yaml, or %d)", risk.DefaultYears))
	return cmd
}

func (o *riskOptions) run(ctx context.Context, env Env, args []string) error {
	known := false
	for _, f := range riskFormats {
		known = known || f == o.format
	}
	switch {
	case !known:
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(riskFormats, ", "))
	case o.years != 0 && (o.years < 1000 || o.years > 1_000_000):
		return fault.New(fault.Invalid, "--years %d: between 1000 and 1000000 are simulated", o.years).WithHelp("leave it out for %d", risk.DefaultYears)
	case (o.frequency == "") != (o.loss == ""):
		return fault.New(fault.Invalid, "--frequency and --loss go together").WithHelp("assay risk --frequency 0.1 --loss 100000..1000000")
	case o.frequency != "" && len(args) > 0:
		return fault.New(fault.Invalid, "one scenario looks at no folder").WithHelp("leave %s out", args[0])
	}
	r, notes, err := o.assess(ctx, env, args)
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
	}
	write := func(w io.Writer) error {
		return writeRisk(w, o.format, r)
	}
	return deliver(env, o.output, write)
}

func (o *riskOptions) assess(ctx context.Context, env Env, args []string) (*risk.Report, []string, error) {
	if o.frequency != "" {
		m, err := risk.Single(o.frequency, o.loss)
		if err != nil {
			return nil, nil, err
		}
		if o.seed != 0 {
			m.Seed = o.seed
		}
		if o.years != 0 {
			m.Years = o.years
		}
		return m.Assess(nil, nil, nil, func(assay.EngineID) string { return "" }), nil, nil
	}
	live := term.NewLive(env.Stderr, env.Now, false)
	defer live.Clear()
	req := run.RiskRequest{Request: run.Request{Dir: dirOf(args), FingerprintKey: env.Getenv("ASSAY_FINGERPRINT_KEY")}, Seed: o.seed, Years: o.years}
	req.Progress = func(phase string, done, total int) { live.Set(fmt.Sprintf("%s  %d of %d files", phase, done, total)) }
	return env.App(o.home).Run.Risk(ctx, req)
}

func writeRisk(w io.Writer, format string, r *risk.Report) error {
	switch format {
	case "json":
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(r)
	case "svg":
		_, err := w.Write(r.CurveSVG())
		return err
	case "tornado":
		_, err := w.Write(r.TornadoSVG())
		return err
	case "html":
		return risk.WriteHTML(w, r)
	}
	return riskText(w, r)
}

func riskText(w io.Writer, r *risk.Report) error {
	t := &term.Table{}
	fmt.Fprintf(w, "%s %s expected loss a year\n", risk.Amount(r.Expected), r.Currency)
	if r.Expected < 1e6 {
		fmt.Fprintf(w, "  exactly %.3f\n", r.Expected)
	}
	q := r.Quantiles
	fmt.Fprintf(w, "  half of all years lose at most %s, one in ten more than %s, one in a hundred more than %s\n", risk.Amount(q.P50), risk.Amount(q.P90), risk.Amount(q.P99))
	fmt.Fprintf(w, "  spend at most %s a year on security for it (1/e of the loss, Gordon and Loeb)\n", risk.Amount(r.Bound))
	if len(r.Services) > 1 || len(r.Services) == 1 && r.Services[0].Service != "" {
		fmt.Fprint(w, "\nServices\n")
		t.Right(2, 3, 4, 5)
		t.Row("  service", "reached from", "findings", "expected", "1 in 10", "1 in 100")
		for _, s := range r.Services {
			name := string(s.Service)
			if name == "" {
				name = "no service"
			}
			t.Row("  "+clean(name), reached(s), fmt.Sprint(s.Findings), risk.Amount(s.Expected), risk.Amount(s.Quantiles.P90), risk.Amount(s.Quantiles.P99))
		}
		if _, err := t.WriteTo(w); err != nil {
			return err
		}
	}
	if len(r.Findings) > 0 {
		fmt.Fprint(w, "\nWhat to fix first, by what it saves a year\n")
		t = &term.Table{}
		t.Right(0)
		for _, f := range r.Findings[:min(len(r.Findings), 5)] {
			at := f.Location.Path
			if f.Location.Start.Line > 0 {
				at = fmt.Sprintf("%s:%d", at, f.Location.Start.Line)
			}
			t.Row("  "+risk.Amount(f.PerYear), f.Severity.String(), clean(at), clean(string(f.Rule)))
		}
		if _, err := t.WriteTo(w); err != nil {
			return err
		}
	}
	if err := riskReturns(w, "Return on tools", r.Tools); err != nil {
		return err
	}
	if err := riskReturns(w, "Return by stage", r.Stages); err != nil {
		return err
	}
	if len(r.Tornado) > 0 {
		fmt.Fprint(w, "\nAssumptions that matter most\n")
		t = &term.Table{}
		t.Right(2)
		for _, s := range r.Tornado[:min(len(r.Tornado), 5)] {
			t.Row("  "+clean(s.Assumption), clean(s.Range), risk.Amount(s.Low)+" to "+risk.Amount(s.High), clean(s.Source))
		}
		if _, err := t.WriteTo(w); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "\n%s simulated years, seed %d · replace assumptions in %s · --format html for the charts\n", risk.Amount(float64(r.Years)), r.Seed, risk.File)
	return err
}

// reached is from where a service is reached, and whether anybody said so.
func reached(s risk.ServiceRisk) string {
	if s.Assumed {
		return s.Exposure + " (assumed)"
	}
	return s.Exposure
}

func riskReturns(w io.Writer, title string, list []risk.Return) error {
	if len(list) == 0 {
		return nil
	}
	fmt.Fprintf(w, "\n%s\n", title)
	t := &term.Table{}
	t.Right(1, 2, 3, 4)
	t.Row("  ", "findings", "avoids a year", "costs a year", "return")
	for _, x := range list {
		cost, back := "unknown", "–"
		if x.Cost != nil {
			cost = risk.Amount(*x.Cost)
		}
		if x.Return != nil {
			back = fmt.Sprintf("%.0f %%", *x.Return*100)
		}
		t.Row("  "+clean(x.Name), fmt.Sprint(x.Findings), risk.Amount(x.Avoids), cost, back)
	}
	_, err := t.WriteTo(w)
	return err
}
