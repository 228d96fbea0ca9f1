// Package shape describes documents in JSON by the Go types that they are written
// from, and holds real documents to that. Tests use it, and nothing else.
//
//	d := shape.Document{Name: "cost-units", Type: reflect.TypeFor[units.Document](), …}
//	schema, err := d.Schema()      // JSON Schema 2020-12
//	page, err := shape.Page(docs)  // tables of fields in Markdown
//	s, err := shape.Compile(schema)
//	err = s.Check(written)
//
// Structure comes from the types, meaning and closed lists of values from the
// comments and constants in their source. It knows the few types of ours that
// write themselves as text; another type with a MarshalJSON is not described.
package shape

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
)

// Object is a JSON object, such as a schema.
type Object = map[string]any

// Document is a kind of document.
type Document struct {
	// Name is that of the schema's file, NAME.schema.json.
	Name  string
	Title string
	// ID is the schema's.
	ID string
	// Command writes it; About says in a sentence what it is. Both are for the page.
	Command, About string
	// Type is the struct that is written.
	Type reflect.Type
	// Fields of the document itself that the type lacks, or says too little of.
	Fields Object
}

// Schema is the document's JSON Schema 2020-12.
func (d *Document) Schema() ([]byte, error) {
	root, g, err := d.describe()
	if err != nil {
		return nil, err
	}
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = d.ID
	root["title"] = d.Title
	root["$defs"] = g.defs
	out, err := json.MarshalIndent(root, "", "  ")
	return append(out, '\n'), err
}

func (d *Document) describe() (Object, *generator, error) {
	g := &generator{source: newSource(), defs: Object{}, types: map[string]reflect.Type{}, order: map[string][]string{}}
	g.keys = g.keysOf(d.Type)
	root := g.object("", d.Type)
	for name, s := range d.Fields {
		if _, ok := root["properties"].(Object)[name]; !ok {
			root["required"] = append([]string{name}, root["required"].([]string)...)
			g.order[""] = append([]string{name}, g.order[""]...)
		}
		root["properties"].(Object)[name] = s
	}
	return root, g, g.err
}

// generator describes types; the first thing that it cannot do is its error.
type generator struct {
	source
	keys  []value // that rows may have
	defs  Object
	types map[string]reflect.Type // by name of definition
	order map[string][]string     // of fields, by name of definition; "" is the document
}

// open lists named string types that grow without a new version of what holds them.
var open = map[string]bool{"assay.Scope": true, "assay.EngineID": true, "assay.CostKey": true, "waste.Kind": true}

func (g *generator) schema(t reflect.Type) Object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return Object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[money.Number]():
		return Object{"type": "string", "pattern": decimalPattern}
	case reflect.TypeFor[money.Amount]():
		return Object{"type": "string", "pattern": amountPattern}
	case reflect.TypeFor[sheet.Cents]():
		return Object{"type": "string", "pattern": centsPattern}
	case reflect.TypeFor[assay.Month]():
		return Object{"type": "string", "pattern": monthPattern}
	case reflect.TypeFor[assay.Severity]():
		return Object{"enum": []string{"critical", "high", "medium", "low", "info"}}
	case reflect.TypeFor[assay.Confidence]():
		return Object{"enum": []string{"certain", "firm", "tentative"}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.schema(t.Elem())
	case reflect.Slice:
		return Object{"type": "array", "items": g.element(t.Elem())}
	case reflect.Map:
		return Object{"type": "object", "additionalProperties": g.element(t.Elem())}
	case reflect.Struct:
		return g.ref(t)
	case reflect.String:
		return g.text(t)
	case reflect.Bool:
		return Object{"type": "boolean"}
	case reflect.Float64:
		return Object{"type": "number"}
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return Object{"type": "integer", "minimum": 0}
	}
	g.fail("%s cannot be described", t)
	return Object{}
}

const (
	decimalPattern = `^-?[0-9]+(\.[0-9]+)?$`
	amountPattern  = `^-?[0-9]+(\.[0-9]+)?( [A-Z]{3})?$`
	centsPattern   = `^-?[0-9]+\.[0-9]{2}$`
	monthPattern   = `^([0-9]{4}-[0-9]{2}|unknown)?$` // unknown: of lines that do not tell theirs
)

// element is the schema of what a list or a map holds.
func (g *generator) element(t reflect.Type) Object {
	if t.Kind() == reflect.Pointer {
		return nullable(g.schema(t.Elem()))
	}
	return g.schema(t)
}

func (g *generator) text(t reflect.Type) Object {
	var values []string
	for _, v := range g.constants(t) {
		values = append(values, v.text)
	}
	switch {
	case values == nil || t == reflect.TypeFor[assay.CostKey]():
		return Object{"type": "string"}
	case open[t.String()]:
		return Object{"type": "string", "examples": values}
	}
	return Object{"enum": values}
}

// ref refers to a definition, and makes it.
func (g *generator) ref(t reflect.Type) Object {
	name := defName(t)
	if was, ok := g.types[name]; !ok {
		g.types[name] = t
		g.defs[name] = Object{} // a place for types that contain themselves
		g.defs[name] = g.object(name, t)
	} else if was != t {
		g.fail("two types are called %s", name)
	}
	return Object{"$ref": "#/$defs/" + name}
}

// defName is "tags-Split-Decimal" of tags.Split[decimal.Decimal].
func defName(t reflect.Type) string {
	name, arg, generic := strings.Cut(strings.TrimSuffix(t.String(), "]"), "[")
	if generic {
		name += "-" + arg[strings.LastIndexAny(arg, "./")+1:]
	}
	return strings.ReplaceAll(name, ".", "-")
}

func (g *generator) object(name string, t reflect.Type) Object {
	if t.Name() == "" {
		g.fail("a struct without a name cannot be described")
	}
	if row, ok := keyed(t); ok {
		return g.withKeys(name, g.object(name, row))
	}
	properties := Object{}
	out := Object{"type": "object", "properties": properties, "required": []string{}}
	if doc := g.doc(t, ""); doc != "" {
		out["description"] = doc
	}
	g.order[name] = nil
	g.fields(name, t, out)
	return out
}

// fields adds those of a struct and of what it embeds.
func (g *generator) fields(name string, t reflect.Type, to Object) {
	for i := range t.NumField() {
		f := t.Field(i)
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && key == "" {
			embedded := f.Type
			if embedded.Kind() == reflect.Pointer {
				embedded = embedded.Elem()
			}
			g.fields(name, embedded, to)
			continue
		}
		if key == "-" || !f.IsExported() {
			continue
		}
		if key == "" {
			g.fail("%s.%s has no name in JSON", t, f.Name)
		}
		s, may := g.schema(f.Type), strings.Contains(options, "omit")
		if f.Type.Kind() == reflect.Pointer && !may {
			s = nullable(s)
		}
		if doc := g.doc(t, f.Name); doc != "" {
			s["description"] = doc
		}
		to["properties"].(Object)[key] = s
		g.order[name] = append(g.order[name], key)
		if !may {
			to["required"] = append(to["required"].([]string), key)
		}
	}
}

func nullable(s Object) Object {
	if t, ok := s["type"].(string); ok {
		s["type"] = []string{t, "null"}
		return s
	}
	return Object{"anyOf": []Object{s, {"type": "null"}}}
}

func (g *generator) fail(format string, args ...any) {
	if g.err == nil {
		g.err = fmt.Errorf(format, args...)
	}
}
