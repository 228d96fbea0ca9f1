package gradle

import (
	"path"
	"strings"
)

// project is one module while its scripts run, and what they declared.
type project struct {
	build  *build
	parent *project
	name   string
	path   string // ":a:b"
	dir    string
	file   string // path of the build script; "" when it has none
	ext    *dict
	fields map[string]value // version, group, description

	declared      []declared
	constraints   []declared
	platforms     []declared
	forced        []declared
	managed       map[string]managed // by group:artifact
	boms          []managed          // imported BOMs
	overridden    bool               // overriddenByDependencies = false
	plugins       []*plugin          // as requested here
	applied       map[string]bool
	ran           map[string]bool // script plugins
	deferred      []deferred
	locks         []lockfile
	configured    bool // by project(':x') { } of another script
	rules         []*rule
	substitutions []*substitution
	choosers      []place // code that chooses versions and was not understood
	missed        bool    // a script of it was not followed
	fileAt        place   // where another name is given to the build script
}

// declared is one dependency as a script asks for it.
type declared struct {
	config string
	dep    *dependency
	at     place
	unsure bool // within a condition that is not known
}

// managed is a version that a management block chooses.
type managed struct {
	version text
	at      place
	name    string // of a BOM: group:artifact
}

// plugin is a plugin request.
type plugin struct {
	id      string
	version text
	at      place
	off     bool // apply false
}

// deferred is code that waits for a plugin.
type deferred struct {
	id    string
	block *closure
}

func newProject(b *build, p string, parent *project) *project {
	q := &project{
		build: b, path: p, parent: parent, name: p[strings.LastIndexByte(p, ':')+1:],
		ext: newDict(), fields: map[string]value{}, managed: map[string]managed{}, applied: map[string]bool{}, ran: map[string]bool{},
	}
	if parent != nil {
		q.dir = path.Join(parent.dir, q.name)
	} else {
		q.dir = b.dir
	}
	b.projects[p] = q
	return q
}

// root is the path that names the project: its build script's, or the
// settings' for a root without one.
func (p *project) rootPath() string {
	if p.file != "" || p.path != ":" {
		return p.file
	}
	return p.build.settings
}

// lookup finds a project property: ext of the project and its parents.
func (p *project) lookup(name string) (value, bool) {
	for q := p; q != nil; q = q.parent {
		if v, ok := q.ext.m[name]; ok {
			return v, true
		}
	}
	return nil, false
}

// plugin finds the version of a plugin that was requested here or above.
func (p *project) pluginVersion(id string) *plugin {
	for q := p; q != nil; q = q.parent {
		for _, g := range q.plugins {
			if g.id == id && len(g.version) > 0 {
				return g
			}
		}
	}
	return p.build.plugins[id]
}

// all lists a project and what is below it, in Gradle's order.
func (p *project) below(self bool) []value {
	var all []value
	for _, q := range p.build.order {
		if q == p && self || q != p && p.above(q) {
			all = append(all, q)
		}
	}
	return all
}

func (p *project) above(q *project) bool {
	return p.path == ":" || strings.HasPrefix(q.path, p.path+":")
}

// find resolves ":a:b", absolute or relative to p.
func (p *project) find(name string) *project {
	if name == "" {
		return nil
	}
	if strings.HasPrefix(name, ":") {
		return p.build.projects[name]
	}
	if p.path == ":" {
		return p.build.projects[":"+name]
	}
	return p.build.projects[p.path+":"+name]
}
