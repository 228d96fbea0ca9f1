package sbom

import (
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/licence"
)

// CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/), as far as we use it.

type cdxComponent struct {
	Type       string        `json:"type"`
	Ref        string        `json:"bom-ref,omitempty"`
	Group      string        `json:"group,omitempty"`
	Name       string        `json:"name"`
	Version    string        `json:"version,omitempty"`
	Scope      string        `json:"scope,omitempty"`
	Hashes     []cdxHash     `json:"hashes,omitempty"`
	Licences   []cdxLicence  `json:"licenses,omitempty"`
	PURL       string        `json:"purl,omitempty"`
	Properties []cdxProperty `json:"properties,omitempty"`
	Evidence   *cdxEvidence  `json:"evidence,omitempty"`
	// Nested components are read, never written.
	Nested []cdxComponent `json:"components,omitempty"`
}

type cdxHash struct {
	Algorithm string `json:"alg"`
	Content   string `json:"content"`
}

type cdxLicence struct {
	Licence *struct {
		ID   string `json:"id,omitempty"`
		Name string `json:"name,omitempty"`
	} `json:"license,omitempty"`
	Expression string `json:"expression,omitempty"`
}

type cdxProperty struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type cdxEvidence struct {
	Occurrences []cdxOccurrence `json:"occurrences,omitempty"`
}

// cdxOccurrence is where a component is named; its context is the project.
type cdxOccurrence struct {
	Location string `json:"location"`
	Line     int    `json:"line,omitempty"`
	Context  string `json:"additionalContext,omitempty"`
}

type cdxDependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

type cdxComposition struct {
	Aggregate    string   `json:"aggregate"`
	Dependencies []string `json:"dependencies,omitempty"`
}

type cdxMetadata struct {
	Timestamp  string `json:"timestamp,omitempty"`
	Lifecycles []struct {
		Phase string `json:"phase,omitempty"`
	} `json:"lifecycles,omitempty"`
	Tools *struct {
		Components []cdxComponent `json:"components"`
	} `json:"tools,omitempty"`
	Component *cdxComponent `json:"component,omitempty"`
}

// Properties of ours (https://cyclonedx.org/docs/1.6/json/#metadata_properties).
const (
	propertyRoot       = "assay:root"
	propertyWhy        = "assay:incomplete"
	propertyConstraint = "assay:constraint"
	subjectRef         = "subject"
)

func writeCycloneDX(s *stream, d *Document, g *graph) {
	s.raw("{\"$schema\":\"http://cyclonedx.org/schema/bom-1.6.schema.json\"\n")
	s.member("bomFormat", "CycloneDX")
	s.member("specVersion", "1.6")
	s.member("serialNumber", "urn:uuid:"+d.identity(g))
	s.member("version", 1)
	s.member("metadata", cdxMeta(d))
	s.list("components", func(put func(any)) {
		for i := range g.projects {
			put(cdxProject(&g.projects[i]))
		}
		for i := range g.nodes {
			put(cdxNode(d, &g.nodes[i]))
		}
	})
	s.list("dependencies", func(put func(any)) {
		subject := cdxDependency{Ref: subjectRef}
		for i := range g.projects {
			subject.DependsOn = append(subject.DependsOn, g.projects[i].ref)
		}
		put(subject)
		for i := range g.projects {
			put(cdxDependency{g.projects[i].ref, g.refs(g.projects[i].direct)})
		}
		for i := range g.nodes {
			if n := &g.nodes[i]; len(n.requires) > 0 {
				put(cdxDependency{n.ref, g.refs(n.requires)})
			}
		}
	})
	s.list("compositions", func(put func(any)) {
		whole, part := cdxComposition{Aggregate: "complete"}, cdxComposition{Aggregate: "incomplete"}
		for i := range g.projects {
			if p := &g.projects[i]; p.Complete {
				whole.Dependencies = append(whole.Dependencies, p.ref)
			} else {
				part.Dependencies = append(part.Dependencies, p.ref)
			}
		}
		for _, c := range []cdxComposition{whole, part} {
			if len(c.Dependencies) > 0 {
				put(c)
			}
		}
	})
	s.raw("}\n")
}

func (g *graph) refs(numbers []int32) []string {
	out := make([]string, len(numbers))
	for i, n := range numbers {
		out[i] = g.nodes[n].ref
	}
	return out
}

func cdxMeta(d *Document) cdxMetadata {
	m := cdxMetadata{Timestamp: d.Created.UTC().Format(time.RFC3339), Component: &cdxComponent{Type: "application", Ref: subjectRef, Name: orUnnamed(d.Name), Version: d.Version}}
	m.Lifecycles = append(m.Lifecycles, struct {
		Phase string `json:"phase,omitempty"`
	}{"pre-build"})
	if name, version, _ := strings.Cut(d.Tool, " "); name != "" {
		m.Tools = &struct {
			Components []cdxComponent `json:"components"`
		}{[]cdxComponent{{Type: "application", Name: name, Version: version}}}
	}
	return m
}

func orUnnamed(name string) string {
	if name == "" {
		return "unnamed"
	}
	return name
}

func cdxProject(p *projectNode) cdxComponent {
	c := cdxComponent{Type: "application", Ref: p.ref, Name: p.Name, Version: p.Version, Licences: cdxLicences(p.Licence), PURL: assay.PURL(p.Ecosystem, p.Name, p.Version)}
	if c.Name == "" {
		c.Name, c.PURL = p.Root, ""
	}
	c.Properties = append(c.Properties, cdxProperty{propertyRoot, p.Root})
	if !p.Complete {
		c.Properties = append(c.Properties, cdxProperty{propertyWhy, p.Why})
	}
	return c
}

func cdxNode(d *Document, n *node) cdxComponent {
	c := cdxComponent{Type: "library", Ref: n.ref, Name: n.Name, Version: n.Version, Licences: cdxLicences(d.licence(n)), PURL: n.PURL()}
	if group, name, ok := strings.Cut(n.Name, ":"); ok && n.Ecosystem == assay.Maven {
		c.Group, c.Name = group, name
	}
	c.Scope = map[assay.Use]string{assay.Runtime: "required", assay.Optional: "optional", assay.Development: "excluded"}[d.use(n)]
	for _, sum := range d.checksums(n) {
		if h, ok := cdxChecksum(sum); ok {
			c.Hashes = append(c.Hashes, h)
		}
	}
	if n.Constraint != "" {
		c.Properties = append(c.Properties, cdxProperty{propertyConstraint, n.Constraint})
	}
	c.Evidence = &cdxEvidence{}
	for _, i := range n.occurrences {
		o := &d.Components[i]
		c.Evidence.Occurrences = append(c.Evidence.Occurrences, cdxOccurrence{orUnnamed(o.Location.Path), o.Location.Start.Line, o.Root})
	}
	return c
}

// algorithms are the names that CycloneDX and SPDX give to hash functions.
var algorithms = map[string][2]string{
	"md5": {"MD5", "MD5"}, "sha1": {"SHA-1", "SHA1"}, "sha256": {"SHA-256", "SHA256"}, "sha384": {"SHA-384", "SHA384"}, "sha512": {"SHA-512", "SHA512"},
}

// sizes are the lengths of the hash functions' results in hex digits.
var sizes = map[string]int{"md5": 32, "sha1": 40, "sha256": 64, "sha384": 96, "sha512": 128}

// checksum splits one that both formats know; Go's own (h1:…) is none.
func checksum(sum string) (algorithm, digest string, ok bool) {
	algorithm, digest, _ = strings.Cut(sum, ":")
	return algorithm, digest, sizes[algorithm] > 0 && len(digest) == sizes[algorithm] && strings.Trim(digest, "0123456789abcdef") == ""
}

func cdxChecksum(sum string) (cdxHash, bool) {
	a, digest, ok := checksum(sum)
	return cdxHash{algorithms[a][0], digest}, ok
}

// cdxLicences writes an identifier, an expression, or a name.
func cdxLicences(text string) []cdxLicence {
	if text == "" {
		return nil
	}
	var l cdxLicence
	switch id, single, err := licence.Canonical(text); {
	case err == nil && !single:
		l.Expression = id
	default:
		l.Licence = &struct {
			ID   string `json:"id,omitempty"`
			Name string `json:"name,omitempty"`
		}{}
		if err == nil {
			l.Licence.ID = id
		} else {
			l.Licence.Name = text
		}
	}
	return []cdxLicence{l}
}
