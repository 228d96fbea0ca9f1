package gomod

import (
	"bytes"
	"errors"

	"golang.org/x/mod/modfile"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
)

const help = "Repair the file; go mod tidy says what is wrong with it."

// parse reads a go.mod. Lines that are wrong become gaps, and the rest is read
// without them.
func (m *module) parse(f engine.File) *modfile.File {
	mod, err := modfile.Parse(f.Path, document.Plain(f.Data), asWritten)
	if err == nil {
		return mod
	}
	mod, err = modfile.Parse(f.Path, m.without(f, err), asWritten)
	if err != nil {
		m.flaw(f, err)
		return &modfile.File{}
	}
	return mod
}

// asWritten lets versions pass that are not canonical: branches and such are
// told from versions later.
func asWritten(_, version string) (string, error) { return version, nil }

// without gives the text of a file without the lines that an error names.
func (m *module) without(f engine.File, err error) []byte {
	wrong := m.flaw(f, err)
	var out bytes.Buffer
	number := 0
	for line := range bytes.Lines(document.Plain(f.Data)) {
		if number++; wrong[number] {
			out.WriteByte('\n')
		} else {
			out.Write(line)
		}
	}
	return out.Bytes()
}

// flaw records what is wrong, and gives the lines.
func (m *module) flaw(f engine.File, err error) map[int]bool {
	var list modfile.ErrorList
	lines := map[int]bool{}
	if !errors.As(err, &list) {
		m.problems.Add(f.Path, 0, help, "not read: %v", err)
		return lines
	}
	for _, e := range list {
		lines[e.Pos.Line] = true
		m.problems.Add(f.Path, e.Pos.Line, help, "not read: %v", e.Err)
	}
	return lines
}

// readWork takes over what a workspace replaces: that has precedence over what
// its modules replace (https://go.dev/ref/mod#go-work-file-replace).
func (m *module) readWork(f engine.File) {
	work, err := modfile.ParseWork(f.Path, document.Plain(f.Data), asWritten)
	if err != nil {
		m.flaw(f, err)
		return
	}
	m.workPath, m.workReplace = f.Path, work.Replace
}
