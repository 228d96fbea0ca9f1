package importer_test

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/importer"
)

// planted are values that the dialects put where a tool quotes what must not
// be kept: secrets, headers, bodies.
var planted = []string{"hunter2", "pin=1234", "AKIAABCDEFGHIJKLMNOP", "Basic xyz", "1=1", "page=42", "page=7", "#token"}

// TestNothingForbiddenIsKept looks for them in all that comes out.
func TestNothingForbiddenIsKept(t *testing.T) {
	each(t, func(t *testing.T, d dialect, r *rand.Rand) {
		text, err := json.Marshal(d.read(t, d.some(r)))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range planted {
			if strings.Contains(string(text), s) {
				t.Fatalf("%q was kept", s)
			}
		}
	})
}

// TestCutOff: a report that ends early is refused wherever it ends.
func TestCutOff(t *testing.T) {
	each(t, func(t *testing.T, d dialect, r *rand.Rand) {
		if d.name == "contrast csv" {
			t.Skip("the form has no end to look for")
		}
		text := strings.TrimSpace(d.write(d.some(r)))
		at := 1 + r.IntN(len(text)-1)
		o := d.options
		o.Format = d.format
		if _, err := importer.Read(context.Background(), "x", strings.NewReader(text[:at]), o); !errors.Is(err, fault.Invalid) {
			t.Fatalf("cut at byte %d of %d: %v", at, len(text), err)
		}
	})
}

// TestOddValues puts null, numbers, lists and objects where others belong. What
// comes out may have gaps; it must not fail otherwise.
func TestOddValues(t *testing.T) {
	each(t, func(t *testing.T, d dialect, r *rand.Rand) {
		var tree any
		text := d.write(d.some(r))
		if json.Unmarshal([]byte(text), &tree) != nil {
			t.Skip("not JSON")
		}
		o := d.options
		o.Format = d.format
		for range 20 {
			odd, _ := json.Marshal(spoil(tree, r, 0.02))
			_, err := importer.Read(context.Background(), "x", strings.NewReader(string(odd)), o)
			if err != nil && !errors.Is(err, fault.Invalid) {
				t.Fatalf("%v\n%s", err, odd)
			}
		}
	})
}

var oddities = []any{nil, 1e300, -7, true, "", "x", []any{}, []any{nil, []any{}}, map[string]any{}, map[string]any{"text": nil, "id": []any{}}}

// spoil copies a tree and replaces some of its nodes.
func spoil(v any, r *rand.Rand, chance float64) any {
	if r.Float64() < chance {
		return oddities[r.IntN(len(oddities))]
	}
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = spoil(x, r, chance)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = spoil(x, r, chance)
		}
		return out
	}
	return v
}

// TestXMLDangers: nothing is expanded, nothing is fetched.
func TestXMLDangers(t *testing.T) {
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><OWASPZAPReport><site><alerts><alertitem><name>&b;</name></alertitem></alerts></site></OWASPZAPReport>`
	for name, text := range map[string]string{
		"entities":       bomb,
		"no declaration": strings.Replace(bomb, bomb[21:strings.Index(bomb, "]>")+2], "", 1),
		"outside":        `<!DOCTYPE r SYSTEM "file:///etc/passwd"><OWASPZAPReport/>`,
		"deep":           "<OWASPZAPReport>" + strings.Repeat("<a>", 100_000),
		"attributes":     "<OWASPZAPReport " + strings.Repeat(`a="" `, 2_000) + "/>",
		"encoding":       `<?xml version="1.0" encoding="EBCDIC"?><OWASPZAPReport/>`,
		"cut off":        `<OWASPZAPReport><site><alerts><alertitem><name>x</name>`,
		"wrong end":      `<OWASPZAPReport><site></alerts></OWASPZAPReport>`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := importer.Read(context.Background(), "zap.xml", strings.NewReader(text), importer.Options{})
			if !errors.Is(err, fault.Invalid) || fault.Help(err) == "" {
				t.Errorf("got %v (help %q), want an invalid error with help", err, fault.Help(err))
			}
		})
	}
}

func TestLatin1(t *testing.T) {
	text := `<?xml version="1.0" encoding="ISO-8859-1"?><OWASPZAPReport version="2"><site name="http://a"><alerts><alertitem><pluginid>1</pluginid><name>` + "Gr\xf6\xdfe" + `</name></alertitem></alerts></site></OWASPZAPReport>`
	rep, err := importer.Read(context.Background(), "x", strings.NewReader(text), importer.Options{})
	if err != nil || rep.Findings[0].Message != "Größe" {
		t.Errorf("%+v %v", rep, err)
	}
}
