package sbom

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/assay-dev/assay/internal/fault"
)

// Read reads a bill of materials of any of our formats, older CycloneDX and SPDX
// 2 too, also as XML and tag-value, whoever wrote it. name is for messages.
// Errors are of kind fault.Invalid and say where the reading ended.
func Read(ctx context.Context, name string, r io.Reader) (*Document, error) {
	in := &counter{r: bufio.NewReaderSize(r, 1<<16)}
	b := newAssembly()
	err := b.read(ctx, in)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "%s: %w, at byte %d", name, err, in.n).WithHelp("is the file whole, and CycloneDX or SPDX?")
	}
	return b.finish()
}

// counter counts what was read.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

var errNoBill = errors.New("no bill of materials that assay reads")

func (b *assembly) read(ctx context.Context, in *counter) error {
	head, err := in.r.Peek(512)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		if _, err := in.r.Discard(3); err != nil {
			return err
		}
		head = head[3:]
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(head) == 0:
		return errNoBill
	case head[0] == '{':
		return b.readJSON(ctx, in)
	case head[0] == '<':
		return b.readXML(ctx, in)
	case bytes.Contains(head, []byte("SPDXVersion:")):
		return b.readTags(ctx, in)
	}
	return errNoBill
}

// object is a JSON object that is read member by member.
type object struct {
	ctx context.Context
	dec *json.Decoder
}

// members calls read for each member's name; read must take the value.
func (o object) members(read func(name string) error) error {
	if err := o.delim('{'); err != nil {
		return err
	}
	for o.dec.More() {
		if err := o.ctx.Err(); err != nil {
			return err
		}
		t, err := o.dec.Token()
		if err != nil {
			return err
		}
		name, ok := t.(string)
		if !ok {
			return fmt.Errorf("a name is expected, not %v", t)
		}
		if err := read(name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return o.delim('}')
}

func (o object) delim(want json.Delim) error {
	t, err := o.dec.Token()
	if err != nil {
		return ended(err)
	}
	if t != want {
		return fmt.Errorf("%v is expected", want)
	}
	return nil
}

// ended makes the end of the input an error that says so.
func ended(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// items decodes the items of an array one by one; null is none.
func items[T any](o object, take func(*T)) error {
	t, err := o.dec.Token()
	if err != nil || t == nil {
		return ended(err)
	}
	if t != json.Delim('[') {
		return errors.New("a list is expected")
	}
	for o.dec.More() {
		if err := o.ctx.Err(); err != nil {
			return err
		}
		var item T
		if err := o.dec.Decode(&item); err != nil {
			return ended(err)
		}
		take(&item)
	}
	return o.delim(']')
}

// skip passes over a value without keeping it.
func (o object) skip() error {
	for depth := 0; ; {
		t, err := o.dec.Token()
		if err != nil {
			return ended(err)
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

func (b *assembly) readJSON(ctx context.Context, in io.Reader) error {
	o := object{ctx, json.NewDecoder(in)}
	known := false
	err := o.members(func(name string) error {
		switch name {
		case "bomFormat", "spdxVersion":
			var v string
			if err := o.dec.Decode(&v); err != nil {
				return ended(err)
			}
			known = known || v == "CycloneDX" || len(v) > 6 && v[:6] == "SPDX-2"
			return nil
		case "@graph":
			known = true
			return items(o, b.spdx3)
		case "metadata":
			var m cdxMetadata
			if err := o.dec.Decode(&m); err != nil {
				return ended(err)
			}
			b.cdxMetadata(&m)
			return nil
		case "components":
			return items(o, b.cdxComponent)
		case "dependencies":
			return items(o, func(d *cdxDependency) { b.edge(d.Ref, d.DependsOn...) })
		case "compositions":
			return items(o, b.cdxComposition)
		case "packages":
			return items(o, b.spdxPackage)
		case "relationships":
			return items(o, b.spdxRelationship)
		case "documentDescribes":
			return items(o, func(ref *string) { b.subject = *ref })
		case "creationInfo":
			var c spdxCreation
			if err := o.dec.Decode(&c); err != nil {
				return ended(err)
			}
			b.created(c.Created)
			return nil
		}
		return o.skip()
	})
	if err == nil && !known {
		return errNoBill
	}
	return err
}

// clip bounds a text of somebody else's, at a whole character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
