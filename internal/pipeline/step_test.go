package pipeline

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestRunStep(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are for a POSIX shell")
	}
	t.Setenv("ASSAY_FINGERPRINT_KEY", "made-up")
	for _, c := range []struct {
		command string
		timeout time.Duration
		exit    int
		output  string
		why     string
	}{
		{"echo out; echo err >&2", 0, 0, "out\nerr\n", ""},
		{"exit 7", 0, 7, "", ""},
		{"echo ${ASSAY_FINGERPRINT_KEY:-none}", 0, 0, "none\n", ""},
		{"sleep 60 & echo done", 0, 0, "done\n", ""},
		{"sleep 60 & sleep 60", 50 * time.Millisecond, 137, "", "stopped after 50ms"},
	} {
		r := RunStep(context.Background(), Step{Dir: t.TempDir(), Command: c.command, Timeout: c.timeout})
		if r.ExitCode != c.exit || r.Output != c.output || r.Why != c.why {
			t.Errorf("%s: %+v", c.command, r)
		}
	}
}

func TestStepOutputIsBounded(t *testing.T) {
	kept := &tail{max: 10}
	for range 100 {
		if n, err := kept.Write([]byte("0123456789abc")); n != 13 || err != nil {
			t.Fatal(n, err)
		}
	}
	if s := kept.String(); !strings.HasSuffix(s, "3456789abc") || len(s) > 80 || cap(kept.buf) > 100 {
		t.Errorf("%q, %d kept", s, cap(kept.buf))
	}
}
