package feed

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/fault"
)

// FileName of the index below the home folder.
const FileName = "feeds/advisories.idx"

// Install writes the index beside the one in use, reads it back, and only then
// puts it in its place: what is in use is whole at every moment.
func Install(home string, b *advisory.Builder) (*advisory.Index, error) {
	name := filepath.Join(home, filepath.FromSlash(FileName))
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.New(fault.Unavailable, "make %s: %w", dir, err)
	}
	f, err := os.CreateTemp(dir, ".advisories-*")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	defer os.Remove(f.Name()) // gone already when the rename worked
	if err := errors.Join(b.Write(f), f.Sync(), f.Close()); err != nil {
		return nil, fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	if err := check(f.Name()); err != nil {
		return nil, err
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return nil, fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // not every system can; the rename stands
		d.Close()
	}
	ix, _, err := Open(home)
	return ix, err
}

// check reads every record of a file that was just written.
func check(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return fault.New(fault.Unavailable, "read back what was written: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fault.New(fault.Unavailable, "read back what was written: %w", err)
	}
	ix, err := advisory.Open(f, info.Size())
	if err == nil {
		err = ix.All(func([]advisory.Advisory) error { return nil })
	}
	if err != nil {
		return fault.New(fault.Unavailable, "what was written can't be read back: %w", err)
	}
	return nil
}

// Open opens the index that was installed in a home folder; ok is false when
// there is none. The file stays open as long as the process lives.
func Open(home string) (ix *advisory.Index, ok bool, err error) {
	name := filepath.Join(home, filepath.FromSlash(FileName))
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fault.New(fault.Unavailable, "read %s: %w", name, err)
	}
	info, err := f.Stat()
	if err == nil {
		ix, err = advisory.Open(f, info.Size())
	}
	if err != nil {
		f.Close()
		return nil, false, fault.New(fault.Unavailable, "%s: %w", name, err).WithHelp("fetch it again: assay feeds update --from …")
	}
	return ix, true, nil
}
