package duckdb

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
)

// write makes the files of a partition and puts them in their places, where
// nobody looks until the manifest names them.
func (x *loader) write(ctx context.Context, p part, of int) (*entry, error) {
	e := &entry{
		Partition: lake.Partition{Source: p.source, Month: p.month, Quarantined: p.bad + p.broken, Loaded: x.Now.UTC().Truncate(1e9), Tags: x.tags},
		Bill:      x.id, Of: of, Keys: x.keys,
	}
	for _, f := range x.Files {
		e.Files = append(e.Files, f.Name)
	}
	slices.Sort(e.Files)
	here := fmt.Sprintf("source=%s/billing_period=%s/%s", p.source, p.month, x.id)
	if p.good > 0 {
		if err := x.charges(ctx, p, e, here+".parquet"); err != nil {
			return nil, err
		}
	}
	if p.bad+p.broken > 0 {
		if err := x.quarantine(ctx, p, e, "quarantine/"+here+".parquet"); err != nil {
			return nil, err
		}
	}
	e.Estimated = x.open(p.month)
	e.Bytes = map[string]int64{}
	for _, f := range e.files() {
		info, err := os.Stat(x.lake.path(f))
		if err != nil {
			return nil, err
		}
		e.Bytes[f] = info.Size()
	}
	return e, nil
}

// open says whether a billing period's bill is still an estimate.
func (x *loader) open(month assay.Month) bool {
	if x.Estimated != nil {
		return *x.Estimated
	}
	end, ok := month.Add(1).First()
	return ok && x.Now.Before(end)
}

// charges puts a partition's lines and their summary in their places, and counts
// them there.
func (x *loader) charges(ctx context.Context, p part, e *entry, here string) error {
	if len(x.tags) == 0 {
		e.Tags = nil
	}
	made := x.made[p.name()]
	if made == "" {
		cols, from, err := x.lines(ctx)
		if err != nil {
			return err
		}
		made = filepath.Join(x.scratch, "charges")
		if err := x.copy(ctx, "SELECT "+cols+" FROM "+from+" WHERE "+p.where, made); err != nil {
			return err
		}
	}
	e.Charges, e.Columns = "charges/"+here, x.columns
	summary, err := x.summary(ctx, e, p.good, made)
	if err != nil {
		return err
	}
	if err := x.total(ctx, e, made, summary); err != nil {
		return err
	}
	if e.Lines != p.good {
		return fmt.Errorf("%d lines of %s were to be stored, %d were", p.good, p.month, e.Lines)
	}
	if summary != "" {
		e.Summary = "summary/" + here
		if err := x.lake.settle(summary, e.Summary); err != nil {
			return err
		}
	}
	return x.lake.settle(made, e.Charges)
}

// lines are the columns of the bill's lines as they are stored, with one for each
// key tag and for the resource key, and what they are selected from.
func (x *loader) lines(ctx context.Context) (columns, from string, err error) {
	var cols []string
	for _, c := range x.columns {
		cols = append(cols, x.line(c))
	}
	from = "typed l"
	if slices.Contains(x.columns, "ResourceId") {
		if err := x.resourceKeys(ctx); err != nil {
			return "", "", err
		}
		cols = append(cols, "r.key AS "+resourceKey)
		from += " LEFT JOIN keys r ON r.ResourceId = l.ResourceId"
	}
	if cols, from, err = x.tagColumns(ctx, cols, from); err != nil {
		return "", "", err
	}
	return strings.Join(cols, ", "), from, nil
}

// line is a column of the lines as it is stored.
func (x *loader) line(c string) string {
	if v, ok := x.fixed[c]; ok && v.Valid {
		return oneOf(v.String) + " AS " + name(c)
	}
	return "l." + name(c)
}

// fewParts is how many partitions are written by a pass over the bill for each;
// more are written in one pass for all.
const fewParts = 2

// spread writes many partitions in one pass.
func (x *loader) spread(ctx context.Context, parts []part) error {
	good := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.good == 0 })
	if len(good) <= fewParts {
		return nil
	}
	cols, from, err := x.lines(ctx)
	if err != nil {
		return err
	}
	var cases []string
	for i, p := range good {
		cases = append(cases, fmt.Sprintf("WHEN %s THEN %d", p.where, i))
	}
	dir := filepath.Join(x.scratch, "parts")
	query := "SELECT " + cols + ", CASE " + strings.Join(cases, " ") + " END AS x_part FROM " + from
	if _, err := x.db.ExecContext(ctx, "COPY (SELECT * FROM ("+query+") WHERE x_part IS NOT NULL) TO "+text(dir)+" (FORMAT parquet, PARTITION_BY (x_part))"); err != nil {
		return x.bad(err)
	}
	for i, p := range good {
		files, err := filepath.Glob(filepath.Join(dir, fmt.Sprintf("x_part=%d", i), "*.parquet"))
		if err != nil {
			return err
		}
		made := ""
		switch len(files) {
		case 0:
			return fmt.Errorf("no lines of %s were stored", p.month)
		case 1:
			made = files[0]
		default: // memory was short: put them together
			made = filepath.Join(x.scratch, fmt.Sprintf("part-%d", i))
			if err := x.copy(ctx, "SELECT * FROM read_parquet("+texts(files)+", hive_partitioning=false)", made); err != nil {
				return err
			}
		}
		x.made[p.name()] = made
	}
	return nil
}

// resourceKeys makes, once, the key of each resource.
func (x *loader) resourceKeys(ctx context.Context) error {
	bucket := "false"
	if slices.Contains(x.columns, "ServiceName") {
		bucket = "bool_or(ServiceName ILIKE '%S3%' OR ServiceName ILIKE '%Simple Storage%')"
	}
	_, err := x.db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS keys AS SELECT ResourceId, "+keySQL+" AS key FROM (SELECT ResourceId, "+bucket+" AS bucket FROM typed WHERE ResourceId IS NOT NULL GROUP BY ResourceId)")
	return err
}

func (x *loader) copy(ctx context.Context, query, to string) error {
	if _, err := x.db.ExecContext(ctx, "COPY ("+query+") TO "+text(to)+" (FORMAT parquet)"); err != nil {
		return x.bad(err)
	}
	return nil
}
