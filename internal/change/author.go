package change

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/mail"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// Author is who wrote a commit, as the commit says: nothing proves it.
type Author struct{ Name, Email string }

// exceptionFolders hold waivers and emergency grants, one YAML file each.
var exceptionFolders = []string{".assay/waivers", ".assay/emergency"}

// mark is a separator that nobody who writes a commit can know: names and
// trailers may hold any other character.
func mark() (string, error) {
	var b [16]byte
	_, err := rand.Read(b[:])
	return hex.EncodeToString(b[:]), err
}

// Authors lists who wrote the commits base..head, co-authors of their trailers
// too, each once, sorted. Commits that touch nothing but waivers and emergency
// grants make nobody an author: approvers commit their signatures. A mail map is
// not heeded: the change could bring its own.
func (r *Repo) Authors(ctx context.Context, base, head string) ([]Author, error) {
	m, err := mark()
	if err != nil {
		return nil, err
	}
	out, err := r.git.output(ctx, "log", "--no-mailmap", "--no-renames", "--name-only", "--no-relative", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none",
		"--format="+m+"c%an"+m+"f%ae"+m+"f%(trailers:key=Co-authored-by,valueonly,unfold,separator="+m+"f)"+m+"e", "--end-of-options", base+".."+head, "--")
	if err != nil {
		return nil, err
	}
	var all []Author
	for _, rec := range strings.Split(out, m+"c")[1:] {
		who, files, ok := strings.Cut(rec, m+"e")
		list := authors(strings.Split(who, m+"f"))
		if !ok || len(list) == 0 {
			return nil, fault.New(fault.Unavailable, "the authors of a commit can't be told")
		}
		if !r.exceptionsOnly(files) {
			all = append(all, list...)
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
		own, below := strings.CutPrefix(name, r.Prefix)
		if !below || path.Ext(own) != ".yaml" || !slices.Contains(exceptionFolders, path.Dir(own)) {
			return false
		}
	}
	return true
}

// authors are a name, an address and co-authors.
func authors(f []string) []Author {
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
	m, err := mark()
	if err != nil {
		return nil, err
	}
	up := strings.Repeat("../", strings.Count(r.Prefix, "/")) // from the examined folder to the root
	out, err := r.git.output(ctx, "log", "--no-mailmap", "--no-renames", "--diff-filter=A", "--name-only", "--no-relative", "--format="+m+"%an"+m+"%ae"+m, "--end-of-options", commit, "--", up+path.Join(at, folder))
	if err != nil {
		return nil, err
	}
	if at != "" {
		at += "/"
	}
	added := map[string][]Author{}
	f := strings.Split(out, m) // "", then name, address and files in turn
	for i := 1; i+2 < len(f); i += 3 {
		for _, name := range strings.Split(strings.TrimSpace(f[i+2]), "\n") {
			if p, below := strings.CutPrefix(name, at); below && p != "" {
				added[p] = append(added[p], Author{f[i], f[i+1]})
			}
		}
	}
	return added, nil
}
