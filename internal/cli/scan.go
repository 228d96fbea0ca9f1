package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
)

type scanOptions struct {
	outputFlags
	fixFlags
	engines []string
	imports []string
	rules   []string
	history bool
	staged  bool
	failOn  string
	reach   reachFlags
}

func newScan(env Env, code *int) *cobra.Command {
	var o scanOptions
	cmd := &cobra.Command{
		Use:   "scan [DIR]",
		Short: "Run the engines only, without a gate",
		Long: `Run the engines over a folder and list what they find. There is no gate and no
base: the exit code is 0 unless --fail-on is given.`,
		Example: "  assay scan --engine secret --history\n  assay scan --staged --fail-on high        as a pre-commit hook\n  assay scan --engine dependency --fix      raise versions that have known flaws\n  assay scan --rules my-rules/ --rules default\n  assay scan --format json infra | jq .counts",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, dirOf(args))
			return err
		},
	}
	o.add(cmd)
	o.addFix(cmd)
	o.reach.add(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.engines, "engine", nil, "only these engines: secret, sast, iac, tag, dependency, licence")
	f.BoolVar(&o.history, "history", false, "look for secrets in every version of every file, too")
	f.BoolVar(&o.staged, "staged", false, "look at what is staged for the next commit; what HEAD has already is old")
	f.StringArrayVar(&o.rules, "rules", nil, "look for what Semgrep rules in `PATH` describe instead of ours; may be repeated; default is ours")
	f.StringArrayVar(&o.imports, "import", nil, "count another tool's report in `FILE` too; may be repeated")
	f.StringVar(&o.failOn, "fail-on", "", "exit 1 when there is a finding of `SEVERITY` or worse: critical, high, medium, low, info")
	return cmd
}

func (o *scanOptions) run(ctx context.Context, env Env, dir string) (int, error) {
	targets, err := o.targets()
	if err != nil {
		return 0, err
	}
	if o.history && o.staged {
		return 0, fault.New(fault.Invalid, "--history and --staged don't go together").WithHelp("leave one of them out")
	}
	if err := o.check(o.history, o.staged); err != nil {
		return 0, err
	}
	req := run.Request{Dir: dir, History: o.history, Staged: o.staged, Imports: o.imports, HookIndex: env.Getenv("GIT_INDEX_FILE"), FingerprintKey: env.Getenv("ASSAY_FINGERPRINT_KEY")}
	if len(o.rules) > 0 {
		if req.Rules, err = env.App(o.home).Run.RuleFiles(o.rules); err != nil {
			return 0, err
		}
		if len(o.engines) == 0 {
			o.engines = []string{string(assay.EngineSAST)}
		}
	}
	for _, e := range o.engines {
		req.Engines = append(req.Engines, assay.EngineID(e))
	}
	if o.failOn != "" {
		s, err := assay.ParseSeverity(o.failOn)
		if err != nil {
			return 0, fault.New(fault.Invalid, "--fail-on: %w", err)
		}
		req.FailOn = &s
	}
	if req.Reach, err = o.reach.options(); err != nil {
		return 0, err
	}
	if o.fix {
		return o.runFix(ctx, env, req, targets)
	}
	return o.test(ctx, env, req, targets)
}
