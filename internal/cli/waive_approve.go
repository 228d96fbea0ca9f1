package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/waiver"
	"github.com/assay-dev/assay/internal/run"
)

type approveOptions struct{ key, as, dir string }

func newWaiveApprove(env Env) *cobra.Command {
	var o approveOptions
	cmd := &cobra.Command{
		Use: "approve FILE…", Short: "Approve waivers, or emergencies afterwards, with your signature",
		Long: `Sign what others asked for, as approver: waivers, and emergency changes afterwards.

It shows what it signs and refuses at once what would not count: your own
request, your own change, a waiver that was altered or reaches too far, a key
that is not listed. FILE may be an id.`,
		Example: "  assay waive approve .assay/waivers/W-20270111-5f0c2a.yaml\n  assay waive approve W-20270111-5f0c2a --key ~/.ssh/work.pub",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.Invalid, "name at least one file or id").WithHelp("assay waive list shows what waits")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args) },
	}
	addSigning(cmd, &o.key, &o.dir)
	cmd.Flags().StringVar(&o.as, "as", "", "`NAME` in approvers.yaml that you sign as (default whose key it is)")
	return cmd
}

func (o *approveOptions) run(ctx context.Context, env Env, args []string) error {
	for _, arg := range args {
		dir, name, err := placed(o.dir, arg)
		if err != nil {
			return err
		}
		if err := o.approve(ctx, env, dir, name); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(env.Stdout, "next: commit and merge; assay waive list shows what counts")
	return ctxErr(ctx, err)
}

// approve signs one file. Nothing is written unless it counts then.
func (o *approveOptions) approve(ctx context.Context, env Env, dir, name string) error {
	data, err := change.ReadFile(dir, name, waiver.MaxSize)
	if err != nil {
		return err
	}
	me, err := identify(env, dir, o.key, o.as)
	if err != nil {
		return err
	}
	defer me.close()
	repo, err := change.Open(ctx, dir)
	if err != nil {
		return err
	}
	var lines []string
	if strings.HasPrefix(name, waiver.Folder+"/") {
		data, lines, err = me.approveWaiver(ctx, env, repo, name, data)
	} else {
		data, lines, err = me.approveEmergency(ctx, env, repo, name, data)
	}
	if err != nil {
		return err
	}
	if err := writeBelow(dir, name, data, false); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "signed %s as %s\n  %s\n", shown(dir, name), clean(me.person.Name), clean(strings.Join(lines, "\n  ")))
	return err
}

func (me *signatory) approveWaiver(ctx context.Context, env Env, repo *change.Repo, name string, data []byte) ([]byte, []string, error) {
	w, err := waiver.ParseWaiver(name, data)
	if err != nil {
		return nil, nil, err
	}
	added, err := addedBy(ctx, repo, waiver.Folder, name)
	if err != nil {
		return nil, nil, err
	}
	if me.people.Check(w, waiver.Approver, waiver.MayApprove, env.Now()) == nil {
		return nil, nil, approved(name, w.Approver())
	}
	data, err = me.sign(env, w, waiver.Approver, data)
	if err != nil {
		return nil, nil, err
	}
	if w, err = waiver.ParseWaiver(name, data); err != nil {
		return nil, nil, err
	}
	v := waiver.Judge(w, me.people, waiver.Context{Now: env.Now(), AtBase: true, AddedBy: added})
	return data, []string{w.Subject(), "because " + oneLine(w.Reason), "kept small by " + oneLine(w.Control), "until " + w.Expires.Day() + ", ended by " + w.Owner}, refused(name, v.Problems, waiver.NotYet)
}

// approveEmergency signs a grant: as who lets pass when nobody did yet, else
// afterwards.
func (me *signatory) approveEmergency(ctx context.Context, env Env, repo *change.Repo, name string, data []byte) ([]byte, []string, error) {
	e, err := waiver.ParseEmergency(name, data)
	if err != nil {
		return nil, nil, err
	}
	authors, err := run.GrantAuthors(ctx, repo, e)
	if err != nil {
		return nil, nil, err
	}
	before := waiver.EmergencyContext{Now: env.Now(), Authors: authors}
	if waiver.JudgeEmergency(e, me.people, before).State == waiver.Closed {
		return nil, nil, approved(name, e.Retrospective())
	}
	role := waiver.Retrospective
	if e.Approver() == "" {
		role = waiver.Approver
	}
	if data, err = me.sign(env, e, role, data); err != nil {
		return nil, nil, err
	}
	if e, err = waiver.ParseEmergency(name, data); err != nil {
		return nil, nil, err
	}
	v := waiver.JudgeEmergency(e, me.people, before)
	if err := refused(name, v.Problems); err != nil {
		return nil, nil, err
	}
	what := "approved afterwards"
	if role == waiver.Approver {
		what = "let pass until " + string(e.Expires)
	}
	return data, []string{fmt.Sprintf("change %s, %s", e.Head[:12], what), "because " + oneLine(e.Reason), "asked for by " + e.Requester}, nil
}

func approved(name, by string) error {
	return fault.New(fault.Denied, "%s is approved already, by %s", name, by).WithHelp("nothing is left to do: commit and merge it")
}

func (me *signatory) sign(env Env, f waiver.File, role waiver.Role, data []byte) ([]byte, error) {
	s, err := waiver.Sign(f, role, me.person.Name, env.Now(), me.signer)
	if err != nil {
		return nil, err
	}
	return waiver.AddSignature(data, s)
}

// addedBy tells who committed a file first; nobody when it is not committed.
func addedBy(ctx context.Context, repo *change.Repo, folder, name string) ([]waiver.Identity, error) {
	if repo == nil || repo.Head == "" {
		return nil, nil
	}
	added, err := repo.AddedBy(ctx, repo.Head, strings.TrimSuffix(repo.Prefix, "/"), folder)
	return run.Identities(added[name]), err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
