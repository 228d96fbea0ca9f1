//go:build unix

package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// leaky scores leaky-repo: per file the distinct lines found, up to the lines
// labelled as a risk; beyond are lines past all that a file's label names
// (risk and informative), files without a label included.
func (b *bench) leaky() figure {
	if f, no := b.missing("leaky-repo"); no {
		return f
	}
	out := filepath.Join(b.tmp, "leaky.json")
	b.freshHome()
	if _, err := once(b.assay, "scan", b.corpus("leaky-repo"), "--engine", "secret", "--home", b.home(), "-q", "--format", "json", "-o", out); err != nil {
		return fault(err)
	}
	labels, err := readLabels(filepath.Join(b.corpus("leaky-repo"), ".leaky-meta", "secrets.csv"))
	if err != nil {
		return fault(err)
	}
	lines, err := foundLines(out)
	if err != nil {
		return fault(err)
	}
	hit, all, beyond, beyondRisk := 0, 0, 0, 0
	for path, l := range labels {
		all += l.risk
		hit += min(len(lines[path]), l.risk)
	}
	for path, found := range lines {
		l := labels[path]
		beyond += max(0, len(found)-l.risk-l.informative)
		beyondRisk += max(0, len(found)-l.risk)
	}
	return figure{
		text: fmt.Sprintf("%d of %d, %d beyond any label, %d beyond the risk labels", hit, all, beyond, beyondRisk),
		ok:   hit >= 85 && beyond <= 5,
	}
}

type label struct{ risk, informative int }

func readLabels(path string) (map[string]label, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	labels := map[string]label{}
	for _, row := range rows {
		risk, err1 := strconv.Atoi(row[1])
		info, err2 := strconv.Atoi(row[2])
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("%s: a row that is no label: %v", path, row)
		}
		labels[row[0]] = label{risk, info}
	}
	return labels, nil
}

// foundLines are the distinct lines of a report's findings, by path.
func foundLines(path string) (map[string]map[int]bool, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var v struct {
		Findings []struct {
			Location struct {
				Path  string
				Start struct{ Line int }
			}
		}
	}
	if err := json.Unmarshal(data, &v); err != nil {
		return nil, err
	}
	lines := map[string]map[int]bool{}
	for _, f := range v.Findings {
		if lines[f.Location.Path] == nil {
			lines[f.Location.Path] = map[int]bool{}
		}
		lines[f.Location.Path][f.Location.Start.Line] = true
	}
	return lines, nil
}
