package cli

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/chart"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

type costQueryOptions struct {
	costOptions
	format, output string
	limit          int
}

func newCostQuery(env Env) *cobra.Command {
	var o costQueryOptions
	cmd := &cobra.Command{
		Use: "query SELECT", Short: "Any SELECT over the bills",
		Long: `Run one SELECT, in DuckDB's SQL, over

  charges      the lines: the columns of FOCUS 1.2, with source, billing_period,
               x_ResourceKey, and x_tag_KEY for each tag that groups charges
  quarantine   lines that could not be read: reason, file, row, line, currency,
               billed, source, billing_period

It can read the lake and nothing else, and changes nothing.`,
		Example: "  assay cost query 'SELECT ServiceName, sum(EffectiveCost) AS cost FROM charges GROUP BY ALL ORDER BY cost DESC'\n  assay cost query --format parquet -o may.parquet \"SELECT * FROM charges WHERE billing_period = '2025-05'\"",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args[0]) },
	}
	o.add(cmd)
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "text", "how to write it: text, csv, json, parquet")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` and not to standard output")
	f.IntVar(&o.limit, "limit", 1000, "at most so many rows, and in Parquet all")
	return cmd
}

func (o *costQueryOptions) run(ctx context.Context, env Env, query string) (err error) {
	switch o.format {
	case "text", "csv", "json", "parquet":
	default:
		return fault.New(fault.Invalid, "unknown format %q", o.format).WithHelp("use text, csv, json or parquet")
	}
	if o.limit < 1 {
		return fault.New(fault.Invalid, "--limit is at least 1")
	}
	l, err := o.lake(env)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	write := func(w io.Writer) error { return l.Export(ctx, query, w) }
	if o.format != "parquet" {
		t, err := l.Query(ctx, query, o.limit)
		if err != nil {
			return err
		}
		if t.More {
			fmt.Fprintf(env.Stderr, "note: more than %d rows, the rest is left out (--limit)\n", o.limit)
		}
		write = func(w io.Writer) error { return writeTable(w, o.format, t) }
	}
	return deliver(env, o.output, write)
}

// widestCell is how much of a value text shows; CSV and JSON have all of it.
const widestCell = 120

func writeTable(w io.Writer, format string, t *lake.Table) error {
	switch format {
	case "csv":
		out := csv.NewWriter(w)
		if err := out.Write(mapText(t.Columns, sheet.Text)); err != nil {
			return err
		}
		for _, r := range t.Rows {
			line := make([]string, len(r))
			for i, c := range r {
				if line[i] = c.Text; !c.Number {
					line[i] = sheet.Text(c.Text)
				}
			}
			if err := out.Write(line); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	case "json":
		return tableJSON(w, t)
	}
	out := &term.Table{}
	out.Row(mapText(t.Columns, clean)...)
	for i := range t.Columns {
		if len(t.Rows) > 0 && t.Rows[0][i].Number {
			out.Right(i)
		}
	}
	for _, r := range t.Rows {
		line := make([]string, len(r))
		for i, c := range r {
			line[i] = chart.Cut(clean(c.Text), widestCell)
			if c.Null {
				line[i] = "–"
			}
		}
		out.Row(line...)
	}
	_, err := out.WriteTo(w)
	return err
}

func mapText(list []string, f func(string) string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = f(s)
	}
	return out
}

// answerVersion is of the shape of answer; it grows when a reader must change.
const answerVersion = 1

// answer is the answer to a SELECT.
type answer struct {
	Version int      `json:"version"`
	Columns []string `json:"columns"` // their names, in their order; two may be called the same
	// Rows are lists in the order of Columns, of values as text, or null: numbers in digits,
	// times in RFC 3339, lists and structs as JSON.
	Rows [][]*string `json:"rows"`
	More bool        `json:"more"` // there are more rows than --limit
}

func tableJSON(w io.Writer, t *lake.Table) error {
	rows := make([][]*string, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = make([]*string, len(r))
		for k := range r {
			if !r[k].Null {
				rows[i][k] = &r[k].Text
			}
		}
	}
	return json.NewEncoder(w).Encode(answer{answerVersion, t.Columns, rows, t.More})
}
