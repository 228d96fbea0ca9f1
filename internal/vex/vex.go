// Package vex reads and writes statements on whether a known flaw reaches a
// product: OpenVEX 0.2.0 and CycloneDX 1.4 to 1.6, both as JSON.
//
//	list, err := vex.Read(".assay/vex/2026.json", data)
//	st, ok := vex.NewSet(list).About(names, subject) // the latest that speaks of it
//	err = vex.Write(w, "openvex", doc)
//
// What can't be understood is an error and never a statement: a document that
// is half read could set aside what its other half takes back. The package
// trusts nobody and decides nothing: whether a statement counts is the
// caller's to say, with Sound for what the standards ask of one.
package vex

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// Status says how a product stands to a flaw, in OpenVEX's words.
type Status string

// The statuses.
const (
	NotAffected        Status = "not_affected"
	Affected           Status = "affected"
	Fixed              Status = "fixed"
	UnderInvestigation Status = "under_investigation"
)

// Statement is what somebody says of a flaw in products.
type Statement struct {
	Vulnerability []string  // all names of the flaw
	Products      []Product // none: whatever has the flaw
	Status        Status
	// Justification is one of OpenVEX's labels, CycloneDX's own turned into them.
	Justification string
	// Impact and Action are for people: as written, clipped, not redacted.
	Impact string
	Action string
	Author string
	// Time is when it was said last; zero when the document does not tell.
	Time time.Time
	// Location is the file.
	Location assay.Location
}

// Sound says whether a statement may set a flaw aside, and why not.
func (s *Statement) Sound() (ok bool, why string) {
	switch {
	case s.Status != NotAffected && s.Status != Fixed:
		return false, "it says " + string(s.Status)
	case s.Status == NotAffected && s.Justification == "" && s.Impact == "":
		return false, "it says not_affected with neither a justification nor an impact statement"
	case s.Status == Fixed && !s.versioned():
		return false, "it says fixed and not in which version"
	}
	return true, ""
}

// MaxSize bounds a document.
const MaxSize = 8 << 20

// Bounds of what is kept of somebody's text.
const (
	maxName = 512
	maxText = 2000
)

// Read reads a document of either standard. name is its path, for messages
// and locations. Errors are of kind fault.Invalid.
func Read(name string, data []byte) ([]Statement, error) {
	list, err := read(data)
	if err != nil {
		return nil, fault.New(fault.Invalid, "%s: %w", name, err).WithHelp("write it as OpenVEX 0.2.0 or CycloneDX 1.6, JSON; assay vex writes such a document")
	}
	for i := range list {
		list[i].clip()
		list[i].Location = assay.Location{Path: name}
	}
	return list, nil
}

func read(data []byte) ([]Statement, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("larger than %d MiB", MaxSize>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	var kind struct {
		Context string `json:"@context"`
		Format  string `json:"bomFormat"`
	}
	if err := json.Unmarshal(data, &kind); err != nil {
		return nil, told(err)
	}
	switch {
	case strings.HasPrefix(kind.Context, "https://openvex.dev/ns"):
		return readOpenVEX(data)
	case kind.Format == "CycloneDX":
		return readCycloneDX(data)
	}
	return nil, errors.New("neither OpenVEX nor CycloneDX")
}

// told says in a line what is wrong with JSON.
func told(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("not JSON: %w, at byte %d", err, syntax.Offset)
	case errors.As(err, &kind):
		return fmt.Errorf("%s: a %s is not expected", kind.Field, kind.Value)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("it ends too early")
	}
	return err
}

func (s *Statement) clip() {
	for i := range s.Vulnerability {
		s.Vulnerability[i] = clip(s.Vulnerability[i], maxName)
	}
	s.Impact, s.Action, s.Author = clip(s.Impact, maxText), clip(s.Action, maxText), clip(s.Author, maxName)
}

// clip bounds a text at a whole character.
func clip(s string, n int) string {
	s = strings.ToValidUTF8(strings.TrimSpace(s), "\uFFFD")
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// when reads a time; a text that is none is an error, since the order of
// statements hangs on it.
func when(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no time as RFC 3339 has it", clip(s, 40))
	}
	return t.UTC(), nil
}

// latest is the last of some times.
func latest(texts ...string) (out time.Time, err error) {
	for _, s := range texts {
		t, err := when(s)
		if err != nil {
			return out, err
		}
		if t.After(out) {
			out = t
		}
	}
	return out, nil
}
