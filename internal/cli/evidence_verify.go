package cli

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceVerifyOptions struct {
	evidenceFlags
	checkpoint, witness, authorities, format string
}

func newEvidenceVerify(env Env, code *int) *cobra.Command {
	var o evidenceVerifyOptions
	cmd := &cobra.Command{
		Use: "verify [DIR|ZIP]", Short: "Is everything as it was signed? Asks no network",
		Long: `Check a log, or what assay evidence export wrote, wholly and without a network:
every file, hash, signature and checkpoint. It finds a changed byte, a removed
entry, another order, a foreign key, a checkpoint that was rolled back.

Two things it cannot find alone: that all of it was replaced by a log of another
key (--trust pins the key), and that the log and its history were rolled back
together (--checkpoint or --witness hold it to what was kept elsewhere).

Exit codes: 0 verified · 1 not as it was signed · 2 there is no such log.`,
		Example: "  assay evidence verify\n  assay evidence verify evidence.zip --trust bank.pem\n  assay evidence verify /srv/evidence --witness /mnt/witness/checkpoints",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			*code, err = o.run(cmd.Context(), env, args)
			return err
		},
	}
	o.addReading(cmd)
	f := cmd.Flags()
	f.StringVar(&o.checkpoint, "checkpoint", "", "hold the log to the checkpoint in `FILE`")
	f.StringVar(&o.witness, "witness", "", "hold the log to all checkpoints in `FILE` that a witness kept")
	f.StringVar(&o.authorities, "tsa-roots", "", "`FILE` of certificates that time stamps must lead to, in PEM")
	f.StringVar(&o.format, "format", "text", "text or json")
	return cmd
}

func (o *evidenceVerifyOptions) run(ctx context.Context, env Env, args []string) (int, error) {
	if err := textOrJSON(o.format); err != nil {
		return 0, err
	}
	checks, err := o.checks()
	if err != nil {
		return 0, err
	}
	dir := ""
	if len(args) > 0 {
		dir = args[0]
	} else if dir, err = o.folder(env); err != nil {
		return 0, err
	}
	verify := evidence.Verify
	if info, err := os.Stat(dir); err == nil && info.Mode().IsRegular() {
		verify = evidence.VerifyExport
	}
	report, err := verify(ctx, dir, checks)
	if err != nil {
		return 0, err
	}
	if info, err := os.Stat(dir); err == nil && info.IsDir() && report.Origin != "" {
		report.Notes = append(report.Notes, o.memory(env, dir).differs(seenLog{report.Origin, report.Size, report.Root})...)
	}
	if o.format == "json" {
		err = printJSON(env, report)
	} else {
		err = showVerified(env, report)
	}
	if report.OK() {
		return fault.ExitPass, ignorePipe(err)
	}
	return fault.ExitDenied, ignorePipe(err)
}

func (o *evidenceVerifyOptions) checks() (c evidence.Checks, err error) {
	if c.Trust, err = o.trusted(); err != nil {
		return c, err
	}
	for _, name := range []string{o.checkpoint, o.witness} {
		if name == "" {
			continue
		}
		data, err := readFile(name, 512<<20)
		if err != nil {
			return c, err
		}
		if len(data) == 0 {
			return c, fault.New(fault.Invalid, "%s is empty", name).WithHelp("name a file of checkpoints")
		}
		if !strings.HasSuffix(string(data), "\n\n") {
			data = append(data, '\n')
		}
		c.Checkpoints = append(c.Checkpoints, data...)
	}
	if o.authorities != "" {
		data, err := readSmall(o.authorities)
		if err != nil {
			return c, err
		}
		c.Authorities = x509.NewCertPool()
		if !c.Authorities.AppendCertsFromPEM(data) {
			return c, fault.New(fault.Invalid, "%s holds no certificate", o.authorities).WithHelp("write them in PEM")
		}
	}
	return c, nil
}

// showVerified says first whether it is verified, then what that rests on.
func showVerified(env Env, r *evidence.Report) error {
	var b strings.Builder
	if r.OK() {
		fmt.Fprintf(&b, "verified: %s, as signed\n", plural(r.Size, "entry", "entries"))
	} else {
		fmt.Fprintf(&b, "NOT verified: %s\n\n", plural(len(r.Problems)+r.More, "problem", "problems"))
		var t term.Table
		for _, p := range r.Problems {
			t.Row("  "+clean(p.Where), clean(p.What))
		}
		if r.More > 0 {
			t.Row(fmt.Sprintf("  and %d more", r.More))
		}
		_, _ = t.WriteTo(&b) // a builder takes everything
	}
	b.WriteString("\n")
	verifiedFacts(r).WriteTo(&b) //nolint:errcheck // a builder takes everything
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note: %s\n", clean(n))
	}
	if !r.OK() {
		b.WriteString("next: keep a copy of all this, and ask who could write to it since the last checkpoint that you hold\n")
	}
	_, err := fmt.Fprint(env.Stdout, b.String())
	return err
}

func verifiedFacts(r *evidence.Report) *term.Table {
	t := &term.Table{}
	row := func(name, text string) { t.Row("  "+name, clean(text)) }
	if r.Origin != "" {
		row("log", r.Origin)
	}
	for _, k := range r.Keys {
		about := cmp.Or(k.Label, k.Reason)
		switch {
		case k.Role == evidence.RoleLog && r.Pinned:
			about = "pinned by --trust"
		case k.Role == evidence.RoleLog:
			about = "nobody pinned it: compare it with what the log's owner told you, or use --trust"
		}
		row(k.Role+" key", strings.TrimSpace(k.ID[:16]+"  "+about))
	}
	if !r.First.IsZero() {
		row("recorded", shortTime(r.First)+" to "+shortTime(r.Last)+" UTC")
	}
	var kinds []string
	for _, k := range evidence.Kinds() {
		if n := r.Kinds[k]; n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", n, k))
		}
	}
	if len(kinds) > 0 {
		row("entries", strings.Join(kinds, " · "))
	}
	if r.Checkpoints > 0 {
		row("history", plural(r.Checkpoints, "checkpoint", "checkpoints"))
	}
	if r.Witnessed > 0 {
		row("witness", plural(r.Witnessed, "checkpoint", "checkpoints")+" agree")
	}
	if r.Stamped > 0 {
		row("time stamps", fmt.Sprint(r.Stamped))
	}
	if r.Personal > 0 {
		row("names", fmt.Sprintf("beside %d of %s", r.Names, plural(r.Personal, "entry", "entries")))
	}
	return t
}
