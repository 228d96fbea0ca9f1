package nuget

import (
	"path"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// references is what a project asks for.
type references struct {
	list    []reference
	use     assay.Use
	name    string
	version string
	licence string
	files   []string
	cut     bool // there were too many
}

// references puts together what a project file and the properties above it say.
func (u *unit) references(name, dir string) references {
	seen := map[string]bool{}
	layers := u.withImports(u.sheets[name], seen)
	layers = append(layers, u.withImports(u.above(dir, buildTargets), seen)...)
	changing := layers // what stands in them comes after the references of others
	layers = append(layers, u.withImports(u.above(dir, buildProps), seen)...)
	layers = append(layers, u.withImports(u.above(dir, packagesProps), seen)...)
	out := references{use: assay.Runtime}
	for _, s := range layers {
		out.files = append(out.files, s.path)
		for _, list := range [][]reference{s.references, s.global} {
			if u.left -= len(list); u.left < 0 {
				out.cut = true
				return out
			}
			for _, r := range list {
				if !r.change {
					out.list = append(out.list, r.resolved(layers))
				}
			}
		}
	}
	for _, s := range changing {
		out.update(s, layers)
	}
	if test := expand("$(IsTestProject)", layers); strings.EqualFold(test, "true") || out.names("microsoft.net.test.sdk") {
		out.use = assay.Development
	}
	out.name = property("PackageId", layers)
	if out.name == "" {
		out.name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	}
	out.version, out.licence = property("Version", layers), property("PackageLicenseExpression", layers)
	return out
}

// update applies Update elements of a file.
func (r *references) update(s *sheet, layers []*sheet) {
	byName := map[string][]int{}
	for i := range r.list {
		id := strings.ToLower(r.list[i].id)
		byName[id] = append(byName[id], i)
	}
	for _, change := range s.references {
		id := strings.ToLower(change.id)
		if !change.change || change.version == "" {
			continue
		}
		for _, i := range byName[id] {
			r.list[i].version, r.list[i].line, r.list[i].path = expand(change.version, layers), change.line, change.path
		}
		byName[id] = byName[id][:min(1, len(byName[id]))]
	}
}

func (r *references) names(id string) bool {
	for _, ref := range r.list {
		if strings.EqualFold(ref.id, id) {
			return true
		}
	}
	return false
}

// resolved fills in what counts as the version: the reference's own override,
// the central version with the line where it stands, or its own.
func (p reference) resolved(layers []*sheet) reference {
	p.id = expand(p.id, layers)
	switch {
	case p.override != "":
		p.version = p.override
	case p.version == "":
		for _, l := range layers {
			if c, ok := l.versions[strings.ToLower(p.id)]; ok {
				p.version, p.line, p.path = c.version, c.line, c.path
				break
			}
		}
	}
	p.version = expand(p.version, layers)
	return p
}

// above is the nearest file of properties at or above a folder.
func (u *unit) above(dir, name string) *sheet {
	for {
		if p, ok := u.props[path.Join(dir, name)]; ok {
			return u.sheets[p]
		}
		if dir == "" {
			return nil
		}
		dir = inventory.Dir(dir)
	}
}

var propertyName = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_.-]{0,100})\)`)

// expand fills in properties that stand in one of the files; others stay.
func expand(s string, layers []*sheet) string {
	const rounds, longest = 8, 1000
	for range rounds {
		if !strings.Contains(s, "$(") || len(s) > longest {
			break
		}
		s = propertyName.ReplaceAllStringFunc(s, func(m string) string {
			for _, l := range layers {
				if v, ok := l.properties[strings.ToLower(m[2:len(m)-1])]; ok && len(v) <= longest {
					return v
				}
			}
			return m
		})
	}
	return s
}

// property is a property's value where all of it is known.
func property(name string, layers []*sheet) string {
	if v := expand("$("+name+")", layers); !strings.Contains(v, "$(") && len(v) <= 200 {
		return v
	}
	return ""
}

// release is a version of NuGet; exactly is a range that allows one.
var (
	release = regexp.MustCompile(`^\d{1,10}(\.\d{1,10}){0,3}(-[0-9A-Za-z.-]{1,100})?(\+[0-9A-Za-z.-]{1,100})?$`)
	exactly = regexp.MustCompile(`^\[\s*([^,\]\s]+)\s*(?:,\s*([^,\]\s]+)\s*)?\]$`)
)

// component is a reference that no lockfile resolves; ok is false for what
// names no package.
func (u *unit) component(r reference) (c assay.Component, ok bool) {
	if !inventory.Name(r.id) {
		u.problems.Add(r.path, r.line, "Repair the line.", "not read: %s is no name of a package", document.Quote(r.id))
		return c, false
	}
	c = assay.Component{Ecosystem: assay.NuGet, Name: u.spell(r.id), Location: inventory.At(r.path, r.line)}
	version := r.version
	if m := exactly.FindStringSubmatch(version); m != nil && (m[2] == "" || m[2] == m[1]) {
		version = m[1]
	}
	if release.MatchString(version) {
		c.Version = version
	} else {
		c.Constraint = inventory.Harmless(version)
	}
	return c, true
}
