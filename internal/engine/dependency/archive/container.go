package archive

import (
	"archive/zip"
	"errors"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// evidence is what the entries of one archive say of packages.
type evidence struct {
	named    []named // by poms, metadata and specifications
	poms     map[string]pom
	manifest manifest
	nested   []*zip.File
}

// named is a package that an entry describes.
type named struct {
	assay.Component
	artifact string // the name as file names have it
	depth    int    // folders above the description
}

// open looks into one archive. It gives the package that the archive itself is;
// nil when it does not say. ok is false when it could not be opened.
func (s *scan) open(inner string, data []byte, depth int, holder string) (own *assay.Component, ok bool) {
	r, err := s.directory(data)
	if err != nil {
		s.lost(inner, err)
		return nil, false
	}
	name, k := inner, kindOf(inner)
	if name == "" {
		name, k = s.path, s.kind
		s.wrapper = isWrapper(name, r)
	}
	ev := s.gather(inner, r)
	own = ev.own(stem(name), k)
	if own != nil {
		holder = s.add(*own, holder)
	}
	if k == java && (own == nil || !strings.Contains(own.Name, ":")) {
		s.unknown = append(s.unknown, clean(stem(name)))
	}
	for _, n := range ev.named {
		if own == nil || n.Key() != own.Key() {
			s.add(n.Component, holder)
		}
	}
	s.descend(inner, data, ev.nested, depth, holder)
	return own, true
}

// descend opens the archives in an archive.
func (s *scan) descend(inner string, data []byte, nested []*zip.File, depth int, holder string) {
	for _, f := range nested {
		if s.ctx.Err() != nil {
			return
		}
		name := below(inner, f.Name)
		s.nestedSeen = true
		if depth == deepest {
			s.lost(name, errors.New("too many archives in archives"))
			continue
		}
		content, err := s.nested(data, f)
		if err != nil {
			s.lost(name, err)
			if s.left < 0 {
				return
			}
			continue
		}
		s.open(name, content, depth+1, holder)
	}
}

func below(outer, name string) string {
	if outer == "" {
		return name
	}
	return outer + "!/" + name
}

// gather reads the descriptions of packages among the entries.
func (s *scan) gather(inner string, r *zip.Reader) *evidence {
	ev := &evidence{poms: map[string]pom{}}
	var properties []*zip.File
	for _, f := range r.File {
		if s.ctx.Err() != nil || s.left < 0 {
			break
		}
		name := strings.ReplaceAll(f.Name, `\`, "/")
		base := path.Base(name)
		switch {
		case strings.HasSuffix(name, "/"):
		case kindOf(name) != none:
			ev.nested = append(ev.nested, f)
		case base == "pom.properties" && mavenDir(name) != "":
			properties = append(properties, f)
		case base == "pom.xml" && mavenDir(name) != "":
			s.text(inner, f, func(text []byte) { ev.poms[mavenDir(name)] = readPom(text) })
		case strings.EqualFold(name, "META-INF/MANIFEST.MF") && ev.manifest == nil:
			s.text(inner, f, func(text []byte) { ev.manifest = readManifest(text) })
		case base == "METADATA" && strings.HasSuffix(path.Dir(name), ".dist-info"), base == "PKG-INFO" && strings.HasSuffix(path.Dir(name), "EGG-INFO"):
			s.text(inner, f, func(text []byte) { ev.describe(readMetadata(text), strings.Count(name, "/")) })
		case strings.HasSuffix(name, ".nuspec") && !strings.Contains(name, "/"):
			s.text(inner, f, func(text []byte) { ev.describe(readNuspec(text), 0) })
		}
	}
	for _, f := range properties {
		s.text(inner, f, func(text []byte) { ev.addProperties(f.Name, text) })
	}
	ev.addPoms()
	return ev
}

// text hands a small entry to a reader.
func (s *scan) text(inner string, f *zip.File, use func(text []byte)) {
	data, err := s.read(f, mostText)
	if err != nil {
		s.lost(below(inner, f.Name), err)
		return
	}
	use(data)
}

func (ev *evidence) describe(n named, depth int) {
	if n.Name != "" {
		n.depth = depth
		ev.named = append(ev.named, n)
	}
}
