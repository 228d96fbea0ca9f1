// Package sbom writes and reads bills of materials: CycloneDX 1.6, SPDX 2.3 and
// SPDX 3.0.1, all as JSON.
//
//	err := sbom.Write(w, "cyclonedx", doc)
//	doc, err := sbom.Read(ctx, "bom.json", r)
//
// Both work element by element, so that a document of hundreds of thousands of
// components needs the memory of its components and no more. What is not known
// stands there as not known: a project whose files do not name everything is
// marked incomplete in each format's own way.
package sbom

import (
	"io"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// Document is a bill of materials.
type Document struct {
	// Name and Version are of what it is about: a repository, a product.
	Name    string
	Version string
	// Created is when it was made; Tool by what ("assay 1.2.0").
	Created time.Time
	Tool    string
	// Projects and Components, each component in the project that its Root names.
	Projects   []assay.Project
	Components []assay.Component
}

// Format is one that we write and read.
type Format struct {
	Name  string
	About string
	write func(w *stream, d *Document, g *graph)
}

var formats = []Format{
	{"cyclonedx", "CycloneDX 1.6, JSON", writeCycloneDX},
	{"spdx", "SPDX 2.3, JSON", writeSPDX2},
	{"spdx3", "SPDX 3.0.1, JSON-LD", writeSPDX3},
}

// Formats lists them, the default first.
func Formats() []Format { return formats }

// Check says whether there is such a format, with a fault.Invalid error when not.
func Check(format string) error {
	var names []string
	for _, f := range formats {
		if f.Name == format {
			return nil
		}
		names = append(names, f.Name)
	}
	return fault.New(fault.Invalid, "unknown format %q for a bill of materials", format).WithHelp("use one of %s", strings.Join(names, ", "))
}

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, format string, d *Document) error {
	if err := Check(format); err != nil {
		return err
	}
	s := newStream(w)
	for _, f := range formats {
		if f.Name == format {
			f.write(s, d, newGraph(d))
		}
	}
	return s.close()
}
