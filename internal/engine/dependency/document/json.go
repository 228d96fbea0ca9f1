package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// JSON reads a JSON value (RFC 8259). Comments and commas behind the last item
// are let pass, as bun writes them. A key that stands twice is an error; Get
// then finds the last, and Members lists both.
func JSON(data []byte) (*Node, *Error) {
	p := &jsonParser{data: Plain(data), line: 1, keys: map[string]string{}}
	root := p.value(0)
	if p.space(); p.err == nil && p.pos < len(p.data) {
		p.fail("something follows the end of the JSON value")
	}
	if p.err == nil {
		p.err = p.dup
	}
	return root, p.err
}

type jsonParser struct {
	data []byte
	pos  int
	line int
	keys map[string]string // each key once in memory
	err  *Error            // stops the reading
	dup  *Error            // the first key that stands twice
}

func (p *jsonParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = &Error{p.line, fmt.Sprintf(format, args...)}
	}
	p.pos = len(p.data)
}

// space skips white space and comments.
func (p *jsonParser) space() {
	for p.pos < len(p.data) {
		switch p.data[p.pos] {
		case '\n':
			p.line++
			p.pos++
		case ' ', '\t', '\r':
			p.pos++
		case '/':
			if !p.comment() {
				p.fail("a / where none belongs")
				return
			}
		default:
			return
		}
	}
}

func (p *jsonParser) comment() bool {
	rest := p.data[p.pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("//")):
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			p.pos += end
		} else {
			p.pos = len(p.data)
		}
		return true
	case bytes.HasPrefix(rest, []byte("/*")):
		if end := bytes.Index(rest[2:], []byte("*/")); end >= 0 {
			p.line += bytes.Count(rest[:end+2], []byte("\n"))
			p.pos += end + 4
			return true
		}
	}
	return false
}

// peek is the next byte behind space; 0 at the end.
func (p *jsonParser) peek() byte {
	p.space()
	if p.pos >= len(p.data) {
		return 0
	}
	return p.data[p.pos]
}

func (p *jsonParser) value(depth int) *Node {
	c := p.peek()
	n := &Node{Line: p.line}
	switch {
	case p.pos >= len(p.data):
		p.fail("the JSON value ends too early")
	case depth >= MaxDepth && (c == '{' || c == '['):
		p.fail("more than %d objects or arrays stand in each other", MaxDepth)
	case c == '{':
		n.Kind = Object
		p.list('}', func() { p.member(n, depth) })
	case c == '[':
		n.Kind = Array
		p.list(']', func() { n.items = append(n.items, p.value(depth+1)) })
	case c == '"':
		n.Kind = String
		n.text = p.text()
	default:
		p.word(n)
	}
	return n
}

// list reads what stands between the bracket at pos and its end.
func (p *jsonParser) list(end byte, item func()) {
	p.pos++
	for {
		if p.peek() == end && p.err == nil {
			p.pos++
			return
		}
		item()
		switch c := p.peek(); {
		case p.err != nil:
			return
		case c == ',':
			p.pos++
		case c != end:
			p.fail("a comma or %c is missing", end)
			return
		}
	}
}

func (p *jsonParser) member(n *Node, depth int) {
	if p.peek() != '"' {
		p.fail("a key in quotation marks is missing")
		return
	}
	line := p.line
	key := p.key()
	if p.peek() != ':' {
		p.fail("a colon is missing")
		return
	}
	p.pos++
	p.space()
	if p.pos >= len(p.data) {
		p.fail("the JSON value ends too early")
		return
	}
	if !n.add(key, line, p.value(depth+1)) && p.dup == nil {
		p.dup = twice(key, line)
	}
}

func (p *jsonParser) key() string {
	raw := p.quoted()
	if key, ok := p.keys[string(raw)]; ok {
		return key
	}
	key := p.unquote(raw)
	if len(raw) < 40 {
		p.keys[string(raw)] = key
	}
	return key
}

func (p *jsonParser) text() string { return p.unquote(p.quoted()) }

// quoted takes the string at pos with its quotation marks.
func (p *jsonParser) quoted() []byte {
	start := p.pos
	for i := start + 1; i < len(p.data); i++ {
		switch c := p.data[i]; {
		case c == '\\':
			i++
		case c == '"':
			p.pos = i + 1
			return p.data[start:p.pos]
		case c < ' ':
			p.fail("a string does not end on its line")
			return nil
		}
	}
	p.fail("the JSON value ends within a string")
	return nil
}

func (p *jsonParser) unquote(raw []byte) string {
	if len(raw) < 2 {
		return ""
	}
	inner := raw[1 : len(raw)-1]
	if bytes.IndexByte(inner, '\\') < 0 {
		return strings.ToValidUTF8(string(inner), "�")
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		p.fail("a string has a wrong escape")
	}
	return s
}

// word reads true, false, null or a number.
func (p *jsonParser) word(n *Node) {
	start := p.pos
	for p.pos < len(p.data) && !bytes.ContainsRune([]byte(" \t\r\n,]}:/\"[{"), rune(p.data[p.pos])) {
		p.pos++
	}
	word := p.data[start:p.pos]
	n.text = string(word)
	switch {
	case !json.Valid(word):
		p.pos = start
		p.fail("%s is no JSON value", Quote(n.text))
	case n.text == "true" || n.text == "false":
		n.Kind = Bool
	case n.text != "null":
		n.Kind = Number
	}
}
