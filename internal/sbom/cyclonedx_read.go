package sbom

import (
	"cmp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

func (b *assembly) cdxMetadata(m *cdxMetadata) {
	b.created(m.Timestamp)
	if c := m.Component; c != nil {
		it := &item{}
		named(&it.Component, c.PURL, c.Group, c.Name, c.Version)
		b.subject = cmp.Or(c.Ref, c.PURL, c.Name)
		b.add(b.subject, it)
	}
}

func (b *assembly) cdxComposition(c *cdxComposition) {
	for _, ref := range c.Dependencies {
		if c.Aggregate == "complete" {
			b.complete[ref] = true
		} else {
			b.incomplete[ref] = "its bill of materials says: " + clip(c.Aggregate, 100)
		}
	}
}

func (b *assembly) cdxComponent(c *cdxComponent) {
	it := &item{}
	named(&it.Component, c.PURL, c.Group, c.Name, c.Version)
	it.Use = map[string]assay.Use{"optional": assay.Optional, "excluded": assay.Development}[c.Scope]
	it.Licence = cdxLicenceText(c.Licences)
	for _, h := range c.Hashes {
		if s, ok := knownChecksum(h.Algorithm, h.Content); ok {
			it.Checksums = append(it.Checksums, s)
		}
	}
	if c.Evidence != nil {
		for _, o := range c.Evidence.Occurrences {
			if o.Context != "" {
				it.places = append(it.places, place{path: clip(o.Location, longest), line: o.Line, root: clip(o.Context, longest), use: it.Use})
			}
		}
	}
	for _, p := range c.Properties {
		switch p.Name {
		case propertyRoot:
			it.project = &assay.Project{Root: clip(p.Value, longest), Ecosystem: it.Ecosystem, Name: it.Name, Version: it.Version, Licence: it.Licence}
			if it.Name == it.project.Root {
				it.project.Name = ""
			}
		case propertyConstraint:
			it.Constraint = clip(p.Value, longest)
		case propertyWhy:
			if it.project != nil {
				it.project.Why = clip(p.Value, longest)
			}
		}
	}
	b.add(c.Ref, it)
	for i := range c.Nested {
		b.cdxComponent(&c.Nested[i])
	}
}

// cdxLicenceText joins several licences with AND: all of them apply.
func cdxLicenceText(list []cdxLicence) string {
	var parts []string
	for _, l := range list {
		text := l.Expression
		if l.Licence != nil {
			text = cmp.Or(l.Licence.ID, l.Licence.Name)
		}
		if text != "" {
			parts = append(parts, clip(text, longest))
		}
	}
	if len(parts) > 1 {
		for i, p := range parts {
			if strings.Contains(p, " OR ") {
				parts[i] = "(" + p + ")"
			}
		}
	}
	return strings.Join(parts, " AND ")
}

// knownChecksum writes a format's checksum as ours.
func knownChecksum(algorithm, digest string) (string, bool) {
	a := strings.ToLower(strings.ReplaceAll(algorithm, "-", ""))
	s := a + ":" + strings.ToLower(digest)
	_, _, ok := checksum(s)
	return s, ok
}
