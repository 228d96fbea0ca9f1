package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceHoldOptions struct {
	evidenceFlags
	periodFlags
	reason  string
	release bool
}

func newEvidenceHold(env Env) *cobra.Command {
	var o evidenceHoldOptions
	cmd := &cobra.Command{
		Use: "hold [ID…]", Short: "Keep names from being forgotten: a legal hold",
		Long: `Keep the names beside entries from being forgotten, whatever their retention:
of the entries named, or of a time and a service. The hold is itself an entry.`,
		Example: "  assay evidence hold --service payments --from 2026-11-01 --reason \"case 4711\"\n  assay evidence hold 3f2a81c09d5e7b64 --release --reason \"case 4711 is closed\"",
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args) },
	}
	o.evidenceFlags.add(cmd, true)
	o.periodFlags.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.reason, "reason", "", "why; without a name in it")
	f.BoolVar(&o.release, "release", false, "end the hold")
	return cmd
}

func (o *evidenceHoldOptions) run(ctx context.Context, env Env, ids []string) error {
	filter, err := o.filter()
	switch {
	case err != nil:
		return err
	case o.reason == "":
		return fault.New(fault.Invalid, "a hold needs a reason").WithHelp("--reason TEXT")
	case len(ids) == 0 && filter.From.IsZero() && filter.To.IsZero() && filter.Service == "":
		return fault.New(fault.Invalid, "a hold of what?").WithHelp("name ids, or --service, --from, --to")
	}
	log, err := o.write(ctx, env)
	if err != nil {
		return err
	}
	n, err := log.Hold(ctx, picker(ids, filter), !o.release, o.reason)
	if err != nil {
		return err
	}
	word := "held"
	if o.release {
		word = "released"
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: names of %s\n", word, plural(n, "entry", "entries"))
	return ignorePipe(err)
}

// picker picks entries by the beginning of their ids, or, without any, by a filter.
func picker(ids []string, filter evidence.Filter) func(*evidence.Record) bool {
	if len(ids) == 0 {
		return filter.Keep
	}
	return func(r *evidence.Record) bool {
		return slices.ContainsFunc(ids, func(id string) bool { return len(id) >= 4 && strings.HasPrefix(r.ID, id) })
	}
}

type evidenceForgetOptions struct{ evidenceFlags }

func newEvidenceForget(env Env) *cobra.Command {
	var o evidenceForgetOptions
	cmd := &cobra.Command{
		Use: "forget [ID…]", Short: "Delete names whose retention is over",
		Long: `Delete the names beside entries whose retention is over, all of them or those
of the entries named. A hold keeps them. The log verifies as before: it never
held a name, only salted commitments that mean nothing without the salts.`,
		Example: "  assay evidence forget",
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args) },
	}
	o.add(cmd, true)
	return cmd
}

func (o *evidenceForgetOptions) run(ctx context.Context, env Env, ids []string) error {
	log, err := o.write(ctx, env)
	if err != nil {
		return err
	}
	done, err := log.Forget(ctx, picker(ids, evidence.Filter{}))
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(env.Stdout, "forgotten: names of %s · %d on hold · %d whose time is not over\n",
		plural(done.Statements, "entry", "entries"), done.Held, done.Young); err != nil {
		return ignorePipe(err)
	}
	if len(ids) > 0 && done.Statements == 0 && done.Held+done.Young > 0 {
		return fault.New(fault.Denied, "nothing was forgotten").WithHelp("a hold ends with assay evidence hold --release; retention with its time")
	}
	return nil
}
