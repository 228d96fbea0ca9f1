// Command evidence measures the evidence log on this machine: appends in batches
// and one at a time, the verification of a long log, and one proof. It prints
// figures and asserts nothing.
//
//	go run ./bench/evidence [-n 100000] [-dir FOLDER]
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/evidence"
)

func main() {
	n := flag.Int("n", 100_000, "entries of the long log")
	dir := flag.String("dir", "", "folder on the disk to measure (default the system's for temporary files)")
	flag.Parse()
	if err := measure(*n, *dir); err != nil {
		log.Fatal(err)
	}
}

func measure(n int, parent string) error {
	dir, err := os.MkdirTemp(parent, "evidence")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	key := evidence.NewKey([32]byte{1})
	l, err := evidence.Open(filepath.Join(dir, "log"), evidence.Options{Key: key})
	if err != nil {
		return err
	}
	fmt.Printf("%s/%s, %d processors\n", runtime.GOOS, runtime.GOARCH, runtime.GOMAXPROCS(0))
	const batch = 500
	start := time.Now()
	for at := 0; at < n; at += batch {
		entries := make([]evidence.Entry, min(batch, n-at))
		for i := range entries {
			entries[i] = deploy(at + i)
		}
		if _, err := l.Append(ctx, entries...); err != nil {
			return err
		}
	}
	fmt.Printf("append, batches of %d      %8.0f entries/s\n", batch, float64(n)/time.Since(start).Seconds())
	if err := single(ctx, l); err != nil {
		return err
	}
	start = time.Now()
	r, err := evidence.Verify(ctx, filepath.Join(dir, "log"), evidence.Checks{})
	if err != nil || !r.OK() {
		return fmt.Errorf("verify: %v, %v", err, r.Problems)
	}
	fmt.Printf("verify %d entries      %8.2f s\n", r.Size, time.Since(start).Seconds())
	start = time.Now()
	const proofs = 200
	for i := range proofs {
		if _, _, err := l.Prove(int64(i) * r.Size / proofs); err != nil {
			return err
		}
	}
	fmt.Printf("one inclusion proof         %8.2f ms\n", time.Since(start).Seconds()*1000/proofs)
	return nil
}

// single appends what one run leaves, as often as it takes to know.
func single(ctx context.Context, l *evidence.Log) error {
	var took []time.Duration
	for i := range 200 {
		run := assay.Run{
			ID: fmt.Sprint("run-", i), Repository: "example.com/bank/payments", Head: fmt.Sprintf("%040d", i),
			Decision: assay.Decision{Outcome: "pass", Effect: assay.Allow}, Waivers: []string{"W-1"},
			People: []assay.Person{{Role: "author", Name: "A"}, {Role: "approver", Name: "B"}},
		}
		for range 50 {
			run.Findings = append(run.Findings, assay.RunFinding{Rule: "sast/java/sql-injection", Fingerprint: "00112233445566778899aabbccddeeff"})
		}
		start := time.Now()
		if _, err := l.Append(ctx, evidence.RunEntries(run, evidence.Context{})...); err != nil {
			return err
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	fmt.Printf("append of one run's entries %8.1f ms median, %.1f ms at worst of %d\n", took[len(took)/2].Seconds()*1000, took[len(took)-1].Seconds()*1000, len(took))
	return nil
}

func deploy(n int) evidence.Entry {
	return evidence.DeployEntry(assay.Deploy{
		ID: fmt.Sprint(n), At: time.Unix(int64(n), 0), Service: "payments", Environment: "production",
		Commit: fmt.Sprintf("%040d", n), Ticket: "CHG-4711",
	})
}
