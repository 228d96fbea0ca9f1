package config

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// SchemaID names the published schema.
const SchemaID = "https://github.com/assay-dev/assay/docs/reference/assay.schema.json"

// Schema is the JSON Schema (2020-12) of assay.yaml, made from the types.
func Schema() []byte {
	s := schemaOf(reflect.TypeFor[Config]())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = SchemaID
	s["title"] = "assay.yaml"
	s["required"] = []string{"version"}
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // maps, strings and lists only
	}
	return append(out, '\n')
}

func schemaOf(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Slice:
		item := schemaOf(t.Elem())
		return map[string]any{"anyOf": []any{map[string]any{"type": "array", "items": item}, map[string]any{"type": "string"}}}
	case reflect.Map: // stages
		props := map[string]any{}
		for _, name := range StageNames() {
			props[name] = schemaOf(t.Elem())
		}
		return map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	}
	return structSchema(t)
}

func structSchema(t reflect.Type) map[string]any {
	props := map[string]any{}
	for i := range t.NumField() {
		f := t.Field(i)
		p := schemaOf(f.Type)
		p["description"] = f.Tag.Get("doc")
		if enum := f.Tag.Get("enum"); enum != "" {
			p["enum"] = strings.Split(enum, ",")
		}
		props[f.Tag.Get("yaml")] = p
	}
	object := map[string]any{"type": "object", "properties": props, "additionalProperties": false}
	field, ok := shortForms[t]
	if !ok {
		return object
	}
	forms := []any{object, map[string]any{"type": "string"}}
	if f, _ := t.FieldByName(field); f.Type.Kind() == reflect.Slice {
		forms = slices.Insert(forms, 1, any(schemaOf(f.Type)["anyOf"].([]any)[0]))
	}
	return map[string]any{"anyOf": forms}
}
