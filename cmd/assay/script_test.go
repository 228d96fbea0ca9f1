package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/assay-dev/assay/internal/app"
)

// beAssay in the environment makes this test binary the program itself.
const beAssay = "BE_ASSAY"

// TestMain lets the scripts run this very code as the program "assay".
func TestMain(m *testing.M) {
	if os.Getenv(beAssay) != "" {
		os.Exit(app.Main())
	}
	testscript.Main(m, map[string]func(){"assay": func() { os.Exit(app.Main()) }})
}

// TestScript runs the specification of the command line: one file per topic in
// testdata/script.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true, UpdateScripts: os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("ASSAY_HOME", filepath.Join(env.WorkDir, ".home"))
			env.Setenv("HOME", filepath.Join(env.WorkDir, ".user"))
			for k, v := range map[string]string{
				"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com",
				"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_SYSTEM": os.DevNull,
			} {
				env.Setenv(k, v)
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"field":   field,
			"results": results,
			"binary":  binary,
			"sshkey":  sshkey,
			"fill":    fill,
			"replace": replace,
			"glob":    glob,
			"bill":    bill,
			"schema":  schema,
		},
	})
}

// exits CODE PROGRAM ARG…: the program ends with that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM [ARG …]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := "0"
	if err != nil {
		code = exitCode(err)
	}
	if code != args[0] {
		ts.Fatalf("exit code %s, want %s\n%s%s", code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

func exitCode(err error) string {
	if e, ok := err.(interface{ ExitCode() int }); ok {
		b, _ := json.Marshal(e.ExitCode())
		return string(b)
	}
	return err.Error()
}

// field FILE PATH WANT: a value of a JSON file; PATH is dotted, list items by
// number, "#" is a list's length.
func field(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: field FILE PATH WANT")
	}
	var v any
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &v); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	got := lookup(v, args[1])
	if (got == args[2]) == neg {
		ts.Fatalf("%s: %s is %s, want %s (negated: %v)", args[0], args[1], got, args[2], neg)
	}
}

// results FILE OUT: copies a JSON report without its run block, which may vary.
func results(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: results FILE OUT")
	}
	var v map[string]json.RawMessage
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &v); err != nil {
		ts.Fatalf("%s: %v", args[0], err)
	}
	delete(v, "run")
	out, err := json.MarshalIndent(v, "", " ")
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), append(bytes.TrimSpace(out), '\n'), 0o644))
}

// binary FILE SIZE: writes a sparse file of so many MiB.
func binary(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: binary FILE MIB")
	}
	var mib int64
	ts.Check(json.Unmarshal([]byte(args[1]), &mib))
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(f.Truncate(mib << 20))
	ts.Check(f.Close())
}

// replace FILE FROM TO: puts one text in place of another that must be there.
func replace(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace FILE FROM TO")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.ReplaceAll(text, args[1], args[2])), 0o600))
}

// glob PATTERN: sets GLOB to the one file that matches.
func glob(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: glob PATTERN")
	}
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("%s matches %d files", args[0], len(found))
	}
	ts.Setenv("GLOB", found[0])
}
