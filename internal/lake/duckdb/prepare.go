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
