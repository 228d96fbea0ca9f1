//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var perOp = regexp.MustCompile(`(\d+) ns/op`)

// decision runs the benchmark of a decision over 10,000 findings: compiling all
// bundled policies, converting, asking, finding what would flip it.
func (b *bench) decision() figure {
	out, err := exec.Command("go", "test", "./internal/govern/policy", "-run", "^$", "-bench", "Decision", "-benchtime", "10x").Output()
	if err != nil {
		return fault(err)
	}
	m := perOp.FindSubmatch(out)
	if m == nil {
		return figure{note: "the benchmark printed no figure"}
	}
	ns, err := strconv.ParseInt(string(m[1]), 10, 64)
	return figure{text: fmt.Sprintf("%d ms", ns/1e6), ok: err == nil && ns <= 500e6}
}

// evidence takes a figure from bench/evidence by an expression with one group.
func (b *bench) evidence(expr string, ok func(float64) bool, unit string) figure {
	return b.printed(expr, ok, unit, "./bench/evidence", "-dir", b.tmp)
}

// printed takes a figure by an expression with one group from what a program of
// this repository prints, which is run once.
func (b *bench) printed(expr string, ok func(float64) bool, unit string, program ...string) figure {
	key := strings.Join(program, " ")
	if b.prints[key] == nil {
		out, err := exec.Command("go", append([]string{"run"}, program...)...).Output()
		if err != nil {
			return fault(err)
		}
		if b.prints == nil {
			b.prints = map[string][]byte{}
		}
		b.prints[key] = out
	}
	m := regexp.MustCompile(expr).FindSubmatch(b.prints[key])
	if m == nil {
		return figure{note: program[0] + " printed no such figure"}
	}
	v, err := strconv.ParseFloat(string(m[1]), 64)
	return figure{text: string(m[1]) + " " + unit, ok: err == nil && ok(v)}
}

// gate is the whole of assay run on a copy of a corpus, warm, after one more line
// in a file, with its evidence written.
func (b *bench) gate(name, file string, limit time.Duration) figure {
	if f, no := b.missing(name); no {
		return f
	}
	dir := filepath.Join(b.tmp, "gate-"+name)
	if err := copyTree(b.corpus(name), dir); err != nil {
		return fault(err)
	}
	defer os.RemoveAll(dir)
	path, err := pick(dir, file)
	if err != nil {
		return fault(err)
	}
	args := []string{"run", dir, "--home", b.home(), "-q", "--format", "json", "-o", filepath.Join(b.tmp, "out.json")}
	b.freshHome()
	if _, err := once(b.assay, args...); err != nil {
		return fault(err)
	}
	n := 0
	s, err := b.run(func() { n++; appendLine(path, fmt.Sprintf("# change %d", n)) }, b.assay, args...)
	if err != nil {
		return fault(err)
	}
	return s.figure(limit, 0)
}
