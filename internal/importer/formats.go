package importer

import (
	"context"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// format is one form of report: how to know it and how to read it. A reader
// is nil where the form is never written that way.
type format struct {
	name string
	text string
	// fits looks at the outline of a JSON document, roots at the name of an
	// XML document's first element.
	fits     func(outline) bool
	root     string
	readJSON func(context.Context, *input, *builder) error
	readXML  func(context.Context, *input, *builder) error
}

// streamed reads JSON with f.
func streamed(f func(*stream) error) func(context.Context, *input, *builder) error {
	return func(ctx context.Context, in *input, b *builder) error {
		s := newStream(ctx, in.r, b)
		return s.document(func() error { return f(s) })
	}
}

// formats is by name. No two fit the same document.
var formats = []format{
	{name: "sarif", text: "SARIF 2.1.0, of any tool", fits: isSARIF, readJSON: streamed(readSARIF)},
}

// detect tells the format from the content.
func detect(in *input) (format, error) {
	var fits func(format) bool
	if in.markup {
		root := rootOf(in.head)
		fits = func(f format) bool { return f.root != "" && f.root == root }
	} else {
		o := outlineOf(in)
		fits = func(f format) bool { return f.fits != nil && f.fits(o) }
	}
	for _, f := range formats {
		if fits(f) {
			return f, nil
		}
	}
	return format{}, fault.New(fault.Invalid, "this is no report that we know").
		WithHelp("we read %s; name the form with --format when it is one of them", strings.Join(names(), ", "))
}
