package examples_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestExamplesCompileAndRun builds each example with its language's own tool
// and lets it check itself. A missing tool is said, not failed.
func TestExamplesCompileAndRun(t *testing.T) {
	out := t.TempDir()
	java, _ := filepath.Glob("trading-platform/src/com/example/trading/*.java")
	for i, f := range java {
		java[i] = strings.TrimPrefix(f, "trading-platform/")
	}
	for _, c := range []struct {
		dir     string
		command []string
	}{
		{"payment-gateway", []string{"go", "vet", "./..."}},
		{"payment-gateway", []string{"go", "test", "./..."}},
		{"payment-gateway", []string{"go", "build", "-o", filepath.Join(out, "gateway"), "."}},
		{"trading-platform", append([]string{"javac", "-d", out}, java...)},
		{"trading-platform", []string{"java", "-cp", out, "com.example.trading.Main", "--check"}},
		{"fraud-detection", []string{"python3", "-m", "py_compile", "app.py", "scoring.py"}},
		{"fraud-detection", []string{"python3", "app.py", "--check"}},
		{"mobile-banking", []string{"node", "--check", "server.js"}},
		{"mobile-banking", []string{"node", "server.js", "--check"}},
	} {
		t.Run(c.dir+"/"+strings.Join(c.command[:2], " "), func(t *testing.T) { try(t, c.dir, out, c.command...) })
	}
}

// try runs a command offline, and skips when its program is not installed.
func try(t *testing.T, dir, scratch string, command ...string) string {
	t.Helper()
	if _, err := exec.LookPath(command[0]); err != nil {
		t.Skipf("%s is not installed: this example was not compiled", command[0])
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "PYTHONPYCACHEPREFIX="+scratch)
	output, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command, " "), err, output)
	}
	return string(output)
}
