package change

import (
	"context"
	"net/mail"
	"path"
	"slices"
	"strings"
)

// Author is who wrote a commit, as the commit says: nothing proves it.
type Author struct{ Name, Email string }

// exceptionFolders hold waivers and grants: signing them is no part in a change.
var exceptionFolders = []string{".assay/waivers/", emergencyFolder}

// Authors lists who wrote the commits base..head, co-authors of their trailers
// too, each once, sorted. Commits that touch nothing but waivers and emergency
// grants make nobody an author: approvers commit their signatures. A mail map is
// not heeded: the change could bring its own.
func (r *Repo) Authors(ctx context.Context, base, head string) ([]Author, error) {
	out, err := r.git.output(ctx, "log", "--no-mailmap", "--no-renames", "--name-only", "--no-relative", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none",
		"--format=%x02%an%x01%ae%x01%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x01)%x03", "--end-of-options", base+".."+head, "--")
	if err != nil {
		return nil, err
	}
	var all []Author
	for _, rec := range strings.Split(out, "\x02") {
		who, files, ok := strings.Cut(rec, "\x03")
		if ok && !r.exceptionsOnly(files) {
			all = append(all, authors(who)...)
		}
	}
	slices.SortFunc(all, func(a, b Author) int { return strings.Compare(a.Name+"\x00"+a.Email, b.Name+"\x00"+b.Email) })
	return slices.Compact(all), nil
}

// exceptionsOnly: a commit that names no file, a merge, is not of that kind.
func (r *Repo) exceptionsOnly(files string) bool {
	files = strings.Trim(files, "\n")
	if files == "" {
		return false
	}
	for _, name := range strings.Split(files, "\n") {
		if !slices.ContainsFunc(exceptionFolders, func(f string) bool { return strings.HasPrefix(name, r.Prefix+f) }) {
			return false
		}
	}
	return true
}

// authors parses a name, an address and co-authors.
func authors(text string) []Author {
	f := strings.Split(text, "\x01")
	if len(f) < 2 {
		return nil
	}
	out := []Author{{f[0], f[1]}}
	for _, co := range f[2:] {
		if a, err := mail.ParseAddress(co); err == nil {
			out = append(out, Author{a.Name, a.Address})
		} else if co = strings.TrimSpace(co); co != "" {
			out = append(out, Author{Name: co})
		}
	}
	return out
}

// AddedBy lists, for each file directly or deeper below a folder, who wrote the
// commits, up to the given one, that brought it in. The folder is relative to
// at, which is relative to the root of the work tree, and so are the paths that
// come back to at; what a merge alone brought in is not there.
func (r *Repo) AddedBy(ctx context.Context, commit, at, folder string) (map[string][]Author, error) {
	up := strings.Repeat("../", strings.Count(r.Prefix, "/")) // from the examined folder to the root
	out, err := r.git.output(ctx, "log", "--no-mailmap", "--no-renames", "--diff-filter=A", "--name-only", "--no-relative", "--format=%x01%an%x01%ae%x01", "--end-of-options", commit, "--", up+path.Join(at, folder))
	if err != nil {
		return nil, err
	}
	if at != "" {
		at += "/"
	}
	added := map[string][]Author{}
	f := strings.Split(out, "\x01") // "", then name, address and files in turn
	for i := 1; i+2 < len(f); i += 3 {
		for _, name := range strings.Split(strings.TrimSpace(f[i+2]), "\n") {
			if p, below := strings.CutPrefix(name, at); below && p != "" {
				added[p] = append(added[p], Author{f[i], f[i+1]})
			}
		}
	}
	return added, nil
}
