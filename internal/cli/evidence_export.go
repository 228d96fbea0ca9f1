package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceExportOptions struct {
	evidenceFlags
	periodFlags
	output string
	names  bool
}

func newEvidenceExport(env Env) *cobra.Command {
	var o evidenceExportOptions
	cmd := &cobra.Command{
		Use: "export", Short: "One zip for an auditor: statements, proofs, keys, a page to read", Args: cobra.NoArgs,
		Long: `Write one zip for an auditor: the statements of a time with their signatures and
proofs, the log's checkpoint and public keys, a page that a person can read
(index.html), and how to verify all of it with this or other tools.

Names of persons stay out unless --with-names.`,
		Example: "  assay evidence export --from 2026-11-02 --to 2026-11-08 --service payments -o evidence.zip",
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.addReading(cmd)
	o.periodFlags.add(cmd)
	f := cmd.Flags()
	f.StringVarP(&o.output, "output", "o", "evidence.zip", "write to `FILE`")
	f.BoolVar(&o.names, "with-names", false, "with the names of persons that are still kept")
	return cmd
}

func (o *evidenceExportOptions) run(ctx context.Context, env Env) error {
	filter, err := o.filter()
	if err != nil {
		return err
	}
	if o.output == "" {
		return fault.New(fault.Invalid, "--output names no file").WithHelp("-o evidence.zip")
	}
	if info, err := os.Stat(o.output); err == nil && info.Mode().IsRegular() {
		return fault.New(fault.Invalid, "%s is there already", o.output).WithHelp("name another file: -o FILE; or delete it")
	}
	log, err := o.read(env)
	if err != nil {
		return err
	}
	var done *evidence.Exported
	err = writeFile(o.output, func(w io.Writer) (err error) {
		done, err = log.Export(ctx, w, filter, o.names)
		return err
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: %d of %d entries · %s, %s, %s\nnext: assay evidence verify %s\n", clean(o.output), done.Entries, done.Of,
		plural(len(done.Page.Bypasses), "bypass", "bypasses"), plural(len(done.Page.Emergencies), "emergency", "emergencies"),
		plural(len(done.Page.Waivers), "waiver that did not count", "waivers that did not count"), clean(o.output))
	return ignorePipe(err)
}
