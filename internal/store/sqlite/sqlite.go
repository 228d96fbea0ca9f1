// Package sqlite keeps runs in one SQLite file: write-ahead log, full sync.
package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // the driver; database/sql knows it by name only

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/store"
)

// FileName of the database in the home folder.
const FileName = "assay.db"

// schema steps, applied in order; user_version counts those that were.
var schema = []string{
	`CREATE TABLE run (
		id TEXT PRIMARY KEY, root TEXT NOT NULL, base TEXT NOT NULL, head TEXT NOT NULL,
		started_ns INTEGER NOT NULL, outcome TEXT NOT NULL, exit_code INTEGER NOT NULL,
		blocking INTEGER NOT NULL, report BLOB NOT NULL
	) STRICT;
	CREATE INDEX run_by_root ON run (root, started_ns DESC, id DESC);`,
}

// Store is a store.Store.
type Store struct{ db *sql.DB }

// Open opens or makes the database in a folder.
func Open(ctx context.Context, dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New(fault.Unavailable, "make %s: %w", dir, err)
	}
	dsn := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.Join(dir, FileName)}).EscapedPath(), RawQuery: "_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(full)&_txlock=immediate"}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fault.New(fault.Unavailable, "open the store: %w", err)
	}
	db.SetMaxOpenConns(1)
	if err := migrate(ctx, db); err != nil {
		return nil, errors.Join(fault.New(fault.Unavailable, "open the store in %s: %w", dir, err), db.Close())
	}
	return &Store{db}, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	var done int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&done); err != nil || done == len(schema) {
		return err
	}
	if done > len(schema) {
		return errors.New("it was written by a newer assay")
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&done); err != nil {
		return err
	}
	for ; done < len(schema); done++ {
		if _, err := tx.ExecContext(ctx, schema[done]); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", done)); err != nil {
		return err
	}
	return tx.Commit()
}

// SaveRun keeps a run.
func (s *Store) SaveRun(ctx context.Context, r store.Run) error {
	packed, err := pack(r.Report)
	if err != nil {
		return err
	}
	res, err := s.db.ExecContext(ctx,
		`INSERT INTO run VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING`,
		r.ID, r.Root, r.Base, r.Head, r.Started.UnixNano(), r.Outcome, r.ExitCode, r.Blocking, packed)
	if err != nil {
		return fault.New(fault.Unavailable, "store run %s: %w", r.ID, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	old, err := s.Run(ctx, r.ID)
	if err != nil {
		return err
	}
	if !same(old, r) {
		return fault.New(fault.Conflict, "run %s is stored already, and differs", r.ID)
	}
	return nil
}

func same(a, b store.Run) bool {
	report := bytes.Equal(a.Report, b.Report) && a.Started.Equal(b.Started)
	a.Report, b.Report, a.Started, b.Started = nil, nil, time.Time{}, time.Time{}
	return report && a.ID == b.ID && a.Root == b.Root && a.Base == b.Base && a.Head == b.Head &&
		a.Outcome == b.Outcome && a.ExitCode == b.ExitCode && a.Blocking == b.Blocking
}

const columns = "id, root, base, head, started_ns, outcome, exit_code, blocking"

// Run returns one run with its report.
func (s *Store) Run(ctx context.Context, id string) (store.Run, error) {
	var packed []byte
	row := s.db.QueryRowContext(ctx, "SELECT "+columns+", report FROM run WHERE id = ?", id)
	r, err := scan(row.Scan, &packed)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Run{}, fault.New(fault.NotFound, "there is no run %q", id)
	}
	if err != nil {
		return store.Run{}, fmt.Errorf("read run %s: %w", id, err)
	}
	r.Report, err = unpack(packed)
	return r, err
}

// Runs lists runs without their reports.
func (s *Store) Runs(ctx context.Context, f store.Filter) ([]store.Run, error) {
	limit := -1
	if f.Limit > 0 {
		limit = f.Limit
	}
	rows, err := s.db.QueryContext(ctx, "SELECT "+columns+" FROM run WHERE ? IN ('', root) ORDER BY started_ns DESC, id DESC LIMIT ?", f.Root, limit)
	if err != nil {
		return nil, fmt.Errorf("list runs: %w", err)
	}
	defer rows.Close()
	var out []store.Run
	for rows.Next() {
		r, err := scan(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list runs: %w", err)
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func scan(row func(...any) error, more ...any) (store.Run, error) {
	var r store.Run
	var ns int64
	err := row(append([]any{&r.ID, &r.Root, &r.Base, &r.Head, &ns, &r.Outcome, &r.ExitCode, &r.Blocking}, more...)...)
	r.Started = time.Unix(0, ns).UTC()
	return r, err
}

// Close ends the use of the file.
func (s *Store) Close() error { return s.db.Close() }

func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

func unpack(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
