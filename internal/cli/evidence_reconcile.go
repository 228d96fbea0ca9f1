package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceReconcileOptions struct {
	evidenceFlags
	periodFlags
	deploys, format string
}

func newEvidenceReconcile(env Env, code *int) *cobra.Command {
	var o evidenceReconcileOptions
	cmd := &cobra.Command{
		Use: "reconcile", Short: "Hold a list of deploys from elsewhere against the log", Args: cobra.NoArgs,
		Long: `Hold a list of deploys from elsewhere (a deployment tool, a cluster, a change
register) against the log: was each commit tested, and did the gate say yes before
it was deployed? It lists bypasses, emergency changes, and deploys that the log
knows and the list does not.

The list is CSV with a line of headings, or a JSON array: at, service, commit, and
where there are any id, environment, artifact, ticket.

Exit codes: 0 the population is complete · 1 something is missing, or went past the gate.`,
		Example: "  assay evidence reconcile --deploys deploys.csv --from 2026-11-02 --to 2026-11-08",
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			*code, err = o.run(cmd.Context(), env)
			return err
		},
	}
	o.addReading(cmd)
	o.periodFlags.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.deploys, "deploys", "", "the list: CSV or JSON in `FILE`")
	f.StringVar(&o.format, "format", "text", "text or json")
	return cmd
}

func (o *evidenceReconcileOptions) run(ctx context.Context, env Env) (int, error) {
	filter, err := o.filter()
	if err != nil {
		return 0, err
	}
	if err := textOrJSON(o.format); err != nil {
		return 0, err
	}
	if o.deploys == "" {
		return 0, fault.New(fault.Invalid, "which deploys?").WithHelp("--deploys FILE, as CSV or JSON")
	}
	deploys, err := readDeploys(o.deploys)
	if err != nil {
		return 0, err
	}
	log, err := o.read(env)
	if err != nil {
		return 0, err
	}
	r, err := log.Reconcile(ctx, deploys, filter)
	if err != nil {
		return 0, err
	}
	if o.format == "json" {
		err = printJSON(env, struct {
			Complete bool `json:"complete"`
			*evidence.Reconciliation
		}{r.Complete(), r})
	} else {
		err = showReconciled(env, r)
	}
	if !r.Complete() {
		return fault.ExitDenied, ignorePipe(err)
	}
	return fault.ExitPass, ignorePipe(err)
}

func showReconciled(env Env, r *evidence.Reconciliation) error {
	var b strings.Builder
	emergencies := r.Count(evidence.Emergency)
	switch {
	case r.Complete() && len(r.Deploys) == 0:
		b.WriteString("complete: no deploy in that time, in the list or in the log\n")
	case r.Complete():
		fmt.Fprintf(&b, "complete: %s, each with a gate that said yes before it", plural(len(r.Deploys), "deploy", "deploys"))
		if emergencies > 0 {
			fmt.Fprintf(&b, ", %d by emergency", emergencies)
		}
		b.WriteString("\n")
	default:
		fmt.Fprintf(&b, "NOT complete: %s of %s · %s missing in the list\n", plural(r.Bypasses(), "bypass", "bypasses"),
			plural(len(r.Deploys), "deploy", "deploys"), plural(len(r.Unlisted), "deploy", "deploys"))
	}
	table := func(head string, pick func(evidence.Judged) bool) {
		var t term.Table
		n := 0
		for _, d := range r.Deploys {
			if pick(d) {
				n++
				t.Row("  "+deployTime(d.Deploy), clean(string(d.Service)), clean(cmp.Or(d.Environment, "–")), clean(shortHash(d.Commit)), string(d.Verdict), clean(cmp.Or(d.Why, "–")), clean(d.Evidence))
			}
		}
		if n > 0 {
			fmt.Fprintf(&b, "\n%s\n", head)
			_, _ = t.WriteTo(&b) // a builder takes everything
		}
	}
	table("past the gate", func(d evidence.Judged) bool { return d.Verdict.Bypass() })
	table("emergency changes", func(d evidence.Judged) bool { return d.Verdict == evidence.Emergency })
	if len(r.Unlisted) > 0 {
		b.WriteString("\nin the log, not in the list\n")
		var t term.Table
		for _, d := range r.Unlisted {
			t.Row("  "+shortTime(d.At), clean(string(d.Service)), clean(d.Environment), clean(shortHash(d.Commit)), d.EvidenceID)
		}
		_, _ = t.WriteTo(&b)
	}
	untrusted, clocks := 0, 0
	for _, d := range r.Deploys {
		if d.Untrusted {
			untrusted++
		}
		if d.FixedClock {
			clocks++
		}
	}
	for _, note := range []struct {
		n    int
		text string
	}{
		{r.Unrecorded, "of the list have no deploy entry in the log: assay record deploy writes one"},
		{untrusted, "were tested on a machine that is not CI"},
		{clocks, "were tested by a clock that somebody had set: their times are no proof"},
		{r.Undeployed, "passing tests are of commits that the list does not deploy"},
	} {
		if note.n > 0 {
			fmt.Fprintf(&b, "note: %d %s\n", note.n, note.text)
		}
	}
	if r.Key != "" && !r.Pinned {
		fmt.Fprintf(&b, "note: the log began under key %.16s, which nobody pinned: --trust PUBLIC-KEY\n", clean(r.Key))
	}
	_, err := fmt.Fprint(env.Stdout, b.String())
	return err
}

func deployTime(d assay.Deploy) string {
	if d.Day {
		return d.At.UTC().Format(time.DateOnly)
	}
	return shortTime(d.At)
}

func shortHash(s string) string { return s[:min(12, len(s))] }
