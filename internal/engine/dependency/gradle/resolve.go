package gradle

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/mavencoord"
)

// choice is the version of a dependency, and the line to edit.
type choice struct {
	version, constraint string
	at                  place
	// several says that one of several platforms chooses.
	several []managed
	open    bool   // nobody on disk says
	module  string // that takes the place of the one asked for
}

// resolver knows what chooses versions in one project.
type resolver struct {
	m *machine
	p *project
	// versions are those that declarations of the project write, by module and use.
	versions  map[string]declared
	forced    map[string]declared
	overruled map[string]*choice
}

func newResolver(m *machine, p *project) *resolver {
	r := &resolver{m: m, p: p, versions: map[string]declared{}, forced: map[string]declared{}, overruled: map[string]*choice{}}
	for _, f := range p.forced {
		if _, ok := r.forced[f.dep.module()]; !ok && !f.unsure {
			r.forced[f.dep.module()] = f
		}
	}
	for _, d := range p.declared {
		k := d.dep.module() + " " + string(useOf(d.config))
		if _, ok := r.versions[k]; !ok && len(d.dep.version) > 0 && d.dep.version.known() {
			r.versions[k] = d
		}
	}
	return r
}

// choose finds the version of one declaration, in Gradle's order.
func (r *resolver) choose(d declared) choice { return r.overrule(d, r.first(d)) }

// first is the version before rules are asked.
func (r *resolver) first(d declared) choice {
	module := d.dep.module()
	if f, ok := r.forced[module]; ok {
		return chosen(f.dep.version, f.dep.line(f.at))
	}
	managed, isManaged := r.p.managed[module]
	if len(d.dep.version) > 0 && !(r.p.overridden && isManaged) {
		return chosen(d.dep.version, d.dep.line(d.at))
	}
	if isManaged {
		return chosen(managed.version, managed.at)
	}
	if c, ok := r.constrained(module, d.config); ok {
		return c
	}
	if other, ok := r.versions[module+" "+string(useOf(d.config))]; ok {
		return chosen(other.dep.version, other.dep.line(other.at))
	}
	if d.dep.group == kotlinGroup {
		if g := r.kotlin(); g != nil {
			return chosen(g.version, g.line())
		}
	}
	return r.elsewhere(d)
}

// chosen reads a version text.
func chosen(t text, at place) choice {
	if !t.known() {
		return choice{constraint: t.String(), at: at, open: true}
	}
	c := choice{at: at}
	c.version, c.constraint = mavencoord.Version(t.String())
	return c
}

func (g *plugin) line() place {
	if len(g.version) > 0 && g.version[0].at.path != "" {
		return g.version[0].at
	}
	return g.at
}

// constrained looks through constraints { } of the project and of the
// platforms that are projects of the build.
func (r *resolver) constrained(module, config string) (choice, bool) {
	for _, c := range r.m.constraintsOf(r.p)[module] {
		if reaches(c.config, config) {
			return chosen(c.dep.version, c.dep.line(c.at)), true
		}
	}
	for _, q := range r.owners(config) {
		for _, c := range r.m.constraintsOf(q)[module] {
			return chosen(c.dep.version, c.dep.line(c.at)), true
		}
	}
	return choice{}, false
}

// constraintsOf are a project's constraints that name a version, by module.
func (m *machine) constraintsOf(p *project) map[string][]declared {
	if all, ok := m.constraints[p]; ok {
		return all
	}
	all := map[string][]declared{}
	for _, c := range p.constraints {
		if k := c.dep.module(); len(c.dep.version) > 0 && len(all[k]) < 20 {
			all[k] = append(all[k], c)
		}
	}
	if m.constraints == nil {
		m.constraints = map[*project]map[string][]declared{}
	}
	m.constraints[p] = all
	return all
}

// owners are the platform projects that a configuration sees, and theirs.
func (r *resolver) owners(config string) []*project {
	var all []*project
	for _, d := range r.p.platforms {
		if d.dep.owner != nil && reaches(d.config, config) {
			all = append(all, d.dep.owner)
		}
	}
	for i := 0; i < len(all) && i < 100; i++ {
		for _, d := range all[i].platforms {
			if d.dep.owner != nil && !slices.Contains(all, d.dep.owner) {
				all = append(all, d.dep.owner)
			}
		}
	}
	return all
}

// reaches says that what stands in one configuration is seen by another:
// tests see what the program has, annotation processors see their own.
func reaches(from, to string) bool {
	if from == to {
		return true
	}
	processor := func(c string) bool {
		c = strings.ToLower(c)
		return strings.HasSuffix(c, "annotationprocessor") || strings.HasPrefix(c, "kapt") || strings.HasPrefix(c, "ksp")
	}
	if processor(from) || processor(to) {
		return processor(from) && processor(to)
	}
	if strings.EqualFold(from, "classpath") || strings.EqualFold(to, "classpath") {
		return false
	}
	test := func(c string) bool { return has(words(c), "test", "tests") }
	return !test(from) || test(to)
}

// elsewhere is a version that a platform which is not on disk chooses.
func (r *resolver) elsewhere(d declared) choice {
	all := r.candidates(d.config)
	c := choice{at: d.dep.at, open: true}
	switch len(all) {
	case 0:
	case 1:
		c.at = all[0].at
		c.constraint = all[0].name
		if v := all[0].version; len(v) > 0 {
			c.constraint += ":" + v.String()
		}
	default:
		c.several = all
	}
	return c
}

// candidates are the platforms and BOMs that may choose for a configuration.
func (r *resolver) candidates(config string) []managed {
	all := slices.Clone(r.p.boms)
	add := func(m managed) {
		for _, x := range all {
			if x.name == m.name && x.version.String() == m.version.String() {
				return
			}
		}
		all = append(all, m)
	}
	if b, ok := r.boot(); ok && !slices.ContainsFunc(all, func(x managed) bool { return x.name == springBootBOM }) {
		add(b)
	}
	if config == "classpath" {
		return nil
	}
	platforms := r.p.platforms
	for _, q := range r.owners(config) {
		for _, x := range q.platforms {
			x.config = config
			platforms = append(platforms[:len(platforms):len(platforms)], x)
		}
	}
	for _, x := range platforms {
		if x.dep.owner == nil && reaches(x.config, config) {
			add(r.platform(x))
		}
	}
	return all
}

// platform is a BOM with the version it is asked for in, or that another
// part of the build chooses for it.
func (r *resolver) platform(x declared) managed {
	d := x.dep
	if len(d.version) == 0 {
		if v, ok := r.p.managed[d.module()]; ok {
			return managed{version: v.version, at: v.at, name: d.module()}
		}
	}
	return managed{version: d.version, at: d.line(x.at), name: d.module()}
}

// boot is the BOM that Spring Boot's plugin imports where Spring's dependency
// management is applied as well.
func (r *resolver) boot() (managed, bool) {
	if !r.p.has(springBoot) || !r.p.has(springManages) {
		return managed{}, false
	}
	g := r.p.pluginVersion(springBoot)
	if g == nil {
		g = r.classpath(springBoot+":spring-boot-gradle-plugin", springBoot+":"+springBoot+".gradle.plugin")
	}
	if g == nil {
		return managed{name: springBootBOM, at: place{r.p.rootPath(), 1}}, true
	}
	return managed{version: g.version, at: g.line(), name: springBootBOM}, true
}

// kotlin is the plugin that gives Kotlin's own libraries their version.
func (r *resolver) kotlin() *plugin {
	for _, id := range []string{"jvm", "multiplatform", "android", "js"} {
		if g := r.p.pluginVersion(kotlinGroup + "." + id); g != nil && len(g.version) > 0 {
			return g
		}
	}
	return r.classpath(kotlinGroup + ":kotlin-gradle-plugin")
}

// classpath finds a plugin that buildscript { } of the project or one above
// names, or that the build's own plugins are compiled against.
func (r *resolver) classpath(modules ...string) *plugin {
	for q := r.p; q != nil; q = q.parent {
		if g := declaredPlugin(q, modules, "classpath"); g != nil {
			return g
		}
	}
	for _, q := range r.m.all {
		if q.build.logic && q.build != r.p.build {
			if g := declaredPlugin(q, modules, ""); g != nil {
				return g
			}
		}
	}
	return nil
}

func declaredPlugin(q *project, modules []string, config string) *plugin {
	for _, d := range q.declared {
		if slices.Contains(modules, d.dep.module()) && len(d.dep.version) > 0 && (config == "" || d.config == config) {
			return &plugin{id: d.dep.group, version: d.dep.version, at: d.at}
		}
	}
	return nil
}
