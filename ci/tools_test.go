package ci_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const workflow = `name: change
on: pull_request
permissions: {contents: read}
jobs:
  assay:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - id: assay
        uses: ./ci/github
        with:
          directory: services
          base: origin/main
          arguments: --steps
          artifact: reports
      - if: always()
        run: echo "${{ steps.assay.outputs.exit-code }} ${{ steps.assay.outputs.sarif }}"
`

// TestActionlint lets actionlint read a workflow that uses the action; it
// checks the action's metadata, inputs and outputs with it.
func TestActionlint(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, ".github/workflows/change.yml"), workflow, 0o644)
	writeFile(t, filepath.Join(dir, "ci/github/action.yml"), read(t, "github/action.yml"), 0o644)
	writeFile(t, filepath.Join(dir, ".git/HEAD"), "ref: refs/heads/main\n", 0o644)
	command := []string{"go", "run", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"}
	if path, err := exec.LookPath("actionlint"); err == nil {
		command = []string{path}
	} else if testing.Short() {
		t.Skip("actionlint is not installed: the GitHub action was not linted")
	}
	cmd := exec.CommandContext(t.Context(), command[0], append(command[1:], "-no-color", "-shellcheck=", "-pyflakes=")...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil && !strings.Contains(string(out), ".yml") {
		t.Skipf("actionlint can't be had: the GitHub action was not linted\n%s", out)
	}
	if err != nil {
		t.Errorf("%s", out)
	}
}

const pipeline = `stages: [check]
include:
  - local: assay.yml
    inputs: {stage: check, job: gate, directory: ".", arguments: "--base HEAD~1"}
`

// TestGitLabCILocal runs the component for real, with a shell for an executor.
func TestGitLabCILocal(t *testing.T) {
	if _, err := exec.LookPath("gitlab-ci-local"); err != nil {
		t.Skip("gitlab-ci-local is not installed (npm install -g gitlab-ci-local@4.61.1): the GitLab component was not run")
	}
	if _, err := exec.LookPath("rsync"); err != nil {
		t.Skip("rsync, which gitlab-ci-local wants, is not installed: the GitLab component was not run")
	}
	bothWays(t, func(t *testing.T, s sandbox) {
		writeFile(t, filepath.Join(s.dir, ".gitlab-ci.yml"), pipeline, 0o644)
		writeFile(t, filepath.Join(s.dir, "assay.yml"), read(t, "gitlab/templates/assay.yml"), 0o644)
		env := []string{"HOME=" + t.TempDir()}
		prepare := "git fetch -q --unshallow && git remote set-url origin git@gitlab.example.com:bank/payments.git && git add . && git commit -qm ci"
		if code, out := s.run(t, s.dir, env, prepare); code != 0 {
			t.Fatalf("set up: %s", out)
		}
		code, out := s.run(t, s.dir, env, "gitlab-ci-local --force-shell-executor gate")
		if code == 0 {
			t.Errorf("the job passes although assay says 3:\n%s", out)
		}
		if !strings.Contains(out, "exited with code 3") && !strings.Contains(out, "exit code 3") && !strings.Contains(out, " 3") {
			t.Errorf("assay's exit code is lost:\n%s", out)
		}
		if got := s.arguments(t); !strings.Contains(got, "--base HEAD~1") || !strings.Contains(got, "junit=assay-reports/assay.xml") {
			t.Errorf("called with %s", got)
		}
		if _, err := os.Stat(filepath.Join(s.dir, "assay-reports/assay.html")); err != nil {
			t.Errorf("the report was not kept: %v\n%s", err, out)
		}
	})
}
