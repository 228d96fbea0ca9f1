package change

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// GovernedFolder is where policies, waivers, approvers and the like live, beside
// assay.yaml.
const GovernedFolder = ".assay"

// Governed is the governance files of one folder as they stand somewhere: at a
// commit, or on disk.
type Governed struct {
	names []string // below the folder, sorted: .assay/policy/x.rego
	links []string // what is no regular file: never read
	// objects are git's names of the files' bytes; nil on disk.
	objects map[string]string
	bad     map[string]error // folders that can't be listed
	read    func(ctx context.Context, name string, limit int64) ([]byte, error)
}

// GovernedAt lists .assay at a commit, of a folder relative to the root of the
// work tree ("" is the root). Links are not followed: a link's target may be
// changed without a word to who watches .assay.
func (r *Repo) GovernedAt(ctx context.Context, blobs *Blobs, commit, dir string) (*Governed, error) {
	at := path.Join(dir, GovernedFolder)
	if strings.ContainsAny(at, "\n\r") {
		return nil, fault.New(fault.Invalid, "a folder's name with a line break can't be governed")
	}
	out, err := r.git.output(ctx, "ls-tree", "-r", "-z", "--full-tree", commit, "--", at+"/")
	if err != nil {
		return nil, err
	}
	objects := map[string]string{}
	g := &Governed{objects: objects}
	for _, rec := range strings.Split(out, "\x00") {
		meta, name, ok := strings.Cut(rec, "\t")
		f := strings.Fields(meta) // mode type object
		if !ok || len(f) < 3 {
			continue
		}
		name = path.Join(GovernedFolder, strings.TrimPrefix(name, at+"/"))
		if !strings.HasPrefix(f[0], "100") {
			g.links = append(g.links, name)
			continue
		}
		objects[name] = f[2]
		g.names = append(g.names, name)
	}
	slices.Sort(g.names)
	g.read = func(ctx context.Context, name string, limit int64) ([]byte, error) {
		id, ok := objects[name]
		if !ok {
			return nil, fault.New(fault.NotFound, "%s is not at %s", name, short(commit))
		}
		return blobs.Read(ctx, id, nil, limit)
	}
	return g, nil
}

// GovernedOnDisk lists .assay in a folder, and these folders of it: policy,
// waivers …. One that can't be listed is an error when it is asked for.
func GovernedOnDisk(dir string, folders ...string) *Governed {
	g := &Governed{
		bad:  map[string]error{},
		read: func(_ context.Context, name string, limit int64) ([]byte, error) { return ReadFile(dir, name, limit) },
	}
	for _, f := range append([]string{""}, folders...) {
		names, links, err := listAll(dir, path.Join(GovernedFolder, f), f != "")
		if err != nil {
			g.bad[f] = err
		}
		g.names, g.links = append(g.names, names...), append(g.links, links...)
	}
	slices.Sort(g.names)
	return g
}

// In lists the files directly in a folder of .assay that have one of the
// extensions. A nil list has none.
func (g *Governed) In(folder string, ext ...string) ([]string, error) {
	if g == nil {
		return nil, nil
	}
	if err := g.bad[folder]; err != nil {
		return nil, err
	}
	var out []string
	for _, n := range g.names {
		if path.Dir(n) == path.Join(GovernedFolder, folder) && slices.Contains(ext, path.Ext(n)) {
			out = append(out, n)
		}
	}
	return out, nil
}

// Astray lists what lies in a folder of .assay, at any depth, and is not read: links,
// what lies deeper, and other names than those that end as given or in .md. It
// would seem to count.
func (g *Governed) Astray(folder string, ext ...string) []string {
	if g == nil {
		return nil
	}
	at := path.Join(GovernedFolder, folder)
	var out []string
	for _, n := range g.links {
		if strings.HasPrefix(n, at+"/") || n == at {
			out = append(out, n)
		}
	}
	for _, n := range g.names {
		if !strings.HasPrefix(n, at+"/") || path.Ext(n) == ".md" || path.Base(n)[0] == '.' {
			continue
		}
		if path.Dir(n) != at || !slices.Contains(ext, path.Ext(n)) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// Differs lists the files of .assay that two commits do not have alike.
func (g *Governed) Differs(other *Governed) []string {
	var out []string
	for n, id := range g.objects {
		if other.objects[n] != id {
			out = append(out, n)
		}
	}
	for n := range other.objects {
		if _, ok := g.objects[n]; !ok {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// Empty says that there is nothing.
func (g *Governed) Empty() bool { return g == nil || len(g.names)+len(g.links) == 0 }

// Read reads a listed file; a larger one is ErrTooLarge.
func (g *Governed) Read(ctx context.Context, name string, limit int64) ([]byte, error) {
	if g != nil && slices.Contains(g.links, name) {
		return nil, fault.New(fault.Invalid, "%s is a link", name).WithHelp("replace it by the file itself: links are not followed")
	}
	if g == nil || !slices.Contains(g.names, name) {
		return nil, fault.New(fault.NotFound, "there is no %s", name)
	}
	return g.read(ctx, name, limit)
}
