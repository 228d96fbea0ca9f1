package cli

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceKeysOptions struct {
	evidenceFlags
	format string
}

func newEvidenceKeys(env Env) *cobra.Command {
	var o evidenceKeysOptions
	cmd := &cobra.Command{
		Use: "keys", Short: "The keys that count in the log", Args: cobra.NoArgs,
		Example: "  assay evidence keys\n  assay evidence keys --format pem > bank.pem",
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.add(cmd, true)
	cmd.Flags().StringVar(&o.format, "format", "text", "text, json, pem (the log's own key; without a log the one that you would sign with) or vkey (for clients of transparency logs)")
	return cmd
}

func (o *evidenceKeysOptions) run(ctx context.Context, env Env) error {
	if o.format != "pem" && o.format != "vkey" {
		if textOrJSON(o.format) != nil {
			return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("formats are text, json, pem, vkey")
		}
	}
	log, err := o.read(env)
	if err != nil {
		return o.own(ctx, env, err)
	}
	keys, err := log.Keys(ctx)
	if err != nil {
		return err
	}
	head, err := log.Head()
	if err != nil {
		return err
	}
	if len(keys) == 0 {
		return o.own(ctx, env, fault.New(fault.NotFound, "the log has not begun").WithHelp("assay run writes to it"))
	}
	switch o.format {
	case "json":
		return ignorePipe(printJSON(env, keys))
	case "pem":
		_, err = env.Stdout.Write(keys[0].Public.PEM())
		return ignorePipe(err)
	case "vkey":
		_, err = fmt.Fprintln(env.Stdout, evidence.VerifierKey(head.Origin, keys[0].Public))
		return ignorePipe(err)
	}
	var t term.Table
	for _, k := range keys {
		t.Row(k.Role, k.ID[:16], base64.StdEncoding.EncodeToString(k.Public), fmt.Sprintf("since entry %d", k.Since), clean(cmp.Or(k.Reason, k.Label)))
	}
	_, err = t.WriteTo(env.Stdout)
	return ignorePipe(err)
}

// own shows the key that this machine signs with, where there is no log: what
// the owner of the lasting log is asked to trust.
func (o *evidenceKeysOptions) own(ctx context.Context, env Env, missing error) error {
	key, err := o.signer(ctx, env, o.key, false)
	if err != nil || o.format == "vkey" {
		return missing
	}
	if o.format == "pem" {
		_, err = env.Stdout.Write(key.Public().PEM())
		return ignorePipe(err)
	}
	p := key.Public()
	state := evidence.KeyState{ID: p.ID(), Public: p, Role: "yours"}
	if o.format == "json" {
		return ignorePipe(printJSON(env, []evidence.KeyState{state}))
	}
	_, err = fmt.Fprintf(env.Stdout, "yours  %s  %s\n", state.ID[:16], base64.StdEncoding.EncodeToString(p))
	return ignorePipe(err)
}

type evidenceTrustOptions struct {
	evidenceFlags
	label, reason string
	revoke        bool
}

func newEvidenceTrust(env Env) *cobra.Command {
	var o evidenceTrustOptions
	cmd := &cobra.Command{
		Use: "trust KEY", Short: "Take what a key signs from now on, or (--revoke) no more",
		Long: `Record that envelopes signed by a key are taken from now on: a public key in
base64, or a file of it in PEM. With --revoke a key, named by its id, is not
taken any more; what came in before stays and counts.`,
		Example: "  assay evidence trust ci.pem --label \"GitLab runners\"\n  assay evidence trust --revoke 3f2a81c09d5e7b64 --reason \"runner was stolen\"",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.New(fault.Invalid, "%s takes one key", cmd.CommandPath()).WithHelp("a public key, or a file of it: assay evidence keys --format pem")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args[0]) },
	}
	o.add(cmd, true)
	f := cmd.Flags()
	f.StringVar(&o.label, "label", "", "whose key it is")
	f.BoolVar(&o.revoke, "revoke", false, "do not take it any more")
	f.StringVar(&o.reason, "reason", "", "why it is revoked")
	return cmd
}

func (o *evidenceTrustOptions) run(ctx context.Context, env Env, arg string) error {
	var public evidence.Public
	var err error
	if o.revoke && o.reason == "" {
		return fault.New(fault.Invalid, "a revocation needs a reason").WithHelp("--reason TEXT")
	}
	if !o.revoke {
		if public, err = readPublic(arg); err != nil {
			return err
		}
	}
	log, err := o.write(ctx, env)
	if err != nil {
		return err
	}
	var receipts []evidence.Receipt
	word, id := "trusted", arg
	if o.revoke {
		word = "revoked"
		receipts, err = log.Revoke(ctx, arg, o.reason)
	} else {
		id = public.ID()[:16]
		receipts, err = log.Trust(ctx, public, o.label)
	}
	if err != nil {
		return err
	}
	if len(receipts) == 0 {
		word += " already"
	}
	_, err = fmt.Fprintf(env.Stdout, "%s: %s\n", word, id)
	return ignorePipe(err)
}

type evidenceRotateOptions struct {
	evidenceFlags
	next, reason string
}

func newEvidenceRotate(env Env) *cobra.Command {
	var o evidenceRotateOptions
	cmd := &cobra.Command{
		Use: "rotate", Short: "Continue the log under another key", Args: cobra.NoArgs,
		Long: `Continue the log under another key. Both keys sign the change, so that whoever
trusts the first key can follow it to the last. Afterwards the old key signs
nothing that counts: put the new one where the old one was.

A log whose key is lost cannot be continued: begin another one beside it.`,
		Example: "  openssl genpkey -algorithm ed25519 -out next.key && chmod 600 next.key\n  assay evidence rotate --new-key next.key --reason \"yearly\"",
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.add(cmd, true)
	f := cmd.Flags()
	f.StringVar(&o.next, "new-key", "", "the key to go on with: `FILE`, or a reference")
	f.StringVar(&o.reason, "reason", "", "why")
	return cmd
}

func (o *evidenceRotateOptions) run(ctx context.Context, env Env) error {
	if o.next == "" {
		return fault.New(fault.Invalid, "which key is the new one?").WithHelp("--new-key FILE")
	}
	next, err := o.signer(ctx, env, o.next, false)
	if err != nil {
		return err
	}
	log, err := o.write(ctx, env)
	if err != nil {
		return err
	}
	if _, err := log.Rotate(ctx, next, o.reason); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "the log goes on under %s\nnext: put that key where the old one was\n", next.Public().ID()[:16])
	return ignorePipe(err)
}
