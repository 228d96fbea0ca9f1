package cli

import (
	"context"
	"fmt"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/importer"
	"github.com/assay-dev/assay/internal/run"
)

type importOptions struct {
	outputFlags
	dir, from, root, failOn string
}

func newImport(env Env, code *int) *cobra.Command {
	var o importOptions
	var forms strings.Builder
	for _, f := range importer.Formats() {
		fmt.Fprintf(&forms, "  %-18s %s\n", f.Name, f.Text)
	}
	cmd := &cobra.Command{
		Use: "import FILE...", Short: "Take in other tools' reports",
		Long: `Take in other tools' reports about a folder. Each problem is kept once, however
often it is reported, and joined with what the latest run here found itself. No
secret, card number or body of a request is kept.

Formats, told from the content:

` + strings.TrimRight(forms.String(), "\n"),
		Example: "  assay import sonar.json zap.xml\n  assay import --dir services/payments --root /builds/acme/payments snyk.json\n  assay import --fail-on high trivy.json",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.Invalid, "name a report").WithHelp("assay import sonar.json; %s --help lists the formats", cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, args)
			return err
		},
	}
	o.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.dir, "dir", ".", "the `FOLDER` that the reports are about")
	f.StringVar(&o.from, "from", "", "the reports' `FORM`, when it is told wrongly")
	f.StringVar(&o.root, "root", "", "the `FOLDER` as the other tool saw it: paths below it become relative")
	f.StringVar(&o.failOn, "fail-on", "", "exit 1 when a finding of `SEVERITY` or worse is new here: critical, high, medium, low, info")
	return cmd
}

func (o *importOptions) run(ctx context.Context, env Env, files []string) (int, error) {
	targets, err := o.targets()
	if err != nil {
		return 0, err
	}
	req := run.ImportRequest{Dir: o.dir, Files: files, Format: o.from, Root: o.root}
	if o.failOn != "" {
		s, err := assay.ParseSeverity(o.failOn)
		if err != nil {
			return 0, fault.New(fault.Invalid, "--fail-on: %w", err)
		}
		req.FailOn = &s
	}
	defer debug.SetGCPercent(debug.SetGCPercent(50)) // a large report is kept whole: better slow than much
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	req.Progress = func(phase string, done, total int) { live.Set(fmt.Sprintf("%s  %d of %d", phase, done+1, total)) }
	view, err := env.App(o.home).Run.Import(ctx, req)
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
