package duckdb

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// total counts and adds up what was written, from the lines, and sees that their
// summary, if there is one, comes to the same: it is what questions are asked.
func (x *loader) total(ctx context.Context, e *entry, charges, summary string) (err error) {
	if e.Totals, err = x.totals(ctx, charges, "count(*)"); err != nil {
		return err
	}
	for _, t := range e.Totals {
		e.Lines += t.Lines
	}
	of := charges
	if summary != "" {
		of = summary
		summed, err := x.totals(ctx, summary, "CAST(sum("+linesColumn+") AS BIGINT)")
		if err != nil {
			return err
		}
		if !slices.EqualFunc(e.Totals, summed, func(a, b lake.Total) bool {
			return a.Currency == b.Currency && a.Lines == b.Lines && a.Billed.Equal(b.Billed) && a.Effective.Equal(b.Effective)
		}) {
			return fmt.Errorf("the lines of %s come to %v, their summary to %v: nothing was changed", e.Month, e.Totals, summed)
		}
	}
	e.Accounts, err = x.accounts(ctx, "read_parquet("+text(of)+", hive_partitioning=false)")
	return err
}

// totals are what a file of lines, or of their summary, comes to, by currency.
func (x *loader) totals(ctx context.Context, file, count string) ([]lake.Total, error) {
	rows, err := x.db.QueryContext(ctx, "SELECT BillingCurrency, "+count+", CAST(sum(BilledCost) AS VARCHAR), CAST(sum(EffectiveCost) AS VARCHAR) FROM read_parquet("+text(file)+", hive_partitioning=false) GROUP BY 1 ORDER BY 1")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []lake.Total
	for rows.Next() {
		var t lake.Total
		var billed, effective string
		if err := rows.Scan(&t.Currency, &t.Lines, &billed, &effective); err != nil {
			return nil, err
		}
		if t.Billed, err = money.ParseNumber(billed); err != nil {
			return nil, err
		}
		if t.Effective, err = money.ParseNumber(effective); err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, rows.Err()
}

func (x *loader) accounts(ctx context.Context, read string) ([]string, error) {
	provider, account := "'unknown'", "''"
	if slices.Contains(x.columns, "ProviderName") {
		provider = "coalesce(ProviderName, 'unknown')"
	}
	if slices.Contains(x.columns, "BillingAccountId") {
		account = "coalesce(' ' || BillingAccountId, '')"
	}
	rows, err := x.db.QueryContext(ctx, "SELECT DISTINCT "+provider+" || "+account+" AS a FROM "+read+" ORDER BY a LIMIT 1000")
	if err != nil {
		return nil, err
	}
	return scanTexts(rows)
}

func scanTexts(rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// summary adds a partition's lines up by day and all that groups them, into a file
// of the scratch folder. It is empty when that is not much less than the lines.
func (x *loader) summary(ctx context.Context, e *entry, lines int64, charges string) (string, error) {
	keys := []string{"CAST(ChargePeriodStart AS DATE) AS " + chargeDay}
	said := []string{"*"} // with what is the same in all lines
	for _, c := range columns {
		if !c.summed || !slices.Contains(x.columns, c.name) {
			continue
		}
		switch v, ok := x.fixed[c.name]; {
		case ok && v.Valid:
			said = append(said, oneOf(v.String)+" AS "+name(c.name))
		case ok:
			said = append(said, "CAST(NULL AS VARCHAR) AS "+name(c.name))
		default:
			keys = append(keys, name(c.name))
		}
	}
	for _, k := range e.Tags {
		keys = append(keys, name(tagColumn+k))
	}
	var sums []string
	for _, c := range amounts {
		if slices.Contains(x.columns, c) {
			sums = append(sums, fmt.Sprintf("CAST(sum(%s) AS DECIMAL(38,12)) AS %s", c, c))
		}
	}
	part := filepath.Join(x.scratch, "summary")
	query := fmt.Sprintf("SELECT %s FROM (SELECT %s, %s, count(*) AS %s FROM read_parquet(%s, hive_partitioning=false) GROUP BY ALL)", strings.Join(said, ", "), strings.Join(keys, ", "), strings.Join(sums, ", "), linesColumn, text(charges))
	if err := x.copy(ctx, query, part); err != nil {
		return "", err
	}
	n, err := x.count(ctx, "SELECT count(*) FROM read_parquet("+text(part)+")")
	if err != nil || n*2 > lines {
		return "", err
	}
	return part, nil
}

// amounts are the columns that sums add.
var amounts = []string{"BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity"}
