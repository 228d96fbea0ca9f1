package policy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// fields is what the converter needs to know of a struct's type.
type field struct {
	index     int
	name      string
	key       *ast.Term
	omitempty bool
}

var fieldsOf sync.Map // reflect.Type → []field

func structFields(t reflect.Type) []field {
	if known, ok := fieldsOf.Load(t); ok {
		return known.([]field)
	}
	var out []field
	for i := range t.NumField() {
		name, opts, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		out = append(out, field{i, name, ast.StringTerm(name), strings.Contains(opts, "omitempty")})
	}
	fieldsOf.Store(t, out)
	return out
}

var (
	timeType   = reflect.TypeFor[time.Time]()
	numberType = reflect.TypeFor[json.Number]()
)

// term is the value as Rego sees it: what decoding its JSON would give, without
// the way through text. Lists are never null.
func term(v reflect.Value) *ast.Term {
	switch t := v.Type(); {
	case t == timeType:
		return ast.StringTerm(v.Interface().(time.Time).Format(time.RFC3339Nano))
	case t == numberType:
		return ast.NumberTerm(json.Number(v.String()))
	}
	switch v.Kind() {
	case reflect.String:
		return ast.StringTerm(v.String())
	case reflect.Bool:
		return ast.BooleanTerm(v.Bool())
	case reflect.Int:
		return ast.IntNumberTerm(int(v.Int()))
	case reflect.Float64:
		return ast.FloatNumberTerm(v.Float())
	case reflect.Pointer:
		return term(v.Elem())
	case reflect.Slice:
		items := make([]*ast.Term, v.Len())
		for i := range items {
			items[i] = term(v.Index(i))
		}
		return ast.ArrayTerm(items...)
	case reflect.Map:
		items := make([][2]*ast.Term, 0, v.Len())
		for it := v.MapRange(); it.Next(); {
			items = append(items, [2]*ast.Term{ast.StringTerm(it.Key().String()), term(it.Value())})
		}
		return ast.ObjectTerm(items...)
	case reflect.Struct:
		fs := structFields(v.Type())
		items := make([][2]*ast.Term, 0, len(fs))
		for _, f := range fs {
			if x := v.Field(f.index); !f.omitempty || !x.IsZero() {
				items = append(items, [2]*ast.Term{f.key, term(x)})
			}
		}
		return ast.ObjectTerm(items...)
	}
	panic(fmt.Sprintf("policy: an input of kind %s", v.Kind())) // a programmer's mistake: see TestTermIsItsJSON
}

// schemaOf is the JSON Schema of a type. Objects are closed, so that a
// misspelt key in a policy is an error when it is read and not a silent no.
func schemaOf(t reflect.Type) map[string]any {
	switch t {
	case timeType:
		return map[string]any{"type": "string"}
	case numberType:
		return map[string]any{"type": "number"}
	}
	switch t.Kind() {
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	}
	props := map[string]any{}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		p := schemaOf(t.Field(i).Type)
		if doc := t.Field(i).Tag.Get("doc"); doc != "" {
			p["description"] = doc
		}
		props[name] = p
	}
	return map[string]any{"type": "object", "properties": props, "additionalProperties": false}
}
