package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/waiver"
	"github.com/assay-dev/assay/internal/run"
)

type emergencyOptions struct {
	e              waiver.Emergency
	base, key, dir string
	hours          time.Duration
}

func newWaiveEmergency(env Env) *cobra.Command {
	var o emergencyOptions
	cmd := &cobra.Command{
		Use: "emergency", Short: "Let this one change pass, at once, on your word", Args: cobra.NoArgs,
		Long: `Let one change pass that the gate refuses, because it can't wait. The role
emergency in .assay/approvers.yaml, as it was merged, says who may.

The grant names the commits from the base to HEAD by their content: another
commit needs another grant. It raises a finding that stays open until somebody
approves it afterwards (assay waive approve); after 7 days that blocks.`,
		Example: `  assay waive emergency --base main --reason "payments are down" --ticket INC-7 --requester dana`,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	f := cmd.Flags()
	f.StringVar(&o.e.Reason, "reason", "", "why it can't wait")
	f.StringVar(&o.e.Ticket, "ticket", "", "`ID` of the incident")
	f.StringVar(&o.e.Requester, "requester", "", "`NAME` of who asks, as in approvers.yaml or as \"Name <address>\"")
	f.StringVar(&o.base, "base", "", "the `REVISION` that the change is compared with (default what the CI system names)")
	f.DurationVar(&o.hours, "for", 24*time.Hour, "how long it counts, at most 72h")
	addSigning(cmd, &o.key, &o.dir)
	return cmd
}

func (o *emergencyOptions) run(ctx context.Context, env Env) error {
	if err := o.check(); err != nil {
		return err
	}
	repo, base, err := o.change(ctx, env)
	if err != nil {
		return err
	}
	me, err := identify(env, o.dir, o.key, "")
	if err != nil {
		return err
	}
	defer me.close()
	now, e := env.Now().UTC(), &o.e
	e.Version, e.Kind, e.Created, e.Expires = 1, "emergency", waiver.At(now), waiver.At(now.Add(o.hours))
	e.Base, e.Head = base.Commit, repo.Head
	if e.Change, err = repo.ChangeDigest(ctx, e.Base, e.Head, ""); err != nil {
		return err
	}
	e.ID = newID("E", now, waiver.Message(e, waiver.Signature{}))
	s, err := waiver.Sign(e, waiver.Approver, me.person.Name, now, me.signer)
	if err != nil {
		return err
	}
	e.Signatures = []waiver.Signature{s}
	name := waiver.EmergencyFolder + "/" + e.ID + ".yaml"
	data, err := waiver.Encode(e)
	if err != nil {
		return err
	}
	if e, err = waiver.ParseEmergency(name, data); err != nil {
		return err
	}
	authors, err := run.GrantAuthors(ctx, repo, e)
	if err != nil {
		return err
	}
	v := waiver.JudgeEmergency(e, me.people, waiver.EmergencyContext{Now: now, Base: e.Base, Change: e.Change, Authors: authors})
	if !v.Counts {
		return refused(name, v.Problems)
	}
	if err := writeBelow(o.dir, name, data, true); err != nil {
		return err
	}
	return ctxErr(ctx, o.tell(ctx, env, repo, name, e, v))
}

func (o *emergencyOptions) check() error {
	var missing []string
	for _, f := range [][2]string{{"--reason", o.e.Reason}, {"--ticket", o.e.Ticket}, {"--requester", o.e.Requester}} {
		if strings.TrimSpace(f[1]) == "" {
			missing = append(missing, f[0])
		}
	}
	if len(missing) > 0 {
		return fault.New(fault.Invalid, "an emergency needs %s", strings.Join(missing, ", ")).WithHelp("assay waive emergency --help shows one")
	}
	if o.hours <= 0 || o.hours > waiver.LongestEmergency {
		return fault.New(fault.Invalid, "--for %s: an emergency lives at most 72 hours", o.hours).WithHelp("write it as 24h")
	}
	return nil
}

// change finds what is to pass: base..HEAD.
func (o *emergencyOptions) change(ctx context.Context, env Env) (*change.Repo, *change.Base, error) {
	repo, err := change.Open(ctx, o.dir)
	if err != nil {
		return nil, nil, err
	}
	if repo == nil || repo.Head == "" {
		return nil, nil, fault.New(fault.Invalid, "%s has no commits, so there is no change to let pass", o.dir).WithHelp("commit the change first")
	}
	base, err := repo.FindBase(ctx, o.base, change.DetectCI(env.Getenv))
	if err != nil {
		return nil, nil, err
	}
	if base == nil {
		return nil, nil, fault.New(fault.Invalid, "nothing says what the change is compared with").WithHelp("name it: --base main")
	}
	if base.Commit == repo.Head {
		return nil, nil, fault.New(fault.Invalid, "HEAD is the base: there is no commit to let pass").WithHelp("commit the change first; uncommitted work can't pass")
	}
	return repo, base, nil
}

func (o *emergencyOptions) tell(ctx context.Context, env Env, repo *change.Repo, name string, e *waiver.Emergency, v waiver.EmergencyVerdict) error {
	commits := "1 commit"
	if n := repo.CountCommits(ctx, e.Base, e.Head); n != 1 {
		commits = fmt.Sprintf("%d commits", n)
	}
	_, err := fmt.Fprintf(env.Stdout, "wrote %s\n  %s, %s..%s, may pass until %s, on the word of %s\nnext: commit it with the change; somebody else approves by %s: assay waive approve %s\n",
		shown(o.dir, name), commits, e.Base[:12], e.Head[:12], e.Expires, clean(e.Approver()), v.Due.Format(time.DateOnly), shown(o.dir, name))
	return err
}
