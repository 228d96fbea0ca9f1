package gradle

import (
	"path"
	"strings"
)

// textMethod knows the methods that versions and names are made with.
func textMethod(t text, c *call) (value, bool) {
	s := t.String()
	switch c.name {
	case "toString", "trim", "get", "getOrElse", "orElse", "intern", "toVersion", "getOrNull", "asProvider":
		return t, true
	case "startsWith", "endsWith", "contains", "equals", "equalsIgnoreCase":
		return compareText(c.name, t, c.arg(0)), true
	case "replace":
		old, with := plainText(c.arg(0)), plainText(c.arg(1))
		if t.known() && old != "" && len(s) < maxText && len(s)/len(old)*len(with) < maxText {
			return newText(strings.ReplaceAll(s, old, with), t.at(0)), true
		}
	case "split", "tokenize":
		if sep := plainText(c.arg(0)); sep != "" && t.known() {
			l := &list{}
			for i, part := range strings.Split(s, strings.TrimPrefix(sep, "\\")) {
				if i < maxItems {
					l.add(newText(part, t.at(0)))
				}
			}
			return l, true
		}
	case "plus":
		return plus(t, c.arg(0)), true
	case "isEmpty", "isBlank":
		return s == "", t.known()
	case "to":
		return &list{items: []value{t, c.arg(0)}}, true
	case "toBoolean", "toBooleanStrict":
		return s == "true", t.known()
	}
	return nil, false
}

func compareText(op string, t text, with value) value {
	o, ok := asText(with)
	if !ok || !o.known() || !t.known() {
		return unknown{op}
	}
	a, b := t.String(), o.String()
	switch op {
	case "startsWith":
		return strings.HasPrefix(a, b)
	case "endsWith":
		return strings.HasSuffix(a, b)
	case "contains":
		return strings.Contains(a, b)
	case "equalsIgnoreCase":
		return strings.EqualFold(a, b)
	}
	return a == b
}

// folderMethod walks the folders of the tree that hold files of a build.
func (m *machine) folderMethod(f folder, c *call) (value, bool) {
	switch c.name {
	case "eachDir", "eachFile", "eachDirRecurse":
		if c.block != nil && c.name == "eachDir" {
			for _, d := range m.tree.dirs[cleaned(f.rel())] {
				if m.left > 0 {
					m.call(c.block, newFolder(d))
				}
			}
		}
		return null{}, true
	case "listFiles", "list":
		l := &list{}
		for _, d := range m.tree.dirs[cleaned(f.rel())] {
			l.add(newFolder(d))
		}
		return l, true
	case "isDirectory", "exists":
		_, dir := m.tree.dirs[cleaned(f.rel())]
		_, file := m.tree.files[cleaned(f.rel())]
		if dir || file {
			return true, true
		}
	case "getName":
		return newText(path.Base(f.path), place{}), true
	case "resolve", "file", "dir":
		return newFolder(path.Join(f.rel(), plainText(c.arg(0)))), true
	case "toPath", "toFile", "getAbsolutePath", "getPath", "toString", "getAsFile":
		return f, true
	}
	return nil, false
}
