package duckdb

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// quarantine writes what could not be read: why, where, and as it was.
func (x *loader) quarantine(ctx context.Context, p part, e *entry, file string) error {
	var selects []string
	var names []string
	for i, f := range x.Files {
		names = append(names, fmt.Sprintf("WHEN %s THEN %s", text(filepath.Join(x.scratch, fmt.Sprintf("in-%d", i))), text(f.Name)))
	}
	known := " CASE %s " + strings.Join(names, " ") + " END"
	if p.bad > 0 {
		// The line as mapped, in the bill's own words where it was read as something else.
		var was []string
		for _, c := range x.columns {
			col, _ := columnOf(c)
			if col.name == "" {
				col = column{name: c}
			}
			was = append(was, fmt.Sprintf("%s := CAST(%s AS VARCHAR)", name(c), rawOf(col)))
		}
		selects = append(selects, "SELECT x_reason AS reason,"+fmt.Sprintf(known, fileColumn)+" AS file, "+rowColumn+" + 1 AS row, CAST(to_json(struct_pack("+strings.Join(was, ", ")+")) AS VARCHAR) AS line, BillingCurrency AS currency, CASE WHEN abs(BilledCost) < "+mostCost+" THEN BilledCost END AS billed FROM typed WHERE "+p.whereBad())
	}
	if p.broken > 0 {
		selects = append(selects, "SELECT 'no line of CSV: ' || lower(min(e.error_type)::VARCHAR) AS reason,"+fmt.Sprintf(known, "any_value(s.file_path)")+" AS file, e.line::BIGINT AS row, any_value(e.csv_line) AS line, NULL::VARCHAR AS currency, NULL::DECIMAL(38,12) AS billed FROM reject_errors e JOIN reject_scans s USING (scan_id, file_id) GROUP BY e.scan_id, e.file_id, e.line")
	}
	part := filepath.Join(x.scratch, "quarantine")
	if err := x.copy(ctx, strings.Join(selects, " UNION ALL "), part); err != nil {
		return err
	}
	n, err := x.count(ctx, "SELECT count(*) FROM read_parquet("+text(part)+")")
	if err != nil {
		return err
	}
	if n != e.Quarantined {
		return fmt.Errorf("%d lines of %s were to be quarantined, %d were", e.Quarantined, p.month, n)
	}
	if err := x.quarantined(ctx, e, part); err != nil {
		return err
	}
	e.Quarantine = file
	return x.lake.settle(part, file)
}

// quarantined adds up what the quarantined lines are billed, as far as they say.
func (x *loader) quarantined(ctx context.Context, e *entry, part string) error {
	unreadable, err := x.count(ctx, "SELECT count(*) FROM read_parquet("+text(part)+") WHERE currency IS NULL OR billed IS NULL")
	if err != nil {
		return err
	}
	e.Unreadable = unreadable
	rows, err := x.db.QueryContext(ctx, "SELECT currency, CAST(sum(billed) AS VARCHAR) FROM read_parquet("+text(part)+") WHERE currency IS NOT NULL AND billed IS NOT NULL GROUP BY 1 ORDER BY 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var currency, billed string
		if err := rows.Scan(&currency, &billed); err != nil {
			return err
		}
		n, err := money.ParseNumber(billed)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(e.Totals, func(t lake.Total) bool { return t.Currency == currency })
		if i < 0 {
			e.Totals = append(e.Totals, lake.Total{Currency: currency})
			i = len(e.Totals) - 1
		}
		e.Totals[i].Quarantined = n
	}
	slices.SortFunc(e.Totals, func(a, b lake.Total) int { return strings.Compare(a.Currency, b.Currency) })
	return rows.Err()
}
