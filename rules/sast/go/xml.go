//go:build ignore

package xml

import (
	"github.com/lestrrat-go/libxml2"
	"github.com/lestrrat-go/libxml2/parser"
)

func read(doc []byte) {
	// ruleid: xxe
	p := parser.New(parser.XMLParseNoBlanks | parser.XMLParseNoEnt)
	p.Parse(doc)
	// ruleid: xxe
	libxml2.ParseString(string(doc), parser.XMLParseNoEnt)
	// ok: xxe
	q := parser.New(parser.XMLParseNoBlanks | parser.XMLParseNoNet)
	q.Parse(doc)
}
