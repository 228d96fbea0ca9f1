package python

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// pipfileProject reads Pipfile and Pipfile.lock. The lockfile names everything,
// and not who asks for it.
func (u *unit) pipfileProject(dir string) {
	manifestPath, lockPath := path.Join(dir, "Pipfile"), path.Join(dir, "Pipfile.lock")
	m := &manifest{dir: dir, project: assay.Project{Root: lockPath, Complete: true}}
	if f, ok := u.files[manifestPath]; ok {
		doc, err := document.TOML(f.Data)
		u.problems.Document(manifestPath, err)
		m.project.Root = manifestPath
		d := &declared{u: u, m: m, path: manifestPath}
		for _, group := range doc.Members() {
			switch group.Key {
			case "source", "requires", "scripts", "pipenv":
			case "packages":
				d.table(group.Value, assay.Runtime)
			default:
				d.table(group.Value, useOf(group.Key, assay.Optional))
			}
		}
	}
	l := &lock{u: u, by: map[string][]int{}}
	if f, ok := u.files[lockPath]; ok {
		l.path = lockPath
		doc, err := document.JSON(f.Data)
		u.problems.Document(lockPath, err)
		for _, group := range doc.Members() {
			if group.Key != "_meta" {
				l.group(group)
			}
		}
	} else if len(m.asked) > 0 {
		inventory.Incomplete(&m.project, "there is no lockfile, so neither versions nor what comes along with them are known")
	}
	for _, f := range []string{manifestPath, lockPath} {
		if u.problems.In(f) {
			inventory.Incomplete(&m.project, "not all of "+path.Base(f)+" could be read")
		}
	}
	edges := l.edges(m)
	l.walker = inventory.NewWalker(&l.graph)
	u.finish(m, l, edges, true)
}

func (l *lock) group(group document.Member) {
	use := assay.Runtime
	if group.Key != "default" {
		use = useOf(group.Key, assay.Optional)
	}
	for _, m := range group.Value.Members() {
		v := m.Value
		if !inventory.Name(m.Key) {
			l.u.problems.Add(l.path, m.Line, "", "not read: %s is no name of a package", document.Quote(m.Key))
			continue
		}
		r := ranged(m.Key, v.Get("version").Text())
		if v.Get("path") != nil || v.Get("editable").True() && v.Get("git") == nil {
			continue
		}
		if address := v.Get("git").Text() + v.Get("file").Text(); address != "" {
			r.version, r.constraint = "", inventory.Harmless(address)
		} else if r.version == "" {
			l.u.problems.Add(l.path, m.Line, "Have pipenv write the lockfile anew.", "%s has no version", document.Quote(m.Key))
		}
		r.at, r.use = inventory.At(l.path, m.Line), use
		c := r.component()
		for h := range v.Get("hashes").Strings() {
			algorithm, sum, _ := strings.Cut(h, ":")
			c.Checksums = append(c.Checksums, inventory.Hex(algorithm, sum)...)
		}
		l.by[r.name] = append(l.by[r.name], l.graph.Add(inventory.Package{Component: c}))
	}
}
