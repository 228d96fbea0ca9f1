package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/control"
	"github.com/assay-dev/assay/internal/govern/control/sheet"
	"github.com/assay-dev/assay/internal/run"
)

type controlsOptions struct {
	frameworks           []string
	from, to             string
	service              string
	format, output, home string
	verbose              bool
}

// controlsPeriod is the period when none is named.
const controlsPeriod = 90 * 24 * time.Hour

func newControls(env Env) *cobra.Command {
	var o controlsOptions
	cmd := &cobra.Command{
		Use: "controls [DIR]", Short: "State and evidence of each control of the frameworks in scope",
		Long: `Say for each control of the frameworks in scope what the tested changes of a period
show: an automated check passing (on how many changes), failing, stale, partial, or
manual with the role that must show it. Bypasses and emergency changes come first.

A framework is in scope when assay.yaml names it, or when a service has its scope:
card, personal-data, trading, payment, financial-reporting.

It is a report, not a gate: it exits 0 whatever the states are.`,
		Example: "  assay controls\n  assay controls --framework pci-dss-4.0.1 --from 2026-07-01 --to 2026-09-30\n  assay controls --format html -o controls.html",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) error {
			return o.run(cmd.Context(), env, dirOf(args))
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.frameworks, "framework", nil, "only these `FRAMEWORKS`: "+strings.Join(assay.Frameworks(), ", "))
	f.StringVar(&o.from, "from", "", "first `DAY`, as 2026-07-01 (default 90 days before the last)")
	f.StringVar(&o.to, "to", "", "last `DAY` (default today)")
	f.StringVar(&o.service, "service", "", "only this `SERVICE`")
	f.StringVar(&o.format, "format", sheet.Formats()[0], "how to write it: "+strings.Join(sheet.Formats(), ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.home, "home", "", "folder of the store of runs (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "list everything")
	cmd.AddCommand(newControlsExplain(env))
	return cmd
}

func (o *controlsOptions) run(ctx context.Context, env Env, dir string) error {
	if err := sheet.Check(o.format); err != nil {
		return err
	}
	req := run.ControlsRequest{Dir: dir, Service: assay.ServiceID(o.service), Frameworks: o.frameworks}
	var err error
	if req.From, req.To, err = o.period(env.Now()); err != nil {
		return err
	}
	a, err := env.App(o.home).Run.AssessControls(ctx, req)
	if err != nil {
		return err
	}
	opts := sheet.Options{Verbose: o.verbose}
	if o.output != "" {
		return writeFile(o.output, func(w io.Writer) error { return sheet.Write(w, o.format, a, opts) })
	}
	opts.Colour = term.Colour(env.Stdout, env.Getenv)
	return ignorePipe(sheet.Write(env.Stdout, o.format, a, opts))
}

// period reads the days; the last one counts to its end, in UTC.
func (o *controlsOptions) period(now time.Time) (from, to time.Time, err error) {
	to = now.UTC()
	if o.to != "" {
		if to, err = parseDay("--to", o.to); err != nil {
			return from, to, err
		}
		to = to.Add(24*time.Hour - time.Nanosecond)
	}
	from = to.Add(-controlsPeriod).Truncate(24 * time.Hour)
	if o.from != "" {
		if from, err = parseDay("--from", o.from); err != nil {
			return from, to, err
		}
	}
	if from.After(to) {
		return from, to, fault.New(fault.Invalid, "the period ends before it begins").WithHelp("--from 2026-07-01 --to 2026-09-30")
	}
	return from, to, nil
}

func parseDay(flag, text string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, fault.New(fault.Invalid, "%s %q is no day", flag, text).WithHelp("write it as 2026-07-01")
	}
	return t, nil
}

func newControlsExplain(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "explain CONTROL", Short: "Explain one control, or list those of a framework",
		Example: "  assay controls explain pci-6.3.3\n  assay controls explain dora",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.New(fault.Invalid, "name one control or framework").WithHelp("frameworks are %s", strings.Join(assay.Frameworks(), ", "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			set, err := env.App("").Run.Controls()
			if err != nil {
				return err
			}
			if f, ok := set.Framework(args[0]); ok {
				return listControls(env.Stdout, f)
			}
			c, ok := set.Control(strings.ToLower(args[0]))
			if !ok {
				return fault.New(fault.NotFound, "there is no control %q", args[0]).WithHelp("assay controls explain FRAMEWORK lists them: %s", strings.Join(assay.Frameworks(), ", "))
			}
			return explainControl(env.Stdout, set, c)
		},
	}
}

func listControls(w io.Writer, f *control.Framework) error {
	var t term.Table
	for i := range f.Controls {
		c := &f.Controls[i]
		t.Row(c.ID, c.Reference.Clause, c.Title)
	}
	if _, err := fmt.Fprintf(w, "%s  (%s)\n%s\nBinds: %s\n\n", f.Title, f.Document, f.About, strings.Join(f.Binds, ", ")); err != nil {
		return err
	}
	_, err := t.WriteTo(w)
	return err
}

func explainControl(w io.Writer, set *control.Set, c *control.Control) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  (%s)\n%s\n", c.ID, c.Reference.Place(), c.Title)
	fmt.Fprintf(&b, "\nBinds\n  %s\n", strings.Join(c.Binds, ", "))
	if len(c.Scope) > 0 {
		fmt.Fprintf(&b, "  only services with scope %s\n", strings.Join(c.Scope, " or "))
	}
	if len(c.Checks) > 0 {
		part := ""
		if c.Partial {
			part = "in part, "
		}
		fmt.Fprintf(&b, "\nShown automatically, %sby evidence of at most %d days\n", part, c.Freshness)
		for i := range c.Checks {
			fmt.Fprintf(&b, "  %s\n", c.Checks[i].Words())
			for _, name := range c.Checks[i].NoFindings {
				if g, ok := set.Group(name); ok {
					fmt.Fprintf(&b, "    %s: %s\n", g.Name, g.About)
				}
			}
		}
	}
	if c.Manual != nil {
		fmt.Fprintf(&b, "\nShown by a person: %s\n  %s\n", c.Manual.Owner, c.Manual.Show)
	}
	if !*c.Reference.Verified {
		b.WriteString("\nThe duty is in our own words; nobody has read the clause in the official text yet.\n")
	} else {
		fmt.Fprintf(&b, "\nThe duty is in our own words; the clause was read in: %s.\n", *c.Reference.Edition)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
