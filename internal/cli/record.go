package cli

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

func newRecord(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use: "record", Short: "Record what Assay does not see itself: deploys",
		Args: noUnknown,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRecordDeploy(env))
	return cmd
}

type recordDeployOptions struct {
	evidenceFlags
	service, environment, commit, artifact, ticket, by, at, id string
}

func newRecordDeploy(env Env) *cobra.Command {
	var o recordDeployOptions
	cmd := &cobra.Command{
		Use: "deploy", Short: "What went where, when, by whom", Args: cobra.NoArgs,
		Long: `Record a deploy as evidence. The name after --by stands beside the log and can be
forgotten; everything else is signed and stays.`,
		Example: "  assay record deploy --service payments --environment production --commit \"$(git rev-parse HEAD)\" --ticket CHG-4711",
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.add(cmd, true)
	f := cmd.Flags()
	f.StringVar(&o.service, "service", "", "what was deployed")
	f.StringVar(&o.environment, "environment", "", "where to: production, staging …")
	f.StringVar(&o.commit, "commit", "", "full hash of the commit that was deployed")
	f.StringVar(&o.artifact, "artifact", "", "what of it: a name, or sha256:DIGEST")
	f.StringVar(&o.ticket, "ticket", "", "id of the change request")
	f.StringVar(&o.by, "by", "", "who deployed")
	f.StringVar(&o.at, "at", "", "when (RFC 3339; default now)")
	f.StringVar(&o.id, "id", "", "the deploy's own id, where there is one (default made from the rest)")
	return cmd
}

func (o *recordDeployOptions) run(ctx context.Context, env Env) error {
	d, err := o.deploy(env.Now())
	if err != nil {
		return err
	}
	log, err := o.write(ctx, env)
	if err != nil {
		return err
	}
	receipts, err := log.Append(ctx, evidence.DeployEntry(d))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "recorded: %s to %s  evidence %s\n", clean(o.service), clean(o.environment), receipts[0].ID)
	return ignorePipe(err)
}

func (o *recordDeployOptions) deploy(now time.Time) (assay.Deploy, error) {
	d := assay.Deploy{
		ID: o.id, At: now.UTC().Truncate(time.Second), Service: assay.ServiceID(o.service), Environment: o.environment,
		Commit: o.commit, Artifact: o.artifact, Ticket: o.ticket,
	}
	if o.service == "" || o.environment == "" || o.commit == "" {
		return d, fault.New(fault.Invalid, "a deploy needs a service, an environment and a commit").
			WithHelp("--service NAME --environment NAME --commit HASH")
	}
	if !evidence.IsCommit(o.commit) {
		return d, fault.New(fault.Invalid, "%q is no full hash of a commit", o.commit).WithHelp("git rev-parse HEAD prints it")
	}
	if o.at != "" {
		at, err := time.Parse(time.RFC3339, o.at)
		if err != nil {
			return d, fault.New(fault.Invalid, "--at %q is no time", o.at).WithHelp("write 2026-11-02T15:04:05Z")
		}
		d.At = at.UTC()
	}
	if o.by != "" {
		d.People = []assay.Person{{Role: "deployer", Name: o.by}}
	}
	if d.ID == "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%s", d.At.Format(time.RFC3339), d.Service, d.Environment, d.Commit, d.Artifact))
		d.ID = fmt.Sprintf("deploy-%x", sum[:6])
	}
	return d, nil
}
