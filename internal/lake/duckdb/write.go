package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
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
	if summary != "" {
		err = x.total(ctx, e, summary, "CAST(sum("+linesColumn+") AS BIGINT)")
	} else {
		err = x.total(ctx, e, made, "count(*)")
	}
	if err != nil {
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

// total counts and adds up what was written, from what was written: the lines, or
// their summary.
func (x *loader) total(ctx context.Context, e *entry, part, count string) error {
	read := "read_parquet(" + text(part) + ", hive_partitioning=false)"
	rows, err := x.db.QueryContext(ctx, "SELECT BillingCurrency, "+count+", CAST(sum(BilledCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR) FROM "+read+" GROUP BY 1 ORDER BY 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var t lake.Total
		var n int64
		var billed, effective string
		if err := rows.Scan(&t.Currency, &n, &billed, &effective); err != nil {
			return err
		}
		if t.Billed, err = money.ParseNumber(billed); err != nil {
			return err
		}
		if t.Effective, err = money.ParseNumber(effective); err != nil {
			return err
		}
		e.Lines += n
		t.Lines = n
		e.Totals = append(e.Totals, t)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	e.Accounts, err = x.accounts(ctx, read)
	return err
}

func (x *loader) accounts(ctx context.Context, read string) ([]string, error) {
	provider, account := "'unknown'", "''"
	if slices.Contains(x.columns, "ProviderName") {
		provider = "coalesce(ProviderName, 'unknown')"
	}
	if slices.Contains(x.columns, "BillingAccountId") {
		account = "coalesce(' ' || BillingAccountId, '')"
	}
	rows, err := x.db.QueryContext(ctx, "SELECT DISTINCT "+provider+" || "+account+" AS a FROM "+read+" ORDER BY a LIMIT 1000")
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}

func scanTexts(rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// summary adds a partition's lines up by day and all that groups them, into a file
// of the scratch folder. It is empty when that is not much less than the lines.
func (x *loader) summary(ctx context.Context, e *entry, lines int64, charges string) (string, error) {
	keys := []string{"CAST(ChargePeriodStart AS DATE) AS " + chargeDay}
	said := []string{"*"} // with what is the same in all lines
	for _, c := range columns {
		if !c.summed || !slices.Contains(x.columns, c.name) {
			continue
		}
		switch v, ok := x.fixed[c.name]; {
		case ok && v.Valid:
			said = append(said, oneOf(v.String)+" AS "+name(c.name))
		case ok:
			said = append(said, "CAST(NULL AS VARCHAR) AS "+name(c.name))
		default:
			keys = append(keys, name(c.name))
		}
	}
	for _, k := range e.Tags {
		keys = append(keys, name(tagColumn+k))
	}
	var sums []string
	for _, c := range amounts {
		if slices.Contains(x.columns, c) {
			sums = append(sums, fmt.Sprintf("CAST(sum(%s) AS DECIMAL(38,12)) AS %s", c, c))
		}
	}
	part := filepath.Join(x.scratch, "summary")
	query := fmt.Sprintf("SELECT %s FROM (SELECT %s, %s, count(*) AS %s FROM read_parquet(%s, hive_partitioning=false) GROUP BY ALL)", strings.Join(said, ", "), strings.Join(keys, ", "), strings.Join(sums, ", "), linesColumn, text(charges))
	if err := x.copy(ctx, query, part); err != nil {
		return "", err
	}
	n, err := x.count(ctx, "SELECT count(*) FROM read_parquet("+text(part)+")")
	if err != nil || n*2 > lines {
		return "", err
	}
	return part, nil
}

// amounts are the columns that sums add.
var amounts = []string{"BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity"}

// quarantine writes what could not be read: why, where, and as it was.
func (x *loader) quarantine(ctx context.Context, p part, e *entry, file string) error {
	var selects []string
	var names []string
	for i, f := range x.Files {
		names = append(names, fmt.Sprintf("WHEN %s THEN %s", text(filepath.Join(x.scratch, fmt.Sprintf("in-%d", i))), text(f.Name)))
	}
	known := " CASE %s " + strings.Join(names, " ") + " END"
	if p.bad > 0 {
		// The line as mapped, in the bill's own words where it was read as something else.
		var was []string
		for _, c := range x.columns {
			col, _ := columnOf(c)
			if col.name == "" {
				col = column{name: c}
			}
			was = append(was, fmt.Sprintf("%s := CAST(%s AS VARCHAR)", name(c), rawOf(col)))
		}
		selects = append(selects, "SELECT x_reason AS reason,"+fmt.Sprintf(known, fileColumn)+" AS file, "+rowColumn+" + 1 AS row, CAST(to_json(struct_pack("+strings.Join(was, ", ")+")) AS VARCHAR) AS line, BillingCurrency AS currency, CASE WHEN abs(BilledCost) < "+mostCost+" THEN BilledCost END AS billed FROM typed WHERE "+p.whereBad())
	}
	if p.broken > 0 {
		selects = append(selects, "SELECT 'no line of CSV: ' || lower(min(e.error_type)::VARCHAR) AS reason,"+fmt.Sprintf(known, "any_value(s.file_path)")+" AS file, e.line::BIGINT AS row, any_value(e.csv_line) AS line, NULL::VARCHAR AS currency, NULL::DECIMAL(38,12) AS billed FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) GROUP BY e.scan_id, e.file_id, e.line")
	}
	part := filepath.Join(x.scratch, "quarantine")
	if err := x.copy(ctx, strings.Join(selects, " UNION ALL "), part); err != nil {
		return err
	}
	n, err := x.count(ctx, "SELECT count(*) FROM read_parquet("+text(part)+")")
	if err != nil {
		return err
	}
	if n != e.Quarantined {
		return fmt.Errorf("%d lines of %s were to be quarantined, %d were", e.Quarantined, p.month, n)
	}
	if err := x.quarantined(ctx, e, part); err != nil {
		return err
	}
	e.Quarantine = file
	return x.lake.settle(part, file)
}

// quarantined adds up what the quarantined lines are billed, as far as they say.
func (x *loader) quarantined(ctx context.Context, e *entry, part string) error {
	unreadable, err := x.count(ctx, "SELECT count(*) FROM read_parquet("+text(part)+") WHERE currency IS NULL OR billed IS NULL")
	if err != nil {
		return err
	}
	e.Unreadable = unreadable
	rows, err := x.db.QueryContext(ctx, "SELECT currency, CAST(sum(billed) AS VARCHAR) FROM read_parquet("+text(part)+") WHERE currency IS NOT NULL AND billed IS NOT NULL GROUP BY 1 ORDER BY 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var currency, billed string
		if err := rows.Scan(&currency, &billed); err != nil {
			return err
		}
		n, err := money.ParseNumber(billed)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(e.Totals, func(t lake.Total) bool { return t.Currency == currency })
		if i < 0 {
			e.Totals = append(e.Totals, lake.Total{Currency: currency})
			i = len(e.Totals) - 1
		}
		e.Totals[i].Quarantined = n
	}
	slices.SortFunc(e.Totals, func(a, b lake.Total) int { return strings.Compare(a.Currency, b.Currency) })
	return rows.Err()
}
