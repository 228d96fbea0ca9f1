package python

import (
	"fmt"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// gathered is a requirements file with all that it includes.
type gathered struct {
	lines       []line
	constraints map[string]line
	missing     string // a file that is included and was not read
	files       []string
}

// gather follows includes, each file once.
func (u *unit) gather(r *requirements) *gathered {
	g := &gathered{constraints: map[string]line{}}
	seen := map[string]bool{r.path: true}
	type step struct {
		file        *requirements
		constraints bool
	}
	for todo := []step{{r, false}}; len(todo) > 0; todo = todo[1:] {
		at := todo[0]
		g.files = append(g.files, at.file.path)
		if u.left -= 1 + len(at.file.lines); u.left < 0 {
			g.missing = "others: they include each other too often"
			return g
		}
		g.take(at.file, at.constraints)
		for _, in := range at.file.includes {
			if seen[in.path] {
				continue
			}
			seen[in.path] = true
			f, ok := u.files[in.path]
			if !ok {
				u.problems.Add(at.file.path, in.line, "Add it to the tree, with a name that ends in .txt.", "not read: the included %s", document.Quote(in.path))
				g.missing = in.path
				continue
			}
			todo = append(todo, step{u.parseRequirements(f), in.constraints || at.constraints})
		}
	}
	return g
}

func (g *gathered) take(r *requirements, constraints bool) {
	if !constraints {
		g.lines = append(g.lines, r.lines...)
		return
	}
	for _, l := range r.lines {
		if _, ok := g.constraints[l.name]; !ok {
			g.constraints[l.name] = l
		}
	}
}

// requirementsProject makes a project of a requirements file. One that was
// compiled is the lockfile of the .in file beside it.
func (u *unit) requirementsProject(f engine.File) {
	r := u.parseRequirements(f)
	stem, ext := strings.TrimSuffix(f.Path, path.Ext(f.Path)), path.Ext(f.Path)
	if ext == ".txt" {
		if in, ok := u.files[stem+".in"]; ok && isRequirements(in.Path) && r.compiled() {
			return // told with the .in file
		}
		u.listProject(f, r)
		return
	}
	if txt, ok := u.files[stem+".txt"]; ok && isRequirements(txt.Path) {
		if lock := u.parseRequirements(txt); lock.compiled() {
			u.compiledProject(f.Path, u.gather(r), lock)
			return
		}
	}
	u.listProject(f, r)
}

// listProject is a file without more than its lines.
func (u *unit) listProject(f engine.File, r *requirements) {
	if r.compiled() {
		u.compiledProject(f.Path, nil, r)
		return
	}
	all := u.gather(r)
	use := useOf(path.Base(f.Path), assay.Runtime)
	var g inventory.Graph
	var edges []inventory.Edge
	for _, l := range all.lines {
		if c, ok := all.constraints[l.name]; ok && l.version == "" && c.version != "" {
			l.version, l.at = c.version, c.at
		}
		c := l.component()
		c.Checksums = l.checksums
		edges = append(edges, inventory.Edge{To: g.Add(inventory.Package{Component: c}), Use: use, Location: l.at})
	}
	u.problems.Full(&g, f.Path)
	p := assay.Project{Root: f.Path, Complete: true}
	if len(all.lines) > 0 && !r.hashed() {
		inventory.Incomplete(&p, "requirements do not say what comes along with them")
	}
	u.explain(&p, all)
	u.add(p, &g, edges, false)
}

func (u *unit) explain(p *assay.Project, all *gathered) {
	if all == nil {
		return
	}
	if all.missing != "" {
		inventory.Incomplete(p, "it includes "+document.Quote(all.missing)+", which was not read")
	}
	for _, file := range all.files {
		if u.problems.In(file) {
			inventory.Incomplete(p, fmt.Sprintf("not all of %s could be read", file))
		}
	}
}

// compiledProject is a requirements file whose comments say who asks for what.
func (u *unit) compiledProject(root string, asked *gathered, lock *requirements) {
	var g inventory.Graph
	byName := map[string][]int{}
	nodes := make([]int, len(lock.lines))
	use := useOf(path.Base(root), assay.Runtime)
	for i := range lock.lines {
		l := &lock.lines[i]
		c := l.component()
		c.Checksums, c.Use = l.checksums, use
		nodes[i] = g.Add(inventory.Package{Component: c})
		byName[l.name] = append(byName[l.name], nodes[i])
	}
	var edges []inventory.Edge
	if asked != nil {
		for _, l := range asked.lines {
			found := byName[l.name]
			for _, to := range found[:min(len(found), inventory.Few)] {
				edges = append(edges, inventory.Edge{To: to, Use: use, Location: l.at})
			}
		}
	}
	for i := range lock.lines {
		for _, by := range lock.lines[i].via {
			edges = via(&g, edges, by, nodes[i], byName, use)
		}
	}
	u.problems.Full(&g, lock.path)
	p := assay.Project{Root: root, Complete: true}
	for _, file := range []string{root, lock.path} {
		if u.problems.In(file) {
			inventory.Incomplete(&p, fmt.Sprintf("not all of %s could be read", file))
		}
	}
	u.explain(&p, asked)
	u.add(p, &g, edges, true)
}

// via draws the edge that a comment names: from a package of the file, or from
// the project, as "-r FILE" or "NAME (pyproject.toml)". Where the .in file is
// there its line counts, for its edge came first.
func via(g *inventory.Graph, edges []inventory.Edge, by string, to int, byName map[string][]int, use assay.Use) []inventory.Edge {
	if by == "" || strings.HasPrefix(by, "-c ") {
		return edges
	}
	name, _, _ := strings.Cut(by, "[")
	if from := byName[normal(name)]; len(from) > 0 {
		for _, f := range from[:min(len(from), inventory.Few)] {
			g.Ask(f, to, assay.Runtime, assay.Location{})
		}
		return edges
	}
	if strings.HasPrefix(by, "-r ") || strings.HasSuffix(by, ")") {
		return append(edges, inventory.Edge{To: to, Use: use, Location: g.Packages[to].Component.Location})
	}
	return edges
}
