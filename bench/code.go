package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// allButCode are the engines whose warm runs have the bar of the first plan.
const allButCode = "secret,iac,tag,dependency,licence"

// code times the static analysis of a corpus without a memory, in MB.
func (b *bench) code(name string, limit time.Duration, rss int64) figure {
	if f, no := b.missing(name); no {
		return f
	}
	s, err := b.run(b.freshHome, b.assay, "scan", b.corpus(name), "--engine", "sast", "--home", b.home(), "-q", "--format", "json", "-o", filepath.Join(b.tmp, "out.json"))
	if err != nil {
		return fault(err)
	}
	return s.figure(limit, rss)
}

var percent = regexp.MustCompile(`([0-9]+\.[0-9]) ?%`)

// program runs another measuring program on a corpus, and takes the percentage
// from its line that starts with a word.
func (b *bench) program(corpus, pkg, word string, least float64) figure {
	if f, no := b.missing(corpus); no {
		return f
	}
	out, err := exec.Command("go", "run", pkg, b.corpus(corpus)).Output()
	if err != nil {
		return fault(err)
	}
	for line := range strings.Lines(string(out)) {
		if m := percent.FindStringSubmatch(line); m != nil && strings.HasPrefix(line, word) {
			v, err := strconv.ParseFloat(m[1], 64)
			return figure{text: strings.Join(strings.Fields(strings.TrimPrefix(line, word)), " "), ok: err == nil && v >= least}
		}
	}
	return figure{note: fmt.Sprintf("%s printed no line of %s", pkg, word)}
}
