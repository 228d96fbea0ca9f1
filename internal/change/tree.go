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
}

// Snapshot is a set of files that can be read. Entries are sorted by path and
// hold regular files only: no links, no submodules, nothing that is ignored.
type Snapshot interface {
	Entries() []Entry
	// Read returns the content, in buf's memory when it fits. At most limit
	// bytes are read; more is ErrTooLarge. It may be called
	// from several goroutines.
	Read(ctx context.Context, e Entry, buf []byte, limit int64) ([]byte, error)
}

// TreeEntries lists the regular files of a commit below the examined folder.
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
		var err error
		all, err = r.list(ctx, nil, func(meta string) (mode, blob string, ok bool) {
			f := strings.Fields(meta) // mode type object
			if len(f) != 3 || f[1] != "blob" {
				return "", "", false
			}
			return f[0], f[2], true
		}, args...)
		if err != nil {
			return nil, err
		}
		r.listed[commit] = all
	}
	return slices.DeleteFunc(slices.Clone(all), func(e Entry) bool { return ig.always(e.Path) }), nil
}

// IndexEntries lists the regular files that are staged.
func (r *Repo) IndexEntries(ctx context.Context, ig *Ignore) ([]Entry, error) {
	return r.list(ctx, ig, func(meta string) (mode, blob string, ok bool) {
		f := strings.Fields(meta) // mode object stage
		if len(f) != 3 {
			return "", "", false
		}
		return f[0], f[1], true
	}, "ls-files", "-s", "-z", "--full-name")
}

func (r *Repo) list(ctx context.Context, ig *Ignore, parse func(string) (mode, blob string, ok bool), args ...string) ([]Entry, error) {
	var out []Entry
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
			mode, blob, ok := parse(meta)
			path, below := strings.CutPrefix(path, r.Prefix)
			if !found || !ok || !below || !strings.HasPrefix(mode, "100") || ig.always(path) {
				continue
			}
			out = append(out, Entry{Path: path, Blob: blob})
		}
	}, args...)
	slices.SortFunc(out, byPath)
	return out, err
}

func byPath(a, b Entry) int { return strings.Compare(a.Path, b.Path) }

// Blobs reads git objects by name through one long-lived process.
type Blobs struct {
	mu  sync.Mutex
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// Blobs starts a reader; Close ends its process.
func (r *Repo) Blobs(ctx context.Context) (*Blobs, error) {
	cmd := r.git.command(ctx, "cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, gitError(ctx, []string{"cat-file"}, "", err)
	}
	return &Blobs{cmd: cmd, in: in, out: bufio.NewReaderSize(out, 1<<18)}, nil
}

// Read returns an object's content, in buf's memory when it fits.
func (b *Blobs) Read(ctx context.Context, id string, buf []byte, limit int64) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(b.in, id+"\n"); err != nil {
		return nil, fmt.Errorf("ask git for %s: %w", short(id), err)
	}
	header, err := b.out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("read %s from git: %w", short(id), err)
	}
	f := strings.Fields(header)
	if len(f) != 3 {
		return nil, fault.New(fault.NotFound, "object %s is not in this clone", id).
			WithHelp("fetch the whole repository: git fetch --refetch, or git fetch --unshallow")
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

// Close ends the process.
func (b *Blobs) Close() error {
	b.in.Close()
	_ = b.cmd.Process.Kill() // it has nothing to finish; Wait tells of the kill
	_ = b.cmd.Wait()
	return nil
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
