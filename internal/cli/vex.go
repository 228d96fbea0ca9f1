package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/vex"
)

type vexOptions struct {
	format, output, author, home string
	quiet                        bool
}

func newVEX(env Env, code *int) *cobra.Command {
	var o vexOptions
	cmd := &cobra.Command{
		Use: "vex [DIR]", Short: "Say of each known flaw whether it reaches this folder, as a VEX document",
		Long: `Write a VEX document: every known flaw of what the folder brings in, and whether it
reaches the folder. It does not where a document under .assay/vex says so that counts:
one that was merged, with a justification or an impact statement. Otherwise it does,
and the document says what to do.

Statements of your own go into .assay/vex, as OpenVEX or CycloneDX; a run sets aside
what they clear once they are merged.`,
		Example: "  assay vex -o payments.openvex.json\n  assay vex --format cyclonedx --author \"Payments security\" services/payments",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, dirOf(args))
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", vex.Formats()[0], "how to write it: "+strings.Join(vex.Formats(), ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.author, "author", "", "`NAME` of whom the statements are (default assay itself)")
	f.StringVar(&o.home, "home", "", "folder for the cache (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
	return cmd
}

func (o *vexOptions) run(ctx context.Context, env Env, dir string) (int, error) {
	if err := vex.Check(o.format); err != nil {
		return 0, err
	}
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	st, err := env.App(o.home).Run.VEX(ctx, run.Request{Dir: dir, Progress: func(phase string, done, total int) {
		live.Set(fmt.Sprintf("%s  %d of %d files", phase, done, total))
	}})
	live.Clear()
	if err != nil {
		return 0, err
	}
	st.Document.Author = cmp.Or(o.author, st.Document.Tool)
	write := func(w io.Writer) error { return vex.Write(w, o.format, &st.Document) }
	if o.output == "" {
		err = ignorePipe(write(env.Stdout))
	} else {
		err = writeFile(o.output, write)
	}
	if err != nil {
		return 0, err
	}
	return o.tell(env, st), nil
}

// tell says what the document lacks, and gives the exit code.
func (o *vexOptions) tell(env Env, st *run.Stances) int {
	for _, n := range st.Notes {
		if !o.quiet {
			fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
		}
	}
	for _, g := range st.Gaps {
		fmt.Fprintf(env.Stderr, "assay: %s: %s\n", clean(g.Location.Path), clean(g.Reason))
	}
	if len(st.Gaps) > 0 {
		return fault.ExitUnfinished
	}
	return fault.ExitPass
}
