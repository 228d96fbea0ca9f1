package change

import (
	"bufio"
	"context"
	"crypto/sha1" //nolint:gosec // git's own object names
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/assay-dev/assay/internal/fault"
)

// Entry is one regular file of a snapshot.
type Entry struct {
	Path string // relative to the examined folder, slash separated
	Size int64  // 0 where only reading tells
	Blob string // git's name for the content where it is known without reading
	// Link is the path of the file that is read when Path is a link to it:
	// tools that take infrastructure code follow links.
	Link string
	// sparse says that the file is not checked out, only in the index.
	sparse bool
}

// Snapshot is a set of files that can be read. Entries are sorted by path and
// hold regular files, and links to these; no submodules, nothing that is ignored.
type Snapshot interface {
	Entries() []Entry
	// Read returns the content, in buf's memory when it fits. At most limit
	// bytes are read; more is ErrTooLarge. It may be called
	// from several goroutines.
	Read(ctx context.Context, e Entry, buf []byte, limit int64) ([]byte, error)
}

// listing is what git lists of a tree or an index.
type listing struct {
	files   []Entry
	links   []Entry         // Blob names the text of the link
	modules map[string]bool // paths of submodules
}

// TreeEntries lists the files of a commit below the examined folder.
func (r *Repo) TreeEntries(ctx context.Context, commit string, ig *Ignore) ([]Entry, error) {
	args := []string{"ls-tree", "-r", "-z", "--full-tree", commit}
	if r.Prefix != "" {
		args = append(args, "--", r.Prefix)
	}
	if r.listed == nil {
		r.listed = map[string][]Entry{}
	}
	all, ok := r.listed[commit]
	if !ok {
		l, err := r.list(ctx, func(f []string) (mode, blob, tag string) { return f[0], f[2], "" }, args...) // mode type object
		if err != nil {
			return nil, err
		}
		all = r.resolve(ctx, l)
		r.listed[commit] = all
	}
	return slices.DeleteFunc(slices.Clone(all), func(e Entry) bool { return ig.always(e.Path) }), nil
}

// IndexEntries lists the files that are staged.
func (r *Repo) IndexEntries(ctx context.Context, ig *Ignore) ([]Entry, error) {
	l, err := r.index(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(r.resolve(ctx, l), func(e Entry) bool { return ig.always(e.Path) }), nil
}

func (r *Repo) index(ctx context.Context) (listing, error) {
	return r.list(ctx, func(f []string) (mode, blob, tag string) { return f[1], f[2], f[0] }, "ls-files", "-s", "-t", "-z", "--full-name") // tag mode object stage
}

// list reads records of fields, a tab and a path, each ended by a zero byte.
func (r *Repo) list(ctx context.Context, parse func(fields []string) (mode, blob, tag string), args ...string) (listing, error) {
	l := listing{modules: map[string]bool{}}
	err := r.git.stream(ctx, func(rd io.Reader) error {
		br := bufio.NewReaderSize(rd, 1<<16)
		for {
			rec, err := br.ReadString(0)
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			meta, path, found := strings.Cut(strings.TrimSuffix(rec, "\x00"), "\t")
			path, below := strings.CutPrefix(path, r.Prefix)
			if fields := strings.Fields(meta); found && below && len(fields) >= 3 {
				mode, blob, tag := parse(fields)
				l.add(mode, Entry{Path: path, Blob: blob, sparse: tag == "S"})
			}
		}
	}, args...)
	return l, err
}

func (l *listing) add(mode string, e Entry) {
	switch {
	case strings.HasPrefix(mode, "100"):
		if n := len(l.files); n == 0 || l.files[n-1].Path != e.Path { // stages of a conflict: the first
			l.files = append(l.files, e)
		}
	case mode == "120000":
		l.links = append(l.links, e)
	case mode == "160000":
		l.modules[e.Path] = true
	}
}

// resolve gives the files, and the links that lead to one of them, sorted.
func (r *Repo) resolve(ctx context.Context, l listing) []Entry {
	targets := map[string]string{}
	for _, link := range l.links {
		if r.objects == nil {
			break
		}
		if text, err := r.objects.Read(ctx, link.Blob, nil, maxLink); err == nil {
			targets[link.Path] = string(text)
		}
	}
	out := append(l.files, followLinks(l.files, targets)...)
	slices.SortFunc(out, byPath)
	return out
}

// maxLink bounds the text of a link.
const maxLink = 4096

// followLinks gives an entry for each link, by its path, whose text leads to
// one of the files, over other links too. What leads out of the folder or to a
// folder gives none.
func followLinks(files []Entry, targets map[string]string) []Entry {
	if len(targets) == 0 {
		return nil
	}
	byName := make(map[string]Entry, len(files))
	for _, f := range files {
		byName[f.Path] = f
	}
	var out []Entry
	for link := range targets {
		at := link
		for range 8 {
			text, ok := targets[at]
			if !ok || leadsOut(at, text) {
				break
			}
			at = path.Join(path.Dir(at), text)
			if f, ok := byName[at]; ok {
				f.Path, f.Link = link, at
				out = append(out, f)
				break
			}
		}
	}
	return out
}

// leadsOut says whether a link's text names a place outside the folder.
func leadsOut(link, text string) bool {
	return strings.HasPrefix(text, "/") || !filepath.IsLocal(path.Join(path.Dir(link), text))
}

func byPath(a, b Entry) int { return strings.Compare(a.Path, b.Path) }

// Blobs reads git objects by name through one long-lived process.
type Blobs struct {
	git git
	ctx context.Context //nolint:containedctx // the process lives as long as the run
	mu  sync.Mutex
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// Blobs starts a reader; Close ends its process. The repository uses it too.
func (r *Repo) Blobs(ctx context.Context) (*Blobs, error) {
	b := &Blobs{git: r.git, ctx: ctx}
	if err := b.start(); err != nil {
		return nil, err
	}
	r.objects = b
	return b, nil
}

func (b *Blobs) start() (err error) {
	b.cmd = b.git.command(b.ctx, "cat-file", "--batch")
	if b.in, err = b.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := b.cmd.Start(); err != nil {
		return gitError(b.ctx, []string{"cat-file"}, "", err)
	}
	b.out = bufio.NewReaderSize(out, 1<<18)
	return nil
}

// Read returns an object's content, in buf's memory when it fits. An object
// that is not in the clone is fault.NotFound.
func (b *Blobs) Read(ctx context.Context, id string, buf []byte, limit int64) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	header := ""
	_, err := io.WriteString(b.in, id+"\n")
	if err == nil {
		header, err = b.out.ReadString('\n')
	}
	if err != nil {
		// git gives up on an object that a partial clone would have to fetch
		b.stop()
		if err := b.start(); err != nil {
			return nil, err
		}
		return nil, notHere(id)
	}
	f := strings.Fields(header)
	if len(f) != 3 {
		return nil, notHere(id)
	}
	size := atoi(f[2])
	if size > limit {
		if _, err := io.CopyN(io.Discard, b.out, size+1); err != nil {
			return nil, err
		}
		return nil, tooLarge(size, limit)
	}
	if int64(cap(buf)) < size {
		buf = make([]byte, size)
	}
	buf = buf[:size]
	if _, err := io.ReadFull(b.out, buf); err != nil {
		return nil, fmt.Errorf("read %s from git: %w", short(id), err)
	}
	_, err = b.out.Discard(1)
	return buf, err
}

func notHere(id string) error {
	return fault.New(fault.NotFound, "object %s is not in this clone", id).
		WithHelp("fetch the whole repository: git fetch --refetch, or git fetch --unshallow")
}

// Close ends the process.
func (b *Blobs) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stop()
	return nil
}

func (b *Blobs) stop() {
	b.in.Close()
	_ = b.cmd.Process.Kill() // it has nothing to finish; Wait tells of the kill
	_ = b.cmd.Wait()
}

// ObjectSnapshot is a snapshot whose files are git objects: a commit's tree or the index.
type ObjectSnapshot struct {
	entries []Entry
	blobs   *Blobs
}

// Objects makes a snapshot of entries that name their blob.
func Objects(entries []Entry, blobs *Blobs) *ObjectSnapshot {
	return &ObjectSnapshot{entries, blobs}
}

// Entries lists the files.
func (s *ObjectSnapshot) Entries() []Entry { return s.entries }

// Read reads one file.
func (s *ObjectSnapshot) Read(ctx context.Context, e Entry, buf []byte, limit int64) ([]byte, error) {
	return s.blobs.Read(ctx, e.Blob, buf, limit)
}

// ObjectFormat is the hash function that names objects here.
func (r *Repo) ObjectFormat() string {
	if r.sha256 {
		return "sha256"
	}
	return "sha1"
}

// BlobName is the name that git gives to a file's content in this repository.
func (r *Repo) BlobName(data []byte) string {
	var h hash.Hash
	if r.sha256 {
		h = sha256.New()
	} else {
		h = sha1.New() //nolint:gosec // git's own object names
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// ErrTooLarge says that a file is longer than the caller's limit.
var ErrTooLarge = errors.New("too large")

func tooLarge(size, limit int64) error {
	return fmt.Errorf("%w: %d MiB, examined are files up to %d MiB", ErrTooLarge, size>>20, limit>>20)
}
