package change

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
)

// Repo is a git repository, looked at from one folder in it. It is for one
// goroutine, but for BlobName, CheckoutOf and FirstCommit.
type Repo struct {
	git git
	// Dir is the folder that is examined: the root of a work tree, a folder
	// below it, or a bare repository.
	Dir string
	// Prefix is Dir relative to the root of the work tree, with a final slash, or empty.
	Prefix string
	Bare   bool
	// Head is the commit checked out; empty before the first commit.
	Head    string
	Shallow bool
	// sha256 says that object names are SHA-256 and not SHA-1.
	sha256  bool
	listed  map[string][]Entry // trees listed so far, by commit
	objects *Blobs             // set by Blobs
}

// Open finds the repository that a folder belongs to. Both results are nil
// when the folder is in no repository. The folder must exist.
func Open(ctx context.Context, dir string) (*Repo, error) {
	info, err := os.Stat(dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fault.New(fault.NotFound, "%s: there is no such folder", dir).WithHelp("check the path; the default is the current folder")
		}
		return nil, fault.New(fault.Invalid, "open %s: %w", dir, err)
	}
	if !info.IsDir() {
		return nil, fault.New(fault.Invalid, "%s is not a folder", dir).WithHelp("name the folder that holds it")
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	r := &Repo{git: git{dir: abs}, Dir: abs}
	facts, err := r.git.output(ctx, "rev-parse", "--is-bare-repository", "--is-inside-git-dir", "--is-shallow-repository", "--show-object-format")
	if err != nil {
		return nil, notARepository(ctx, abs, err)
	}
	lines := strings.Split(strings.TrimSuffix(facts, "\n"), "\n")
	if len(lines) < 4 {
		return nil, fault.New(fault.Unavailable, "git rev-parse answered %q", facts).WithHelp("install git 2.31 or later")
	}
	r.Bare = lines[0] == "true" || lines[1] == "true"
	r.Shallow = lines[2] == "true"
	r.sha256 = lines[3] == "sha256"
	if !r.Bare {
		if r.Prefix, err = r.git.line(ctx, "rev-parse", "--show-prefix"); err != nil {
			return nil, err
		}
	}
	if head, err := r.git.line(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err == nil {
		r.Head = head
	}
	return r, ctx.Err()
}

// notARepository tells "no repository here" from "something is wrong with it".
func notARepository(ctx context.Context, dir string, err error) error {
	if ctx.Err() != nil || errors.Is(err, exec.ErrNotFound) || errors.Is(err, fault.Unavailable) {
		return err
	}
	if strings.Contains(err.Error(), "not a git repository") || strings.Contains(err.Error(), "must be run in a work tree") {
		return nil
	}
	return fault.New(fault.Invalid, "%s: %w", dir, err).WithHelp("check the repository with: git -C %s fsck", dir)
}

// Resolve turns a revision into a commit id. A revision is never taken for an option.
func (r *Repo) Resolve(ctx context.Context, rev string) (string, error) {
	id, err := r.git.line(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil || id == "" {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fault.New(fault.NotFound, "revision %q is not in this repository", rev)
	}
	return id, nil
}

// Tracked says which files, by their paths below the folder, are committed or about to
// be. In a bare repository all are.
func (r *Repo) Tracked(ctx context.Context, paths []string) (map[string]bool, error) {
	out := map[string]bool{}
	if r.Bare {
		for _, p := range paths {
			out[p] = true
		}
		return out, nil
	}
	listed, err := r.git.output(ctx, append([]string{"--literal-pathspecs", "ls-files", "-z", "--"}, paths...)...)
	if err != nil {
		return nil, err
	}
	for p := range strings.SplitSeq(strings.TrimSuffix(listed, "\x00"), "\x00") {
		out[p] = true
	}
	return out, nil
}

// MergeBase is where two commits part; ok is false when they share no history
// that is here.
func (r *Repo) MergeBase(ctx context.Context, a, b string) (id string, ok bool) {
	id, err := r.git.line(ctx, "merge-base", a, b)
	return id, err == nil && id != ""
}

// CommitTime is when a commit was made; zero when it can't be told.
func (r *Repo) CommitTime(ctx context.Context, commit string) time.Time {
	line, err := r.git.line(ctx, "show", "-s", "--format=%ct", commit)
	if err != nil {
		return time.Time{}
	}
	sec, err := strconv.ParseInt(line, 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(sec, 0).UTC()
}

// CountCommits counts base..head.
func (r *Repo) CountCommits(ctx context.Context, base, head string) int {
	s, err := r.git.line(ctx, "rev-list", "--count", base+".."+head)
	if err != nil {
		return 0
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

// UseHookIndex lets IndexEntries read the index that git names to its hooks
// (git commit -a works on one of its own), when it is one of this repository's.
func (r *Repo) UseHookIndex(ctx context.Context, file string) {
	gitDir, err := r.git.line(ctx, "rev-parse", "--absolute-git-dir")
	if file == "" || err != nil {
		return
	}
	if !filepath.IsAbs(file) {
		top, err := r.git.line(ctx, "rev-parse", "--show-toplevel")
		if err != nil {
			return
		}
		file = filepath.Join(top, file)
	}
	if rel, err := filepath.Rel(gitDir, file); err == nil && filepath.IsLocal(rel) {
		r.git.index = file
	}
}

// Above reads a file of the folders between the root of the work tree and Dir,
// the nearest first, as it stands at a commit. The path of its folder relative
// to the root comes with it; fault.NotFound when none has it.
func (r *Repo) Above(ctx context.Context, blobs *Blobs, commit, name string, limit int64) (data []byte, dir string, err error) {
	if strings.ContainsAny(r.Prefix, "\n\r") {
		return nil, "", fault.New(fault.NotFound, "no %s above", name)
	}
	for dir = path.Dir(strings.TrimSuffix(r.Prefix, "/")); r.Prefix != ""; dir = path.Dir(dir) {
		data, err = blobs.Read(ctx, commit+":"+path.Join(dir, name), nil, limit)
		if !errors.Is(err, fault.NotFound) || dir == "." {
			return data, dir, err
		}
	}
	return nil, "", fault.New(fault.NotFound, "no %s above", name)
}

// FirstCommit is the oldest root commit, empty when the history is not all here.
func (r *Repo) FirstCommit(ctx context.Context) string {
	if r.Head == "" || r.Shallow {
		return ""
	}
	s, err := r.git.line(ctx, "rev-list", "--max-parents=0", "--reverse", r.Head)
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(s, "\n")
	return first
}

// ReadAt reads one file as it stands at a commit. The path is relative to Dir.
func (r *Repo) ReadAt(ctx context.Context, blobs *Blobs, commit, name string, limit int64) ([]byte, error) {
	entries, err := r.TreeEntries(ctx, commit, nil)
	if err != nil {
		return nil, err
	}
	i, ok := slices.BinarySearchFunc(entries, Entry{Path: name}, byPath)
	if !ok {
		return nil, fault.New(fault.NotFound, "%s is not at %s", name, short(commit))
	}
	data, err := blobs.Read(ctx, entries[i].Blob, nil, limit)
	if errors.Is(err, fault.NotFound) {
		return nil, fault.New(fault.Unavailable, "%s at %s can't be read: %w", name, short(commit), err)
	}
	return data, err
}

func atoi(s string) (n int64) {
	for _, c := range s {
		if c < '0' || c > '9' {
			return n
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

func short(id string) string {
	if len(id) > 12 {
		return id[:12]
	}
	return id
}
