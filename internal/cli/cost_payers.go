package cli

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/run"
)

// payersOptions are what the commands of who pays share.
type payersOptions struct {
	costOptions
	format, output string
}

func (o *payersOptions) add(cmd *cobra.Command, formats []string) {
	o.costOptions.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.format, "format", formats[0], "how to write it: "+strings.Join(formats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
}

func (o *payersOptions) check(formats []string) error {
	if !slices.Contains(formats, o.format) {
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(formats, ", "))
	}
	return nil
}

func (o *payersOptions) write(env Env, write func(io.Writer) error) error {
	return deliver(env, o.output, write)
}

// payers reads the rules of the folder and opens the lake, which the caller closes.
func (o *payersOptions) payers(env Env) (*run.Payers, error) {
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return nil, err
	}
	rules, usage, err := run.ReadPayers(o.dir)
	if err != nil {
		return nil, err
	}
	rules.Know(books.CostCentres()...)
	l, err := o.lake(env)
	if err != nil {
		return nil, err
	}
	return &run.Payers{
		Lake: l, Virtual: books.Virtual(), Rules: rules, Usage: usage, Now: env.Now,
		Closed: filepath.Join(env.App(o.home).Home, "closed"),
	}, nil
}
