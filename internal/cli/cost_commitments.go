package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/commitment"
)

type costCommitmentsOptions struct {
	costOptions
	spanOptions
	where          []string
	format, output string
	limit          int
}

var commitmentsFormats = []string{"text", "json", "csv"}

func newCostCommitments(env Env) *cobra.Command {
	var o costCommitmentsOptions
	cmd := &cobra.Command{
		Use: "commitments", Short: "Whether savings plans and reservations are used, and what they cover",
		Long: `Hold savings plans, reservations and committed use against what used them, by month of
the charge: what the month's part cost, what of it was used, what was wasted, and what
it saved against list prices. Bills in FOCUS and AWS Cost and Usage Reports name them.

"used" is the effective cost of usage that a commitment paid, of that and its unused part.
"coverage" is what commitments paid of the usage that they could: the usage they paid over
that and the usage on demand, both at list cost, of each service, category and unit that a
commitment paid anything of. Dynamic prices (spot) count on neither side.

Months whose bill is open are estimates. Without list cost, or without lines that say what
was used, it is unknown.`,
		Example: "  assay cost commitments\n  assay cost commitments --from 2025-01 --limit 0 --format csv -o commitments.csv\n  assay cost commitments --where account=123456789012",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	for _, name := range []string{"month", "from", "to"} {
		f.Lookup(name).Usage = strings.Replace(f.Lookup(name).Usage, "billing month", "month of the charge", 1)
	}
	f.StringArrayVar(&o.where, "where", nil, "coverage of charges of which `KEY=VALUE`, as in cost report, and the commitments that paid any; may be repeated")
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(commitmentsFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.IntVar(&o.limit, "limit", 3, "how many of the last months to show of each as text; 0 is all")
	return cmd
}

func (o *costCommitmentsOptions) run(ctx context.Context, env Env) (err error) {
	if !slices.Contains(commitmentsFormats, o.format) {
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(commitmentsFormats, ", "))
	}
	var q commitment.Question
	if q.From, q.To, err = o.months(); err != nil {
		return err
	}
	if q.Where, err = filters(o.where); err != nil {
		return err
	}
	books, err := run.ReadBooks(o.dir)
	if err != nil {
		return err
	}
	q.Virtual = books.Virtual()
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func(l lake.Lake) { err = errors.Join(err, l.Close()) }(l)
	r, err := commitment.Find(ctx, l, q)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return commitmentsText(w, r, o.limit) }
	switch o.format {
	case "json":
		write = r.JSON
	case "csv":
		write = r.CSV
	}
	return deliver(env, o.output, write)
}

func commitmentsText(w io.Writer, r *commitment.Report, limit int) error {
	if len(r.Months) == 0 {
		_, err := fmt.Fprintln(w, "no bill names a commitment in these months; bills in FOCUS and AWS Cost and Usage Reports do")
		return err
	}
	if err := commitmentsTable(w, r, limit); err != nil {
		return err
	}
	fmt.Fprintln(w)
	return coverageTable(w, r, limit)
}

func commitmentsTable(w io.Writer, r *commitment.Report, limit int) error {
	t := &term.Table{}
	t.Right(3, 4, 5, 6, 7)
	t.Row("commitment", "type", "month", "committed", "used", "", "wasted", "saved", "")
	last := ""
	for i := range r.Months {
		m := &r.Months[i]
		if k := i + limit; limit > 0 && k < len(r.Months) && r.Months[k].ID == m.ID && r.Months[k].Currency == m.Currency {
			continue
		}
		name, kind := commitmentName(m), clean(m.Type)
		if id := m.ID + "\x00" + m.Currency; id == last {
			name, kind = "", ""
		} else {
			last = id
		}
		t.Row(name, kind, string(m.Month), amountOr(m.Committed)+" "+clean(m.Currency), amountOr(m.Used), percentOr(m.Utilisation), amountOr(m.Unused), amountOr(m.Saved), noteOf(m.Estimated, m.Why))
	}
	_, err := t.WriteTo(w)
	return err
}

// commitmentName is its name, else the end of its id.
func commitmentName(m *commitment.Month) string {
	switch {
	case m.Name != "":
		return clean(m.Name)
	case m.ID == "":
		return "without a name"
	}
	id := []rune(clean(m.ID))
	if len(id) > 40 {
		return "…" + string(id[len(id)-39:])
	}
	return string(id)
}

func coverageTable(w io.Writer, r *commitment.Report, limit int) error {
	t := &term.Table{}
	t.Right(2, 3, 4)
	t.Row("coverage, at list cost", "month", "covered", "on demand", "coverage", "")
	last := ""
	for i := range r.Coverage {
		c := &r.Coverage[i]
		if k := i + limit; limit > 0 && k < len(r.Coverage) && r.Coverage[k].Service == c.Service && r.Coverage[k].Currency == c.Currency {
			continue
		}
		name := clean(c.Service)
		if name == "" {
			name = "all"
		}
		if id := c.Service + "\x00" + c.Currency; id == last {
			name = ""
		} else {
			last = id
		}
		t.Row(name, string(c.Month), amountOr(c.Covered)+" "+clean(c.Currency), amountOr(c.OnDemand), percentOr(c.Percent), noteOf(c.Estimated, c.Why))
	}
	_, err := t.WriteTo(w)
	return err
}

func amountOr(n *money.Number) string {
	if n == nil {
		return "–"
	}
	return money.Grouped(*n, 2)
}

func percentOr(n *money.Number) string {
	if n == nil {
		return "–"
	}
	return n.StringFixed(1) + " %"
}

// noteOf says that a figure is an estimate, or why there is none.
func noteOf(estimated bool, why string) string {
	switch {
	case why != "":
		return "unknown: " + clean(why)
	case estimated:
		return "estimate"
	}
	return ""
}
