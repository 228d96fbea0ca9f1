package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
)

// slot is what visiting one file gave.
type slot struct {
	out  *engine.Output // nil when no scanner had anything to say
	keep *keptFile      // set when an extractor wants the file
}

// keptFile is a file that extractors selected, and which of them by number.
type keptFile struct {
	engine.File
	by uint64
}

// visit reads one file and shows it to the scanners.
func (r *Runner) visit(ctx context.Context, w *worker, snap change.Snapshot, e *change.Entry) slot {
	data, err := snap.Read(ctx, *e, w.buf, MaxFile)
	if err != nil {
		if ctx.Err() != nil {
			return slot{}
		}
		if errors.Is(err, change.ErrTooLarge) {
			return r.tooLarge(ctx, snap, e, err)
		}
		return slot{out: &engine.Output{Gaps: []assay.Gap{r.unread(e.Path, err)}}}
	}
	if cap(data) > cap(w.buf) && cap(data) <= 8<<20 {
		w.buf = data
	}
	r.stats.files.Add(1)
	r.stats.bytes.Add(int64(len(data)))
	hash := engine.Hash(sha256.Sum256(data))
	if e.Blob == "" && r.BlobName != nil {
		e.Blob = r.blobName(hash, data)
	}
	e.Size = int64(len(data))
	return r.examine(ctx, engine.File{Path: e.Path, Data: data, Hash: hash}, e.Link != "")
}

// blobName is git's name for content, remembered by our own.
func (r *Runner) blobName(hash engine.Hash, data []byte) string {
	if r.Memo == nil {
		return r.BlobName(data)
	}
	key := engine.Key([]byte("blob"), []byte(r.ObjectFormat), hash[:])
	if name, ok := r.Memo.Get(key); ok {
		return string(name)
	}
	name := r.BlobName(data)
	r.Memo.Put(key, []byte(name))
	return name
}

// examine shows one file, whose data may be used again afterwards, to the
// scanners and offers it to the extractors. What is behind a link is scanned
// under its own name.
func (r *Runner) examine(ctx context.Context, f engine.File, link bool) slot {
	var s slot
	if !link && (r.Only == nil || r.Only[f.Path]) {
		if out := r.scan(ctx, f); !empty(out) {
			s.out = &out
		}
	}
	by := uint64(0)
	for i, x := range r.Extractors {
		if x.Selects(f.Path, f.Data) {
			by |= 1 << i
		}
	}
	if by != 0 {
		f.Data = bytes.Clone(f.Data)
		s.keep = &keptFile{f, by}
	}
	return s
}

func (r *Runner) scan(ctx context.Context, f engine.File) engine.Output {
	var all engine.Output
	for _, sc := range r.Scanners {
		if !sc.Selects(f.Path, f.Data) {
			continue
		}
		out := r.scanOne(ctx, sc, f)
		if r.Unheard[sc.ID()] {
			out = engine.Output{Projects: out.Projects, Components: out.Components}
		}
		all.Merge(out)
	}
	return all
}

func (r *Runner) scanOne(ctx context.Context, sc engine.FileScanner, f engine.File) (out engine.Output) {
	memo := r.memo(sc)
	key := engine.Key([]byte(f.Path), f.Hash[:])
	if f.Commit == "" {
		if out, ok := memo.Get(key); ok {
			return out
		}
	}
	start := time.Now()
	defer func() {
		r.stats.spend(sc.ID(), start)
		if p := recover(); p != nil {
			out = engine.Output{Gaps: []assay.Gap{brokeOn(sc, f.Path, fmt.Sprint(p))}}
		}
	}()
	out, err := sc.Scan(ctx, f)
	if err != nil {
		if ctx.Err() != nil {
			return engine.Output{}
		}
		return engine.Output{Gaps: []assay.Gap{brokeOn(sc, f.Path, err.Error())}}
	}
	r.seal(&out)
	if f.Commit == "" {
		memo.Put(key, out)
	}
	return out
}

func brokeOn(sc engine.FileScanner, path, why string) assay.Gap {
	scope := assay.Scope(sc.ID())
	if s := sc.Scopes(); len(s) > 0 {
		scope = s[0]
	}
	return assay.Gap{Scope: scope, Location: assay.Location{Path: path}, Reason: fmt.Sprintf("the %s engine could not finish this file: %s", sc.ID(), why)}
}

// unread is the gap of a file that can't be read: every file belongs to the
// first scope of the first scanner.
func (r *Runner) unread(path string, err error) assay.Gap {
	var scope assay.Scope
	for _, sc := range r.Scanners {
		if s := sc.Scopes(); len(s) > 0 {
			scope = s[0]
			break
		}
	}
	return assay.Gap{
		Scope: scope, Location: assay.Location{Path: path}, Reason: "not examined: " + err.Error(),
		Help: "make it readable or smaller, or name it in " + change.AssayIgnoreFile,
	}
}

// tooLarge looks at the beginning of a file that is too large to examine: what
// a scanner claims is a gap of its scope, a text one of the first, and any other
// binary file nobody's.
func (r *Runner) tooLarge(ctx context.Context, snap change.Snapshot, e *change.Entry, err error) slot {
	s, sniffs := snap.(interface {
		Sniff(ctx context.Context, e change.Entry) []byte
	})
	var head []byte
	if sniffs {
		head = s.Sniff(ctx, *e)
	}
	gap := r.unread(e.Path, err)
	claimer := r.claimer(e, head)
	switch {
	case claimer != nil:
		gap.Scope = claimer.Scopes()[0]
		gap.Help = "examine what it is made from, or name it in " + change.AssayIgnoreFile
	case sniffs && engine.Binary(head):
		return slot{}
	}
	return slot{out: &engine.Output{Gaps: []assay.Gap{gap}}}
}

// claimer is the scanner that would have wanted a file; nil when none would.
func (r *Runner) claimer(e *change.Entry, head []byte) engine.FileScanner {
	if e.Link != "" || r.Only != nil && !r.Only[e.Path] {
		return nil
	}
	for _, sc := range r.Scanners {
		if c, ok := sc.(engine.Claimer); ok && c.Claims(e.Path, head) {
			return sc
		}
	}
	return nil
}

func empty(o engine.Output) bool {
	return len(o.Findings) == 0 && len(o.Resources) == 0 && len(o.Plans) == 0 && len(o.Projects) == 0 && len(o.Components) == 0 && len(o.APIs) == 0 && len(o.Gaps) == 0 && len(o.Ignores) == 0 && len(o.Examined) == 0 && o.Facts == ""
}
