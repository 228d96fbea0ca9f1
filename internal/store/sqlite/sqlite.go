// Package sqlite keeps runs in one SQLite file: write-ahead log, full sync.
package sqlite

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
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
	`CREATE TABLE inventory (hash TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
	ALTER TABLE run ADD COLUMN inventory TEXT NOT NULL DEFAULT '';`,
	`CREATE TABLE finding (
		root TEXT NOT NULL, tool TEXT NOT NULL, fingerprint TEXT NOT NULL,
		first_ns INTEGER NOT NULL, last_ns INTEGER NOT NULL, data BLOB NOT NULL,
		PRIMARY KEY (root, tool, fingerprint)
	) STRICT, WITHOUT ROWID;`,
	`ALTER TABLE run ADD COLUMN governance BLOB NOT NULL DEFAULT x'';
	CREATE TABLE seen (root TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;`,
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
func (s *Store) SaveRun(ctx context.Context, r store.Run) (err error) {
	packed, err := pack(r.Report)
	if err != nil {
		return err
	}
	if r.InventoryHash = ""; len(r.Inventory) > 0 {
		sum := sha256.Sum256(r.Inventory)
		r.InventoryHash = hex.EncodeToString(sum[:])
	}
	governance := []byte{}
	if len(r.Governance) > 0 {
		if governance, err = pack(r.Governance); err != nil {
			return err
		}
	}
	saved, err := s.insert(ctx, &r, packed, governance)
	if err != nil {
		return fault.New(fault.Unavailable, "store run %s: %w", r.ID, err)
	}
	if saved {
		return nil
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

// insert writes a run with its inventory; saved is false when the id is taken.
func (s *Store) insert(ctx context.Context, r *store.Run, report, governance []byte) (saved bool, err error) {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	res, err := tx.ExecContext(ctx,
		`INSERT INTO run VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING`,
		r.ID, r.Root, r.Base, r.Head, r.Started.UnixNano(), r.Outcome, r.ExitCode, r.Blocking, report, r.InventoryHash, governance)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return false, err
	}
	if r.InventoryHash != "" {
		if err := keepInventory(ctx, tx, r); err != nil {
			return false, err
		}
	}
	if len(r.Seen) > 0 {
		seen, err := pack(r.Seen)
		if err != nil {
			return false, err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO seen VALUES (?,?) ON CONFLICT DO UPDATE SET data = excluded.data", r.Root, seen); err != nil {
			return false, err
		}
	}
	return true, tx.Commit()
}

// keepInventory packs and writes one that is not there yet.
func keepInventory(ctx context.Context, tx *sql.Tx, r *store.Run) error {
	var n int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM inventory WHERE hash = ?", r.InventoryHash).Scan(&n); err != nil || n > 0 {
		return err
	}
	packed, err := pack(r.Inventory)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO inventory VALUES (?,?)", r.InventoryHash, packed)
	return err
}

// Seen returns what is known of a folder's findings.
func (s *Store) Seen(ctx context.Context, root string) ([]byte, error) {
	var packed []byte
	err := s.db.QueryRowContext(ctx, "SELECT data FROM seen WHERE root = ?", root).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read since when findings are known: %w", err)
	}
	return unpack(packed)
}

// Inventory returns one by its hash.
func (s *Store) Inventory(ctx context.Context, hash string) ([]byte, error) {
	var packed []byte
	err := s.db.QueryRowContext(ctx, "SELECT data FROM inventory WHERE hash = ?", hash).Scan(&packed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "there is no inventory %q", hash)
	}
	if err != nil {
		return nil, fmt.Errorf("read inventory %s: %w", hash, err)
	}
	return unpack(packed)
}

func same(a, b store.Run) bool {
	report := bytes.Equal(a.Report, b.Report) && bytes.Equal(a.Governance, b.Governance) && a.Started.Equal(b.Started)
	a.Report, b.Report, a.Started, b.Started = nil, nil, time.Time{}, time.Time{}
	return report && a.ID == b.ID && a.Root == b.Root && a.Base == b.Base && a.Head == b.Head &&
		a.Outcome == b.Outcome && a.ExitCode == b.ExitCode && a.Blocking == b.Blocking && a.InventoryHash == b.InventoryHash
}

const columns = "id, root, base, head, started_ns, outcome, exit_code, blocking, inventory"

// Run returns one run with its report.
func (s *Store) Run(ctx context.Context, id string) (store.Run, error) {
	var packed, governance []byte
	row := s.db.QueryRowContext(ctx, "SELECT "+columns+", report, governance FROM run WHERE id = ?", id)
	r, err := scan(row.Scan, &packed, &governance)
	if errors.Is(err, sql.ErrNoRows) {
		return store.Run{}, fault.New(fault.NotFound, "there is no run %q", id)
	}
	if err != nil {
		return store.Run{}, fmt.Errorf("read run %s: %w", id, err)
	}
	if r.Report, err = unpack(packed); err != nil {
		return r, err
	}
	if len(governance) > 0 { // older runs have none
		if r.Governance, err = unpack(governance); err != nil {
			return r, err
		}
	}
	if r.InventoryHash == "" {
		return r, nil
	}
	r.Inventory, err = s.Inventory(ctx, r.InventoryHash)
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
	err := row(append([]any{&r.ID, &r.Root, &r.Base, &r.Head, &ns, &r.Outcome, &r.ExitCode, &r.Blocking, &r.InventoryHash}, more...)...)
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
