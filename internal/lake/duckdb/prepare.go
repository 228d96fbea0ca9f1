package duckdb

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// needed are columns without which lines cannot be added up.
var needed = []string{"BilledCost", "EffectiveCost", "BillingCurrency", "BillingPeriodStart", "ChargePeriodStart"}

const (
	// mostKeys is how many keys of tags are remembered, to know which are nowhere.
	mostKeys = 2000
	// mostTags is how many keys get a column of their own, besides those asked for.
	mostTags = 24
	// mostValues is how many values such a key may have: what names single
	// resources groups nothing.
	mostValues = 5000
)

// prepare reads the bill's columns as those of FOCUS, and decides on tags.
func (x *loader) prepare(ctx context.Context) error {
	var inner []string
	for _, c := range x.Columns {
		inner = append(inner, c.SQL+" AS "+name(c.Name))
	}
	extra := ", " + fileColumn + ", " + rowColumn
	if _, err := x.db.ExecContext(ctx, "CREATE VIEW mapped AS SELECT "+strings.Join(inner, ", ")+extra+" FROM raw"); err != nil {
		return x.bad(err)
	}
	types, err := seen(ctx, x.db, "mapped")
	if err != nil {
		return x.bad(err)
	}
	var exprs, faults []string
	for _, c := range types {
		col, ok := columnOf(c.Name)
		if !ok {
			if !strings.HasPrefix(c.Name, "x_") {
				return fmt.Errorf("%s is no column of FOCUS", c.Name)
			}
			col = column{name: c.Name, kind: word}
		}
		expr := col.kind.sql(name(c.Name), c.Type)
		exprs = append(exprs, expr+" AS "+name(col.name))
		x.columns = append(x.columns, col.name)
		faults = append(faults, faultsOf(col, c.Type)...)
	}
	for _, n := range needed {
		if !slices.Contains(x.columns, n) {
			return fault.New(fault.Invalid, "%s has no column %s", x.Files[0].Name, n).WithHelp("name the columns with --mapping FILE, or export in FOCUS")
		}
	}
	x.hasTags = slices.Contains(x.columns, "Tags")
	if x.hasTags {
		pick, err := x.tagSet(ctx, types)
		if err != nil {
			return err
		}
		faults = append(faults, pick...)
	}
	faults = append(faults,
		"WHEN ChargePeriodStart < TIMESTAMP '1990-01-01' OR ChargePeriodStart >= TIMESTAMP '2100-01-01' OR BillingPeriodStart < TIMESTAMP '1990-01-01' OR BillingPeriodStart >= TIMESTAMP '2100-01-01' THEN 'a date outside 1990 to 2099'",
		"WHEN length(BillingCurrency) > 20 THEN 'BillingCurrency is no currency'")
	if slices.Contains(x.columns, "ChargePeriodEnd") {
		faults = append(faults, "WHEN ChargePeriodEnd < ChargePeriodStart THEN 'ChargePeriodEnd is before ChargePeriodStart'")
	}
	for _, missing := range []string{"ProviderName", "BillingAccountId"} {
		if !slices.Contains(x.columns, missing) {
			exprs = append(exprs, "CAST(NULL AS VARCHAR) AS "+name(missing))
		}
	}
	// The inner names are read as FOCUS, so that faults and sources may use both.
	typed := "SELECT " + strings.Join(exprs, ", ") + ", " + fileColumn + ", " + rowColumn + rawNames(types) + " FROM mapped"
	typed = "SELECT *, CASE " + strings.Join(faults, " ") + " END AS x_reason FROM (" + typed + ")"
	what := "TABLE" // text is read as what it means once; Parquet where it lies
	if x.Files[0].Parquet {
		what = "VIEW"
	}
	_, err = x.db.ExecContext(ctx, "CREATE "+what+" typed AS "+typed)
	if err != nil {
		return x.bad(err)
	}
	return nil
}

// rawNames adds, for columns that are read as something else, what the bill says.
func rawNames(types []lake.SeenColumn) string {
	var b strings.Builder
	for _, t := range types {
		if col, ok := columnOf(t.Name); ok && (col.kind == number || col.kind == moment) {
			fmt.Fprintf(&b, ", %s AS %s", name(t.Name), name("x_raw_"+col.name))
		}
	}
	return b.String()
}

// faultsOf are the cases in which a column makes a line unreadable: it is missing
// where it must be there, or is something and not of its type.
func faultsOf(c column, typ string) []string {
	var out []string
	if slices.Contains(needed, c.name) {
		out = append(out, fmt.Sprintf("WHEN %s IS NULL THEN %s", rawOf(c), text(c.name+" is missing")))
	}
	what := map[kind]string{number: " is no number", moment: " is no date"}[c.kind]
	if what != "" && !c.kind.always(typ) {
		out = append(out, fmt.Sprintf("WHEN %s IS NULL AND %s IS NOT NULL THEN %s", name(c.name), rawOf(c), text(c.name+what)))
	}
	return out
}

// rawOf is what the bill says of a column.
func rawOf(c column) string {
	if c.kind == number || c.kind == moment {
		return name("x_raw_" + c.name)
	}
	return name(c.name)
}

// tagSet looks at each set of tags once: is it an object, and which keys are
// worth a column? It gives the cases in which a line's tags are unreadable.
func (x *loader) tagSet(ctx context.Context, types []lake.SeenColumn) ([]string, error) {
	i := slices.IndexFunc(types, func(c lake.SeenColumn) bool { return strings.EqualFold(c.Name, "Tags") })
	expr := pairsSQL(name(types[i].Name), types[i].Type)
	if _, err := x.db.ExecContext(ctx, "CREATE TABLE tagset AS SELECT Tags, n, CASE WHEN json_valid(Tags) THEN json_type(Tags) = 'OBJECT' ELSE false END AS ok FROM (SELECT "+expr+" AS Tags, count(*) AS n FROM mapped GROUP BY ALL) WHERE Tags IS NOT NULL"); err != nil {
		return nil, x.bad(err)
	}
	rows, err := x.db.QueryContext(ctx, `SELECT k, sum(n) AS n, approx_count_distinct(json_extract_string(Tags, '/' || replace(replace(k, '~', '~0'), '/', '~1'))) AS d
 FROM (SELECT n, Tags, unnest(json_keys(Tags)) AS k FROM tagset WHERE ok) WHERE length(k) BETWEEN 1 AND 128 GROUP BY k ORDER BY n DESC, k LIMIT `+fmt.Sprint(mostKeys+1))
	if err != nil {
		return nil, x.bad(err)
	}
	defer rows.Close()
	taken := map[string]bool{}
	take := func(k string) {
		if !taken[strings.ToLower(k)] {
			taken[strings.ToLower(k)] = true
			x.tags = append(x.tags, k)
		}
	}
	for _, k := range x.Tags {
		take(k)
	}
	most := len(x.tags) + mostTags
	for rows.Next() {
		var k string
		var n, d int64
		if err := rows.Scan(&k, &n, &d); err != nil {
			return nil, err
		}
		x.keys = append(x.keys, k)
		if d <= mostValues && len(x.tags) < most {
			take(k)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, x.bad(err)
	}
	slices.Sort(x.tags)
	slices.Sort(x.keys)
	if len(x.keys) > mostKeys {
		x.keys = nil
	}
	bad, err := x.count(ctx, "SELECT count(*) FROM tagset WHERE NOT ok")
	if err != nil || bad == 0 {
		return nil, err
	}
	return []string{"WHEN Tags IN (SELECT Tags FROM tagset WHERE NOT ok) THEN 'Tags are no JSON object'"}, nil
}

// pointer is the JSON pointer of a tag.
func pointer(tag string) string {
	return "/" + strings.ReplaceAll(strings.ReplaceAll(tag, "~", "~0"), "/", "~1")
}

// rejects counts what could not even be split into the columns of a CSV.
func (x *loader) rejects(ctx context.Context) (int64, []lake.Reason, error) {
	if x.Files[0].Parquet {
		return 0, nil, nil
	}
	n, err := x.count(ctx, "SELECT count(DISTINCT (scan_id, file_id, line)) FROM reject_errors")
	if err != nil || n == 0 {
		return 0, nil, err
	}
	rows, err := x.db.QueryContext(ctx, `SELECT lower(error_type::VARCHAR), count(DISTINCT (scan_id, file_id, line)), min(line) FROM (
 SELECT scan_id, file_id, line, min(error_type) AS error_type FROM reject_errors GROUP BY ALL) GROUP BY 1 ORDER BY 1`)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	var out []lake.Reason
	for rows.Next() {
		r := lake.Reason{}
		var line int64
		if err := rows.Scan(&r.Reason, &r.Lines, &line); err != nil {
			return 0, nil, err
		}
		r.Reason, r.Example = "no line of CSV: "+r.Reason, fmt.Sprintf("line %d", line)
		out = append(out, r)
	}
	return n, out, rows.Err()
}

// reasons count why lines are quarantined, with where the first one is.
func (x *loader) reasons(ctx context.Context, parts []part) ([]lake.Reason, error) {
	if !slices.ContainsFunc(parts, func(p part) bool { return p.bad > 0 }) {
		return nil, nil
	}
	rows, err := x.db.QueryContext(ctx, `SELECT x_reason, count(*), arg_min(`+fileColumn+`, (`+fileColumn+`, `+rowColumn+`)), min(`+rowColumn+`) + 1 FROM typed WHERE x_reason IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`)
	if err != nil {
		return nil, x.bad(err)
	}
	defer rows.Close()
	var out []lake.Reason
	for rows.Next() {
		var r lake.Reason
		var file string
		var row int64
		if err := rows.Scan(&r.Reason, &r.Lines, &file, &row); err != nil {
			return nil, err
		}
		r.Example = fmt.Sprintf("%s row %d", x.nameOf(file), row)
		out = append(out, r)
	}
	return out, rows.Err()
}

// nameOf is the name people know of a file that was read.
func (x *loader) nameOf(path string) string {
	i := -1
	if _, err := fmt.Sscanf(path[strings.LastIndexByte(path, '/')+1:], "in-%d", &i); err == nil && i >= 0 && i < len(x.Files) {
		return x.Files[i].Name
	}
	return path
}
