package cli

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// Programs in the place of git and go: a repository with three tags, and a
// build that leaves an assay which says what it was built from and called with.
const (
	fakeGit = `#!/bin/sh
case "$*" in
*ls-remote*) printf '%s\trefs/tags/%s\n' 0 v2.0.0-rc.1 0 v1.10.0 0 v1.9.0 ;;
*clone*) echo "$*" >"$FAKE/cloned" ;;
esac
`
	fakeGo = `#!/bin/sh
case "$1" in
env) echo "$FAKE/gopath" ;;
build)
  while [ "$1" != -o ]; do shift; done
  mkdir -p "$2"
  printf '#!/bin/sh\necho "$*" >"$FAKE/called"\n' >"$2/assay"
  chmod +x "$2/assay" ;;
esac
`
)

// TestInitialPipelinesInstall runs the shell of each CI file that init writes
// on a machine that has no assay; ci/ tests the same lines with a real build.
func TestInitialPipelinesInstall(t *testing.T) {
	programs := map[string]string{}
	for _, name := range []string{"bash", "sh", "awk", "cat", "chmod", "mkdir", "mktemp", "rm"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Skipf("%s is not installed: the files were not run", name)
		}
		programs[name] = path
	}
	for ci, file := range ciFiles {
		t.Run(ci, func(t *testing.T) {
			dir, fake := t.TempDir(), t.TempDir()
			if err := initialise(Env{Stdout: io.Discard}, dir, ci, false); err != nil {
				t.Fatal(err)
			}
			for name, text := range map[string]string{"git": fakeGit, "go": fakeGo} {
				if err := os.WriteFile(filepath.Join(fake, name), []byte(text), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			for name, path := range programs {
				if err := os.Symlink(path, filepath.Join(fake, name)); err != nil {
					t.Fatal(err)
				}
			}
			// each step is a shell of its own, with what the one before left for its PATH
			for _, script := range scripts(t, ci, filepath.Join(dir, file[1])) {
				cmd := exec.CommandContext(t.Context(), programs["bash"], "-e", "-c",
					`if [ -f "$GITHUB_PATH" ]; then PATH="$(cat "$GITHUB_PATH"):$PATH"; fi`+"\n"+script)
				cmd.Dir = dir
				cmd.Env = []string{
					"PATH=" + fake, "FAKE=" + fake, "CHANGE_TARGET=", "WORKSPACE_TMP=" + filepath.Join(fake, "tmp"),
					"GITHUB_PATH=" + filepath.Join(fake, "path"), "BITRISE_DEPLOY_DIR=" + dir, "BITRISEIO_GIT_BRANCH_DEST=main",
				}
				if out, err := cmd.CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s\n%s", err, out, script)
				}
			}
			for name, want := range map[string]string{
				"cloned": "--branch v1.10.0 https://github.com/assay-dev/assay ",
				"called": "run --report ",
			} {
				got, err := os.ReadFile(filepath.Join(fake, name))
				if err != nil || !strings.Contains(string(got), want) {
					t.Errorf("%s: got %q, %v; want %q", name, got, err, want)
				}
			}
		})
	}
}

// scripts are the pieces of shell in a CI file, in their order.
func scripts(t *testing.T, ci, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if ci == "jenkins" {
		var out []string
		for _, m := range regexp.MustCompile(`(?s)sh (?:'''(.*?)'''|'(.*?)')`).FindAllStringSubmatch(string(data), -1) {
			out = append(out, m[1]+m[2])
		}
		return out
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	out := shellOf(&doc)
	if ci == "gitlab" { // one shell runs them all
		return []string{strings.Join(out, "\n")}
	}
	return out
}

// shellOf collects what stands at the keys that hold shell: run (GitHub),
// script (GitLab) and content (Bitrise).
func shellOf(n *yaml.Node) []string {
	var out []string
	for i, c := range n.Content {
		key := ""
		if n.Kind == yaml.MappingNode && i%2 == 1 {
			key = n.Content[i-1].Value
		}
		switch {
		case (key == "run" || key == "content") && c.Kind == yaml.ScalarNode:
			out = append(out, c.Value)
		case key == "script" && c.Kind == yaml.SequenceNode:
			for _, line := range c.Content {
				out = append(out, line.Value)
			}
		default:
			out = append(out, shellOf(c)...)
		}
	}
	return out
}
