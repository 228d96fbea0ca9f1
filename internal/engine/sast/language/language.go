// Package language is the contract between the engine and the languages it
// reads: text in, the flat neutral form of package ast out, for code and for
// patterns alike.
//
// A language is a value of Language that its package returns (java.Language()).
// It names a grammar, a function that lowers the grammar's tree, and the
// contexts in which a pattern, which is seldom a whole file, becomes text that
// the grammar accepts. The package knows no rules and follows no data.
package language

import (
	"fmt"
	"sync"
	"unsafe"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/syntax"
)

// Language reads one language.
type Language struct {
	ID         string   // as findings name it: "java"
	Names      []string // as rules name it: "js", "javascript"
	Extensions []string // of its files: ".java"
	Grammar    func() unsafe.Pointer
	// Prepare gives a text of the same length that the grammar reads in a file's
	// stead, where it is behind its language. The tree's source stays the
	// file's. Nil: the file as it is.
	Prepare func([]byte) []byte
	// Lower lowers the tree's root and returns the Block of its statements.
	Lower func(*Lowering) ast.ID
	// Encode gives the texts in which a pattern's metavariables and ellipses
	// are names that the grammar accepts, the most likely first. Nil: Encode
	// of this package for a language with semicolons.
	Encode func(pattern string) []string
	// Contexts are tried in order around each encoded text until one parses.
	Contexts []Context
	// Others read the patterns and files that this language's grammar does
	// not, and lower to the same shapes: TypeScript for JavaScript.
	Others []*Language

	once    sync.Once
	grammar *syntax.Grammar
	parsers sync.Pool
}

// Context makes a whole file of a pattern.
type Context struct {
	Name   string
	Prefix string
	Suffix string
	// Find gets the lowered file and returns the Block whose kids are the
	// pattern, the one node that is the pattern, or None when the text means
	// something else here. Nil: the root.
	Find func(*ast.File) ast.ID
}

// Parse lowers a file. Broken text gives what could be understood and
// File.Broken; the error is syntax.ErrBudget.
func (l *Language) Parse(path string, src []byte) (*ast.File, error) {
	f, err := l.parse(path, src, false)
	if err != nil || f.Broken < 0 {
		return f, err
	}
	for _, o := range l.Others {
		if g, err := o.parse(path, src, false); err == nil && g.Broken < 0 {
			g.Language = l.ID
			return g, nil
		}
	}
	return f, nil
}

func (l *Language) parse(path string, src []byte, pattern bool) (*ast.File, error) {
	l.once.Do(func() { l.grammar = syntax.NewGrammar(l.Grammar()) })
	p, ok := l.parsers.Get().(*syntax.Parser)
	if !ok {
		p = syntax.NewParser(l.grammar)
	}
	text := src
	if l.Prepare != nil {
		text = l.Prepare(src)
	}
	tree, err := p.Parse(text)
	l.parsers.Put(p)
	if err != nil {
		return nil, err
	}
	tree.Source = src
	low := &Lowering{Builder: ast.NewBuilder(path, l.ID, src, pattern), Tree: tree, Src: string(src)}
	if len(tree.Nodes) == 0 {
		low.File.Root = low.New(ast.Block, 0, 0, "")
		return low.File, nil
	}
	if at := tree.Broken(); at >= 0 {
		low.broken(at)
	}
	low.File.Root = l.Lower(low)
	return low.File, nil
}

// Pattern parses a pattern. Its root is an expression, a statement, a
// declaration, or a Block of several.
func (l *Language) Pattern(text string) (*ast.File, error) {
	encode := l.Encode
	if encode == nil {
		encode = func(s string) []string { return Encode(s, Syntax{Semicolons: true}) }
	}
	contexts := l.Contexts
	if len(contexts) == 0 {
		contexts = []Context{{Name: "file"}}
	}
	for _, t := range encode(text) {
		for _, c := range contexts {
			f, err := l.parse("", []byte(c.Prefix+t+c.Suffix), true)
			if err != nil {
				return nil, err
			}
			if f.Broken >= 0 {
				continue
			}
			root := f.Root
			if c.Find != nil {
				root = c.Find(f)
			}
			if root == ast.None {
				continue
			}
			// One statement is itself, an expression statement its expression,
			// unless the author wrote the semicolon.
			if f.Kind(root) == ast.Block && c.Find == nil || f.Kind(root) == ast.Block && f.Len(root) == 1 {
				if f.Len(root) == 0 {
					continue
				}
				if f.Len(root) == 1 {
					root = f.First(root)
				}
			}
			if f.Kind(root) == ast.ExprStmt && !endsWithSemicolon(text) {
				root = f.First(root)
			}
			f.Root = root
			return f, nil
		}
	}
	for _, o := range l.Others {
		if f, err := o.Pattern(text); err == nil {
			f.Language = l.ID
			return f, nil
		}
	}
	return nil, fmt.Errorf("is no %s that can be parsed", l.ID)
}

func endsWithSemicolon(s string) bool {
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ' ', '\t', '\n', '\r':
		case ';':
			return true
		default:
			return false
		}
	}
	return false
}
