package shape

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// keyed is the type of a sheet.Keyed's row, and whether it is one.
func keyed(t reflect.Type) (reflect.Type, bool) {
	is := t.PkgPath() == reflect.TypeFor[sheet.Keyed[struct{}]]().PkgPath() && strings.HasPrefix(t.Name(), "Keyed[")
	if !is {
		return nil, false
	}
	f, _ := t.FieldByName("Row")
	return f.Type, true
}

// Key is one that cost is grouped by.
type Key struct{ Name, Meaning string }

// Keys are those that the rows of a document may have: those that assay.CostKey names,
// and then those of its own package. One without a meaning is an error.
func Keys(document reflect.Type) ([]Key, error) {
	s := newSource()
	var out []Key
	for _, v := range s.keysOf(document) {
		if v.doc == "" {
			return nil, fmt.Errorf("nothing says what the key %s is", v.text)
		}
		out = append(out, Key{v.text, v.doc})
	}
	return out, s.err
}

// keysOf are the keys that assay.CostKey names, and those that the package of a
// document adds to them.
func (s *source) keysOf(document reflect.Type) []value {
	s.key(document)
	return append(slices.Clone(s.constants(reflect.TypeFor[assay.CostKey]())), s.values[document.PkgPath()+".assay.CostKey"]...)
}

// anyKey is how the page calls them.
const anyKey = "KEY"

// withKeys lets an object have the keys of cost beside its own fields. Which of them
// it has, the document's keys say.
func (g *generator) withKeys(name string, row Object) Object {
	own := row["properties"].(Object)
	for _, v := range g.keys {
		if _, ok := own[v.text]; ok {
			g.fail("%s has a field %q and a key of the same name", name, v.text)
		}
		own[v.text] = Object{"type": "string", "description": v.doc}
	}
	row["patternProperties"] = Object{"^tag:": Object{"type": "string", "description": "the value of a tag"}}
	g.order[name] = append([]string{anyKey}, g.order[name]...)
	return row
}
