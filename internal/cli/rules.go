package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/rule"
)

func newRules(env Env, code *int) *cobra.Command {
	cmd := &cobra.Command{
		Use: "rules", Short: "What we look for, and why", Args: noUnknown,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRulesList(env), newRulesExplain(env), newRulesTest(env, code))
	return cmd
}

func newRulesList(env Env) *cobra.Command {
	var engine, format string
	cmd := &cobra.Command{
		Use: "list", Short: "List the rules", Args: cobra.NoArgs,
		Example: "  assay rules list --engine secret\n  assay rules list --format json",
		RunE: func(*cobra.Command, []string) error {
			var rules []rule.Rule
			for _, r := range env.App("").Rules.Rules() {
				if engine == "" || r.Engine == assay.EngineID(engine) {
					rules = append(rules, r)
				}
			}
			if len(rules) == 0 {
				return fault.New(fault.NotFound, "no rules of engine %q", engine).WithHelp("engines are secret, sast, iac, tag, dependency, licence and governance")
			}
			switch format {
			case "json":
				return writeJSON(env.Stdout, rules)
			case "text":
				return listRules(env.Stdout, rules)
			}
			return fault.New(fault.Invalid, "unknown format %q", format).WithHelp("use text or json")
		},
	}
	cmd.Flags().StringVar(&engine, "engine", "", "only the rules of one `ENGINE`")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

func listRules(w io.Writer, rules []rule.Rule) error {
	var t term.Table
	for _, r := range rules {
		t.Row(string(r.ID), r.Severity.String(), r.Title)
	}
	_, err := t.WriteTo(w)
	return err
}

func newRulesExplain(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "explain RULE", Short: "Explain one rule: why it matters and what to do",
		Example: "  assay rules explain secret/private-key\n  assay rules explain AVD-AWS-0107",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fault.New(fault.Invalid, "name one rule").WithHelp("assay rules list shows them")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := findRule(env.App("").Rules, args[0])
			if err != nil {
				return err
			}
			return explain(env.Stdout, r)
		},
	}
}

// findRule takes an id, the part after the slash, or another tool's name for it.
func findRule(c rule.Catalogue, name string) (rule.Rule, error) {
	if r, ok := c.Rule(assay.RuleID(name)); ok {
		return r, nil
	}
	for _, r := range c.Rules() {
		_, short, _ := strings.Cut(string(r.ID), "/")
		if strings.EqualFold(short, name) || strings.EqualFold(string(r.ID), name) {
			return r, nil
		}
		for _, a := range r.Aliases {
			if strings.EqualFold(a, name) {
				return r, nil
			}
		}
	}
	return rule.Rule{}, fault.New(fault.NotFound, "there is no rule %q", name).WithHelp("assay rules list shows them all")
}

func explain(w io.Writer, r rule.Rule) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  (%s, %s)\n%s\n", r.ID, r.Severity, r.Confidence, r.Title)
	paragraph := func(head, text string) {
		if text = strings.TrimSpace(text); text != "" {
			fmt.Fprintf(&b, "\n%s\n  %s\n", head, strings.ReplaceAll(text, "\n", "\n  "))
		}
	}
	paragraph("Why it matters", r.Explanation)
	paragraph("What to do", r.Fix)
	var cwe []string
	for _, n := range r.CWE {
		cwe = append(cwe, fmt.Sprintf("CWE-%d", n))
	}
	paragraph("Weakness", strings.Join(cwe, ", "))
	paragraph("Also known as", strings.Join(r.Aliases, ", "))
	paragraph("More", strings.Join(r.References, "\n"))
	fmt.Fprintf(&b, "\nTo ignore one place, write the reason on its line or the line before:\n  assay:ignore %s REASON\n", r.ID)
	_, err := io.WriteString(w, b.String())
	return err
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
