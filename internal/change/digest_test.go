package change

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// gitRun runs git in a folder as a named author, and gives what it prints.
func gitRun(t *testing.T, dir, author string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_NAME="+author, "GIT_AUTHOR_EMAIL="+author+"@example.com", "GIT_COMMITTER_NAME=c", "GIT_COMMITTER_EMAIL=c@example.com",
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return string(out)
}

func commitFile(t *testing.T, dir, author, name, text, message string) {
	t.Helper()
	at := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	gitRun(t, dir, author, "add", ".")
	gitRun(t, dir, author, "commit", "-qm", message)
}

func TestChangeDigest(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	gitRun(t, dir, "dana", "init", "-q", "-b", "main")
	commitFile(t, dir, "dana", "a-b.txt", "one\n", "one")
	commitFile(t, dir, "dana", "a/x.txt", "two\n", "two")
	commitFile(t, dir, "dana", "a-b.txt", "three\n", "three")
	digest := func(base, head string) string {
		t.Helper()
		r, err := Open(ctx, dir)
		if err != nil {
			t.Fatal(err)
		}
		d, err := r.ChangeDigest(ctx, base, head, ".assay/emergency/e.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	first := digest("HEAD~2", "HEAD")
	raw := gitRun(t, dir, "dana", "diff-tree", "-r", "--raw", "-z", "--no-renames", "HEAD~2", "HEAD")
	sum := sha256.Sum256([]byte(raw))
	if want := "sha256:" + hex.EncodeToString(sum[:]); first != want {
		t.Errorf("got %s, git and sha256 give %s", first, want)
	}
	// a person's configuration does not alter it
	gitRun(t, dir, "dana", "config", "diff.orderFile", "order")
	gitRun(t, dir, "dana", "config", "diff.relative", "true")
	if err := os.WriteFile(filepath.Join(dir, "order"), []byte("a/*\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := digest("HEAD~2", "HEAD"); got != first {
		t.Errorf("with an order of its own: %s, without %s", got, first)
	}
	// the grant is no part of the change that it is for, anything else is
	if err := os.Remove(filepath.Join(dir, "order")); err != nil {
		t.Fatal(err)
	}
	if got := digest("HEAD~2", "HEAD"); got != first {
		t.Errorf("with an order that is not there: %s, without %s", got, first)
	}
	gitRun(t, dir, "dana", "config", "--unset", "diff.orderFile")
	commitFile(t, dir, "kim", ".assay/emergency/e.yaml", "x\n", "grant")
	if got := digest("HEAD~3", "HEAD"); got != first {
		t.Errorf("with the grant: %s, without %s", got, first)
	}
	commitFile(t, dir, "kim", "a/x.txt", "four\n", "more")
	if got := digest("HEAD~4", "HEAD"); got == first {
		t.Error("another change has the same digest")
	}
	// nothing rides on a grant because it lies beside it
	before := digest("HEAD~1", "HEAD")
	commitFile(t, dir, "eve", ".assay/emergency/backdoor.py", "x\n", "smuggle")
	if got := digest("HEAD~2", "HEAD"); got == before {
		t.Error("a file beside the grant is no part of the change")
	}
}

func TestAuthors(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	gitRun(t, dir, "dana", "init", "-q", "-b", "main")
	commitFile(t, dir, "dana", "a.txt", "one\n", "one")
	commitFile(t, dir, "kim", ".assay/w.yaml", "one\n", "two\n\nCo-authored-by: Lee Roe <lee@example.com>\nCo-authored-by: nobody in particular")
	if err := os.WriteFile(filepath.Join(dir, ".assay/v.yaml"), []byte("one\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	commitFile(t, dir, "lou", ".assay/w.yaml", "two\n", "three")
	commitFile(t, dir, "eve", ".mailmap", "kim <kim@example.com> lou <lou@example.com>\n", "map")
	r, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	commitFile(t, dir, "mia", ".assay/waivers/w.yaml", "one\n", "signed")
	commitFile(t, dir, "mia", ".assay/emergency/e.yaml", "one\n", "granted")
	if got, err := r.Authors(ctx, "HEAD~3", "HEAD"); err != nil || len(got) != 1 || got[0].Name != "eve" {
		t.Errorf("who only signs is an author: %v, %v", got, err)
	}
	if got, err := r.AddedBy(ctx, "HEAD", "", ".assay/emergency"); err != nil || len(got) != 1 {
		t.Errorf("added %v, %v", got, err)
	}
	gitRun(t, dir, "mia", "rm", "-rq", ".assay/emergency")
	commitFile(t, dir, "mia", "b.txt", "one\n", "took it out and more")
	if got, err := r.Authors(ctx, "HEAD~1", "HEAD"); err != nil || len(got) != 1 || got[0].Name != "mia" {
		t.Errorf("who also wrote is no author: %v, %v", got, err)
	}
	got, err := r.Authors(ctx, "HEAD~6", "HEAD~4")
	if err != nil {
		t.Fatal(err)
	}
	want := []Author{{"Lee Roe", "lee@example.com"}, {"kim", "kim@example.com"}, {"lou", "lou@example.com"}, {"nobody in particular", ""}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	added, err := r.AddedBy(ctx, "HEAD~3", "", ".assay")
	if err != nil {
		t.Fatal(err)
	}
	wantAdded := map[string][]Author{".assay/w.yaml": {{"kim", "kim@example.com"}}, ".assay/v.yaml": {{"lou", "lou@example.com"}}}
	if diff := cmp.Diff(wantAdded, added); diff != "" {
		t.Error(diff)
	}
	if _, err := r.Authors(ctx, "--all", "HEAD"); err == nil {
		t.Error("an option is taken for a revision")
	}
}

// TestNoAuthorHides: neither by where a commit puts its code, nor by a name.
func TestNoAuthorHides(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	gitRun(t, dir, "dana", "init", "-q", "-b", "main")
	commitFile(t, dir, "dana", "a.txt", "one\n", "one")
	commitFile(t, dir, "eve", ".assay/emergency/backdoor.py", "one\n", "code beside a grant")
	commitFile(t, dir, "mia\x03.assay/waivers/x.yaml", "b.txt", "one\n", "a name that hides")
	commitFile(t, dir, "lou\x01\x02", ".assay/waivers/deep/er.yaml", "one\n", "below the folder")
	r, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"lou", "mia", "eve"} {
		got, err := r.Authors(ctx, fmt.Sprint("HEAD~", i+1), fmt.Sprint("HEAD~", i))
		if err != nil || len(got) != 1 || !strings.HasPrefix(got[0].Name, name) || !strings.HasPrefix(got[0].Email, name) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
