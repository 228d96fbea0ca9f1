package vex

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

const openHead = `{"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.com/v","author":"A","timestamp":"2026-01-02T03:04:05Z","version":1,"statements":[`

var lodash = Subject{
	Ecosystem: assay.NPM, Package: "lodash", Version: "4.17.20",
	Project: []string{"web/package.json", "shop", "web", "@bank/web"}, Releases: []string{"1.2.0"},
}

// about reads a document and says how it stands to a flaw of lodash.
func about(t *testing.T, docs ...string) string {
	t.Helper()
	var all []Statement
	for _, d := range docs {
		list, err := Read("v.json", []byte(d))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, list...)
	}
	st, ok := NewSet(all).About([]string{"CVE-2000-1", "GHSA-aaaa-bbbb-cccc"}, &lodash)
	if !ok {
		return "nothing"
	}
	if sound, why := st.Sound(); !sound {
		return why
	}
	return string(st.Status)
}

func TestProducts(t *testing.T) {
	for product, want := range map[string]string{
		`[{"@id":"pkg:npm/lodash"}]`:                                                "not_affected",
		`[{"@id":"pkg:npm/lodash@4.17.20"}]`:                                        "not_affected",
		`[{"@id":"pkg:npm/lodash@4.17.21"}]`:                                        "nothing",
		`[{"@id":"pkg:npm/lodash-es"}]`:                                             "nothing",
		`[{"@id":"pkg:pypi/lodash"}]`:                                               "nothing",
		`["pkg:npm/lodash?x=y"]`:                                                    "not_affected",
		`[{"@id":"https://example.com/p","identifiers":{"purl":"pkg:npm/lodash"}}]`: "not_affected",
		`[{"@id":"shop"}]`:                                                          "not_affected",
		`[{"@id":"./web"}]`:                                                         "not_affected",
		`[{"@id":"pkg:npm/%40bank/web@1.2.0"}]`:                                     "not_affected",
		`[{"@id":"pkg:npm/%40bank/web@1.3.0"}]`:                                     "nothing",
		`[{"@id":"pkg:oci/registry.example.com/shop"}]`:                             "not_affected",
		`[{"@id":"pkg:oci/shop@sha256%3Aabc"}]`:                                     "nothing",
		`[{"@id":"pkg:generic/web/package.json","subcomponents":[{"@id":"pkg:npm/lodash"}]}]`:            "not_affected",
		`[{"@id":"pkg:generic/other/package.json","subcomponents":[{"@id":"pkg:npm/lodash"}]}]`:          "nothing",
		`[{"@id":"pkg:npm/lodash","subcomponents":[{"@id":"pkg:npm/other"}]}]`:                           "nothing",
		`[{"@id":"shop","subcomponents":[{"@id":"pkg:npm/lodash@1.0.0"},{"@id":"pkg:npm/underscore"}]}]`: "nothing",
		`[{}]`: "nothing",
	} {
		doc := openHead + `{"vulnerability":{"name":"CVE-2000-1"},"products":` + product + `,"status":"not_affected","justification":"component_not_present"}]}`
		if got := about(t, doc); got != want {
			t.Errorf("%s: %s, want %s", product, got, want)
		}
	}
}

func TestSound(t *testing.T) {
	for fields, want := range map[string]string{
		`"status":"not_affected"`:                                         "it says not_affected with neither a justification nor an impact statement",
		`"status":"not_affected","status_notes":"trust me"`:               "it says not_affected with neither a justification nor an impact statement",
		`"status":"not_affected","impact_statement":"never called"`:       "not_affected",
		`"status":"fixed"`:                                                "it says fixed and not in which version",
		`"status":"fixed","products":["pkg:npm/lodash"]`:                  "it says fixed and not in which version",
		`"status":"fixed","products":["pkg:npm/lodash@4.17.20"]`:          "fixed",
		`"status":"affected","action_statement":"upgrade"`:                "it says affected",
		`"status":"under_investigation"`:                                  "it says under_investigation",
		`"status":"not_affected","justification":"component_not_present"`: "not_affected",
	} {
		if got := about(t, openHead+`{"vulnerability":"ghsa-AAAA-bbbb-cccc",`+fields+`}]}`); got != want {
			t.Errorf("%s: %s, want %s", fields, got, want)
		}
	}
}

func TestLatestWins(t *testing.T) {
	st := func(status, at string) string {
		return openHead + `{"vulnerability":{"name":"X-1","aliases":["CVE-2000-1"]},"status":"` + status + `","impact_statement":"i","timestamp":"` + at + `"}]}`
	}
	early, late := "2026-01-01T00:00:00Z", "2026-01-01T00:00:00-01:00"
	for _, c := range []struct{ a, b, want string }{
		{st("not_affected", early), st("affected", late), "it says affected"},
		{st("not_affected", late), st("affected", early), "not_affected"},
		{st("not_affected", late), st("under_investigation", late), "it says under_investigation"},
	} {
		if got, back := about(t, c.a, c.b), about(t, c.b, c.a); got != c.want || back != c.want {
			t.Errorf("%s, %s: want %s", got, back, c.want)
		}
	}
}

func TestCycloneDX(t *testing.T) {
	const head = `{"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"timestamp":"2026-01-01T00:00:00Z","tools":[{"name":"t"}],"component":{"type":"application","name":"shop","bom-ref":"me"}},
		"components":[{"type":"library","name":"x","components":[{"type":"library","name":"lodash","bom-ref":"r1","purl":"pkg:npm/lodash@4.17.20"}]}],"vulnerabilities":[{"id":"CVE-2000-1",`
	for body, want := range map[string]string{
		`"analysis":{"state":"not_affected","justification":"code_not_reachable"},"affects":[{"ref":"r1"}]`:                                                  "not_affected",
		`"analysis":{"state":"not_affected"},"affects":[{"ref":"r1"}]`:                                                                                       "it says not_affected with neither a justification nor an impact statement",
		`"analysis":{"state":"false_positive","detail":"d"},"affects":[{"ref":"pkg:npm/lodash"}]`:                                                            "not_affected",
		`"analysis":{"state":"not_affected","detail":"d"},"affects":[{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pkg%3Anpm%2Flodash%404.17.20"}]`: "not_affected",
		`"analysis":{"state":"not_affected","detail":"d"},"affects":[{"ref":"urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#r1"}]`:                           "not_affected",
		`"analysis":{"state":"not_affected","detail":"d"},"affects":[{"ref":"me"}]`:                                                                          "not_affected",
		`"analysis":{"state":"resolved"},"affects":[{"ref":"r1"}]`:                                                                                           "fixed",
		`"analysis":{"state":"exploitable"},"affects":[{"ref":"r1"}]`:                                                                                        "it says affected",
		`"analysis":{"state":"exploitable"},"affects":[{"ref":"pkg:npm/lodash","versions":[{"range":"vers:npm/<5"}]}]`:                                       "it says affected",
		`"analysis":{"state":"not_affected","detail":"d"},"affects":[{"ref":"pkg:npm/lodash","versions":[{"range":"vers:npm/<5"}]}]`:                         "nothing",
		`"analysis":{"state":"not_affected","detail":"d"},"affects":[{"ref":"pkg:npm/lodash","versions":[{"version":"4.17.20","status":"unaffected"}]}]`:     "not_affected",
		`"analysis":{"state":"not_affected","detail":"d"},"affects":[{"ref":"pkg:npm/lodash","versions":[{"version":"4.17.20","status":"affected"}]}]`:       "nothing",
		`"analysis":{"state":"not_affected","detail":"d"}`:                                                                                                   "nothing",
		`"affects":[{"ref":"r1"}]`: "nothing",
	} {
		if got := about(t, head+body+`}]}`); got != want {
			t.Errorf("%s: %s, want %s", body, got, want)
		}
	}
}

func TestBad(t *testing.T) {
	for _, text := range []string{
		``, `null`, `[]`, `{}`, `{"@context":1}`, `{"bomFormat":"CycloneDX","vulnerabilities":1}`, strings.Repeat(`[`, 20000),
		openHead + `{"vulnerability":{"name":"X"},"status":"fine"}]}`,
		openHead + `{"vulnerability":{"name":""},"status":"fixed"}]}`,
		openHead + `{"vulnerability":{"name":"X"},"status":"not_affected","justification":"because"}]}`,
		openHead + `{"vulnerability":{"name":"X"},"status":"fixed","timestamp":"yesterday"}]}`,
		openHead + `{"vulnerability":{"name":"X"},"status":"fixed","products":[]}]}`,
		openHead + `{"vulnerability":{"name":"X"},"status":"fixed","products":[{"@id":"a","subcomponents":[]}]}]}`,
		openHead, strings.Repeat(" ", MaxSize+1),
	} {
		if _, err := Read("dir/v.json", []byte(text)); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "dir/v.json") {
			t.Errorf("%.60s: %v", text, err)
		}
	}
}

// document is what the writing tests write.
func document() *Document {
	return &Document{
		Name: "shop", Version: "abc", Author: "Security", Tool: "assay 1.0.0", Created: time.Unix(1767323045, 0),
		Entries: []Entry{
			{Name: "CVE-2000-1", Aliases: []string{"GHSA-aaaa-bbbb-cccc"}, PURL: "pkg:npm/lodash@4.17.20", Status: NotAffected, Justification: "vulnerable_code_not_in_execute_path", Impact: "never <called>"},
			{Name: "CVE-2000-2", PURL: "pkg:npm/lodash@4.17.20", Status: Affected, Action: "upgrade"},
			{Name: "CVE-2000-3", PURL: "pkg:npm/lodash@4.17.20", Status: UnderInvestigation},
			{Name: "CVE-2000-4", PURL: "pkg:npm/lodash@4.17.20", Status: NotAffected, Impact: "i", Within: []string{ProjectID("web/package.json")}},
			{Name: "CVE-2000-5", PURL: "pkg:npm/lodash@4.17.20", Status: NotAffected, Impact: "i", Within: []string{ProjectID("other/package.json")}},
			{Name: "CVE-2000-6", PURL: "pkg:npm/lodash@4.17.20", Status: Fixed},
		},
	}
}

func TestWrittenReadsBack(t *testing.T) {
	want := map[string]Status{"CVE-2000-1": NotAffected, "CVE-2000-2": Affected, "CVE-2000-3": UnderInvestigation, "CVE-2000-4": NotAffected, "CVE-2000-6": Fixed}
	for _, format := range Formats() {
		var a, b bytes.Buffer
		if err := errors.Join(Write(&a, format, document()), Write(&b, format, document())); err != nil {
			t.Fatal(err)
		}
		if a.String() != b.String() {
			t.Errorf("%s: two writings differ", format)
		}
		list, err := Read("v.json", a.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]Status{}
		for _, e := range document().Entries {
			if st, ok := NewSet(list).About([]string{e.Name}, &lodash); ok {
				got[e.Name] = st.Status
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

// TestOpenVEXRequires holds what we write to what OpenVEX requires.
func TestOpenVEXRequires(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, "openvex", document()); err != nil {
		t.Fatal(err)
	}
	var d map[string]any
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"@context", "@id", "author", "timestamp", "version", "statements"} {
		if d[k] == nil {
			t.Errorf("%s is missing", k)
		}
	}
	for _, s := range d["statements"].([]any) {
		st := s.(map[string]any)
		switch {
		case st["status"] == "affected" && st["action_statement"] == nil, st["products"] == nil:
			t.Errorf("incomplete: %v", st)
		case st["status"] == "not_affected" && st["justification"] == nil && st["impact_statement"] == nil:
			t.Errorf("no reason: %v", st)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, format := range Formats() {
		var b bytes.Buffer
		if err := Write(&b, format, document()); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Add([]byte(openHead + `{"vulnerability":"X","products":["pkg:npm/lodash@"],"status":"fixed"}]}`))
	f.Add([]byte(`{"bomFormat":"CycloneDX","vulnerabilities":[{"id":"X","analysis":{"state":"resolved"},"affects":[{"ref":"urn:cdx:a/1#urn:cdx:b/1#%"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Read("v.json", data)
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		set := NewSet(list)
		for _, st := range list {
			set.About(st.Vulnerability, &lodash)
			st.Sound()
			st.Limited(&lodash)
		}
	})
}
