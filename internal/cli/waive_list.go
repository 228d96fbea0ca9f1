package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
)

type waiveListOptions struct{ format, expiring, base, home string }

func newWaiveList(env Env) *cobra.Command {
	var o waiveListOptions
	cmd := &cobra.Command{
		Use: "list [DIR]", Short: "List waivers and emergencies, what needs somebody first",
		Long: `List waivers and emergencies with their state and why, what needs somebody first.

What stands at HEAD counts as merged, unless --base names what is. The longest
life of a waiver for one finding is held against that finding by assay run.`,
		Example: "  assay waive list\n  assay waive list --expiring 14d\n  assay waive list --base main --format json",
		Args:    atMostDir,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, dirOf(args)) },
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "text or json")
	f.StringVar(&o.expiring, "expiring", "", "only waivers that count and end within so many `DAYS`, as 14d")
	f.StringVar(&o.base, "base", "", "the `REVISION` at which a waiver counts as merged (default HEAD)")
	f.StringVar(&o.home, "home", "", "folder of state (default the user's data folder, or ASSAY_HOME)")
	return cmd
}

func (o *waiveListOptions) run(ctx context.Context, env Env, dir string) error {
	if o.format != "text" && o.format != "json" {
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use text or json")
	}
	within := 0
	if o.expiring != "" {
		var err error
		if within, err = config.Days(o.expiring, 0); err != nil || within == 0 {
			return fault.New(fault.Invalid, "--expiring %q is no number of days", o.expiring).WithHelp("write it as 14d")
		}
	}
	all, err := env.App(o.home).Run.Waivers(ctx, run.WaiversRequest{Dir: dir, Base: o.base})
	if err != nil {
		return err
	}
	list := make([]run.Standing, 0, len(all.List))
	for _, s := range all.List {
		if within == 0 || s.EndsWithin(within) {
			list = append(list, s)
		}
	}
	for _, n := range all.Notes {
		if len(all.List) > 0 {
			fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
		}
	}
	if o.format == "json" {
		return ignorePipe(writeJSON(env.Stdout, list))
	}
	return ignorePipe(o.print(env, list))
}

func (o *waiveListOptions) print(env Env, list []run.Standing) error {
	if len(list) == 0 {
		what := "no waivers"
		if o.expiring != "" {
			what = "no waiver ends within " + o.expiring
		}
		_, err := fmt.Fprintln(env.Stdout, what)
		return err
	}
	var t term.Table
	t.Row("STATE", "UNTIL", "ID", "OWNER", "FOR")
	for _, s := range list {
		t.Row(s.State, s.LastDay, clean(s.ID), oneLine(clean(s.Owner)), oneLine(clean(s.Subject)))
	}
	if _, err := t.WriteTo(env.Stdout); err != nil {
		return err
	}
	for _, s := range list {
		if s.Why == "" && s.Next == "" {
			continue
		}
		text := fmt.Sprintf("\n%s: %s\n", s.ID, strings.TrimPrefix(s.Why, s.Path+": "))
		if s.Next != "" {
			text += "  next: " + s.Next + "\n"
		}
		if _, err := fmt.Fprint(env.Stdout, clean(text)); err != nil {
			return err
		}
	}
	return nil
}
