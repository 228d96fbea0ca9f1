package cargo

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// unit is a workspace while it is read.
type unit struct {
	problems  inventory.Problems
	graph     inventory.Graph
	by        map[string][]int // packages by name, and by name@version
	local     map[string]int   // those of the tree by name
	lockPath  string
	manifests []*manifest
}

// version is one of semver.org, as Cargo demands it.
var version = regexp.MustCompile(`^\d{1,20}\.\d{1,20}\.\d{1,20}([-+][0-9A-Za-z.+-]{1,200})?$`)

// readLock reads Cargo.lock of all versions: [[package]] with its dependencies
// as "name", "name version" or "name version (source)".
func (u *unit) readLock(f engine.File) {
	u.lockPath = f.Path
	doc, err := document.TOML(f.Data)
	u.problems.Document(f.Path, err)
	list := doc.Get("package").Items()
	if root := doc.Get("root"); root != nil {
		list = append(list, root)
	}
	if err == nil && len(list) == 0 && doc.Get("version") == nil && len(doc.Members()) > 0 {
		u.problems.Add(f.Path, 1, "Have cargo write the lockfile anew.", "not read: it holds no packages")
	}
	nodes := make([]int, len(list))
	for i, p := range list {
		nodes[i] = u.add(p, doc.Get("metadata"))
	}
	for i, p := range list {
		for text := range p.Get("dependencies").Strings() {
			u.connect(nodes[i], text)
		}
	}
	u.problems.Full(&u.graph, f.Path)
}

// add adds a package; -1 when it has no name.
func (u *unit) add(p, metadata *document.Node) int {
	name, v, source := p.Get("name").Text(), p.Get("version").Text(), p.Get("source").Text()
	line := max(p.Line, p.KeyLine("name"))
	if !inventory.Name(name) {
		u.problems.Add(u.lockPath, line, "", "not read: %s is no name of a package", document.Quote(name))
		return -1
	}
	c := assay.Component{Ecosystem: assay.Cargo, Name: name, Version: v, Use: assay.Runtime, Location: inventory.At(u.lockPath, line)}
	if !version.MatchString(v) {
		u.problems.Add(u.lockPath, line, "Have cargo write the lockfile anew.", "%s has no version: %s is none", document.Quote(name), document.Quote(v))
		c.Version, c.Constraint = "", inventory.Harmless(v)
	}
	c.Checksums = inventory.Hex("sha256", p.Get("checksum").Text())
	if c.Checksums == nil {
		c.Checksums = inventory.Hex("sha256", metadata.Get("checksum "+name+" "+v+" ("+source+")").Text())
	}
	node := u.graph.Add(inventory.Package{Component: c, Local: source == ""})
	u.by[name] = append(u.by[name], node)
	u.by[c.Key()] = append(u.by[c.Key()], node)
	if source == "" {
		u.local[name] = node
	}
	return node
}

// connect draws an edge. Where several versions have the name, the text says which.
func (u *unit) connect(from int, text string) {
	fields := strings.Fields(text)
	if from < 0 || len(fields) == 0 {
		return
	}
	name := fields[0]
	if len(fields) > 1 {
		name += "@" + fields[1]
	}
	u.graph.AskAll(from, u.by[name], assay.Runtime)
}
