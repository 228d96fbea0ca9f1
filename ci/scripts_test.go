package ci_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// fakeAssay records its arguments, writes the reports it is asked for, and
// ends as $FAKE_EXIT says.
const fakeAssay = `#!/bin/sh
echo "$@" >>"$FAKE_LOG"
for a in "$@"; do
  case "$a" in sarif=*|html=*|junit=*|markdown=*) echo "<testsuites/>" >"${a#*=}" ;; esac
done
exit "$FAKE_EXIT"
`

// sandbox is a clone with a branch, and a PATH on which assay is the fake.
type sandbox struct {
	dir, log string
	env      []string
}

func newSandbox(t *testing.T, exit string) sandbox {
	t.Helper()
	for _, tool := range []string{"git", "bash"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: the scripts were not run", tool)
		}
	}
	root := t.TempDir()
	s := sandbox{dir: filepath.Join(root, "clone"), log: filepath.Join(root, "log")}
	bin := filepath.Join(root, "bin")
	writeFile(t, filepath.Join(bin, "assay"), fakeAssay, 0o755)
	s.env = append(os.Environ(),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "FAKE_EXIT="+exit, "FAKE_LOG="+s.log,
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	origin := filepath.Join(root, "origin")
	writeFile(t, filepath.Join(origin, "a.txt"), "one\n", 0o644)
	script := `git init -q -b main . && git add . && git commit -qm one &&
git checkout -q -b change && echo two >b.txt && git add . && git commit -qm two &&
git clone -q --depth 1 --branch change "file://$PWD" ../clone`
	if code, out := s.run(t, origin, nil, script); code != 0 {
		t.Fatalf("set up: %s", out)
	}
	return s
}

// run runs a script with bash and returns its exit code and output.
func (s sandbox) run(t *testing.T, dir string, env []string, script string) (int, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "bash", "-c", script)
	cmd.Dir, cmd.Env = dir, append(append([]string{}, s.env...), env...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

func (s sandbox) arguments(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(s.log)
	if err != nil {
		t.Fatalf("assay was not called: %v", err)
	}
	return string(data)
}

func writeFile(t *testing.T, name, content string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// checkRun holds a finished script to what all CI files promise.
func checkRun(t *testing.T, s sandbox, code int, out, reports string) {
	t.Helper()
	if code != 3 {
		t.Errorf("exit code %d, want assay's 3\n%s", code, out)
	}
	if got := s.arguments(t); !strings.HasPrefix(got, "run ") || !strings.Contains(got, "--base HEAD~1") {
		t.Errorf("called with %s", got)
	}
	for _, name := range []string{"assay.sarif", "assay.html", "assay.xml"} {
		if _, err := os.Stat(filepath.Join(reports, name)); err != nil {
			t.Error(err)
		}
	}
	if code, _ := s.run(t, s.dir, nil, "git merge-base origin/main HEAD"); code != 0 {
		t.Error("the base is not there")
	}
}

func TestBitriseScriptRuns(t *testing.T) {
	bothWays(t, func(t *testing.T, s sandbox) {
		script, err := filepath.Abs("bitrise/step.sh")
		if err != nil {
			t.Fatal(err)
		}
		reports := filepath.Join(t.TempDir(), "a folder")
		code, out := s.run(t, s.dir, []string{
			"assay_directory=" + s.dir, "assay_reports=" + reports, "assay_base=HEAD~1", "assay_version=latest",
			"BITRISEIO_GIT_BRANCH_DEST=main",
		}, `"`+script+`"`)
		checkRun(t, s, code, out, reports)
	})
}

// TestGitHubActionRuns runs the action's scripts one after the other, as a runner does.
func TestGitHubActionRuns(t *testing.T) {
	bothWays(t, func(t *testing.T, s sandbox) {
		runs := documents(t, "github/action.yml")[0]["runs"].(map[string]any)
		files := t.TempDir()
		env := []string{
			"BASE_REF=main", "DIRECTORY=.", "BASE=HEAD~1", "REPORTS=assay reports", "ARGUMENTS=--steps\n--stage\ncode", "ASSAY_VERSION=latest",
			"GITHUB_OUTPUT=" + filepath.Join(files, "output"), "GITHUB_STEP_SUMMARY=" + filepath.Join(files, "summary"), "GITHUB_PATH=" + filepath.Join(files, "path"),
		}
		var code int
		var out string
		for _, step := range runs["steps"].([]any) {
			if script, ok := step.(map[string]any)["run"].(string); ok {
				code, out = s.run(t, s.dir, env, `if [ -f "$GITHUB_PATH" ]; then PATH="$(cat "$GITHUB_PATH"):$PATH"; fi`+"\n"+script)
			}
		}
		checkRun(t, s, code, out, filepath.Join(s.dir, "assay reports"))
		if got := s.arguments(t); !strings.Contains(got, "--steps --stage code") {
			t.Errorf("arguments are lost: %s", got)
		}
		if got := read(t, filepath.Join(files, "output")); got != "exit-code=3\n" {
			t.Errorf("output %q", got)
		}
	})
}

var shellBlock = regexp.MustCompile(`(?s)'''(.*?)'''`)

// TestJenkinsScriptRuns takes the shell out of the shared library's step.
func TestJenkinsScriptRuns(t *testing.T) {
	bothWays(t, func(t *testing.T, s sandbox) {
		script := shellBlock.FindStringSubmatch(read(t, "jenkins/vars/assay.groovy"))[1]
		code, out := s.run(t, s.dir, []string{
			"ASSAY_DIR=.", "ASSAY_VERSION=latest", "ASSAY_BASE=HEAD~1", "ASSAY_REPORTS=assay-reports", "ASSAY_ARGUMENTS=--steps\n--stage\ncode",
			"CHANGE_TARGET=main", "WORKSPACE_TMP=" + t.TempDir(),
		}, script)
		checkRun(t, s, code, out, filepath.Join(s.dir, "assay-reports"))
		if got := s.arguments(t); !strings.Contains(got, "--steps --stage code") {
			t.Errorf("arguments are lost: %s", got)
		}
	})
}

// TestJenkinsfileRuns runs the shell of its two stages.
func TestJenkinsfileRuns(t *testing.T) {
	bothWays(t, func(t *testing.T, s sandbox) {
		var code int
		var out string
		for _, m := range shellBlock.FindAllStringSubmatch(read(t, "jenkins/Jenkinsfile"), -1) {
			code, out = s.run(t, s.dir, []string{"CHANGE_TARGET=main", "WORKSPACE_TMP=" + t.TempDir()}, m[1])
		}
		if got := s.arguments(t); code != 3 || !strings.HasPrefix(got, "run . ") {
			t.Errorf("exit code %d, called with %s\n%s", code, got, out)
		}
		if _, err := os.Stat(filepath.Join(s.dir, "assay-reports/assay.html")); err != nil {
			t.Error(err)
		}
	})
}

// TestGitLabScriptRuns runs the component's script as one shell, as a runner
// does, also where gitlab-ci-local is not installed.
func TestGitLabScriptRuns(t *testing.T) {
	bothWays(t, func(t *testing.T, s sandbox) {
		job := documents(t, "gitlab/templates/assay.yml")[1]["$[[ inputs.job ]]"].(map[string]any)
		var script strings.Builder
		for _, line := range job["script"].([]any) {
			script.WriteString(strings.ReplaceAll(line.(string), "$[[ inputs.arguments ]]", "--base HEAD~1") + "\n")
		}
		code, out := s.run(t, s.dir, []string{
			"ASSAY_DIRECTORY=.", "ASSAY_VERSION=latest", "CI_DEFAULT_BRANCH=main", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main",
		}, "set -eo pipefail\ngit fetch -q --unshallow\n"+script.String())
		checkRun(t, s, code, out, filepath.Join(s.dir, "assay-reports"))
	})
}

// TestShellParses asks bash about every piece of shell, Jenkins' included.
func TestShellParses(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("bash is not installed: the scripts were not parsed")
	}
	scripts := map[string]string{"bitrise/step.sh": read(t, "bitrise/step.sh")}
	for _, name := range []string{"jenkins/Jenkinsfile", "jenkins/vars/assay.groovy"} {
		for _, m := range shellBlock.FindAllStringSubmatch(read(t, name), -1) {
			scripts[name] += m[1]
		}
	}
	for name, script := range scripts {
		cmd := exec.CommandContext(t.Context(), "bash", "-n")
		cmd.Stdin = strings.NewReader(script)
		if out, err := cmd.CombinedOutput(); err != nil || script == "" {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

// TestGroovyBalances is the structural check of what only Jenkins can parse.
func TestGroovyBalances(t *testing.T) {
	for _, name := range []string{"jenkins/Jenkinsfile", "jenkins/vars/assay.groovy"} {
		code := shellBlock.ReplaceAllString(read(t, name), "SHELL")
		code = regexp.MustCompile(`(?m)//.*$|'[^'\n]*'|"[^"\n]*"`).ReplaceAllString(code, "")
		for _, pair := range []string{"{}", "()", "[]"} {
			if a, b := strings.Count(code, pair[:1]), strings.Count(code, pair[1:]); a != b {
				t.Errorf("%s: %d %c, %d %c", name, a, pair[0], b, pair[1])
			}
		}
	}
	for _, section := range []string{"pipeline {", "agent any", "options {", "stages {", "stage('Assay') {", "steps {", "post {"} {
		if !strings.Contains(read(t, "jenkins/Jenkinsfile"), section) {
			t.Errorf("the Jenkinsfile has no %q", section)
		}
	}
}
