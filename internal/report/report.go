package report

import (
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
)

// Options says how a report is to look. The zero value is a report for a file.
type Options struct {
	// Colour switches ANSI colours on; text only.
	Colour bool
	// Width is the number of columns to wrap at; 0 never wraps. Text only.
	Width int
	// For names the system that will read the file (github, gitlab or
	// sonarqube); empty writes everything. SARIF only.
	For string
	// Verbose lifts the caps on lists; text only.
	Verbose bool
	// Notice, when set, gets a sentence for each thing that had to be left
	// out of the report. It belongs on stderr.
	Notice func(sentence string)
}

func (o Options) notice(sentence string) {
	if o.Notice != nil {
		o.Notice(sentence)
	}
}

type writer func(w io.Writer, v *View, o Options) error

var formats = []struct {
	name  string
	write writer
}{
	{"text", writeText},
	{"json", writeJSON},
	{"sarif", writeSARIF},
	{"junit", writeJUnit},
	{"markdown", writeMarkdown},
	{"html", writeHTML},
	{"gitlab-sast", writeGitLabSAST},
	{"gitlab-secret", writeGitLabSecret},
	{"gitlab-dependency", writeGitLabDependency},
	{"gitlab-codequality", writeCodeQuality},
}

// Formats lists the names that Write knows, the default first.
func Formats() []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = f.name
	}
	return names
}

// Check says whether Write knows a format and the system named in o.For, with
// an fault.Invalid error when not: call it before the work, not after.
func Check(format string, o Options) error {
	if !slices.Contains(Formats(), format) {
		return fault.New(fault.Invalid, "unknown report format %q", format).
			WithHelp("use one of %s", strings.Join(Formats(), ", "))
	}
	if _, ok := systems[o.For]; !ok {
		return fault.New(fault.Invalid, "unknown system %q for a SARIF report", o.For).
			WithHelp("use github, gitlab or sonarqube, or leave it away for the complete report")
	}
	return nil
}

// Write renders the view in a format. The view is not changed. Control
// characters and bytes that are no UTF-8 are written as visible escapes in
// every format, so nothing found in a repository can steer a terminal or a page.
func Write(w io.Writer, format string, v *View, o Options) error {
	if err := Check(format, o); err != nil {
		return err
	}
	for _, f := range formats {
		if f.name == format {
			return f.write(w, v, o)
		}
	}
	return nil
}
