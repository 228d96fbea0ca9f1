package duckdb

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	driver "github.com/duckdb/duckdb-go/v2"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// guarded opens a database that can read the lake's files and nothing else, and
// write to one file at most.
func (l *Lake) guarded(ctx context.Context, scratch, out string) (_ *sql.DB, err error) {
	m, err := l.manifest()
	if err != nil {
		return nil, err
	}
	db, err := l.database(ctx, scratch)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	var allowed []string
	if out != "" {
		allowed = append(allowed, out)
	}
	statements := []string{}
	for _, v := range []struct {
		view string
		of   func(*entry) string
		none string
	}{
		{"charges", func(e *entry) string { return e.Charges }, noCharges()},
		{"quarantine", func(e *entry) string { return e.Quarantine }, "SELECT NULL::VARCHAR AS reason, NULL::VARCHAR AS file, NULL::BIGINT AS row, NULL::VARCHAR AS line, NULL::VARCHAR AS currency, NULL::DECIMAL(38,12) AS billed, NULL::VARCHAR AS source, NULL::VARCHAR AS billing_period WHERE false"},
	} {
		var files []string
		for i := range m.Partitions {
			if f := v.of(&m.Partitions[i]); f != "" {
				files = append(files, l.path(f))
			}
		}
		allowed = append(allowed, files...)
		what := v.none
		if len(files) > 0 {
			what = "SELECT * FROM read_parquet(" + texts(files) + ", union_by_name=true, hive_partitioning=true, hive_types={'source': VARCHAR, 'billing_period': VARCHAR})"
		}
		statements = append(statements, "CREATE VIEW "+v.view+" AS "+what)
	}
	statements = append([]string{"SET allowed_paths=" + texts(allowed), "SET enable_external_access=false"}, statements...)
	for _, s := range append(statements, "SET lock_configuration=true") {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return nil, fmt.Errorf("open the lake for a query: %w", err)
		}
	}
	return db, nil
}

// noCharges is the view of an empty lake.
func noCharges() string {
	types := map[kind]string{word: "VARCHAR", pairs: "VARCHAR", number: "DECIMAL(38,12)", moment: "TIMESTAMP"}
	var cols []string
	for _, c := range columns {
		cols = append(cols, "NULL::"+types[c.kind]+" AS "+c.name)
	}
	return "SELECT " + strings.Join(cols, ", ") + ", NULL::VARCHAR AS source, NULL::VARCHAR AS billing_period WHERE false"
}

// onlySelect gives a query that is one SELECT, or says that it is none. It parses the
// text and runs nothing: preparing several statements would run all but the last.
func onlySelect(ctx context.Context, db *sql.DB, query string) (string, error) {
	query = strings.TrimRight(query, "; \n\t\r")
	var parsed string
	if err := db.QueryRowContext(ctx, "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", query).Scan(&parsed); err != nil {
		return "", badSQL(err)
	}
	var tree struct {
		Error      bool              `json:"error"`
		Type       string            `json:"error_type"`
		Message    string            `json:"error_message"`
		Statements []json.RawMessage `json:"statements"`
	}
	if err := json.Unmarshal([]byte(parsed), &tree); err != nil {
		return "", fmt.Errorf("parse the query: %w", err)
	}
	switch {
	case tree.Error && tree.Type == "parser":
		return "", badSQL(errors.New(tree.Message))
	case tree.Error, len(tree.Statements) != 1:
		return "", fault.New(fault.Invalid, "only one SELECT is run").WithHelp("assay cost query 'SELECT ServiceName, sum(EffectiveCost) FROM charges GROUP BY ALL'")
	}
	return query, nil
}

func badSQL(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fault.New(fault.Invalid, "%s", strings.TrimSpace(err.Error())).WithHelp("assay cost query --help names the views and their columns")
}

// Query runs one SELECT; see lake.Lake.
func (l *Lake) Query(ctx context.Context, query string, limit int) (_ *lake.Table, err error) {
	scratch, clear, err := scratch()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, clear()) }()
	db, err := l.guarded(ctx, scratch, "")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if query, err = onlySelect(ctx, db, query); err != nil {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, badSQL(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	out := &lake.Table{}
	for _, t := range types {
		out.Columns = append(out.Columns, t.Name())
	}
	values, to := make([]any, len(types)), make([]any, len(types))
	for i := range values {
		to[i] = &values[i]
	}
	for rows.Next() {
		if len(out.Rows) == limit {
			out.More = true
			break
		}
		if err := rows.Scan(to...); err != nil {
			return nil, err
		}
		row := make([]lake.Cell, len(values))
		for i, v := range values {
			row[i] = cell(v)
		}
		out.Rows = append(out.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return nil, badSQL(err)
	}
	return out, nil
}

func cell(v any) lake.Cell {
	switch v := v.(type) {
	case nil:
		return lake.Cell{Null: true}
	case string:
		return lake.Cell{Text: v}
	case []byte:
		return lake.Cell{Text: strings.ToValidUTF8(string(v), "\uFFFD")}
	case time.Time:
		return lake.Cell{Text: v.UTC().Format("2006-01-02T15:04:05Z07:00")}
	case driver.Decimal:
		return lake.Cell{Text: v.String(), Number: true}
	case bool:
		return lake.Cell{Text: fmt.Sprint(v)}
	case int8, int16, int32, int64, uint8, uint16, uint32, uint64, float32, float64:
		return lake.Cell{Text: fmt.Sprint(v), Number: true}
	}
	if text, ok := nestedText(v); ok {
		return lake.Cell{Text: text}
	}
	return lake.Cell{Text: fmt.Sprint(v), Number: strings.HasPrefix(fmt.Sprintf("%T", v), "*big.")}
}

// Export writes all rows of a SELECT as Parquet.
func (l *Lake) Export(ctx context.Context, query string, w io.Writer) (err error) {
	scratch, clear, err := scratch()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clear()) }()
	file := filepath.Join(scratch, "out.parquet")
	db, err := l.guarded(ctx, scratch, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if query, err = onlySelect(ctx, db, query); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "COPY (\n"+query+"\n) TO "+text(file)+" (FORMAT parquet)"); err != nil {
		return badSQL(err)
	}
	return send(file, w)
}

// send writes what a file holds.
func send(file string, w io.Writer) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return errors.Join(err, f.Close())
}
