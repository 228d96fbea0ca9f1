package change

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// git runs the git program in a folder. It only ever asks about objects and
// the index, never about the work tree, so that no filter, hook, monitor or
// pager that a hostile repository configures is started.
type git struct {
	dir string
	// index is another index file to read, as git hands it to its hooks.
	index string
}

// hardened switches off what a repository's own configuration could start.
var hardened = []string{
	"--no-optional-locks", "--no-pager", "--no-replace-objects",
	"-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull,
	"--literal-pathspecs",
	"-c", "core.untrackedCache=false", "-c", "diff.external=", "-c", "protocol.allow=never",
	"-c", "protocol.ext.allow=never", "-c", "protocol.file.allow=never", "-c", "protocol.ssh.allow=never",
	"-c", "protocol.git.allow=never", "-c", "protocol.http.allow=never", "-c", "protocol.https.allow=never",
	"-c", "core.quotePath=false", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
	"-c", "safe.directory=*", "-c", "log.showSignature=false",
}

func (g git) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", append(append([]string{"-C", g.dir}, hardened...), args...)...)
	cmd.Env = gitEnv()
	if g.index != "" {
		cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+g.index)
	}
	return cmd
}

// gitEnv keeps the person's environment, without what would redirect git away
// from the folder that was named or let it ask questions.
func gitEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
			"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_NAMESPACE",
			"GIT_PREFIX", "GIT_TRACE", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT":
			continue
		}
		env = append(env, kv)
	}
	return append(env, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1", "GIT_OPTIONAL_LOCKS=0")
}

// output runs git and returns what it printed, or what it complained about.
func (g git) output(ctx context.Context, args ...string) (string, error) {
	var out, errb bytes.Buffer
	cmd := g.command(ctx, args...)
	cmd.Stdout, cmd.Stderr = &out, &errb
	if err := cmd.Run(); err != nil {
		return "", gitError(ctx, args, errb.String(), err)
	}
	return out.String(), nil
}

// line is output without the final line break.
func (g git) line(ctx context.Context, args ...string) (string, error) {
	s, err := g.output(ctx, args...)
	return strings.TrimRight(s, "\r\n"), err
}

// stream runs git and hands its output to read; the process has ended when it returns.
func (g git) stream(ctx context.Context, read func(io.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := g.command(ctx, args...)
	var errb bytes.Buffer
	cmd.Stderr = &errb
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return gitError(ctx, args, "", err)
	}
	readErr := read(out)
	if readErr != nil {
		cancel() // git may still be writing
	}
	waitErr := cmd.Wait()
	if readErr != nil {
		return readErr
	}
	if waitErr != nil {
		return gitError(ctx, args, errb.String(), waitErr)
	}
	return nil
}

func gitError(ctx context.Context, args []string, stderr string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, exec.ErrNotFound) {
		return fault.New(fault.Unavailable, "the git program is not on PATH").WithHelp("install git 2.31 or later")
	}
	text := strings.TrimSpace(stderr)
	if text == "" {
		text = err.Error()
	}
	return fmt.Errorf("git %s: %s", args[0], text)
}
