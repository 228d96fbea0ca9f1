// Package composer reads what PHP projects bring in: composer.json and
// composer.lock.
//
// A folder with either is a project. What PHP itself and its extensions give is
// no component. Where a package replaces or provides another, who asks for that
// other gets this one. Ranges are not matched.
package composer

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

const (
	manifestName = "composer.json"
	lockName     = "composer.lock"
)

// Selects says whether a file is Composer's. What is installed in vendor/owner/name
// is no project.
func Selects(name string, _ []byte) bool {
	switch path.Base(name) {
	case lockName:
		return true
	case manifestName:
		return path.Base(path.Dir(path.Dir(path.Dir(name)))) != "vendor"
	}
	return false
}

// Units puts the two files of a folder together.
func Units(files []engine.File) [][]engine.File {
	var out [][]engine.File
	byDir := map[string]int{}
	for _, f := range files {
		dir := inventory.Dir(f.Path)
		i, ok := byDir[dir]
		if !ok {
			i = len(out)
			byDir[dir] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], f)
	}
	return out
}

// unit is a folder while it is read.
type unit struct {
	problems inventory.Problems
	graph    inventory.Graph
	by       map[string][]int // packages by name, and by what they replace
	lockPath string
	project  assay.Project
	edges    []inventory.Edge
}

// Read resolves one folder.
func Read(_ context.Context, files []engine.File) engine.Output {
	u := &unit{problems: inventory.Problems{Scope: assay.ScopeComposer}, by: map[string][]int{}}
	u.project = assay.Project{Ecosystem: assay.Packagist, Complete: true}
	for _, f := range files {
		if path.Base(f.Path) == lockName {
			u.readLock(f)
		}
	}
	u.project.Root = u.lockPath
	for _, f := range files {
		if path.Base(f.Path) == manifestName {
			u.readManifest(f)
		}
	}
	u.problems.Full(&u.graph, u.project.Root)
	for _, f := range files {
		if u.problems.In(f.Path) {
			inventory.Incomplete(&u.project, "not all of "+path.Base(f.Path)+" could be read")
		}
	}
	found := inventory.NewWalker(&u.graph).Whole(u.project.Root, u.edges)
	return u.problems.Output(len(files), []assay.Project{u.project}, found)
}

// readLock reads packages and packages-dev.
func (u *unit) readLock(f engine.File) {
	u.lockPath = f.Path
	doc, err := document.JSON(f.Data)
	if !u.problems.Document(f.Path, err) && !doc.Get("packages").Is(document.Array) {
		u.problems.Add(f.Path, 1, "Have composer write the lockfile anew.", "not read: it holds no packages")
	}
	lists := map[assay.Use]*document.Node{assay.Runtime: doc.Get("packages"), assay.Development: doc.Get("packages-dev")}
	nodes := map[*document.Node]int{}
	for _, use := range []assay.Use{assay.Runtime, assay.Development} {
		for _, p := range lists[use].Items() {
			if node, ok := u.add(p, use); ok {
				nodes[p] = node
			}
		}
	}
	for _, use := range []assay.Use{assay.Runtime, assay.Development} {
		for _, p := range lists[use].Items() {
			from, ok := nodes[p]
			for _, r := range p.Get("require").Members() {
				if ok {
					u.graph.AskAll(from, u.by[strings.ToLower(r.Key)], assay.Runtime)
				}
			}
		}
	}
}

// release is a version with numbers; "dev-main" names a branch.
var release = regexp.MustCompile(`^v?\d+(\.\d+){0,5}([-+.@_][0-9A-Za-z.+_-]{1,100}|[a-zA-Z][0-9A-Za-z.-]{0,50})?$`)

func (u *unit) add(p *document.Node, use assay.Use) (int, bool) {
	name, version := p.Get("name").Text(), p.Get("version").Text()
	line := max(p.Line, p.KeyLine("name"))
	if !inventory.Name(name) || !strings.Contains(name, "/") {
		u.problems.Add(u.lockPath, line, "", "not read: %s is no name of a package", document.Quote(name))
		return 0, false
	}
	c := assay.Component{Ecosystem: assay.Packagist, Name: strings.ToLower(name), Use: use, Location: inventory.At(u.lockPath, line)}
	switch {
	case release.MatchString(version) && !strings.HasSuffix(version, "-dev"):
		c.Version = version
	case strings.HasPrefix(version, "dev-") || strings.HasSuffix(version, "-dev"):
		c.Constraint = inventory.Harmless(version)
	default:
		u.problems.Add(u.lockPath, line, "Have composer write the lockfile anew.", "%s has no version: %s is none", document.Quote(name), document.Quote(version))
	}
	c.Licence = strings.Join(slices.Collect(p.Get("license").Strings()), " OR ")
	if strings.Contains(c.Licence, " OR ") {
		c.Licence = "(" + c.Licence + ")"
	}
	c.Checksums = inventory.Hex("sha1", p.Get("dist", "shasum").Text())
	node := u.graph.Add(inventory.Package{Component: c, Local: p.Get("dist", "type").Text() == "path"})
	u.by[c.Name] = append(u.by[c.Name], node)
	for _, key := range []string{"replace", "provide"} {
		for _, other := range p.Get(key).Members() {
			name := strings.ToLower(other.Key)
			u.by[name] = append(u.by[name], node)
		}
	}
	return node, true
}

// readManifest reads what the project asks for.
func (u *unit) readManifest(f engine.File) {
	doc, err := document.JSON(f.Data)
	u.problems.Document(f.Path, err)
	p := &u.project
	p.Root, p.Name, p.Version = f.Path, doc.Get("name").Text(), doc.Get("version").Text()
	p.Licence = strings.Join(slices.Collect(doc.Get("license").Strings()), " OR ")
	for _, list := range []struct {
		key string
		use assay.Use
	}{{"require", assay.Runtime}, {"require-dev", assay.Development}} {
		for _, m := range doc.Get(list.key).Members() {
			if name := strings.ToLower(m.Key); strings.Contains(name, "/") && inventory.Name(name) {
				u.ask(name, m.Value.Text(), list.use, inventory.At(f.Path, m.Line))
			}
		}
	}
}

// ask leads from the project to a package, or to what is known of it.
func (u *unit) ask(name, spec string, use assay.Use, at assay.Location) {
	found := u.by[name]
	if len(found) == 0 {
		c := assay.Component{Ecosystem: assay.Packagist, Name: name, Location: at}
		if release.MatchString(spec) && strings.Count(spec, ".") >= 2 {
			c.Version = spec
		} else {
			c.Constraint = inventory.Harmless(spec)
		}
		found = []int{u.graph.Add(inventory.Package{Component: c})}
		if u.lockPath == "" {
			inventory.Incomplete(&u.project, "there is no lockfile, so neither versions nor what comes along with them are known")
		} else {
			inventory.Incomplete(&u.project, "the lockfile does not hold "+document.Quote(name))
		}
	}
	for _, to := range found[:min(len(found), inventory.Few)] {
		u.edges = append(u.edges, inventory.Edge{To: to, Use: use, Location: at})
	}
}
