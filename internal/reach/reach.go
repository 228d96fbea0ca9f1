// Package reach asks whether a Go program calls the functions that lead to a
// known flaw. The call graph is made by the program govulncheck, in a process
// of its own that is bounded in time and memory, against a database that we
// write from our own index; nothing is asked of a network.
//
//	prog, err := reach.Find()
//	res, err := reach.Run(ctx, moduleDir, advisories, reach.Options{Program: prog})
//
// The analysis loads and type-checks source and runs none of it. It answers
// for this machine's platform and default build tags, without cgo and tests;
// calls through reflection and assembly are not seen. So that "not reached" is
// a hint, never a proof. The package judges nothing.
package reach

import (
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
	"github.com/assay-dev/assay/internal/fault"
)

// The bounds of an analysis that names none.
const (
	DefaultTimeout = 10 * time.Minute
	DefaultMemory  = 2 << 30
)

// Options bound an analysis.
type Options struct {
	Program string        // govulncheck
	Timeout time.Duration // zero: DefaultTimeout
	Memory  int64         // bytes, of each process; zero: DefaultMemory
}

// Frame is one function of a call path.
type Frame struct {
	Module, Version, Package, Function string
	// File is relative to the folder of the module.
	File         string
	Line, Column int
}

// Name is the function as people write it: language.Parse, json.Decoder.Decode.
func (f *Frame) Name() string {
	return strings.TrimPrefix(f.Package[strings.LastIndexByte(f.Package, '/')+1:]+"."+f.Function, ".")
}

// Flaw is a known flaw in a module that the program is built with.
type Flaw struct {
	ID, Module, Version string // Version without the leading v
}

// Result says of flaws in what a module requires whether they are reached.
type Result struct {
	// Seen are the flaws that the analysis looked for, with the call paths that
	// it found, from the program to the flawed function.
	Seen map[Flaw][][]Frame
}

// Find looks govulncheck up on PATH.
func Find() (string, error) {
	prog, err := exec.LookPath("govulncheck")
	if err == nil {
		prog, err = filepath.Abs(prog)
	}
	if err != nil {
		return "", fault.New(fault.Unavailable, "--reach needs the program govulncheck, which is not on PATH").
			WithHelp("go install golang.org/x/vuln/cmd/govulncheck@v1.8.0, and have it and the go toolchain on PATH")
	}
	return prog, nil
}

// maxErrors bounds what is kept of the program's complaints.
const maxErrors = 64 << 10

// Run analyses the module in a folder. An error says why there is no answer.
func Run(ctx context.Context, dir string, list []advisory.Advisory, o Options) (*Result, error) {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Memory <= 0 {
		o.Memory = DefaultMemory
	}
	db, err := os.MkdirTemp("", "assay-reach-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(db) // in the system's folder for such
	if err := writeDatabase(db, list); err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, o.Timeout)
	defer cancel()
	res, err := start(within, dir, db, o)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case within.Err() != nil:
		return nil, fmt.Errorf("the analysis took longer than %s", o.Timeout)
	}
	return res, err
}

func start(ctx context.Context, dir, db string, o Options) (*Result, error) {
	env, err := environment(ctx, dir, db, o.Memory)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, o.Program, "-json", "-db", fileURL(db), "./...")
	cmd.Dir, cmd.Env, cmd.WaitDelay = dir, env, 5*time.Second
	complaints := &tail{}
	cmd.Stderr = complaints
	ownGroup(cmd)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start govulncheck: %w", err)
	}
	defer endGroup(cmd)
	if err := limit(cmd.Process.Pid, o.Memory); err != nil {
		endGroup(cmd)
		return nil, errors.Join(fmt.Errorf("bound its memory: %w", err), cmd.Wait())
	}
	res, readErr := parse(out)
	if readErr != nil {
		endGroup(cmd) // it may still be writing
	}
	if err := cmd.Wait(); err != nil {
		return nil, complaints.reason(dir, err)
	}
	return res, readErr
}

// tail keeps the beginning and the end of what is written to it.
type tail struct{ head, end []byte }

func (t *tail) Write(p []byte) (int, error) {
	n := len(p)
	if room := maxErrors/2 - len(t.head); room > 0 {
		k := min(room, len(p))
		t.head, p = append(t.head, p[:k]...), p[k:]
	}
	t.end = append(t.end, p...)
	if over := len(t.end) - maxErrors/2; over > 0 {
		t.end = append(t.end[:0], t.end[over:]...)
	}
	return n, nil
}

// reason is one line on why the program ended badly, with paths as in the folder.
func (t *tail) reason(dir string, err error) error {
	text := bytes.ReplaceAll(bytes.Join([][]byte{t.head, t.end}, nil), []byte(dir+string(filepath.Separator)), nil)
	if bytes.Contains(text, []byte("out of memory")) || bytes.Contains(text, []byte("cannot allocate memory")) {
		return errors.New("the analysis needs more memory than it may take")
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if plain := strings.TrimPrefix(line, "govulncheck: "); plain != "" && !strings.HasSuffix(plain, "packages:") && !strings.HasSuffix(plain, "patterns:") {
			return fmt.Errorf("govulncheck: %.300s", strings.ToValidUTF8(plain, "\uFFFD"))
		}
	}
	return fmt.Errorf("govulncheck: %w", err)
}
