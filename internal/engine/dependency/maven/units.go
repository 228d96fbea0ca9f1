package maven

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
)

// Units groups poms that are each other's parents, modules or BOMs. The
// options in .mvn go with every group below their folder.
func Units(files []engine.File) [][]engine.File {
	var configs, poms []engine.File
	for _, f := range files {
		if isConfig(f.Path) {
			configs = append(configs, f)
		} else {
			poms = append(poms, f)
		}
	}
	r := newReactor(poms)
	g := grouping{index: map[*pom]int{}, to: make([]int, len(r.poms))}
	for i, p := range r.poms {
		g.index[p], g.to[i] = i, i
	}
	for _, p := range r.poms {
		g.connect(r, p)
	}
	return withConfigs(g.groups(poms), configs)
}

// grouping is a union of sets.
type grouping struct {
	index map[*pom]int
	to    []int
}

func (g *grouping) find(i int) int {
	for g.to[i] != i {
		g.to[i] = g.to[g.to[i]]
		i = g.to[i]
	}
	return i
}

// join keeps the smaller index, so that the result depends on no order.
func (g *grouping) join(p, q *pom) {
	a, b := g.find(g.index[p]), g.find(g.index[q])
	g.to[max(a, b)] = min(a, b)
}

func (g *grouping) connect(r *reactor, p *pom) {
	if q := r.parentOf(p); q != nil {
		g.join(p, q)
	}
	for _, m := range p.modules {
		if q := r.module(p, m); q != nil {
			g.join(p, q)
		}
	}
	for _, d := range p.managed {
		if d.scope.text != "import" {
			continue
		}
		own := scope{r: r, poms: []*pom{p}} // for ${project.groupId}
		for _, q := range r.byName[own.name(d)] {
			g.join(p, q)
		}
	}
}

func (g *grouping) groups(poms []engine.File) [][]engine.File {
	var all [][]engine.File
	at := map[int]int{}
	for i, f := range poms {
		root := g.find(i)
		n, ok := at[root]
		if !ok {
			n = len(all)
			at[root] = n
			all = append(all, nil)
		}
		all[n] = append(all[n], f)
	}
	return all
}

// withConfigs adds a maven.config to the groups that begin at its folder or
// below; one that serves none is a group of its own.
func withConfigs(groups [][]engine.File, configs []engine.File) [][]engine.File {
	for _, c := range configs {
		dir := path.Dir(path.Dir(c.Path))
		used := false
		for i, g := range groups {
			if dir == "." || strings.HasPrefix(g[0].Path, dir+"/") {
				groups[i] = append(g, c)
				used = true
			}
		}
		if !used {
			groups = append(groups, []engine.File{c})
		}
	}
	return groups
}
