package importer

import (
	"encoding/xml"
	"errors"
	"io"
)

// The XML form.
type (
	cdxXMLComponent struct {
		Ref        text              `xml:"bom-ref,attr"`
		Group      text              `xml:"group"`
		Name       text              `xml:"name"`
		Version    text              `xml:"version"`
		PURL       text              `xml:"purl"`
		Components []cdxXMLComponent `xml:"components>component"`
	}
	cdxXMLFlaw struct {
		ID             text        `xml:"id"`
		Source         cdxURL      `xml:"source"`
		References     []cdxNamed  `xml:"references>reference"`
		Ratings        []cdxRating `xml:"ratings>rating"`
		CWEs           []string    `xml:"cwes>cwe"`
		Description    text        `xml:"description"`
		Detail         text        `xml:"detail"`
		Recommendation text        `xml:"recommendation"`
		Advisories     []cdxURL    `xml:"advisories>advisory"`
		Published      text        `xml:"published"`
		Analysis       cdxAnalysis `xml:"analysis"`
		Affects        []cdxRef    `xml:"affects>target"`
	}
)

func readCycloneDXML(m *markup) error {
	d := cdxDocument{components: map[string]cdxComponent{}}
	for {
		t, err := m.Token()
		if errors.Is(err, io.EOF) {
			return d.finish(m.b)
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := d.element(m, e); err != nil {
				return err
			}
		}
	}
}

func (d *cdxDocument) element(m *markup, e xml.StartElement) error {
	switch e.Name.Local {
	case "tool":
		v, err := take[struct {
			Name    string `xml:"name"`
			Version string `xml:"version"`
		}](m, e)
		if d.tool.name == "" {
			d.tool = tool{v.Name, v.Version}
		}
		return err
	case "component":
		v, err := take[cdxXMLComponent](m, e)
		d.keepXML(v)
		return err
	case "vulnerability":
		v, err := take[cdxXMLFlaw](m, e)
		if v.ID != "" {
			d.flaws = append(d.flaws, cdxFlaw{
				ID: v.ID, Source: v.Source, References: v.References, Ratings: v.Ratings, CWEs: v.CWEs, Description: v.Description, Detail: v.Detail,
				Recommendation: v.Recommendation, Advisories: v.Advisories, Published: v.Published, Analysis: v.Analysis, Affects: v.Affects,
			})
		}
		return err
	}
	return nil
}

func (d *cdxDocument) keepXML(v *cdxXMLComponent) {
	d.keep(cdxComponent{Ref: v.Ref, Group: v.Group, Name: v.Name, Version: v.Version, PURL: v.PURL}, 0)
	for i := range v.Components {
		d.keepXML(&v.Components[i])
	}
}
