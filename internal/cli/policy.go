package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/policy"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/run"
)

func newPolicy(env Env, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use: "policy", Short: "Check, test and explain what decides",
		Long: `Policies say whether a change may ship. Ours come with the program; those of a
repository are Rego files in .assay/policy, and count as they stand at the base
of a change. A package assay.policy.NAME there takes the place of ours of that
name. data.yaml beside them holds the values that policies look up.`,
		Example: "  assay policy check\n  assay policy test\n  assay policy explain",
		Args:    noUnknown,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPolicyCheck(env), newPolicyTest(env, code), newPolicyExplain(env))
	return cmd
}

// policyFlags are what the commands share.
type policyFlags struct{ format, home string }

func (o *policyFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.format, "format", "text", "text or json")
	cmd.Flags().StringVar(&o.home, "home", "", "folder of the store of runs (default the user's data folder, or ASSAY_HOME)")
}

func (o *policyFlags) check() error {
	if o.format != "text" && o.format != "json" {
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use text or json")
	}
	return nil
}

func newPolicyCheck(env Env) *cobra.Command {
	var o policyFlags
	var against []string
	cmd := &cobra.Command{
		Use: "check [DIR]", Short: "Read the policies of a folder, and try them on earlier runs",
		Long: `Read the policies of a folder as they lie on disk, against the shape of their
input: a misspelt key is an error. With --against they are asked on what earlier
runs of the folder were decided on, and what would have come out differently is
shown. Nothing is decided and nothing is stored.

Exit codes: 0 they can be read · 2 they can't · 3 one failed while it ran.`,
		Example: "  assay policy check\n  assay policy check --against 20\n  assay policy check --against all --format json",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			svc := env.App(o.home).Run
			set, err := svc.OwnPolicies(cmd.Context(), dirOf(args))
			if err != nil {
				return err
			}
			if len(against) == 0 {
				return showPolicies(env.Stdout, o.format, set)
			}
			list, err := svc.Replay(cmd.Context(), set, dirOf(args), against)
			if err != nil {
				return err
			}
			return showReplay(env.Stdout, o.format, list)
		},
	}
	o.add(cmd)
	cmd.Flags().StringSliceVar(&against, "against", nil, "`RUNS` to try them on: a number of the latest, ids, or all")
	return cmd
}

func showPolicies(w io.Writer, format string, set *policy.Set) error {
	list := set.Policies()
	if format == "json" {
		return writeJSON(w, map[string]any{"policies": list, "digest": set.Digest()})
	}
	table, own := &term.Table{}, 0
	for _, p := range list {
		from := "bundled"
		if p.Own {
			if from, own = p.File, own+1; p.Replaces {
				from += ", in place of ours"
			}
		}
		table.Row("  "+p.Name, from, clean(p.Title))
	}
	fmt.Fprintf(w, "%s, %d of this repository. All can be read.\n\n", plural(len(list), "policy", "policies"), own)
	if _, err := table.WriteTo(w); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, "\nTry them on earlier runs: assay policy check --against 20\n")
	return err
}

func showReplay(w io.Writer, format string, list []run.Replayed) error {
	if format == "json" {
		if list == nil {
			list = []run.Replayed{}
		}
		return writeJSON(w, map[string]any{"runs": list})
	}
	if len(list) == 0 {
		_, err := fmt.Fprint(w, "No earlier run of this folder is stored that policies decided.\n  next: assay run\n")
		return err
	}
	changed := 0
	for _, r := range list {
		if r.Was != r.Would {
			changed++
		}
	}
	fmt.Fprintf(w, "%s: %d would come out differently.\n", plural(len(list), "run", "runs"), changed)
	for _, r := range list {
		mark, say := " ", string(r.Was)
		if r.Was != r.Would {
			mark, say = "▲", fmt.Sprintf("%s → %s", r.Was, r.Would)
		}
		if r.Why != "" {
			mark, say = "?", clean(r.Why)
		}
		commit := r.Run.Head
		if commit != "" {
			commit = " " + commit[:min(10, len(commit))]
		}
		fmt.Fprintf(w, "\n%s %s%s  %s\n", mark, r.ID, commit, say)
		for _, x := range r.Gone {
			fmt.Fprintf(w, "    – %s  %s\n", clean(x.Message), x.Policy)
		}
		for _, x := range r.Arises {
			fmt.Fprintf(w, "    + %s  %s\n", clean(x.Message), x.Policy)
		}
	}
	return nil
}

func newPolicyTest(env Env, code *int) *cobra.Command {
	var o policyFlags
	var verbose bool
	cmd := &cobra.Command{
		Use: "test [DIR]", Short: "Run the Rego tests of policies",
		Long: `Run the rules named test_… in the files *_test.rego of .assay/policy, and those of
the bundled policies unless some are replaced. Give the input in parts:

  test_big_changes if count(deny) == 1 with input.change.files as numbers

The exit code is 1 when a test fails, and when there is none at all.`,
		Example: "  assay policy test\n  assay policy test --verbose",
		Args:    atMostDir,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			set, err := env.App(o.home).Run.OwnPolicies(cmd.Context(), dirOf(args))
			if err != nil {
				return err
			}
			results, err := set.Test(cmd.Context())
			if err != nil {
				return err
			}
			failed := 0
			for _, r := range results {
				if !r.Passed {
					failed++
				}
			}
			if failed > 0 || len(results) == 0 {
				*code = fault.ExitDenied
			}
			if o.format == "json" {
				return writeJSON(env.Stdout, map[string]any{"passed": len(results) - failed, "failed": failed, "tests": results})
			}
			return showPolicyTests(env.Stdout, results, failed, verbose)
		},
	}
	o.add(cmd)
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list the tests that pass, too")
	return cmd
}

func showPolicyTests(w io.Writer, results []policy.TestResult, failed int, verbose bool) error {
	for _, r := range results {
		switch {
		case !r.Passed:
			fmt.Fprintf(w, "✘ %s\n", clean(r.String()))
			if r.Why != "" {
				fmt.Fprintf(w, "    %s\n", clean(r.Why))
			}
		case verbose:
			fmt.Fprintf(w, "✔ %s\n", clean(r.String()))
		}
	}
	if len(results) == 0 {
		_, err := fmt.Fprint(w, "✘ there is no test\n  next: write .assay/policy/NAME_test.rego with rules named test_…\n")
		return err
	}
	_, err := fmt.Fprintf(w, "%d passed, %d failed\n", len(results)-failed, failed)
	return err
}

func newPolicyExplain(env Env) *cobra.Command {
	var o policyFlags
	var dir string
	var input bool
	cmd := &cobra.Command{
		Use: "explain [RUN]", Short: "Say how a run was decided: each policy, its reasons, what would flip it",
		Long: `Say how a stored run was decided: what each policy said, on which findings, and the
smallest thing that would change it. Without RUN it is the latest of the folder.
With --input it prints what the policies were asked on, to write a test from.`,
		Example: "  assay policy explain\n  assay policy explain 20261123T071328Z-1a2b3c4d\n  assay policy explain --input > input.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.check(); err != nil {
				return err
			}
			id := ""
			if len(args) > 0 {
				id = args[0]
			}
			g, err := env.App(o.home).Run.Governed(cmd.Context(), dir, id)
			switch {
			case err != nil:
				return err
			case input:
				in, err := policy.Decode(g.Input)
				if err != nil {
					return err
				}
				return writeJSON(env.Stdout, in)
			case o.format == "json":
				return writeJSON(env.Stdout, map[string]any{"run": g.Record.ID, "decision": g.Record.Decision, "policies": g.Policies})
			}
			return explainRun(cmd.Context(), env, env.App(o.home).Run, dir, g)
		},
	}
	o.add(cmd)
	cmd.Flags().StringVar(&dir, "dir", ".", "`DIR` whose latest run is meant")
	cmd.Flags().BoolVar(&input, "input", false, "print the input of the policies as JSON")
	return cmd
}

func explainRun(ctx context.Context, env Env, svc *run.Service, dir string, g *run.Governance) error {
	w := env.Stdout
	r, d := &g.Record, &g.Record.Decision
	fmt.Fprintf(w, "%s  run %s, %s\n", report.Word(report.Outcome(d.Outcome)), r.ID, r.Started.Format("2 January 2006, 15:04 UTC"))
	fmt.Fprintf(w, "  %s · profile %s · %s\n", clean(r.Repository), r.Profile, plural(len(r.Findings), "finding", "findings"))
	if d.Emergency != "" {
		fmt.Fprintf(w, "  passed as emergency %s\n", clean(d.Emergency))
	}
	marks := map[assay.Effect]string{assay.Deny: "✘", assay.Warn: "▲"}
	for _, p := range g.Policies {
		said := rulingsOf(d.Rulings, p.Name)
		if len(said) == 0 {
			fmt.Fprintf(w, "\n✔ %s: nothing against it\n  %s (%s)\n", p.Name, clean(p.Title), clean(p.File))
			continue
		}
		fmt.Fprintf(w, "\n%s %s\n  %s (%s)\n", marks[said[0].Effect], p.Name, clean(p.Title), clean(p.File))
		for _, x := range said {
			fmt.Fprintf(w, "  %s %s: %s\n", marks[x.Effect], x.Effect, clean(x.Message))
			explainFindings(w, r, x)
			if x.Flip != "" {
				fmt.Fprintf(w, "    → %s\n", clean(x.Flip))
			}
		}
	}
	if margin := svc.Margin(ctx, dir, g); margin != "" {
		fmt.Fprintf(w, "\nNothing refuses it; %s.\n", margin)
	}
	_, err := fmt.Fprintf(w, "\npolicies %.16s · input %.16s\n", d.Policies, d.Input)
	return err
}

// maxExplained is how many findings of a ruling are listed.
const maxExplained = 10

func explainFindings(w io.Writer, r *assay.Run, x assay.Ruling) {
	byPrint := map[assay.Fingerprint]*assay.RunFinding{}
	for i := range r.Findings {
		byPrint[r.Findings[i].Fingerprint] = &r.Findings[i]
	}
	for n, print := range x.Findings {
		if n == maxExplained {
			fmt.Fprintf(w, "    … and %d more: --format json\n", len(x.Findings)-n)
			return
		}
		if f := byPrint[print]; f != nil {
			fmt.Fprintf(w, "    %-8s %s  %s\n", f.Severity, clean(string(f.Rule)), print)
		}
	}
}

func rulingsOf(all []assay.Ruling, name string) []assay.Ruling {
	var out []assay.Ruling
	for _, r := range all {
		if r.Policy == name || strings.HasPrefix(r.Policy, name+"/") {
			out = append(out, r)
		}
	}
	return out
}
