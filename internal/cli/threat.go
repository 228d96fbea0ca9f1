package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report/threatmodel"
	"github.com/assay-dev/assay/internal/run"
)

type threatOptions struct {
	format, output, base, home string
	quiet, verbose             bool
}

func newThreat(env Env, code *int) *cobra.Command {
	var o threatOptions
	cmd := &cobra.Command{
		Use: "threat [DIR]", Short: "The threat model: what is there, what crosses which boundary, what may go wrong",
		Long: `Draw the threat model of a folder from assay.yaml, infrastructure code and interface
descriptions (OpenAPI, Swagger): elements, trust boundaries, data flows with their
data, and what may go wrong at each (STRIDE). A threat is answered where a file or a
complete check shows what stands against it, open where one shows that nothing does,
and unknown otherwise: a question, never a yes.

With --base, or with uncommitted work, what the change adds comes first. Answer a
threat by hand in .assay/threats.yaml; it counts once it is merged.`,
		Example: "  assay threat\n  assay threat --base main services/payments\n  assay threat --format html -o threats.html\n  assay threat --format markdown -o THREATS.md",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, dirOf(args))
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", threatmodel.Formats()[0], "how to write it: "+strings.Join(threatmodel.Formats(), ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.base, "base", "", "say first what differs from `REVISION`: a commit, tag or branch")
	f.StringVar(&o.home, "home", "", "folder for the cache (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "list everything")
	return cmd
}

func (o *threatOptions) run(ctx context.Context, env Env, dir string) (int, error) {
	if err := threatmodel.Check(o.format); err != nil {
		return 0, err
	}
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	t, err := env.App(o.home).Run.Threat(ctx, run.Request{Dir: dir, Base: o.base, FingerprintKey: env.Getenv("ASSAY_FINGERPRINT_KEY"), Progress: func(phase string, done, total int) {
		if total == 0 {
			live.Set(phase)
			return
		}
		live.Set(fmt.Sprintf("%s  %d of %d files", phase, done, total))
	}})
	live.Clear()
	if err != nil {
		return 0, err
	}
	doc := threatmodel.Document{Name: t.Name, Base: t.Base, Model: t.Model, Change: t.Change}
	width, colour := term.Width(env.Stdout), term.Colour(env.Stdout, env.Getenv)
	if o.output != "" {
		width, colour = 0, false
	}
	write := func(w io.Writer) error {
		return threatmodel.Write(w, o.format, &doc, threatmodel.Options{Width: width, Colour: colour, Verbose: o.verbose})
	}
	if o.output == "" {
		err = ignorePipe(write(env.Stdout))
	} else {
		err = writeFile(o.output, write)
	}
	if err != nil {
		return 0, err
	}
	return o.tell(env, t), nil
}

// tell says what the model lacks, and gives the exit code.
func (o *threatOptions) tell(env Env, t *run.Threats) int {
	for _, n := range t.Notes {
		if !o.quiet {
			fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
		}
	}
	for _, g := range t.Gaps {
		fmt.Fprintf(env.Stderr, "assay: %s: %s\n", clean(g.Location.Path), clean(strings.TrimPrefix(g.Reason, g.Location.Path+" ")))
		if g.Help != "" {
			fmt.Fprintf(env.Stderr, "  next: %s\n", clean(g.Help))
		}
	}
	if len(t.Gaps) > 0 {
		return fault.ExitUnfinished
	}
	return fault.ExitPass
}
