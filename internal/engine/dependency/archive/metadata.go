package archive

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

var pythonName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,200}[A-Za-z0-9])?$`)

// readMetadata reads METADATA of a wheel or PKG-INFO of an egg
// (https://packaging.python.org/en/latest/specifications/core-metadata/).
func readMetadata(text []byte) named {
	fields := map[string]string{}
	var classes []string
	for raw := range bytes.Lines(text) {
		line := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n")
		if line == "" {
			break // the description follows
		}
		key, value, _ := strings.Cut(line, ":")
		key, value = strings.ToLower(key), clean(value)
		if c, ok := strings.CutPrefix(value, "License :: "); ok && key == "classifier" && len(classes) < 10 {
			classes = append(classes, c[strings.LastIndex(c, ":: ")+1:])
		}
		if _, twice := fields[key]; !twice && len(fields) < 1000 {
			fields[key] = value
		}
	}
	if !pythonName.MatchString(fields["name"]) || !goodVersion(assay.PyPI, fields["version"]) {
		return named{}
	}
	return named{artifact: fields["name"], Component: assay.Component{
		Ecosystem: assay.PyPI, Name: normal(fields["name"]), Version: fields["version"], Licence: pythonLicence(fields, classes),
	}}
}

func pythonLicence(fields map[string]string, classes []string) string {
	out := fields["license-expression"]
	if out == "" {
		out = fields["license"]
	}
	if out == "" || out == "UNKNOWN" || len(out) > 100 {
		for i := range classes {
			classes[i] = strings.TrimSpace(strings.TrimPrefix(classes[i], ":"))
		}
		out = strings.Join(classes, " AND ")
	}
	return out
}

var nugetName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$`)

// readNuspec reads the specification of a NuGet package
// (https://learn.microsoft.com/nuget/reference/nuspec).
func readNuspec(text []byte) named {
	var spec struct {
		Metadata struct {
			ID      string `xml:"id"`
			Version string `xml:"version"`
			License struct {
				Type string `xml:"type,attr"`
				Text string `xml:",chardata"`
			} `xml:"license"`
		} `xml:"metadata"`
	}
	dec := xml.NewDecoder(bytes.NewReader(text))
	dec.CharsetReader = latin1
	if err := dec.Decode(&spec); err != nil {
		return named{}
	}
	m := &spec.Metadata
	id, v := clean(m.ID), clean(m.Version)
	if !nugetName.MatchString(id) || !goodVersion(assay.NuGet, v) {
		return named{}
	}
	c := assay.Component{Ecosystem: assay.NuGet, Name: id, Version: v}
	if m.License.Type == "expression" {
		c.Licence = clean(m.License.Text)
	}
	return named{artifact: id, Component: c}
}

// latin1 reads the one other encoding that poms have, and refuses the rest.
func latin1(charset string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "utf-8", "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "latin1", "windows-1252":
		raw, err := io.ReadAll(in)
		out := make([]rune, len(raw))
		for i, b := range raw {
			out[i] = rune(b)
		}
		return strings.NewReader(string(out)), err
	}
	return nil, fmt.Errorf("the encoding %q is not known", charset)
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
