package report_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/report"
	"github.com/assay-dev/assay/internal/testkit/shape"
)

const schemaFile = "../../docs/reference/report.schema.json"

func document() shape.Document {
	return shape.Document{
		Title: "Assay report", ID: "https://assay.dev/schema/report/1", Type: reflect.TypeFor[report.View](),
		Fields: object{
			"schema":  object{"const": report.SchemaVersion, "description": "names the shape of this document"},
			"command": object{"enum": []string{"run", "scan"}},
		},
	}
}

// TestSchemaMatchesTheStructs holds the published schema to the Go types, from
// which it is generated with their comments.
func TestSchemaMatchesTheStructs(t *testing.T) {
	d := document()
	got, err := d.Schema()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the structs say (-update rewrites it):\n%s", schemaFile, diff)
	}
}

func TestReportsAreValid(t *testing.T) {
	schema := compileSchema(t)
	views := []*report.View{denied(), passed(), unfinished(), many(50), {}}
	for _, s := range hostileStrings {
		views = append(views, hostile(s))
	}
	for i, v := range views {
		if v.Verdict.Outcome == "" {
			v.Verdict.Outcome, v.Command = report.Unfinished, "scan"
		}
		if err := schema.Valid([]byte(render(t, "json", v, report.Options{}))); err != nil {
			t.Errorf("report %d: %v", i, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	schema := compileSchema(t)
	for name, spoil := range map[string]func(object){
		"another version":     func(o object) { o["schema"] = "assay.report/0" },
		"no findings":         func(o object) { delete(o, "findings") },
		"an unknown severity": func(o object) { o["findings"].([]any)[0].(object)["severity"] = "dreadful" },
		"a line 0":            func(o object) { dig(o, "findings", 0, "location", "start").(object)["line"] = -1 },
	} {
		var doc object
		if err := json.Unmarshal([]byte(render(t, "json", denied(), report.Options{})), &doc); err != nil {
			t.Fatal(err)
		}
		spoil(doc)
		spoiled, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		if schema.Valid(spoiled) == nil {
			t.Errorf("a report with %s is valid", name)
		}
	}
}

// TestJSONComesBack reads a report into the structs again and writes the same bytes.
func TestJSONComesBack(t *testing.T) {
	first := render(t, "json", denied(), report.Options{})
	var v report.View
	d := json.NewDecoder(strings.NewReader(first))
	d.DisallowUnknownFields()
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, render(t, "json", &v, report.Options{})); diff != "" {
		t.Error(diff)
	}
	if v.Findings[0].Severity != assay.Critical {
		t.Errorf("got %v", v.Findings[0].Severity)
	}
}

func compileSchema(t *testing.T) *shape.Schema {
	t.Helper()
	data, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	s, err := shape.Compile(data)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
