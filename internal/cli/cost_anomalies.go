package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/anomaly"
	"github.com/assay-dev/assay/internal/spend/tags"
)

type costAnomaliesOptions struct {
	costOptions
	spanOptions
	where, by      []string
	tags           []string
	cost, deploys  string
	format, output string
	floor          float64
	limit          int
}

var anomalyFormats = []string{"text", "json"}

func newCostAnomalies(env Env) *cobra.Command {
	var o costAnomaliesOptions
	cmd := &cobra.Command{
		Use: "anomalies", Short: "What moved unusually, and what may be behind it",
		Long: `Find unusual moves of daily spend in the lake: spikes, shifts, slow ramps, new and
vanished spend, most important first. One move is one anomaly, named by what all of
the moved spend has in common; its cause is the one dimension that explains it best.

Weekly and monthly habits, days that come late, dips and the return from a move are no
anomalies. Credits, tax, purchases and corrections are not looked at.

Where nearly all of a move is on a few resources, they are named. Deploys of the days
before that share service or environment are named beside it, and shapes that harm has:
compute in a region that was not used, traffic to the outside, new spend after a leaked
credential. Both are hints, no proof.

What is no matter is remembered in .assay/anomalies.yaml, by id or by values and days:

  dismissed:
    - {id: an-0123456789ab, reason: load test}
    - {dims: {ServiceName: Amazon EC2}, from: 2025-11-20, to: 2025-11-30, reason: sales}`,
		Example: "  assay cost anomalies\n  assay cost anomalies --from 2025-01 --tag team --format json\n  assay cost anomalies --deploys deploys.csv --floor 100",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.costOptions.add(cmd)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.tags, "tag", nil, "look by these `TAGS` too (default those of the lake with few values)")
	f.StringSliceVar(&o.by, "by", nil, "look by these `KEYS` too: service, owner, cost_centre, environment, as in cost report")
	f.StringArrayVar(&o.where, "where", nil, "only charges of which `KEY=VALUE`, as in cost report; may be repeated")
	f.StringVar(&o.cost, "cost", string(anomaly.Effective), "which cost: effective or billed")
	f.Float64Var(&o.floor, "floor", 0, "least `AMOUNT` of an anomaly in the bill's currency (default 10)")
	f.StringVar(&o.deploys, "deploys", "", "deploys that may be behind one, besides recorded ones: CSV or JSON in `FILE`")
	f.StringVar(&o.format, "format", "text", "how to write it: "+strings.Join(anomalyFormats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.IntVar(&o.limit, "limit", 20, "how many to show as text; 0 is all")
	return cmd
}

func (o *costAnomaliesOptions) run(ctx context.Context, env Env) (err error) {
	req, err := o.request()
	if err != nil {
		return err
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	r, err := env.App(o.home).Run.Anomalies(ctx, l, req)
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return anomaliesText(w, r, o.limit) }
	if o.format == "json" {
		write = func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			return enc.Encode(r)
		}
	}
	for _, n := range r.Notes {
		fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
	}
	return deliver(env, o.output, write)
}

func (o *costAnomaliesOptions) request() (run.AnomaliesRequest, error) {
	req := run.AnomaliesRequest{Dir: o.dir}
	q := &req.Question
	if o.format != "text" && o.format != "json" {
		return req, fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(anomalyFormats, ", "))
	}
	if o.floor < 0 {
		return req, fault.New(fault.Invalid, "--floor %g is below zero", o.floor)
	}
	var err error
	if q.From, q.To, err = o.months(); err != nil {
		return req, err
	}
	if q.Where, err = filters(o.where); err != nil {
		return req, err
	}
	for _, key := range keysOf(o.by) {
		if !slices.Contains(tags.Carried(), key) {
			return req, fault.New(fault.Invalid, "anomalies are not looked for by %q", key).WithHelp("--by takes service, owner, cost_centre, environment; --tag takes tags")
		}
		q.Keys = append(q.Keys, key)
	}
	q.Tags, q.Cost, q.Floor = o.tags, anomaly.Cost(o.cost), o.floor
	q.Deploys, err = readDeploys(o.deploys)
	return req, err
}

// readDeploys reads a list of deploys, CSV or JSON; none without a name.
func readDeploys(name string) ([]assay.Deploy, error) {
	if name == "" {
		return nil, nil
	}
	data, err := readFile(name, 256<<20)
	if err != nil {
		return nil, err
	}
	list, err := evidence.ParseDeploys(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return list, nil
}

func anomaliesText(w io.Writer, r *anomaly.Report, limit int) error {
	if _, err := fmt.Fprintf(w, "%s in %s of %s cost, %s to %s\n", anomalyCount(len(r.Anomalies)), plural(int64(r.Series), "series", "series"), r.Cost, r.First, r.Last); err != nil {
		return err
	}
	if n := len(r.Dismissed); n > 0 {
		fmt.Fprintf(w, "%d dismissed by %s\n", n, anomaly.File)
	}
	if len(r.Anomalies) == 0 {
		return nil
	}
	shown := r.Anomalies
	if limit > 0 && len(shown) > limit {
		shown = shown[:limit]
	}
	fmt.Fprintln(w)
	t := &term.Table{}
	t.Right(0)
	for i := range shown {
		a := &shown[i]
		t.Row(signed(a), a.Currency, string(a.Kind), since(a), clean(inCommon(a)), a.ID)
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	if err := anomalyHints(w, shown); err != nil {
		return err
	}
	if n := len(r.Anomalies) - len(shown); n > 0 {
		fmt.Fprintf(w, "\n%d more: --limit 0 shows all\n", n)
	}
	_, err := fmt.Fprintf(w, "\nnext: mend the first, or dismiss it in %s\n  - {id: %s, reason: …}\n", anomaly.File, shown[0].ID)
	return err
}

func anomalyCount(n int) string { return plural(int64(n), "anomaly", "anomalies") }

// signed is the impact in whole units, with its sign.
func signed(a *assay.Anomaly) string {
	s := money.Grouped(a.Impact, 0)
	if a.Impact.IsPositive() {
		s = "+" + s
	}
	return s
}

func since(a *assay.Anomaly) string {
	switch {
	case a.Ongoing:
		return "since " + a.Start
	case a.Start == a.End:
		return "on " + a.Start
	}
	return a.Start + " to " + a.End
}

// inCommon is what the moved spend has in common, its cause first.
func inCommon(a *assay.Anomaly) string {
	first := a.Cause.Value
	if tag, ok := assay.CostKey(a.Cause.Dimension).Tag(); ok {
		first = tag + " " + first
	} else if a.Cause.Dimension == "SubAccountId" {
		first = "account " + first
	} else if slices.Contains(tags.Carried(), assay.CostKey(a.Cause.Dimension)) {
		first = a.Cause.Dimension + " " + first
	}
	out := []string{first}
	for _, k := range []string{"ServiceName", "SkuId", "SubAccountId", "RegionId"} {
		v, ok := a.Dims[k]
		if !ok || k == a.Cause.Dimension {
			continue
		}
		if k == "SubAccountId" {
			v = "account " + v
		}
		out = append(out, v)
	}
	if a.Cause.Value == "" {
		return "everything"
	}
	return strings.Join(out, " · ")
}

// anomalyHints say what may be behind anomalies: what is suspect, on what it is, and
// the nearest of the deploys before it. JSON has them all.
func anomalyHints(w io.Writer, list []assay.Anomaly) error {
	t, any := &term.Table{}, false
	for i := range list {
		a := &list[i]
		id := a.ID
		row := func(what, text string) {
			t.Row(id, what, text)
			id, any = "", true
		}
		if a.Suspect != "" {
			row("suspect", clean(a.Suspect))
		}
		if len(a.Resources) > 0 {
			var ids []string
			for _, r := range a.Resources {
				ids = append(ids, clean(r.ID))
			}
			row("on", strings.Join(ids, ", "))
		}
		near := slices.IndexFunc(a.Changes, func(c assay.AnomalyChange) bool { return c.Why != a.Changes[0].Why })
		if near < 0 {
			near = len(a.Changes)
		}
		for _, c := range a.Changes[:near] {
			row("deploy", fmt.Sprintf("%s on %s%s, %s", clean(string(c.Service)), c.At, commitOf(c), c.Why))
		}
		if n := len(a.Changes) - near; n > 0 {
			row("", fmt.Sprintf("and %s, %s", plural(int64(n), "deploy", "deploys"), a.Changes[near].Why))
		}
	}
	if !any {
		return nil
	}
	fmt.Fprintln(w)
	_, err := t.WriteTo(w)
	return err
}

func commitOf(c assay.AnomalyChange) string {
	if c.Commit == "" {
		return ""
	}
	return ", commit " + clean(c.Commit[:min(len(c.Commit), 12)])
}
