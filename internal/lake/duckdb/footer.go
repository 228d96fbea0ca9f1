package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"path/filepath"
	"strings"
)

// footer is what the footers of a bill's Parquet files say of a column, over all
// row groups (Apache Parquet format, ColumnMetaData.statistics).
type footer struct {
	// fixed says that all lines have one value; its text is only.
	fixed bool
	only  sql.NullString
	// most is the number that is furthest from zero; NaN when that is unknown.
	most float64
}

// footers reads what the files' footers say, by the columns' names in small letters.
// Statistics that are left out say nothing, as do those of nested columns.
func (x *loader) footers(ctx context.Context) (map[string]footer, error) {
	if !x.Files[0].Parquet {
		return nil, nil
	}
	var paths []string
	for i := range x.Files {
		paths = append(paths, filepath.Join(x.scratch, fmt.Sprintf("in-%d", i)))
	}
	files := texts(paths)
	lines, err := x.count(ctx, "SELECT coalesce(sum(num_rows), 0)::BIGINT FROM parquet_file_metadata("+files+")")
	if err != nil {
		return nil, x.bad(err)
	}
	rows, err := x.db.QueryContext(ctx, `SELECT lower(path_in_schema), sum(num_values)::BIGINT, sum(stats_null_count)::BIGINT,
 count(*) FILTER (stats_null_count IS NULL OR stats_null_count < num_values AND (stats_min_value IS NULL OR stats_max_value IS NULL)),
 min(stats_min_value), min(stats_min_value) IS NOT DISTINCT FROM max(stats_max_value) AND max(stats_min_value) IS NOT DISTINCT FROM min(stats_max_value),
 max(greatest(abs(TRY_CAST(stats_min_value AS DOUBLE)), abs(TRY_CAST(stats_max_value AS DOUBLE))))
 FROM parquet_metadata(`+files+`) GROUP BY 1`)
	if err != nil {
		return nil, x.bad(err)
	}
	defer rows.Close()
	out := map[string]footer{}
	for rows.Next() {
		var column string
		var values, silent int64
		var nulls sql.NullInt64
		var only sql.NullString
		var one bool
		var most sql.NullFloat64
		if err := rows.Scan(&column, &values, &nulls, &silent, &only, &one, &most); err != nil {
			return nil, err
		}
		if values != lines || silent > 0 { // of some files only, or not told
			continue
		}
		f := footer{only: only, most: math.NaN()}
		f.fixed = one && (nulls.Int64 == 0 || nulls.Int64 == lines)
		if most.Valid {
			f.most = most.Float64
		}
		out[column] = f
	}
	return out, rows.Err()
}

// footer is what the footers say of the column that an expression names, nil when
// it is more than a name or they say nothing.
func (x *loader) footer(expr string) *footer {
	for column, f := range x.said {
		if strings.EqualFold(expr, name(column)) {
			return &f
		}
	}
	return nil
}

// fix gives a SELECT of the bill's lines with columns of one value said once, and
// what to select these alone from: all other columns are there twice, so that what
// names one does not bind, and is not taken for a word of SQL either.
func (x *loader) fix(ctx context.Context) (lines, alone string, err error) {
	if x.said, err = x.footers(ctx); err != nil {
		return "", "", err
	}
	types, err := seen(ctx, x.db, "raw")
	if err != nil {
		return "", "", x.bad(err)
	}
	var fixed, others []string
	for _, c := range types {
		f, ok := x.said[strings.ToLower(c.Name)]
		if !ok || !f.fixed || c.Type != "VARCHAR" && c.Type != "TIMESTAMP" && c.Type != "DATE" && f.only.Valid {
			others = append(others, "NULL AS "+name(c.Name))
			continue
		}
		value := "NULL"
		if f.only.Valid {
			value = text(f.only.String)
		}
		fixed = append(fixed, "CAST("+value+" AS "+c.Type+") AS "+name(c.Name))
	}
	lines = "raw"
	var from []string
	if len(fixed) > 0 {
		list := strings.Join(fixed, ", ")
		lines = "(SELECT * REPLACE (" + list + ") FROM raw)"
		from = append(from, "(SELECT "+list+")")
	}
	if len(others) > 0 {
		other := "(SELECT " + strings.Join(others, ", ") + ")"
		from = append(from, other, other)
	}
	return lines, strings.Join(from, ", "), nil
}

// fixedText is the text of a column that has one value in all lines, by a query of
// those alone (see fix).
func (x *loader) fixedText(ctx context.Context, query string) (sql.NullString, bool) {
	var v sql.NullString
	err := x.db.QueryRowContext(ctx, query).Scan(&v)
	return v, err == nil
}

// oneOf reads an expression as one of few values: Parquet is written twice as fast
// from those as from text, and reads the same.
func oneOf(value string) string {
	if strings.Contains(value, "\x00") {
		return text(value)
	}
	return "CAST(" + text(value) + " AS ENUM (" + text(value) + "))"
}
