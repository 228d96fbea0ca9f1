package importer

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	outlineDepth = 5
	outlineSize  = 20_000
)

// outline is what the beginning of a JSON document shows of its shape: paths
// of names, "[]" for any element of a list ("/runs/[]/tool"), with the value
// where that is a short text.
type outline map[string]string

// emptyList stands for the value of a list without elements.
const emptyList = "[]"

const (
	// csvName is the path of the first column's name, were the document CSV.
	csvName = "\x00csv"
	// tagName is there when the document has the first tag of SPDX's tag-value form.
	tagName = "\x00spdx"
)

// has says whether all paths are there.
func (o outline) has(paths ...string) bool {
	for _, p := range paths {
		if _, ok := o[p]; !ok {
			return false
		}
	}
	return true
}

// any says whether one of the paths is there.
func (o outline) any(paths ...string) bool {
	for _, p := range paths {
		if _, ok := o[p]; ok {
			return true
		}
	}
	return false
}

// outlineOf walks as far as the head goes. Where it breaks off or is broken,
// what was seen counts.
func outlineOf(in *input) outline {
	o := outline{}
	if name, _, ok := bytes.Cut(in.head, []byte(",")); ok && len(name) < 100 {
		o[csvName] = strings.Trim(string(name), "\" ")
	}
	if bytes.HasPrefix(in.head, []byte("SPDXVersion:")) || bytes.Contains(in.head, []byte("\nSPDXVersion:")) {
		o[tagName] = ""
	}
	dec := jsontext.NewDecoder(bytes.NewReader(in.head), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	o.walk(dec, "", 0)
	return o
}

func (o outline) walk(dec *jsontext.Decoder, path string, depth int) bool {
	if len(o) > outlineSize {
		return false
	}
	kind := dec.PeekKind()
	if depth > outlineDepth || kind != '{' && kind != '[' {
		return o.leaf(dec, path)
	}
	_, _ = dec.ReadToken()
	o.put(path, "")
	for dec.PeekKind() != kind+2 { // '}' is '{'+2, ']' is '['+2
		next := path + "/[]"
		if kind == '{' {
			name, err := dec.ReadToken()
			if err != nil {
				return false
			}
			next = path + "/" + cut(name.String(), 100)
		}
		if !o.walk(dec, next, depth+1) {
			return false
		}
	}
	if kind == '[' && path == "" && len(o) == 1 {
		o.put(path, emptyList)
	}
	_, err := dec.ReadToken()
	return err == nil
}

func (o outline) leaf(dec *jsontext.Decoder, path string) bool {
	o.put(path, "")
	v, err := dec.ReadValue()
	if err != nil {
		return false
	}
	if v.Kind() == '"' && len(v) < 200 {
		s, _ := jsontext.AppendUnquote(nil, v)
		o.put(path, string(s))
	}
	return true
}

// put keeps the first value of a path.
func (o outline) put(path, value string) {
	if o[path] == "" {
		o[path] = value
	}
}

// rootOf is the name of the first element; empty when there is none.
func rootOf(head []byte) string {
	dec := xml.NewDecoder(bytes.NewReader(head))
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // names are ASCII
	for {
		t, err := dec.RawToken()
		if err != nil {
			return ""
		}
		if e, ok := t.(xml.StartElement); ok {
			return strings.ToLower(e.Name.Local)
		}
	}
}
