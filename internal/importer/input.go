package importer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/assay-dev/assay/internal/fault"
)

const (
	// maxEntry bounds what one entry of a report may take, in bytes.
	maxEntry = 32 << 20
	// peekSize is how much of a report is looked at to tell its format.
	peekSize = 256 << 10
)

// input is a report before it is read.
type input struct {
	r      *bufio.Reader
	head   []byte // the beginning, without a byte order mark
	whole  bool   // head is all there is
	markup bool   // XML
}

func (in *input) kind() string {
	if in.markup {
		return "XML"
	}
	return "JSON"
}

// bare says that the document is what several tools write when they found
// nothing.
func (in *input) bare() bool {
	text := string(bytes.TrimSpace(in.head))
	return in.whole && (text == "[]" || text == "null")
}

// look peeks at the beginning and refuses what is no text we read.
func look(r io.Reader) (*input, error) {
	in := &input{r: bufio.NewReaderSize(r, peekSize)}
	head, err := in.r.Peek(peekSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, &sourceError{err}
	}
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		head = head[3:]
		_, _ = in.r.Discard(3)
	}
	in.head, in.whole = head, err != nil
	text := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(text) == 0:
		return nil, fault.New(fault.Invalid, "the report is empty").WithHelp("run the tool again; it wrote nothing")
	case bytes.HasPrefix(head, []byte("\x1f\x8b")), bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil, fault.New(fault.Invalid, "the report is compressed").WithHelp("unpack it first (gunzip, unzip) and import the file inside")
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.IndexByte(head[:min(len(head), 64)], 0) >= 0:
		return nil, fault.New(fault.Invalid, "the report is UTF-16 or binary, not UTF-8").
			WithHelp("write it as UTF-8: in PowerShell, pipe to Out-File -Encoding utf8, or have the tool write the file itself")
	}
	in.markup = text[0] == '<'
	return in, nil
}

var errTooLarge = fault.New(fault.Invalid, "the document is larger than %d MiB", maxDocument>>20).WithHelp("export it in parts, for example per project")

// sourceError is a failure of what we read from, not of what it says.
type sourceError struct{ err error }

func (e *sourceError) Error() string { return e.err.Error() }
func (e *sourceError) Unwrap() error { return e.err }

// meter hands bytes to a parser and stops when the parser holds on to too many.
type meter struct {
	r    io.Reader
	ctx  context.Context // a reader has no other way to be told
	read int64
	at   func() int64 // how far the parser has got
}

func (m *meter) Read(p []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, &sourceError{err}
	}
	if m.read-m.at() > maxEntry {
		return 0, fmt.Errorf("after byte %d: one entry is larger than %d MiB", m.at(), maxEntry>>20)
	}
	n, err := m.r.Read(p[:min(len(p), 1<<20)])
	m.read += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &sourceError{err}
	}
	return n, err
}
