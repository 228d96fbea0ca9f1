// Command sast measures the static analysis on labelled suites.
//
//	go run ./bench/sast [-v] [-warm] [-profile FILE] DIR
//
// DIR is a checkout of OWASP BenchmarkJava or BenchmarkPython, Juliet for Java, Securibench Micro, the PHP Vulnerability
// test suite, the Ant Application Security Testing Benchmark, a suite of twins (see pairs), or of anything else to see the
// time. It runs the engine with the rules that ship, compares with the labels, and prints for each category the true and false positive rates and
// their difference (Youden's index), with the mean.
package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/sast"
	"github.com/assay-dev/assay/rules"
)

func main() {
	misses := flag.Bool("v", false, "list the cases that are wrong")
	warm := flag.Bool("warm", false, "time a second run in which one file has changed")
	profile := flag.String("profile", "", "write a CPU profile to `FILE`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: sast [-v] [-warm] [-profile FILE] DIR")
		os.Exit(2)
	}
	run := func() error { return measure(flag.Arg(0), *misses) }
	if *warm {
		run = func() error { return again(flag.Arg(0), *profile) }
	} else if *profile != "" {
		stop, err := profileTo(*profile)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer stop()
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func profileTo(path string) (func(), error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return pprof.StopCPUProfile, pprof.StartCPUProfile(f)
}

// A label says of some code whether a weakness starts or ends there.
type label struct {
	name, category string
	places         []place // a finding in any of them counts
	cwe            []int   // what a finding must say to count
	real           bool
}

// A place is a file or, when it ends in a slash, a folder; with lines, if to
// is not 0.
type place struct {
	path     string
	from, to int
}

// suites know the labels of a checkout; a suite that is not there has none.
var suites = []func(dir string, files []engine.File) ([]label, error){owasp, juliet, securibench, phpSuite, ant, pairs}

type score struct{ tp, fn, fp, tn int }

func (s score) String() string {
	tpr, fpr := s.rates()
	return fmt.Sprintf("%5d %5d %5d %5d %6.1f%% %6.1f%% %6.1f%%", s.tp, s.fn, s.fp, s.tn, 100*tpr, 100*fpr, 100*(tpr-fpr))
}

// rates are the shares of the real and of the harmless cases that were
// reported.
func (s score) rates() (tpr, fpr float64) {
	return float64(s.tp) / max(1, float64(s.tp+s.fn)), float64(s.fp) / max(1, float64(s.fp+s.tn))
}

func measure(dir string, misses bool) error {
	files, err := read(dir)
	if err != nil {
		return err
	}
	shipped := rules.SAST()
	var labels []label
	for _, s := range suites {
		found, err := s(dir, files)
		if err != nil {
			return err
		}
		labels = append(labels, found...)
	}
	maps.Copy(shipped, antRules(labels))
	known := sast.NewRules(shipped)
	for _, p := range known.Check() {
		fmt.Fprintln(os.Stderr, p)
	}
	start := time.Now()
	out, err := sast.New(known).Extract(context.Background(), files, none{})
	if err != nil {
		return err
	}
	took := time.Since(start)
	if misses {
		for _, g := range out.Gaps {
			fmt.Println(g.Location.Path, g.Reason)
		}
	}
	if len(labels) > 0 {
		compare(labels, out, known, misses)
	}
	fmt.Printf("%d files, %d findings, %d gaps, %.1f s\n", len(files), len(out.Findings), len(out.Gaps), took.Seconds())
	return nil
}

func compare(labels []label, out engine.Output, known *sast.Rules, misses bool) {
	type labelled struct{ place, label int }
	at := map[string][]labelled{} // path or folder → labels
	for i, l := range labels {
		for k, p := range l.places {
			at[p.path] = append(at[p.path], labelled{k, i})
		}
	}
	hit := make([]bool, len(labels))
	for _, f := range out.Findings {
		r, _ := known.Rule(f.Rule)
		// A flow is the case's where it starts, and where it ends.
		ends := []assay.Location{f.Location}
		if len(f.Flow) > 0 {
			ends = append(ends, f.Flow[0].Location)
		}
		for _, end := range ends {
			for p := end.Path; p != ""; p = p[:strings.LastIndexByte(strings.TrimSuffix(p, "/"), '/')+1] {
				for _, a := range at[p] {
					l := &labels[a.label]
					lines := l.places[a.place]
					here := lines.to == 0 || lines.from <= end.Start.Line && end.Start.Line <= lines.to
					if here && slices.ContainsFunc(r.CWE, func(c int) bool { return slices.Contains(l.cwe, c) }) {
						hit[a.label] = true
					}
				}
			}
		}
	}
	scores := map[string]*score{}
	all := score{}
	for i, l := range labels {
		s := scores[l.category]
		if s == nil {
			s = &score{}
			scores[l.category] = s
		}
		for _, s := range []*score{s, &all} {
			switch {
			case l.real && hit[i]:
				s.tp++
			case l.real:
				s.fn++
			case hit[i]:
				s.fp++
			default:
				s.tn++
			}
		}
		if misses && l.real != hit[i] {
			fmt.Printf("%s %s: real %v\n", l.category, l.name, l.real)
		}
	}
	wide := 14
	for n := range scores {
		wide = max(wide, len(n))
	}
	mean := 0.0
	fmt.Printf("%-*s %5s %5s %5s %5s %7s %7s %7s\n", wide, "category", "TP", "FN", "FP", "TN", "TPR", "FPR", "Youden")
	for _, n := range slices.Sorted(maps.Keys(scores)) {
		tpr, fpr := scores[n].rates()
		mean += tpr - fpr
		fmt.Printf("%-*s %v\n", wide, n, scores[n])
	}
	fmt.Printf("%-*s %v\n", wide, "all", all)
	fmt.Printf("%-*s %47.1f%%\n", wide, "mean", 100*mean/float64(len(scores)))
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
	slices.SortFunc(files, func(a, b engine.File) int { return cmp.Compare(a.Path, b.Path) })
	return files, err
}

// none forgets everything.
type none struct{}

func (none) Get(engine.Hash) (engine.Output, bool) { return engine.Output{}, false }
func (none) Put(engine.Hash, engine.Output)        {}
