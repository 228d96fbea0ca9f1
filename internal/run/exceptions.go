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
// merged; in one, without a commit, nothing does. at is the folder that has .assay,
// relative to the root of the work tree: the examined one or one above it.
func ReadExceptions(ctx context.Context, repo *change.Repo, blobs *change.Blobs, dir, base, at string) (*Exceptions, error) {
	r := exceptionReader{repo: repo, blobs: blobs, dir: dir, base: base, fork: base, at: at, asked: map[string]*change.Governed{}}
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
	// at is the folder that has .assay, relative to the root of the work tree.
	at    string
	asked map[string]*change.Governed
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
	g, err := r.governed(ctx, r.base)
	if err != nil {
		return nil, err
	}
	return g.Read(ctx, waiver.ApproversFile, waiver.MaxApprovers)
}

// governed is .assay at a commit, asked of git once.
func (r exceptionReader) governed(ctx context.Context, commit string) (*change.Governed, error) {
	if g := r.asked[commit]; g != nil {
		return g, nil
	}
	g, err := r.repo.GovernedAt(ctx, r.blobs, commit, r.at)
	r.asked[commit] = g
	return g, err
}

func (r exceptionReader) folder(ctx context.Context, folder string) ([]waiver.Candidate, error) {
	merged, err := r.merged(ctx, r.base, folder)
	if err != nil {
		return nil, err
	}
	before := merged
	if r.fork != r.base {
		if before, err = r.merged(ctx, r.fork, folder); err != nil {
			return nil, err
		}
	}
	out, names, err := r.inFolder(ctx, folder, merged, before)
	if err != nil {
		return nil, err
	}
	for _, c := range merged {
		_, was := before[c.Path]
		c.Gone = was && !r.repo.Bare && !slices.Contains(names, c.Path)
		out = append(out, c)
	}
	if len(out) > maxExceptions {
		return nil, tooMany(folder, len(out))
	}
	slices.SortFunc(out, func(a, b waiver.Candidate) int {
		if a.Path == b.Path && a.AtBase {
			return -1
		}
		return strings.Compare(a.Path, b.Path)
	})
	return out, r.authors(ctx, folder, out)
}

// merged reads what stands at a commit, by path.
func (r exceptionReader) merged(ctx context.Context, commit, folder string) (map[string]waiver.Candidate, error) {
	if r.repo == nil || commit == "" {
		return nil, nil
	}
	g, err := r.governed(ctx, commit)
	if err != nil {
		return nil, err
	}
	names, err := g.In(path.Base(folder), ".yaml")
	if err != nil {
		return nil, err
	}
	if len(names) > maxExceptions {
		return nil, tooMany(folder, len(names))
	}
	out := map[string]waiver.Candidate{}
	for _, name := range names {
		data, err := readException(ctx, g, name)
		if err != nil {
			return nil, fmt.Errorf("read %s at %s: %w", name, commit, err)
		}
		out[name] = waiver.Candidate{Path: name, Data: data, AtBase: true}
	}
	return out, nil
}

func readException(ctx context.Context, g *change.Governed, name string) ([]byte, error) {
	data, err := g.Read(ctx, name, waiver.MaxSize)
	if errors.Is(err, change.ErrTooLarge) {
		return make([]byte, waiver.MaxSize+1), nil // whoever parses it says so
	}
	return data, err
}

func tooMany(folder string, n int) error {
	return fault.New(fault.Invalid, "%s holds %d files, more than %d", folder, n, maxExceptions).WithHelp("delete those that have expired")
}

// here is .assay as the change leaves it: on disk, or at the tip where it lies
// above the examined folder, which is never read there.
func (r exceptionReader) here(ctx context.Context) (*change.Governed, error) {
	if r.repo != nil && (r.above() || r.repo.Bare) {
		if r.repo.Bare || r.repo.Head == "" {
			return nil, nil
		}
		return r.governed(ctx, r.repo.Head)
	}
	return change.GovernedOnDisk(r.dir, governedFolders...), nil
}

func (r exceptionReader) above() bool { return r.at != strings.TrimSuffix(r.repo.Prefix, "/") }

// inFolder reads what stands in the folder and is neither what was merged nor
// what the change began with, and names all that stands there.
func (r exceptionReader) inFolder(ctx context.Context, folder string, known ...map[string]waiver.Candidate) (out []waiver.Candidate, names []string, err error) {
	g, err := r.here(ctx)
	if err != nil {
		return nil, nil, err
	}
	if names, err = g.In(path.Base(folder), ".yaml"); err != nil {
		return nil, nil, err
	}
	if len(names) > maxExceptions {
		return nil, nil, tooMany(folder, len(names))
	}
	for _, name := range names {
		data, err := readException(ctx, g, name)
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
		added, err := r.repo.AddedBy(ctx, at.commit, r.at, folder)
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
