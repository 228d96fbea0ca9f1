// Command lake measures the lake: a bill of ten million lines loaded, beside a
// plain copy of it by DuckDB, and questions to it.
//
//	go run ./bench/lake -dir /tmp/lake [-lines 10000000] [-n 3]
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
	"syscall"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the plain copy

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/lake/duckdb"
	"github.com/assay-dev/assay/internal/spend/tags"
)

func main() {
	dir := flag.String("dir", "", "`folder` for the bill and the lakes (5 GB)")
	lines := flag.Int("lines", 10_000_000, "`lines` of the bill")
	n := flag.Int("n", 3, "how often to measure; the median counts")
	flag.Parse()
	if err := run(*dir, *lines, *n); err != nil {
		fmt.Fprintln(os.Stderr, "lake:", err)
		os.Exit(1)
	}
}

func run(dir string, lines, n int) error {
	if dir == "" {
		return errors.New("name a folder with -dir")
	}
	ctx := context.Background()
	db, err := sql.Open("duckdb", "?threads=2&memory_limit=2GB")
	if err != nil {
		return err
	}
	defer db.Close()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	in := filepath.Join(dir, fmt.Sprintf("bill-%d.parquet", lines))
	if _, err := os.Stat(in); err != nil {
		if err := generate(ctx, db, in, lines); err != nil {
			return err
		}
	}
	var plain, ours []time.Duration
	var l *duckdb.Lake
	for i := range n {
		t := time.Now()
		if _, err := db.ExecContext(ctx, "COPY (SELECT * FROM '"+in+"') TO '"+filepath.Join(dir, "plain.parquet")+"' (FORMAT parquet)"); err != nil {
			return err
		}
		plain = append(plain, time.Since(t))
		home := filepath.Join(dir, fmt.Sprintf("lake-%d", i))
		if err := os.RemoveAll(home); err != nil {
			return err
		}
		t = time.Now()
		if l, err = duckdb.Open(home, duckdb.Options{Threads: 2}); err != nil {
			return err
		}
		b, err := bill(ctx, l, in)
		if err != nil {
			return err
		}
		if _, err := l.Load(ctx, b); err != nil {
			return err
		}
		ours = append(ours, time.Since(t))
	}
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		return err
	}
	p, o := median(plain), median(ours)
	fmt.Printf("plain COPY          %8.2f s\n", p.Seconds())
	fmt.Printf("load                %8.2f s  %.2f x plain, %.0f lines/s, %.1f GB at most\n", o.Seconds(), p.Seconds()/o.Seconds(), float64(lines)/o.Seconds(), float64(use.Maxrss)/1e6)
	for _, by := range [][]assay.CostKey{
		{assay.ByMonth, assay.ByServiceName, assay.TagKey("team")},
		{assay.ByMonth, assay.ByService, assay.TagKey("team")},
		{assay.ByMonth, assay.ByServiceName, assay.TagKey("name")},
		{assay.ByMonth, assay.ByResource},
	} {
		var took []time.Duration
		rows := 0
		for range 20 {
			t := time.Now()
			got, err := l.Sum(ctx, lake.Ask{By: by, Virtual: tags.Virtual(nil, nil, nil)})
			if err != nil {
				return err
			}
			took, rows = append(took, time.Since(t)), len(got)
		}
		slices.Sort(took)
		fmt.Printf("%-40v p95 %6.3f s  %d rows\n", by, took[18].Seconds(), rows)
	}
	return nil
}

// bill maps each column to itself, as the collector does for FOCUS.
func bill(ctx context.Context, l *duckdb.Lake, path string) (lake.Bill, error) {
	files := []lake.File{{Path: path, Name: filepath.Base(path), Digest: "bench", Parquet: true}}
	s, err := l.Look(ctx, files)
	if err != nil {
		return lake.Bill{}, err
	}
	b := lake.Bill{Files: files, Now: time.Now()}
	for _, c := range s.Columns {
		b.Columns = append(b.Columns, lake.Column{Name: c.Name, SQL: `"` + c.Name + `"`})
	}
	return b, nil
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}
