// Package feed takes price books in from outside: a file, a folder of them, or an
// address; plain or gzipped. What was taken in lies in the home folder and counts
// before the prices that ship.
//
//	book, err := feed.Read(ctx, "prices.tsv", nil)
//	err = feed.Install(home, book)
//	own, ok, err := feed.Open(home)
//
// It reads no other form: a program turns a provider's list, or one's own contract,
// into a book.
package feed

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/pricebook"
)

// FileName of the book below the home folder.
const FileName = "feeds/prices.tsv"

// maxFiles bounds a folder of books.
const maxFiles = 100

// Read reads the books of a source. Of two prices for the same product the one of
// the later name counts. client may be nil.
func Read(ctx context.Context, from string, client *http.Client) (*pricebook.Book, error) {
	if strings.Contains(from, "://") {
		data, err := fetch(ctx, from, client)
		if err != nil {
			return nil, err
		}
		return parse([]string{from}, [][]byte{data})
	}
	info, err := os.Stat(from)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New(fault.Invalid, "there is no %s", from).WithHelp("name a price book, a folder of them, or an address")
	case err != nil:
		return nil, fault.New(fault.Unavailable, "%w", err)
	case info.IsDir():
		return folder(from)
	}
	data, err := readFile(os.DirFS(filepath.Dir(from)), filepath.Base(from))
	if err != nil {
		return nil, err
	}
	return parse([]string{from}, [][]byte{data})
}

// folder reads *.tsv and *.tsv.gz, and never outside of the folder.
func folder(dir string) (*pricebook.Book, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "%w", err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "%w", err)
	}
	var names []string
	var texts [][]byte
	total := 0
	for _, e := range entries {
		if n := e.Name(); !e.Type().IsRegular() || !strings.HasSuffix(n, ".tsv") && !strings.HasSuffix(n, ".tsv.gz") {
			continue
		}
		data, err := readFile(root.FS(), e.Name())
		if err != nil {
			return nil, err
		}
		if total += len(data); total > pricebook.MaxSize || len(names) == maxFiles {
			return nil, fault.New(fault.Invalid, "%s holds more than %d MiB or %d price books", dir, pricebook.MaxSize>>20, maxFiles)
		}
		names, texts = append(names, filepath.Join(dir, e.Name())), append(texts, data)
	}
	if len(names) == 0 {
		return nil, fault.New(fault.Invalid, "%s holds no price book", dir).WithHelp("a price book is named *.tsv or *.tsv.gz")
	}
	return parse(names, texts)
}

func readFile(dir fs.FS, name string) ([]byte, error) {
	f, err := dir.Open(name)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "%w", err)
	}
	defer f.Close()
	return bounded(name, f)
}

// bounded reads all of a stream, unpacked.
func bounded(name string, r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, pricebook.MaxSize+1))
	if err != nil {
		return nil, fault.New(fault.Unavailable, "read %s: %w", name, err)
	}
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err == nil {
			data, err = io.ReadAll(io.LimitReader(z, pricebook.MaxSize+1))
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("it is cut short or damaged: get it again")
		}
	}
	if len(data) > pricebook.MaxSize {
		return nil, fault.New(fault.Invalid, "%s: larger than %d MiB", name, pricebook.MaxSize>>20)
	}
	return data, nil
}

func parse(names []string, texts [][]byte) (*pricebook.Book, error) {
	readers := make([]io.Reader, len(texts))
	for i := range texts {
		readers[i] = bytes.NewReader(texts[i])
	}
	b, err := pricebook.Parse(names, readers...)
	if err == nil && b.Len() == 0 {
		return nil, fault.New(fault.Invalid, "%s holds no price", strings.Join(slices.Compact(names), ", "))
	}
	return b, err
}

// fetch asks for an address. Prices decide what may ship, so they come over TLS,
// or from this machine.
func fetch(ctx context.Context, address string, client *http.Client) ([]byte, error) {
	if err := allowed(address); err != nil {
		return nil, err
	}
	if client == nil {
		client = &http.Client{Timeout: 5 * time.Minute, CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("redirected too often")
			}
			return allowed(r.URL.String())
		}}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fault.New(fault.Invalid, "%s is no address: %w", address, err)
	}
	res, err := client.Do(req)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "fetch %s: %w", address, err).WithHelp("check the network, or give a file")
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, fault.New(fault.Unavailable, "%s: %s", address, res.Status).WithHelp("check the address; the prices in use stay as they were")
	}
	return bounded(address, res.Body)
}

func allowed(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return fault.New(fault.Invalid, "%s is no address", address)
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return fault.New(fault.Invalid, "%s is not fetched over TLS", address).WithHelp("use an https:// address")
}

// Install puts a book in the place of the one in use, whole or not at all.
func Install(home string, b *pricebook.Book) error {
	name := filepath.Join(home, filepath.FromSlash(FileName))
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.New(fault.Unavailable, "make %s: %w", dir, err)
	}
	f, err := os.CreateTemp(dir, ".prices-*")
	if err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	defer os.Remove(f.Name()) // gone already when the rename worked
	if err := errors.Join(b.Write(f), f.Sync(), f.Close()); err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // not every system can; the rename stands
		d.Close()
	}
	return nil
}

// Open opens the book that was installed in a home folder; ok is false when there
// is none.
func Open(home string) (b *pricebook.Book, ok bool, err error) {
	name := filepath.Join(home, filepath.FromSlash(FileName))
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fault.New(fault.Unavailable, "read %s: %w", name, err)
	}
	defer f.Close()
	if b, err = pricebook.Parse([]string{name}, f); err != nil {
		return nil, false, fault.New(fault.Unavailable, "%w", err).WithHelp("take it in again: assay feeds update prices --from …, or remove the file")
	}
	return b, true, nil
}
