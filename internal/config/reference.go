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
	table(&b, "The file", reflect.TypeFor[Config]())
	table(&b, "An item of services", reflect.TypeFor[Service]())
	table(&b, "An item of tags.required", reflect.TypeFor[RequiredTag]())
	table(&b, "A step of a stage", reflect.TypeFor[Step]())
	return []byte(b.String())
}

func table(b *strings.Builder, title string, t reflect.Type) {
	fmt.Fprintf(b, "\n## %s\n\n| Key | Form | What it says |\n|---|---|---|\n", title)
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Tag.Get("yaml"), form(f.Type), f.Tag.Get("doc"))
	}
}

func form(t reflect.Type) string {
	switch {
	case t.Kind() == reflect.String:
		return "text"
	case t.Kind() == reflect.Int:
		return "number"
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.String:
		return "list of texts"
	case t.Kind() == reflect.Slice:
		return "list"
	case t.Kind() == reflect.Map:
		return "stage: command, list of commands, or list of steps"
	}
	return "mapping"
}
