package nuget

import (
	"encoding/base64"
	"encoding/hex"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// lock is what a lockfile, or what a build left, holds. A framework is resolved
// apart from others; the same name and version is one component all the same.
type lock struct {
	u      *unit
	path   string
	graph  *inventory.Graph
	direct []direct
	// whole says that everything is named.
	whole bool
}

// direct is a package for which the project itself asks.
type direct struct {
	id   string
	node int
}

// read reads a file that resolves packages.
func (u *unit) readLock(f engine.File, g *inventory.Graph) *lock {
	l := &lock{u: u, path: f.Path, graph: g, whole: true}
	base := strings.ToLower(path.Base(f.Path))
	if base == oldName {
		l.old(u.readSheet(f))
		return l
	}
	doc, err := document.JSON(f.Data)
	failed := u.problems.Document(f.Path, err)
	if base == assetsName {
		l.assets(doc)
		return l
	}
	frameworks := doc.Get("dependencies")
	if !failed && !frameworks.Is(document.Object) {
		u.problems.Add(f.Path, 1, "Restore with --force-evaluate to write it anew.", "not read: it holds no dependencies")
	}
	for _, framework := range frameworks.Members() {
		l.framework(framework.Value)
	}
	return l
}

// framework reads the packages of one target of packages.lock.json.
func (l *lock) framework(list *document.Node) {
	byName := map[string]int{}
	for _, m := range list.Members() {
		local := m.Value.Get("type").Text() == "Project"
		node, ok := l.add(m.Key, m.Value.Get("resolved").Text(), m.Line, m.Value.Get("contentHash").Text(), local)
		if !ok {
			continue
		}
		byName[strings.ToLower(m.Key)] = node
		if local || m.Value.Get("type").Text() == "Direct" {
			l.direct = append(l.direct, direct{m.Key, node})
		}
	}
	for _, m := range list.Members() {
		l.connect(byName, strings.ToLower(m.Key), m.Value.Get("dependencies"))
	}
}

func (l *lock) connect(byName map[string]int, name string, dependencies *document.Node) {
	from, ok := byName[name]
	for _, d := range dependencies.Members() {
		if to, found := byName[strings.ToLower(d.Key)]; ok && found && to != from {
			l.graph.Ask(from, to, assay.Runtime, assay.Location{})
		}
	}
}

func (l *lock) add(id, version string, line int, hash string, local bool) (int, bool) {
	if !inventory.Name(id) {
		l.u.problems.Add(l.path, line, "", "not read: %s is no name of a package", document.Quote(id))
		return 0, false
	}
	c := assay.Component{Ecosystem: assay.NuGet, Name: l.u.spell(id), Location: inventory.At(l.path, line), Use: assay.Runtime, Checksums: sha512(hash)}
	if release.MatchString(version) {
		c.Version = version
	} else if !local {
		l.u.problems.Add(l.path, line, "Restore with --force-evaluate to write it anew.", "%s has no version: %s is none", document.Quote(id), document.Quote(version))
	}
	return l.graph.Add(inventory.Package{Component: c, Local: local}), true
}

// sha512 reads NuGet's content hash: base64, in *.deps.json behind "sha512-".
func sha512(hash string) []string {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(hash, "sha512-"))
	if err != nil || len(raw) != 64 {
		return nil
	}
	return []string{"sha512:" + hex.EncodeToString(raw)}
}

// old takes packages.config: all packages, and not who asks for which.
func (l *lock) old(s *sheet) {
	for _, r := range s.references {
		node, ok := l.add(r.id, r.version, r.line, "", false)
		if ok {
			l.graph.Packages[node].Component.Use = r.use(assay.Runtime)
			l.direct = append(l.direct, direct{r.id, node})
		}
	}
}

// assets reads project.assets.json: targets with "id/version", libraries with
// their hashes, and what the project file asked for.
func (l *lock) assets(doc *document.Node) {
	asked := map[string]bool{}
	for _, group := range doc.Get("projectFileDependencyGroups").Members() {
		for text := range group.Value.Strings() {
			name, _, _ := strings.Cut(text, " ")
			asked[strings.ToLower(name)] = true
		}
	}
	for _, t := range doc.Get("targets").Members() {
		for id, node := range l.target(t.Value, doc.Get("libraries")) {
			if asked[id] {
				l.direct = append(l.direct, direct{id, node})
			}
		}
	}
}

// target reads one target of project.assets.json or of *.deps.json, and gives
// its packages by lower-case name.
func (l *lock) target(list, libraries *document.Node) map[string]int {
	byName := map[string]int{}
	for _, m := range list.Members() {
		id, version, _ := strings.Cut(m.Key, "/")
		about := libraries.Get(m.Key)
		kind := about.Get("type").Text()
		id = strings.TrimPrefix(id, "runtimepack.")
		node, ok := l.add(id, version, m.Line, about.Get("sha512").Text(), kind == "project" || m.Value.Get("type").Text() == "project")
		if ok {
			byName[strings.ToLower(id)] = node
		}
	}
	for _, m := range list.Members() {
		id, _, _ := strings.Cut(m.Key, "/")
		l.connect(byName, strings.ToLower(strings.TrimPrefix(id, "runtimepack.")), m.Value.Get("dependencies"))
	}
	return byName
}
