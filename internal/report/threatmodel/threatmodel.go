// Package threatmodel shows a threat model: as text, Markdown with a Mermaid
// diagram, SVG, HTML without script, and JSON.
//
//	err := threatmodel.Write(w, "svg", &threatmodel.Document{Name: "payments", Model: m}, threatmodel.Options{})
//
// Every writer is a function of a Document: the same one gives the same bytes.
// What comes from a repository is escaped for where it stands. It judges
// nothing; see internal/engine/threat.
package threatmodel

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/threat"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/report"
)

// Document is a model with its name and what it was compared with.
type Document struct {
	Name string
	// Base says what Change is against; empty without one.
	Base   string
	Model  *threat.Model
	Change *threat.Change
}

// Options says how it is to look. The zero value is for a file.
type Options struct {
	Width   int  // columns to wrap at; 0 never wraps. Text only.
	Colour  bool // text only
	Verbose bool // lifts the caps on lists; text only
}

var formats = []struct {
	name  string
	write func(w io.Writer, d *Document, o Options) error
}{
	{"text", writeText},
	{"json", writeJSON},
	{"markdown", writeMarkdown},
	{"svg", writeSVG},
	{"html", writeHTML},
	{"mermaid", writeMermaid},
}

// Formats lists the names that Write knows, the default first.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.name)
	}
	return out
}

// Check says whether Write knows a format.
func Check(format string) error {
	if slices.Contains(Formats(), format) {
		return nil
	}
	return fault.New(fault.Invalid, "a threat model is not written as %q", format).WithHelp("use one of %s", strings.Join(Formats(), ", "))
}

// Write shows a document in a format.
func Write(w io.Writer, format string, d *Document, o Options) error {
	if err := Check(format); err != nil {
		return err
	}
	for _, f := range formats {
		if f.name == format {
			return f.write(w, d, o)
		}
	}
	return nil
}

func writeJSON(w io.Writer, d *Document, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(struct {
		Name string `json:"name"`
		*threat.Model
		Base   string         `json:"base,omitempty"`
		Change *threat.Change `json:"change,omitempty"`
	}{d.Name, d.Model, d.Base, d.Change})
}

// place is where a threat is, for a person.
func place(l assay.Location) string {
	s := l.Path
	if l.Start.Line > 0 {
		s += fmt.Sprintf(":%d", l.Start.Line)
	}
	return report.Escape(s)
}

func plural(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "s"):
		return fmt.Sprintf("%d %ses", n, noun)
	case strings.HasSuffix(noun, "y") && !strings.HasSuffix(noun, "ay"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// size says how large the model is.
func (d *Document) size() string {
	m := d.Model
	return fmt.Sprintf("%s, %s, %s", plural(len(m.Elements), "element"), plural(len(m.Flows), "flow"), plural(len(m.Boundaries), "trust boundary"))
}

var stateWords = map[threat.State]string{threat.Open: "open", threat.Unasked: "to answer", threat.Accepted: "accepted", threat.Answered: "answered"}

// tally counts threats by state.
func (d *Document) tally() string {
	n := d.Model.Count()
	var parts []string
	for _, s := range threat.States() {
		if n[s] > 0 || s == threat.Open {
			parts = append(parts, fmt.Sprintf("%d %s", n[s], stateWords[s]))
		}
	}
	return strings.Join(parts, " · ")
}

var symbols = map[assay.Severity]string{assay.Critical: "⬣", assay.High: "▲", assay.Medium: "◆", assay.Low: "●", assay.Info: "○"}

// elementName is type and name.
func elementName(e *threat.Element) string {
	if e == nil {
		return ""
	}
	return e.Label()
}

// lock says in a word and a mark how a flow is protected.
func lock(f *threat.Flow) string {
	return map[threat.Answer]string{threat.Yes: "encrypted", threat.No: "in clear", threat.Unknown: "encryption unknown"}[f.Encrypted]
}

func asked(f *threat.Flow) string {
	return map[threat.Answer]string{threat.Yes: "authenticated", threat.No: "anonymous", threat.Unknown: "caller unknown"}[f.Authenticated]
}
