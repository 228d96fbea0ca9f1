package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// atOnce is how many conditions are counted in one pass.
const atOnce = 60

// Check counts the lines of files that break conditions; see lake.Lake.
func (l *Lake) Check(ctx context.Context, files []lake.File, checks []lake.Check) (_ *lake.Checked, err error) {
	dir, clear, err := scratch()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, clear()) }()
	db, err := l.database(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := raw(ctx, db, dir, files, false); err != nil {
		return nil, err
	}
	out := &lake.Checked{Broken: make([]lake.Broken, len(checks))}
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM raw").Scan(&out.Lines); err != nil {
		return nil, unreadable(err, nil, files)
	}
	x := &loader{Bill: &lake.Bill{Files: files}, db: db, scratch: dir}
	if out.Unreadable, _, err = x.rejects(ctx); err != nil {
		return nil, unreadable(err, nil, files)
	}
	if err := x.whole(ctx, out.Unreadable); err != nil {
		return nil, err
	}
	if out.Lines += out.Unreadable; out.Lines == 0 {
		return nil, fault.New(fault.Invalid, "%s has no lines", files[0].Name).WithHelp("is the export finished?")
	}
	var plain []int
	for i, c := range checks {
		if c.Group == "" {
			plain = append(plain, i)
			continue
		}
		query := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM raw WHERE %s IS NOT NULL GROUP BY %s HAVING %s)", c.Group, c.Group, c.SQL)
		if err := db.QueryRowContext(ctx, query).Scan(&out.Broken[i].Lines); err != nil {
			return nil, fmt.Errorf("check %s: %w", c.ID, err)
		}
	}
	for len(plain) > 0 {
		n := min(len(plain), atOnce)
		if err := count(ctx, db, checks, plain[:n], out); err != nil {
			return nil, err
		}
		plain = plain[n:]
	}
	return out, nil
}

func count(ctx context.Context, db *sql.DB, checks []lake.Check, these []int, out *lake.Checked) error {
	var cols []string
	to := make([]any, 0, 2*len(these))
	firsts := make([]sql.NullInt64, len(these))
	for k, i := range these {
		cols = append(cols, fmt.Sprintf("count(*) FILTER (%[1]s), min(%[2]s) FILTER (%[1]s)", checks[i].SQL, rowColumn))
		to = append(to, &out.Broken[i].Lines, &firsts[k])
	}
	if err := db.QueryRowContext(ctx, "SELECT "+strings.Join(cols, ", ")+" FROM raw").Scan(to...); err != nil {
		return fmt.Errorf("check the lines: %w", err)
	}
	for k, i := range these {
		if firsts[k].Valid {
			out.Broken[i].First = firsts[k].Int64 + 1
		}
	}
	return nil
}
