package config

import (
	"fmt"
	"reflect"
	"strings"
)

// Reference is the page docs/reference/assay-yaml.md, made from the types.
func Reference() []byte {
	var b strings.Builder
	b.WriteString("# assay.yaml\n\nMade from the code; `assay init` writes a commented file to begin with. Unknown keys are errors with file and line.\n" +
		"The same as a JSON Schema: [assay.schema.json](assay.schema.json).\n")
	Table(&b, "The file", reflect.TypeFor[Config]())
	Table(&b, "An item of services", reflect.TypeFor[Service]())
	Table(&b, "An item of tags.required", reflect.TypeFor[RequiredTag]())
	Table(&b, "A step of a stage", reflect.TypeFor[Step]())
	return []byte(b.String())
}

// Table writes the keys of a struct that Decode reads as a table in Markdown, with a title.
func Table(b *strings.Builder, title string, t reflect.Type) {
	fmt.Fprintf(b, "\n## %s\n\n| Key | Form | What it says |\n|---|---|---|\n", title)
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", key(f), form(f.Type), f.Tag.Get("doc"))
	}
}

// key is a field's name in the file.
func key(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return name
}

func form(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Int:
		return "number"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return "list of texts"
	case t.Kind() == reflect.Slice:
		return "list"
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.String:
		return "mapping of keys to texts"
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.Slice && t.Elem().Elem().Kind() == reflect.String:
		return "mapping of keys to lists of texts"
	case t.Kind() == reflect.Map && t.Elem() != reflect.TypeFor[Stage]():
		return "mapping of names to mappings"
	case t.Kind() == reflect.Map:
		return "stage: command, list of commands, or list of steps"
	}
	return "mapping"
}
