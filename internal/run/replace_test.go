package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReplaceFile(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "real"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(dir, "real", "a"), "old", 0o750)
	write(filepath.Join(dir, "locked"), "old", 0o400)
	write(filepath.Join(outside, "b"), "old", 0o600)
	for link, to := range map[string]string{"way": "real", "out": outside, "file": "real/a", "outfile": filepath.Join(outside, "b")} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	for name, why := range map[string]string{
		"way/a": "link", "out/b": "link", "file": "link", "outfile": "link", "../" + filepath.Base(outside) + "/b": "not in the folder",
		"real": "regular", "gone": "not in the folder", "locked": "read-only",
	} {
		if err := replaceFile(dir, name, []byte("old"), []byte("new")); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %q", name, err, why)
		}
	}
	if err := replaceFile(dir, "real/a", []byte("other"), []byte("new")); err == nil || !strings.Contains(err.Error(), "changed since") {
		t.Errorf("a file that changed: %v", err)
	}
	if err := replaceFile(dir, "real/a", []byte("old"), []byte("new")); err != nil {
		t.Error(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "real", "a"))
	info, err2 := os.Stat(filepath.Join(dir, "real", "a"))
	if err != nil || err2 != nil || string(data) != "new" || info.Mode().Perm() != 0o750 {
		t.Errorf("%q %v %v %v", data, info.Mode(), err, err2)
	}
	for _, d := range []string{dir, filepath.Join(dir, "real")} {
		if left, _ := filepath.Glob(filepath.Join(d, ".*assay*")); len(left) > 0 {
			t.Errorf("left behind: %q", left)
		}
	}
}
