package sbom

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// random makes a document of some projects with some components each.
func random(seed uint64, projects, components int) *Document {
	r := rand.New(rand.NewPCG(seed, 1))
	d := &Document{Name: "payments", Version: "1.2", Created: time.Date(2031, 1, 2, 3, 4, 5, 0, time.UTC), Tool: "assay 9.9"}
	licences := []string{"", "MIT", "Apache-2.0 OR MIT", "a text that is none", "GPL-2.0-only WITH Classpath-exception-2.0"}
	names := map[assay.Ecosystem]string{assay.Go: "example.com/m%d", assay.Maven: "org.example:a%d", assay.NPM: "@scope/p%d", assay.PyPI: "p%d"}
	ecosystems := []assay.Ecosystem{assay.Go, assay.Maven, assay.NPM, assay.PyPI}
	for p := range projects {
		e := ecosystems[p%len(ecosystems)]
		root := fmt.Sprintf("dir %d/manifest", p)
		d.Projects = append(d.Projects, assay.Project{Root: root, Ecosystem: e, Name: fmt.Sprintf(names[e], 10000+p), Version: "1", Licence: licences[r.IntN(4)], Complete: p%2 == 0})
		if p%2 == 1 {
			d.Projects[p].Why = "nobody says"
		}
		var keys []string
		for i := range components {
			c := assay.Component{
				Ecosystem: e, Name: fmt.Sprintf(names[e], i), Version: fmt.Sprintf("1.%d.0", i), Root: root, Use: assay.Runtime, Licence: licences[i%len(licences)],
				Location: assay.Location{Path: fmt.Sprintf("dir %d/lock", p), Start: assay.Position{Line: i + 1}}, Direct: r.IntN(3) == 0,
			}
			if i%7 == 3 {
				c.Version, c.Constraint = "", ">= 1"
			}
			if i%5 == 2 {
				c.Checksums = []string{"sha256:" + strings.Repeat("ab", 32)}
			}
			if i%4 == 1 {
				c.Use = assay.Development
			}
			for range min(3, len(keys)) {
				c.Requires = append(c.Requires, keys[r.IntN(len(keys))])
			}
			slices.Sort(c.Requires)
			c.Requires = slices.Compact(c.Requires)
			keys = append(keys, c.Key())
			d.Components = append(d.Components, c)
		}
	}
	order(d)
	return d
}

func order(d *Document) {
	slices.SortStableFunc(d.Components, func(a, c assay.Component) int {
		return cmp.Or(strings.Compare(a.Root, c.Root), strings.Compare(a.Name, c.Name), strings.Compare(a.Version, c.Version))
	})
}

func written(t testing.TB, format string, d *Document) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, format, d); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestRoundTrip: what is written is read back, whatever the format.
func TestRoundTrip(t *testing.T) {
	for _, f := range Formats() {
		for seed := range uint64(20) {
			want := random(seed, 1+int(seed)%4, 30) // each of its own ecosystem: joined packages join what they require
			data := written(t, f.Name, want)
			if !json.Valid(data) {
				t.Fatalf("%s: no JSON: %s", f.Name, data)
			}
			if !bytes.Equal(data, written(t, f.Name, want)) {
				t.Fatalf("%s: the same document gave other bytes", f.Name)
			}
			got, err := Read(context.Background(), "x", bytes.NewReader(data))
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			want.Tool = "" // not read
			ignore := cmpopts.IgnoreFields(assay.Project{}, "Ecosystem")
			if diff := gocmp.Diff(want, got, ignore, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("%s, seed %d: %s", f.Name, seed, diff)
			}
		}
	}
}

// TestSchemas holds documents to the published schemas, which are not ours to
// ship: set ASSAY_SCHEMAS to a folder with bom-1.6.schema.json (and beside it
// spdx.schema.json, jsf-0.82.schemax.json), spdx-2.3.json and spdx-3.0.1.json.
func TestSchemas(t *testing.T) {
	dir := os.Getenv("ASSAY_SCHEMAS")
	if dir == "" {
		t.Skip("set ASSAY_SCHEMAS to a folder with the published schemas")
	}
	for format, file := range map[string]string{"cyclonedx": "bom-1.6.schema.json", "spdx": "spdx-2.3.json", "spdx3": "spdx-3.0.1.json"} {
		c := jsonschema.NewCompiler()
		c.UseRegexpEngine(pattern)
		for _, beside := range []string{"spdx.schema.json", "jsf-0.82.schemax.json"} {
			f, err := os.Open(filepath.Join(dir, beside))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(f)
			if err != nil {
				t.Fatal(err)
			}
			name := strings.TrimSuffix(strings.TrimSuffix(beside, "x.json"), ".json")
			if !strings.HasSuffix(beside, "x.json") {
				name = beside
			} else {
				name += ".json"
			}
			if err := c.AddResource("http://cyclonedx.org/schema/"+name, doc); err != nil {
				t.Fatal(err)
			}
		}
		f, err := os.Open(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("file:///"+file, doc); err != nil {
			t.Fatal(err)
		}
		schema, err := c.Compile("file:///" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []*Document{random(1, 3, 30), {}, {Projects: []assay.Project{{Root: "go.mod", Complete: true}}}} {
			v, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, format, d)))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(v); err != nil {
				text := err.Error()
				t.Errorf("%s: %s", format, text[:min(len(text), 2000)])
			}
		}
	}
}

// notBlank is SPDX's pattern of an address, whose (?!…) Go's expressions lack.
type notBlank struct{ *regexp.Regexp }

func (n notBlank) MatchString(s string) bool {
	return !strings.HasPrefix(s, "_:") && n.Regexp.MatchString(s)
}

func pattern(text string) (jsonschema.Regexp, error) {
	if rest, ok := strings.CutPrefix(text, "^(?!_:)"); ok {
		re, err := regexp.Compile("^" + rest)
		return notBlank{re}, err
	}
	return regexp.Compile(text)
}

const foreignCycloneDX = `{"bomFormat":"CycloneDX","specVersion":"1.4","metadata":{"component":{"type":"application","bom-ref":"app","name":"shop","version":"3"}},
"components":[{"type":"library","bom-ref":"a","group":"org.x","name":"a","version":"1","purl":"pkg:maven/org.x/a@1?type=jar","licenses":[{"license":{"id":"MIT"}},{"license":{"name":"Other"}}],
 "components":[{"type":"library","bom-ref":"b","name":"b","version":"2","purl":"pkg:maven/org.x/b@2"}]},{"type":"operating-system","name":"debian","version":"12"}],
"dependencies":[{"ref":"app","dependsOn":["a"]},{"ref":"a","dependsOn":["b","a","gone"]}],"compositions":[{"aggregate":"complete","dependencies":["app"]}]}`

const foreignXML = `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata><component type="application" bom-ref="app"><name>shop</name><version>3</version></component></metadata>
<components><component type="library" bom-ref="a"><group>org.x</group><name>a</name><version>1</version><licenses><license><id>MIT</id></license></licenses><purl>pkg:maven/org.x/a@1</purl></component></components>
<dependencies><dependency ref="app"><dependency ref="a"/></dependency></dependencies></bom>`

const foreignTags = "SPDXVersion: SPDX-2.2\nDataLicense: CC0-1.0\nCreated: 2031-01-01T00:00:00Z\n\nPackageName: shop\nSPDXID: SPDXRef-app\n\nPackageName: a\nSPDXID: SPDXRef-a\nPackageVersion: 1\nPackageLicenseDeclared: MIT\nExternalRef: PACKAGE-MANAGER purl pkg:maven/org.x/a@1\n\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-app\nRelationship: SPDXRef-app DEPENDS_ON SPDXRef-a\n"

func TestForeign(t *testing.T) {
	for name, text := range map[string]string{"json": foreignCycloneDX, "xml": foreignXML, "tags": foreignTags} {
		d, err := Read(context.Background(), name, strings.NewReader("\xef\xbb\xbf"+text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		i := slices.IndexFunc(d.Components, func(c assay.Component) bool { return c.Name == "org.x:a" })
		if i < 0 || d.Name != "shop" || len(d.Projects) != 1 {
			t.Errorf("%s: %+v", name, d)
			continue
		}
		a := d.Components[i]
		if a.Version != "1" || !a.Direct || a.Root != "shop" || !strings.HasPrefix(a.Licence, "MIT") || a.Use != assay.Runtime {
			t.Errorf("%s: %+v", name, a)
		}
		if name == "json" && (len(d.Components) != 3 || !d.Projects[0].Complete || !slices.Equal(a.Requires, []string{"org.x:a@1", "org.x:b@2"})) {
			t.Errorf("%+v", d)
		}
	}
}

func TestBadInput(t *testing.T) {
	whole := string(written(t, "cyclonedx", random(1, 2, 5)))
	for name, text := range map[string]string{
		"empty": "", "no bill": `{"a":1}`, "other JSON": `[1,2]`, "cut short": whole[:len(whole)/2], "text": "hello", "html": "<html><body/></html>",
		"a wrong type": `{"bomFormat":"CycloneDX","components":[{"name":7}]}`, "no list": `{"bomFormat":"CycloneDX","components":{}}`, "deep": `{"a":` + strings.Repeat("[", 100000),
		"deep XML": "<bom>" + strings.Repeat("<a>", 100000), "cut XML": "<bom><components><component>",
	} {
		if d, err := Read(context.Background(), name, strings.NewReader(text)); err == nil {
			t.Errorf("%s: taken: %+v", name, d)
		} else if !errors.Is(err, fault.Invalid) || fault.Help(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, format := range Formats() {
		f.Add(written(f, format.Name, random(1, 2, 4)))
	}
	f.Add([]byte(foreignCycloneDX))
	f.Add([]byte(foreignXML))
	f.Add([]byte(foreignTags))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(context.Background(), "x", bytes.NewReader(data))
		if err != nil {
			return
		}
		for _, format := range Formats() {
			if !json.Valid(written(t, format.Name, d)) {
				t.Fatal("no JSON")
			}
		}
	})
}

func BenchmarkWriteRead300k(b *testing.B) {
	d := random(1, 10, 30000)
	for b.Loop() {
		var out bytes.Buffer
		if err := Write(&out, "cyclonedx", d); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(out.Len()))
		if _, err := Read(context.Background(), "x", io.Reader(&out)); err != nil {
			b.Fatal(err)
		}
	}
}
