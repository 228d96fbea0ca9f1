package maven

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/mavencoord"
)

const (
	whyTransitive = "Maven resolves transitive dependencies from its repository; none of that is on disk"
	whyBroken     = "the pom could not be read to its end"
	helpBroken    = "Correct the file; the rest of the tree was read."
)

// report adds a project and its components.
func (r *reactor) report(out *engine.Output, p *pom) {
	if p.fault != nil {
		r.note(p.path, p.fault.line, p.fault.what, helpBroken)
	}
	if p.inRepository() {
		return
	}
	if p.artifact.text == "" {
		r.missing(p)
		return
	}
	w := writer{r: r, p: p, s: r.scope(p), m: r.management(p), seen: map[string]int{}}
	w.dependencies()
	w.plugins()
	w.missing = r.missing(p)
	out.Projects = append(out.Projects, w.project())
	out.Components = append(out.Components, w.components...)
}

// writer turns one effective model into components.
type writer struct {
	r          *reactor
	p          *pom
	s          scope
	m          management
	components []assay.Component
	seen       map[string]int // key and constraint to index
	missing    bool           // a module was not read
	unchosen   int            // versions that one of several absent poms chooses
}

func (w *writer) project() assay.Project {
	p := assay.Project{
		Root: w.p.path, Ecosystem: assay.Maven, Licence: w.licence(),
		Name:    w.s.value(w.p.group, w.p).text + ":" + w.s.value(w.p.artifact, w.p).text,
		Version: w.s.value(w.p.version, w.p).text,
	}
	switch {
	case w.p.fault != nil:
		p.Why = whyBroken
	case w.r.lineage(w.p).ring:
		p.Why = "its parents lead back to themselves"
	case w.missing:
		p.Why = "not all of its modules were read"
	case len(w.components) > 0 || len(w.choosers()) > 0:
		p.Why = whyTransitive
	default:
		p.Complete = true
	}
	if w.unchosen > 0 {
		p.Why += fmt.Sprintf("; %d versions are chosen by one of %s, which are not on disk either", w.unchosen, w.names())
	}
	return p
}

func (w *writer) names() string {
	var names []string
	for _, c := range w.choosers() {
		names = append(names, c.name)
	}
	if len(names) > 4 {
		names = append(names[:4], "others")
	}
	return strings.Join(names, ", ")
}

// licence is that of the nearest pom which says one.
func (w *writer) licence() string {
	for _, q := range w.s.poms {
		if len(q.licences) > 0 {
			return licence(q.licences)
		}
	}
	return ""
}

// dependencies writes the effective list: the nearest declaration of a key wins.
func (w *writer) dependencies() {
	seen := map[string]bool{}
	for _, q := range w.s.poms {
		// Within one pom Maven takes the last of two that are alike.
		for _, d := range slices.Backward(q.dependencies) {
			if k := w.s.key(d); !seen[k] || strings.HasPrefix(k, ":") {
				seen[k] = true
				w.dependency(d, k)
			}
		}
	}
	slices.SortStableFunc(w.components, func(a, b assay.Component) int { return strings.Compare(a.Key(), b.Key()) })
	for i := range w.components {
		w.seen[identity(&w.components[i])] = i
	}
}

func identity(c *assay.Component) string { return c.Key() + " " + c.Constraint }

func (w *writer) dependency(d declaration, key string) {
	name := w.s.name(d)
	if name == "" {
		w.nameless(d)
		return
	}
	managed, isManaged := w.m.entries[key]
	v := w.version(d, managed, isManaged)
	if w.r.inside(name, v.Version) {
		return
	}
	scope := str{w.s.value(d.scope, d.from).text, 0}.or(str{managed.scope, 0}).text
	optional := str{w.s.value(d.optional, d.from).text, 0}.or(str{managed.optional, 0}).text
	v.Name, v.Use = name, use(scope, optional)
	w.add(v)
}

// nameless says that a coordinate can't be worked out.
func (w *writer) nameless(d declaration) {
	if w.p.fault != nil && d.from == w.p {
		return // a half file: said already
	}
	w.r.note(d.from.path, d.line, fmt.Sprintf("asks for %s:%s, of which a part is not known", d.group.text, d.artifact.text),
		"Write the group and the artifact, or define the property in this tree.")
}

// use is what a scope means for the program.
func use(scope, optional string) assay.Use {
	switch {
	case scope == "test":
		return assay.Development
	case optional == "true":
		return assay.Optional
	}
	return assay.Runtime
}

// version is a component that has version or constraint, and location.
func (w *writer) version(d declaration, managed managedVersion, isManaged bool) assay.Component {
	own := w.s.value(d.version, d.from)
	if d.version.text == "" {
		own = managed.version
	}
	if d.version.text == "" && !isManaged {
		return w.absent(d)
	}
	if own.unknown != "" || own.cyclic {
		return w.unsolved(own, d)
	}
	c := place(own.path, own.line)
	c.Version, c.Constraint = mavencoord.Version(own.text)
	return c
}

// absent is a version that only a pom elsewhere can know.
func (w *writer) absent(d declaration) assay.Component {
	all := w.choosers()
	if len(all) == 1 && all[0].name != "" {
		c := place(all[0].path, all[0].line)
		c.Constraint = all[0].name
		return c
	}
	if len(all) > 1 {
		w.unchosen++
	}
	return place(d.from.path, d.line)
}

// choosers are the absent parent and the absent BOMs.
func (w *writer) choosers() []chooser {
	var all []chooser
	if l := w.r.lineage(w.p); l.missing != nil {
		all = append(all, w.s.chooser(l))
	}
	return append(all, w.m.absent...)
}

// unsolved is a version behind a property that is not defined here.
func (w *writer) unsolved(a answer, d declaration) assay.Component {
	line := a.line
	if a.cyclic {
		w.r.note(a.path, line, "has a version whose properties refer to themselves or to too many others", "Give one of the properties a value.")
		return place(a.path, line)
	}
	if l := w.r.lineage(w.p); l.missing != nil {
		ch := w.s.chooser(l)
		c := place(ch.path, ch.line)
		c.Constraint = ch.name
		return c
	}
	c := place(a.path, line)
	c.Constraint = d.version.or(str{"${" + a.unknown + "}", 0}).text
	return c
}

// place is a component that stands somewhere.
func place(path string, line int) assay.Component {
	return assay.Component{
		Ecosystem: assay.Maven, Direct: true,
		Location: assay.Location{Path: path, Start: assay.Position{Line: line}},
	}
}

// add writes a component, once: what runs counts before what only builds.
func (w *writer) add(c assay.Component) {
	c.Root = w.p.path
	k := identity(&c)
	if i, ok := w.seen[k]; ok {
		if stronger(c.Use, w.components[i].Use) {
			w.components[i].Use = c.Use
		}
		return
	}
	w.seen[k] = len(w.components)
	w.components = append(w.components, c)
}

func stronger(a, b assay.Use) bool {
	rank := map[assay.Use]int{assay.Development: 0, assay.Optional: 1, assay.Runtime: 2}
	return rank[a] > rank[b]
}
