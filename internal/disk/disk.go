// Package disk is the file layer of an evidence log and of the lake: the few operations that
// they need of a folder, each with what it promises after a power cut.
//
//	d, err := disk.Open("/var/lib/assay/evidence", true)
//	err = d.Write("checkpoint.new", data) // content is on the disk, its name may not be
//	err = d.Rename("checkpoint.new", "checkpoint")
//	err = d.SyncDir(".")                  // now the name is too
//
// It never leaves its folder, never follows a symbolic link out of it, never
// opens what is not a regular file. It knows nothing of what is in the files.
package disk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// LockName is the file that processes lock; it holds nothing.
const LockName = "lock"

// Disk is a folder. Names use slashes and are relative to it. What does not
// exist is fs.ErrNotExist. An implementer keeps these promises after a power
// cut: what Write and Append returned nil for stays readable under names that
// SyncDir covered; Rename is seen wholly or not at all.
type Disk interface {
	// Read reads a whole regular file of at most limit bytes.
	Read(name string, limit int64) ([]byte, error)
	// Tail reads at most the last n bytes, and says how long the file is.
	Tail(name string, n int64) (data []byte, size int64, err error)
	// List names what is in a folder, sorted.
	List(dir string) ([]Item, error)
	// Write makes a file or replaces its content, and syncs the content. A file
	// that was there may be found torn afterwards: write to a name not in use.
	Write(name string, data []byte) error
	// Append adds to the end of a file that is there, and syncs it.
	Append(name string, data []byte) error
	// Truncate shortens a file, and syncs it.
	Truncate(name string, size int64) error
	// Rename moves a file over another; SyncDir makes it last.
	Rename(from, to string) error
	// Remove deletes a file or an empty folder; SyncDir makes it last.
	Remove(name string) error
	// Mkdir makes a folder, and is content when it is there.
	Mkdir(dir string) error
	// SyncDir makes the names in a folder last.
	SyncDir(dir string) error
	// Lock keeps other processes out until unlock, waiting for them until ctx
	// ends. A shared lock lets other readers in; on a folder that cannot be
	// locked for reading (a copy, a read-only medium) it holds nothing.
	Lock(ctx context.Context, shared bool) (unlock func() error, err error)
}

// Item is a name in a folder.
type Item struct {
	Name    string
	Dir     bool
	Regular bool
	Size    int64
}

// folder is a Disk on the file system.
type folder struct{ root *os.Root }

// Open opens a folder; make says to make it, for its owner only, when it is not there.
func Open(dir string, make bool) (Disk, error) {
	if make {
		if err := mkdirs(dir); err != nil {
			return nil, err
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &folder{root}, nil
}

// mkdirs makes a folder and its parents, with names that last.
func mkdirs(dir string) error {
	var missing []string
	for at := dir; ; at = parent(at) {
		_, err := os.Stat(at)
		if err == nil {
			break
		}
		if !errors.Is(err, fs.ErrNotExist) || at == parent(at) {
			return err
		}
		missing = append(missing, at)
	}
	for _, at := range slices.Backward(missing) {
		if err := os.Mkdir(at, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		if err := syncDir(os.Open(parent(at))); err != nil {
			return err
		}
	}
	return nil
}

func (d *folder) open(name string) (*os.File, fs.FileInfo, error) {
	f, err := d.root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", name)
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, info, nil
}

func (d *folder) Read(name string, limit int64) ([]byte, error) {
	f, info, err := d.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info.Size() > limit {
		return nil, fmt.Errorf("%s has %d bytes, more than the %d that it may have", name, info.Size(), limit)
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return data, nil
}

func (d *folder) Tail(name string, n int64) ([]byte, int64, error) {
	f, info, err := d.open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	n = min(n, info.Size())
	data := make([]byte, n)
	if _, err := f.ReadAt(data, info.Size()-n); err != nil {
		return nil, 0, fmt.Errorf("read %s: %w", name, err)
	}
	return data, info.Size(), nil
}

func (d *folder) List(dir string) ([]Item, error) {
	f, err := d.root.OpenFile(dir, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, e := range entries {
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, Item{Name: e.Name(), Dir: e.IsDir(), Regular: info.Mode().IsRegular(), Size: info.Size()})
	}
	slices.SortFunc(out, func(a, b Item) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

func (d *folder) Write(name string, data []byte) error {
	return d.put(name, os.O_CREATE|os.O_TRUNC, data)
}

func (d *folder) Append(name string, data []byte) error { return d.put(name, os.O_APPEND, data) }

func (d *folder) put(name string, flags int, data []byte) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|flags|nonBlocking, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (d *folder) Truncate(name string, size int64) error {
	f, err := d.root.OpenFile(name, os.O_WRONLY|nonBlocking, 0)
	if err != nil {
		return err
	}
	err = f.Truncate(size)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func (d *folder) Rename(from, to string) error { return d.root.Rename(from, to) }

func (d *folder) Remove(name string) error { return d.root.Remove(name) }

func (d *folder) Mkdir(dir string) error {
	if err := d.root.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func (d *folder) SyncDir(dir string) error { return syncDir(d.root.Open(dir)) }

func (d *folder) Lock(ctx context.Context, shared bool) (func() error, error) {
	flags := os.O_RDWR | os.O_CREATE
	if shared {
		flags = os.O_RDONLY
	}
	f, err := d.root.OpenFile(LockName, flags|nonBlocking, 0o600)
	if err != nil {
		if shared {
			return func() error { return nil }, nil //nolint:nilerr // a copy has nobody to wait for
		}
		return nil, err
	}
	if err := lock(ctx, f, shared); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.Close, nil // closing unlocks
}
