package secret

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// element reads the text of an XML element whose name ends at an offset.
func (s *scan) element(to int) (text, bool) {
	high := min(len(s.data), to+160)
	i := bytes.IndexByte(s.data[to:high], '>')
	if i < 0 || to+i > 0 && s.data[to+i-1] == '/' {
		return text{}, false
	}
	start := to + i + 1
	if inner := bytes.TrimLeft(s.data[start:min(len(s.data), start+60)], " \t\r\n"); bytes.HasPrefix(inner, []byte("<Value>")) || bytes.HasPrefix(inner, []byte("<value>")) {
		start = start + bytes.IndexByte(s.data[start:], '>') + 1
	}
	end := start
	for end < len(s.data) && end-start < maxValue && s.data[end] != '<' {
		end++
	}
	if end >= len(s.data) || s.byteAt(end+1) != '/' {
		return text{}, false
	}
	return s.trimmed(start, end)
}

func (s *scan) trimmed(start, end int) (text, bool) {
	for start < end && isBlank(s.data[start]) {
		start++
	}
	for end > start && isBlank(s.data[end-1]) {
		end--
	}
	return text{start: start, end: end, place: s.kind.place}, end > start
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// elementName says whether the name before a colon began with "<".
func (s *scan) elementName(from int) bool {
	for i := from - 2; i >= 0 && from-i < 32; i-- {
		if s.data[i] == '<' {
			return true
		}
		if !identByte(s.data[i]) {
			return false
		}
	}
	return false
}

// namedPair reads the value of name/value pairs: name="x" value="v" in XML,
// - name: X and value: v in YAML, "name": "X", "value": "v" in JSON,
// <name>x</name><value>v</value>, variable "x" { default = "v" }.
func (s *scan) namedPair(from, at int) (text, bool) {
	low := max(0, from-48)
	lead := s.data[low:from]
	if before(s.data, from) == '/' { // name = "/core/db/password"
		lead = bytes.TrimRightFunc(lead, func(r rune) bool { return r == '/' || r < 0x80 && identByte(byte(r)) })
	}
	lead = bytes.TrimRight(lead, "\"' \t")
	switch {
	case endsWithName(lead, '='):
		return s.pairAttribute(at)
	case endsWithName(lead, ':'):
		return s.pairValue(at)
	case bytes.HasSuffix(lead, []byte("variable")):
		return s.pairDefault(at)
	}
	return text{}, false
}

func endsWithName(lead []byte, op byte) bool {
	if len(lead) < 4 || lead[len(lead)-1] != op {
		return false
	}
	lead = bytes.TrimRight(lead[:len(lead)-1], "\"' \t")
	for _, n := range []string{"name", "key", "Name", "Key", "id"} {
		if bytes.HasSuffix(lead, []byte(n)) {
			return true
		}
	}
	return false
}

func (s *scan) pairAttribute(at int) (text, bool) {
	rest := s.data[at:min(len(s.data), at+120)]
	if i := bytes.IndexAny(rest, "<>"); i >= 0 {
		if rest[i] == '>' && (i == 0 || rest[i-1] != '/') && !bytes.Contains(rest[:i], []byte("value")) {
			return s.element(at)
		}
		rest = rest[:i]
	}
	for _, n := range []string{"value=", "Value=", "value =", "defaultValue=", "password="} {
		if i := bytes.Index(rest, []byte(n)); i >= 0 {
			return s.read(at, s.blanks(at+i+len(n)))
		}
	}
	return text{}, false
}

func (s *scan) pairValue(at int) (text, bool) {
	rest := s.data[at:min(len(s.data), at+100)]
	gap := bytes.TrimLeft(rest, ", \t\r\n\"'")
	for _, n := range []string{"value", "Value"} {
		if bytes.HasPrefix(gap, []byte(n)) {
			i := at + len(rest) - len(gap) + len(n)
			for i < len(s.data) && (isQuote(s.data[i]) || s.data[i] == ':' || s.data[i] == ' ') && s.data[i-1] != ':' {
				i++
			}
			return s.read(at, s.blanks(i))
		}
	}
	return text{}, false
}

func (s *scan) pairDefault(at int) (text, bool) {
	rest := s.data[at:min(len(s.data), at+400)]
	if i := bytes.Index(rest, []byte("\n}")); i >= 0 {
		rest = rest[:i]
	}
	i := bytes.Index(rest, []byte("default"))
	if i < 0 {
		return text{}, false
	}
	j := s.blanks(at + i + len("default"))
	if s.byteAt(j) != '=' {
		return text{}, false
	}
	return s.read(at, s.blanks(j+1))
}

// elementPair reads <name>x</name> <value>v</value> and the like (Hadoop's
// configuration, Apple's property lists).
func (s *scan) elementPair(to int) (text, bool) {
	rest := s.data[to:min(len(s.data), to+160)]
	for _, n := range []string{"</name>", "</key>", "</Name>", "</param-name>"} {
		if !bytes.HasPrefix(rest, []byte(n)) {
			continue
		}
		next := bytes.TrimLeft(rest[len(n):], " \t\r\n")
		if len(next) > 1 && next[0] == '<' && next[1] != '/' {
			return s.element(to + len(rest) - len(next) + 1)
		}
	}
	return text{}, false
}

// called says that a quoted name is the first argument of define(), put(),
// setProperty() and their like.
func (s *scan) called(from int) bool {
	i := from - 2
	for i >= 0 && (s.data[i] == ' ' || s.data[i] == '\t') {
		i--
	}
	return i >= 0 && s.data[i] == '('
}

// flag says that the name is an option of a command: --password, -storepass.
func (s *scan) flag(from, to int) bool {
	return bytes.IndexByte(s.data[from:to], '$') < 0 && from+6 < len(s.data) && s.data[from] == '-' && (from == 0 || !identByte(s.data[from-1])) && s.kind.place < value.Code
}

// leads says that the name is the first word of its line, but for commands
// that set something.
func (s *scan) leads(from int) bool {
	lead := bytes.TrimSpace(s.data[s.lineStart(from):from])
	for _, w := range []string{"", "ENV", "ARG", "set", "setenv", "export", "machine"} {
		if string(lead) == w {
			return true
		}
	}
	return bytes.HasSuffix(lead, []byte(" set")) || bytes.Contains(lead, []byte("machine "))
}

// settles says that the words before the name are those of a command that
// keeps a setting: aws configure set, rclone config create.
func (s *scan) settles(from int) bool {
	lead := s.data[s.lineStart(from):from]
	return bytes.Contains(lead, []byte(" config"))
}

// calls says that the name is that of a call in a program that takes the
// value alone: setPassword("x"), .password("x"), PASSWORD('x').
func (s *scan) calls(from, to int) bool {
	name := s.data[from:to]
	i := bytes.LastIndexByte(name, '.')
	last := bytes.ToLower(name[i+1:])
	switch {
	case bytes.HasPrefix(last, []byte("set")), bytes.HasPrefix(last, []byte("with")), bytes.HasPrefix(last, []byte("add")):
		return true
	case s.kind.data:
		return string(last) == "password"
	}
	return i >= 0
}

// statement says that nothing stands before the name but what opens one.
func (s *scan) statement(from int) bool {
	lead := bytes.TrimSpace(s.data[s.lineStart(from):from])
	if n := len(lead); n == 0 || lead[n-1] == '{' || lead[n-1] == ';' {
		return true
	}
	return string(lead) == "#define"
}

// sqlPassword is PASSWORD '…' after WITH, ENCRYPTED or a role's name.
func (s *scan) sqlPassword(from int) bool {
	lead := bytes.ToLower(bytes.TrimSpace(s.data[s.lineStart(from):from]))
	return bytes.HasSuffix(lead, []byte("with")) || bytes.HasSuffix(lead, []byte("encrypted")) ||
		bytes.Contains(lead, []byte("create user ")) || bytes.Contains(lead, []byte("alter user ")) || bytes.Contains(lead, []byte("create role "))
}

// embedded says that the name stands inside a connection string or a query,
// and gives the bytes that end the value there.
func (s *scan) embedded(from int) string {
	switch before(s.data, from) {
	case ';':
		return ";\"'`<>\r\n"
	case '?', '&':
		return "&\"'`<> ;,)#\r\n"
	case ',':
		if s.kind.quoted {
			return ",;\"'`<>\r\n"
		}
	case ' ':
		if from > 1 && s.data[from-2] == ';' {
			return ";\"'`<>\r\n"
		}
		if s.kind.quoted && s.insideLiteral(from) && bytes.IndexByte(s.data[from:min(len(s.data), from+maxIdent)], '=') > 0 {
			return " ;,\"'`<>()\r\n"
		}
	case '"':
		if s.kind.quoted && bytes.Contains(s.data[from:s.lineEnd(from)], []byte(";")) && s.insideLiteral(from) {
			return ";\"'`<>\r\n"
		}
	}
	return ""
}

// insideLiteral says that an odd number of quotes stands before on the line.
func (s *scan) insideLiteral(from int) bool {
	lead := s.data[s.lineStart(from):from]
	return bytes.Count(lead, []byte(`"`))%2 == 1 || s.kind.data && bytes.Count(lead, []byte(`'`))%2 == 1
}
