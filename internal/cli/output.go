package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report"
)

// outputFlags are what run and scan share: how to show the result, and where state lives.
type outputFlags struct {
	format  string
	output  string
	reports []string
	forSys  string
	home    string
	quiet   bool
	verbose bool
}

func (o *outputFlags) add(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "how to print the result: "+strings.Join(report.Formats(), ", "))
	f.StringVarP(&o.output, "output", "o", "", "write the result to `FILE` and not to standard output")
	f.StringArrayVar(&o.reports, "report", nil, "also write a report, as `FORMAT=FILE`; may be repeated")
	f.StringVar(&o.forSys, "for", "", "trim SARIF to what `SYSTEM` accepts: github, gitlab or sonarqube")
	f.StringVar(&o.home, "home", "", "folder for the cache and the store of runs (default the user's data folder, or ASSAY_HOME)")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "list everything")
}

// target is one report to write.
type target struct {
	format string
	file   string // empty: standard output
}

// targets checks everything that was asked for before the work starts.
func (o *outputFlags) targets() ([]target, error) {
	out := []target{{o.format, o.output}}
	for _, r := range o.reports {
		format, file, ok := strings.Cut(r, "=")
		if !ok || file == "" {
			return nil, fault.New(fault.Invalid, "--report %q: want FORMAT=FILE", r).WithHelp("for example --report sarif=assay.sarif")
		}
		out = append(out, target{format, file})
	}
	for _, t := range out {
		if err := report.Check(t.format, report.Options{For: o.forSys}); err != nil {
			return nil, err
		}
		if t.file == "" {
			continue
		}
		if info, err := os.Stat(filepath.Dir(t.file)); err != nil || !info.IsDir() {
			return nil, fault.New(fault.Invalid, "there is no folder %s to write %s to", filepath.Dir(t.file), filepath.Base(t.file)).WithHelp("make it first: mkdir -p %s", filepath.Dir(t.file))
		}
	}
	return out, nil
}

// show writes all reports.
func (o *outputFlags) show(env Env, v *report.View, targets []target) error {
	var errs []error
	for _, t := range targets {
		opts := report.Options{For: o.forSys, Verbose: o.verbose, Notice: func(s string) {
			if !o.quiet {
				fmt.Fprintf(env.Stderr, "note: %s\n", clean(s))
			}
		}}
		if t.file == "" {
			opts.Colour, opts.Width = term.Colour(env.Stdout, env.Getenv), term.Width(env.Stdout)
			errs = append(errs, ignorePipe(report.Write(env.Stdout, t.format, v, opts)))
			continue
		}
		errs = append(errs, writeFile(t.file, func(w io.Writer) error { return report.Write(w, t.format, v, opts) }))
	}
	return errors.Join(errs...)
}

// ignorePipe: a reader that has seen enough is no fault of ours.
func ignorePipe(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) && strings.Contains(pe.Err.Error(), "broken pipe") {
		return nil
	}
	return err
}

// writeFile writes a whole file or none. What is not a regular file (a pipe,
// /dev/stderr) is written to directly.
func writeFile(name string, write func(io.Writer) error) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		f, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return fault.New(fault.Unavailable, "write %s: %w", name, err)
		}
		return errors.Join(write(f), f.Close())
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, err).WithHelp("name a folder that can be written to")
	}
	defer os.Remove(f.Name()) // gone already when the rename worked
	err = errors.Join(write(f), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	return nil
}
