package fix

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

func pomName(base string) bool {
	return strings.HasSuffix(base, ".pom") || strings.Contains(base, "pom") && strings.HasSuffix(base, ".xml")
}

// pom raises the version of a dependency, or the property that holds it where
// the property serves versions of dependencies only.
func pom(data []byte, line span, e Edit) ([]byte, error) {
	at, err := literal(data, line, e.From, "> \t", "< \t")
	if err != nil {
		return nil, err
	}
	p := elements(data, at)
	if p == nil {
		return nil, errors.New("the file is no well-formed XML")
	}
	in := strings.Join(p.at, "/")
	switch {
	case strings.HasSuffix(in, "dependencies/dependency/version"):
	case strings.HasSuffix(in, "/properties/"+p.at[len(p.at)-1]) && len(p.at) >= 3:
		if err := p.onlyVersions(p.at[len(p.at)-1]); err != nil {
			return nil, err
		}
	case strings.HasSuffix(in, "parent/version"):
		return nil, errors.New("the version is that of the parent: raise it by hand")
	default:
		return nil, fmt.Errorf("the line is a %s and no dependency's version", p.at[len(p.at)-1])
	}
	return splice(data, at, e.To), nil
}

// place is where something stands in a pom, and who uses placeholders there.
type place struct {
	at   []string // the elements around it
	uses map[string][]string
}

// elements finds the elements around a span. Bytes beyond ASCII do not matter
// to it, so that any encoding of one byte will do. nil when the XML is broken.
func elements(data []byte, span span) *place {
	plain := make([]byte, 0, len(data))
	for _, c := range data {
		if c >= 0x80 {
			c = 'x'
		}
		plain = append(plain, c)
	}
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		copy(plain, "   ")
	}
	dec := xml.NewDecoder(bytes.NewReader(plain))
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	out := &place{uses: map[string][]string{}}
	var at []string
	for {
		from := int(dec.InputOffset())
		t, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(at) > 1000 {
			return nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			at = append(at, t.Name.Local)
		case xml.EndElement:
			at = at[:max(0, len(at)-1)]
		case xml.CharData:
			if from <= span.from && span.to <= int(dec.InputOffset()) {
				out.at = append([]string(nil), at...)
			}
			out.use(strings.Join(at[max(0, len(at)-3):], "/"), string(t))
		}
	}
	if len(out.at) == 0 {
		return nil
	}
	return out
}

// use notes which placeholders a text has.
func (p *place) use(in, text string) {
	for {
		_, rest, ok := strings.Cut(text, "${")
		if !ok {
			return
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return
		}
		p.uses[name] = append(p.uses[name], in)
		text = after
	}
}

// onlyVersions refuses a property that serves more than versions of dependencies.
func (p *place) onlyVersions(property string) error {
	for _, in := range p.uses[property] {
		if !strings.HasSuffix(in, "dependencies/dependency/version") {
			return fmt.Errorf("the property %s is used for other things too (%s): raise it by hand", property, in)
		}
	}
	return nil
}
