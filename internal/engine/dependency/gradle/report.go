package gradle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
)

const (
	whyTransitive = "Gradle resolves transitive dependencies from its repositories; none of that is on disk, and there is no lock state (gradle.lockfile)"
	whyUncovered  = "the lock state does not cover "
	whyGap        = "a part of its scripts was not understood"
)

// writer turns what one project declared into components.
type writer struct {
	r          *resolver
	p          *project
	root       string
	components []assay.Component
	index      map[string]int
	uncovered  []string
	several    int
	between    []managed
	open       int
}

// report adds a project and its components.
func (m *machine) report(out *engine.Output, p *project) {
	w := &writer{r: newResolver(m, p), p: p, root: p.rootPath(), index: map[string]int{}}
	if w.root == "" {
		return // a folder without a script
	}
	w.declarations()
	w.plugins()
	for _, q := range m.scriptless(p) {
		w.r, w.p = newResolver(m, q), q
		w.declarations()
	}
	w.r, w.p = newResolver(m, p), p
	w.locks()
	out.Projects = append(out.Projects, w.project())
	out.Components = append(out.Components, w.components...)
}

// scriptless are the modules whose only script is p's: project(':x') { } in
// it says all that they have. They have no manifest that could name them.
func (m *machine) scriptless(p *project) []*project {
	var all []*project
	for _, q := range p.build.order {
		if q.file != "" || !q.configured {
			continue
		}
		above := q.parent
		for above != nil && above.file == "" {
			above = above.parent
		}
		if above == p {
			all = append(all, q)
		}
	}
	return all
}

func (w *writer) project() assay.Project {
	p := assay.Project{Root: w.root, Ecosystem: assay.Maven, Name: w.name(), Version: w.field("version")}
	locked := len(w.p.locks) > 0 && slices.ContainsFunc(w.p.locks, func(l lockfile) bool { return !l.build })
	if (!locked || len(w.uncovered) > 0) && w.r.m.unread(w.p) { // what is locked was chosen already
		w.p.missed = true
	}
	gap := slices.ContainsFunc(w.r.m.gaps, func(g assay.Gap) bool { return g.Location.Path == w.root })
	switch {
	case gap || w.p.missed || w.p.build.missed:
		p.Why = whyGap
	case locked && len(w.uncovered) > 0:
		p.Why = whyUncovered + strings.Join(w.uncovered[:min(3, len(w.uncovered))], ", ")
	case !locked && len(w.components) > 0:
		p.Why = whyTransitive
	default:
		p.Complete = true
	}
	if w.several > 0 {
		p.Why += fmt.Sprintf("; %d versions are chosen by one of %s, none of which is on disk", w.several, names(w.between))
	}
	if w.open > 0 {
		p.Why += fmt.Sprintf("; who chooses %d versions is not said by any file here", w.open)
	}
	return p
}

func names(all []managed) string {
	var s []string
	for _, b := range all {
		s = append(s, b.name+":"+b.version.String())
	}
	if len(s) > 4 {
		s = append(s[:3], fmt.Sprintf("%d others", len(all)-3))
	}
	return strings.Join(s, ", ")
}

// name is group:name where the group is known.
func (w *writer) name() string {
	if g := w.field("group"); g != "" {
		return g + ":" + w.p.name
	}
	return w.p.name
}

// field is version or group, of the project or the nearest one above.
func (w *writer) field(name string) string {
	for q := w.p; q != nil; q = q.parent {
		if v, ok := w.r.m.inherited(q, name); ok && plainText(v) != "" {
			return plainText(v)
		}
		if name == "version" {
			break
		}
	}
	return ""
}

// use is what a configuration is for; the build's own plugins are tools.
func (w *writer) use(config string) assay.Use {
	if w.p.build.logic {
		return assay.Development
	}
	return useOf(config)
}

// declarations writes what the scripts ask for.
func (w *writer) declarations() {
	for _, d := range w.p.declared {
		c := w.r.choose(d)
		if w.r.m.own(d.dep, c) {
			continue
		}
		if len(c.several) > 0 {
			w.several++
			w.between = c.several
		} else if c.open && c.constraint == "" {
			w.open++
		}
		w.add(d, c)
	}
	w.settle()
}

func (w *writer) add(d declared, c choice) {
	at := c.at
	if at.path == "" {
		at = d.at
	}
	w.put(assay.Component{
		Ecosystem: assay.Maven, Name: cmp.Or(c.module, d.dep.module()), Version: c.version, Constraint: c.constraint, Root: w.root,
		Location: at.location(), Direct: true, Use: w.use(d.config),
	})
}

// own says that a dependency is a project of this unit, which Gradle puts in
// its place (composite builds).
func (m *machine) own(d *dependency, c choice) bool {
	if m.names == nil {
		m.names = map[string]string{}
		for _, p := range m.all {
			w := writer{r: &resolver{m: m, p: p}, p: p}
			if name := w.name(); strings.Contains(name, ":") {
				m.names[name] = w.field("version")
			}
		}
	}
	version, ok := m.names[d.module()]
	return ok && (c.version == "" || c.version == version)
}

// put adds a component once: what runs counts before what only builds.
func (w *writer) put(c assay.Component) {
	k := c.Key() + " " + c.Constraint
	if i, ok := w.index[k]; ok {
		if stronger(c.Use, w.components[i].Use) {
			w.components[i].Use = c.Use
		}
		w.components[i].Direct = w.components[i].Direct || c.Direct
		return
	}
	w.index[k] = len(w.components)
	w.components = append(w.components, c)
}

// settle makes one open component of what a condition leaves open: the same
// module in several versions, of which at least one is not sure.
func (w *writer) settle() {
	versions := map[string][]string{}
	unsure := map[string]bool{}
	for _, d := range w.p.declared {
		c := w.r.choose(d)
		k := cmp.Or(c.module, d.dep.module()) + " " + string(w.use(d.config))
		unsure[k] = unsure[k] || d.unsure
		if c.version != "" && !slices.Contains(versions[k], c.version) {
			versions[k] = append(versions[k], c.version)
		}
	}
	for i := range w.components {
		c := &w.components[i]
		k := c.Name + " " + string(c.Use)
		if all := versions[k]; unsure[k] && len(all) > 1 {
			c.Version, c.Constraint = "", strings.Join(all[:min(len(all), 6)], " or ")
		}
	}
	w.unite()
}

// unite drops components that became alike.
func (w *writer) unite() {
	all := w.components
	w.components, w.index = nil, map[string]int{}
	for _, c := range all {
		w.put(c)
	}
}

// plugins writes the plugins that are requested with a version, or get one
// from the settings, as the markers that Gradle resolves.
func (w *writer) plugins() {
	for _, g := range w.p.plugins {
		from := g
		if len(g.version) == 0 {
			if from = w.p.build.plugins[g.id]; from == nil || len(from.version) == 0 {
				continue
			}
		}
		c := chosen(from.version, from.line())
		w.put(assay.Component{
			Ecosystem: assay.Maven, Name: g.id + ":" + g.id + ".gradle.plugin", Version: c.version, Constraint: c.constraint,
			Root: w.root, Location: c.at.location(), Direct: true, Use: assay.Development,
		})
	}
}

func sortProjects(all []*project) {
	slices.SortFunc(all, func(a, b *project) int { return cmp.Compare(a.path, b.path) })
}
