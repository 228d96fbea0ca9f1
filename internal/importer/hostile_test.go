package importer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/importer"
)

// TestRefused: what is no report is refused as invalid, with the file's name
// and what to do.
func TestRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing":          "",
		"space":            " \n\t",
		"gzip":             "\x1f\x8b\x08\x00\x00",
		"zip":              "PK\x03\x04aaaa",
		"utf-16":           "\xff\xfe{\x00}\x00",
		"utf-16 unmarked":  "{\x00}\x00",
		"no json":          "<<<",
		"other json":       `{"hello": "world"}`,
		"a number":         "12",
		"truncated":        `{"version":"2.1.0","runs":[{"results":[{"ruleId":"x"`,
		"text behind":      `{"version":"2.1.0","runs":[]} {}`,
		"deep":             `{"version":"2.1.0","runs":[` + strings.Repeat("[", 100_000),
		"deep in a result": `{"version":"2.1.0","runs":[{"results":[{"a":` + strings.Repeat(`{"a":`, 100_000),
		"html":             "<!DOCTYPE html><html><body>login</body></html>",
		"unquoted":         `{"version":"2.1.0","runs":[{results:[]}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importer.Read(context.Background(), "some file", strings.NewReader(text), importer.Options{})
			if !errors.Is(err, fault.Invalid) || fault.Help(err) == "" || !strings.Contains(err.Error(), "some file") {
				t.Errorf("got %v (help %q), want an invalid error with the name and help", err, fault.Help(err))
			}
		})
	}
}

func TestFormatMustBeKnown(t *testing.T) {
	_, err := importer.Read(context.Background(), "x", strings.NewReader("{}"), importer.Options{Format: "pdf"})
	if !errors.Is(err, fault.Invalid) || !strings.Contains(fault.Help(err), "sarif") {
		t.Errorf("got %v", err)
	}
}

// TestForcedFormat: a name that contradicts the content, or that nothing in the
// content speaks for, must not make a clean report.
func TestForcedFormat(t *testing.T) {
	sarif := `{"version":"2.1.0","runs":[{"results":[{"ruleId":"a","message":{"text":"b"}}]}]}`
	for text, format := range map[string]string{sarif: "trivy", `{"hello":1}`: "snyk", "{}": "gitlab", "<a/>": "zap"} {
		if rep, err := importer.Read(context.Background(), "x", strings.NewReader(text), importer.Options{Format: format}); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s as %s: %+v, %v", text, format, rep, err)
		}
	}
	for _, text := range []string{"[]", "null"} {
		if _, err := importer.Read(context.Background(), "x", strings.NewReader(text), importer.Options{Format: "trivy"}); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestRedactSeesTexts: messages and snippets pass through it, names do not.
func TestRedactSeesTexts(t *testing.T) {
	text := `{"version":"2.1.0","runs":[{"results":[{"ruleId":"blue-rule","message":{"text":"a blue one"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"blue.go"},"region":{"startLine":1,"snippet":{"text":"paint(blue)"}}}}]}]}]}`
	o := importer.Options{Redact: func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), "blue", "grey")) }}
	rep, err := importer.Read(context.Background(), "x", strings.NewReader(text), o)
	if err != nil {
		t.Fatal(err)
	}
	f := rep.Findings[0]
	if f.Message != "a grey one" || f.Snippet != "paint(grey)" || f.Location.Path != "blue.go" || f.Rule != "unknown/blue-rule" {
		t.Errorf("%+v", f)
	}
}

func TestSourceFailureIsNotBadInput(t *testing.T) {
	broken := io.MultiReader(strings.NewReader(`{"version":"2.1.0","runs":[`+strings.Repeat(" ", 300<<10)), failing{})
	_, err := importer.Read(context.Background(), "x", broken, importer.Options{})
	if err == nil || errors.Is(err, fault.Invalid) || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := importer.Read(ctx, "x", strings.NewReader(`{"version":"2.1.0","runs":[]}`), importer.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestByteOrderMarkIsNoHarm(t *testing.T) {
	rep, err := importer.Read(context.Background(), "x", strings.NewReader("\xef\xbb\xbf"+`{"version":"2.1.0","runs":[{"results":[{"ruleId":"a","message":{"text":"b"}}]}]}`), importer.Options{})
	if err != nil || len(rep.Findings) != 1 {
		t.Errorf("%+v %v", rep, err)
	}
}

func TestBadBytesAreReplacedAndTold(t *testing.T) {
	rep, err := importer.Read(context.Background(), "x", strings.NewReader(`{"version":"2.1.0","runs":[{"results":[{"ruleId":"a","message":{"text":"b`+"\xff"+`c"}}]}]}`), importer.Options{})
	if err != nil || len(rep.Findings) != 1 || len(rep.Gaps) != 1 || rep.Findings[0].Message != "b\uFFFDc" {
		t.Errorf("%+v %v", rep, err)
	}
}

// TestGapsHaveALimit: many broken entries are counted, not listed.
func TestGapsHaveALimit(t *testing.T) {
	text := `{"version":"2.1.0","runs":[{"results":[` + strings.Repeat("null,", 5000) + `null]}]}`
	rep, err := importer.Read(context.Background(), "x", strings.NewReader(text), importer.Options{})
	if err != nil || len(rep.Gaps) > 200 || !strings.Contains(rep.Gaps[len(rep.Gaps)-1].Reason, "more places") {
		t.Errorf("%d gaps, %v", len(rep.Gaps), err)
	}
}

// TestFlowsHaveALimit: of a long flow the ends are kept.
func TestFlowsHaveALimit(t *testing.T) {
	steps := strings.Repeat(`{"location":{"message":{"text":"on the way"}}},`, 3_000)
	text := `{"version":"2.1.0","runs":[{"results":[{"ruleId":"a","message":{"text":"b"},"codeFlows":[{"threadFlows":[{"locations":[` + steps + `{"location":{"message":{"text":"sink"}}}]}]}]}]}]}`
	rep, err := importer.Read(context.Background(), "x", strings.NewReader(text), importer.Options{})
	if err != nil || len(rep.Findings[0].Flow) != 1000 || rep.Findings[0].Flow[999].Message != "sink" || len(rep.Gaps) != 1 {
		t.Errorf("%d steps, gaps %v, %v", len(rep.Findings[0].Flow), rep.Gaps, err)
	}
}

// TestHugeTextIsRefused: a text of a gigabyte is not held in memory.
func TestHugeTextIsRefused(t *testing.T) {
	for _, before := range []string{`{"version":"2.1.0","runs":[{"results":[{"ruleId":"`, `{"version":"2.1.0","runs":[],"x":"`, `<OWASPZAPReport><site><alerts><alertitem><name>`} {
		peak := peakOf(func() {
			r := io.MultiReader(strings.NewReader(before), io.LimitReader(letters{}, 1<<30))
			if _, err := importer.Read(context.Background(), "x", r, importer.Options{}); !errors.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", before, err)
			}
		})
		if peak > 300<<20 {
			t.Errorf("%s: took %d MiB", before, peak>>20)
		}
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// peakOf is how much more memory the system gave while f ran.
func peakOf(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.Sys - before.Sys
}

// manyResults writes a SARIF of n results, rules last, without holding it.
func manyResults(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		fmt.Fprint(w, `{"version":"2.1.0","runs":[{"results":[`)
		for i := range n {
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, `{"ruleId":"R%d","ruleIndex":%d,"message":{"text":"The value of request parameter account reaches the query in method m%d"},"level":"error",
"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/main/java/com/example/app/package%d/Class%d.java","uriBaseId":"%%SRCROOT%%"},
"region":{"startLine":%d,"startColumn":9,"endColumn":60,"snippet":{"text":"    statement.execute(\"select * from t%d where a = \" + account);"}}},"logicalLocations":[{"fullyQualifiedName":"com.example.app.package%d.Class%d.m%d"}]}],
"partialFingerprints":{"primaryLocationLineHash":"%x:1","primaryLocationStartColumnFingerprint":"4"},
"codeFlows":[{"threadFlows":[{"locations":[{"location":{"physicalLocation":{"artifactLocation":{"uri":"src/main/java/com/example/app/In.java"},"region":{"startLine":%d}},"message":{"text":"getParameter(...) : String"}}},{"location":{"physicalLocation":{"artifactLocation":{"uri":"src/main/java/com/example/app/package%d/Class%d.java"},"region":{"startLine":%d}},"message":{"text":"account : String"}}},{"location":{"physicalLocation":{"artifactLocation":{"uri":"src/main/java/com/example/app/package%d/Class%d.java"},"region":{"startLine":%d}},"message":{"text":"... + ..."}}}]}]}]}`,
				i%300, i%300, i, i%100, i%2000, i%900+1, i, i%100, i%2000, i, i*7919, i%400+1, i%100, i%2000, i%900, i%100, i%2000, i%900+1)
		}
		fmt.Fprint(w, `],"tool":{"driver":{"name":"Bench","version":"1","rules":[`)
		for i := range 300 {
			if i > 0 {
				fmt.Fprint(w, ",")
			}
			fmt.Fprintf(w, `{"id":"R%d","shortDescription":{"text":"Rule %d"},"properties":{"security-severity":"8.1","tags":["security","external/cwe/cwe-089"]}}`, i, i)
		}
		fmt.Fprint(w, `]}}}]}`)
		w.Close()
	}()
	return r
}

// TestManyResultsFitInMemory reads 100,000 results with flows (about 150 MB).
func TestManyResultsFitInMemory(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 5_000
	}
	peak := peakOf(func() {
		rep, err := importer.Read(context.Background(), "many", manyResults(n), importer.Options{})
		if err != nil || len(rep.Findings) != n || len(rep.Rules) != 300 || len(rep.Gaps) != 0 {
			t.Fatalf("%v", err)
		}
	})
	if peak > 500<<20 {
		t.Errorf("took %d MiB", peak>>20)
	}
	t.Logf("%d results took %d MiB from the system", n, peak>>20)
}

func BenchmarkSARIF(b *testing.B) {
	for b.Loop() {
		if _, err := importer.Read(context.Background(), "many", manyResults(10_000), importer.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
