package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
)

// fixFlags ask for upgrades of what has known flaws.
type fixFlags struct {
	fix   bool
	major bool
}

func (o *fixFlags) addFix(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&o.fix, "fix", false, "write upgrades of what has known flaws into manifests, and what rules correct into code; the report tells of the state before")
	f.BoolVar(&o.major, "fix-major", false, "with --fix: also to versions of another major number")
}

// check refuses what --fix can't work on.
func (o *fixFlags) check(history, staged bool) error {
	switch {
	case o.major && !o.fix:
		return fault.New(fault.Invalid, "--fix-major goes with --fix only").WithHelp("add --fix")
	case o.fix && (history || staged):
		return fault.New(fault.Invalid, "--fix changes the files of a folder: it goes with neither --staged nor --history").WithHelp("leave one of them out")
	}
	return nil
}

// runFix scans, shows the result, and writes upgrades.
func (o *scanOptions) runFix(ctx context.Context, env Env, req run.Request, targets []target) (int, error) {
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	req.Progress = func(phase string, _, _ int) { live.Set(phase) }
	app := env.App(o.home)
	view, done, err := app.Run.Fix(ctx, req, run.FixOptions{Major: o.major, Index: app.Advisories})
	live.Clear()
	if view == nil {
		return 0, err
	}
	out := env.Stderr // the report is data
	if o.format == "text" && o.output == "" {
		out = env.Stdout
	}
	if shown := o.show(env, view, targets); shown != nil {
		complain(env.Stderr, shown)
		view.Verdict.ExitCode = fault.Worst(view.Verdict.ExitCode, fault.ExitCode(shown))
	}
	if werr := writeFixed(out, dirOf([]string{req.Dir}), done); werr != nil && err == nil {
		err = werr
	}
	return view.Verdict.ExitCode, err
}

// writeFixed lists what was changed and what was not.
func writeFixed(w io.Writer, dir string, done run.Fixed) error {
	if len(done.Corrections) == 0 || len(done.Upgrades) > 0 {
		if err := writeUpgrades(w, dir, done.Upgrades); err != nil {
			return err
		}
	}
	return writeCorrections(w, done.Corrections)
}

func writeCorrections(w io.Writer, cs []run.Correction) error {
	if len(cs) == 0 {
		return nil
	}
	changed := 0
	var table term.Table
	for i := range cs {
		c := &cs[i]
		row := []string{"  changed", fmt.Sprintf("%s:%d", c.Location.Path, c.Location.Start.Line), string(c.Rule), ""}
		if c.Left != "" {
			row[0], row[3] = "  left", c.Left
		} else {
			changed++
		}
		for k := range row {
			row[k] = strings.ReplaceAll(clean(row[k]), "\n", " ")
		}
		table.Row(row...)
	}
	fmt.Fprintf(w, "\nCorrected %d of %s in code:\n\n", changed, plural(len(cs), "place", "places"))
	if _, err := table.WriteTo(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nLook at the changes (git diff), then run your tests.")
	return err
}

// writeUpgrades lists what was changed, what was not, and what to run next.
func writeUpgrades(w io.Writer, dir string, ups []run.Upgrade) error {
	changed := 0
	var table term.Table
	next := map[[2]string]bool{}
	for i := range ups {
		u := &ups[i]
		row := []string{"  left", fmt.Sprintf("%s:%d", u.Location.Path, u.Location.Start.Line), u.Package, u.From, u.Left}
		if u.Left == "" {
			changed++
			row[0], row[3], row[4] = "  changed", u.From+" → "+u.To, gain(u)
			next[[2]string{path.Join(dir, buildDir(u.Location.Path)), u.Next}] = true
		}
		for c := range row {
			row[c] = strings.ReplaceAll(clean(row[c]), "\n", " ")
		}
		table.Row(row...)
	}
	if len(ups) == 0 {
		_, err := fmt.Fprintln(w, "\nNothing to fix: no component has a known flaw.")
		return err
	}
	fmt.Fprintf(w, "\nUpgraded %d of %d:\n\n", changed, len(ups))
	if _, err := table.WriteTo(w); err != nil {
		return err
	}
	return writeNext(w, next)
}

// buildDir is the folder to build in: a version catalogue lies one below.
func buildDir(p string) string {
	dir := path.Dir(p)
	if path.Base(dir) == "gradle" && strings.HasSuffix(p, ".toml") {
		return path.Dir(dir)
	}
	return dir
}

func gain(u *run.Upgrade) string {
	text := fmt.Sprintf("clears %d of %d known flaws", u.Remedy.Clears, u.Remedy.Of)
	if len(u.Also) > 0 {
		text += "; also moves " + strings.Join(u.Also, ", ")
	}
	return text
}

func writeNext(w io.Writer, next map[[2]string]bool) error {
	if len(next) == 0 {
		return nil
	}
	var steps [][2]string
	for n := range next {
		steps = append(steps, n)
	}
	slices.SortFunc(steps, func(a, b [2]string) int { return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1])) })
	fmt.Fprint(w, "\nNext, so that lockfiles follow:\n\n")
	var table term.Table
	for _, n := range steps {
		table.Row("  "+clean(n[1]), "in "+clean(n[0]))
	}
	table.Row("  assay scan", "to see what is left")
	_, err := table.WriteTo(w)
	return err
}
