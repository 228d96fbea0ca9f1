package ci_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// install is the shell that builds Assay from a clone into "$bin".
const install = "../internal/cli/initial/install.sh"

// installers are the files that have these lines too.
var installers = []string{
	"jenkins/Jenkinsfile", "jenkins/vars/assay.groovy", "gitlab/templates/assay.yml", "bitrise/step.sh", "github/action.yml",
}

var margin = regexp.MustCompile(`(?m)^ +`)

func TestInstallIsTheSameEverywhere(t *testing.T) {
	want := margin.ReplaceAllString(read(t, install), "")
	for _, name := range installers {
		if !strings.Contains(margin.ReplaceAllString(read(t, name), ""), want) {
			t.Errorf("%s does not install as %s does", name, install)
		}
	}
}

// published is a program in the place of Assay's: it does what fakeAssay does
// and names the version it was built from. Like Assay it needs a replace.
const published = `package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
	"strings"

	"example.com/far"
)

func main() {
	info, _ := debug.ReadBuildInfo()
	far.Must(os.WriteFile(os.Getenv("FAKE_LOG")+".version", []byte(info.Main.Version), 0o644))
	log, err := os.OpenFile(os.Getenv("FAKE_LOG"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	far.Must(err)
	fmt.Fprintln(log, strings.Join(os.Args[1:], " "))
	for _, a := range os.Args[1:] {
		if format, name, ok := strings.Cut(a, "="); ok && strings.Contains("sarif html junit markdown", format) {
			far.Must(os.WriteFile(name, []byte("<testsuites/>"), 0o644))
		}
	}
	code, _ := strconv.Atoi(os.Getenv("FAKE_EXIT"))
	os.Exit(code)
}
`

// publish takes the fake off the PATH and makes a repository of it instead, so
// that the scripts must build it. Nothing leaves this machine.
func (s *sandbox) publish(t *testing.T) {
	t.Helper()
	root := filepath.Dir(s.dir)
	source := filepath.Join(root, "source")
	for name, content := range map[string]string{
		"go.mod":            "module github.com/assay-dev/assay\n\ngo 1.26.0\n\nrequire example.com/far v0.0.0\n\nreplace example.com/far => ./tools/far\n",
		"cmd/assay/main.go": published,
		"tools/far/go.mod":  "module example.com/far\n\ngo 1.26.0\n",
		"tools/far/must.go": "package far\n\nfunc Must(err error) {\n\tif err != nil {\n\t\tpanic(err)\n\t}\n}\n",
	} {
		writeFile(t, filepath.Join(source, name), content, 0o644)
	}
	// in an order that neither time nor the alphabet would put right
	script := `git init -q -b main . && git add . &&
for v in v1.9.0 v1.10.0 v1.2.0 v1.11.0-rc.1 vNext nightly; do git commit -q --allow-empty -m "$v" && git tag "$v" || exit 1; done &&
git clone -q --bare . ../published && git init -q --bare ../empty`
	if code, out := s.run(t, source, nil, script); code != 0 {
		t.Fatalf("set up: %s", out)
	}
	cache, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	s.env = append(s.env, "PATH="+pathWithout("assay"), "ASSAY_REPOSITORY=file://"+filepath.Join(root, "published"),
		"GOPATH="+filepath.Join(root, "go"), "GOCACHE="+strings.TrimSpace(string(cache)), "GOFLAGS=-buildvcs=auto", "GOPROXY=off", "GOWORK=off")
}

// pathWithout is the PATH without the folders that have such a program.
func pathWithout(program string) string {
	var dirs []string
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, program)); err != nil {
			dirs = append(dirs, dir)
		}
	}
	return strings.Join(dirs, string(os.PathListSeparator))
}

// built is the version of the program that a script built and called.
func (s sandbox) built(t *testing.T) string {
	t.Helper()
	return read(t, s.log+".version")
}

// bothWays tests a script with Assay on the PATH and without.
func bothWays(t *testing.T, test func(t *testing.T, s sandbox)) {
	t.Run("on the PATH", func(t *testing.T) { test(t, newSandbox(t, "3")) })
	t.Run("from a clone", func(t *testing.T) {
		s := newSandbox(t, "3")
		s.publish(t)
		test(t, s)
		if got := s.built(t); got != "v1.10.0" {
			t.Errorf("built %s, want the newest release", got)
		}
	})
}

// TestInstall runs the lines with a plain shell.
func TestInstall(t *testing.T) {
	s := newSandbox(t, "0")
	s.publish(t)
	lines, err := filepath.Abs(install)
	if err != nil {
		t.Fatal(err)
	}
	empty, nowhere := filepath.Join(filepath.Dir(s.dir), "empty"), filepath.Join(filepath.Dir(s.dir), "nowhere")
	for name, c := range map[string]struct {
		env  []string
		code int
		want string // the version built, or what is said
	}{
		"latest":        {nil, 0, "v1.10.0"},
		"pinned":        {[]string{"ASSAY_VERSION=v1.9.0"}, 0, "v1.9.0"},
		"pre-release":   {[]string{"ASSAY_VERSION=v1.11.0-rc.1"}, 0, "v1.11.0-rc.1"},
		"no such tag":   {[]string{"ASSAY_VERSION=v3.0.0"}, 3, "v3.0.0 not found"},
		"no release":    {[]string{"ASSAY_REPOSITORY=" + empty}, 3, "assay: no release"},
		"no repository": {[]string{"ASSAY_REPOSITORY=" + nowhere}, 3, "does not appear to be a git repository"},
		"hostile":       {[]string{"ASSAY_VERSION=v1.9.0; touch ../hostile #"}, 3, "not found"},
		"no code":       {[]string{"ASSAY_VERSION=latest", "CGO_ENABLED=0", "GOOS=nonsense"}, 3, "unsupported GOOS/GOARCH pair"},
	} {
		t.Run(name, func(t *testing.T) {
			bin, tmp := filepath.Join(t.TempDir(), "a bin"), t.TempDir()
			env := append([]string{"bin=" + bin, "TMPDIR=" + tmp, "lines=" + lines}, c.env...)
			code, out := s.run(t, s.dir, env, `sh -eu "$lines" && "$bin/assay" run`)
			if code != c.code {
				t.Fatalf("exit code %d, want %d\n%s", code, c.code, out)
			}
			if c.code == 0 {
				out = s.built(t)
			}
			if !strings.Contains(out, c.want) || c.code == 0 && out != c.want {
				t.Errorf("got %q, want %q", out, c.want)
			}
			left, err := os.ReadDir(tmp)
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v %v", left, err)
			}
			if _, err := os.Stat(filepath.Join(s.dir, "../hostile")); err == nil {
				t.Error("the version ran as a command")
			}
		})
	}
}
