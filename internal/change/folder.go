package change

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// Folder is the snapshot of a folder on disk.
type Folder struct {
	root    *opener
	entries []Entry
	objects *Blobs // for what a sparse checkout leaves out
	// Unread lists, sorted, folders and files that could not be listed, with the reason.
	Unread []Unread
	// Outside lists links that lead out of the folder, which nobody follows here.
	Outside []string
	// Modules lists submodules, which are repositories of their own.
	Modules []string
}

// Unread is a path that could not be listed.
type Unread struct {
	Path   string
	Reason string
}

// Walk lists a folder. What ig ignores is left out unless tracked names it:
// a file that git tracks is part of the change whatever .gitignore says.
// Links are followed to files of the folder only, and files that are not
// regular never opened.
func Walk(ctx context.Context, dir string, ig *Ignore, tracked map[string]bool) (*Folder, error) {
	return walk(ctx, dir, ig, tracked, nil)
}

func walk(ctx context.Context, dir string, ig *Ignore, tracked, modules map[string]bool) (*Folder, error) {
	root, err := openRoot(dir)
	if err != nil {
		return nil, fault.New(fault.Invalid, "open %s: %s", dir, reason(err))
	}
	w := walker{folder: &Folder{root: root}, ignore: ig, tracked: tracked, trackedDirs: parents(tracked), modules: modules, links: map[string]string{}}
	if err := w.walk(ctx, "."); err != nil {
		root.close()
		return nil, err
	}
	w.folder.entries = append(w.folder.entries, followLinks(w.folder.entries, w.links)...)
	slices.SortFunc(w.folder.entries, byPath)
	return w.folder, nil
}

type walker struct {
	folder      *Folder
	ignore      *Ignore
	tracked     map[string]bool
	trackedDirs map[string]bool
	modules     map[string]bool
	links       map[string]string // path → text
}

func (w *walker) walk(ctx context.Context, dir string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	items, err := w.list(dir)
	if err != nil {
		if dir == "." {
			return fault.New(fault.Invalid, "read the folder: %w", err)
		}
		w.folder.Unread = append(w.folder.Unread, Unread{dir, reason(err)})
		return nil
	}
	w.ignore.load(w.folder.root, dir, items)
	for _, item := range items {
		name := item.Name()
		if dir != "." {
			name = dir + "/" + name
		}
		if err := w.visit(ctx, name, item); err != nil {
			return err
		}
	}
	return nil
}

// visit takes a file or enters a folder. Patterns are only asked about what
// git does not track.
func (w *walker) visit(ctx context.Context, p string, item fs.DirEntry) error {
	switch {
	case item.IsDir():
		if w.modules[p] {
			w.folder.Modules = append(w.folder.Modules, p)
			return nil
		}
		if item.Name() == ".git" || (!w.trackedDirs[p] && w.ignore.ignores(p, true)) {
			return nil
		}
		return w.walk(ctx, p)
	case item.Type().IsRegular():
		if !w.ignore.always(p) && (w.tracked[p] || !w.ignore.ignores(p, false)) {
			w.folder.entries = append(w.folder.entries, Entry{Path: p})
		}
	case item.Type()&fs.ModeSymlink != 0:
		if !w.ignore.always(p) && !w.ignore.ignores(p, false) {
			w.link(p)
		}
	}
	return nil
}

func (w *walker) link(p string) {
	text, err := w.folder.root.readlink(p)
	switch {
	case err != nil:
		w.folder.Unread = append(w.folder.Unread, Unread{p, reason(err)})
	case leadsOut(p, text):
		w.folder.Outside = append(w.folder.Outside, p)
	default:
		w.links[p] = text
	}
}

func (w *walker) list(dir string) ([]fs.DirEntry, error) {
	f, err := w.folder.root.open(dir, true)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	items, err := f.ReadDir(-1)
	slices.SortFunc(items, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return items, err
}

// parents lists all folders above the given files.
func parents(files map[string]bool) map[string]bool {
	dirs := map[string]bool{}
	for f := range files {
		for d := path.Dir(f); d != "." && !dirs[d]; d = path.Dir(d) {
			dirs[d] = true
		}
	}
	return dirs
}

// Entries lists the files.
func (f *Folder) Entries() []Entry { return f.entries }

// Read reads one file; a file that became a link, a pipe or a device since the
// walk is refused.
func (f *Folder) Read(ctx context.Context, e Entry, buf []byte, limit int64) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if e.sparse {
		return f.objects.Read(ctx, e.Blob, buf, limit)
	}
	file, err := f.root.open(cmp.Or(e.Link, e.Path), false)
	if err != nil {
		return nil, fmt.Errorf("open: %s", reason(err))
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file any more")
	}
	return readAll(file, info.Size(), buf, limit)
}

// Sniff reads the beginning of a file; nil when it can't be read.
func (f *Folder) Sniff(_ context.Context, e Entry) []byte {
	file, err := f.root.open(cmp.Or(e.Link, e.Path), false)
	if err != nil {
		return nil
	}
	defer file.Close()
	head := make([]byte, 8000)
	n, _ := io.ReadFull(file, head) // a short file is whole
	return head[:n]
}

func readAll(r io.Reader, size int64, buf []byte, limit int64) ([]byte, error) {
	if size > limit {
		return nil, tooLarge(size, limit)
	}
	if int64(cap(buf)) < size+1 {
		buf = make([]byte, 0, size+512)
	}
	buf = buf[:0]
	for {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if err == nil && int64(len(buf)) == size {
			return buf, nil // as long as it was when it was opened
		}
		if int64(len(buf)) > limit {
			return nil, tooLarge(int64(len(buf)), limit)
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read: %s", reason(err))
		}
	}
}

// Close releases the folder.
func (f *Folder) Close() error { return f.root.close() }

// reason is the cause of a path error without the path, which the caller names.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err.Error()
	}
	return err.Error()
}

// ReadFile reads one regular file of a folder, at most limit bytes and one
// more. Links are not followed. A file that is not there is fault.NotFound.
func ReadFile(dir, name string, limit int64) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.New(fault.Invalid, "open %s: %w", dir, err)
	}
	defer root.Close()
	info, err := root.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.NotFound, "%s is not in %s", name, dir)
	case err != nil:
		return nil, fault.New(fault.Invalid, "read %s: %s", name, reason(err))
	case !info.Mode().IsRegular():
		return nil, fault.New(fault.Invalid, "%s is no regular file", name).WithHelp("replace it by the file itself: links are not followed")
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "read %s: %s", name, reason(err)).WithHelp("make it readable")
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fault.New(fault.Invalid, "read %s: %s", name, reason(err))
	}
	return data, nil
}
