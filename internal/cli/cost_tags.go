package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/join"
	"github.com/assay-dev/assay/internal/spend/tags"
)

// joinedOptions are what commands share that hold bills against code.
type joinedOptions struct {
	costOptions
	spanOptions
	where                 []string
	state, format, output string
	limit                 int
	quiet                 bool
}

func (o *joinedOptions) add(cmd *cobra.Command, formats []string) {
	o.costOptions.add(cmd)
	o.spanOptions.add(cmd)
	f := cmd.Flags()
	f.Lookup("dir").Usage = "`FOLDER` with assay.yaml, .assay and the infrastructure code"
	f.StringArrayVar(&o.where, "where", nil, "only charges of which `KEY=VALUE`, as in cost report; may be repeated")
	f.StringVar(&o.state, "state", "", "find code by a Terraform state too, or by terraform show -json: `FILE`")
	f.StringVar(&o.format, "format", formats[0], "how to write it: "+strings.Join(formats, ", "))
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.IntVar(&o.limit, "limit", 20, "how many to show as text; 0 is all")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no progress and no notes on standard error")
}

// request checks everything that was asked for before the work starts.
func (o *joinedOptions) request(formats []string) (run.SpendRequest, error) {
	req := run.SpendRequest{Dir: o.dir}
	if !slices.Contains(formats, o.format) {
		return req, fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use one of %s", strings.Join(formats, ", "))
	}
	var err error
	if req.From, req.To, err = o.months(); err != nil {
		return req, err
	}
	if req.Where, err = filters(o.where); err != nil || o.state == "" {
		return req, err
	}
	data, err := readFile(o.state, join.MaxState)
	if err != nil {
		return req, err
	}
	req.State, err = join.ParseState(o.state, data)
	return req, err
}

// with opens the lake, does the work under a live line, and writes its answer.
func (o *joinedOptions) with(env Env, req run.SpendRequest, work func(lake.Lake, run.SpendRequest) (write func(io.Writer) error, notes []string, err error)) (err error) {
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	req.Progress = func(phase string, _, _ int) { live.Set(phase) }
	write, notes, err := work(l, req)
	live.Clear()
	if err != nil {
		return err
	}
	for _, n := range notes {
		if !o.quiet {
			fmt.Fprintf(env.Stderr, "note: %s\n", clean(n))
		}
	}
	return deliver(env, o.output, write)
}

type costTagsOptions struct{ joinedOptions }

var tagsFormats = []string{"text", "json", "csv"}

func newCostTags(env Env) *cobra.Command {
	var o costTagsOptions
	cmd := &cobra.Command{
		Use: "tags", Short: "How much of the spend is tagged, and where to mend the rest",
		Long: `Hold the bills against the tag policy of assay.yaml (tags.required, with aliases and
allowed values): the share of spend and of resources that carries each tag, and what
lacks one, dearest first, with the value to write and the file and line of its code.

What a rule of .assay/tagging.yaml or another tag says is told apart from what the
bill carries. The value comes from the service that owns the code, that the tags or a
rule name, or whose deploys carry the resource's name. Code is found by the name that
it gives, by tags (Name, terraform_address, CloudFormation's), or by --state.

Without months, the last one whose bill is final.`,
		Example: "  assay cost tags\n  assay cost tags --month 2025-01 --state state.json\n  assay cost tags --format csv -o untagged.csv",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.add(cmd, tagsFormats)
	return cmd
}

func (o *costTagsOptions) run(ctx context.Context, env Env) error {
	req, err := o.request(tagsFormats)
	if err != nil {
		return err
	}
	return o.with(env, req, func(l lake.Lake, req run.SpendRequest) (func(io.Writer) error, []string, error) {
		c, notes, err := env.App(o.home).Run.Tags(ctx, l, req)
		if err != nil {
			return nil, nil, err
		}
		switch o.format {
		case "json":
			return c.JSON, notes, nil
		case "csv":
			return c.CSV, notes, nil
		}
		return func(w io.Writer) error { return tagsText(w, c, o.limit) }, notes, nil
	})
}

func tagsText(w io.Writer, c *tags.Coverage, limit int) error {
	if len(c.All) == 0 {
		_, err := fmt.Fprintf(w, "nothing on the bills of %s can be tagged\n", spanOf(c.From, c.To))
		return err
	}
	for _, a := range c.All {
		n := a.Resources
		fmt.Fprintf(w, "%s of %s %s carries every tag, %s: %d of %s\n", percent(a.Spend.Tagged, a.Total()), money.Grouped(a.Total(), 2), clean(a.Currency), spanOf(c.From, c.To), n.Tagged, plural(int64(n.Tagged+n.ByRule+n.Wrong+n.Missing), "resource", "resources"))
	}
	fmt.Fprintln(w)
	t := &term.Table{}
	t.Right(1, 2, 3, 4, 5, 6)
	t.Row("", "tagged", "by rule", "wrong", "missing", "resources", "untagged spend")
	rows := func(list []tags.Named, most int) {
		for i := range list {
			if i < most {
				coverRow(t, &list[i])
			}
		}
	}
	rows(c.Tags, len(c.Tags))
	for _, part := range []struct {
		head string
		list []tags.Named
	}{{"service", c.Services}, {"account", c.Accounts}} {
		t.Row("")
		t.Row(part.head)
		rows(part.list, 10)
		if n := len(part.list) - 10; n > 0 {
			t.Row(fmt.Sprintf("… %d more", n))
		}
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	untaggedText(w, c.Untagged, limit)
	fmt.Fprintln(w)
	for _, s := range c.Untaggable {
		fmt.Fprintf(w, "%s %s has no resource to tag: tax, support, purchases\n", money.Grouped(s.Effective, 2), clean(s.Currency))
	}
	return rateText(w, c.Joined)
}

func coverRow(t *term.Table, n *tags.Named) {
	total := n.Total()
	share := func(x money.Number) string {
		if !total.IsPositive() {
			return "–"
		}
		return percent(x, total)
	}
	r := n.Resources
	name := n.Name
	if name == "" {
		name = "–"
	}
	t.Row(clean(name), share(n.Spend.Tagged), share(n.Spend.ByRule), share(n.Spend.Wrong), share(n.Spend.Missing),
		fmt.Sprintf("%d of %d", r.Tagged, r.Tagged+r.ByRule+r.Wrong+r.Missing), money.Grouped(total.Sub(n.Spend.Tagged), 2)+" "+clean(n.Currency))
}

func untaggedText(w io.Writer, list []tags.Untagged, limit int) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "\nTo mend, dearest first\n")
	for i := range list {
		if limit > 0 && i == limit {
			fmt.Fprintf(w, "… %d more: --limit 0 shows all\n", len(list)-i)
			return
		}
		u := &list[i]
		name := u.Resource
		if name == "" {
			name = "charges of " + u.ServiceName
		}
		fmt.Fprintf(w, "  %s %s  %s\n    %s", money.Grouped(u.Effective, 2), clean(u.Currency), clean(name), clean(u.Fix()))
		if u.Why != "" {
			fmt.Fprintf(w, "  (%s %s)", clean(string(u.Service)), clean(u.Why))
		}
		fmt.Fprintf(w, "\n    %s\n", clean(placeOf(u.Path, u.Line, u.Address)))
	}
}

// placeOf is where the code of a resource is.
func placeOf(path string, line int, address string) string {
	switch {
	case path != "":
		return fmt.Sprintf("%s:%d  %s", path, line, address)
	case address != "":
		return address + ", whose code is not in this folder"
	}
	return "its code is not known"
}

func rateText(w io.Writer, r tags.Rate) error {
	if r.Resources == 0 {
		return nil
	}
	var spend []string
	for _, s := range r.Spend {
		if s.All.IsPositive() {
			spend = append(spend, percent(s.Found, s.All)+" of "+clean(s.Currency))
		}
	}
	_, err := fmt.Fprintf(w, "code found for %d of %s (%s)", r.Found, plural(int64(r.Resources), "billed resource", "billed resources"), strings.Join(spend, ", "))
	if r.Code > 0 {
		fmt.Fprintf(w, "; %d of %d in code are on the bill", r.Seen, r.Code)
	}
	if r.Ambiguous > 0 {
		fmt.Fprintf(w, "; %d claimed by several places", r.Ambiguous)
	}
	fmt.Fprintln(w)
	return err
}

func spanOf(from, to assay.Month) string {
	if from == to || from == "" {
		return string(to)
	}
	return string(from) + " to " + string(to)
}
