package secret

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// converters are calls that make a secret of a literal without changing what
// it says.
var converters = words("byte getbytes b64decode decodestring from bytes secretstr secret some base64decode fromhex unhexlify a2b_hex fromhexstring frombase64string of text string str buffer securestring")

// wrapped is a literal inside of conversions: []byte("x"), Buffer.from('x').
func (s *scan) wrapped(at int) (text, bool) {
	for range 3 {
		end := at
		for end < len(s.data) && end-at < 40 && (identByte(s.data[end]) || s.data[end] == '[' || s.data[end] == ']') {
			end++
		}
		if s.byteAt(end) == ' ' && string(s.data[at:end]) == "new" {
			at = s.blanks(end)
			continue
		}
		if s.byteAt(end) != '(' {
			return text{}, false
		}
		callee := bytes.ToLower(s.data[at:end])
		if i := bytes.LastIndexAny(callee, ".]"); i >= 0 {
			callee = callee[i+1:]
		}
		if len(callee) > 0 && !converters[string(callee)] {
			return text{}, false
		}
		if at = s.space(end + 1); isQuote(s.byteAt(at)) {
			return s.literal(at)
		}
		if isQuote(s.byteAt(at+1)) && bytes.IndexByte([]byte("bru@"), s.byteAt(at)) >= 0 {
			return s.literal(at + 1)
		}
	}
	return text{}, false
}

// nestedValue reads what a structured format puts below a name: a block scalar
// of one line, the Default of a template's parameter, the value of a
// deployment's.
func (s *scan) nestedValue(at int) (text, bool) {
	switch c := s.byteAt(at); {
	case s.kind.yaml && (c == '|' || c == '>'):
		return s.blockScalar(at)
	case s.kind.yaml && (c == '\n' || c == '\r'):
		return s.yamlDefault(at)
	case s.kind.quoted && c == '{' && s.kind.place < value.Code:
		return s.jsonDefault(at)
	}
	return text{}, false
}

// blockScalar is "|" or ">" with its text on exactly one line.
func (s *scan) blockScalar(at int) (text, bool) {
	head := s.lineEnd(at)
	if head-at > 3 {
		return text{}, false
	}
	start := s.nextLine(head)
	end := s.lineEnd(start)
	if s.indent(s.nextLine(end)) >= s.indent(start) && s.indent(start) > 0 && s.nextLine(end) < len(s.data) {
		return text{}, false
	}
	return s.trimmed(start, min(end, start+maxValue))
}

func (s *scan) nextLine(end int) int {
	if i := bytes.IndexByte(s.data[end:min(len(s.data), end+4)], '\n'); i >= 0 {
		return end + i + 1
	}
	return len(s.data)
}

func (s *scan) indent(at int) int { return s.blanks(at) - at }

// yamlDefault is the line "Default: x" among the deeper ones that follow.
func (s *scan) yamlDefault(at int) (text, bool) {
	depth := s.indent(s.lineStart(at))
	for range 8 {
		at = s.nextLine(s.lineEnd(at))
		name := s.blanks(at)
		if at >= len(s.data) || name-at <= depth {
			return text{}, false
		}
		for _, n := range []string{"Default:", "default:"} {
			if bytes.HasPrefix(s.data[name:], []byte(n)) {
				v := s.blanks(name + len(n))
				if isQuote(s.byteAt(v)) {
					return s.literal(v)
				}
				return s.restOfLine(v)
			}
		}
	}
	return text{}, false
}

// jsonDefault is {"Type": "String", "Default": "x"} and {"value": "x"}.
func (s *scan) jsonDefault(at int) (text, bool) {
	rest := s.data[at:min(len(s.data), at+400)]
	if i := bytes.IndexByte(rest, '}'); i >= 0 {
		rest = rest[:i]
	}
	if bytes.IndexByte(rest[min(1, len(rest)):], '{') >= 0 {
		return text{}, false
	}
	for _, n := range []string{`"Default"`, `"defaultValue"`, `"value"`} {
		if i := bytes.Index(rest, []byte(n)); i >= 0 {
			v := s.blanks(at + i + len(n))
			if v = s.blanks(v + 1); isQuote(s.byteAt(v)) {
				return s.literal(v)
			}
		}
	}
	return text{}, false
}

// keyOfSecret says that a plain "key" stands in a section whose name makes it
// a secret: Jwt: {Key: …}, "Encryption:Key", [signing] key = ….
func (s *scan) keyOfSecret(from, to int) bool {
	if before(s.data, from) == ':' {
		start, _ := s.identifier(from-1, from-1)
		return value.Name(append(bytes.Clone(s.data[start:from-1]), "_key"...)) == value.Token
	}
	if s.kind.place == value.Code {
		rest := s.data[to:min(s.lineEnd(to), to+60)]
		return bytes.Contains(rest, []byte(`Bytes("`)) || bytes.Contains(rest, []byte(`[]byte("`))
	}
	if s.kind.place != value.Config && s.kind.place != value.Store {
		return false
	}
	low := max(0, from-400)
	switch {
	case s.kind.json || s.kind.quoted:
		return s.parentBrace(low, from)
	case s.kind.yaml:
		return s.parentIndent(low, from)
	}
	return false
}

// parentBrace looks for the name before the brace that is open at an offset.
func (s *scan) parentBrace(low, from int) bool {
	depth := 0
	for i := from - 1; i >= low; i-- {
		switch s.data[i] {
		case '}', ']':
			depth++
		case '{', '[':
			if depth--; depth < 0 {
				end := len(bytes.TrimRight(s.data[:i], "\"' \t=:\r\n"))
				start, _ := s.identifier(end, end)
				return end-start < maxIdent && section(s.data[start:end])
			}
		}
	}
	return false
}

// parentIndent looks for the nearest line above that is indented less.
func (s *scan) parentIndent(low, from int) bool {
	line := s.lineStart(from)
	depth := s.blanks(line) - line
	for depth > 0 && line > low {
		line = s.lineStart(line - 1)
		name := s.blanks(line)
		if c := s.byteAt(name); name-line < depth && c != '\n' && c != '\r' && c != '#' {
			_, end := s.identifier(name, name)
			return s.byteAt(end) == ':' && section(s.data[name:end])
		}
	}
	return false
}

func section(name []byte) bool {
	return len(name) > 0 && value.Name(append(bytes.Clone(name), "_key"...)) == value.Token
}

// insideURL says that an address opens the text in which the name stands.
func (s *scan) insideURL(from int) bool {
	low := max(s.lineStart(from), from-300)
	lead := s.data[low:from]
	if i := bytes.LastIndexAny(lead, "\"'` \t<>"); i >= 0 {
		lead = lead[i+1:]
	}
	return bytes.Contains(lead, []byte("://"))
}
