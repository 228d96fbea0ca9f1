// Command sast measures the static analysis on the OWASP Benchmark for Java.
//
//	go run ./bench/sast DIR
//
// DIR is a checkout of BenchmarkJava, or of anything else to see the time. It runs the engine with the rules that
// ship, compares with the labels, and prints for each category the true and
// false positive rates and their difference (Youden's index), with the mean.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/rules"
)

// categories says which weakness a finding must have to count.
var categories = map[string][]int{
	"cmdi": {78}, "crypto": {327}, "hash": {328}, "ldapi": {90}, "pathtraver": {22}, "securecookie": {614},
	"sqli": {89}, "trustbound": {501}, "weakrand": {330}, "xpathi": {643}, "xss": {79},
}

func main() {
	misses := flag.Bool("v", false, "list the cases that are wrong")
	warm := flag.Bool("warm", false, "time a second run in which one file has changed")
	profile := flag.String("profile", "", "write a CPU profile to `FILE`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: sast [-v] BENCHMARKJAVA")
		os.Exit(2)
	}
	if *warm {
		if err := again(flag.Arg(0), *profile); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer pprof.StopCPUProfile()
	}
	if err := measure(flag.Arg(0), *misses); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type score struct{ tp, fn, fp, tn int }

func measure(dir string, misses bool) error {
	files, err := read(dir)
	if err != nil {
		return err
	}
	known := sast.NewRules(rules.SAST())
	for _, p := range known.Check() {
		fmt.Fprintln(os.Stderr, p)
	}
	e := sast.New(known)
	start := time.Now()
	out, err := e.Extract(context.Background(), files, none{})
	if err != nil {
		return err
	}
	took := time.Since(start)
	if misses {
		for _, g := range out.Gaps {
			fmt.Println(g.Location.Path, g.Reason)
		}
	}
	found := map[string]map[int]bool{}
	for _, f := range out.Findings {
		name := strings.TrimSuffix(filepath.Base(f.Location.Path), ".java")
		if found[name] == nil {
			found[name] = map[int]bool{}
		}
		r, _ := known.Rule(f.Rule)
		for _, c := range r.CWE {
			found[name][c] = true
		}
	}
	labels, err := os.Open(filepath.Join(dir, "expectedresults-1.2.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("%d files, %d findings, %d gaps, %.1f s\n", len(files), len(out.Findings), len(out.Gaps), took.Seconds())
		return nil
	}
	if err != nil {
		return err
	}
	defer labels.Close()
	r := csv.NewReader(labels)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		return err
	}
	scores := map[string]*score{}
	for _, row := range rows {
		if len(row) < 3 || strings.HasPrefix(row[0], "#") {
			continue
		}
		s := scores[row[1]]
		if s == nil {
			s = &score{}
			scores[row[1]] = s
		}
		hit := slices.ContainsFunc(categories[row[1]], func(c int) bool { return found[row[0]][c] })
		real := strings.TrimSpace(row[2]) == "true"
		switch {
		case real && hit:
			s.tp++
		case real:
			s.fn++
		case hit:
			s.fp++
		default:
			s.tn++
		}
		if misses && real != hit {
			fmt.Printf("%s %s: real %v\n", row[1], row[0], real)
		}
	}
	var names []string
	for n := range scores {
		names = append(names, n)
	}
	slices.Sort(names)
	mean := 0.0
	fmt.Printf("%-14s %5s %5s %5s %5s %7s %7s %7s\n", "category", "TP", "FN", "FP", "TN", "TPR", "FPR", "Youden")
	for _, n := range names {
		s := scores[n]
		tpr, fpr := float64(s.tp)/float64(s.tp+s.fn), float64(s.fp)/float64(s.fp+s.tn)
		mean += tpr - fpr
		fmt.Printf("%-14s %5d %5d %5d %5d %6.1f%% %6.1f%% %6.1f%%\n", n, s.tp, s.fn, s.fp, s.tn, 100*tpr, 100*fpr, 100*(tpr-fpr))
	}
	fmt.Printf("%-14s %47.1f%%\n", "mean", 100*mean/float64(len(names)))
	fmt.Printf("%d files, %d findings, %d gaps, %.1f s\n", len(files), len(out.Findings), len(out.Gaps), took.Seconds())
	return nil
}

func read(dir string) ([]engine.File, error) {
	var files []engine.File
	e := sast.New(sast.NewRules(nil))
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		if err == nil && e.Selects(rel, data) {
			files = append(files, engine.File{Path: filepath.ToSlash(rel), Data: data, Hash: sha256.Sum256(data)})
		}
		return err
	})
	slices.SortFunc(files, func(a, b engine.File) int { return strings.Compare(a.Path, b.Path) })
	return files, err
}

// none forgets everything.
type none struct{}

func (none) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (none) Put(engine.Hash, engine.Output)        {}

// again runs twice with a memory, the second time with one file changed, and
// profiles and times that.
func again(dir, profile string) error {
	files, err := read(dir)
	if err != nil {
		return err
	}
	memo := &kept{m: map[engine.Hash]engine.Output{}}
	if _, err := sast.New(sast.NewRules(rules.SAST())).Extract(context.Background(), files, memo); err != nil {
		return err
	}
	largest := 0
	for i := range files {
		if len(files[i].Data) > len(files[largest].Data) && len(files[i].Data) < 400_000 {
			largest = i
		}
	}
	f := &files[largest]
	f.Data = append([]byte("\n"), f.Data...)
	f.Hash = sha256.Sum256(f.Data)
	e := sast.New(sast.NewRules(rules.SAST()))
	if profile != "" {
		w, err := os.Create(profile)
		if err == nil {
			err = pprof.StartCPUProfile(w)
		}
		if err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	start := time.Now()
	out, err := e.Extract(context.Background(), files, memo)
	fmt.Printf("%s changed: %d findings, %.2f s\n", f.Path, len(out.Findings), time.Since(start).Seconds())
	return err
}

// kept remembers in memory.
type kept struct {
	mu sync.Mutex
	m  map[engine.Hash]engine.Output
}

func (k *kept) Get(key engine.Hash) (engine.Output, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	out, ok := k.m[key]
	return out, ok
}

func (k *kept) Put(key engine.Hash, out engine.Output) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.m[key] = out
}
