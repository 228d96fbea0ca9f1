// Package feed brings advisories in from outside: an OSV bucket's address, a
// folder, or a zip, checked before anything is replaced.
//
//	b, err := feed.Read(ctx, "https://…", feed.Options{})
//	err = feed.Install(home, b)
//
// Nothing that comes in is trusted: sizes are bounded, whatever a header says,
// and a feed that is cut short, damaged, or suspiciously small changes nothing.
package feed

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// Limits of what a feed may hold.
const (
	maxRecord  = 16 << 20 // bytes of one record
	maxRecords = 4_000_000
	maxZip     = 4 << 30 // bytes of one archive
	maxRatio   = 100     // how much more a whole archive may hold than it takes
)

// Options for Read. The zero value works.
type Options struct {
	// Client fetches; nil is http.DefaultClient's transport with our own rules
	// for redirects.
	Client *http.Client
	// KEV and EPSS name the lists of exploitation: a file or an address; empty
	// looks for them beside the advisories.
	KEV, EPSS string
	// EPSSDay is the day of the scores, for a list that does not say it.
	EPSSDay time.Time
	// Now is the day against which records are held; zero takes the clock's.
	Now time.Time
	// Progress is told what is under way; it may be nil.
	Progress func(what string, done, total int64)
}

func (o *Options) progress(what string, done, total int64) {
	if o.Progress != nil {
		o.Progress(what, done, total)
	}
}

// Read gathers what a source holds. Errors are of kind fault.Invalid for bad
// content and fault.Unavailable for what can't be reached.
func Read(ctx context.Context, from string, o Options) (*advisory.Builder, error) {
	b := &advisory.Builder{}
	var err error
	if isURL(from) {
		err = fromBucket(ctx, b, from, &o)
	} else {
		err = fromDisk(ctx, b, from, &o)
	}
	if err != nil {
		return nil, err
	}
	if len(b.Ecosystems()) == 0 {
		return nil, fault.New(fault.Invalid, "%s holds no advisories of ecosystems that assay reads", from).
			WithHelp("give an OSV bucket's address, a folder with Go/all.zip, npm/all.zip …, or one such zip")
	}
	if err := fromTheFuture(b, from, o.Now); err != nil {
		return nil, err
	}
	return b, exploitation(ctx, b, &o)
}

// fromTheFuture refuses records of a day to come: data that seems young for
// ever would never be renewed.
func fromTheFuture(b *advisory.Builder, from string, now time.Time) error {
	if now.IsZero() {
		now = time.Now()
	}
	for _, s := range b.Ecosystems() {
		if s.Newest.After(now.Add(48 * time.Hour)) {
			return fault.New(fault.Invalid, "%s has records on %s of %s, a day to come", from, s.Ecosystem, s.Newest.Format(time.DateOnly)).
				WithHelp("check the clock here and the source; the data in use stays as it was")
		}
	}
	return nil
}

func isURL(s string) bool { return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://") }

// fromDisk reads a zip, or a folder of zips and records.
func fromDisk(ctx context.Context, b *advisory.Builder, from string, o *Options) error {
	info, err := os.Stat(from)
	if err != nil {
		return fault.New(fault.Invalid, "there is no %s", from).WithHelp("name a folder, a zip or an https:// address")
	}
	if !info.IsDir() {
		return fromZip(ctx, b, from, o)
	}
	root, err := os.OpenRoot(from)
	if err != nil {
		return fault.New(fault.Unavailable, "read %s: %w", from, err)
	}
	defer root.Close()
	return fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fault.New(fault.Unavailable, "read %s: %w", filepath.Join(from, name), err)
		case ctx.Err() != nil:
			return ctx.Err()
		case d.Type() != 0 && !d.IsDir():
			return nil // links lead elsewhere
		case strings.HasSuffix(name, ".zip"):
			return fromZip(ctx, b, filepath.Join(from, name), o)
		case base(name) == "kev.json" || base(name) == "known_exploited_vulnerabilities.json":
			o.KEV = either(o.KEV, filepath.Join(from, name))
		case strings.HasPrefix(base(name), "epss") && (strings.HasSuffix(name, ".csv") || strings.HasSuffix(name, ".csv.gz")):
			o.EPSS = either(o.EPSS, filepath.Join(from, name))
		case strings.HasSuffix(name, ".json"):
			return oneRecord(root, b, from, name)
		}
		return nil
	})
}

func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func oneRecord(root *os.Root, b *advisory.Builder, from, name string) error {
	f, err := root.Open(name)
	if err != nil {
		return fault.New(fault.Unavailable, "read %s: %w", filepath.Join(from, name), err)
	}
	defer f.Close()
	list, err := parse(f)
	if err != nil {
		return fault.New(fault.Invalid, "%s: %w", filepath.Join(from, name), err)
	}
	b.Add(list...)
	return nil
}

func parse(r io.Reader) ([]advisory.Advisory, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxRecord+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxRecord {
		return nil, errors.New("larger than a record may be")
	}
	return advisory.Parse(data)
}

// fromZip reads all records of an archive.
func fromZip(ctx context.Context, b *advisory.Builder, name string, o *Options) error {
	refuse := func(format string, args ...any) error {
		return fault.New(fault.Invalid, "%s: %s", name, fmt.Sprintf(format, args...)).WithHelp("fetch it again; the data in use stays as it was")
	}
	z, err := zip.OpenReader(name)
	if err != nil {
		return refuse("no whole zip archive: %v", err)
	}
	defer z.Close()
	info, err := os.Stat(name)
	if err != nil {
		return fault.New(fault.Unavailable, "read %s: %w", name, err)
	}
	var files []*zip.File
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".json") {
			files = append(files, f)
		}
	}
	if len(files) > maxRecords || info.Size() > maxZip {
		return refuse("larger than a feed may be")
	}
	return readAll(ctx, b, files, info.Size()*maxRatio+maxRecord, func(done int) {
		o.progress("reading "+name, int64(done), int64(len(files)))
	}, refuse)
}

// readAll parses files on all processors; budget bounds their bytes together.
func readAll(ctx context.Context, b *advisory.Builder, files []*zip.File, budget int64, progress func(int), refuse func(string, ...any) error) error {
	lists, errs := make([][]advisory.Advisory, len(files)), make([]error, len(files))
	var next, read atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) || ctx.Err() != nil || read.Load() > budget {
					return
				}
				lists[i], errs[i] = readOne(files[i], &read)
			}
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if read.Load() > budget {
		return refuse("it unpacks to more than %d times its size", maxRatio)
	}
	for i, err := range errs {
		if err != nil {
			return refuse("%s: %v", files[i].Name, err)
		}
		b.Add(lists[i]...)
	}
	progress(len(files))
	return nil
}

func readOne(f *zip.File, read *atomic.Int64) ([]advisory.Advisory, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return parse(counting{r, read})
}

// counting adds what is read to a common sum.
type counting struct {
	io.Reader
	sum *atomic.Int64
}

func (c counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.sum.Add(int64(n))
	return n, err
}

// Shrunk names the ecosystems in which a new set holds less than half of what
// the old one has: a sign of a feed that was cut short.
func Shrunk(now []advisory.Source, old *advisory.Index) []assay.Ecosystem {
	var out []assay.Ecosystem
	for _, s := range now {
		i := slices.IndexFunc(old.Info.Sources, func(o advisory.Source) bool { return o.Ecosystem == s.Ecosystem })
		if i >= 0 && s.Records*2 < old.Info.Sources[i].Records {
			out = append(out, s.Ecosystem)
		}
	}
	return out
}

// Older names the ecosystems of which a new set's youngest record is older than
// what is known.
func Older(now []advisory.Source, old *advisory.Index) []assay.Ecosystem {
	var out []assay.Ecosystem
	for _, s := range now {
		i := slices.IndexFunc(old.Info.Sources, func(o advisory.Source) bool { return o.Ecosystem == s.Ecosystem })
		if i >= 0 && s.Newest.Before(old.Info.Sources[i].Newest) {
			out = append(out, s.Ecosystem)
		}
	}
	return out
}
