package pipeline

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/engine"
)

// Base says what the engines would have said at the base, at the cost of the
// changed files: all others stand as at the head. read returns a changed
// file's content at the base by its path there, and whether it is a link.
func (r *Runner) Base(ctx context.Context, head *Result, changed []assay.ChangedFile, read func(path string) (data []byte, link bool, err error)) (*Result, error) {
	res := &Result{perFile: map[string]engine.Output{}}
	touched := map[string]bool{}
	var old []string
	for _, c := range changed {
		touched[c.Path] = true
		switch c.Kind {
		case assay.Modified, assay.Deleted:
			old = append(old, c.Path)
		case assay.Renamed:
			old = append(old, c.From)
		}
	}
	for p, out := range head.perFile {
		if !touched[p] {
			res.perFile[p] = out
		}
	}
	infra, archives := false, false // whether an extractor's input differs, or what archives hold
	for _, f := range head.kept {
		if touched[f.Path] {
			infra = true
			continue
		}
		res.kept = append(res.kept, f)
	}
	r.Only = nil
	for _, p := range old {
		data, link, err := read(p)
		if errors.Is(err, change.ErrTooLarge) {
			continue // not examined at the base: then nothing in it is old
		}
		if err != nil {
			return nil, fmt.Errorf("read %s at the base: %w", p, err)
		}
		s := r.examine(ctx, engine.File{Path: p, Data: data, Hash: sha256.Sum256(data)}, link)
		if s.out != nil {
			res.perFile[p] = *s.out
			archives = archives || len(s.out.Components) > 0
		}
		if s.keep != nil {
			infra = true
			res.kept = append(res.kept, *s.keep)
		}
	}
	for p := range touched {
		archives = archives || len(head.perFile[p].Components) > 0
	}
	res.extracted = head.extracted
	res.SameFacts = !infra && !archives
	var err error
	if infra || archives {
		slices.SortFunc(res.kept, func(a, b keptFile) int { return strings.Compare(a.Path, b.Path) })
		res.extracted, err = r.extract(ctx, res.kept, scanned(res.perFile))
	}
	r.assemble(res)
	return res, err
}

// History shows versions of files to the scanners that cover secrets. Of one
// problem in one file it keeps the oldest version only; known says which
// problems (path and fingerprint) are known already and left out.
func (r *Runner) History(ctx context.Context, versions []change.HistoricBlob, blobs BlobReader, known func(path string, f assay.Fingerprint) bool) (engine.Output, error) {
	outs := make([]engine.Output, len(versions))
	err := parallel(ctx, len(versions), func(w *worker, i int) {
		v := versions[i]
		data, err := blobs.Read(ctx, v.Blob, w.buf, MaxFile)
		if err != nil {
			if ctx.Err() == nil {
				gap := r.unread(v.Path, err)
				gap.Scope, gap.Location.Commit = assay.ScopeSecretHistory, v.Commit
				outs[i] = engine.Output{Gaps: []assay.Gap{gap}}
			}
			return
		}
		w.buf = data
		r.stats.bytes.Add(int64(len(data)))
		outs[i] = r.scanVersion(ctx, engine.File{Path: v.Path, Data: data, Commit: v.Commit})
		if r.Progress != nil {
			r.Progress(i+1, len(versions))
		}
	})
	var all engine.Output
	all.Examine(assay.ScopeSecretHistory, len(versions))
	seen := map[string]bool{}
	for _, o := range outs {
		all.Gaps = append(all.Gaps, o.Gaps...)
		for _, f := range o.Findings {
			key := f.Location.Path + "\x00" + string(f.Fingerprint)
			if !seen[key] && !known(f.Location.Path, f.Fingerprint) {
				seen[key] = true
				all.Findings = append(all.Findings, f)
			}
		}
	}
	sortOutput(&all)
	return all, err
}

// BlobReader reads git objects.
type BlobReader interface {
	Read(ctx context.Context, id string, buf []byte, limit int64) ([]byte, error)
}

// scanVersion keeps only what a file's past can still do harm with: secrets.
func (r *Runner) scanVersion(ctx context.Context, f engine.File) engine.Output {
	var out engine.Output
	for _, sc := range r.Scanners {
		if slices.Contains(sc.Scopes(), assay.ScopeSecretTree) && sc.Selects(f.Path, f.Data) {
			part := r.scanOne(ctx, sc, f)
			out.Findings = append(out.Findings, part.Findings...)
		}
	}
	return out
}
