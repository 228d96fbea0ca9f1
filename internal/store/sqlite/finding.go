package sqlite

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/store"
)

// SaveFindings remembers what tools reported about a folder. It is quickest for
// a list in the order of tool and fingerprint.
func (s *Store) SaveFindings(ctx context.Context, root string, at time.Time, list iter.Seq2[store.Finding, error]) (first []time.Time, err error) {
	defer func() {
		if err != nil {
			err = fault.New(fault.Unavailable, "store findings: %w", err)
		}
	}()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit there is nothing to roll back
	put, err := tx.PrepareContext(ctx, `INSERT INTO finding VALUES (?1,?2,?3,?4,?4,?5)
		ON CONFLICT DO UPDATE SET last_ns = max(last_ns, excluded.last_ns), data = excluded.data RETURNING first_ns`)
	if err != nil {
		return nil, err
	}
	defer put.Close()
	for f, err := range list {
		if err != nil {
			return nil, err
		}
		var ns int64
		if err := put.QueryRowContext(ctx, root, f.Tool, f.Fingerprint, at.UnixNano(), f.Data).Scan(&ns); err != nil {
			return nil, err
		}
		first = append(first, time.Unix(0, ns).UTC())
	}
	return first, tx.Commit()
}

// Findings lists what is remembered of a folder.
func (s *Store) Findings(ctx context.Context, root string) ([]store.Finding, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT tool, fingerprint, first_ns, last_ns, data FROM finding WHERE root = ? ORDER BY tool, fingerprint", root)
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", err)
	}
	defer rows.Close()
	var out []store.Finding
	for rows.Next() {
		var f store.Finding
		var first, last int64
		if err := rows.Scan(&f.Tool, &f.Fingerprint, &first, &last, &f.Data); err != nil {
			return nil, fmt.Errorf("list findings: %w", err)
		}
		f.First, f.Last = time.Unix(0, first).UTC(), time.Unix(0, last).UTC()
		out = append(out, f)
	}
	return out, rows.Err()
}
