package policy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// SchemaID names the published schema of the input.
const SchemaID = "https://github.com/assay-dev/assay/docs/reference/policy-input.schema.json"

// Schema is the JSON Schema (2020-12) of the input, made from the types.
func Schema() []byte {
	s := schemaOf(reflect.TypeFor[Input]())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = SchemaID
	s["title"] = "input of Assay's policies"
	out, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // maps, strings and lists only
	}
	return append(out, '\n')
}

// Reference is the page docs/reference/policy-input.md, made from the types.
func Reference() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# What policies decide on\n\nMade from the code: version %d of `input`. A key that is absent is unknown, never zero and never no.\n"+
		"The same as a JSON Schema: [policy-input.schema.json](policy-input.schema.json). How to write a policy: [the guide](../guide/policies.md).\n", Version)
	seen := map[reflect.Type]bool{}
	var table func(path string, t reflect.Type)
	table = func(path string, t reflect.Type) {
		if seen[t] {
			fmt.Fprintf(&b, "\n## `%s`\n\nThe same keys as above.\n", path)
			return
		}
		seen[t] = true
		fmt.Fprintf(&b, "\n## `%s`\n\n| Key | Form | What it says |\n|---|---|---|\n", path)
		for i := range t.NumField() {
			f := t.Field(i)
			name, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
			may := ""
			if strings.Contains(opts, "omitempty") {
				may = ", may be absent"
			}
			fmt.Fprintf(&b, "| `%s` | %s%s | %s |\n", name, form(f.Type), may, f.Tag.Get("doc"))
		}
		for i := range t.NumField() {
			f := t.Field(i)
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch below := f.Type; {
			case below == timeType:
			case below.Kind() == reflect.Struct:
				table(path+"."+name, below)
			case below.Kind() == reflect.Pointer && below.Elem().Kind() == reflect.Struct:
				table(path+"."+name, below.Elem())
			case below.Kind() == reflect.Slice && below.Elem().Kind() == reflect.Struct:
				table(path+"."+name+"[_]", below.Elem())
			}
		}
	}
	table("input", reflect.TypeFor[Input]())
	return []byte(b.String())
}

func form(t reflect.Type) string {
	switch {
	case t == timeType:
		return "time"
	case t == numberType || t.Kind() == reflect.Int || t.Kind() == reflect.Float64:
		return "number"
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Pointer:
		return form(t.Elem())
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		return "list of objects"
	case t.Kind() == reflect.Slice:
		return "list of " + form(t.Elem()) + "s"
	case t.Kind() == reflect.Map:
		return "object: " + form(t.Elem()) + " by name"
	}
	return "object"
}
