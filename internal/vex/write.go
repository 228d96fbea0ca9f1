package vex

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
)

// Document is what is said of the flaws of one folder.
type Document struct {
	// Name and Version are of what it is about.
	Name, Version string
	Author        string
	Tool          string // "assay 1.2.0"
	Created       time.Time
	Entries       []Entry
}

// Entry is how one package stands to one flaw.
type Entry struct {
	Name    string // of the flaw
	Aliases []string
	PURL    string // of the package
	CWE     []int
	// Within names the projects to which the entry is limited; none: wherever the package is.
	Within        []string
	Status        Status
	Justification string
	Impact        string
	Action        string
	// Time is when it was said first; zero is now.
	Time time.Time
}

var writers = map[string]func(d *Document) any{"openvex": openVEX, "cyclonedx": cycloneDX}

// Formats names what we write, the default first.
func Formats() []string { return []string{"openvex", "cyclonedx"} }

// Check says whether there is such a format, with a fault.Invalid error when not.
func Check(format string) error {
	if !slices.Contains(Formats(), format) {
		return fault.New(fault.Invalid, "unknown format %q for a VEX document", format).WithHelp("use one of %s", strings.Join(Formats(), ", "))
	}
	return nil
}

// Write writes a document. The same document gives the same bytes.
func Write(w io.Writer, format string, d *Document) error {
	if err := Check(format); err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(writers[format](d))
}

// identity is a name for the document's content in the form of a UUID.
func (d *Document) identity() string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\n", d.Name, d.Version, d.Author, stamp(d.Created))
	for i := range d.Entries {
		fmt.Fprintf(h, "%+v\n", d.Entries[i])
	}
	b := h.Sum(nil)[:16]
	b[6], b[8] = b[6]&0x0f|0x80, b[8]&0x3f|0x80 // version 8: of our own making (RFC 9562)
	s := hex.EncodeToString(b)
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func openVEX(d *Document) any {
	out := openDocument{
		Context: "https://openvex.dev/ns/v0.2.0", ID: d.identity(), Author: d.Author,
		Timestamp: stamp(d.Created), Version: 1, Tooling: d.Tool, Statements: []openStatement{},
	}
	for i := range d.Entries {
		out.Statements = append(out.Statements, d.Entries[i].openVEX())
	}
	return out
}

func (e *Entry) openVEX() openStatement {
	products := []openProduct{{ID: e.PURL}}
	if len(e.Within) > 0 {
		products = nil
		for _, p := range e.Within {
			products = append(products, openProduct{ID: p, Parts: &[]openProduct{{ID: e.PURL}}})
		}
	}
	st := openStatement{Vulnerability: openVulnerability{Name: e.Name, Aliases: e.Aliases}, Products: &products, Status: string(e.Status)}
	if !e.Time.IsZero() {
		st.Timestamp = stamp(e.Time)
	}
	switch e.Status {
	case NotAffected:
		st.Justification, st.Impact = e.Justification, e.Impact
	case Affected:
		st.Action, st.Notes = e.Action, e.Impact
	default:
		st.Notes = e.Impact
	}
	return st
}
