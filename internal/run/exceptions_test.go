package run

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/govern/waiver"
)

// exceptionRepo is a repository with two waivers and people, one of them edited since.
func exceptionRepo(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	git := func(author string, args ...string) {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME="+author, "GIT_AUTHOR_EMAIL="+author+"@example.com", "GIT_COMMITTER_NAME=c", "GIT_COMMITTER_EMAIL=c@example.com",
			"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	git("dana", "init", "-q", "-b", "main")
	write(waiver.ApproversFile, "version: 1\npeople: [{name: kim}]\n")
	write(".assay/waivers/W-1.yaml", "one\n")
	write(".assay/waivers/W-2.yaml", "two\n")
	write(".assay/waivers/readme.md", "no waiver\n")
	write(".assay/waivers/sub/W-3.yaml", "not directly in the folder\n")
	if err := os.Symlink("../../elsewhere.yaml", filepath.Join(dir, ".assay/waivers/W-4.yaml")); err != nil {
		t.Fatal(err)
	}
	write("elsewhere.yaml", "a link's target\n")
	git("dana", "add", ".")
	git("dana", "commit", "-qm", "one")
	write(".assay/waivers/W-1.yaml", "one\r\n") // other line ends only
	write(".assay/waivers/W-2.yaml", "another\n")
	write(waiver.ApproversFile, "version: 1\npeople: [{name: kim}, {name: eve}]\n")
	git("eve", "add", waiver.ApproversFile)
	git("eve", "commit", "-qm", "two")
	write(".assay/emergency/E-1.yaml", "three\n")
	return dir
}

func readExceptions(t *testing.T, dir, base string) (*Exceptions, []string) {
	t.Helper()
	ctx := context.Background()
	repo, err := change.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	var blobs *change.Blobs
	if repo != nil {
		if blobs, err = repo.Blobs(ctx); err != nil {
			t.Fatal(err)
		}
		defer blobs.Close()
		if base != "" {
			if base, err = repo.Resolve(ctx, base); err != nil {
				t.Fatal(err)
			}
		}
	}
	ex, err := ReadExceptions(ctx, repo, blobs, dir, base, prefixOf(repo))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range slices.Concat(ex.Waivers, ex.Grants) {
		by := ""
		for _, id := range c.AddedBy {
			by += " by " + id.Name
		}
		got = append(got, fmt.Sprintf("%s %v %q%s", filepath.Base(c.Path), c.AtBase, c.Data, by))
	}
	return ex, got
}

func TestReadExceptions(t *testing.T) {
	dir := exceptionRepo(t)
	ex, got := readExceptions(t, dir, "HEAD~1")
	want := []string{`W-1.yaml true "one\n" by dana`, `W-2.yaml true "two\n" by dana`, `W-2.yaml false "another\n" by dana`, `E-1.yaml false "three\n"`}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if _, ok := ex.People.Find("eve"); ok {
		t.Error("who the change lists may sign")
	}
	if _, ok := ex.People.Find("kim"); !ok {
		t.Error("who is listed at the base may not sign")
	}
	if err := os.Remove(filepath.Join(dir, ".assay/waivers/W-1.yaml")); err != nil {
		t.Fatal(err)
	}
	ex, _ = readExceptions(t, dir, "HEAD~1")
	for _, c := range ex.Waivers {
		if c.Gone != (filepath.Base(c.Path) == "W-1.yaml") {
			t.Errorf("%s: gone %v", c.Path, c.Gone)
		}
	}
	// what was merged elsewhere meanwhile is no edit of the change
	for _, args := range [][]string{
		{"stash", "-qu"},
		{"checkout", "-qb", "elsewhere", "HEAD"},
		{"rm", "-q", ".assay/waivers/W-2.yaml"},
		{"mv", ".assay/waivers/W-1.yaml", ".assay/waivers/W-5.yaml"},
		{"commit", "-qm", "elsewhere"},
		{"checkout", "-q", "main"},
		{"commit", "-q", "--allow-empty", "-m", "more"},
	} {
		if out, err := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	if ex, got = readExceptions(t, dir, "elsewhere"); len(ex.Waivers) != 1 || ex.Waivers[0].Gone || filepath.Base(ex.Waivers[0].Path) != "W-5.yaml" {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	// without a base nothing tells what was merged
	if ex, got = readExceptions(t, dir, ""); ex.People != nil || slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, " true ") }) {
		t.Errorf("people %v and\n%s", ex.People, strings.Join(got, "\n"))
	}
	// outside a repository the folder is all there is
	if err := os.RemoveAll(filepath.Join(dir, ".git")); err != nil {
		t.Fatal(err)
	}
	if ex, got = readExceptions(t, dir, ""); ex.People == nil || slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, " false ") }) {
		t.Errorf("people %v and\n%s", ex.People, strings.Join(got, "\n"))
	}
}

func TestApproversBehindALink(t *testing.T) {
	dir := exceptionRepo(t)
	for _, args := range [][]string{{"mv", waiver.ApproversFile, "people.yaml"}, nil, {"add", "."}, {"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "link"}} {
		if args == nil {
			if err := os.Symlink("../people.yaml", filepath.Join(dir, waiver.ApproversFile)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v: %s", args, err, out)
		}
	}
	if ex, _ := readExceptions(t, dir, "HEAD"); ex.People != nil || ex.PeopleErr == nil || !strings.Contains(ex.PeopleErr.Error(), "is a link") {
		t.Errorf("people %v, error %v", ex.People, ex.PeopleErr)
	}
}
