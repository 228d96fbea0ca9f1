package nuget

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
)

// sheet is a file of MSBuild, or a packages.config: what of it concerns packages.
type sheet struct {
	path       string
	properties map[string]string    // by lower-case name; the last counts
	references []reference          // PackageReference, and package of packages.config
	versions   map[string]reference // PackageVersion by lower-case name
	global     []reference          // GlobalPackageReference
	imports    []imported
}

// reference is an element that names a package.
type reference struct {
	id, version string
	private     string // PrivateAssets
	override    string
	change      bool // Update: changes what stands elsewhere
	development bool
	line        int
	path        string
}

// deepest is the number of elements that may stand in each other.
const deepest = 100

func (u *unit) readSheet(f engine.File) *sheet {
	s := &sheet{path: f.Path, properties: map[string]string{}, versions: map[string]reference{}}
	r := &sheetReader{sheet: s}
	data := bytes.ToValidUTF8(document.Plain(f.Data), []byte("�"))
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // names are ASCII
	for {
		token, err := d.Token()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(r.open) > deepest {
			reason := "too many elements stand in each other"
			if err != nil {
				reason = err.Error()
			}
			u.problems.Add(f.Path, line, "Repair the file.", "not read to its end: %s", reason)
			break
		}
		r.token(token, line)
	}
	return s
}

// sheetReader follows the elements that are open.
type sheetReader struct {
	sheet *sheet
	open  []string // lower-case names
	text  strings.Builder
	now   *reference // whose element is open
	kind  string
}

func (r *sheetReader) token(token xml.Token, line int) {
	switch t := token.(type) {
	case xml.StartElement:
		r.open = append(r.open, strings.ToLower(t.Name.Local))
		r.text.Reset()
		r.start(t, line)
	case xml.CharData:
		if r.text.Len() < 4096 {
			r.text.Write(t)
		}
	case xml.EndElement:
		r.end(strings.ToLower(t.Name.Local), strings.TrimSpace(r.text.String()))
		r.text.Reset()
		r.open = r.open[:max(0, len(r.open)-1)]
	}
}

func (r *sheetReader) start(t xml.StartElement, line int) {
	kind := strings.ToLower(t.Name.Local)
	switch kind {
	case "import":
		r.sheet.addImport(t, line)
		return
	case "packagereference", "packageversion", "globalpackagereference", "package":
		r.now, r.kind = &reference{line: line, path: r.sheet.path}, kind
	default:
		return
	}
	for _, a := range t.Attr {
		switch strings.ToLower(a.Name.Local) {
		case "include", "id":
			r.now.id = a.Value
		case "update":
			r.now.id, r.now.change = a.Value, true
		default:
			r.now.set(strings.ToLower(a.Name.Local), a.Value)
		}
	}
}

func (p *reference) set(key, value string) {
	switch key {
	case "version":
		p.version = strings.TrimSpace(value)
	case "versionoverride":
		p.override = strings.TrimSpace(value)
	case "privateassets":
		p.private = strings.ToLower(value)
	case "developmentdependency":
		p.development = strings.EqualFold(value, "true")
	}
}

func (r *sheetReader) end(name, text string) {
	switch {
	case r.now != nil && name == r.kind:
		r.close()
	case r.now != nil:
		r.now.set(name, text)
	case len(r.open) > 1 && r.open[len(r.open)-2] == "propertygroup":
		r.sheet.properties[name] = text
	}
}

// close files a reference; several names may stand in one, parted by semicolons.
func (r *sheetReader) close() {
	ref := *r.now
	r.now = nil
	for id := range strings.SplitSeq(ref.id, ";") {
		if ref.id = strings.TrimSpace(id); ref.id == "" {
			continue
		}
		switch r.kind {
		case "packageversion":
			r.sheet.versions[strings.ToLower(ref.id)] = ref
		case "globalpackagereference":
			ref.development = true // by its purpose: it is private to the build
			r.sheet.global = append(r.sheet.global, ref)
		default:
			r.sheet.references = append(r.sheet.references, ref)
		}
	}
}

// use says what a reference is for: what is private to the build is not shipped.
func (p *reference) use(otherwise assay.Use) assay.Use {
	if p.development || p.private == "all" {
		return assay.Development
	}
	return otherwise
}
