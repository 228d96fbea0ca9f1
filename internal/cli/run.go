package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pipeline"
	"github.com/assay-dev/assay/internal/run"
)

type runOptions struct {
	outputFlags
	base    string
	imports []string
	stages  []string
	steps   bool
	reach   reachFlags
	change  changeFlags
	keep    keeperFlags
}

func newRun(env Env, code *int) *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run [DIR]",
		Short: "Test a change: engines, gate, reports (the main job)",
		Long: `Test a change and say whether it may ship.

What counts is what is new against the base: --base, else what the CI system
names, else HEAD when there is uncommitted work. A clean tree without a base
counts everything.

Exit codes: 0 pass · 1 the gate says no, or a declared step failed · 2 bad usage
or configuration, or a base that is not there · 3 could not finish · 130 interrupted.`,
		Example: "  assay run\n  assay run --base main services/payments\n  assay run --steps --report sarif=assay.sarif --report html=assay.html",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, dirOf(args))
			return err
		},
	}
	o.add(cmd)
	o.reach.add(cmd)
	o.change.add(cmd)
	o.keep.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.base, "base", "", "compare with `REVISION`: a commit, tag or branch")
	f.StringSliceVar(&o.stages, "stage", nil, "only these stages: "+strings.Join(config.StageNames(), ", "))
	f.StringArrayVar(&o.imports, "import", nil, "count another tool's report in `FILE` too; may be repeated")
	f.BoolVar(&o.steps, "steps", false, "run the declared steps of assay.yaml too (always in CI)")
	return cmd
}

// changeFlags say what a change is for and whose it is, where its commits don't.
type changeFlags struct {
	ticket, requester string
	approvers         []string
}

func (o *changeFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.ticket, "ticket", "", "`ID` of the change request; else the trailer Ticket of a commit")
	f.StringVar(&o.requester, "requested-by", "", "`WHO` asked for the change; else the trailer Requested-by")
	f.StringArrayVar(&o.approvers, "approved-by", nil, "`WHO` approved it, besides the trailers Approved-by and Reviewed-by; may be repeated")
}

func (o *runOptions) run(ctx context.Context, env Env, dir string) (int, error) {
	targets, err := o.targets()
	if err != nil {
		return 0, err
	}
	for _, s := range o.stages {
		if !pipeline.KnownStage(s) {
			return 0, fault.New(fault.Invalid, "unknown stage %q", s).WithHelp("stages are %s", strings.Join(config.StageNames(), ", "))
		}
	}
	req := run.Request{
		Dir: dir, Gate: true, Base: o.base, Stages: o.stages, Steps: o.steps, Imports: o.imports,
		Ticket: o.change.ticket, Requester: o.change.requester, ApprovedBy: o.change.approvers,
		CI: change.DetectCI(env.Getenv), FingerprintKey: env.Getenv("ASSAY_FINGERPRINT_KEY"),
	}
	if req.Reach, err = o.reach.options(); err != nil {
		return 0, err
	}
	o.keep.quiet = o.quiet
	if err := o.keep.keeper(ctx, env, o.home, &req); err != nil {
		return 0, err
	}
	if !o.quiet {
		req.StepOutput = cleaner{env.Stderr}
	}
	return o.test(ctx, env, req, targets)
}

// test runs a request with a live line, and shows its result.
func (o *outputFlags) test(ctx context.Context, env Env, req run.Request, targets []target) (int, error) {
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	req.Progress = func(phase string, done, total int) {
		if total == 0 {
			live.Set(phase)
			return
		}
		live.Set(fmt.Sprintf("%s  %d of %d files", phase, done, total))
	}
	view, err := env.App(o.home).Run.Test(ctx, req)
	live.Clear()
	if err != nil {
		return 0, err
	}
	if err := o.show(env, view, targets); err != nil {
		complain(env.Stderr, err)
		return fault.Worst(view.Verdict.ExitCode, fault.ExitCode(err)), nil
	}
	return view.Verdict.ExitCode, nil
}

// cleaner writes text without what could steer a terminal.
type cleaner struct{ w io.Writer }

func (c cleaner) Write(p []byte) (int, error) {
	_, err := io.WriteString(c.w, clean(string(p)))
	return len(p), err
}
