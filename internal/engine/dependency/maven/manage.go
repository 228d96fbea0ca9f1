package maven

import "strings"

// managedVersion is a version that somebody else's file chose.
type managedVersion struct {
	version answer
	scope   string
	// optional is the text of the managed entry.
	optional string
}

// management is what a dependencyManagement says, imports included.
type management struct {
	entries map[string]managedVersion
	// absent are the imported BOMs that are not on disk, with where each is named.
	absent []chooser
}

// chooser is a coordinate that is not on disk and decides versions.
type chooser struct {
	name string // group:artifact:version
	path string
	line int
}

// key is how Maven matches management: group:artifact:type:classifier.
func (s scope) key(d declaration) string {
	kind := s.value(d.kind, d.from).text
	if kind == "" {
		kind = "jar"
	}
	return s.name(d) + ":" + kind + ":" + s.value(d.classifier, d.from).text
}

// name is group:artifact; empty where a property is unknown.
func (s scope) name(d declaration) string {
	g, a := s.value(d.group, d.from).text, s.value(d.artifact, d.from).text
	if g == "" || a == "" {
		return ""
	}
	return g + ":" + a
}

// management collects what a pom, its parents and their imports manage. What
// is nearer wins, and what is written plainly wins over what is imported.
func (r *reactor) management(p *pom) management {
	if r.open[p] {
		r.note(p.path, 1, "imports itself as a bill of materials", "Remove the import that leads back to it.")
		return management{}
	}
	r.open[p] = true
	defer delete(r.open, p)
	m := management{entries: map[string]managedVersion{}}
	s := r.scope(p)
	var imports []declaration
	for _, q := range s.poms {
		for _, d := range q.managed {
			if s.value(d.scope, d.from).text == "import" {
				imports = append(imports, d)
				continue
			}
			m.put(s.key(d), managedVersion{s.value(d.version, d.from), s.value(d.scope, d.from).text, s.value(d.optional, d.from).text})
		}
	}
	for _, d := range imports {
		r.importBOM(&m, s, d)
	}
	return m
}

func (m *management) put(key string, v managedVersion) {
	if _, ok := m.entries[key]; !ok && !strings.HasPrefix(key, ":") {
		m.entries[key] = v
	}
}

// importBOM adds what a BOM on disk manages, or says that it is not there.
func (r *reactor) importBOM(m *management, s scope, d declaration) {
	name, version := s.name(d), s.value(d.version, d.from)
	bom := r.find(name, version.text)
	if bom == nil {
		m.absent = append(m.absent, chooser{named(name, version.text), version.path, version.line})
		return
	}
	inner, ok := r.boms[bom]
	if !ok {
		inner = r.management(bom)
		r.boms[bom] = inner // of a ring as well: what was cut off is told as a gap
	}
	for k, v := range inner.entries {
		m.put(k, v)
	}
	m.absent = append(m.absent, inner.absent...)
	if l := r.lineage(bom); l.missing != nil {
		m.absent = append(m.absent, r.scope(bom).chooser(l))
	}
}

// named writes a coordinate, without a version that is not known.
func named(name, version string) string {
	if name == "" || version == "" {
		return name
	}
	return name + ":" + version
}

// chooser is the parent that is not on disk.
func (s scope) chooser(l *lineage) chooser {
	ref, in := l.missing, l.holder
	version := s.value(ref.version, in)
	name := s.value(ref.group, in).text + ":" + s.value(ref.artifact, in).text
	return chooser{named(name, version.text), version.path, version.line}
}

// find looks a pom up by its coordinates, anywhere in the unit.
func (r *reactor) find(name, version string) *pom {
	for _, p := range r.byName[name] {
		if v := r.scope(p).value(p.version, p).text; v == version && v != "" {
			return p
		}
	}
	return nil
}
