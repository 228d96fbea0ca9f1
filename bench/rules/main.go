// Command rules measures how exactly Assay agrees with the annotated tests of
// a public collection of Semgrep rules.
//
//	go run ./bench/rules [-v] [-only WORD] DIR [LANGUAGE...]
//
// For every rule file with a test beside it, it runs the rule and compares the
// lines. It prints, for each language, how many test files agree exactly, and
// with -v each one that does not, with the lines that differ.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/ruleset"
	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
)

func main() {
	verbose := flag.Bool("v", false, "list what does not agree")
	only := flag.String("only", "", "only rule files whose path contains this")
	flag.Parse()
	if flag.NArg() < 1 {
		fmt.Fprintln(os.Stderr, "usage: rules [-v] [-only WORD] DIR [LANGUAGE...]")
		os.Exit(2)
	}
	if err := measure(flag.Arg(0), flag.Args()[1:], *only, *verbose); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

type tally struct{ files, agree int }

func measure(dir string, langs []string, only string, verbose bool) error {
	tallies := map[string]*tally{}
	total := tally{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(path, only) || strings.Contains(path, "/.") {
			return err
		}
		ext := filepath.Ext(path)
		if ext != ".yaml" && ext != ".yml" || strings.Contains(filepath.Base(path), ".test.") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !strings.Contains(string(data), "rules:") {
			return nil
		}
		rules, problems := ruleset.Parse(path, data)
		for _, test := range ruletest.Targets(path) {
			l := languages.ByPath(test)
			if l == nil || len(langs) > 0 && !slices.Contains(langs, l.ID) {
				continue
			}
			src, err := os.ReadFile(test)
			if err != nil {
				return err
			}
			t := tallies[l.ID]
			if t == nil {
				t = &tally{}
				tallies[l.ID] = t
			}
			name, _ := filepath.Rel(dir, test)
			r := ruletest.Run(rules, name, src)
			for _, p := range problems {
				r.Problems = append(r.Problems, p.Error())
			}
			t.files++
			total.files++
			if r.Agrees() {
				t.agree++
				total.agree++
			} else if verbose {
				fmt.Printf("%s\n%s", name, r)
			}
		}
		return nil
	})
	for _, l := range slices.Sorted(mapKeys(tallies)) {
		t := tallies[l]
		fmt.Printf("%-12s %4d of %4d  %5.1f %%\n", l, t.agree, t.files, 100*float64(t.agree)/float64(t.files))
	}
	if total.files > 0 {
		fmt.Printf("%-12s %4d of %4d  %5.1f %%\n", "all", total.agree, total.files, 100*float64(total.agree)/float64(total.files))
	}
	return err
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
