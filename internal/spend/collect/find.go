package collect

import (
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

const (
	mostFiles = 10_000
	// freeUnpacked bytes, and mostRatio times what is packed, bound what all files may
	// unpack to: bills come to about 20 times.
	freeUnpacked = 64 << 20
	mostRatio    = 200
)

// finder collects the files of a bill.
type finder struct {
	ctx     context.Context
	options *Options
	files   []lake.File
	notes   []string
	// manifests are those found; they say which files count.
	manifests []*manifest
	seen      map[string]string // name by digest
	made      int
	// left is how many bytes may still be unpacked, beside mostRatio.
	left int64
}

// find adds what a path or an s3:// URL names.
func (f *finder) find(path string) error {
	if strings.HasPrefix(path, "s3://") {
		return f.objects(path)
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.NotFound, "there is no %s", path).WithHelp("name files or folders of bills")
	}
	if err != nil {
		return fault.New(fault.Invalid, "%w", err)
	}
	if info.IsDir() {
		return f.folder(path)
	}
	if !info.Mode().IsRegular() { // a pipe would keep us waiting
		return fault.New(fault.Invalid, "%s is no regular file", path)
	}
	return f.file(path, filepath.Base(path))
}

// folder adds the bills in a folder; its manifests, where there are any, say which files count.
func (f *finder) folder(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fault.New(fault.Invalid, "%w", err)
	}
	defer root.Close()
	var manifests []string
	bills := []string{}
	err = fs.WalkDir(root.FS(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if err := f.ctx.Err(); err != nil {
			return err
		}
		if path != "." && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		switch {
		case isManifest(d.Name()):
			manifests = append(manifests, path)
		case isBill(d.Name()):
			bills = append(bills, path)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, m := range manifests {
		if err := f.manifest(dir, m, bills); err != nil {
			return err
		}
	}
	if len(manifests) > 0 {
		return nil
	}
	for _, b := range bills {
		if err := f.file(filepath.Join(dir, b), b); err != nil {
			return err
		}
	}
	return nil
}

func isBill(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{".csv", ".csv.gz", ".csv.gzip", ".parquet", ".snappy.parquet", ".json", ".json.gz"} {
		if strings.HasSuffix(name, end) {
			return !isManifest(name)
		}
	}
	return false
}

// file adds one file: unpacked, its digest taken, each content once.
func (f *finder) file(path, name string) error {
	if len(f.files) >= mostFiles {
		return fault.New(fault.Invalid, "more than %d files", mostFiles).WithHelp("load one billing period at a time")
	}
	if isManifest(filepath.Base(name)) {
		return f.manifest(filepath.Dir(path), filepath.Base(path), nil)
	}
	f.options.Progress("opening " + name)
	lower := strings.ToLower(name)
	in, err := os.Open(path)
	if err != nil {
		return fault.New(fault.Invalid, "%w", err)
	}
	defer in.Close()
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	file := lake.File{Path: abs, Name: filepath.ToSlash(name), Parquet: strings.HasSuffix(lower, ".parquet")}
	if strings.HasSuffix(lower, ".gz") || strings.HasSuffix(lower, ".gzip") || isPacked(in) {
		if file.Path, file.Digest, err = f.unpack(in, name); err != nil {
			return err
		}
	} else if file.Digest, err = digest(f.ctx, in); err != nil {
		return fault.New(fault.Invalid, "read %s: %w", name, err)
	}
	if first, again := f.seen[file.Digest]; again {
		f.notes = append(f.notes, fmt.Sprintf("%s holds the same as %s: it counts once", file.Name, first))
		return nil
	}
	if f.seen == nil {
		f.seen = map[string]string{}
	}
	f.seen[file.Digest] = file.Name
	if strings.Contains(lower, ".json") {
		if file, err = f.openCost(file); err != nil {
			return err
		}
	}
	if !file.Parquet && file.Comma == 0 {
		if file.Comma, err = comma(file.Path, name); err != nil {
			return err
		}
	}
	f.files = append(f.files, file)
	return nil
}

// isPacked sees by its first bytes that a file is packed, whatever it is called (RFC 1952).
func isPacked(in io.ReaderAt) bool {
	var magic [2]byte
	n, _ := in.ReadAt(magic[:], 0) // who reads on meets the error
	return n == 2 && magic == [2]byte{0x1f, 0x8b}
}

// make names a new file in the caller's folder.
func (f *finder) make() string {
	f.made++
	return filepath.Join(f.options.Dir, fmt.Sprintf("bill-%d", f.made))
}

// unpack writes what a gzip file holds, whole, or says that it was cut short.
func (f *finder) unpack(in *os.File, name string) (path, sum string, err error) {
	z, err := gzip.NewReader(in)
	if err != nil {
		return "", "", fault.New(fault.Invalid, "%s is no gzip file: %w", name, err).WithHelp("fetch it again")
	}
	path = f.make()
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", "", err
	}
	info, err := in.Stat()
	if err != nil {
		return "", "", errors.Join(err, out.Close())
	}
	f.left += mostRatio * info.Size()
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, h), io.LimitReader(reader{f.ctx, z}, freeUnpacked+f.left+1))
	f.left -= n
	err = errors.Join(err, out.Close())
	switch {
	case f.ctx.Err() != nil:
		return "", "", f.ctx.Err()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return "", "", fault.New(fault.Invalid, "%s is cut short: its gzip ends in the middle", name).WithHelp("fetch it again; nothing was loaded")
	case err != nil:
		return "", "", fault.New(fault.Invalid, "unpack %s: %w", name, err).WithHelp("fetch it again; nothing was loaded")
	case f.left < -freeUnpacked:
		return "", "", fault.New(fault.Invalid, "%s unpacks to more than %d times its size: that is no bill", name, mostRatio).WithHelp("fetch it again; nothing was loaded")
	}
	return path, hex.EncodeToString(h.Sum(nil)), nil
}

func digest(ctx context.Context, in io.Reader) (string, error) {
	h := sha256.New()
	if _, err := io.CopyBuffer(struct{ io.Writer }{h}, reader{ctx, in}, make([]byte, 1<<20)); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// reader ends when ctx does.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// comma is what parts the values of a CSV, seen from its first line.
func comma(path, name string) (byte, error) {
	in, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return 0, err
	}
	if n == 0 {
		return 0, fault.New(fault.Invalid, "%s is empty", name).WithHelp("is the export finished? nothing was loaded")
	}
	line, _, _ := strings.Cut(strings.TrimPrefix(string(head[:n]), "\uFEFF"), "\n")
	if strings.ContainsRune(line, 0) {
		return 0, fault.New(fault.Invalid, "%s is no CSV in UTF-8", name).WithHelp("export it as UTF-8 or Parquet")
	}
	best := byte(',')
	for _, c := range []byte{';', '\t', '|'} {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best, nil
}

func isManifest(name string) bool {
	name = strings.ToLower(filepath.Base(name))
	return strings.HasSuffix(name, "manifest.json")
}

// sorted is a copy of names in order.
func sorted(names []string) []string {
	out := slices.Clone(names)
	slices.Sort(out)
	return out
}
