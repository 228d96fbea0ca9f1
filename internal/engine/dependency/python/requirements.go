package python

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// requirements is a requirements file, without what it includes
// (https://pip.pypa.io/en/stable/reference/requirements-file-format/).
type requirements struct {
	path     string
	lines    []line
	includes []include
}

// line is a requirement with what pip-compile and --hash say of it.
type line struct {
	requirement
	checksums []string
	// via is who asks for it: names, "-r file", "name (pyproject.toml)".
	via []string
}

type include struct {
	path        string
	line        int
	constraints bool // -c: versions for what others ask for
}

// parseRequirements reads a file once, whoever includes it.
func (u *unit) parseRequirements(f engine.File) *requirements {
	if r := u.parsed[f.Path]; r != nil {
		return r
	}
	r := &requirements{path: f.Path}
	u.parsed[f.Path] = r
	number, first := 0, 0
	var logical strings.Builder
	for raw := range bytes.Lines(document.Plain(f.Data)) {
		number++
		text := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n")
		if logical.Len() == 0 {
			first = number
		}
		if head, continued := strings.CutSuffix(text, `\`); continued && !strings.HasPrefix(strings.TrimSpace(text), "#") {
			logical.WriteString(head + " ")
			continue
		}
		logical.WriteString(text)
		u.logicalLine(r, logical.String(), first)
		logical.Reset()
	}
	if logical.Len() > 0 {
		u.logicalLine(r, logical.String(), first)
	}
	return r
}

var (
	comment    = regexp.MustCompile(`(^|\s)#.*$`)
	option     = regexp.MustCompile(`^(-[a-zA-Z]|--[a-z-]+)(?:\s*=\s*|\s+)?(.*)$`)
	perLine    = regexp.MustCompile(`\s--?[a-z].*$`)
	hashOption = regexp.MustCompile(`--hash[= ]\s*(sha\d+):([0-9a-fA-F]+)`)
)

func (u *unit) logicalLine(r *requirements, text string, number int) {
	said := comment.FindString(text)
	text = strings.TrimSpace(comment.ReplaceAllString(text, ""))
	if text == "" {
		r.viaComment(said)
		return
	}
	if text[0] == '-' {
		u.optionLine(r, text, number)
		return
	}
	var checksums []string
	for _, m := range hashOption.FindAllStringSubmatch(text, -1) {
		checksums = append(checksums, inventory.Hex(m[1], m[2])...)
	}
	u.require(r, perLine.ReplaceAllString(text, ""), number, checksums)
	r.viaComment(said)
}

func (u *unit) require(r *requirements, text string, number int, checksums []string) {
	req, ok := parse(text)
	if !ok {
		u.problems.Add(r.path, number, "Repair the line.", "not read: %s is no requirement", document.Quote(text))
		return
	}
	req.at = inventory.At(r.path, number)
	if len(r.lines) > inventory.Most {
		u.problems.Full(&inventory.Graph{Full: true}, r.path)
	} else if !req.local {
		r.lines = append(r.lines, line{requirement: req, checksums: checksums})
	}
}

// optionLine reads what includes and what is editable; options for pip itself
// say nothing of components.
func (u *unit) optionLine(r *requirements, text string, number int) {
	m := option.FindStringSubmatch(text)
	if m == nil {
		return
	}
	switch m[1] {
	case "-e", "--editable":
		u.require(r, m[2], number, nil)
	case "-r", "--requirement", "-c", "--constraint":
		to, ok := inventory.Below(inventory.Dir(r.path), m[2])
		if !ok || isAddress(m[2]) {
			u.problems.Add(r.path, number, "Keep what is included in the tree.", "not read: %s is outside the tree", document.Quote(inventory.Harmless(m[2])))
			return
		}
		r.includes = append(r.includes, include{to, number, strings.HasPrefix(strings.TrimLeft(m[1], "-"), "c")})
	}
}

// viaComment reads pip-compile's and uv's "# via a, b" and what follows it.
func (r *requirements) viaComment(said string) {
	text := strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(said), "#"))
	if len(r.lines) == 0 || text == "" {
		return
	}
	last := &r.lines[len(r.lines)-1]
	rest, begins := strings.CutPrefix(text, "via")
	switch {
	case begins && (rest == "" || rest[0] == ' '):
		last.via = append(last.via, "")
		for name := range strings.SplitSeq(rest, ",") {
			last.via = append(last.via, strings.TrimSpace(name))
		}
	case len(last.via) > 0 && strings.HasPrefix(strings.TrimSpace(said), "#   "):
		last.via = append(last.via, text)
	}
}

// compiled says whether a tool wrote the file: every line says why it is there.
func (r *requirements) compiled() bool {
	for i := range r.lines {
		if len(r.lines[i].via) == 0 || r.lines[i].version == "" {
			return false
		}
	}
	return len(r.lines) > 0
}

// hashed says whether every line is pinned and has a checksum: pip then installs
// nothing else.
func (r *requirements) hashed() bool {
	for i := range r.lines {
		if len(r.lines[i].checksums) == 0 || r.lines[i].version == "" {
			return false
		}
	}
	return len(r.lines) > 0
}
