package change

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// WorkTree is the snapshot of the examined folder of a repository, on disk;
// tracked files that a sparse checkout leaves out come from the index.
func (r *Repo) WorkTree(ctx context.Context, ig *Ignore) (*Folder, error) {
	staged, err := r.index(ctx)
	if err != nil {
		return nil, err
	}
	tracked := make(map[string]bool, len(staged.files))
	for _, e := range staged.files {
		tracked[e.Path] = true
	}
	f, err := walk(ctx, r.Dir, ig, tracked, staged.modules)
	if err != nil {
		return nil, err
	}
	onDisk := make(map[string]bool, len(f.entries))
	for _, e := range f.entries {
		onDisk[e.Path] = true
	}
	for _, e := range staged.files {
		if e.sparse && !onDisk[e.Path] && !ig.always(e.Path) {
			f.entries = append(f.entries, e)
		}
	}
	f.objects = r.objects
	slices.SortFunc(f.entries, byPath)
	return f, nil
}

// Compare lists what differs between the entries of a base and the files of a
// head, whose blob names the caller computed with BlobName while reading.
// same is asked when the names differ, for files that a checkout rewrites
// (line ends, large-file pointers); it may be nil.
func Compare(base, head []Entry, same func(base, head Entry) bool) []assay.ChangedFile {
	var out []assay.ChangedFile
	gone := map[string]string{} // blob → path, of files deleted
	i, j := 0, 0
	for i < len(base) || j < len(head) {
		switch {
		case j == len(head) || (i < len(base) && base[i].Path < head[j].Path):
			gone[base[i].Blob] = base[i].Path
			out = append(out, assay.ChangedFile{Path: base[i].Path, Kind: assay.Deleted})
			i++
		case i == len(base) || base[i].Path > head[j].Path:
			out = append(out, assay.ChangedFile{Path: head[j].Path, Kind: assay.Added})
			j++
		default:
			if base[i].Blob != head[j].Blob && (same == nil || !same(base[i], head[j])) {
				out = append(out, assay.ChangedFile{Path: head[j].Path, Kind: assay.Modified})
			}
			i++
			j++
		}
	}
	return pairRenames(out, gone, head)
}

// pairRenames joins a deleted and an added file with the same content.
func pairRenames(files []assay.ChangedFile, gone map[string]string, head []Entry) []assay.ChangedFile {
	if len(gone) == 0 {
		return files
	}
	from := map[string]bool{}
	for i, f := range files {
		if f.Kind != assay.Added {
			continue
		}
		k, _ := slices.BinarySearchFunc(head, Entry{Path: f.Path}, byPath)
		if old, ok := gone[head[k].Blob]; ok && head[k].Blob != "" && !from[old] {
			files[i].Kind, files[i].From = assay.Renamed, old
			from[old] = true
		}
	}
	return slices.DeleteFunc(files, func(f assay.ChangedFile) bool { return f.Kind == assay.Deleted && from[f.Path] })
}

// CheckoutOf says whether data is what a checkout may make of the blob: the
// same text with other line ends, or the file behind a large-file pointer.
func (r *Repo) CheckoutOf(blob string, data []byte) bool {
	if bytes.Contains(data, []byte("\r\n")) && r.BlobName(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))) == blob {
		return true
	}
	sum := sha256.Sum256(data)
	pointer := fmt.Sprintf("version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n", hex.EncodeToString(sum[:]), len(data))
	return r.BlobName([]byte(pointer)) == blob
}

// GovernanceFile says whether a path steers the gate itself, of this folder or of
// one below, which may be examined alone.
func GovernanceFile(path string) bool {
	name := path[strings.LastIndexByte(path, '/')+1:]
	return name == "assay.yaml" || path == AssayIgnoreFile || strings.HasPrefix(path, ".assay/") || strings.Contains(path, "/.assay/")
}
