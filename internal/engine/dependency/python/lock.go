package python

import (
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// lock is a lockfile of uv, poetry or pdm: packages by name, of which there may
// be several versions for different platforms.
type lock struct {
	u     *unit
	path  string
	graph inventory.Graph
	by    map[string][]int // by name, and by name@version
	asks  []ask
	// wanted are the extras that somebody asks for, as name[extra].
	wanted map[string]bool
	walker *inventory.Walker
	// members are the folders of uv's workspace, from the lockfile's.
	members []string
	// untold are the edges of members that were too many to be told apart.
	untold []inventory.Edge
}

// ask is an edge between names.
type ask struct {
	from          int
	name, version string
	// extra is the name[extra] without which it is not asked for.
	extra string
}

// lockNames are the lockfiles that may stand beside a pyproject.toml.
var lockNames = []string{"uv.lock", "poetry.lock", "pdm.lock"}

func (u *unit) readLock(f engine.File) *lock {
	l := &lock{u: u, path: f.Path, by: map[string][]int{}, wanted: map[string]bool{}}
	doc, err := document.TOML(f.Data)
	u.problems.Document(f.Path, err)
	if err == nil && doc.Get("package") == nil && doc.Get("version") == nil && doc.Get("metadata") == nil {
		u.problems.Add(f.Path, 1, "Have the package manager write the lockfile anew.", "not read: it holds no packages")
	}
	for _, p := range doc.Get("package").Items() {
		l.add(p, doc)
	}
	u.problems.Full(&l.graph, f.Path)
	return l
}

func (l *lock) add(p, doc *document.Node) {
	name, version := p.Get("name").Text(), p.Get("version").Text()
	line := max(p.KeyLine("name"), p.Line)
	if !inventory.Name(name) {
		l.u.problems.Add(l.path, line, "", "not read: %s is no name of a package", document.Quote(name))
		return
	}
	c := assay.Component{Ecosystem: assay.PyPI, Name: normal(name), Location: inventory.At(l.path, line), Use: category(p)}
	local := l.isLocal(p)
	switch {
	case pepVersion.MatchString(version):
		c.Version = version
	case !local:
		l.u.problems.Add(l.path, line, "Have the package manager write the lockfile anew.", "%s has no version: %s is none", document.Quote(name), document.Quote(version))
	}
	c.Checksums = checksums(p, doc.Get("metadata", "files", name))
	node := l.graph.Add(inventory.Package{Component: c, Local: local})
	l.by[c.Name] = append(l.by[c.Name], node)
	l.by[c.Key()] = append(l.by[c.Key()], node)
	l.dependencies(node, c.Name, p)
}

// isLocal says whether a package is part of the tree.
func (l *lock) isLocal(p *document.Node) bool {
	source := p.Get("source")
	for _, key := range []string{"editable", "virtual", "directory"} {
		if rel := source.Get(key); rel != nil {
			l.members = append(l.members, path.Clean(rel.Text()))
			return true
		}
	}
	return source.Get("type").Text() == "directory" || p.Get("editable").True() || p.Get("path") != nil && p.Get("files") == nil
}

// category is what poetry and pdm say a package is for; nothing else leads to it
// where no path does.
func category(p *document.Node) assay.Use {
	groups := slices.Collect(p.Get("groups").Strings())
	if c := p.Get("category").Text(); c != "" {
		groups = []string{c}
	}
	for _, g := range groups {
		if g == "main" || g == "default" {
			return assay.Runtime
		}
	}
	if len(groups) > 0 {
		return assay.Development
	}
	return assay.Runtime
}

// checksums are those of all files of a version; older poetry has them apart.
func checksums(p, apart *document.Node) []string {
	var out []string
	files := slices.Concat(p.Get("files").Items(), p.Get("wheels").Items(), apart.Items())
	if sdist := p.Get("sdist"); sdist != nil {
		files = append(files, sdist)
	}
	for _, f := range files {
		algorithm, sum, _ := strings.Cut(f.Get("hash").Text(), ":")
		if strings.HasPrefix(algorithm, "sha") {
			out = append(out, inventory.Hex(algorithm, sum)...)
		}
	}
	return out
}

// dependencies reads what a package asks for: poetry has a table by name, uv a
// list of tables, pdm a list of requirements.
func (l *lock) dependencies(node int, name string, p *document.Node) {
	extraOf := map[string]string{} // poetry: which extra brings a name in
	for _, extra := range p.Get("extras").Members() {
		for text := range extra.Value.Strings() {
			if r, ok := parse(text); ok {
				extraOf[r.name] = name + "[" + normal(extra.Key) + "]"
			}
		}
	}
	deps := p.Get("dependencies")
	for _, m := range deps.Members() {
		extra := ""
		if m.Value.Get("optional").True() {
			extra = extraOf[normal(m.Key)]
		}
		l.ask(node, ask{name: m.Key, extra: extra}, m.Value.Get("extras"))
	}
	for _, item := range deps.Items() {
		l.askItem(node, item, "")
	}
	for _, extra := range p.Get("optional-dependencies").Members() {
		for _, item := range extra.Value.Items() {
			l.askItem(node, item, name+"["+normal(extra.Key)+"]")
		}
	}
}

func (l *lock) askItem(node int, item *document.Node, extra string) {
	if item.Is(document.String) {
		if r, ok := parse(item.Text()); ok {
			l.want(r.name, r.extras)
			l.asks = append(l.asks, ask{from: node, name: r.name, extra: extra})
		}
		return
	}
	l.ask(node, ask{name: item.Get("name").Text(), version: item.Get("version").Text(), extra: extra}, item.Get("extra"))
}

func (l *lock) ask(node int, a ask, extras *document.Node) {
	a.from, a.name = node, normal(a.name)
	l.want(a.name, slices.Collect(extras.Strings()))
	l.asks = append(l.asks, a)
}

// want notes the extras of a package that somebody asks for.
func (l *lock) want(name string, extras []string) {
	for _, e := range extras {
		l.wanted[name+"["+normal(e)+"]"] = true
	}
}

// connect draws the edges, when all manifests have said which extras they want.
func (l *lock) connect() {
	for _, a := range l.asks {
		if a.extra != "" && !l.wanted[a.extra] {
			continue
		}
		name := a.name
		if a.version != "" {
			name += "@" + a.version
		}
		l.graph.AskAll(a.from, l.by[name], assay.Runtime)
	}
	l.asks = nil
}

// lockOf finds the lockfile of a folder: beside it, or uv's of a workspace above
// that has the folder as a member. home says which of the two.
func (u *unit) lockOf(dir string) (l *lock, home bool) {
	if name := u.first(dir, lockNames); name != "" {
		return u.locks[path.Join(dir, name)], true
	}
	for up := dir; up != ""; {
		up = inventory.Dir(up)
		if l := u.locks[path.Join(up, "uv.lock")]; l != nil && l.member(strings.TrimPrefix(strings.TrimPrefix(dir, up), "/")) {
			return l, false
		}
	}
	return nil, false
}
