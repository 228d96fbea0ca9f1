//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency"
	"github.com/assay-dev/assay/internal/sbom"
	"github.com/assay-dev/assay/rules"
)

// whole measures a cold scan with dependencies.
func (b *bench) whole(name string, limit time.Duration, rss int64) figure {
	if f, no := b.missing(name); no {
		return f
	}
	s, err := b.run(b.freshHome, b.assay, "scan", b.corpus(name), "--engine", "secret,iac,dependency", "--home", b.home(), "-q", "--format", "json", "-o", filepath.Join(b.tmp, "out.json"))
	if err != nil {
		return fault(err)
	}
	return s.figure(limit, rss)
}

// gradle runs the test that holds fineract's coordinates against a list read by hand.
func (b *bench) gradle() figure {
	if f, no := b.missing("fineract"); no {
		return f
	}
	cmd := exec.Command("go", "test", "-count=1", "-run", "Fineract", "-v", "./internal/engine/dependency/gradle")
	cmd.Env = append(os.Environ(), "ASSAY_CORPORA="+b.corpora)
	out, err := cmd.CombinedOutput()
	if bytes.Contains(out, []byte("--- SKIP")) || bytes.Contains(out, []byte("no tests to run")) {
		return figure{note: "the test did not run"}
	}
	text := "all of the list, nothing beyond"
	if err != nil {
		text = "the test fails"
	}
	return figure{text: text, ok: err == nil}
}

// open measures opening the embedded index, many times in this process.
func (b *bench) open() figure {
	const times = 200
	start := time.Now()
	for range times {
		ix, err := advisory.Open(strings.NewReader(rules.Advisories), int64(len(rules.Advisories)))
		if err != nil {
			return fault(err)
		}
		if list, err := ix.Of(assay.NPM, "lodash"); err != nil || len(list) == 0 {
			return fault(fmt.Errorf("lodash: %d, %w", len(list), err))
		}
	}
	took := time.Since(start) / times
	return figure{text: fmt.Sprintf("%.2f ms with one question", took.Seconds()*1000), ok: took <= 50*time.Millisecond}
}

// match measures holding 10,000 components, of which the packages with
// advisories come first, against a freshly opened index.
func (b *bench) match() figure {
	ix, err := advisory.Open(strings.NewReader(rules.Advisories), int64(len(rules.Advisories)))
	if err != nil {
		return fault(err)
	}
	const want = 10_000
	var list []assay.Component
	err = ix.All(func(all []advisory.Advisory) error {
		if len(list) < want {
			list = append(list, assay.Component{Ecosystem: all[0].Ecosystem, Name: all[0].Package, Version: "1.2.3", Root: "lock", Direct: true, Use: assay.Runtime})
		}
		return nil
	})
	for i := len(list); i < want; i++ {
		list = append(list, assay.Component{Ecosystem: assay.NPM, Name: fmt.Sprintf("package-%d", i), Version: "1.2.3", Root: "lock", Use: assay.Runtime})
	}
	if err != nil {
		return fault(err)
	}
	start := time.Now()
	out, err := dependency.NewAnalyser(ix).Analyse(context.Background(), engine.Facts{Components: list})
	if err != nil {
		return fault(err)
	}
	took := time.Since(start)
	return figure{text: fmt.Sprintf("%.0f ms, %d findings", took.Seconds()*1000, len(out.Findings)), ok: took <= 100*time.Millisecond}
}

// sarif measures importing a report of 100,000 results.
func (b *bench) sarif() figure {
	name := filepath.Join(b.tmp, "big.sarif")
	if err := writeSARIF(name, 100_000); err != nil {
		return fault(err)
	}
	s, err := b.run(b.freshHome, b.assay, "import", name, "--dir", b.empty(), "--home", b.home(), "-q", "--format", "json", "-o", filepath.Join(b.tmp, "out.json"))
	if err != nil {
		return fault(err)
	}
	return s.figure(10*time.Second, 500)
}

// writeSARIF writes it piece by piece: a child's largest resident set is at least
// what this process has when it starts it.
func writeSARIF(name string, n int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	fmt.Fprint(w, `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Tool","version":"1","rules":[`)
	for i := range 200 {
		fmt.Fprintf(w, `%s{"id":"R%d","shortDescription":{"text":"Rule %d"},"properties":{"security-severity":"%d","tags":["external/cwe/cwe-89"]}}`, comma(i), i, i, i%10)
	}
	fmt.Fprint(w, `]}},"results":[`)
	for i := range n {
		fmt.Fprintf(w, `%s{"ruleId":"R%d","level":"warning","message":{"text":"Variable v%d comes from outside and reaches a sink"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/p%d/File%d.java"},"region":{"startLine":%d,"snippet":{"text":"call(v%d);"}}}}],"partialFingerprints":{"primaryLocationLineHash":"%x:1"}}`,
			comma(i), i%200, i, i%500, i%3000, i%900+1, i, i)
	}
	fmt.Fprint(w, `]}]}`)
	return errors.Join(w.Flush(), f.Close())
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

// bill measures a process that writes a bill of 300,000 components and reads it back.
func (b *bench) bill() figure {
	self, err := os.Executable()
	if err != nil {
		return fault(err)
	}
	s, err := b.run(func() {}, self, "-child", "bill", "-corpora", filepath.Join(b.tmp, "bom.json"))
	if err != nil {
		return fault(err)
	}
	return s.figure(15*time.Second, 1000)
}

// billChild is what the process of bill does.
func billChild(name string) error {
	const n = 300_000
	d := &sbom.Document{Name: "large", Created: time.Unix(0, 0), Tool: "bench"}
	d.Projects = []assay.Project{{Root: "package.json", Ecosystem: assay.NPM, Complete: true}}
	for i := range n {
		c := assay.Component{
			Ecosystem: assay.NPM, Name: fmt.Sprintf("@scope/package-%d", i), Version: "1.2.3", Root: "package.json", Use: assay.Runtime, Licence: "MIT", Direct: i < 100,
			Location: assay.Location{Path: "package-lock.json", Start: assay.Position{Line: i + 1}}, Checksums: []string{"sha512:" + strings.Repeat("0123456789abcdef", 8)},
		}
		for k := 1; k <= 3 && i*3+k < n; k++ {
			c.Requires = append(c.Requires, fmt.Sprintf("@scope/package-%d@1.2.3", i*3+k))
		}
		d.Components = append(d.Components, c)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := errors.Join(sbom.Write(f, "cyclonedx", d), f.Close()); err != nil {
		return err
	}
	d = nil
	r, err := os.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	back, err := sbom.Read(context.Background(), name, r)
	if err == nil && len(back.Components) != n {
		err = fmt.Errorf("%d of %d components came back", len(back.Components), n)
	}
	return err
}
