package secret

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

const (
	maxIdent = 64
	maxValue = 512
)

// identifier widens a hit to the whole name around it.
func (s *scan) identifier(start, end int) (from, to int) {
	from, to = start, end
	for from > 0 && start-from < maxIdent && identByte(s.data[from-1]) {
		from--
	}
	for to < len(s.data) && to-end < maxIdent && identByte(s.data[to]) {
		to++
	}
	if to < len(s.data) && s.data[to] == '>' && s.data[to-1] == '-' { // p->password
		to--
	}
	return from, to
}

func identByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '$'
}

// joined is a cheap look at what follows a name: most are not assigned to.
func (s *scan) joined(from, to int) bool {
	at, quote := to, false
	for at < len(s.data) && (isQuote(s.data[at]) || s.data[at] == '\\' || s.data[at] == ']') {
		at, quote = at+1, true
	}
	at = s.blanks(at)
	switch c := s.byteAt(at); c {
	case '=', ':', '?', ',', '<', '>', '{', '"', '\'', '`', '|', '(', '-':
		return true
	case '\n', '\r':
		return quote || s.kind.yaml
	}
	if p := before(s.data, from); p == '<' || p == ':' {
		return true
	}
	return quote || at > to && (s.kind.spaced || s.kind.shell || s.kind.quoted && isLetter(s.byteAt(at)) || s.byteAt(at) == '@' || s.data[from] == '-')
}

// valueAfter finds what is assigned to the identifier in data[from:to].
func (s *scan) valueAfter(from, to int) (text, bool) {
	if before(s.data, from) == '<' || before(s.data, from) == ':' && s.elementName(from) {
		return s.element(to)
	}
	if before(s.data, from) == '>' && s.byteAt(to) == '<' && s.byteAt(to+1) == '/' {
		return s.elementPair(to)
	}
	if before(s.data, from) == '{' && from > 1 && s.data[from-2] == '$' {
		return s.fallback(to)
	}
	at, quote := to, byte(0)
	if at < len(s.data) && s.data[at] == '\\' {
		at++
	}
	if at < len(s.data) && (s.data[at] == '"' || s.data[at] == '\'' || s.data[at] == '`') && quotedBefore(s.data, from, s.data[at]) {
		quote = s.data[at]
		at++
	}
	if quote != 0 || s.kind.yaml {
		if v, ok := s.namedPair(from, at); ok {
			return v, true
		}
	}
	if at < len(s.data) && s.data[at] == ']' {
		at++
	}
	at = s.blanks(at)
	if at >= len(s.data) {
		return text{}, false
	}
	return s.operator(from, to, at, quote)
}

// fallback is the default in ${NAME:default} or ${NAME:-default}: mostly for
// a developer's machine, so it must look real.
func (s *scan) fallback(to int) (text, bool) {
	if s.byteAt(to) != ':' && s.byteAt(to-1) != ':' {
		return text{}, false
	}
	at := to + 1
	if s.byteAt(at) == '+' || s.byteAt(at) == '?' {
		return text{}, false
	}
	if s.byteAt(at) == '-' || s.byteAt(at) == '=' {
		at++
	}
	v, ok := s.bare(at, "}\r\n\"'")
	v.place = max(v.place, value.Code)
	return v, ok
}

// operator steps over what joins name and value.
func (s *scan) operator(from, to, at int, quote byte) (text, bool) {
	c, next := s.data[at], s.byteAt(at+1)
	switch {
	case c == '|' && next == '|', c == '?' && next == '?': // a fallback
		if at = s.blanks(at + 2); s.byteAt(at) == '=' {
			at = s.blanks(at + 1)
		}
		if !s.kind.quoted || !isQuote(s.byteAt(at)) {
			return text{}, false
		}
		return s.literal(at)
	case c == '-' && next == '>' && quote != 0:
		return s.read(from, s.blanks(at+2))
	case c == '(' && s.kind.quoted && isQuote(next) && quote == 0 && s.calls(from, to):
		v, ok := s.literal(at + 1)
		return v, ok && s.byteAt(v.end+1) == ')'
	case c == '{' && s.kind.place == value.Code && quote == 0:
		return s.braced(at)
	case c == '=' && next == '>', c == ':' && next == '=', c == '?' && next == '=':
		return s.read(from, s.blanks(at+2))
	case c == ':' && next == ':' && s.kind.data: // base64 in LDIF
		return s.read(from, s.blanks(at+2))
	case c == '=' && (next == '=' || next == '~'), c == ':' && next == ':':
		return text{}, false
	case c == '=':
		return s.read(from, s.blanks(at+1))
	case c == ':':
		return s.typed(from, s.blanks(at+1))
	case c == ',' && quote != 0 && (s.kind.place >= value.Code || s.called(from) || s.data[from] == '-'):
		at = s.blanks(at + 1)
		if rest := s.data[at:min(len(s.data), at+8)]; string(rest) == "default=" {
			at += len(rest)
		}
		return s.read(from, at)
	case at > to && s.kind.quoted && isLetter(c):
		return s.goTyped(at, quote != 0)
	case at > to && (isQuote(c) || c == '@' && isQuote(next)) && s.kind.place == value.Code && quote == 0 && s.statement(from):
		return s.read(from, at)
	case at > to && quote == 0 && s.flag(from, to):
		return s.bare(at, " \t\r\n\"'|;&)")
	case at > to && (s.kind.spaced && s.leads(from) || s.kind.shell && s.settles(from) || isQuote(c) && s.sqlPassword(from)):
		return s.read(from, at)
	}
	return text{}, false
}

// braced is C++'s password{"x"} and C#'s Password { get; set; } = "x".
func (s *scan) braced(at int) (text, bool) {
	if isQuote(s.byteAt(at + 1)) {
		v, ok := s.literal(at + 1)
		return v, ok && s.byteAt(v.end+1) == '}'
	}
	rest := s.data[at:min(len(s.data), at+48)]
	i := bytes.IndexByte(rest, '}')
	if i < 0 || !bytes.Contains(rest[:i], []byte("get;")) {
		return text{}, false
	}
	if at = s.blanks(at + i + 1); s.byteAt(at) != '=' {
		return text{}, false
	}
	if at = s.blanks(at + 1); !isQuote(s.byteAt(at)) {
		return text{}, false
	}
	return s.literal(at)
}

// goTyped is a name, its type and "=", as in Go: key string = "…", and in
// Basic: key As String = "…"; also Kotlin's pair: "key" to "…".
func (s *scan) goTyped(at int, quoted bool) (text, bool) {
	word := at
	high := min(len(s.data), at+24)
	for at < high && (isLetter(s.data[at]) || s.data[at] == ' ') {
		at++
	}
	if quoted && string(bytes.TrimSpace(s.data[word:at])) == "to" && isQuote(s.byteAt(at)) {
		return s.literal(at)
	}
	at = s.blanks(at)
	if s.byteAt(at) != '=' || s.byteAt(at+1) == '=' {
		return text{}, false
	}
	if at = s.blanks(at + 1); !isQuote(s.byteAt(at)) {
		return text{}, false
	}
	return s.literal(at)
}

// typed is ":" in JSON and YAML, or a type annotation before "=".
func (s *scan) typed(from, at int) (text, bool) {
	if s.kind.quoted && at < len(s.data) && !isQuote(s.data[at]) && s.kind.place >= value.Config {
		for i := at; i < min(len(s.data), at+40) && s.data[i] != '\n'; i++ {
			if s.data[i] == '=' && s.byteAt(i+1) != '=' {
				return s.read(from, s.blanks(i+1))
			}
			if s.data[i] == ',' || s.data[i] == ')' || s.data[i] == '{' {
				break
			}
		}
	}
	return s.read(from, at)
}

// read takes the value at an offset: a literal, or bare text where the file's
// format has that.
func (s *scan) read(from, at int) (text, bool) {
	if at >= len(s.data) {
		return text{}, false
	}
	c := s.data[at]
	if c == '\\' && isQuote(s.byteAt(at+1)) {
		return s.escaped(at + 2)
	}
	if isQuote(c) {
		return s.literal(at)
	}
	if isQuote(s.byteAt(at+1)) && bytes.IndexByte([]byte("bruBRUL@"), c) >= 0 {
		return s.literal(at + 1)
	}
	if stop := s.embedded(from); stop != "" {
		v, ok := s.bare(at, stop)
		v.place, v.note, v.url = max(v.place, s.kind.place), "in a connection string", s.insideURL(from)
		return v, ok
	}
	if s.kind.place == value.Code {
		if v, ok := s.wrapped(at); ok {
			return v, true
		}
	}
	if v, ok := s.nestedValue(at); ok {
		return v, true
	}
	switch {
	case s.kind.quoted && bytes.HasSuffix(s.data[s.lineStart(from):from], []byte("export ")):
		return s.bare(at, " \t\r\n;&|)\"'") // a script within
	case s.kind.quoted, s.kind.place == value.Doc && !s.kind.data:
		return text{}, false
	case s.kind.shell:
		return s.bare(at, " \t\r\n;&|)\"'")
	case s.kind.data:
		return s.bare(at, " \t\r\n;&,\"'<>")
	}
	if s.kind.yaml && s.quotedLine(from) {
		return s.bare(at, " \t\r\n\"'")
	}
	if s.kind.yaml && c != '$' && c != '{' && bytes.Count(s.data[s.lineStart(from):from], []byte("{")) > bytes.Count(s.data[s.lineStart(from):from], []byte("}")) {
		return s.bare(at, ",}\r\n")
	}
	return s.restOfLine(at)
}

// quotedLine says that a quote is open where the name stands.
func (s *scan) quotedLine(from int) bool {
	lead := s.data[s.lineStart(from):from]
	return bytes.Count(lead, []byte(`"`))%2 == 1 || bytes.Count(lead, []byte(`'`))%2 == 1
}

func (s *scan) blanks(at int) int {
	for at < len(s.data) && (s.data[at] == ' ' || s.data[at] == '\t') {
		at++
	}
	return at
}

func (s *scan) byteAt(at int) byte {
	if at < len(s.data) {
		return s.data[at]
	}
	return 0
}

func before(data []byte, at int) byte {
	if at > 0 {
		return data[at-1]
	}
	return 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

func quotedBefore(data []byte, from int, quote byte) bool {
	for i := from - 1; i >= 0 && from-i < 24; i-- {
		if data[i] == quote {
			return true
		}
		if data[i] == '\n' {
			return false
		}
	}
	return false
}
