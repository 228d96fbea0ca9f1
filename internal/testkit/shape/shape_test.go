package shape_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/sheet"
	"github.com/assay-dev/assay/internal/testkit/shape"
)

type bill struct {
	Rows []sheet.Keyed[row] `json:"rows"`
	*more
	Free any `json:"-"`
}

type more struct {
	Note string `json:"note,omitempty"`
}

type row struct {
	Cost  *money.Number      `json:"cost"`
	Spend both[money.Number] `json:"spend"`
}

type loose struct {
	Any any `json:"any"`
}

type both[N any] struct {
	All N `json:"all"`
}

func compile(t *testing.T) *shape.Schema {
	t.Helper()
	d := shape.Document{Name: "bill", Type: reflect.TypeFor[bill](), Fields: shape.Object{"version": shape.Object{"const": 1}}}
	schema, err := d.Schema()
	if err != nil {
		t.Fatal(err)
	}
	s, err := shape.Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func written(t *testing.T) string {
	t.Helper()
	n := money.NumberOf(7)
	out, err := json.Marshal(struct {
		Version int `json:"version"`
		bill
	}{1, bill{more: &more{"open"}, Rows: []sheet.Keyed[row]{
		{Keys: []assay.CostKey{assay.ByMonth, assay.TagKey("team")}, Values: []string{"2025-01", "a"}, Row: row{Cost: &n}},
		{Keys: []assay.CostKey{assay.ByMonth, assay.TagKey("team")}, Values: []string{"2025-02", ""}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestCheck(t *testing.T) {
	s, doc := compile(t), written(t)
	const want = `{"version":1,"rows":[{"month":"2025-01","tag:team":"a","cost":"7","spend":{"all":"0"}},{"month":"2025-02","tag:team":"","cost":null,"spend":{"all":"0"}}],"note":"open"}`
	if doc != want {
		t.Fatalf("written as\n%s, want\n%s", doc, want)
	}
	if err := s.Check([]byte(doc)); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string][2]string{
		"another version":       {`"version":1`, `"version":2`},
		"an amount as a number": {`"cost":"7"`, `"cost":7`},
		"an exponent":           {`"cost":"7"`, `"cost":"7e1"`},
		"no cost":               {`"cost":"7",`, ``},
		"a list that is null":   {`"note":"open"`, `"note":null`},
		"a key that is none":    {`"month":"2025-01"`, `"moth":"2025-01"`},
		"a field without name":  {`"note"`, `"comment"`},
	} {
		spoiled := strings.Replace(doc, spoil[0], spoil[1], 1)
		if spoiled == doc || s.Check([]byte(spoiled)) == nil {
			t.Errorf("a document with %s passes: %s", name, spoiled)
		}
	}
	if err := s.Valid([]byte(strings.Replace(doc, `"note"`, `"comment"`, 1))); err != nil {
		t.Errorf("a program outside must take a field that was added: %v", err)
	}
}

// TestCheckSaysWhatIsFree: a schema that says nothing of a value is no description.
func TestCheckSaysWhatIsFree(t *testing.T) {
	s, err := shape.Compile([]byte(`{"type":"object","properties":{"rows":{"type":"array"}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check([]byte(`{"rows":["x"]}`)); err == nil || !strings.Contains(err.Error(), ".rows[] may be anything") {
		t.Errorf("got %v", err)
	}
}

func TestDescribes(t *testing.T) {
	for name, of := range map[string]reflect.Type{
		"a struct without a name": reflect.TypeFor[struct{ A int }](),
		"what may be anything":    reflect.TypeFor[loose](),
	} {
		d := shape.Document{Name: "bad", Type: of}
		if _, err := d.Schema(); err == nil {
			t.Errorf("%s is described", name)
		}
	}
	var b strings.Builder
	if err := shape.Page(&b, []shape.Document{{Name: "bill", Type: reflect.TypeFor[bill]()}}); err == nil {
		t.Error("fields without a meaning have a page")
	}
}
