package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/spend/collect"
	"github.com/assay-dev/assay/internal/spend/conform"
	"github.com/assay-dev/assay/rules"
)

// validate holds bills against the rules of FOCUS, and loads nothing.
func (o *costIngestOptions) conform(ctx context.Context, env Env, l conform.Checker, bill *collect.Bill) (*conform.Report, error) {
	if bill.Format != "focus" {
		return nil, fault.New(fault.Invalid, "--validate is for bills in FOCUS, this one is %s", bill.Format).WithHelp("leave --validate out: it is ingested as FOCUS")
	}
	model, err := conform.Parse(rules.FOCUS)
	if err != nil {
		return nil, err
	}
	live := term.NewLive(env.Stderr, env.Now, o.quiet)
	defer live.Clear()
	live.Set("checking the rules of FOCUS 1.2")
	return model.Validate(ctx, l, bill.Files, conform.Options{All: o.assume})
}

func conformText(w io.Writer, r *conform.Report, verbose bool) error {
	broken, should, made := 0, 0, ""
	for _, x := range r.Results {
		switch {
		case x.State != conform.Failed || x.Says == "":
		case x.Must():
			broken++
		default:
			should++
		}
	}
	if n := r.Count(conform.Failed, false) - broken - should; n > 0 {
		made = fmt.Sprintf(", %d made of these", n)
	}
	fmt.Fprintf(w, "%s against FOCUS 1.2: %d rules broken that must be kept, %d that should be%s; %d kept, %d not applicable, %d that no program checks\n",
		plural(r.Lines, "line", "lines"), broken, should, made,
		r.Count(conform.Passed, false), r.Count(conform.NotApplicable, false), r.Count(conform.NotChecked, false))
	if r.Unreadable > 0 {
		fmt.Fprintf(w, "%s can't be read as CSV at all: no rule can be asked of them\n", plural(r.Unreadable, "line", "lines"))
	}
	t := &term.Table{}
	t.Right(2)
	for _, must := range []bool{true, false} {
		for _, x := range r.Results {
			if x.State != conform.Failed || x.Must() != must || x.Says == "" {
				continue
			}
			t.Row("  "+x.ID, x.Keyword, where(x), x.Says+note(x.Why))
		}
	}
	if verbose {
		for _, x := range r.Results {
			if x.State != conform.Failed {
				t.Row("  "+x.ID, x.Keyword, string(x.State), x.Says+note(x.Why))
			}
		}
	}
	if _, err := t.WriteTo(w); err != nil {
		return err
	}
	if len(r.Assumed) > 0 {
		if _, err := fmt.Fprintf(w, "The bill shows that its provider supports: %s\n", strings.ToLower(strings.ReplaceAll(strings.Join(r.Assumed, ", "), "_", " "))); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "Nothing was loaded: assay cost ingest without --validate does that.")
	return err
}

func where(x conform.Result) string {
	switch {
	case x.Lines == 0:
		return "column"
	case x.First == 0:
		return plural(x.Lines, "group", "groups")
	}
	return fmt.Sprintf("%s, first %d", plural(x.Lines, "line", "lines"), x.First)
}

func note(why string) string {
	if why == "" {
		return ""
	}
	return " (" + why + ")"
}
