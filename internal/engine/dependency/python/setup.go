package python

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// readSetupCfg reads [metadata], [options] and [options.extras_require]
// (https://setuptools.pypa.io/en/latest/userguide/declarative_config.html).
func (u *unit) readSetupCfg(m *manifest, name string) {
	f, ok := u.files[name]
	if !ok {
		return
	}
	m.files = append(m.files, name)
	d := &declared{u: u, m: m, path: name}
	section, key, number := "", "", 0
	for raw := range bytes.Lines(document.Plain(f.Data)) {
		number++
		line := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n\t ")
		text := strings.TrimSpace(line)
		if text == "" || text[0] == '#' || text[0] == ';' {
			continue
		}
		value := text
		switch {
		case line[0] == '[':
			section, key = strings.Trim(text, "[]"), ""
			continue
		case line[0] != ' ' && line[0] != '\t':
			i := strings.IndexAny(text, "=:")
			if i < 0 {
				continue
			}
			key, value = strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
		}
		if value != "" {
			d.setting(section, key, value, number)
		}
	}
}

func (d *declared) setting(section, key, value string, line int) {
	p := &d.m.project
	switch {
	case section == "metadata" && key == "name" && p.Name == "":
		p.Name, d.m.is = value, true
	case section == "metadata" && key == "version" && p.Version == "" && pepVersion.MatchString(value):
		p.Version = value
	case section == "metadata" && key == "license" && p.Licence == "" && len(value) <= 200:
		p.Licence = value
	case strings.HasPrefix(value, "file:") && (key == "install_requires" || section == "options.extras_require"):
		inventory.Incomplete(p, "setup.cfg reads its dependencies from another file")
	case section == "options" && key == "install_requires":
		d.m.is = true
		d.require(value, line, assay.Runtime)
	case section == "options" && key == "tests_require":
		d.require(value, line, assay.Development)
	case section == "options.extras_require":
		d.m.is = true
		d.require(value, line, useOf(key, assay.Optional))
	}
}

var (
	installRequires = regexp.MustCompile(`\b(install_requires|tests_require)\s*=\s*`)
	literalName     = regexp.MustCompile(`\b(name|version|license)\s*=\s*(?:"([^"\n\\]{1,200})"|'([^'\n\\]{1,200})')`)
	setupCall       = regexp.MustCompile(`\bsetup\s*\(`)
)

// readSetupPy reads lists of dependencies that stand in setup.py word by word.
// What is computed stays unknown: nothing is executed.
func (u *unit) readSetupPy(m *manifest, name string) {
	f, ok := u.files[name]
	if !ok {
		return
	}
	text := strings.ToValidUTF8(string(document.Plain(f.Data)), "�")
	m.files = append(m.files, name)
	d := &declared{u: u, m: m, path: name}
	call := setupCall.FindStringIndex(text)
	if call == nil {
		return
	}
	m.is = true
	for _, w := range literalName.FindAllStringSubmatch(text[call[1]:], 100) {
		d.setting("metadata", w[1], w[2]+w[3], 0)
	}
	line, counted := 1, 0
	for _, at := range installRequires.FindAllStringSubmatchIndex(text, 100) {
		line += strings.Count(text[counted:at[1]], "\n")
		counted = at[1]
		use := assay.Runtime
		if text[at[2]:at[3]] == "tests_require" {
			use = assay.Development
		}
		items, literal := literals(text[at[1]:], line)
		for _, item := range items {
			d.require(item.text, item.line, use)
		}
		if !literal {
			inventory.Incomplete(&m.project, "setup.py computes what it asks for, and is not executed")
		}
	}
}

type literal struct {
	text string
	line int
}

// literals reads the texts of a Python list; all is false where anything else
// stands in it or follows it.
func literals(s string, line int) (out []literal, all bool) {
	if s == "" || s[0] != '[' && s[0] != '(' {
		return nil, false
	}
	for i := 1; i < len(s); i++ {
		switch c := s[i]; c {
		case '\n':
			line++
		case ' ', '\t', '\r', ',':
		case '#':
			for i+1 < len(s) && s[i+1] != '\n' {
				i++
			}
		case ']', ')':
			rest := strings.TrimLeft(s[i+1:], " \t")
			return out, rest == "" || strings.ContainsAny(rest[:1], ",)\r\n#")
		case '"', '\'':
			end := strings.IndexAny(s[i+1:], string(c)+"\n\\")
			if end < 0 || s[i+1+end] != c {
				return out, false
			}
			out = append(out, literal{s[i+1 : i+1+end], line})
			i += 1 + end
		default:
			return out, false
		}
	}
	return out, false
}
