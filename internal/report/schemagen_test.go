package report_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/report"
)

// generateSchema writes JSON Schema 2020-12 for report.View: structure by
// reflection, descriptions and closed lists of values from the source.
func generateSchema(t *testing.T) []byte {
	t.Helper()
	g := generator{defs: object{}, docs: map[string]string{}, values: map[string][]string{}}
	for pkg, dir := range map[string]string{"report": ".", "assay": "../assay", "rule": "../rule"} {
		g.read(t, pkg, dir)
	}
	root := g.object(reflect.TypeFor[report.View]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://assay.dev/schema/report/1"
	root["title"] = "Assay report"
	root["$defs"] = g.defs
	root["properties"].(object)["schema"] = object{"const": report.SchemaVersion, "description": "names the shape of this document"}
	root["properties"].(object)["command"] = object{"enum": []string{"run", "scan"}}
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

type generator struct {
	defs   object
	docs   map[string]string   // "assay.Finding" or "assay.Finding.Rule" to comment
	values map[string][]string // "assay.Status" to its constants
}

// open lists named string types that grow without a new schema version.
var open = map[string]bool{"assay.Scope": true, "assay.EngineID": true}

func (g *generator) read(t *testing.T, pkg, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if decl, ok := d.(*ast.GenDecl); ok {
				g.decl(pkg, decl)
			}
		}
	}
}

func (g *generator) decl(pkg string, d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			g.docs[pkg+"."+s.Name.Name] = comment(d.Doc, s.Doc)
			if st, ok := s.Type.(*ast.StructType); ok {
				g.fields(pkg+"."+s.Name.Name, st)
			}
		case *ast.ValueSpec:
			g.constant(pkg, s)
		}
	}
}

func (g *generator) fields(name string, st *ast.StructType) {
	for _, f := range st.Fields.List {
		for _, n := range f.Names {
			g.docs[name+"."+n.Name] = comment(f.Doc, f.Comment)
		}
	}
}

func (g *generator) constant(pkg string, s *ast.ValueSpec) {
	id, ok := s.Type.(*ast.Ident)
	if !ok || len(s.Values) == 0 {
		return
	}
	if lit, ok := s.Values[0].(*ast.BasicLit); ok && lit.Kind == token.STRING {
		if v, err := strconv.Unquote(lit.Value); err == nil {
			g.values[pkg+"."+id.Name] = append(g.values[pkg+"."+id.Name], v)
		}
	}
}

func comment(groups ...*ast.CommentGroup) string {
	for _, c := range groups {
		if s := strings.Join(strings.Fields(c.Text()), " "); s != "" {
			return s
		}
	}
	return ""
}

func (g *generator) schema(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[money.Number]():
		return object{"type": "string", "pattern": `^-?[0-9]+(\.[0-9]+)?$`}
	case reflect.TypeFor[money.Amount]():
		return object{"type": "string", "pattern": `^-?[0-9]+(\.[0-9]+)?( [A-Z]{3})?$`}
	case reflect.TypeFor[assay.Severity]():
		return object{"enum": []string{"critical", "high", "medium", "low", "info"}}
	case reflect.TypeFor[assay.Confidence]():
		return object{"enum": []string{"certain", "firm", "tentative"}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.schema(t.Elem())
	case reflect.Slice:
		return object{"type": "array", "items": g.schema(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": g.schema(t.Elem())}
	case reflect.Struct:
		return g.ref(t)
	case reflect.String:
		return g.text(t)
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float64:
		return object{"type": "number"}
	default:
		return object{"type": "integer", "minimum": 0}
	}
}

func (g *generator) text(t reflect.Type) object {
	if v := g.values[t.String()]; len(v) > 0 && !open[t.String()] {
		return object{"enum": v}
	}
	return object{"type": "string"}
}

func (g *generator) ref(t reflect.Type) object {
	name := strings.ReplaceAll(t.String(), ".", "-")
	if _, ok := g.defs[name]; !ok {
		g.defs[name] = object{} // a place for types that contain themselves
		g.defs[name] = g.object(t)
	}
	return object{"$ref": "#/$defs/" + name}
}

func (g *generator) object(t reflect.Type) object {
	properties, required := object{}, []string{}
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		s := g.schema(f.Type)
		if doc := g.docs[t.String()+"."+f.Name]; doc != "" {
			s["description"] = doc
		}
		properties[name] = s
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	out := object{"type": "object", "properties": properties, "required": required}
	if doc := g.docs[t.String()]; doc != "" {
		out["description"] = doc
	}
	return out
}
