package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// DefaultStepTimeout is how long a declared step may take.
const DefaultStepTimeout = 30 * time.Minute

// maxStepOutput is how much of a step's output is kept: its end, in bytes.
const maxStepOutput = 64 << 10

// Step is a declared command of a stage.
type Step struct {
	Dir     string
	Command string // for the shell
	Timeout time.Duration
	// Hide names more variables of the environment that it must not see.
	Hide []string
	Live io.Writer // sees the output as it comes; may be nil
}

// StepResult is how a step went.
type StepResult struct {
	ExitCode int    // as a shell counts: 137 when it was killed, 127 when it could not start
	Output   string // the end of standard output and error together
	Why      string // why it was killed or could not start
	Seconds  float64
}

// RunStep runs a declared step. It sees the environment without Assay's own
// variables: it is not handed a key, though it can read what its user can. Its whole process group ends with it.
func RunStep(ctx context.Context, s Step) StepResult {
	if s.Timeout <= 0 {
		s.Timeout = DefaultStepTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	cmd := shell(ctx, s.Command)
	cmd.Dir = s.Dir
	cmd.Env = stepEnv(s.Hide)
	cmd.WaitDelay = 2 * time.Second
	ownGroup(cmd)
	kept := &tail{max: maxStepOutput}
	var out io.Writer = kept
	if s.Live != nil {
		out = io.MultiWriter(kept, s.Live)
	}
	cmd.Stdout, cmd.Stderr = out, out
	start := time.Now()
	err := cmd.Run()
	endGroup(cmd)
	if errors.Is(err, exec.ErrWaitDelay) && cmd.ProcessState.Success() {
		err = nil // it ended well; only what it left behind held its output open
	}
	res := StepResult{Output: kept.String(), Seconds: time.Since(start).Seconds()}
	var exit *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		res.ExitCode, res.Why = 137, fmt.Sprintf("stopped after %s", s.Timeout)
	case ctx.Err() != nil:
		res.ExitCode, res.Why = 137, "interrupted"
	case errors.As(err, &exit):
		res.ExitCode = exit.ExitCode()
		if res.ExitCode < 0 { // ended by a signal
			res.ExitCode, res.Why = 137, exit.String()
		}
	case err != nil:
		res.ExitCode, res.Why = 127, err.Error()
	}
	return res
}

func shell(ctx context.Context, command string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		return exec.CommandContext(ctx, "cmd", "/C", command)
	}
	return exec.CommandContext(ctx, "sh", "-c", command)
}

func stepEnv(hide []string) []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(kv, "ASSAY_") && !slices.Contains(hide, name) {
			env = append(env, kv)
		}
	}
	return env
}

// tail keeps the end of what is written to it.
type tail struct {
	max  int
	buf  []byte
	lost bool
}

func (t *tail) Write(p []byte) (int, error) {
	t.buf = append(t.buf, p...)
	if len(t.buf) > 2*t.max {
		t.buf = append(t.buf[:0], t.buf[len(t.buf)-t.max:]...)
		t.lost = true
	}
	return len(p), nil
}

func (t *tail) String() string {
	b, lost := t.buf, t.lost
	if len(b) > t.max {
		b, lost = b[len(b)-t.max:], true
	}
	if lost {
		return "… (the beginning is left out)\n" + string(b)
	}
	return string(b)
}
