package maven

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

// maxParents bounds a chain of parents; real ones are shorter than ten.
const maxParents = 64

// maxSame bounds how many poms of the same coordinates are told apart.
const maxSame = 32

// reactor is the poms of one unit.
type reactor struct {
	poms   []*pom
	byPath map[string]*pom
	byName map[string][]*pom // group:artifact, as far as it is written plainly
	user   map[string]str    // -D options of .mvn/maven.config
	chains map[*pom]*lineage
	boms   map[*pom]management
	open   map[*pom]bool // BOMs being read, against cycles
	noted  map[assay.Location]assay.Gap
}

func newReactor(unit []engine.File) *reactor {
	r := &reactor{
		byPath: map[string]*pom{}, byName: map[string][]*pom{}, user: map[string]str{},
		chains: map[*pom]*lineage{}, boms: map[*pom]management{}, open: map[*pom]bool{}, noted: map[assay.Location]assay.Gap{},
	}
	for _, f := range unit {
		if isConfig(f.Path) {
			r.configure(string(f.Data))
			continue
		}
		p := newPom(f.Path, f.Data)
		r.poms = append(r.poms, p)
		r.byPath[p.path] = p
	}
	for _, p := range r.poms {
		name := p.group.text + ":" + p.artifact.text
		if len(r.byName[name]) < maxSame {
			r.byName[name] = append(r.byName[name], p)
		}
	}
	for _, p := range r.poms {
		for _, m := range p.modules {
			if q := r.module(p, m); q != nil {
				q.module = true
			}
		}
	}
	return r
}

// module is the pom that a module entry names; nil when it is not in the unit.
func (r *reactor) module(p *pom, m str) *pom {
	if strings.Contains(m.text, "${") {
		own := scope{r: r, poms: []*pom{p}}
		m.text = own.value(m, p).text
	}
	return r.byPath[p.target(m.text)]
}

// missing tells of the modules that were not read.
func (r *reactor) missing(p *pom) (any bool) {
	for _, m := range p.modules {
		if m.text != "" && r.module(p, m) == nil {
			r.note(p.path, m.line, "names the module "+clip(m.text)+", which was not read",
				"Keep it in the tree, as a folder with a pom.xml or a file that ends in .xml or .pom.")
			any = true
		}
	}
	return any
}

// clip keeps a reason short.
func clip(s string) string {
	if s = strings.Join(strings.Fields(s), " "); len(s) > 80 {
		s = s[:80] + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// configure takes the properties of a maven.config.
func (r *reactor) configure(text string) {
	for i, line := range strings.Split(text, "\n") {
		for _, word := range strings.Fields(line) {
			if def, ok := strings.CutPrefix(word, "-D"); ok {
				k, v, _ := strings.Cut(def, "=")
				r.user[k] = str{v, i + 1}
			}
		}
	}
}

// lineage is a pom with its parents on disk, nearest first.
type lineage struct {
	poms []*pom
	// missing is the parent that is not on disk; nil when the chain ends by itself.
	missing *reference
	// holder is the pom that names it.
	holder *pom
	// ring says that the parents lead back to themselves.
	ring bool
}

func (r *reactor) lineage(p *pom) *lineage {
	if l := r.chains[p]; l != nil {
		return l
	}
	l := &lineage{}
	seen := map[*pom]bool{}
	for at := p; at != nil; {
		if seen[at] || len(l.poms) == maxParents {
			r.note(p.path, at.parent.line, "has parents that lead back to themselves", "Correct the parent of one of them.")
			l.ring = true
			break
		}
		seen[at] = true
		l.poms = append(l.poms, at)
		next := r.parentOf(at)
		if next == nil && at.parent != nil {
			l.missing, l.holder = at.parent, at
		}
		at = next
	}
	r.chains[p] = l
	return l
}

// parentOf looks where relativePath says, then anywhere in the unit. A file
// with other coordinates is not the parent, as for Maven.
func (r *reactor) parentOf(p *pom) *pom {
	if p.parent == nil {
		return nil
	}
	if q := r.byPath[p.target(p.relative)]; q != nil && r.fits(q, p.parent) {
		return q
	}
	for _, q := range r.byName[p.parent.group.text+":"+p.parent.artifact.text] {
		if r.fits(q, p.parent) {
			return q
		}
	}
	return nil
}

// fits compares coordinates. Versions are the same when their texts are, or
// what they say once the candidate's own properties are put in.
func (r *reactor) fits(q *pom, ref *reference) bool {
	if q.artifact.text != ref.artifact.text || q.group.text != ref.group.text {
		return false
	}
	if q.version.text == ref.version.text {
		return true
	}
	own := scope{r: r, poms: []*pom{q}}
	return own.value(q.version, q).text == own.value(ref.version, q).text
}

// inside says that a coordinate is a project of this reactor.
func (r *reactor) inside(name, version string) bool {
	for _, p := range r.byName[name] {
		if p.inRepository() {
			continue
		}
		own := r.scope(p)
		if v := own.value(p.version, p).text; version == "" || v == "" || v == version {
			return true
		}
	}
	return false
}

// note remembers a gap once.
func (r *reactor) note(p string, line int, what, help string) {
	g := gap(p, line, what, help)
	if _, ok := r.noted[g.Location]; !ok {
		r.noted[g.Location] = g
	}
}

func (r *reactor) gaps() []assay.Gap {
	all := make([]assay.Gap, 0, len(r.noted))
	for _, g := range r.noted {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b assay.Gap) int {
		return cmp.Or(cmp.Compare(a.Location.Path, b.Location.Path), cmp.Compare(a.Location.Start.Line, b.Location.Start.Line))
	})
	return all
}
