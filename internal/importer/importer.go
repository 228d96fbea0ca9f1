package importer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/rule"
)

// Options says how a report is to be read. The zero value tells the format
// from the content and strips nothing from paths.
type Options struct {
	// Format is a name that Formats lists; empty means: look at the content.
	Format string
	// Root is the folder that was examined, as the tool saw it
	// ("/builds/pay/api", "file:///home/ci/src"): paths below it become relative.
	Root string
	// Redact replaces secrets in texts that are kept. It runs after our own
	// rough one; it may be nil.
	Redact func([]byte) []byte
	// Components reads the list of components of a CycloneDX or SPDX document.
	// Without it such a list is left out, and a Gap says so.
	Components func(ctx context.Context, name string, r io.Reader) ([]assay.Project, []assay.Component, []assay.Gap, error)
}

// Report is what a report says, in our words.
type Report struct {
	Format string // a name that Formats lists
	// Tool and ToolVersion are as the report writes them; the first where it
	// speaks for several.
	Tool        string
	ToolVersion string
	// Findings are in the order of the report. Fingerprints are not set.
	Findings []assay.Finding
	// Rules are those that the findings name, by id.
	Rules      []rule.Rule
	Projects   []assay.Project
	Components []assay.Component
	// Gaps lists what could not be read.
	Gaps []assay.Gap
	// Skipped counts entries that are no findings: passed, fixed, closed.
	Skipped int
}

// Format is a form of report that Read knows.
type Format struct {
	Name string
	Text string // what it is, for help texts
}

// Formats lists what Read knows, by name.
func Formats() []Format {
	out := make([]Format, len(formats))
	for i, f := range formats {
		out[i] = Format{Name: f.name, Text: f.text}
	}
	return out
}

// Read reads one report. name stands for it in errors and gaps. The error is
// fault.Invalid for what is no report that we know, and for one that ends early.
func Read(ctx context.Context, name string, r io.Reader, o Options) (*Report, error) {
	in, err := look(r)
	if err != nil {
		return nil, refuse(name, err)
	}
	f, fits, err := pick(o.Format, in)
	if err != nil {
		return nil, refuse(name, err)
	}
	b := newBuilder(name, f.name, o)
	if in.markup {
		err = f.readXML(ctx, in, b)
	} else {
		err = f.readJSON(ctx, in, b)
	}
	if err == nil && !fits && b.empty() {
		err = fault.New(fault.Invalid, "nothing in it looks like a %s report", f.name).
			WithHelp("leave the format away to have it told from the content")
	}
	if err != nil {
		return nil, refuse(name, err)
	}
	return b.finish(), nil
}

// refuse names the file. What has no kind yet is either the source's failure
// or bad input.
func refuse(name string, err error) error {
	var known *fault.Error
	var source *sourceError
	switch {
	case errors.As(err, &known):
		return fmt.Errorf("import %s: %w", name, err)
	case errors.As(err, &source):
		return fmt.Errorf("import %s: read: %w", name, source.err)
	}
	return fault.New(fault.Invalid, "import %s: %w", name, err).
		WithHelp("export the report again and check that the file is whole; --from names its form when it is told wrongly")
}

// pick finds the format: the named one, which must not contradict the content,
// or the one that the content is of. fits is false where only the name speaks.
func pick(name string, in *input) (f format, fits bool, err error) {
	told, ok := detect(in)
	switch {
	case name == "" && ok:
		return told, true, nil
	case name == "":
		return format{}, false, fault.New(fault.Invalid, "this is no report that we know").
			WithHelp("we read %s; name the form with --from when it is one of them", strings.Join(names(), ", "))
	case ok && told.name != name && !in.bare():
		return format{}, false, fault.New(fault.Invalid, "this is a %s report, not %s", told.name, name).
			WithHelp("leave the format away to have it told from the content")
	}
	for _, f := range formats {
		switch {
		case f.name != name:
		case in.markup && f.readXML == nil || !in.markup && f.readJSON == nil:
			return format{}, false, fault.New(fault.Invalid, "a %s report is not written as %s", name, in.kind()).
				WithHelp("leave the format away to have it told from the content")
		default:
			return f, ok || in.bare(), nil
		}
	}
	return format{}, false, fault.New(fault.Invalid, "unknown report format %q", name).
		WithHelp("use one of %s", strings.Join(names(), ", "))
}

func names() []string {
	out := make([]string, len(formats))
	for i, f := range formats {
		out[i] = f.name
	}
	return out
}
