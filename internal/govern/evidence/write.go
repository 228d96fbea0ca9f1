package evidence

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// write puts everything on the disk in the order that survives a power cut: what
// a checkpoint covers before the checkpoint, the checkpoint before its record.
func (l *Log) write(s state, files []tiles.File, list []Signed, cp Checkpoint) error {
	const fresh = checkpointFile + ".new"
	contents := map[string][]byte{fresh: cp.Raw}
	for _, f := range files {
		contents[f.Place.Path()] = f.Data
	}
	for _, e := range list {
		if e.Names == nil {
			continue
		}
		data, err := e.Names.bytes()
		if err != nil {
			return err
		}
		contents[namesPath(e.Names.Statement)] = data
	}
	if !s.begun {
		if err := l.disk.Write(historyFile, nil); err != nil {
			return err
		}
		if err := l.disk.SyncDir("."); err != nil {
			return err
		}
	}
	for _, f := range files {
		was := tiles.Current(s.checkpoint.Head.Size, f.Place.Entries, f.Place.Level, f.Place.N)
		if was.Width == 0 { // nothing can be there but what an append that was cut off has left
			if err := l.removePartial(f.Place, func(string) bool { return true }); err != nil {
				return err
			}
		}
	}
	dirs, err := l.mkdirs(contents)
	if err != nil {
		return err
	}
	var names []string
	for name := range contents {
		names = append(names, name)
	}
	if err := together(names, func(name string) error { return l.disk.Write(name, contents[name]) }); err != nil {
		return err
	}
	if err := together(dirs, l.disk.SyncDir); err != nil {
		return err
	}
	if err := l.disk.Rename(fresh, checkpointFile); err != nil {
		return err
	}
	if err := l.disk.SyncDir("."); err != nil {
		return err
	}
	return l.disk.Append(historyFile, record(cp))
}

func namesPath(statement string) string { return namesFolder + "/" + statement + ".json" }

// mkdirs makes the folders of files, parents first, and lists all whose names
// must be made to last: the files' own, and those above.
func (l *Log) mkdirs(files map[string][]byte) ([]string, error) {
	seen := map[string]bool{}
	for name := range files {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			seen[dir] = true
		}
	}
	var dirs []string
	for dir := range seen {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs) // a parent is before what is in it
	for _, dir := range dirs {
		if err := l.disk.Mkdir(dir); err != nil {
			return nil, err
		}
	}
	return append(dirs, "."), nil
}

// together does something to each name, a few at once, and joins what went wrong.
func together(names []string, do func(string) error) error {
	slices.Sort(names)
	errs := make([]error, len(names))
	slots := make(chan struct{}, 8)
	var wait sync.WaitGroup
	for i, name := range names {
		slots <- struct{}{}
		wait.Go(func() {
			errs[i] = do(name)
			<-slots
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// repair ends what an append that was cut off has begun: the history gets the
// checkpoint that it lacks, and files that no checkpoint covers go.
func (l *Log) repair(s state) error {
	if s.behind {
		if s.historyEnd < s.history {
			if err := l.disk.Truncate(historyFile, s.historyEnd); err != nil {
				return err
			}
		}
		if err := l.disk.Append(historyFile, record(s.checkpoint)); err != nil {
			return err
		}
	}
	if err := l.disk.Remove(checkpointFile + ".new"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return l.clear(s.checkpoint.Head.Size)
}

// clear removes what was written past the end of the tiles that are still open.
func (l *Log) clear(size int64) error {
	for _, p := range open(size) {
		if err := l.removePartial(p, func(width string) bool { return path.Base(p.Path()) != width }); err != nil {
			return err
		}
	}
	return nil
}

// open lists the tiles and the bundle that a log of this size has begun to fill.
func open(size int64) []tiles.Place {
	list := []tiles.Place{tiles.Current(size, true, 0, size/tiles.Width)}
	for level := range 8 {
		list = append(list, tiles.Current(size, false, level, (size>>(8*level))/tiles.Width))
	}
	return slices.DeleteFunc(list, func(p tiles.Place) bool { return p.Width == 0 })
}

// removePartial removes those partial forms of a tile that drop names.
func (l *Log) removePartial(p tiles.Place, drop func(width string) bool) error {
	p.Width = 1
	dir := path.Dir(p.Path())
	list, err := l.disk.List(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	gone := false
	for _, item := range list {
		if drop(item.Name) {
			gone = true
			if err := l.disk.Remove(path.Join(dir, item.Name)); err != nil {
				return err
			}
		}
	}
	if !gone {
		return nil
	}
	return l.disk.SyncDir(dir)
}

// tidy removes the partial tiles that wider ones have replaced. They are copies
// of the beginnings of those: what cannot be removed does no harm.
func (l *Log) tidy(old, next tiles.Head) {
	for _, was := range open(old.Size) {
		if tiles.Current(next.Size, was.Entries, was.Level, was.N) != was {
			_ = l.disk.Remove(was.Path())
			_ = l.disk.Remove(path.Dir(was.Path())) // goes when it is empty
		}
	}
}

// witness adds a checkpoint to the file that is kept elsewhere.
func (l *Log) witness(cp Checkpoint) error {
	if l.o.Witness == "" {
		return nil
	}
	f, err := os.OpenFile(l.o.Witness, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err == nil {
		_, err = f.Write(record(cp))
		if err == nil {
			err = f.Sync()
		}
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		return fault.New(fault.Unavailable, "the evidence is recorded, but its checkpoint did not reach the witness: %w", err).
			WithHelp("make %s writable", filepath.Base(l.o.Witness))
	}
	return nil
}
