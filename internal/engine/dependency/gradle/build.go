package gradle

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// run walks one build: its settings, then its projects, parents first.
func (m *machine) run(b *build) {
	b.root = newProject(b, ":", nil)
	b.root.name = path.Base(b.dir)
	m.ownCatalogue(b)
	b.types = m.types(b)
	if b.settings != "" {
		m.runScript(b.settings, &scope{project: b.root, where: inSettings, file: b.settings})
	}
	m.adopt(b)
	b.order = nil
	m.arrange(b, b.root)
	for _, p := range b.order {
		m.evaluate(p)
	}
	m.all = append(m.all, b.order...)
}

// types reads the objects and constants of the build's own sources.
func (m *machine) types(b *build) *dict {
	d := newDict()
	for _, p := range m.tree.paths {
		if !isLogic(p) || b.dir != "." && !strings.HasPrefix(p, b.dir+"/") {
			continue
		}
		s := m.tree.script(p)
		sc := &scope{project: b.root, where: inSkipped, file: p, vars: d.m}
		m.declareAll(s.Body, sc)
		for _, n := range s.Body {
			if n.Kind == script.Declare && len(n.Kids) > 0 {
				sc.set(n.S, m.eval(n.Kids[0], sc))
			}
		}
	}
	return d
}

// adopt gives each project its script. Where the settings work out by code
// which modules there are, each folder with a build script is one.
func (m *machine) adopt(b *build) {
	if b.open {
		m.adoptAll(b)
	}
	for _, p := range append([]*project{b.root}, b.order...) {
		name := p.file
		p.file = ""
		if name != "" {
			if p.file = m.tree.first(path.Join(p.dir, name)); p.file == "" {
				m.miss(&scope{project: p}, p.fileAt, "names "+clip(name)+" as a build script, which was not read", helpApplied)
			}
		}
		if p.file == "" {
			p.file = m.tree.buildScript(p.dir)
		}
		if p.file == "" && p.path != ":" {
			p.file = m.tree.first(path.Join(p.dir, p.name+".gradle"), path.Join(p.dir, p.name+".gradle.kts"))
		}
	}
}

func (m *machine) adoptAll(b *build) {
	known := map[string]bool{}
	for _, p := range b.projects {
		known[p.dir] = true
	}
	for _, f := range m.tree.paths {
		dir := path.Dir(f)
		if known[dir] || !strings.HasPrefix(path.Base(f), "build.gradle") || !within(dir, b.dir) || m.foreign(b, dir) {
			continue
		}
		known[dir] = true
		rel := strings.TrimPrefix(strings.TrimPrefix(dir, b.dir), "/")
		m.include(b, newText(strings.ReplaceAll(rel, "/", ":"), place{}), false)
	}
}

func within(dir, root string) bool {
	return root == "." || dir == root || strings.HasPrefix(dir, root+"/")
}

// foreign says that a folder belongs to a build of its own below b.
func (m *machine) foreign(b *build, dir string) bool {
	for d := dir; d != b.dir && d != "."; d = path.Dir(d) {
		if m.tree.settings(d) != "" || path.Base(d) == "buildSrc" {
			return true
		}
	}
	return false
}

// arrange lists projects in the order in which Gradle configures them.
func (m *machine) arrange(b *build, p *project) {
	b.order = append(b.order, p)
	var below []*project
	for _, q := range b.projects {
		if q.parent == p {
			below = append(below, q)
		}
	}
	sortProjects(below)
	for _, q := range below {
		m.arrange(b, q)
	}
}

// evaluate runs the script of a project, then what waited for plugins.
func (m *machine) evaluate(p *project) {
	m.loadLocks(p)
	if p.file != "" {
		m.runScript(p.file, &scope{project: p, file: p.file})
	}
	m.applyRequested(&scope{project: p, file: p.file})
	for i := 0; i < len(p.deferred) && m.left > 0; i++ { // one may add another
		if d := p.deferred[i]; p.has(d.id) || p.implies(d.id) {
			m.invoke(d.block, d.block.sc.child(), unknown{"it"})
		}
	}
}

// implies says that a plugin which is applied brings another with it.
func (p *project) implies(id string) bool {
	switch id {
	case "java", "java-base", "jvm-ecosystem":
		for _, by := range []string{"java", "java-library", "application", "war", "groovy", "scala", kotlinGroup + ".jvm", "java-gradle-plugin", "kotlin-dsl", "groovy-gradle-plugin"} {
			if p.has(by) {
				return true
			}
		}
	case "java-library":
		return p.has("groovy-gradle-plugin") || p.has("java-gradle-plugin")
	}
	return false
}

// strays are scripts that no build ran: projects of their own.
func (m *machine) strays() {
	for _, f := range m.tree.paths {
		base := path.Base(f)
		if !isScript(f) || m.used[f] || strings.HasPrefix(base, "settings.gradle") || base == "init.gradle" || m.tree.convention[f] {
			continue
		}
		b := &build{dir: path.Dir(f), projects: map[string]*project{}, catalogues: map[string]*catalogue{}, plugins: map[string]*plugin{}}
		if near := m.near(f); near != nil {
			b.catalogues, b.plugins, b.types, b.logic = near.catalogues, near.plugins, near.types, near.logic
		} else {
			m.ownCatalogue(b)
		}
		p := newProject(b, ":", nil)
		p.name, p.file, b.root = path.Base(b.dir), f, p
		b.order = []*project{p}
		m.evaluate(p)
		if strings.HasPrefix(base, "build.gradle") || len(p.declared) > 0 {
			m.all = append(m.all, p)
		}
	}
}

// near is the build whose folder a script lies in.
func (m *machine) near(f string) *build {
	var best *build
	for _, p := range m.all {
		if b := p.build; b.settings != "" && within(path.Dir(f), b.dir) && (best == nil || len(b.dir) > len(best.dir)) {
			best = b
		}
	}
	return best
}
