//go:build unix

// Command bench measures Assay as a whole program on public corpora and prints
// a table of figures against their bars.
//
//	bench/corpora.sh /tmp/corpora
//	go run ./bench -corpora /tmp/corpora
//
// Peers (gitleaks, trivy) are measured beside it when they are on PATH. Each
// time is the median of -n runs of the whole process, memory the largest
// resident set of one. The exit code is 1 when a bar is missed; what could not
// be measured says so.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

func main() {
	b := &bench{}
	flag.StringVar(&b.corpora, "corpora", "", "folder of the corpora (bench/corpora.sh makes it)")
	flag.StringVar(&b.assay, "assay", "", "program to measure; built from this tree when left out")
	flag.IntVar(&b.runs, "n", 5, "runs of each command")
	only := flag.String("only", "", "only measurements whose name contains this")
	child := flag.String("child", "", "for the bench itself: what a process of its own does")
	flag.Parse()
	if *child == "bill" {
		if err := billChild(b.corpora); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if b.corpora == "" {
		fmt.Fprintln(os.Stderr, "bench: name the corpora: bench/corpora.sh DIR && go run ./bench -corpora DIR")
		os.Exit(2)
	}
	if err := b.prepare(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2)
	}
	defer os.RemoveAll(b.tmp)
	b.header()
	for _, m := range slices.Concat(measurements, costMeasurements) {
		if strings.Contains(m.name, *only) {
			b.row(m.name, m.bar, m.measure(b))
		}
	}
	if b.missed {
		os.Exit(1)
	}
}

type bench struct {
	corpora, assay, tmp string
	runs                int
	missed              bool
	prints              map[string][]byte // of programs, by their command lines
}

// figure is the outcome of one measurement.
type figure struct {
	text string
	ok   bool
	note string // set when it could not be measured
}

func (b *bench) prepare() (err error) {
	if b.tmp, err = os.MkdirTemp("", "assay-bench-"); err != nil || b.assay != "" {
		return err
	}
	b.assay = filepath.Join(b.tmp, "assay")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", b.assay, "./cmd/assay")
	build.Stderr = os.Stderr
	return build.Run()
}

func (b *bench) header() {
	fmt.Printf("%s · %s/%s · %d processors · %s · commit %s\n\n", time.Now().UTC().Format("2006-01-02"), runtime.GOOS, runtime.GOARCH,
		runtime.NumCPU(), processor(), strings.TrimSpace(output("git", "rev-parse", "--short", "HEAD")))
	fmt.Println("| What | Bar | Measured | |\n|---|---|---|---|")
}

func (b *bench) row(name, bar string, f figure) {
	state := "holds"
	switch {
	case f.note != "":
		f.text, state = f.note, "not measured"
	case !f.ok:
		state = "**missed**"
		b.missed = true
	}
	fmt.Printf("| %s | %s | %s | %s |\n", name, bar, f.text, state)
}

// sample is one process's cost.
type sample struct {
	wall time.Duration
	rss  int64 // KiB
}

// run measures a command n times, each after before, and gives the medians.
func (b *bench) run(before func(), name string, args ...string) (sample, error) {
	var all []sample
	for range b.runs {
		if before != nil {
			before()
		}
		s, err := once(name, args...)
		if err != nil {
			return s, err
		}
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b sample) int { return cmp.Compare(a.wall, b.wall) })
	mid := all[len(all)/2]
	for _, s := range all {
		mid.rss = max(mid.rss, s.rss)
	}
	return mid, nil
}

// once runs a command; exit code 1 is an answer, all others but 0 are faults.
func once(name string, args ...string) (sample, error) {
	cmd := exec.Command(name, args...)
	var errs strings.Builder
	cmd.Stderr = &errs
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	if cmd.ProcessState == nil {
		return s, err
	}
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.rss = u.Maxrss
	}
	if code := cmd.ProcessState.ExitCode(); code > 1 {
		return s, fmt.Errorf("%s %s: exit %d: %s", filepath.Base(name), strings.Join(args, " "), code, errs.String())
	}
	return s, nil
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return "unknown"
	}
	return string(out)
}

func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown processor"
	}
	for line := range strings.Lines(string(data)) {
		if name, ok := strings.CutPrefix(line, "model name"); ok {
			return strings.TrimSpace(strings.TrimLeft(name, "\t :"))
		}
	}
	return "unknown processor"
}
