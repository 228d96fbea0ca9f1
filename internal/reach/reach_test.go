package reach

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
)

const answer = `{"config":{"protocol_version":"v1.0.0","scan_level":"symbol"}}
{"progress":{"message":"x"}}
{"finding":{"osv":"GO-2000-1","trace":[{"module":"example.com/lib","version":"v1.2.0"}]}}
{"finding":{"osv":"GO-2000-1","trace":[{"module":"example.com/lib","version":"v1.2.0","package":"example.com/lib/lang","function":"Parse","receiver":"*Tag"},
 {"module":"example.com/app","package":"example.com/app","function":"main","position":{"filename":"main.go","line":7,"column":3}}]}}
{"finding":{"osv":"GO-2000-2","trace":[{"module":"stdlib","version":"go1.20.1","package":"net/http"}]}}`

func TestParse(t *testing.T) {
	res, err := parse(strings.NewReader(answer))
	if err != nil {
		t.Fatal(err)
	}
	ways := res.Seen[Flaw{"GO-2000-1", "example.com/lib", "1.2.0"}]
	if len(ways) != 1 || len(ways[0]) != 2 || ways[0][0].Line != 7 || ways[0][1].Name() != "lang.Tag.Parse" {
		t.Errorf("%+v", ways)
	}
	if ways, seen := res.Seen[Flaw{"GO-2000-2", "stdlib", "1.20.1"}]; !seen || len(ways) != 0 {
		t.Errorf("%+v", res.Seen)
	}
	for _, bad := range []string{"", "{", "[]", `{"config":{"scan_level":"package"}}`, `{"finding":{"osv":"GO-2000-1","trace":[{}]}}`} {
		if _, err := parse(strings.NewReader(bad)); err == nil {
			t.Errorf("%q is an answer", bad)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(answer)
	f.Fuzz(func(_ *testing.T, text string) { _, _ = parse(strings.NewReader(text)) })
}

func TestOutside(t *testing.T) {
	dir := t.TempDir()
	list := strings.Join([]string{"bin", "/usr/bin", filepath.Join(dir, "bin"), dir, ".", filepath.Dir(dir)}, string(os.PathListSeparator))
	if got, want := outside(list, dir), "/usr/bin"+string(os.PathListSeparator)+filepath.Dir(dir); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestReason(t *testing.T) {
	for text, want := range map[string]string{
		"": "govulncheck: none",
		"govulncheck: loading packages:\n/m/a.go:1:2: bad\n": "govulncheck: a.go:1:2: bad",
		"x\nfatal error: runtime: out of memory\n":           "the analysis needs more memory than it may take",
	} {
		var c tail
		_, _ = c.Write([]byte(text))
		if got := c.reason("/m", context.Canceled).Error(); got != strings.ReplaceAll(want, "none", context.Canceled.Error()) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// xtext is a record as the index keeps it.
func xtext(t *testing.T) []advisory.Advisory {
	t.Helper()
	list, err := advisory.Parse([]byte(`{"id":"GO-2021-0113","modified":"2023-01-01T00:00:00Z","aliases":["CVE-2021-38561"],"affected":[
		{"package":{"name":"golang.org/x/text","ecosystem":"Go"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"0.3.7"}]}],
		"ecosystem_specific":{"imports":[{"path":"golang.org/x/text/language","symbols":["Parse"]}]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// program makes a module that uses x/text, where its source is to be had.
func program(t *testing.T, body string) (prog, dir string) {
	t.Helper()
	prog, err := Find()
	if err != nil {
		t.Skip("govulncheck is not on PATH: calls are not followed here")
	}
	dir = t.TempDir()
	for name, text := range map[string]string{
		"go.mod":  "module example.com/reach\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.5\n",
		"main.go": "package main\n\nimport \"golang.org/x/text/language\"\n\nfunc main() { " + body + " }\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tidy := exec.Command("go", "mod", "tidy")
	tidy.Dir = dir
	if out, err := tidy.CombinedOutput(); err != nil {
		t.Skipf("golang.org/x/text v0.3.5 is not to be had: %s", out)
	}
	return prog, dir
}

func TestRun(t *testing.T) {
	at := Flaw{"GO-2021-0113", "golang.org/x/text", "0.3.5"}
	for body, want := range map[string][]string{
		`_, _ = language.Parse("de")`: {"reach.main", "language.Parse"},
		`_ = language.German`:         nil,
	} {
		prog, dir := program(t, body)
		res, err := Run(t.Context(), dir, xtext(t), Options{Program: prog})
		if err != nil {
			t.Fatal(err)
		}
		ways, seen := res.Seen[at]
		var got []string
		for _, w := range ways {
			for i := range w {
				got = append(got, w[i].Name())
			}
		}
		if !seen || !slices.Equal(got, want) {
			t.Errorf("%s: %v, looked for: %v", body, got, seen)
		}
	}
}

func TestBounds(t *testing.T) {
	prog, dir := program(t, `_ = language.German`)
	for _, o := range []Options{{Timeout: time.Millisecond}, {Memory: 64 << 20}} {
		o.Program = prog
		if _, err := Run(t.Context(), dir, xtext(t), o); err == nil {
			t.Errorf("%+v is enough", o)
		}
	}
}

// TestHostileModule: neither go.mod nor the environment can name a program to run.
func TestHostileModule(t *testing.T) {
	prog, dir := program(t, `_, _ = language.Parse("de")`)
	mark := filepath.Join(t.TempDir(), "ran")
	evil := filepath.Join(dir, "gopackagesdriver")
	if err := os.WriteFile(evil, []byte("#!/bin/sh\ntouch "+mark+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, kv := range [][2]string{{"GOFLAGS", "-toolexec=" + evil}, {"GOPACKAGESDRIVER", evil}, {"CC", evil}, {"PATH", dir + string(os.PathListSeparator) + os.Getenv("PATH")}} {
		t.Setenv(kv[0], kv[1])
	}
	cgo := "package main\n\n// #cgo pkg-config: x\n// int f() { return 1; }\nimport \"C\"\n\n//go:generate " + evil + "\n"
	if err := os.WriteFile(filepath.Join(dir, "c.go"), []byte(cgo), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), dir, xtext(t), Options{Program: prog}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program of the folder ran")
	}
}
