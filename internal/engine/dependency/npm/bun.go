package npm

import (
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// refuseBinary says that bun's older lockfile is not read.
func refuseBinary(u *unit, f engine.File) lock {
	u.problems.Add(f.Path, 0, "Run bun install --save-text-lockfile, and commit bun.lock.", "not read: it is a binary lockfile")
	return &tree{u: u, path: f.Path, dir: inventory.Dir(f.Path)}
}

// readBun reads bun.lock: places as in package-lock.json, written "a/b" for
// what would be node_modules/a/node_modules/b, each with a list
// ["name@version", registry, {dependencies}, integrity].
func readBun(u *unit, f engine.File) lock {
	t := &tree{u: u, path: f.Path, dir: inventory.Dir(f.Path), at: map[string]int{}}
	doc, err := document.JSON(f.Data)
	if !u.problems.Document(f.Path, err) && doc.Get("lockfileVersion") == nil {
		u.problems.Add(f.Path, 1, "Have bun write the lockfile anew.", "not read: it holds no lockfileVersion")
	}
	for _, m := range doc.Get("workspaces").Members() {
		t.folder(m)
	}
	for _, m := range doc.Get("packages").Members() {
		if place := bunPlace(m.Key); len(place) <= longest {
			t.bunPackage(m, place)
		} else {
			u.problems.Add(f.Path, m.Line, "", "not read: the place %s is too long", document.Quote(m.Key))
		}
	}
	t.connect()
	return t
}

func bunPlace(key string) string {
	place := ""
	for key != "" {
		part, rest, _ := strings.Cut(key, "/")
		if strings.HasPrefix(part, "@") && rest != "" {
			var name string
			name, rest, _ = strings.Cut(rest, "/")
			part += "/" + name
		}
		if place += "node_modules/" + part + "/"; len(place) > longest {
			break
		}
		key = rest
	}
	return strings.TrimSuffix(place, "/")
}

func (t *tree) bunPackage(m document.Member, place string) {
	items := m.Value.Items()
	if len(items) == 0 {
		t.u.problems.Add(t.path, m.Line, "Have bun write the lockfile anew.", "not read: %s has no form that is known", document.Quote(m.Key))
		return
	}
	name, version := cutDescriptor(items[0].Text())
	if rel, ok := strings.CutPrefix(version, "workspace:"); ok {
		if to, ok := t.at[rel]; ok {
			t.at[place] = to
		}
		return
	}
	if !inventory.Name(name) {
		t.u.problems.Add(t.path, m.Line, "", "not read: %s is no name of a package", document.Quote(name))
		return
	}
	c := t.u.component(t.path, m.Line, name, version)
	if len(items) > 1 && isAddress(items[1].Text()) {
		version = items[1].Text()
	}
	t.u.fetch(&c, version, m.Line)
	c.Use = assay.Runtime
	var about *document.Node
	for _, item := range items[1:] {
		if item.Is(document.Object) {
			about = item
		}
	}
	c.Checksums = inventory.Integrity(items[len(items)-1].Text())
	node := t.u.graph.Add(inventory.Package{Component: c})
	t.at[place] = node
	t.ask(node, place, about)
}
