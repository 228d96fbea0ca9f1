package change

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

func TestCompare(t *testing.T) {
	base := []Entry{{Path: "a", Blob: "1"}, {Path: "b", Blob: "2"}, {Path: "c", Blob: "3"}, {Path: "d", Blob: "4"}}
	head := []Entry{{Path: "a", Blob: "1"}, {Path: "b", Blob: "9"}, {Path: "d", Blob: "crlf"}, {Path: "e", Blob: "3"}, {Path: "f", Blob: "5"}}
	got := Compare(base, head, func(_, h Entry) bool { return h.Blob == "crlf" })
	want := []assay.ChangedFile{
		{Path: "b", Kind: assay.Modified}, {Path: "e", From: "c", Kind: assay.Renamed}, {Path: "f", Kind: assay.Added},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBlobName(t *testing.T) {
	// the two names that git gives to the empty file
	if got := (&Repo{}).BlobName(nil); got != "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" {
		t.Errorf("SHA-1: %s", got)
	}
	if got := (&Repo{sha256: true}).BlobName(nil); got != "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813" {
		t.Errorf("SHA-256: %s", got)
	}
}

func TestCheckoutOf(t *testing.T) {
	r := &Repo{}
	if !r.CheckoutOf(r.BlobName([]byte("a\nb\n")), []byte("a\r\nb\r\n")) {
		t.Error("other line ends are no change")
	}
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\nsize 5\n"
	if !r.CheckoutOf(r.BlobName([]byte(pointer)), []byte("hello")) {
		t.Error("the file behind a large-file pointer is no change")
	}
	if r.CheckoutOf(r.BlobName([]byte("a\n")), []byte("b\n")) {
		t.Error("another text is a change")
	}
}

func TestDetectCI(t *testing.T) {
	zero := "0000000000000000000000000000000000000000"
	for _, c := range []struct {
		name string
		env  map[string]string
		want []string
	}{
		{"none", nil, nil},
		{"GitLab merge request", map[string]string{"GITLAB_CI": "true", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc", "CI_COMMIT_BEFORE_SHA": zero}, []string{"abc"}},
		{"GitLab push", map[string]string{"GITLAB_CI": "true", "CI_COMMIT_BEFORE_SHA": "abc", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "main"}, []string{"abc?"}},
		{"GitLab new branch", map[string]string{"GITLAB_CI": "true", "CI_COMMIT_BEFORE_SHA": zero, "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_BRANCH": "x"}, []string{"origin/main"}},
		{"Jenkins change", map[string]string{"JENKINS_URL": "x", "CHANGE_TARGET": "main", "GIT_PREVIOUS_SUCCESSFUL_COMMIT": "abc"}, []string{"origin/main", "abc?"}},
		{"Bitrise", map[string]string{"BITRISE_IO": "true", "BITRISEIO_GIT_BRANCH_DEST": "main"}, []string{"origin/main"}},
		{"GitHub without an event", map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": "main", "GITHUB_EVENT_PATH": "/nonexistent"}, []string{"origin/main"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ci := DetectCI(func(k string) string { return c.env[k] })
			var got []string
			if ci != nil {
				for _, b := range ci.Bases {
					rev := b.Rev
					if b.Optional {
						rev += "?"
					}
					got = append(got, rev)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWalk: ignored files are left out unless git tracks them, and .assayignore
// hides both.
func TestWalk(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write(".gitignore", "*.log\n/build/\n!keep.log\n# comment\n")
	write("sub/.gitignore", "local\n")
	write(".assayignore", "vendor/\n*.min.js\n")
	for _, f := range []string{"a.go", "x.log", "keep.log", "build/out", "build/tracked", "sub/local", "sub/a", "local", "vendor/v", "a.min.js", ".git/config"} {
		write(f, "x")
	}
	f, err := Walk(context.Background(), dir, FolderIgnore(dir), map[string]bool{"build/tracked": true, "vendor/v": true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var got []string
	for _, e := range f.Entries() {
		got = append(got, e.Path)
	}
	want := []string{".assayignore", ".gitignore", "a.go", "build/tracked", "keep.log", "local", "sub/.gitignore", "sub/a"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzIgnore(f *testing.F) {
	f.Add([]byte("*.log\n!a\n/b/**/c\n[a"), "a/b/c.log")
	f.Fuzz(func(_ *testing.T, data []byte, path string) {
		ig := &Ignore{git: parseIgnore(data, nil), assay: parseIgnore(data, []string{"a"})}
		ig.ignores(path, true)
		ig.always(path)
	})
}

func TestPairSimilar(t *testing.T) {
	base := map[string]string{"dev/a.tf": "one\ntwo\nthree\nfour\n", "dev/b.tf": "alpha\nbeta\n", "c": ""}
	head := map[string]string{"prod/a.tf": "one\ntwo\nthree\nfive\n", "prod/b.tf": "nothing\nof\nit\n", "d": ""}
	got := PairSimilar([]assay.ChangedFile{
		{Path: "c", Kind: assay.Deleted},
		{Path: "d", Kind: assay.Added},
		{Path: "dev/a.tf", Kind: assay.Deleted},
		{Path: "dev/b.tf", Kind: assay.Deleted},
		{Path: "prod/a.tf", Kind: assay.Added},
		{Path: "prod/b.tf", Kind: assay.Added},
	}, func(p string) []byte { return []byte(base[p]) }, func(p string) []byte { return []byte(head[p]) })
	want := []assay.ChangedFile{
		{Path: "c", Kind: assay.Deleted},
		{Path: "d", Kind: assay.Added},
		{Path: "dev/b.tf", Kind: assay.Deleted},
		{Path: "prod/a.tf", From: "dev/a.tf", Kind: assay.Renamed, Edited: true},
		{Path: "prod/b.tf", Kind: assay.Added},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFollowLinks(t *testing.T) {
	files := []Entry{{Path: "a/real", Blob: "1"}, {Path: "b", Blob: "2"}}
	got := followLinks(files, map[string]string{
		"a/link": "real", "up": "a/link", "loop": "loop", "out": "../b", "absolute": "/b", "folder": "a", "gone": "nothing",
	})
	slices.SortFunc(got, byPath)
	want := []Entry{{Path: "a/link", Blob: "1", Link: "a/real"}, {Path: "up", Blob: "1", Link: "a/real"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Entry{})); diff != "" {
		t.Error(diff)
	}
}
