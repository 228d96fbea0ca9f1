package run

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/govern/waiver"
)

// maxExceptions bounds the files of one folder; one with more is an error.
const maxExceptions = 1000

// Exceptions are the waivers and grants of a folder, and who may sign them.
type Exceptions struct {
	// People are those who are listed at the base; nil when nobody is.
	People *waiver.Approvers
	// PeopleErr says why the list at the base can't be read.
	PeopleErr error
	// Waivers and Grants hold what stands at the base, and what stands in the
	// folder where that is something else.
	Waivers, Grants []waiver.Candidate
}

// ReadExceptions reads them at a commit, where what is there counts as merged,
// and in the folder. Without a repository all that is in the folder counts as
// merged; in one, without a commit, nothing does.
func ReadExceptions(ctx context.Context, repo *change.Repo, blobs *change.Blobs, dir, base string) (*Exceptions, error) {
	r := exceptionReader{repo: repo, blobs: blobs, dir: dir, base: base, fork: base}
	if repo != nil && repo.Head != "" && base != "" && base != repo.Head {
		if fork, ok := repo.MergeBase(ctx, base, repo.Head); ok {
			r.fork = fork
		}
	}
	out := &Exceptions{}
	data, err := r.people(ctx)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil && data != nil:
		out.People, out.PeopleErr = waiver.ParseApprovers(waiver.ApproversFile, data)
	case !errors.Is(err, fault.NotFound):
		out.PeopleErr = err
	}
	if out.Waivers, err = r.folder(ctx, waiver.Folder); err != nil {
		return nil, err
	}
	if out.Grants, err = r.folder(ctx, waiver.EmergencyFolder); err != nil {
		return nil, err
	}
	return out, nil
}

type exceptionReader struct {
	repo      *change.Repo
	blobs     *change.Blobs
	dir, base string
	// fork is where the change parts from the base: what was merged since is no
	// edit of the change.
	fork string
}

func (r exceptionReader) people(ctx context.Context) ([]byte, error) {
	switch {
	case r.repo == nil:
		return change.ReadFile(r.dir, waiver.ApproversFile, waiver.MaxApprovers)
	case r.base == "":
		return nil, nil
	}
	entries, err := r.repo.TreeEntries(ctx, r.base, nil)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(entries, func(e change.Entry) bool { return e.Path == waiver.ApproversFile && e.Link != "" }) {
		return nil, fault.New(fault.Invalid, "%s is a link", waiver.ApproversFile).WithHelp("replace it by the file itself: links are not followed")
	}
	return r.repo.ReadAt(ctx, r.blobs, r.base, waiver.ApproversFile, waiver.MaxApprovers)
}

func (r exceptionReader) folder(ctx context.Context, folder string) ([]waiver.Candidate, error) {
	merged, err := r.at(ctx, r.base, folder)
	if err != nil {
		return nil, err
	}
	before := merged
	if r.fork != r.base {
		if before, err = r.at(ctx, r.fork, folder); err != nil {
			return nil, err
		}
	}
	out, names, err := r.inFolder(folder, merged, before)
	if err != nil {
		return nil, err
	}
	for _, c := range merged {
		_, was := before[c.Path]
		c.Gone = was && !r.repo.Bare && !slices.Contains(names, c.Path)
		out = append(out, c)
	}
	if len(out) > maxExceptions {
		return nil, fault.New(fault.Invalid, "%s holds %d files, more than %d", folder, len(out), maxExceptions).WithHelp("delete those that have expired")
	}
	slices.SortFunc(out, func(a, b waiver.Candidate) int {
		if a.Path == b.Path && a.AtBase {
			return -1
		}
		return strings.Compare(a.Path, b.Path)
	})
	return out, r.authors(ctx, folder, out)
}

// at reads what stands at a commit, by path. A link is none: its target may be
// changed without a word to who watches .assay.
func (r exceptionReader) at(ctx context.Context, commit, folder string) (map[string]waiver.Candidate, error) {
	if r.repo == nil || commit == "" {
		return nil, nil
	}
	entries, err := r.repo.TreeEntries(ctx, commit, nil)
	if err != nil {
		return nil, err
	}
	out := map[string]waiver.Candidate{}
	for _, e := range entries {
		if path.Dir(e.Path) != folder || path.Ext(e.Path) != ".yaml" || e.Link != "" {
			continue
		}
		if len(out) == maxExceptions {
			return nil, fault.New(fault.Invalid, "%s holds more than %d files", folder, maxExceptions).WithHelp("delete those that have expired")
		}
		data, err := r.blobs.Read(ctx, e.Blob, nil, waiver.MaxSize)
		if errors.Is(err, change.ErrTooLarge) {
			data, err = make([]byte, waiver.MaxSize+1), nil // whoever parses it says so
		}
		if err != nil {
			return nil, fmt.Errorf("read %s at %s: %w", e.Path, commit, err)
		}
		out[e.Path] = waiver.Candidate{Path: e.Path, Data: data, AtBase: true}
	}
	return out, nil
}

// inFolder reads what stands in the folder and is neither what was merged nor
// what the change began with, and names all that stands there.
func (r exceptionReader) inFolder(folder string, known ...map[string]waiver.Candidate) (out []waiver.Candidate, names []string, err error) {
	if r.repo != nil && r.repo.Bare {
		return nil, nil, nil
	}
	if names, err = change.ListFiles(r.dir, folder); err != nil {
		return nil, nil, err
	}
	names = slices.DeleteFunc(names, func(n string) bool { return path.Ext(n) != ".yaml" })
	if len(names) > maxExceptions {
		return nil, nil, fault.New(fault.Invalid, "%s holds %d files, more than %d", folder, len(names), maxExceptions).WithHelp("delete those that have expired")
	}
	for _, name := range names {
		data, err := change.ReadFile(r.dir, name, waiver.MaxSize)
		if err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(known, func(at map[string]waiver.Candidate) bool {
			c, ok := at[name]
			return ok && sameText(c.Data, data)
		}) {
			continue
		}
		out = append(out, waiver.Candidate{Path: name, Data: data, AtBase: r.repo == nil})
	}
	return out, names, nil
}

// sameText: a checkout may have other line ends.
func sameText(a, b []byte) bool {
	return bytes.Equal(bytes.ReplaceAll(a, []byte("\r\n"), []byte("\n")), bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
}

// authors finds out who brought the files in.
func (r exceptionReader) authors(ctx context.Context, folder string, files []waiver.Candidate) error {
	for _, at := range []struct {
		merged bool
		commit string
	}{{true, r.base}, {false, r.head()}} {
		if at.commit == "" || !slices.ContainsFunc(files, func(c waiver.Candidate) bool { return c.AtBase == at.merged }) {
			continue
		}
		added, err := r.repo.AddedBy(ctx, at.commit, folder)
		if err != nil {
			return err
		}
		for i := range files {
			if files[i].AtBase == at.merged {
				files[i].AddedBy = Identities(added[files[i].Path])
			}
		}
	}
	return nil
}

func (r exceptionReader) head() string {
	if r.repo == nil {
		return ""
	}
	return r.repo.Head
}

// Identities are authors of commits as waivers compare them.
func Identities(authors []change.Author) []waiver.Identity {
	var out []waiver.Identity
	for _, a := range authors {
		out = append(out, waiver.Identity(a))
	}
	return out
}
