package duckdb

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
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
		inner = append(inner, c.SQL+" AS "+name(own(c.Name)))
		if c.Of != "" {
			inner = append(inner, wordSQL("CAST("+name(c.Of)+" AS VARCHAR)", "VARCHAR")+" AS "+name("x_raw_"+c.Name))
		}
	}
	lines, alone, err := x.fix(ctx)
	if err != nil {
		return err
	}
	extra := ", " + fileColumn + ", " + rowColumn
	if _, err := x.db.ExecContext(ctx, "CREATE VIEW mapped AS SELECT "+strings.Join(inner, ", ")+extra+" FROM "+lines); err != nil {
		return x.bad(err)
	}
	types, err := seen(ctx, x.db, "mapped")
	if err != nil {
		return x.bad(err)
	}
	var exprs, faults []string
	codes := false // all currencies are codes
	for _, c := range types {
		if strings.HasPrefix(c.Name, "x_raw_") {
			continue // ours: see rawNames
		}
		col, ok := columnOf(c.Name)
		if !ok {
			if !strings.HasPrefix(strings.ToLower(c.Name), "x_") {
				return fmt.Errorf("%s is no column of FOCUS", c.Name)
			}
			col = column{name: c.Name, kind: word}
		}
		i := slices.IndexFunc(x.Columns, func(o lake.Column) bool { return own(o.Name) == c.Name })
		expr := col.kind.sql(name(c.Name), c.Type)
		if f := x.footer(x.Columns[i].SQL); f != nil && c.Type == "DOUBLE" && col.kind == number && f.most < mostNarrow {
			expr = narrowSQL(name(c.Name))
		}
		if col.name == "BillingCurrency" {
			if expr, codes, err = x.currency(ctx, expr); err != nil {
				return err
			}
		}
		exprs = append(exprs, expr+" AS "+name(col.name))
		x.columns = append(x.columns, col.name)
		if col.kind == word && x.said != nil {
			if v, ok := x.fixedText(ctx, "SELECT CAST("+expr+" AS VARCHAR) FROM (SELECT "+x.Columns[i].SQL+" AS "+name(c.Name)+" FROM "+alone+")"); ok {
				x.fixed[col.name] = v
			}
		}
		faults = append(faults, faultsOf(col, c.Type, x.Columns[i].Of)...)
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
	)
	if !codes {
		faults = append(faults, "WHEN NOT regexp_full_match(BillingCurrency, '[A-Z]{3}') THEN 'BillingCurrency is no currency of ISO 4217'")
	}
	if slices.Contains(x.columns, "ChargePeriodEnd") {
		faults = append(faults, "WHEN ChargePeriodEnd < ChargePeriodStart THEN 'ChargePeriodEnd is before ChargePeriodStart'")
	}
	faults = append(faults, "WHEN epoch_us(ChargePeriodStart) - epoch_us(BillingPeriodStart) >= 34560000000000 THEN 'ChargePeriodStart is more than a year after its billing period'")
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

// own is the name of a bill's column: another where the lake has a column so called.
func own(column string) string {
	low := strings.ToLower(column)
	for _, ours := range []string{fileColumn, "x_reason", "x_part", resourceKey, chargeDay, linesColumn} {
		if low == strings.ToLower(ours) {
			return "x_bill_" + column
		}
	}
	if strings.HasPrefix(low, tagColumn) || strings.HasPrefix(low, "x_raw_") || strings.HasPrefix(low, "x_bill_") {
		return "x_bill_" + column
	}
	return column
}

// rawNames adds, for columns that are read as something else, what the bill says.
func rawNames(types []lake.SeenColumn) string {
	var b strings.Builder
	for _, t := range types {
		if col, ok := columnOf(t.Name); ok && (col.kind == number || col.kind == moment) {
			said := t.Name
			if raw := "x_raw_" + col.name; slices.ContainsFunc(types, func(o lake.SeenColumn) bool { return o.Name == raw }) {
				said = raw
			}
			fmt.Fprintf(&b, ", %s AS %s", name(said), name("x_raw_"+col.name))
		}
	}
	return b.String()
}

// faultsOf are the cases in which a column makes a line unreadable: it is missing
// where it must be there, or is something and not of its type. They are told by the
// name that the bill's column has, of, if another.
func faultsOf(c column, typ, of string) []string {
	var out []string
	called := cmp.Or(of, c.name)
	if slices.Contains(needed, c.name) {
		out = append(out, fmt.Sprintf("WHEN %s IS NULL THEN %s", rawOf(c), text(called+" is missing")))
	}
	if most, ok := bounds[c.name]; ok && !small(typ) {
		out = append(out, fmt.Sprintf("WHEN abs(%s) >= %s THEN %s", name(c.name), most, text(c.name+" is beyond what a bill can say")))
	}
	what := map[kind]string{number: " is no number", moment: " is no date"}[c.kind]
	if what != "" && (of != "" || !c.kind.always(typ)) {
		out = append(out, fmt.Sprintf("WHEN %s IS NULL AND %s IS NOT NULL THEN %s", name(c.name), rawOf(c), text(called+what)))
	}
	return out
}

const mostCost = "1000000000000000"

// currency is how to read the currency, and whether all of the bill's are codes: there
// are few, and looking at them once is cheaper than at each line.
func (x *loader) currency(ctx context.Context, expr string) (_ string, codes bool, err error) {
	upper := "upper(trim(" + expr + "))"
	if !x.Files[0].Parquet {
		return upper, false, nil
	}
	rows, err := x.db.QueryContext(ctx, "SELECT DISTINCT "+expr+" AS c FROM mapped WHERE c IS NOT NULL LIMIT 101")
	if err != nil {
		return "", false, x.bad(err)
	}
	list, err := scanTexts(rows)
	if err != nil {
		return "", false, x.bad(err)
	}
	if len(list) > 100 || slices.ContainsFunc(list, func(c string) bool { return !code.MatchString(c) }) {
		return upper, false, nil
	}
	return expr, true, nil
}

var code = regexp.MustCompile(`^[A-Z]{3}$`)

// bounds keep a column's sums exact, within the 26 digits before the point: those of
// ten billion lines of such cost, and of a million of such quantity, which may be of
// byte-seconds.
var bounds = map[string]string{"BilledCost": mostCost, "EffectiveCost": mostCost, "ListCost": mostCost, "ContractedCost": mostCost, "ConsumedQuantity": mostCost + "00000"}

// small says that no value of a type reaches the bounds.
func small(typ string) bool {
	var width, scale int
	_, err := fmt.Sscanf(typ, "DECIMAL(%d,%d)", &width, &scale)
	return err == nil && width-scale < len(mostCost)
}

// rawOf is what the bill says of a column.
func rawOf(c column) string {
	if c.kind == number || c.kind == moment {
		return name("x_raw_" + c.name)
	}
	return name(c.name)
}

// whole refuses a CSV that was cut off, or has a quote that does not close: what
// follows it would be one line that cannot be read.
func (x *loader) whole(ctx context.Context, broken int64) error {
	if x.Files[0].Parquet {
		return nil
	}
	for i, f := range x.Files {
		path := filepath.Join(x.scratch, fmt.Sprintf("in-%d", i))
		if broken > 0 {
			var line sql.NullInt64
			err := x.db.QueryRowContext(ctx, `SELECT min(e.line) FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id)
 WHERE s.file_path = `+text(path)+` AND length(e.csv_line) - length(replace(e.csv_line, chr(10), '')) > 1 AND lower(e.error_type::VARCHAR) IN ('unquoted value', 'maximum line size')`).Scan(&line)
			if err != nil {
				return x.bad(err)
			}
			if line.Valid {
				return fault.New(fault.Invalid, "%s has a quote that does not close in line %d: the lines that follow it can't be told apart", f.Name, line.Int64).WithHelp("mend that line, or export the file again; nothing was loaded, what was there is untouched")
			}
		}
		tail, err := lastBytes(path, longestLine)
		if err != nil {
			return err
		}
		if len(tail) == 0 || tail[len(tail)-1] == '\n' || tail[len(tail)-1] == '\r' {
			continue
		}
		if bytes.ContainsAny(tail, "\r\n") {
			x.notes = append(x.notes, f.Name+" does not end with the end of a line, as its other lines do: is it whole?")
		}
		if broken == 0 {
			continue
		}
		var last sql.NullString
		err = x.db.QueryRowContext(ctx, "SELECT arg_max(e.csv_line, e.line) FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) WHERE s.file_path = "+text(path)).Scan(&last)
		if err != nil {
			return x.bad(err)
		}
		if line := strings.TrimRight(last.String, "\r\n"); line != "" && bytes.HasSuffix(tail, []byte(line)) {
			return fault.New(fault.Invalid, "%s was cut off: it ends in the middle of a line", f.Name).WithHelp("fetch it again; nothing was loaded, what was there is untouched")
		}
	}
	return nil
}

// lastBytes reads the end of a file, at most n bytes of it.
func lastBytes(path string, n int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(f, max(st.Size()-n, 0), n))
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
