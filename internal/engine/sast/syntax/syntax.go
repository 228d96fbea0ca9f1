// Package syntax turns source text into a flat concrete syntax tree in Go
// memory: one parse by tree-sitter, one copy in C, and the C tree is freed
// before Parse returns.
//
//	p := syntax.NewParser(grammar)
//	defer p.Close()
//	tree, err := p.Parse(src)
//
// Nodes stand in preorder: the first child of node i is i+1, if i+1 is below
// Nodes[i].End, and the sibling after i is Nodes[i].Next. Broken text still
// gives a tree; Broken says so. The package knows no language.
package syntax

/*
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

// The few declarations of tree-sitter's C library (ABI 15) that are needed to
// walk a tree without crossing into Go for each node. The library itself is
// linked by the Go binding.
typedef struct TSParser TSParser;
typedef struct TSTree TSTree;
typedef struct TSLanguage TSLanguage;
typedef struct { uint32_t context[4]; const void *id; const TSTree *tree; } TSNode;
typedef struct { const void *tree; const void *id; uint32_t context[3]; } TSTreeCursor;
typedef struct { uint32_t row; uint32_t column; } TSPoint;
typedef struct { void *payload; uint32_t current_byte_offset; bool has_error; } TSParseState;
typedef struct { void *payload; bool (*progress_callback)(TSParseState *); } TSParseOptions;
typedef struct {
	void *payload;
	const char *(*read)(void *, uint32_t, TSPoint, uint32_t *);
	int encoding;
	void *decode;
} TSInput;

void ts_set_allocator(void *(*)(size_t), void *(*)(size_t, size_t), void *(*)(void *, size_t), void (*)(void *));
TSParser *ts_parser_new(void);
void ts_parser_delete(TSParser *);
void ts_parser_reset(TSParser *);
bool ts_parser_set_language(TSParser *, const TSLanguage *);
TSTree *ts_parser_parse_with_options(TSParser *, const TSTree *, TSInput, TSParseOptions);
void ts_tree_delete(TSTree *);
TSNode ts_tree_root_node(const TSTree *);
TSTreeCursor ts_tree_cursor_new(TSNode);
void ts_tree_cursor_delete(TSTreeCursor *);
TSNode ts_tree_cursor_current_node(const TSTreeCursor *);
uint16_t ts_tree_cursor_current_field_id(const TSTreeCursor *);
bool ts_tree_cursor_goto_first_child(TSTreeCursor *);
bool ts_tree_cursor_goto_next_sibling(TSTreeCursor *);
bool ts_tree_cursor_goto_parent(TSTreeCursor *);
uint16_t ts_node_symbol(TSNode);
uint32_t ts_node_start_byte(TSNode);
uint32_t ts_node_end_byte(TSNode);
bool ts_node_is_named(TSNode);
bool ts_node_is_missing(TSNode);
bool ts_node_is_extra(TSNode);
uint32_t ts_node_descendant_count(TSNode);
uint32_t ts_language_symbol_count(const TSLanguage *);
const char *ts_language_symbol_name(const TSLanguage *, uint16_t);
uint32_t ts_language_field_count(const TSLanguage *);
const char *ts_language_field_name_for_id(const TSLanguage *, uint16_t);

typedef struct {
	uint32_t start, end; // bytes
	int32_t next;        // index after the subtree
	uint16_t symbol;
	uint8_t field;
	uint8_t flags;       // 1 named, 2 missing, 4 extra
} flat_node;

typedef struct { const char *text; uint32_t length; uint64_t work, limit; } flat_input;

static const char *flat_read(void *payload, uint32_t at, TSPoint p, uint32_t *n) {
	flat_input *in = payload;
	if (at >= in->length) { *n = 0; return ""; }
	*n = in->length - at;
	return in->text + at;
}

// flat_progress is called after a fixed number of parser operations, so the
// limit is the same on every machine.
static bool flat_progress(TSParseState *state) {
	flat_input *in = state->payload;
	return ++in->work > in->limit;
}

// flat_parse returns an array of *count nodes that the caller frees, or NULL
// when the budget was used up or memory ran out.
static flat_node *flat_parse(TSParser *parser, const char *text, uint32_t length, uint64_t limit, uint32_t *count) {
	flat_input in = { text, length, 0, limit };
	TSInput input = { &in, flat_read, 0, NULL };
	TSParseOptions options = { &in, flat_progress };
	TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
	if (!tree) { ts_parser_reset(parser); return NULL; }
	TSNode root = ts_tree_root_node(tree);
	uint32_t total = ts_node_descendant_count(root);
	flat_node *out = malloc(((size_t)total + 1) * sizeof(flat_node));
	uint32_t depth = 0, room = 1024, n = 0;
	uint32_t *open = malloc(room * sizeof(uint32_t));
	if (!out || !open) { free(out); free(open); ts_tree_delete(tree); return NULL; }
	TSTreeCursor cursor = ts_tree_cursor_new(root);
	for (bool more = true; more && n < total;) {
		TSNode node = ts_tree_cursor_current_node(&cursor);
		flat_node *f = &out[n];
		f->start = ts_node_start_byte(node);
		f->end = ts_node_end_byte(node);
		f->symbol = ts_node_symbol(node);
		f->field = (uint8_t)ts_tree_cursor_current_field_id(&cursor);
		f->flags = (ts_node_is_named(node) ? 1 : 0) | (ts_node_is_missing(node) ? 2 : 0) | (ts_node_is_extra(node) ? 4 : 0);
		f->next = n + 1;
		n++;
		if (ts_tree_cursor_goto_first_child(&cursor)) {
			if (depth == room) {
				room *= 2;
				uint32_t *wider = realloc(open, room * sizeof(uint32_t));
				if (!wider) break;
				open = wider;
			}
			open[depth++] = n - 1;
			continue;
		}
		while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
			if (depth == 0) { more = false; break; }
			ts_tree_cursor_goto_parent(&cursor);
			out[open[--depth]].next = n;
		}
	}
	while (depth > 0) out[open[--depth]].next = n;
	ts_tree_cursor_delete(&cursor);
	ts_tree_delete(tree);
	free(open);
	*count = n;
	return out;
}
*/
import "C"

import (
	"errors"
	"runtime"
	"sync"
	"unsafe"

	// Links tree-sitter's C library.
	_ "github.com/tree-sitter/go-tree-sitter"
)

// ErrBudget says that a text needs more work to parse than its size justifies.
var ErrBudget = errors.New("parsing takes more work than a file of this size justifies")

// Node is one node of a flat tree.
type Node struct {
	Start, End uint32 // bytes
	Next       int32  // index after the subtree: the next sibling, if there is one
	Symbol     uint16
	Field      uint8
	flags      uint8
}

// Named says that the node is a rule of the grammar, not a token of it.
func (n *Node) Named() bool { return n.flags&1 != 0 }

// Missing says that the parser made the node up to go on.
func (n *Node) Missing() bool { return n.flags&2 != 0 }

// Extra says that the node may stand anywhere: a comment.
func (n *Node) Extra() bool { return n.flags&4 != 0 }

// Grammar is a tree-sitter language with its names in Go memory.
type Grammar struct {
	language unsafe.Pointer
	symbols  []string
	fields   []string
}

// NewGrammar takes the pointer that a grammar's Go binding returns.
func NewGrammar(language unsafe.Pointer) *Grammar {
	l := (*C.TSLanguage)(language)
	g := &Grammar{language: language}
	for i := range C.ts_language_symbol_count(l) {
		g.symbols = append(g.symbols, C.GoString(C.ts_language_symbol_name(l, C.uint16_t(i))))
	}
	g.fields = append(g.fields, "")
	for i := range C.ts_language_field_count(l) {
		g.fields = append(g.fields, C.GoString(C.ts_language_field_name_for_id(l, C.uint16_t(i+1))))
	}
	return g
}

// Tree is a flat concrete syntax tree.
type Tree struct {
	Source  []byte
	Nodes   []Node
	grammar *Grammar
}

// symbolError is the symbol of the nodes that hold what could not be parsed.
const symbolError = 0xFFFF

// Type is the grammar's name of a node's kind, "ERROR" for unparsed text.
func (t *Tree) Type(i int32) string {
	s := t.Nodes[i].Symbol
	if int(s) >= len(t.grammar.symbols) {
		return "ERROR"
	}
	return t.grammar.symbols[s]
}

// Field is the name of the field under which a node stands in its parent.
func (t *Tree) Field(i int32) string { return t.grammar.fields[t.Nodes[i].Field] }

// Text is the source of a node.
func (t *Tree) Text(i int32) string {
	n := &t.Nodes[i]
	return string(t.Source[n.Start:n.End])
}

// Children yields the children of a node, tokens and comments too.
func (t *Tree) Children(i int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		end := t.Nodes[i].Next
		for c := i + 1; c < end; c = t.Nodes[c].Next {
			if !yield(c) {
				return
			}
		}
	}
}

// Named yields the children that are rules of the grammar, without comments.
func (t *Tree) Named(i int32) func(yield func(int32) bool) {
	return func(yield func(int32) bool) {
		for c := range t.Children(i) {
			n := &t.Nodes[c]
			if n.Named() && !n.Extra() && !yield(c) {
				return
			}
		}
	}
}

// Child is the first child under a field, or -1.
func (t *Tree) Child(i int32, field string) int32 {
	for c := range t.Children(i) {
		if t.Nodes[c].Field != 0 && t.Field(c) == field {
			return c
		}
	}
	return -1
}

// Find is the first child of a type, or -1.
func (t *Tree) Find(i int32, typ string) int32 {
	for c := range t.Children(i) {
		if t.Type(c) == typ {
			return c
		}
	}
	return -1
}

// Broken is the first node that could not be parsed or was made up, or -1.
func (t *Tree) Broken() int32 {
	for i := range t.Nodes {
		if t.Nodes[i].Symbol == symbolError || t.Nodes[i].Missing() {
			return int32(i)
		}
	}
	return -1
}

// Parser parses one text at a time; it is not safe for concurrent use.
type Parser struct {
	parser  *C.TSParser
	grammar *Grammar
}

// allocator makes the library use C's own memory: the Go binding would take
// each allocation through Go.
var allocator = sync.OnceFunc(func() { C.ts_set_allocator(nil, nil, nil, nil) })

// NewParser makes a parser. Close it.
func NewParser(g *Grammar) *Parser {
	allocator()
	p := &Parser{parser: C.ts_parser_new(), grammar: g}
	if !C.ts_parser_set_language(p.parser, (*C.TSLanguage)(g.language)) {
		panic("syntax: grammar of an unknown version")
	}
	return p
}

// Close frees the parser.
func (p *Parser) Close() {
	C.ts_parser_delete(p.parser)
	p.parser = nil
}

// Parse parses a text. Its only error is ErrBudget.
func (p *Parser) Parse(src []byte) (*Tree, error) {
	tree := &Tree{Source: src, grammar: p.grammar}
	text := (*C.char)(unsafe.Pointer(unsafe.SliceData(src)))
	var count C.uint32_t
	// One unit is about a hundred operations of the parser; honest code needs
	// less than one operation for each byte.
	limit := C.uint64_t(len(src)/8 + 10_000)
	nodes := C.flat_parse(p.parser, text, C.uint32_t(len(src)), limit, &count)
	runtime.KeepAlive(src)
	if nodes == nil {
		return nil, ErrBudget
	}
	defer C.free(unsafe.Pointer(nodes))
	tree.Nodes = make([]Node, count)
	copy(tree.Nodes, unsafe.Slice((*Node)(unsafe.Pointer(nodes)), count))
	return tree, nil
}
