package document

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// MaxYAML bounds a YAML text in bytes: its nodes take fifty times that in
// memory. Real lockfiles have at most a few megabytes.
const MaxYAML = 16 << 20

// YAML reads the first document of a YAML stream. Where aliases make it larger
// than the text is long, it is refused.
func YAML(data []byte) (root *Node, err *Error) {
	data = Plain(data)
	if len(data) > MaxYAML {
		return &Node{Line: 1}, &Error{0, fmt.Sprintf("it is larger than %d MB", MaxYAML>>20)}
	}
	defer guard(&root, &err)
	var node yaml.Node
	if e := yaml.NewDecoder(bytes.NewReader(data)).Decode(&node); errors.Is(e, io.EOF) {
		return &Node{Line: 1}, nil
	} else if e != nil {
		return &Node{Line: 1}, yamlError(e)
	}
	if node.Kind != yaml.DocumentNode || len(node.Content) == 0 {
		return &Node{Line: 1}, nil
	}
	c := &yamlConverter{left: len(data) + 16}
	root = c.node(node.Content[0], 0)
	return root, c.err
}

var yamlLine = regexp.MustCompile(`line (\d+): `)

func yamlError(err error) *Error {
	reason, line := strings.TrimPrefix(err.Error(), "yaml: "), 0
	if m := yamlLine.FindStringSubmatchIndex(reason); m != nil {
		line, _ = strconv.Atoi(reason[m[2]:m[3]])
		reason = reason[:m[0]] + reason[m[1]:]
	}
	return &Error{line, "no YAML: " + reason}
}

// guard turns a panic of a parser that others wrote into an error: the worst
// that a file may do is to stay unread.
func guard(root **Node, err **Error) {
	if r := recover(); r != nil {
		*root, *err = &Node{Line: 1}, &Error{0, "the file can't be read: its parser gave up"}
	}
}

// yamlConverter makes nodes of ours. Every node of a document takes a byte at
// least, so a document without aliases has no more of them than bytes.
type yamlConverter struct {
	left int
	err  *Error
}

func (c *yamlConverter) fail(line int, format string, args ...any) {
	if c.err == nil {
		c.err = &Error{line, fmt.Sprintf(format, args...)}
	}
}

func (c *yamlConverter) node(y *yaml.Node, depth int) *Node {
	n := &Node{Line: y.Line}
	if c.left--; c.left < 0 {
		c.fail(y.Line, "aliases make the document larger than its text")
		return n
	}
	if depth > MaxDepth {
		c.fail(y.Line, "more than %d mappings or lists stand in each other", MaxDepth)
		return n
	}
	switch y.Kind {
	case yaml.AliasNode:
		return c.node(y.Alias, depth+1)
	case yaml.SequenceNode:
		n.Kind = Array
		for _, item := range y.Content {
			n.items = append(n.items, c.node(item, depth+1))
		}
	case yaml.MappingNode:
		c.mapping(n, y, depth)
	case yaml.ScalarNode:
		n.Kind, n.text = scalarKind(y), strings.ToValidUTF8(y.Value, "�")
	}
	return n
}

func (c *yamlConverter) mapping(n *Node, y *yaml.Node, depth int) {
	n.Kind = Object
	for i := 0; i+1 < len(y.Content) && c.left >= 0; i += 2 {
		key, value := y.Content[i], c.node(y.Content[i+1], depth+1)
		if key.Kind == yaml.AliasNode && key.Alias != nil {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			c.fail(key.Line, "a key is no text")
			continue
		}
		if !n.add(strings.ToValidUTF8(key.Value, "�"), key.Line, value) && key.Value != "<<" {
			e := twice(key.Value, key.Line)
			c.fail(e.Line, "%s", e.Reason)
		}
	}
}

func scalarKind(y *yaml.Node) Kind {
	switch y.ShortTag() {
	case "!!null":
		return Null
	case "!!bool":
		return Bool
	case "!!int", "!!float":
		return Number
	}
	return String
}
