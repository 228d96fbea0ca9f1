package maven

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds on one document; the largest real poms stay far below.
const (
	maxDepth    = 100
	maxElements = 200_000
	maxText     = 64 << 10
)

// element is an XML element with where it stands. Comments and attributes of
// no concern are gone.
type element struct {
	name string
	line int
	// text is the trimmed character data, textLine the line on which it begins.
	text     string
	textLine int
	kids     []*element
}

// fault is why a document can't be read, and where.
type fault struct {
	line int
	what string
}

// parse reads a document strictly: no custom entities, no unknown charset.
// On a fault the part that was read is returned too.
func parse(data []byte) (*element, *fault) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	d.CharsetReader = charset
	b := builder{d: d}
	for {
		line, _ := d.InputPos()
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			f := b.end(line)
			return b.drop(), f
		}
		if err != nil {
			return b.drop(), &fault{line, plain(err)}
		}
		if f := b.take(tok, line); f != nil {
			return b.drop(), f
		}
	}
}

// plain makes the decoder's words fit into a sentence.
func plain(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return "is no well-formed XML: " + syntax.Msg
	}
	return "is no readable XML: " + err.Error()
}

// charset reads the encodings that ASCII is part of, byte by byte.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii":
		raw, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		runes := make([]rune, len(raw))
		for i, c := range raw {
			runes[i] = rune(c)
		}
		return strings.NewReader(string(runes)), nil
	}
	return nil, fmt.Errorf("the encoding %q is not known", label)
}

// builder puts tokens together.
type builder struct {
	d     *xml.Decoder
	root  *element
	stack []*element
	count int
}

func (b *builder) take(tok xml.Token, line int) *fault {
	switch t := tok.(type) {
	case xml.StartElement:
		return b.open(t.Name.Local, line)
	case xml.EndElement:
		top := b.stack[len(b.stack)-1]
		top.text = strings.TrimSpace(top.text)
		b.stack = b.stack[:len(b.stack)-1]
	case xml.CharData:
		b.write(string(t), line)
	}
	return nil
}

func (b *builder) open(name string, line int) *fault {
	if b.count++; b.count > maxElements {
		return &fault{line, fmt.Sprintf("has more than %d elements", maxElements)}
	}
	if len(b.stack) >= maxDepth {
		return &fault{line, fmt.Sprintf("is nested more than %d deep", maxDepth)}
	}
	e := &element{name: name, line: line}
	if len(b.stack) == 0 {
		if b.root != nil {
			return &fault{line, "has two root elements"}
		}
		b.root = e
	} else {
		top := b.stack[len(b.stack)-1]
		top.kids = append(top.kids, e)
	}
	b.stack = append(b.stack, e)
	return nil
}

func (b *builder) write(s string, line int) {
	if len(b.stack) == 0 {
		return
	}
	top := b.stack[len(b.stack)-1]
	if len(top.text)+len(s) > maxText {
		return
	}
	if top.text == "" {
		body := strings.TrimLeft(s, " \t\r\n")
		top.textLine = line + strings.Count(s[:len(s)-len(body)], "\n")
		s = body
	}
	top.text += s
}

func (b *builder) end(line int) *fault {
	switch {
	case b.root == nil:
		return &fault{line, "holds no XML element"}
	case len(b.stack) > 0:
		return &fault{line, "ends before " + b.stack[len(b.stack)-1].name + " is closed"}
	}
	return nil
}

// drop takes the entry away in which the document broke off, for half an
// entry says something else than the whole, and gives what is left.
func (b *builder) drop() *element {
	for i := len(b.stack) - 1; i > 0; i-- {
		switch b.stack[i].name {
		case "dependency", "plugin", "extension", "parent", "properties":
			kids := &b.stack[i-1].kids
			*kids = (*kids)[:len(*kids)-1]
		}
	}
	return b.root
}

// child is the first child of that name; nil when there is none.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// list is the children called item below the child called name.
func (e *element) list(name, item string) []*element {
	var found []*element
	if c := e.child(name); c != nil {
		for _, k := range c.kids {
			if k.name == item {
				found = append(found, k)
			}
		}
	}
	return found
}

// str is the text of a child, with the line to edit.
func (e *element) str(name string) str {
	c := e.child(name)
	if c == nil {
		return str{}
	}
	return str{c.text, c.textLine}
}
