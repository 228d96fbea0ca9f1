//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// measurement is a row of the table.
type measurement struct {
	name, bar string
	measure   func(*bench) figure
}

// measurements are the bars, in the order of the table.
var measurements = []measurement{
	{"fineract, secrets + infrastructure, cold", "≤ 3.5 s, ≤ 400 MB", func(b *bench) figure { return b.cold("fineract", 3500*time.Millisecond) }},
	{"argo-cd, secrets + infrastructure, cold", "≤ 9 s, ≤ 400 MB", func(b *bench) figure { return b.cold("argo-cd", 9*time.Second) }},
	{"fineract, warm, one source file changed", "≤ 0.5 s, same bytes as cold", func(b *bench) figure { return b.warm("fineract", ".java", allButCode, 500*time.Millisecond) }},
	{"fineract, warm, one manifest changed", "≤ 0.5 s, same bytes as cold", func(b *bench) figure {
		return b.warm("fineract", "kubernetes/fineract-server-deployment.yml", allButCode, 500*time.Millisecond)
	}},
	{"argo-cd, warm, one source file changed", "≤ 0.5 s, same bytes as cold", func(b *bench) figure { return b.warm("argo-cd", ".go", allButCode, 500*time.Millisecond) }},
	{"argo-cd, warm, one manifest changed", "≤ 0.5 s, same bytes as cold", func(b *bench) figure {
		return b.warm("argo-cd", "manifests/install.yaml", allButCode, 500*time.Millisecond)
	}},
	{"terragoat, secrets of the whole history", "≤ 0.6 s", (*bench).history},
	{"terragoat, secrets + infrastructure, cold", "≤ 2 s", func(b *bench) figure { return b.cold("terragoat", 2*time.Second) }},
	{"terragoat, what trivy's own scanners report", "all", func(b *bench) figure { return b.parity("terragoat") }},
	{"cfngoat, what trivy's own scanners report", "all", func(b *bench) figure { return b.parity("cfngoat") }},
	{"leaky-repo, labelled lines found", "≥ 85 of 96, ≤ 5 beyond", (*bench).leaky},
	{"fineract, secrets + infrastructure + dependencies, cold", "≤ 4 s, ≤ 400 MB", func(b *bench) figure { return b.whole("fineract", 4*time.Second, 400) }},
	{"argo-cd, secrets + infrastructure + dependencies, cold", "≤ 10 s", func(b *bench) figure { return b.whole("argo-cd", 10*time.Second, 0) }},
	{"fineract, Gradle coordinates of three modules", "all of a list read by hand", (*bench).gradle},
	{"advisories, opening the index", "≤ 50 ms", (*bench).open},
	{"advisories, 10,000 components matched", "≤ 100 ms", (*bench).match},
	{"import, SARIF of 100,000 findings", "≤ 10 s, ≤ 500 MB", (*bench).sarif},
	{"sbom, 300,000 components written and read", "≤ 15 s, ≤ 1 GB", (*bench).bill},
	{"fineract, source code, cold", "≤ 60 s, ≤ 2 GB", func(b *bench) figure { return b.code("fineract", time.Minute, 2048) }},
	{"fineract, source code, warm, one file changed", "≤ 2 s, same bytes as cold", func(b *bench) figure { return b.warm("fineract", ".java", "sast", 2*time.Second) }},
	{"argo-cd, source code, cold", "≤ 45 s", func(b *bench) figure { return b.code("argo-cd", 45*time.Second, 0) }},
	{"BenchmarkJava 1.2, mean of Youden's indexes", "≥ 85", func(b *bench) figure { return b.program("BenchmarkJava", "./bench/sast", "mean", 85) }},
	{"opengrep-rules, test files that agree exactly", "≥ 90 %", func(b *bench) figure { return b.program("opengrep-rules", "./bench/rules", "all", 90) }},
	{"decision over 10,000 findings, all policies, compile and conversion included", "≤ 500 ms", (*bench).decision},
	{"evidence, appended in batches, durable", "≥ 3,000/s", func(b *bench) figure {
		return b.evidence(`append, batches of 500 +(\d+) entries/s`, func(v float64) bool { return v >= 3000 }, "entries/s")
	}},
	{"evidence, a run's entries appended", "–", func(b *bench) figure {
		return b.evidence(`append of one run's entries +([\d.]+) ms median`, func(float64) bool { return true }, "ms")
	}},
	{"evidence, a log of 100,000 entries verified", "≤ 10 s", func(b *bench) figure {
		return b.evidence(`verify \d+ entries +([\d.]+) s`, func(v float64) bool { return v <= 10 }, "s")
	}},
	{"evidence, one inclusion proof", "≤ 10 ms", func(b *bench) figure {
		return b.evidence(`one inclusion proof +([\d.]+) ms`, func(v float64) bool { return v <= 10 }, "ms")
	}},
	{"fineract, assay run, warm, one manifest changed, evidence written", "≤ 0.5 s", func(b *bench) figure {
		return b.gate("fineract", "kubernetes/fineract-server-deployment.yml", 500*time.Millisecond)
	}},
	{"argo-cd, assay run, warm, one manifest changed, evidence written", "≤ 0.5 s", func(b *bench) figure {
		return b.gate("argo-cd", "manifests/install.yaml", 500*time.Millisecond)
	}},
	{"assay --help", "≤ 60 ms", func(b *bench) figure { return b.start(60*time.Millisecond, "--help") }},
	{"assay run on an empty folder", "≤ 150 ms", func(b *bench) figure { return b.start(150*time.Millisecond, "run", b.empty()) }},
	{"pre-commit: scan --staged on argo-cd", "≤ 1 s", (*bench).staged},
	{"stripped program", "≤ 175 MB", (*bench).size},
	{"peer: gitleaks on fineract", "–", func(b *bench) figure { return b.peer("gitleaks", "dir", "--no-banner", b.corpus("fineract")) }},
	{"peer: gitleaks on argo-cd", "–", func(b *bench) figure { return b.peer("gitleaks", "dir", "--no-banner", b.corpus("argo-cd")) }},
	{"peer: trivy on fineract", "–", func(b *bench) figure {
		return b.peer("trivy", "fs", "--scanners", "secret,misconfig", b.corpus("fineract"))
	}},
	{"peer: trivy on argo-cd", "–", func(b *bench) figure {
		return b.peer("trivy", "fs", "--scanners", "secret,misconfig", b.corpus("argo-cd"))
	}},
	{"peer: trivy on terragoat", "–", func(b *bench) figure { return b.peer("trivy", "fs", "--scanners", "misconfig", b.corpus("terragoat")) }},
}

func (b *bench) corpus(name string) string { return filepath.Join(b.corpora, name) }

func (b *bench) missing(name string) (figure, bool) {
	if _, err := os.Stat(b.corpus(name)); err != nil {
		return figure{note: "the corpus " + name + " is not there"}, true
	}
	return figure{}, false
}

func (b *bench) home() string { return filepath.Join(b.tmp, "home") }

func (b *bench) freshHome() { os.RemoveAll(b.home()) }

func fault(err error) figure { return figure{note: err.Error()} }

func (s sample) figure(limit time.Duration, rss int64) figure {
	text := fmt.Sprintf("%.2f s, %d MB", s.wall.Seconds(), s.rss>>10)
	return figure{text: text, ok: s.wall <= limit && (rss == 0 || s.rss>>10 <= rss)}
}

func (b *bench) cold(name string, limit time.Duration) figure {
	if f, no := b.missing(name); no {
		return f
	}
	s, err := b.run(b.freshHome, b.assay, "scan", b.corpus(name), "--engine", "secret,iac", "--home", b.home(), "-q", "--format", "json", "-o", filepath.Join(b.tmp, "out.json"))
	if err != nil {
		return fault(err)
	}
	return s.figure(limit, 400)
}

func (b *bench) history() figure {
	if f, no := b.missing("terragoat"); no {
		return f
	}
	s, err := b.run(b.freshHome, b.assay, "scan", b.corpus("terragoat"), "--history", "--engine", "secret", "--home", b.home(), "-q", "--format", "json", "-o", filepath.Join(b.tmp, "out.json"))
	if err != nil {
		return fault(err)
	}
	return s.figure(600*time.Millisecond, 0)
}

func (b *bench) start(limit time.Duration, args ...string) figure {
	if args[0] != "--help" {
		args = append(args, "--home", b.home())
	}
	s, err := b.run(b.freshHome, b.assay, args...)
	if err != nil {
		return fault(err)
	}
	return figure{text: fmt.Sprintf("%d ms", s.wall.Milliseconds()), ok: s.wall <= limit}
}

func (b *bench) empty() string {
	dir := filepath.Join(b.tmp, "empty")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		panic(err) // our own temporary folder
	}
	return dir
}

// warm changes one file of a copy (a path, or the first file with that ending)
// and compares the run after it, timed, with a cold run on the same files.
func (b *bench) warm(name, file, engines string, limit time.Duration) figure {
	if f, no := b.missing(name); no {
		return f
	}
	dir := filepath.Join(b.tmp, "warm-"+name)
	if err := copyTree(b.corpus(name), dir); err != nil {
		return fault(err)
	}
	defer os.RemoveAll(dir)
	path, err := pick(dir, file)
	if err != nil {
		return fault(err)
	}
	out := filepath.Join(b.tmp, "out.json")
	args := []string{"scan", dir, "--engine", engines, "--home", b.home(), "-q", "--format", "json", "-o", out}
	b.freshHome()
	if _, err := once(b.assay, args...); err != nil {
		return fault(err)
	}
	n := 0
	s, err := b.run(func() { n++; appendLine(path, fmt.Sprintf("# change %d", n)) }, b.assay, args...)
	if err != nil {
		return fault(err)
	}
	warm := results(out)
	b.freshHome()
	if _, err := once(b.assay, args...); err != nil {
		return fault(err)
	}
	f := s.figure(limit, 0)
	if same := bytes.Equal(warm, results(out)); same {
		f.text += ", same bytes"
	} else {
		f.text, f.ok = f.text+", results differ", false
	}
	return f
}

func pick(dir, file string) (string, error) {
	if !strings.HasPrefix(file, ".") {
		path := filepath.Join(dir, file)
		_, err := os.Stat(path)
		return path, err
	}
	list := strings.Split(output("git", "-C", dir, "ls-files", "*"+file), "\n")
	return filepath.Join(dir, list[len(list)/2]), nil
}

func copyTree(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	return exec.Command("cp", "-a", from, to).Run()
}

func appendLine(path, line string) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = fmt.Fprintln(f, line)
		f.Close()
	}
	if err != nil {
		panic(err) // our own copy
	}
}

// results is a report without its run block.
func results(path string) []byte {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	var v map[string]json.RawMessage
	if err := json.Unmarshal(data, &v); err != nil {
		return nil
	}
	delete(v, "run")
	out, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return out
}

func (b *bench) staged() figure {
	if f, no := b.missing("argo-cd"); no {
		return f
	}
	dir := filepath.Join(b.tmp, "staged")
	if err := copyTree(b.corpus("argo-cd"), dir); err != nil {
		return fault(err)
	}
	defer os.RemoveAll(dir)
	path, err := pick(dir, ".go")
	if err != nil {
		return fault(err)
	}
	appendLine(path, "// one more line")
	if err := exec.Command("git", "-C", dir, "add", "-A").Run(); err != nil {
		return fault(err)
	}
	b.freshHome()
	s, err := b.run(nil, b.assay, "scan", dir, "--staged", "--fail-on", "high", "--home", b.home(), "-q")
	if err != nil {
		return fault(err)
	}
	return s.figure(time.Second, 0)
}

func (b *bench) size() figure {
	info, err := os.Stat(b.assay)
	if err != nil {
		return fault(err)
	}
	const megabyte = 1_000_000
	return figure{text: fmt.Sprintf("%.0f MB", float64(info.Size())/megabyte), ok: info.Size() <= 175*megabyte}
}

func (b *bench) peer(name string, args ...string) figure {
	path, err := exec.LookPath(name)
	if err != nil {
		return figure{note: name + " is not on PATH"}
	}
	s, err := b.run(nil, path, args...)
	if err != nil {
		return fault(err)
	}
	return figure{text: fmt.Sprintf("%.2f s, %d MB", s.wall.Seconds(), s.rss>>10), ok: true}
}
