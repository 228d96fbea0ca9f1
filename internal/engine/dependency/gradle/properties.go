package gradle

import (
	"path"
	"strings"
)

// properties reads a gradle.properties (java.util.Properties).
func properties(p string, data []byte) *dict {
	d := newDict()
	lines := strings.Split(string(data), "\n")
	for i := 0; i < len(lines); i++ {
		at := place{p, i + 1}
		line := strings.TrimLeft(strings.TrimSuffix(lines[i], "\r"), " \t\f")
		if line == "" || line[0] == '#' || line[0] == '!' {
			continue
		}
		for strings.HasSuffix(line, "\\") && !strings.HasSuffix(line, "\\\\") && i+1 < len(lines) && len(line) < maxText {
			i++
			line = line[:len(line)-1] + strings.TrimSpace(lines[i])
		}
		if end := strings.IndexAny(line, "=: \t"); end > 0 {
			v := strings.TrimLeft(line[end:], " \t")
			if v != "" && (v[0] == '=' || v[0] == ':') {
				v = v[1:]
			}
			d.put(line[:end], newText(strings.TrimSpace(v), at))
		}
	}
	return d
}

// property finds a name in the gradle.properties of the project's folder and
// of the build's root.
func (m *machine) property(p *project, name string) (value, bool) {
	for _, dir := range []string{p.dir, p.build.dir} {
		file := path.Join(dir, "gradle.properties")
		if v, ok := m.propertyFile(file).m[name]; ok {
			return v, true
		}
	}
	return nil, false
}

func (m *machine) propertyFile(file string) *dict {
	if d, ok := m.props[file]; ok {
		return d
	}
	d := newDict()
	if f, ok := m.tree.files[file]; ok {
		d = properties(file, f.Data)
	}
	if m.props == nil {
		m.props = map[string]*dict{}
	}
	m.props[file] = d
	return d
}
