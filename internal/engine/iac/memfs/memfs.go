// Package memfs is a read-only file system over bytes that we were handed.
// Trivy's parsers open everything through it, so that no path in a hostile file
// can lead to the disk.
package memfs

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// FS is the file system.
//
// It has String and GoString because trivy prints the whole file system into a
// hash for every range that it makes.
type FS struct {
	files map[string][]byte
	dirs  map[string][]fs.DirEntry
}

// New makes a file system of files by their slash-separated paths.
func New(files map[string][]byte) *FS {
	m := &FS{files: files, dirs: map[string][]fs.DirEntry{".": nil}}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		m.enter(path.Dir(name), entry{name: path.Base(name), size: len(files[name])})
	}
	return m
}

func (m *FS) enter(dir string, e entry) {
	if _, ok := m.dirs[dir]; !ok {
		m.dirs[dir] = nil
		m.enter(path.Dir(dir), entry{name: path.Base(dir), dir: true})
	}
	m.dirs[dir] = append(m.dirs[dir], e)
}

func (m *FS) String() string   { return "memory" }
func (m *FS) GoString() string { return "memory" }

// Open implements fs.FS.
func (m *FS) Open(name string) (fs.File, error) {
	if data, ok := m.files[name]; ok {
		return &file{Reader: bytes.NewReader(data), entry: entry{name: path.Base(name), size: len(data)}}, nil
	}
	if entries, ok := m.dirs[name]; ok {
		return &file{Reader: bytes.NewReader(nil), entry: entry{name: path.Base(name), dir: true}, entries: entries}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir implements fs.ReadDirFS.
func (m *FS) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, ok := m.dirs[name]
	if !ok {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	return sortedEntries(entries), nil
}

func sortedEntries(entries []fs.DirEntry) []fs.DirEntry {
	out := slices.Clone(entries)
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

// entry is a file's or folder's description.
type entry struct {
	name string
	size int
	dir  bool
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.dir }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Size() int64                { return int64(e.size) }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }

func (e entry) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type file struct {
	*bytes.Reader
	entry   entry
	entries []fs.DirEntry
}

func (f *file) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *file) Close() error               { return nil }

func (f *file) ReadDir(int) ([]fs.DirEntry, error) { return sortedEntries(f.entries), nil }
