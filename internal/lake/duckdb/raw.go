package duckdb

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// Names of columns that reading adds.
const (
	fileColumn = "x_assay_file"
	rowColumn  = "file_row_number"
)

// longestLine bounds a line of CSV, in bytes.
const longestLine = 8 << 20

// raw makes the bill's own columns readable as the view or table raw: files get
// names of ours, so that none is taken for a pattern.
func raw(ctx context.Context, db *sql.DB, scratch string, files []lake.File, preview bool) error {
	if len(files) == 0 {
		return fault.New(fault.Invalid, "no file to read")
	}
	var paths []string
	for i, f := range files {
		if f.Parquet != files[0].Parquet || f.Comma != files[0].Comma {
			return fault.New(fault.Invalid, "%s and %s are not written in the same way", files[0].Name, f.Name).WithHelp("load files of one format together, each format as a source of its own")
		}
		path := filepath.Join(scratch, fmt.Sprintf("in-%d", i))
		if err := os.Symlink(f.Path, path); err != nil {
			return err
		}
		paths = append(paths, path)
	}
	var err error
	if files[0].Parquet {
		_, err = db.ExecContext(ctx, "CREATE VIEW raw AS SELECT * FROM read_parquet("+texts(paths)+
			", union_by_name=true, filename="+text(fileColumn)+", file_row_number=true, hive_partitioning=false)")
	} else {
		err = rawCSV(ctx, db, paths, files[0].Comma, preview)
	}
	if err != nil {
		return unreadable(err, paths, files)
	}
	return nil
}

// rawCSV reads files of CSV into tables, one each: their headers may differ. A
// preview leaves the lines where they are.
func rawCSV(ctx context.Context, db *sql.DB, paths []string, comma byte, preview bool) error {
	what, rejects, row := "TABLE", ", store_rejects=true, rejects_limit=0", "rowid"
	if preview {
		what, rejects, row = "VIEW", "", "0"
	}
	var selects []string
	for i, p := range paths {
		table := fmt.Sprintf("raw%d", i)
		names, err := header(p, comma)
		if err != nil {
			return err
		}
		read := fmt.Sprintf("read_csv(%s, auto_detect=false, columns={%s}, delim=%s, quote='\"', escape='\"', comment='', skip=0, header=true, nullstr=['', 'NULL'], filename=%s, max_line_size=%d, hive_partitioning=false, strict_mode=true%s)",
			text(p), strings.Join(names, ", "), text(string(comma)), text(fileColumn), longestLine, rejects)
		if _, err := db.ExecContext(ctx, "CREATE "+what+" "+table+" AS SELECT * FROM "+read); err != nil {
			return err
		}
		selects = append(selects, "SELECT *, "+row+" AS "+rowColumn+" FROM "+table)
	}
	_, err := db.ExecContext(ctx, "CREATE VIEW raw AS "+strings.Join(selects, " UNION ALL BY NAME "))
	return err
}

// mostColumns bounds the columns of a CSV.
const mostColumns = 2000

// header reads the names in a CSV's first line, as columns of text; names that
// come twice get a number.
func header(path string, comma byte) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(io.LimitReader(f, 1<<20))
	if bom, err := in.Peek(3); err == nil && string(bom) == "\uFEFF" {
		_, _ = in.Discard(3) // it was there a line ago
	}
	r := csv.NewReader(in)
	r.Comma, r.LazyQuotes = rune(comma), true
	names, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("its first line names no columns: %w", err)
	}
	if len(names) > mostColumns {
		return nil, fmt.Errorf("it has more than %d columns", mostColumns)
	}
	taken := map[string]bool{fileColumn: true, rowColumn: true, "rowid": true}
	var out []string
	for i, n := range names {
		n = strings.TrimSpace(n)
		if n == "" {
			n = fmt.Sprintf("column%d", i+1)
		}
		for k, base := 1, n; taken[strings.ToLower(n)]; k++ {
			n = fmt.Sprintf("%s_%d", base, k)
		}
		taken[strings.ToLower(n)] = true
		out = append(out, text(n)+": 'VARCHAR'")
	}
	return out, nil
}

// unreadable says which file cannot be read and why, by the names people know.
func unreadable(err error, paths []string, files []lake.File) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	said, _, _ := strings.Cut(err.Error(), "\n")
	for i := len(paths) - 1; i >= 0; i-- {
		said = strings.ReplaceAll(said, paths[i], files[i].Name)
	}
	return fault.New(fault.Invalid, "read %s: %s", files[0].Name, said).WithHelp("export the file again; nothing was loaded, what was there is untouched")
}

// seen lists the columns of a relation.
func seen(ctx context.Context, db *sql.DB, relation string) ([]lake.SeenColumn, error) {
	rows, err := db.QueryContext(ctx, "SELECT column_name, column_type FROM (DESCRIBE "+relation+")")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []lake.SeenColumn
	for rows.Next() {
		var c lake.SeenColumn
		if err := rows.Scan(&c.Name, &c.Type); err != nil {
			return nil, err
		}
		if c.Name != fileColumn && c.Name != rowColumn {
			out = append(out, c)
		}
	}
	return out, rows.Err()
}

// Look lists the columns of files.
func (l *Lake) Look(ctx context.Context, files []lake.File) (_ *lake.Sight, err error) {
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
	if err := raw(ctx, db, scratch, files, true); err != nil {
		return nil, err
	}
	cols, err := seen(ctx, db, "raw")
	if err != nil {
		return nil, unreadable(err, nil, files)
	}
	return &lake.Sight{Columns: cols}, nil
}
