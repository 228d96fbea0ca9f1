package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
)

// Days sums by keys and days; see lake.Lake.
func (l *Lake) Days(ctx context.Context, a lake.Ask) (_ []lake.Series, err error) {
	keys := len(a.By)
	a.By = append(a.By[:keys:keys], assay.ByDay)
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
	var by []string
	for i := range keys {
		by = append(by, fmt.Sprintf("k%d", i))
	}
	by = append(by, "currency")
	day := fmt.Sprintf("k%d", keys)
	// Exact sums of each day first; then one list for each series.
	inner := "SELECT " + strings.Join(by, ", ") + ", datediff('day', DATE '1970-01-01', " + day + "::DATE)::INTEGER AS day, sum(a0) AS billed, sum(a1) AS effective FROM (" +
		strings.Join(parts, " UNION ALL ") + ") WHERE " + day + " IS NOT NULL GROUP BY ALL"
	var cols []string
	for i := range keys {
		cols = append(cols, fmt.Sprintf("coalesce(k%d, '') AS k%d", i, i))
	}
	query := "SELECT " + strings.Join(append(cols, "currency"), ", ") + ", list(day), list(coalesce(billed, 0)::DOUBLE), list(coalesce(effective, 0)::DOUBLE) FROM (" + inner + ") GROUP BY ALL ORDER BY ALL"
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("add up days: %w", err)
	}
	defer rows.Close()
	var out []lake.Series
	for rows.Next() {
		s := lake.Series{Values: make([]string, keys)}
		var days, billed, effective any
		var to []any
		for i := range s.Values {
			to = append(to, &s.Values[i])
		}
		if err := rows.Scan(append(to, &s.Currency, &days, &billed, &effective)...); err != nil {
			return nil, err
		}
		if s.Days, err = numbers[int32](days); err != nil {
			return nil, err
		}
		if s.Billed, err = numbers[float64](billed); err != nil {
			return nil, err
		}
		if s.Effective, err = numbers[float64](effective); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// numbers are those of a list that the database gave.
func numbers[T any](list any) ([]T, error) {
	values, ok := list.([]any)
	if !ok {
		return nil, fmt.Errorf("a list of days is %T", list)
	}
	out := make([]T, len(values))
	for i, v := range values {
		if out[i], ok = v.(T); !ok {
			return nil, fmt.Errorf("a number of a day is %T", v)
		}
	}
	return out, nil
}
