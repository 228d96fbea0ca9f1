package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/budget"
	"github.com/assay-dev/assay/internal/spend/forecast"
)

type costBudgetOptions struct {
	costOptions
	month, format, output string
	fail                  bool
}

var budgetFormats = []string{"text", "json", "markdown"}

func newCostBudget(env Env, code *int) *cobra.Command {
	var o costBudgetOptions
	cmd := &cobra.Command{
		Use: "budget", Short: "How budgets stand: what is spent, what is forecast, which thresholds are crossed",
		Long: `Hold the bills in the lake against .assay/budgets.yaml: effective cost of this month,
quarter or year up to the last day known, and what all of it will be.

A budget is for a service, owner, cost_centre, tag, tool, or everything:

  version: 1
  budgets:
    - {name: payments, service: payment-gateway, month: 500.00 USD}
    - name: data team
      tag: team=data
      quarter: 9000.00 USD
      thresholds: {actual: [50, 80, 100], forecast: [100]}
      contact: data@bank.example

What will come, or end, and bills cannot know stands beside them, and counts here, in
assay cost forecast and at the gate:

  known:
    - {name: compute plan, service: payment-gateway, from: 2026-02, until: 2029-01,
       month: 400.00 USD, replaces: 560.00 USD}

Bills older than 45 days forecast nothing: the budget is unknown, or over, when what is
spent by then is more than the limit.`,
		Example: "  assay cost budget\n  assay cost budget --month 2025-12 --format markdown\n  assay cost budget --fail",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env, code) },
	}
	o.costOptions.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.month, "month", "", "another month than this, as `YYYY-MM`")
	f.BoolVar(&o.fail, "fail", false, "exit 1 when a budget is over, 3 when one is unknown")
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(budgetFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	return cmd
}

func (o *costBudgetOptions) run(ctx context.Context, env Env, code *int) (err error) {
	if !slices.Contains(budgetFormats, o.format) {
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(budgetFormats, ", "))
	}
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return err
	}
	plan, err := run.ReadBudgets(o.dir)
	if err != nil {
		return err
	}
	if len(plan.Budgets) == 0 {
		return fault.New(fault.NotFound, "there are no budgets in %s", budget.File).WithHelp("write one: assay cost budget --help shows how")
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func(l lake.Lake) { err = errors.Join(err, l.Close()) }(l)
	states, err := budget.Track(ctx, l, budget.Query{Plan: plan, Virtual: books.Virtual(), Services: books.Services, Month: assay.Month(o.month), Now: env.Now()})
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return budgetText(w, states) }
	switch o.format {
	case "json":
		write = func(w io.Writer) error { return budget.WriteJSON(w, states) }
	case "markdown":
		write = func(w io.Writer) error { return budgetMarkdown(w, states) }
	}
	if o.fail {
		*code = budgetCode(states)
	}
	return deliver(env, o.output, write)
}

// budgetCode is 1 when a budget is over, else 3 when one is unknown.
func budgetCode(states []budget.State) int {
	code := fault.ExitPass
	for _, s := range states {
		switch s.Judgement {
		case budget.Over:
			return fault.ExitDenied
		case budget.Uncertain:
			code = fault.ExitUnfinished
		}
	}
	return code
}

// budgetCells are what a state says, without its bar.
func budgetCells(s *budget.State) (actual, mid, wide, used, word string) {
	word = string(s.Judgement)
	switch s.Judgement {
	case budget.Uncertain:
		word = "unknown: " + s.Why
	case budget.Near:
		word = fmt.Sprintf("%d %% spent", s.CrossedActual)
	case budget.Coming:
		word = fmt.Sprintf("forecast over %d %%", s.CrossedForecast)
	case budget.Over:
		word = "over by " + forecast.Grouped(s.Actual-s.Limit)
		if s.Why != "" {
			word += " at least: " + s.Why
		}
	}
	actual = "unknown"
	if s.Spent {
		actual, used = forecast.Grouped(s.Actual), "–"
		if s.Limit > 0 {
			used = fmt.Sprintf("%.0f %%", 100*s.Actual/s.Limit)
		}
	}
	switch {
	case s.Why != "" && s.Spent:
		return "at least " + actual, "unknown", "", used, word
	case s.Why != "":
		return actual, "unknown", "", used, word
	case s.Complete:
		return actual, "–", "", used, word
	}
	return actual, forecast.Grouped(s.Mid), forecast.Grouped((s.High - s.Low) / 2), used, word
}

func budgetText(w io.Writer, states []budget.State) error {
	bad := slices.ContainsFunc(states, func(s budget.State) bool { return s.Judgement == budget.Over || s.Judgement == budget.Coming })
	fmt.Fprintln(w, budgetHead(states))
	fmt.Fprintln(w)
	t := &term.Table{}
	t.Right(2, 3, 4, 6, 7)
	t.Row("budget", "period", "limit", "spent", "", "", "forecast", "±", "")
	for i := range states {
		s := &states[i]
		actual, mid, wide, used, word := budgetCells(s)
		t.Row(clean(s.Budget.Name), s.Period, forecast.Grouped(s.Limit)+" "+clean(s.Currency), actual, used, gauge(s), mid, wide, clean(word))
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	space := "\n"
	for i := range states {
		for _, k := range states[i].Known {
			fmt.Fprintf(w, "%s  known: %s, %s in the forecast of %s for %s\n", space, clean(k.Name), signedCost(k.Cost), clean(states[i].Budget.Name), states[i].Period)
			space = ""
		}
	}
	if bad {
		fmt.Fprintln(w, "\n  next: assay cost anomalies says what moved, assay cost report --by service,service_name what it is spent on")
	}
	return nil
}

// signedCost is an amount that is added, or, below zero, taken away.
func signedCost(x float64) string {
	if x > 0 {
		return "+" + forecast.Grouped(x)
	}
	return forecast.Grouped(x)
}

// budgetHead counts, and says up to when bills are known.
func budgetHead(states []budget.State) string {
	counts := map[budget.Judgement]int{}
	last := time.Time{}
	for i := range states {
		counts[states[i].Judgement]++
		if states[i].AsOf.After(last) {
			last = states[i].AsOf
		}
	}
	var out []string
	for _, j := range []budget.Judgement{budget.Over, budget.Coming, budget.Near, budget.Within, budget.Uncertain} {
		if n := counts[j]; n > 0 {
			many := string(j)
			if j == budget.Near {
				many = "thresholds crossed"
			}
			out = append(out, plural(n, string(j), many))
		}
	}
	head := strings.Join(out, ", ")
	if !last.IsZero() {
		head += " · bills known to " + last.Format(time.DateOnly)
	}
	return head
}

// gauge shows what is spent of a budget: a full gauge is all of it.
func gauge(s *budget.State) string {
	if !s.Spent || s.Limit <= 0 {
		return ""
	}
	full := bar(min(max(s.Actual/s.Limit, 0), 1))
	if n := 12 - len([]rune(full)); n > 0 {
		full += strings.Repeat("·", n)
	}
	return full
}

func budgetMarkdown(w io.Writer, states []budget.State) error {
	cell := func(s string) string { return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;").Replace(clean(s)) }
	fmt.Fprintf(w, "#### Budgets: %s\n\n| Budget | For | Period | Limit | Spent | | Forecast | ± | |\n|---|---|---|--:|--:|--:|--:|--:|---|\n", budgetHead(states))
	for i := range states {
		s := &states[i]
		actual, mid, wide, used, word := budgetCells(s)
		if _, err := fmt.Fprintf(w, "| %s | %s | %s | %s %s | %s | %s | %s | %s | %s |\n", cell(s.Budget.Name), cell(s.Budget.Scope()), s.Period, forecast.Grouped(s.Limit), s.Currency, actual, used, mid, wide, cell(word)); err != nil {
			return err
		}
	}
	return nil
}
