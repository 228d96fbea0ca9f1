package sbom

import (
	"bufio"
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// xmlComponent is CycloneDX's component in its XML form.
type xmlComponent struct {
	Type    string `xml:"type,attr"`
	Ref     string `xml:"bom-ref,attr"`
	Group   string `xml:"group"`
	Name    string `xml:"name"`
	Version string `xml:"version"`
	Scope   string `xml:"scope"`
	PURL    string `xml:"purl"`
	Hashes  []struct {
		Algorithm string `xml:"alg,attr"`
		Content   string `xml:",chardata"`
	} `xml:"hashes>hash"`
	Licences struct {
		Expression string `xml:"expression"`
		Licence    []struct {
			ID   string `xml:"id"`
			Name string `xml:"name"`
		} `xml:"license"`
	} `xml:"licenses"`
	Nested []xmlComponent `xml:"components>component"`
}

func (x *xmlComponent) json() *cdxComponent {
	c := &cdxComponent{Type: x.Type, Ref: x.Ref, Group: x.Group, Name: x.Name, Version: x.Version, Scope: x.Scope, PURL: x.PURL}
	for _, h := range x.Hashes {
		c.Hashes = append(c.Hashes, cdxHash{h.Algorithm, strings.TrimSpace(h.Content)})
	}
	if e := strings.TrimSpace(x.Licences.Expression); e != "" {
		c.Licences = append(c.Licences, cdxLicence{Expression: e})
	}
	for _, l := range x.Licences.Licence {
		c.Licences = append(c.Licences, cdxLicences(strings.TrimSpace(cmp.Or(l.ID, l.Name)))...)
	}
	for i := range x.Nested {
		c.Nested = append(c.Nested, *x.Nested[i].json())
	}
	return c
}

// deepestXML is how deep elements may stand within each other.
const deepestXML = 200

// readXML reads CycloneDX's XML form, element by element.
func (b *assembly) readXML(ctx context.Context, in io.Reader) error {
	dec := xml.NewDecoder(in)
	var stack []string
	known := false
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		t, err := dec.Token()
		if errors.Is(err, io.EOF) && known {
			return nil
		}
		if err != nil {
			return ended(err)
		}
		switch el := t.(type) {
		case xml.StartElement:
			known = known || el.Name.Local == "bom" && len(stack) == 0
			if !known || len(stack) > deepestXML {
				return errNoBill
			}
			taken, err := b.xmlElement(dec, el, strings.Join(stack, ">"))
			if err != nil {
				return err
			}
			if !taken {
				stack = append(stack, el.Name.Local)
			}
		case xml.EndElement:
			stack = stack[:max(0, len(stack)-1)]
		}
	}
}

// xmlElement takes the elements that we know, by where they stand.
func (b *assembly) xmlElement(dec *xml.Decoder, el xml.StartElement, above string) (taken bool, err error) {
	switch above + ">" + el.Name.Local {
	case "bom>metadata>timestamp":
		var text string
		err := dec.DecodeElement(&text, &el)
		b.created(text)
		return true, err
	case "bom>metadata>component":
		var c xmlComponent
		err := dec.DecodeElement(&c, &el)
		b.cdxMetadata(&cdxMetadata{Component: c.json()})
		return true, err
	case "bom>components>component":
		var c xmlComponent
		err := dec.DecodeElement(&c, &el)
		b.cdxComponent(c.json())
		return true, err
	case "bom>dependencies>dependency":
		var d struct {
			Ref string `xml:"ref,attr"`
			On  []struct {
				Ref string `xml:"ref,attr"`
			} `xml:"dependency"`
		}
		err := dec.DecodeElement(&d, &el)
		for _, on := range d.On {
			b.edge(d.Ref, on.Ref)
		}
		return true, err
	}
	return false, nil
}

// readTags reads SPDX 2's tag-value form.
func (b *assembly) readTags(ctx context.Context, in io.Reader) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	var p *spdxPackage
	flush := func() {
		if p != nil {
			b.spdxPackage(p)
			p = nil
		}
	}
	inText := false
	for lines.Scan() {
		if err := ctx.Err(); err != nil {
			return err
		}
		line := lines.Text()
		if inText = (inText || strings.Contains(line, "<text>")) && !strings.Contains(line, "</text>"); inText {
			continue
		}
		tag, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch tag {
		case "Created":
			b.created(value)
		case "PackageName":
			flush()
			p = &spdxPackage{Name: value, Declared: noAssertion}
		case "Relationship":
			if f := strings.Fields(value); len(f) == 3 {
				flush()
				b.spdxRelationship(&spdxRelationship{From: f[0], Type: f[1], To: f[2]})
			}
		case "FileName", "SnippetSPDXID", "LicenseID":
			flush()
		default:
			if p != nil {
				p.tag(tag, value)
			}
		}
	}
	flush()
	return lines.Err()
}

func (p *spdxPackage) tag(tag, value string) {
	switch tag {
	case "SPDXID":
		p.ID = value
	case "PackageVersion":
		p.Version = value
	case "PackageLicenseDeclared":
		p.Declared = value
	case "PackageChecksum":
		algorithm, digest, _ := strings.Cut(value, ":")
		p.Checksums = append(p.Checksums, spdxChecksum{algorithm, strings.TrimSpace(digest)})
	case "ExternalRef":
		if f := strings.Fields(value); len(f) == 3 {
			p.ExternalRefs = append(p.ExternalRefs, spdxExternalRef{f[0], f[1], f[2]})
		}
	}
}
