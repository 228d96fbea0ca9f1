package change

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// Names of the files that say what not to look at.
const (
	gitIgnoreFile   = ".gitignore"
	AssayIgnoreFile = ".assayignore"
)

// maxIgnoreFile bounds an ignore file; more of it is not read.
const maxIgnoreFile = 1 << 20

// Ignore holds the patterns of .gitignore files, which never hide a tracked
// file, and of .assayignore, which hides any. A nil *Ignore hides nothing.
type Ignore struct {
	git   []gitignore.Pattern
	assay []gitignore.Pattern
	// fromFolder says to read .gitignore files as the walk meets them.
	fromFolder bool
}

// FolderIgnore reads .gitignore files during the walk and takes .assayignore
// from the root of the folder: for folders without a base.
func FolderIgnore(dir string) *Ignore {
	ig := &Ignore{fromFolder: true}
	if data, err := ReadFile(dir, AssayIgnoreFile, maxIgnoreFile); err == nil {
		ig.assay = parseIgnore(data, nil)
	}
	return ig
}

// IgnoreAt reads the ignore files as they stand at a commit, so that a change
// can't hide itself.
func (r *Repo) IgnoreAt(ctx context.Context, commit string, blobs *Blobs) (*Ignore, error) {
	ig := &Ignore{}
	entries, err := r.TreeEntries(ctx, commit, nil)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if path.Base(e.Path) != gitIgnoreFile && e.Path != AssayIgnoreFile {
			continue
		}
		data, err := blobs.Read(ctx, e.Blob, nil, maxIgnoreFile)
		if err != nil {
			return nil, fmt.Errorf("%s at the base: %w", e.Path, err)
		}
		if e.Path == AssayIgnoreFile {
			ig.assay = parseIgnore(data, nil)
		} else {
			ig.git = append(ig.git, parseIgnore(data, domain(path.Dir(e.Path)))...)
		}
	}
	return ig, nil
}

// load reads the .gitignore of a folder that the walk enters.
func (ig *Ignore) load(root *opener, dir string, items []fs.DirEntry) {
	if ig == nil || !ig.fromFolder {
		return
	}
	for _, item := range items {
		if item.Name() != gitIgnoreFile || !item.Type().IsRegular() {
			continue
		}
		f, err := root.open(path.Join(dir, gitIgnoreFile), false)
		if err != nil {
			return // what can't be read hides nothing
		}
		data, _ := io.ReadAll(io.LimitReader(f, maxIgnoreFile)) // likewise
		f.Close()
		ig.git = append(ig.git, parseIgnore(data, domain(dir))...)
	}
}

func parseIgnore(data []byte, dom []string) []gitignore.Pattern {
	var ps []gitignore.Pattern
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		ps = append(ps, gitignore.ParsePattern(line, dom))
	}
	return ps
}

func domain(dir string) []string {
	if dir == "." || dir == "" {
		return nil
	}
	return strings.Split(dir, "/")
}

// ignores says whether .gitignore or .assayignore hides a path.
func (ig *Ignore) ignores(p string, isDir bool) bool {
	if ig == nil {
		return false
	}
	return matches(ig.git, p, isDir) || (isDir && matches(ig.assay, p, true))
}

// always says whether .assayignore hides a file, tracked or not; what lies in a
// hidden folder is hidden too.
func (ig *Ignore) always(p string) bool { return ig != nil && matches(ig.assay, p, false) }

func matches(ps []gitignore.Pattern, p string, isDir bool) bool {
	if len(ps) == 0 {
		return false
	}
	return gitignore.NewMatcher(ps).Match(strings.Split(p, "/"), isDir)
}
