// Package document reads JSON, TOML and YAML that somebody hostile may have
// written into one tree of nodes that know their lines.
//
//	root, err := document.JSON(data)
//	version := root.Get("packages", "node_modules/a", "version").Text()
//
// All methods of Node work on nil, so that a path through a document needs no
// checks: what is absent or of another kind is empty. Reading takes time and
// memory in proportion to the text: nesting is bounded, and aliases of YAML
// may not make a document larger than its text.
//
// Even with an error there is a node: what was read before the flaw. It decodes
// nothing into Go structures, and writes nothing.
package document

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"strings"
	"unicode/utf16"
)

// MaxDepth is the number of objects and arrays that may stand in each other.
const MaxDepth = 500

// Error says what is wrong with a document.
type Error struct {
	Line   int // starts at 1; 0 when unknown
	Reason string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Reason
	}
	return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
}

// Kind is the kind of a node.
type Kind uint8

// The kinds.
const (
	Null Kind = iota
	Bool
	Number // TOML's dates and times, too
	String
	Array
	Object
)

// Node is a value with the line on which it begins.
type Node struct {
	Kind    Kind
	Line    int
	text    string // of scalars
	items   []*Node
	members []Member
	index   map[string]int // of members, where there are many
}

// Member is a key of an object with its value.
type Member struct {
	Key   string
	Line  int // of the key
	Value *Node
}

// few is the number of members up to which looking through them is quick.
const few = 8

// at finds the last member of that name, as the tools that write these files do.
func (n *Node) at(key string) int {
	if n == nil || n.Kind != Object {
		return -1
	}
	if n.index != nil {
		if i, ok := n.index[key]; ok {
			return i
		}
		return -1
	}
	for i := len(n.members) - 1; i >= 0; i-- {
		if n.members[i].Key == key {
			return i
		}
	}
	return -1
}

// Get follows keys through objects; nil when one is absent.
func (n *Node) Get(keys ...string) *Node {
	for _, key := range keys {
		i := n.at(key)
		if i < 0 {
			return nil
		}
		n = n.members[i].Value
	}
	return n
}

// KeyLine is the line of a key of an object; 0 when it has none such.
func (n *Node) KeyLine(key string) int {
	if i := n.at(key); i >= 0 {
		return n.members[i].Line
	}
	return 0
}

// Text is the text of a string or a number; empty for others.
func (n *Node) Text() string {
	if n == nil || n.Kind != String && n.Kind != Number {
		return ""
	}
	return n.text
}

// True says whether the node is the value true.
func (n *Node) True() bool { return n != nil && n.Kind == Bool && n.text == "true" }

// Is says whether the node is there and of a kind.
func (n *Node) Is(kind Kind) bool { return n != nil && n.Kind == kind }

// Members lists the members of an object in their order.
func (n *Node) Members() []Member {
	if n == nil {
		return nil
	}
	return n.members
}

// Items lists the items of an array.
func (n *Node) Items() []*Node {
	if n == nil {
		return nil
	}
	return n.items
}

// Len is the number of items or members.
func (n *Node) Len() int { return len(n.Items()) + len(n.Members()) }

// Strings lists the texts of an array, or the one text that stands in its place.
func (n *Node) Strings() iter.Seq[string] {
	return func(yield func(string) bool) {
		if n.Is(String) {
			yield(n.text)
			return
		}
		for _, item := range n.Items() {
			if item.Kind == String && !yield(item.text) {
				return
			}
		}
	}
}

// add appends a member and says whether the key is new.
func (n *Node) add(key string, line int, value *Node) bool {
	fresh := n.at(key) < 0
	n.members = append(n.members, Member{key, line, value})
	switch last := len(n.members) - 1; {
	case n.index != nil:
		n.index[key] = last
	case last == few:
		n.index = make(map[string]int, 4*few)
		for i, m := range n.members {
			n.index[m.Key] = i
		}
	}
	return fresh
}

func twice(key string, line int) *Error {
	return &Error{line, fmt.Sprintf("the key %s stands twice", Quote(key))}
}

// Quote writes a text of a document into a sentence: quoted, escaped, short.
func Quote(s string) string {
	const most = 60
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// Plain gives a text in UTF-8 without a byte order mark: Windows' tools write
// UTF-16, too. Most texts are given back as they are.
func Plain(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], binary.BigEndian)
	}
	return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}
