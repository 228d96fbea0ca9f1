package scala

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
)

// typedLambda finds { x: T =>, which the grammar does not know.
var typedLambda = regexp.MustCompile(`\{\s*(?:implicit\s+)?[A-Za-z_]\w*(\s*:\s*[\w.]+(?:\[[\w., \[\]]*\])?)\s*=>`)

// lineLambda finds the val of { x => val y = …; …, which the grammar takes for
// a name where a closure's statements begin beside its parameters.
var lineLambda = regexp.MustCompile(`\{\s*(?:implicit\s+)?(?:[A-Za-z_]\w*|\([^()\n]*\))(?:\s*:\s*[\w.]+(?:\[[\w., \[\]]*\])?)?\s*=>[ \t]*((?:lazy )?va[lr] )\w+\s*(:\s*[\w.]+(?:\[[\w., \[\]]*\])?)?\s*=`)

// constructorAnnotation finds class A @B() (, whose parameters the grammar
// takes for further arguments of the annotation.
var constructorAnnotation = regexp.MustCompile(`\bclass\s+\w+(?:\[[^\]\n]*\])?(\s+@[\w.]+(?:\([^()\n]*\))?)\s*(?:\b(?:private|protected)\b(?:\[\w+\])?\s*)?\(`)

// prepare blanks out what the grammar does not know: the type of a closure's
// parameter, which lambdaType reads from the source, the annotation of a
// constructor, and the val of a closure's first statement.
func prepare(src []byte) []byte {
	var out []byte
	for _, re := range [...]*regexp.Regexp{typedLambda, constructorAnnotation, lineLambda} {
		for _, m := range re.FindAllSubmatchIndex(src, -1) {
			if out == nil {
				out = bytes.Clone(src)
			}
			for k := 2; k < len(m); k += 2 {
				for i := max(m[k], 0); i < m[k+1]; i++ {
					out[i] = ' '
				}
			}
		}
	}
	if out == nil {
		return src
	}
	return out
}

// lambdaType is the type that prepare hid behind a parameter's name.
func (w *lowerer) lambdaType(name int32) ast.ID {
	from := int(w.Nodes[name].End)
	end := strings.Index(w.Src[from:], "=>")
	if end < 0 {
		return ast.None
	}
	hidden := w.Src[from : from+end]
	colon := strings.IndexByte(hidden, ':')
	if colon < 0 || strings.TrimSpace(hidden[:colon]) != "" {
		return ast.None
	}
	p := &typeText{w: w, at: from + colon + 1, end: from + end}
	return p.read(0)
}

// typeText reads a type from the source: a.b.C[D, E].
type typeText struct {
	w       *lowerer
	at, end int
}

func (p *typeText) read(depth int) ast.ID {
	p.space()
	start := p.at
	id := p.name()
	for id != ast.None && p.peek() == '.' {
		p.at++
		name := p.name()
		id = p.w.New(ast.Member, uint32(start), uint32(p.at), ".", id, name)
	}
	if id == ast.None || p.peek() != '[' || depth > 50 {
		return id
	}
	kids := []ast.ID{id}
	for c := p.peek(); c == '[' || c == ','; c = p.peek() {
		p.at++
		if arg := p.read(depth + 1); arg != ast.None {
			kids = append(kids, arg)
		}
		p.space()
	}
	if p.peek() == ']' {
		p.at++
	}
	return p.w.New(ast.TypeApp, uint32(start), uint32(p.at), "", kids...)
}

func (p *typeText) peek() byte {
	if p.at < p.end {
		return p.w.Src[p.at]
	}
	return 0
}

func (p *typeText) space() {
	for p.peek() == ' ' || p.peek() == '\t' || p.peek() == '\n' || p.peek() == '\r' {
		p.at++
	}
}

func (p *typeText) name() ast.ID {
	start := p.at
	for c := p.peek(); c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'; c = p.peek() {
		p.at++
	}
	if start == p.at {
		return ast.None
	}
	return p.w.New(ast.Ident, uint32(start), uint32(p.at), p.w.Src[start:p.at])
}
