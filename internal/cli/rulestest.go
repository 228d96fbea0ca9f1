package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
	"github.com/assay-dev/assay/internal/fault"
)

func newRulesTest(env Env, code *int) *cobra.Command {
	var verbose bool
	cmd := &cobra.Command{
		Use: "test PATH...", Short: "Test rules for source code on annotated files",
		Long: `Run rules in Semgrep's language on the test files beside them: rule.yaml is
tested on rule.java, rule.test.js and the like. In these, a comment

  ruleid: ID        says that the rule must report the next line
  ok: ID            that it must not
  todoruleid: ID    that it should, but need not yet
  todook: ID        that it should not, but may

A rule without a single ruleid: in its test files is listed as untested. The
exit code is 1 when a line differs from what its comment says, when a rule
can't be used, when ruleid: names no rule of the file beside, and when no rule
at all was tested.`,
		Example: "  assay rules test rules/\n  assay rules test sql.yaml --verbose",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.Invalid, "name a rule file or a folder").WithHelp("assay rules test rules/")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			suite, err := ruletest.Load(args)
			if err != nil {
				return err
			}
			*code = showRuleTests(env.Stdout, suite, verbose)
			return nil
		},
	}
	cmd.Flags().BoolVar(&verbose, "verbose", false, "list the test files that pass, too")
	return cmd
}

// showRuleTests lists what differs and returns the exit code.
func showRuleTests(w io.Writer, s *ruletest.Suite, verbose bool) int {
	passed, failed := 0, 0
	for _, f := range s.Files {
		r := f.Run()
		switch {
		case !r.Agrees():
			failed++
			fmt.Fprintf(w, "✘ %s\n%s", clean(f.Path), clean(r.String()))
		case !f.Annotated:
			fmt.Fprintf(w, "– %s says nothing of a rule\n", clean(f.Path))
		default:
			passed++
			if verbose {
				fmt.Fprintf(w, "✔ %s\n", clean(f.Path))
			}
		}
	}
	for _, p := range s.Problems {
		fmt.Fprintf(w, "✘ %s\n", clean(p))
	}
	untested := 0
	for _, u := range s.Untested {
		untested += len(u.Rules)
		if u.Alone {
			fmt.Fprintf(w, "– %s is untested: no test file is beside it\n", clean(u.Path))
			continue
		}
		fmt.Fprintf(w, "– %s: untested: %s\n", clean(u.Path), clean(strings.Join(u.Rules, ", ")))
	}
	fmt.Fprintf(w, "%d of %s pass", passed, plural(passed+failed, "test file", "test files"))
	if untested > 0 {
		fmt.Fprintf(w, ", %s untested", plural(untested, "rule", "rules"))
	}
	fmt.Fprintln(w)
	switch {
	case failed+len(s.Problems) > 0:
		return 1
	case s.Tested == 0:
		fmt.Fprintln(w, "nothing was tested: write ruleid: above what a rule must find, in a file beside it")
		return 1
	}
	return 0
}
