//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// parity runs trivy's own scanners (bench/oracle) beside ours and counts what
// they report and we do not. A line that trivy leaves open (0) matches any.
func (b *bench) parity(name string) figure {
	if f, no := b.missing(name); no {
		return f
	}
	oracle := exec.Command("go", "-C", "bench/oracle", "run", ".", b.corpus(name))
	text, err := oracle.Output()
	if err != nil {
		return figure{note: "the oracle does not run: " + err.Error()}
	}
	out := filepath.Join(b.tmp, "parity.json")
	b.freshHome()
	if _, err := once(b.assay, "scan", b.corpus(name), "--engine", "iac", "--home", b.home(), "-q", "--format", "json", "-o", out); err != nil {
		return fault(err)
	}
	exact, open, err := infrastructure(out)
	if err != nil {
		return fault(err)
	}
	theirs := strings.Fields(strings.ReplaceAll(strings.TrimSpace(string(text)), " ", "\x00"))
	var missed []string
	for _, line := range theirs {
		rule, place, _ := strings.Cut(line, "\x00")
		path := place[:strings.LastIndexByte(place, ':')]
		switch {
		case exact[rule+" "+place] > 0:
			exact[rule+" "+place]--
		case strings.HasSuffix(place, ":0") && open[rule+" "+path]:
		default:
			missed = append(missed, rule+" "+place)
		}
	}
	if len(missed) > 0 {
		fmt.Fprintf(os.Stderr, "missed on %s:\n  %s\n", name, strings.Join(slices.Compact(missed), "\n  "))
	}
	return figure{text: fmt.Sprintf("%d of %d found", len(theirs)-len(missed), len(theirs)), ok: len(missed) == 0}
}

// infrastructure counts our findings by "RULE PATH:LINE", and lists "RULE PATH".
func infrastructure(report string) (exact map[string]int, open map[string]bool, err error) {
	data, err := os.ReadFile(report)
	if err != nil {
		return nil, nil, err
	}
	var v struct {
		Findings []struct {
			Rule     string
			Location struct {
				Path  string
				Start struct{ Line int }
			}
		}
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, nil, err
	}
	exact, open = map[string]int{}, map[string]bool{}
	for _, f := range v.Findings {
		rule := strings.TrimPrefix(f.Rule, "iac/")
		exact[fmt.Sprintf("%s %s:%d", rule, f.Location.Path, f.Location.Start.Line)]++
		open[rule+" "+f.Location.Path] = true
	}
	return exact, open, nil
}
