package importer

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// maxDepth bounds how deep elements may stand in each other.
const maxDepth = 500

// marked reads an XML document with f.
func marked(f func(*markup) error) func(context.Context, *input, *builder) error {
	return func(ctx context.Context, in *input, b *builder) error {
		m := newMarkup(ctx, in.r, b)
		if err := f(m); err != nil {
			return m.wrap(err)
		}
		return nil
	}
}

// markup reads an XML document front to back. It knows no document types and
// no entities but XML's own five, so nothing can be expanded.
type markup struct {
	*xml.Decoder
	b   *builder
	raw *xml.Decoder
	// start is where the token that is being read begins.
	start int64
	depth int
}

func newMarkup(ctx context.Context, r io.Reader, b *builder) *markup {
	m := &markup{b: b}
	m.raw = xml.NewDecoder(&meter{r: r, ctx: ctx, at: func() int64 { return m.start }})
	m.raw.CharsetReader = charset
	m.Decoder = xml.NewTokenDecoder(tokens{m})
	return m
}

// tokens stands between the two decoders and looks at each token.
type tokens struct{ m *markup }

func (t tokens) Token() (xml.Token, error) {
	m := t.m
	m.start = m.raw.InputOffset()
	token, err := m.raw.RawToken()
	if err != nil {
		return token, err
	}
	switch v := token.(type) {
	case xml.Directive:
		return nil, fault.New(fault.Invalid, "byte %d: the report has a document type declaration", m.start).
			WithHelp("no tool's report needs one; take the <!DOCTYPE …> out if you trust the file")
	case xml.StartElement:
		if m.depth++; m.depth > maxDepth {
			return nil, fmt.Errorf("byte %d: elements stand more than %d deep in each other", m.start, maxDepth)
		}
		if len(v.Attr) > 1_000 {
			return nil, fmt.Errorf("byte %d: an element has more than 1000 attributes", m.start)
		}
	case xml.EndElement:
		m.depth--
	}
	return token, nil
}

// charset reads the two encodings besides UTF-8 that reports come in.
func charset(label string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "us-ascii", "ascii":
		return r, nil
	case "iso-8859-1", "latin1", "windows-1252":
		return latin1{r}, nil
	}
	return nil, fault.New(fault.Invalid, "the report is written in %q", label).WithHelp("convert it to UTF-8: iconv -f %s -t UTF-8", label)
}

type latin1 struct{ r io.Reader }

func (l latin1) Read(p []byte) (int, error) {
	half := make([]byte, max(1, min(len(p)/2, 32<<10)))
	n, err := l.r.Read(half)
	at := 0
	for _, c := range half[:n] {
		at += copy(p[at:], string(rune(c)))
	}
	return at, err
}

// wrap says where.
func (m *markup) wrap(err error) error {
	var known *fault.Error
	line, _ := m.raw.InputPos()
	switch {
	case errors.As(err, &known):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), strings.HasSuffix(err.Error(), "unexpected EOF"):
		return fmt.Errorf("line %d: the report ends in the middle", line)
	}
	return fmt.Errorf("line %d: %w", line, err)
}

// each calls f with every element of the name, wherever it stands; f must
// consume it with take. within is called with all others on the way.
func (m *markup) each(within func(xml.StartElement), name string, f func(xml.StartElement) error) error {
	open := 0
	for {
		t, err := m.Token()
		if errors.Is(err, io.EOF) && open == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			if strings.EqualFold(e.Name.Local, name) {
				if err := f(e); err != nil {
					return err
				}
				continue
			}
			open++
			within(e)
		case xml.EndElement:
			open--
		}
	}
}

// take reads the whole element into v.
func take[T any](m *markup, e xml.StartElement) (*T, error) {
	v := new(T)
	return v, m.DecodeElement(v, &e)
}

// attribute is the value of one, by its name without name space.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if strings.EqualFold(a.Name.Local, name) {
			return a.Value
		}
	}
	return ""
}
