package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/sbom"
)

type sbomOptions struct {
	format, output, diff, home string
	quiet                      bool
}

func newSBOM(env Env, code *int) *cobra.Command {
	var o sbomOptions
	cmd := &cobra.Command{
		Use: "sbom [DIR]", Short: "The bill of materials: what is brought in, and by what way",
		Long: `Write the bill of materials of a folder: what its manifests, lockfiles and archives
bring in, with the way from each project, licences and check sums. A project whose
files do not name everything is marked incomplete, in each format's own way.

With --diff it says instead what a change adds, removes, upgrades and relicenses.`,
		Example: "  assay sbom > bom.json\n  assay sbom --format spdx3 -o bom.spdx.json services/payments\n  assay sbom --diff main\n  assay sbom query \"log4j-core < 2.17\"",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, dirOf(args))
			return err
		},
	}
	var names []string
	for _, f := range sbom.Formats() {
		names = append(names, f.Name+" ("+f.About+")")
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "how to write it: "+strings.Join(names, ", ")+"; with --diff text or json")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.StringVar(&o.diff, "diff", "", "say what differs from `REVISION`: a commit, tag or branch")
	f.StringVar(&o.home, "home", "", "folder for the cache (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
	cmd.AddCommand(newSBOMQuery(env))
	return cmd
}

func (o *sbomOptions) check() error {
	if o.diff == "" {
		o.format = cmp.Or(o.format, sbom.Formats()[0].Name)
		return sbom.Check(o.format)
	}
	if o.format = cmp.Or(o.format, "text"); o.format != "text" && o.format != "json" {
		return fault.New(fault.Invalid, "a difference is written as text or json, not as %q", o.format)
	}
	return nil
}

func (o *sbomOptions) run(ctx context.Context, env Env, dir string) (int, error) {
	if err := o.check(); err != nil {
		return 0, err
	}
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	bill, err := env.App(o.home).Run.Bill(ctx, run.Request{Dir: dir, Base: o.diff, Progress: func(phase string, done, total int) {
		live.Set(fmt.Sprintf("%s  %d of %d files", phase, done, total))
	}})
	live.Clear()
	if err != nil {
		return 0, err
	}
	write := func(w io.Writer) error { return sbom.Write(w, o.format, &bill.Document) }
	if o.diff != "" {
		write = func(w io.Writer) error { return o.writeDiff(w, sbom.Diff(bill.Base, bill.Document.Components)) }
	}
	if o.output == "" {
		err = ignorePipe(write(env.Stdout))
	} else {
		err = writeFile(o.output, write)
	}
	if err != nil {
		return 0, err
	}
	for _, g := range bill.Gaps {
		fmt.Fprintf(env.Stderr, "assay: %s: %s\n", clean(g.Location.Path), clean(strings.TrimPrefix(g.Reason, g.Location.Path+" ")))
		if g.Help != "" {
			fmt.Fprintf(env.Stderr, "  next: %s\n", clean(g.Help))
		}
	}
	if len(bill.Gaps) > 0 {
		return fault.ExitUnfinished, nil
	}
	return fault.ExitPass, nil
}

func (o *sbomOptions) writeDiff(w io.Writer, list []sbom.Change) error {
	if o.format == "json" {
		if list == nil {
			list = []sbom.Change{}
		}
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		return enc.Encode(list)
	}
	if len(list) == 0 {
		_, err := fmt.Fprintln(w, "nothing differs")
		return err
	}
	var t term.Table
	for _, c := range list {
		move := strings.Trim(clean(c.From)+" → "+clean(c.To), " →")
		if c.From != "" && c.To != "" {
			move = clean(c.From) + " → " + clean(c.To)
		}
		t.Row(c.Kind, clean(c.Name), move, string(c.Use), clean(inWhat(c.Roots)))
	}
	_, err := t.WriteTo(w)
	return err
}

func inWhat(roots []string) string {
	if len(roots) > 2 {
		return fmt.Sprintf("%s and %d more", roots[0], len(roots)-1)
	}
	return strings.Join(roots, ", ")
}

type sbomQueryOptions struct {
	home, format string
	past         bool
}

func newSBOMQuery(env Env) *cobra.Command {
	var o sbomQueryOptions
	cmd := &cobra.Command{
		Use: "query QUESTION", Short: "Where a component is held: which services, by what way, since when",
		Long: `Say where a component is held, by the latest stored run of each folder. A question
is a name, or a name with bounds of versions: the whole name, its last part, a
pattern with *, or a package URL.`,
		Example: "  assay sbom query \"log4j-core < 2.17\"\n  assay sbom query \"org.springframework:* >= 5, < 5.3.18\" --past\n  assay sbom query pkg:npm/lodash --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.New(fault.Invalid, "one question is needed").WithHelp(`assay sbom query "log4j-core < 2.17"`)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args[0]) },
	}
	f := cmd.Flags()
	f.BoolVar(&o.past, "past", false, "also where it was and is no more")
	f.StringVar(&o.format, "format", "text", "text or json")
	f.StringVar(&o.home, "home", "", "folder with the stored runs (default the user's data folder, or ASSAY_HOME)")
	return cmd
}

func (o *sbomQueryOptions) run(ctx context.Context, env Env, question string) error {
	if o.format != "text" && o.format != "json" {
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use text or json")
	}
	q, err := sbom.ParseQuery(question)
	if err != nil {
		return err
	}
	found, folders, err := env.App(o.home).Run.Holding(ctx, q, o.past)
	if err != nil {
		return err
	}
	if o.format == "json" {
		if found == nil {
			found = []run.Held{}
		}
		enc := json.NewEncoder(env.Stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(map[string]any{"folders": folders, "found": found})
	}
	if len(found) == 0 {
		_, err := fmt.Fprintf(env.Stdout, "not held in any of the %d folders with a stored run\n", folders)
		return err
	}
	return showHeld(env, found)
}

func showHeld(env Env, found []run.Held) error {
	var t term.Table
	t.Row("SERVICE", "COMPONENT", "IN", "SINCE", "BY WAY OF")
	for i := range found {
		h := &found[i]
		component := h.Component.Key()
		if h.Unsure {
			component = h.Component.Name + " (version unknown)"
		}
		since := h.Since.Format(time.DateOnly)
		if h.Gone {
			since += " to " + h.Last.Format(time.DateOnly)
		}
		way := "asked for directly"
		if len(h.Way) > 1 {
			way = strings.Join(h.Way[:len(h.Way)-1], " → ")
		} else if !h.Component.Direct {
			way = "the files do not say"
		}
		t.Row(clean(cmp.Or(string(h.Service), "–")), clean(component), clean(h.Folder+"/"+h.Component.Root), since, clean(way))
	}
	_, err := t.WriteTo(env.Stdout)
	return err
}
