package duckdb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

const (
	manifestName = "manifest.json"
	manifestSize = 256 << 20
	shape        = 1
	// keep is how long files stay that no longer count.
	keep = 24 * time.Hour
)

// manifest says which files count.
type manifest struct {
	Shape      int          `json:"shape"`
	Partitions []entry      `json:"partitions"`
	Superseded []superseded `json:"superseded,omitempty"`
}

// entry is a partition and its files, by their paths in the lake.
type entry struct {
	lake.Partition
	Bill       string   `json:"bill"` // digest of what it was loaded from
	Of         int      `json:"of"`   // how many partitions that bill had
	Charges    string   `json:"charges,omitempty"`
	Summary    string   `json:"summary,omitempty"`
	Quarantine string   `json:"quarantine,omitempty"`
	Columns    []string `json:"columns"` // of Charges
	// Bytes are the sizes of its files; empty in manifests of before.
	Bytes map[string]int64 `json:"bytes,omitempty"`
	// Keys are all keys of tags that its lines carry; nil when there are too many.
	Keys []string `json:"keys,omitempty"`
}

func (e *entry) files() []string {
	return slices.DeleteFunc([]string{e.Charges, e.Summary, e.Quarantine}, func(s string) bool { return s == "" })
}

// whole says whether an entry's files are there, as large as they were made.
func (l *Lake) whole(e *entry) bool {
	for _, f := range e.files() {
		info, err := os.Stat(l.path(f))
		if err != nil || len(e.Bytes) > 0 && info.Size() != e.Bytes[f] {
			return false
		}
	}
	return true
}

// superseded is a file that no longer counts.
type superseded struct {
	File string    `json:"file"`
	At   time.Time `json:"at"`
}

func (l *Lake) manifest() (*manifest, error) {
	data, err := l.disk.Read(manifestName, manifestSize)
	if errors.Is(err, fs.ErrNotExist) {
		return &manifest{Shape: shape}, nil
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "read the lake: %w", err)
	}
	var m manifest
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&m); err != nil {
		return nil, fault.New(fault.Unavailable, "read the lake's %s: %w", manifestName, err).WithHelp("restore that file; the lines are beside it")
	}
	if m.Shape != shape {
		return nil, fault.New(fault.Unavailable, "the lake is of shape %d, this program reads %d", m.Shape, shape).WithHelp("use the version of assay that made it")
	}
	for i := range m.Partitions {
		for _, f := range m.Partitions[i].files() {
			if !filepath.IsLocal(f) {
				return nil, fault.New(fault.Unavailable, "the lake's %s names a file outside", manifestName)
			}
		}
	}
	return &m, nil
}

// publish makes a manifest count, in one step that lasts.
func (l *Lake) publish(m *manifest) error {
	slices.SortFunc(m.Partitions, func(a, b entry) int { return compare(a.Partition, b.Partition) })
	data, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	if err := l.disk.Write(manifestName+".new", data); err != nil {
		return fmt.Errorf("write the lake's manifest: %w", err)
	}
	if err := l.disk.Rename(manifestName+".new", manifestName); err != nil {
		return fmt.Errorf("write the lake's manifest: %w", err)
	}
	return l.disk.SyncDir(".")
}

// replace puts an entry in place of that of the same partition, and gives that one.
func (m *manifest) replace(e entry, now time.Time) (before *entry) {
	if i := m.find(e.Source, e.Month); i >= 0 {
		b := m.Partitions[i]
		m.Partitions[i] = e
		m.drop(b.files(), now)
		before = &b
	} else {
		m.Partitions = append(m.Partitions, e)
	}
	kept := e.files()
	m.Superseded = slices.DeleteFunc(m.Superseded, func(s superseded) bool { return slices.Contains(kept, s.File) })
	return before
}

func (m *manifest) find(source string, month assay.Month) int {
	return slices.IndexFunc(m.Partitions, func(e entry) bool { return e.Source == source && e.Month == month })
}

func (m *manifest) drop(files []string, now time.Time) {
	for _, f := range files {
		m.Superseded = append(m.Superseded, superseded{f, now.UTC()})
	}
}

// sweep removes files that have not counted for a while. What cannot be removed
// is tried again next time.
func (l *Lake) sweep(m *manifest, now time.Time) {
	counts := map[string]bool{}
	for i := range m.Partitions {
		for _, f := range m.Partitions[i].files() {
			counts[f] = true
		}
	}
	m.Superseded = slices.DeleteFunc(m.Superseded, func(s superseded) bool {
		if counts[s.File] {
			return true
		}
		if !filepath.IsLocal(s.File) || now.Sub(s.At) < keep {
			return false
		}
		err := l.disk.Remove(filepath.ToSlash(s.File))
		return err == nil || errors.Is(err, fs.ErrNotExist)
	})
}

// settle moves a finished file to its place in the lake, and makes both last.
func (l *Lake) settle(from, to string) error {
	f, err := os.OpenFile(from, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	target := filepath.Join(l.dir, to)
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, target); err != nil {
		return err
	}
	for dir := filepath.Dir(to); ; dir = filepath.Dir(dir) {
		if err := l.disk.SyncDir(filepath.ToSlash(dir)); err != nil {
			return err
		}
		if dir == "." {
			return nil
		}
	}
}

func (l *Lake) path(file string) string { return filepath.Join(l.dir, file) }

func compare(a, b lake.Partition) int {
	if a.Source != b.Source {
		if a.Source < b.Source {
			return -1
		}
		return 1
	}
	switch {
	case a.Month < b.Month:
		return -1
	case a.Month > b.Month:
		return 1
	}
	return 0
}
