package cli

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceSubmitOptions struct {
	evidenceFlags
	trust string
}

func newEvidenceSubmit(env Env) *cobra.Command {
	var o evidenceSubmitOptions
	cmd := &cobra.Command{
		Use: "submit FILE…", Short: "Take bundles from machines that are gone into a lasting log; twice is once",
		Long: `Take what assay run --evidence FILE wrote on a machine that is thrown away into a
lasting log. Each entry comes in once, however often its bundle is submitted.

Only entries signed by a key that the log trusts are taken; one that is not
refuses its whole bundle.`,
		Example: "  assay evidence submit run.evidence --evidence /srv/evidence\n  assay evidence submit *.evidence --trust ci-keys.pem",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.Invalid, "%s takes at least one file", cmd.CommandPath()).WithHelp("assay run --evidence FILE writes one")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args) },
	}
	o.add(cmd, true)
	cmd.Flags().StringVar(&o.trust, "trust", "", "trust the public keys in `FILE` from now on, if they signed something here")
	return cmd
}

func (o *evidenceSubmitOptions) run(ctx context.Context, env Env, files []string) error {
	var trust []evidence.Public
	if o.trust != "" {
		var err error
		if trust, err = readPublics(o.trust); err != nil {
			return err
		}
	}
	log, err := o.write(ctx, env)
	if err != nil {
		return err
	}
	for _, name := range files {
		list, err := readBundle(name)
		if err != nil {
			return err
		}
		receipts, err := log.Submit(ctx, list, trust...)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		known := 0
		for _, r := range receipts {
			if r.Known {
				known++
			}
		}
		if _, err := fmt.Fprintf(env.Stdout, "%s: %d recorded, %d known before\n", name, len(receipts)-known, known); err != nil {
			return ignorePipe(err)
		}
	}
	return nil
}

func readBundle(name string) ([]evidence.Signed, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, "read %s: %w", name, err).WithHelp("name a file that is there")
	}
	if !info.Mode().IsRegular() {
		return nil, fault.New(fault.Invalid, "%s is not a regular file", name).WithHelp("assay run --evidence FILE writes one")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "read %s: %w", name, err).WithHelp("make it readable")
	}
	defer f.Close()
	list, err := evidence.ReadBundle(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}
