package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// Sum adds lines up; see lake.Lake.
func (l *Lake) Sum(ctx context.Context, a lake.Ask) (_ []lake.Row, err error) {
	parts, err := l.parts(a)
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	scratch, clear, err := scratch()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, clear()) }()
	db, err := l.database(ctx, scratch)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return sum(ctx, db, parts, len(a.By))
}

// ExportSums writes sums as Parquet; see lake.Lake.
func (l *Lake) ExportSums(ctx context.Context, a lake.Ask, w io.Writer) (err error) {
	parts, err := l.parts(a)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return fault.New(fault.NotFound, "the lake has no charges to write").WithHelp("assay cost ingest --list says what is there")
	}
	scratch, clear, err := scratch()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clear()) }()
	db, err := l.database(ctx, scratch)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	cols := []string{}
	for i, k := range a.By {
		cols = append(cols, fmt.Sprintf("k%d AS %s", i, name(string(k))))
	}
	cols = append(cols, "currency", "estimated")
	for i, n := range []string{"billed", "effective", "list", "contracted", "quantity"} {
		cols = append(cols, fmt.Sprintf("CAST(sum(a%d) AS DECIMAL(38,12)) AS %s", i, n))
	}
	cols = append(cols, "CAST(sum(lines) AS BIGINT) AS lines")
	file := filepath.Join(scratch, "sums.parquet")
	query := "SELECT " + strings.Join(cols, ", ") + " FROM (" + strings.Join(parts, " UNION ALL ") + ") GROUP BY " + groups(len(a.By)) + " ORDER BY " + groups(len(a.By))
	if _, err := db.ExecContext(ctx, "COPY ("+query+") TO "+text(file)+" (FORMAT parquet)"); err != nil {
		return fmt.Errorf("add up: %w", err)
	}
	return send(file, w)
}

// parts are the SELECTs of all partitions that a question is about.
func (l *Lake) parts(a lake.Ask) ([]string, error) {
	m, err := l.manifest()
	if err != nil {
		return nil, err
	}
	// A wrong key is an error also where there is nothing to add.
	if _, _, err := (&view{entry: &entry{}, ask: &a}).selects(""); err != nil {
		return nil, err
	}
	var parts []string
	for i := range m.Partitions {
		e := &m.Partitions[i]
		if e.Charges == "" || a.From != "" && e.Month < a.From || a.To != "" && e.Month > a.To {
			continue
		}
		q, err := l.question(e, &a)
		if err != nil {
			return nil, err
		}
		parts = append(parts, q)
	}
	return parts, nil
}

// groups are the columns that sums are grouped and sorted by.
func groups(keys int) string {
	var by []string
	for i := range keys {
		by = append(by, fmt.Sprintf("k%d", i))
	}
	return strings.Join(append(by, "currency", "estimated"), ", ")
}

// question asks the summary where it can tell, else the lines.
func (l *Lake) question(e *entry, a *lake.Ask) (string, error) {
	if e.Summary != "" {
		q, ok, err := (&view{entry: e, ask: a, summary: true}).selects(l.path(e.Summary))
		if err != nil || ok {
			return q, err
		}
	}
	q, _, err := (&view{entry: e, ask: a}).selects(l.path(e.Charges))
	return q, err
}

func sum(ctx context.Context, db *sql.DB, parts []string, keys int) ([]lake.Row, error) {
	var cols []string
	for i := range keys {
		cols = append(cols, fmt.Sprintf("coalesce(k%d, '') AS k%d", i, i))
	}
	cols = append(cols, "currency", "estimated")
	for i := range amounts {
		cols = append(cols, fmt.Sprintf("CAST(sum(a%d) AS VARCHAR)", i))
	}
	cols = append(cols, "CAST(sum(lines) AS BIGINT)")
	query := "SELECT " + strings.Join(cols, ", ") + " FROM (" + strings.Join(parts, " UNION ALL ") + ") GROUP BY " + groups(keys) + " ORDER BY " + groups(keys)
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("add up: %w", err)
	}
	defer rows.Close()
	var out []lake.Row
	for rows.Next() {
		r := lake.Row{Values: make([]string, keys)}
		var sums [5]sql.NullString
		var to []any
		for i := range r.Values {
			to = append(to, &r.Values[i])
		}
		to = append(to, &r.Currency, &r.Estimated)
		for i := range sums {
			to = append(to, &sums[i])
		}
		if err := rows.Scan(append(to, &r.Lines)...); err != nil {
			return nil, err
		}
		var amounts [5]*money.Number
		for i, s := range sums {
			if !s.Valid {
				continue
			}
			n, err := money.ParseNumber(s.String)
			if err != nil {
				return nil, err
			}
			amounts[i] = &n
		}
		r.Billed, r.Effective = known(amounts[0]), known(amounts[1])
		r.List, r.Contracted, r.Quantity = amounts[2], amounts[3], amounts[4]
		out = append(out, r)
	}
	return out, rows.Err()
}

func known(n *money.Number) money.Number {
	if n == nil {
		return money.Number{}
	}
	return *n
}
