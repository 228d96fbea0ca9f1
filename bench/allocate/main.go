// Command allocate measures who pays: ten million lines of a year in a lake, 200
// shared pools among 1,000 cost centres, with the sums asked of the lake.
//
//	go run ./bench/allocate -dir /tmp/allocate [-lines 10000000] [-n 5]
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // makes the bill

	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

const (
	targets = 1000
	pools   = 200
)

func main() {
	dir := flag.String("dir", "", "`folder` for the bill and the lake (2 GB)")
	lines := flag.Int("lines", 10_000_000, "`lines` of the bill")
	n := flag.Int("n", 5, "how often to measure; the median counts")
	flag.Parse()
	if err := measure(*dir, *lines, *n); err != nil {
		fmt.Fprintln(os.Stderr, "allocate:", err)
		os.Exit(1)
	}
}

func measure(dir string, lines, n int) error {
	if dir == "" {
		return errors.New("name a folder with -dir")
	}
	ctx := context.Background()
	l, err := duckdb.Open(filepath.Join(dir, "lake"), duckdb.Options{Threads: 2})
	if err != nil {
		return err
	}
	parts, err := l.Partitions(ctx)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		if err := fill(ctx, l, filepath.Join(dir, "bill.parquet"), lines); err != nil {
			return err
		}
	}
	rules, err := allocate.ParseRules(allocate.File, []byte(text()))
	if err != nil {
		return err
	}
	p := run.Payers{Lake: l, Rules: rules, Closed: filepath.Join(dir, "closed"), Now: time.Now}
	var all, sums []time.Duration
	var totals []allocate.Total
	rows := 0
	for range n {
		t := time.Now()
		got, err := l.Sum(ctx, lake.Ask{By: rules.Needs()})
		if err != nil {
			return err
		}
		sums, rows = append(sums, time.Since(t)), len(got)
		t = time.Now()
		r, err := p.Allocate(ctx, "", "")
		if err != nil {
			return err
		}
		totals = r.Totals()
		all = append(all, time.Since(t))
	}
	t := time.Now()
	st, err := p.Statements(ctx, "2025-01")
	if err != nil {
		return err
	}
	statement := time.Since(t)
	count := 0
	for _, s := range st.Statements {
		count += len(s.Lines)
	}
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return err
	}
	fmt.Printf("sums of the lake    %6.2f s  %d rows\n", median(sums).Seconds(), rows)
	fmt.Printf("all, with the sums  %6.2f s  %d cost centres, %d pools, %.1f GB at most\n", median(all).Seconds(), targets, pools, float64(use.Maxrss)/1e6)
	fmt.Printf("a month's statement %6.2f s  %d lines\n", statement.Seconds(), count)
	for _, t := range totals {
		fmt.Printf("%s %s of %d lines, unshared %s, residual %s\n", t.In, t.Currency, t.Lines, t.Unshared, t.Residual)
	}
	return nil
}

// text is the rules: every fourth pool gives 60 % to the next one, the others are
// shared among all, by spend or evenly.
func text() string {
	var b strings.Builder
	b.WriteString("keep: []\ndirect:\n")
	for p := range pools {
		fmt.Fprintf(&b, "  - {where: {account: [shared-%d]}, pool: p%d}\n", p, p)
	}
	b.WriteString("  - {by: tag:team}\npools:\n")
	for p := range pools {
		if p%4 == 0 {
			fmt.Fprintf(&b, "  - {name: p%d, split: fixed, shares: {p%d: 60, team-1: 40}}\n", p, p+1)
		} else {
			fmt.Fprintf(&b, "  - {name: p%d, split: %s}\n", p, []string{"spend", "even"}[p%2])
		}
	}
	return b.String()
}

// fill makes a year of bills and loads it: a line in twenty is of a shared
// account, the others are of a team. Everything follows from the line's number.
func fill(ctx context.Context, l *duckdb.Lake, file string, lines int) error {
	db, err := sql.Open("duckdb", "?threads=2&memory_limit=2GB")
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, fmt.Sprintf(`COPY (
WITH line AS (SELECT i, hash(i) h, hash(i %% 200000) r, TIMESTAMP '2025-01-01' + INTERVAL 1 HOUR * (i * 8760 // %d)::INT s,
  ((hash(i) %% 100000000)::DECIMAL(18,0) / 100000000000)::DECIMAL(18,11) c FROM range(%d) t(i))
SELECT '42' AS BillingAccountId, 'USD' AS BillingCurrency, date_trunc('month', s) AS BillingPeriodStart, date_trunc('month', s) + INTERVAL 1 MONTH AS BillingPeriodEnd,
  c AS BilledCost, c AS EffectiveCost, c AS ContractedCost, c AS ListCost, 'Usage' AS ChargeCategory, 'INV-' || strftime(s, '%%Y-%%m') AS InvoiceId, 'AWS' AS ProviderName,
  s AS ChargePeriodStart, s + INTERVAL 1 HOUR AS ChargePeriodEnd, 'Service ' || (r %% 60) AS ServiceName, 'eu-west-' || (r %% 12) AS RegionId,
  CASE WHEN h %% 20 = 0 THEN 'shared-' || (r %% %d) ELSE 'account-' || (r %% 40) END AS SubAccountId,
  CASE WHEN h %% 20 = 0 THEN '{}' ELSE '{"team":"team-' || (r %% %d) || '"}' END AS Tags
FROM line) TO '%s' (FORMAT parquet)`, lines, lines, pools, targets, file)); err != nil {
		return err
	}
	files := []lake.File{{Path: file, Name: filepath.Base(file), Digest: "bench", Parquet: true}}
	seen, err := l.Look(ctx, files)
	if err != nil {
		return err
	}
	b := lake.Bill{Files: files, Now: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
	for _, c := range seen.Columns {
		b.Columns = append(b.Columns, lake.Column{Name: c.Name, SQL: `"` + c.Name + `"`})
	}
	_, err = l.Load(ctx, b)
	return err
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
