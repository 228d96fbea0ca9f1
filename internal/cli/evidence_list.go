package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assay-dev/assay/internal/cli/term"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

type evidenceListOptions struct {
	evidenceFlags
	periodFlags
	kinds  []string
	format string
}

func newEvidenceList(env Env) *cobra.Command {
	var o evidenceListOptions
	cmd := &cobra.Command{
		Use: "list", Short: "The entries of a time", Args: cobra.NoArgs,
		Example: "  assay evidence list --from 2026-11-02 --to 2026-11-08\n  assay evidence list --service payments --type deploy --format json",
		RunE:    func(cmd *cobra.Command, _ []string) error { return o.run(cmd.Context(), env) },
	}
	o.addReading(cmd)
	o.periodFlags.add(cmd)
	f := cmd.Flags()
	f.StringSliceVar(&o.kinds, "type", nil, "only these: "+kindNames())
	f.StringVar(&o.format, "format", "text", "text or json")
	return cmd
}

func kindNames() string {
	var names []string
	for _, k := range evidence.Kinds() {
		if k != evidence.KindPart {
			names = append(names, string(k))
		}
	}
	return strings.Join(names, ", ")
}

// evidenceRow is a line of the list.
type evidenceRow struct {
	ID       string        `json:"id"`
	Index    int64         `json:"index"`
	At       time.Time     `json:"at"`
	Type     evidence.Kind `json:"type"`
	Services []string      `json:"services,omitempty"`
	Summary  string        `json:"summary"`
}

func (o *evidenceListOptions) run(ctx context.Context, env Env) error {
	filter, err := o.filter()
	if err != nil {
		return err
	}
	if err := textOrJSON(o.format); err != nil {
		return err
	}
	for _, k := range o.kinds {
		if !slices.Contains(evidence.Kinds(), evidence.Kind(k)) {
			return fault.New(fault.Invalid, "there is no evidence of type %q", k).WithHelp("types are %s", kindNames())
		}
		filter.Kinds = append(filter.Kinds, evidence.Kind(k))
	}
	log, err := o.read(env)
	if err != nil {
		return err
	}
	rows := []evidenceRow{}
	for r, err := range log.Records(ctx) {
		if err != nil {
			return err
		}
		if !filter.Keep(r) {
			continue
		}
		row := evidenceRow{ID: r.ID, Index: r.Index, At: r.At().UTC(), Type: r.Kind, Summary: r.Summary()}
		for _, s := range r.Services() {
			row.Services = append(row.Services, string(s))
		}
		rows = append(rows, row)
	}
	if o.format == "json" {
		return ignorePipe(printJSON(env, rows))
	}
	return ignorePipe(showRows(env, rows))
}

func showRows(env Env, rows []evidenceRow) error {
	if len(rows) == 0 {
		_, err := fmt.Fprintln(env.Stdout, "nothing was recorded in that time")
		return err
	}
	var t term.Table
	for _, r := range rows {
		t.Row(shortTime(r.At), string(r.Type), r.ID, cmp.Or(clean(strings.Join(r.Services, ",")), "–"), clean(r.Summary))
	}
	_, err := t.WriteTo(env.Stdout)
	return err
}

func shortTime(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.UTC().Format("2006-01-02 15:04")
}

func textOrJSON(format string) error {
	if format != "text" && format != "json" {
		return fault.New(fault.Invalid, "unknown format %q", format).WithHelp("formats are text, json")
	}
	return nil
}

func printJSON(env Env, v any) error {
	e := json.NewEncoder(env.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

type evidenceShowOptions struct {
	evidenceFlags
	envelope bool
}

func newEvidenceShow(env Env) *cobra.Command {
	var o evidenceShowOptions
	cmd := &cobra.Command{
		Use: "show ID", Short: "One entry: what was signed, and where it is in the log",
		Example: "  assay evidence show 3f2a81c09d5e7b64\n  assay evidence show 3f2a --envelope > entry.dsse.json",
		Args:    oneID,
		RunE:    func(cmd *cobra.Command, args []string) error { return o.run(cmd.Context(), env, args[0]) },
	}
	o.addReading(cmd)
	cmd.Flags().BoolVar(&o.envelope, "envelope", false, "the signed envelope itself, to the byte")
	return cmd
}

func oneID(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fault.New(fault.Invalid, "%s takes one id", cmd.CommandPath()).WithHelp("assay evidence list names them")
	}
	return nil
}

func (o *evidenceShowOptions) run(ctx context.Context, env Env, id string) error {
	log, err := o.read(env)
	if err != nil {
		return err
	}
	r, err := log.Find(ctx, id)
	if err != nil {
		return err
	}
	if o.envelope {
		_, err := env.Stdout.Write(r.Envelope)
		return ignorePipe(err)
	}
	signed, err := evidence.ParseEnvelope(r.Envelope)
	if err != nil {
		return err
	}
	cp, proof, err := log.Prove(r.Index)
	if err != nil {
		return err
	}
	names, err := log.NamesOf(r)
	if err != nil {
		return err
	}
	var t term.Table
	t.Row("id", r.ID)
	t.Row("type", string(r.Kind))
	t.Row("entry", fmt.Sprintf("%d of %d in %s, proved by %d hashes", r.Index, cp.Head.Size, cp.Origin, len(proof)))
	t.Row("signed by", strings.Join(r.KeyIDs, ", "))
	for _, n := range names {
		t.Row(clean(n.Role), clean(n.Name))
	}
	if len(names) == 0 && len(r.Predicate.People) > 0 {
		t.Row("names", "not kept here")
	}
	if _, err := t.WriteTo(env.Stdout); err != nil {
		return ignorePipe(err)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, signed.Payload, "", "  "); err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.Stdout, "\n%s\n", clean(pretty.String()))
	return ignorePipe(err)
}
