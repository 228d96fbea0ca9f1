// Package yamldoc reads YAML and JSON documents that somebody hostile may have
// written. It splits a stream into documents, refuses bombs (aliases that
// expand without end, nesting without end) before any other code sees them,
// and gives nodes with their lines.
//
// It decodes nothing into Go structures: readers walk the nodes.
package yamldoc

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"gopkg.in/yaml.v3"
)

// Limits of one document. They are work budgets: the same bytes are refused
// on every machine.
const (
	MaxBytes = 5 << 20
	MaxDepth = 100
	MaxNodes = 500_000 // after expanding aliases
)

// Document is one document of a stream.
type Document struct {
	Data []byte
	// Line is the number of lines before it in the stream.
	Line int
}

// Split cuts a stream at its "---" and "..." lines, and a stream of JSON values
// between those; empty documents are left out.
func Split(data []byte) []Document {
	var out []Document
	start, startLine, line := 0, 0, 0
	add := func(end int) {
		if part := data[start:end]; hasContent(part) {
			out = append(out, values(part, startLine)...)
		}
	}
	for pos := 0; pos < len(data); {
		next := len(data)
		if i := bytes.IndexByte(data[pos:], '\n'); i >= 0 {
			next = pos + i + 1
		}
		line++
		if separates, empty := separator(data[pos:next]); separates {
			add(pos)
			start, startLine = next, line
			if !empty {
				start, startLine = pos, line-1
			}
		}
		pos = next
	}
	add(len(data))
	return out
}

// separator says whether a line parts two documents, and whether nothing but a
// comment stands behind the dashes: "--- {a: 1}" begins a document.
func separator(line []byte) (separates, empty bool) {
	rest, ok := bytes.CutPrefix(line, []byte("---"))
	if !ok {
		rest, ok = bytes.CutPrefix(line, []byte("..."))
	}
	if !ok || len(rest) > 0 && !bytes.ContainsRune([]byte(" \t\r\n"), rune(rest[0])) {
		return false, false
	}
	trimmed := bytes.TrimSpace(rest)
	return true, len(trimmed) == 0 || trimmed[0] == '#' || line[0] == '.'
}

// values parts the JSON values that follow each other in a text. What is no
// JSON stays one document.
func values(data []byte, line int) []Document {
	whole := []Document{{Data: data, Line: line}}
	if trimmed := bytes.TrimSpace(data); trimmed[0] != '{' || json.Valid(trimmed) {
		return whole
	}
	var out []Document
	decoder := json.NewDecoder(bytes.NewReader(data))
	for from := 0; ; {
		var value json.RawMessage
		switch err := decoder.Decode(&value); {
		case errors.Is(err, io.EOF):
			return out
		case err != nil || len(out) > MaxNodes:
			return whole
		}
		end := int(decoder.InputOffset())
		start := end - len(value)
		line += bytes.Count(data[from:start], []byte("\n"))
		out = append(out, Document{Data: value, Line: line})
		line += bytes.Count(value, []byte("\n"))
		from = end
	}
}

// hasContent says whether anything but directives, comments and blank lines is
// there.
func hasContent(data []byte) bool {
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && line[0] != '%' {
			return true
		}
	}
	return false
}

// Error is why a document can't be read.
type Error struct {
	Line    int // within the document; 0 when unknown
	Message string
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %s", e.Line, e.Message)
	}
	return e.Message
}

// ErrLimit is in the chain of errors about documents that are too big.
var ErrLimit = errors.New("document too big")

// Parse reads one document, which may also be JSON, and checks the limits. It
// gives the document's content, never an alias or a document node; nil for an
// empty one.
func Parse(data []byte) (node *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			node, err = nil, &Error{Message: fmt.Sprintf("the YAML reader gave up: %v", r)}
		}
	}()
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%w: more than %d MB", ErrLimit, MaxBytes>>20)
	}
	if flowDepth(data) > MaxDepth*2 {
		return nil, fmt.Errorf("%w: nested more than %d levels deep", ErrLimit, MaxDepth)
	}
	var doc, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(detab(data)))
	if err := decoder.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return nil, parseError(err)
	}
	if err := decoder.Decode(&more); err == nil {
		return nil, &Error{Line: more.Line, Message: "something stands behind the end of the document"}
	} else if !errors.Is(err, io.EOF) {
		return nil, parseError(err)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return nil, nil
	}
	node = Resolve(doc.Content[0])
	budget := MaxNodes
	if err := measure(node, 0, &budget); err != nil {
		return nil, err
	}
	return node, nil
}

// detab replaces tabs that indent JSON, which YAML forbids.
func detab(data []byte) []byte {
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' || bytes.IndexByte(data, '\t') < 0 {
		return data
	}
	return bytes.ReplaceAll(data, []byte("\t"), []byte(" "))
}

// flowDepth is how deep brackets nest, at most: those in strings count too.
func flowDepth(data []byte) int {
	depth, deepest := 0, 0
	for _, c := range data {
		switch c {
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
		case '}', ']':
			depth = max(0, depth-1)
		}
	}
	return deepest
}

// measure walks a node as its reader will, with aliases followed, and writes
// out what stands in base64.
func measure(n *yaml.Node, depth int, budget *int) error {
	if depth > MaxDepth {
		return fmt.Errorf("%w: nested more than %d levels deep, or an alias that contains itself", ErrLimit, MaxDepth)
	}
	if *budget--; *budget < 0 {
		return fmt.Errorf("%w: more than %d values once its aliases are expanded", ErrLimit, MaxNodes)
	}
	n = Resolve(n)
	if n.Kind == yaml.ScalarNode && n.Tag == "!!binary" {
		if text, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), "")); err == nil {
			n.Tag, n.Value = "!!str", string(text)
		}
	}
	for _, child := range n.Content {
		if err := measure(child, depth+1, budget); err != nil {
			return err
		}
	}
	return nil
}

// Resolve follows an alias to what it stands for.
func Resolve(n *yaml.Node) *yaml.Node {
	for hops := 0; n.Kind == yaml.AliasNode && n.Alias != nil && hops < MaxDepth; hops++ {
		n = n.Alias
	}
	return n
}

// parseError takes the line out of yaml.v3's text "yaml: line 3: …".
func parseError(err error) *Error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	var line int
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, message, ok := strings.Cut(rest, ": "); ok {
			if _, err := fmt.Sscanf(number, "%d", &line); err == nil {
				return &Error{Line: line, Message: message}
			}
		}
	}
	return &Error{Message: text}
}

// Pairs calls f for each key and value of a mapping, merge keys ("<<") spread
// out; an own key wins over a merged one.
func Pairs(n *yaml.Node, f func(key string, value *yaml.Node)) {
	seen := map[string]bool{}
	pairs(Resolve(n), seen, f, 0)
}

func pairs(n *yaml.Node, seen map[string]bool, f func(string, *yaml.Node), depth int) {
	if n.Kind != yaml.MappingNode || depth > MaxDepth {
		return
	}
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := Resolve(n.Content[i]), Resolve(n.Content[i+1])
		if key.Tag == "!!merge" {
			if value.Kind == yaml.SequenceNode {
				merged = append(merged, value.Content...)
			} else {
				merged = append(merged, value)
			}
			continue
		}
		if !seen[key.Value] {
			seen[key.Value] = true
			f(key.Value, value)
		}
	}
	for _, m := range merged {
		pairs(Resolve(m), seen, f, depth+1)
	}
}

// Repeated finds a key that stands twice in one mapping, below a node whose
// limits were checked: readers differ in which of the two they take.
func Repeated(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]bool, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := Resolve(n.Content[i])
			if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
				continue
			}
			if seen[key.Value] {
				return n.Content[i]
			}
			seen[key.Value] = true
		}
	}
	for _, child := range n.Content {
		if found := Repeated(child); found != nil {
			return found
		}
	}
	return nil
}

// Get finds a key of a mapping, nil when it is not there.
func Get(n *yaml.Node, key string) *yaml.Node {
	if n == nil {
		return nil
	}
	var found *yaml.Node
	Pairs(n, func(k string, v *yaml.Node) {
		if k == key {
			found = v
		}
	})
	return found
}

// Text is the value of a scalar, "" for anything else.
func Text(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// End is the last line of a node.
func End(n *yaml.Node) int {
	end := n.Line
	for _, child := range n.Content {
		if child.Kind != yaml.AliasNode {
			end = max(end, End(child))
		}
	}
	return end
}
