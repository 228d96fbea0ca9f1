// Command anomaly measures how well anomalies are found in made bills, and how
// fast:
//
//	go run ./bench/anomaly [-seeds N] [-from N] [-v] [-habit NAME] [-time]
//	go run ./bench/anomaly -habit restless -from 7 -write bill.csv
//
// It prints F1, share of right causes and false alerts for each habit, and with
// -time how long 5,000 series of 400 days take. It says nothing of real bills.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/anomaly"
	"github.com/assay-dev/assay/internal/engine/anomaly/sample"
)

func main() {
	seeds := flag.Int("seeds", 8, "bills of each habit")
	from := flag.Int("from", 1, "first seed")
	days := flag.Int("days", 400, "days of a bill")
	only := flag.String("habit", "", "only this habit")
	verbose := flag.Bool("v", false, "list what was missed and what was false")
	write := flag.String("write", "", "write the bill of -habit and -from as FOCUS CSV to this file, and stop")
	timed := flag.Bool("time", false, "measure 5,000 series of 400 days")
	flag.Parse()
	if *write != "" {
		if err := writeBill(*write, sample.Habit(*only), *from, *days); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if err := run(*seeds, *from, *days, *only, *verbose, *timed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(seeds, from, days int, only string, verbose, timed bool) error {
	ctx := context.Background()
	for _, h := range sample.Habits {
		if only != "" && only != string(h) {
			continue
		}
		var sum sample.Score
		for seed := from; seed < from+seeds; seed++ {
			s := sample.Make(h, uint64(seed), days)
			alerts, err := anomaly.Detect(ctx, s.Bill(), anomaly.Options{})
			if err != nil {
				return err
			}
			score := s.Score(alerts)
			if verbose {
				tell(seed, &score, s)
			}
			sum.Add(score)
		}
		fmt.Printf("%-9s %s\n", h, sum.String())
	}
	if !timed {
		return nil
	}
	b := sample.Large(1, 5000, 400)
	start := time.Now()
	alerts, err := anomaly.Detect(ctx, b, anomaly.Options{})
	fmt.Printf("%d series × %d days: %.1f s, %d alerts\n", len(b.Series), b.Days, time.Since(start).Seconds(), len(alerts))
	return err
}

// writeBill writes a bill, and on standard output what is planted in it.
func writeBill(name string, h sample.Habit, seed, days int) (err error) {
	s := sample.Make(h, uint64(seed), days)
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	for _, p := range s.Planted {
		fmt.Printf("%-8s %s to %s %v\n", p.Kind, anomaly.DateOf(p.Start), anomaly.DateOf(p.End), p.Dims)
	}
	return s.WriteFOCUS(f)
}

// tell lists what went wrong, beside what was planted in the same weeks.
func tell(seed int, s *sample.Score, of *sample.Sample) {
	for _, p := range s.Missed {
		fmt.Printf("  %d missed %-8s %s–%s %v\n", seed, p.Kind, anomaly.DateOf(p.Start), anomaly.DateOf(p.End), p.Dims)
	}
	for _, a := range s.False {
		fmt.Printf("  %d false  %-8s %s–%s %v impact %s of %s\n", seed, a.Kind, a.Start, a.End, a.Dims, a.Impact, a.Expected)
		for _, p := range of.Planted {
			if near(p, a) {
				fmt.Printf("        near %-8s %s–%s %v\n", p.Kind, anomaly.DateOf(p.Start), anomaly.DateOf(p.End), p.Dims)
			}
		}
	}
	for _, a := range s.Wrong {
		fmt.Printf("  %d cause  %-8s %s–%s %v is not %v\n", seed, a.Kind, a.Start, a.End, a.Dims, a.Cause)
		for _, p := range of.Planted {
			if near(p, a) {
				fmt.Printf("        near %-8s %s–%s %v\n", p.Kind, anomaly.DateOf(p.Start), anomaly.DateOf(p.End), p.Dims)
			}
		}
	}
}

// near says that a planted one may have to do with an alert.
func near(p sample.Planted, a assay.Anomaly) bool {
	for k, v := range p.Dims {
		if w, ok := a.Dims[k]; ok && w != v {
			return false
		}
	}
	t, err := time.Parse(time.DateOnly, a.Start)
	d := anomaly.DayOf(t)
	return err == nil && (d-p.Start < 40 && p.Start-d < 40 || d-p.End < 40 && p.End-d < 40)
}
