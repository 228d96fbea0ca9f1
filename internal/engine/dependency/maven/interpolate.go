package maven

import (
	"slices"
	"strings"
)

// Bounds on one text: its length once properties were put in, how deep they
// refer to each other, and how many are looked up on the way.
const (
	maxValue   = 4096
	maxNesting = 32
	maxLookups = 500
)

// scope is where ${…} is looked up: a pom and its parents, nearest first.
type scope struct {
	r       *reactor
	poms    []*pom
	missing bool // a parent is not on disk
}

// scope is that of one project.
func (r *reactor) scope(p *pom) scope {
	l := r.lineage(p)
	return scope{r: r, poms: l.poms, missing: l.missing != nil}
}

// answer is a text with nothing left to put in, or why that is not so.
type answer struct {
	text string
	// path and line are where the text is written: the line to edit.
	path string
	line int
	// unknown is the property that nobody on disk defines; cyclic says that
	// one refers to itself.
	unknown string
	cyclic  bool
}

// value interpolates what stands in a pom.
func (s scope) value(t str, in *pom) answer {
	if !strings.Contains(t.text, "${") {
		return answer{text: t.text, path: in.path, line: t.line}
	}
	return s.expand(t.text, in.path, t.line, &lookup{left: maxLookups})
}

// lookup is the work on one text: the properties being looked up, outermost
// first, and how many may follow.
type lookup struct {
	open []string
	left int
}

// expand puts properties in.
func (s scope) expand(text, file string, line int, l *lookup) answer {
	a := answer{path: file, line: line}
	var b strings.Builder
	rest := text
	for {
		before, after, ok := strings.Cut(rest, "${")
		name, tail, closed := strings.Cut(after, "}")
		if !ok || !closed {
			b.WriteString(rest)
			break
		}
		b.WriteString(before)
		v := s.property(strings.TrimSpace(name), l)
		if v.unknown != "" || v.cyclic || b.Len()+len(v.text) > maxValue {
			return answer{path: file, line: line, unknown: v.unknown, cyclic: v.cyclic}
		}
		b.WriteString(v.text)
		if before == "" && tail == "" && rest == text {
			a.path, a.line = v.path, v.line
		}
		rest = tail
	}
	a.text = strings.TrimSpace(b.String())
	return a
}

// property is what ${name} stands for.
func (s scope) property(name string, l *lookup) answer {
	if l.left--; slices.Contains(l.open, name) || len(l.open) > maxNesting || l.left < 0 {
		return answer{cyclic: true}
	}
	t, in, ok := s.define(name)
	if !ok {
		return answer{unknown: name}
	}
	file := configFile
	if in != nil {
		file = in.path
	}
	l.open = append(l.open, name)
	defer func() { l.open = l.open[:len(l.open)-1] }()
	return s.expand(t.text, file, t.line, l)
}

// define finds the text behind a name: the model's own values, the command
// line's, then properties of the nearest pom.
func (s scope) define(name string) (str, *pom, bool) {
	if t, in, ok := s.model(name); ok {
		return t, in, true
	}
	if t, ok := s.r.user[name]; ok {
		return t, nil, true
	}
	for _, p := range s.poms {
		if t, ok := p.properties[name]; ok {
			return t, p, true
		}
	}
	return str{}, nil, false
}

// model answers ${project.version} and its likes.
func (s scope) model(name string) (str, *pom, bool) {
	field, ok := strings.CutPrefix(name, "project.")
	if !ok {
		field, ok = strings.CutPrefix(name, "pom.")
	}
	if !ok && (name == "version" || name == "groupId" || name == "artifactId") {
		field, ok = name, true
	}
	if !ok || len(s.poms) == 0 {
		return str{}, nil, false
	}
	p := s.poms[0]
	var t str
	switch field {
	case "version":
		t = p.version
	case "groupId":
		t = p.group
	case "artifactId":
		t = p.artifact
	case "parent.version", "parent.groupId", "parent.artifactId":
		t = p.parentField(field)
	}
	return t, p, t.text != ""
}

func (m *pom) parentField(field string) str {
	if m.parent == nil {
		return str{}
	}
	switch field {
	case "parent.version":
		return m.parent.version
	case "parent.groupId":
		return m.parent.group
	}
	return m.parent.artifact
}
