package disk_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/disk"
)

func open(t *testing.T, dir string) disk.Disk {
	t.Helper()
	d, err := disk.Open(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFolder(t *testing.T) {
	d := open(t, filepath.Join(t.TempDir(), "a", "b"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.Mkdir("x"))
	must(d.Mkdir("x"))
	must(d.Write("x/1", []byte("one")))
	must(d.Append("x/1", []byte(" two")))
	must(d.Truncate("x/1", 5))
	must(d.Rename("x/1", "x/2"))
	must(d.SyncDir("x"))
	if data, err := d.Read("x/2", 5); err != nil || string(data) != "one t" {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := d.Read("x/2", 4); err == nil {
		t.Error("a file that is too long was read")
	}
	if tail, size, err := d.Tail("x/2", 2); err != nil || string(tail) != " t" || size != 5 {
		t.Errorf("%q %d %v", tail, size, err)
	}
	if list, err := d.List("."); err != nil || len(list) != 1 || !list[0].Dir {
		t.Errorf("%v, %v", list, err)
	}
	must(d.Remove("x/2"))
	if _, err := d.Read("x/2", 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// TestHostileFolder: no way out of the folder, and no waiting for a pipe.
func TestHostileFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need rights on Windows")
	}
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := open(t, dir)
	if err := os.Symlink(outside, filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"link", "../" + filepath.Base(filepath.Dir(outside)) + "/secret", outside} {
		if data, err := d.Read(name, 100); err == nil {
			t.Errorf("%s gave %q", name, data)
		}
		if err := d.Write(name, nil); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	if err := pipe(filepath.Join(dir, "pipe")); err != nil {
		t.Skip(err)
	}
	if _, err := d.Read("pipe", 100); err == nil {
		t.Error("a pipe was read")
	}
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	one, two := open(t, dir), open(t, dir)
	unlock, err := one.Lock(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	for _, shared := range []bool{false, true} {
		if _, err := two.Lock(ctx, shared); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("two writers, shared %v: %v", shared, err)
		}
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := two.Lock(t.Context(), true); err != nil {
			t.Errorf("two readers: %v", err)
		}
	}
}
