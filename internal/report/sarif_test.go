package report_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/report"
)

// object is JSON as SARIF's readers see it.
type object = map[string]any

func sarif(t *testing.T, v *report.View, o report.Options) (object, []object) {
	t.Helper()
	var log object
	out := render(t, "sarif", v, o)
	if err := json.Unmarshal([]byte(out), &log); err != nil {
		t.Fatal(err)
	}
	if log["version"] != "2.1.0" || len(log["runs"].([]any)) != 1 {
		t.Fatalf("want one run of version 2.1.0")
	}
	run := log["runs"].([]any)[0].(object)
	var results []object
	for _, r := range run["results"].([]any) {
		results = append(results, r.(object))
	}
	return run, results
}

func dig(o any, keys ...any) any {
	for _, k := range keys {
		switch k := k.(type) {
		case string:
			m, _ := o.(object)
			o = m[k]
		case int:
			l, _ := o.([]any)
			if k >= len(l) {
				return nil
			}
			o = l[k]
		}
	}
	return o
}

var relativeURI = regexp.MustCompile(`^(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+$`)

// TestSARIFRules checks what the schema of SARIF 2.1.0 and its prose demand.
func TestSARIFRules(t *testing.T) {
	views := []*report.View{denied(), passed(), unfinished(), many(300)}
	for _, s := range hostileStrings {
		views = append(views, hostile(s))
	}
	for _, v := range views {
		for _, system := range []string{"", "github", "gitlab", "sonarqube"} {
			run, results := sarif(t, v, report.Options{For: system})
			rules := dig(run, "tool", "driver", "rules").([]any)
			if dig(run, "tool", "driver", "name") != "Assay" || dig(run, "invocations", 0, "executionSuccessful") == nil {
				t.Fatal("a required property is missing")
			}
			for _, r := range results {
				checkResult(t, r, rules)
			}
		}
	}
}

func checkResult(t *testing.T, r object, rules []any) {
	t.Helper()
	index := int(r["ruleIndex"].(float64))
	if index < 0 || index >= len(rules) || dig(rules[index], "id") != r["ruleId"] {
		t.Fatalf("ruleIndex %d is not rule %q", index, r["ruleId"])
	}
	if s, ok := dig(rules[index], "properties", "security-severity").(string); !ok || s == "" {
		t.Errorf("rule %q has no security-severity", r["ruleId"])
	}
	if l := r["level"]; l != "error" && l != "warning" && l != "note" {
		t.Errorf("level %v", l)
	}
	if b := r["baselineState"]; b != nil && b != "new" && b != "unchanged" {
		t.Errorf("baselineState %v", b)
	}
	if p := dig(r, "locations", 0, "physicalLocation"); p != nil {
		checkPlace(t, p.(object))
	}
	for _, s := range list(r["suppressions"]) {
		if dig(s, "kind") != "inSource" || dig(s, "status") != "accepted" && dig(s, "status") != "rejected" {
			t.Errorf("suppression %v", s)
		}
	}
}

func checkPlace(t *testing.T, p object) {
	t.Helper()
	uri, _ := dig(p, "artifactLocation", "uri").(string)
	if !relativeURI.MatchString(uri) || strings.HasPrefix(uri, "/") {
		t.Errorf("uri %q is no relative reference", uri)
	}
	if dig(p, "artifactLocation", "uriBaseId") != "%SRCROOT%" {
		t.Error("uriBaseId is missing")
	}
	region, _ := p["region"].(object)
	for k, n := range region {
		if f, ok := n.(float64); ok && f < 1 {
			t.Errorf("%s is %v", k, f)
		}
	}
}

func list(v any) []any { l, _ := v.([]any); return l }

func TestSARIFURI(t *testing.T) {
	for path, want := range map[string]string{
		"a b/ü.go": "a%20b/%C3%BC.go", "x\xff:1": "x%FF%3A1", "100%.txt": "100%25.txt", "/etc/x": "%2Fetc/x",
	} {
		v := denied()
		v.Findings[0].Location.Path = path
		_, results := sarif(t, v, report.Options{})
		if got := dig(results[0], "locations", 0, "physicalLocation", "artifactLocation", "uri"); got != want {
			t.Errorf("uri of %q: got %v, want %s", path, got, want)
		}
	}
}

func TestSARIFTags(t *testing.T) {
	run, _ := sarif(t, denied(), report.Options{})
	var all []string
	for _, r := range dig(run, "tool", "driver", "rules").([]any) {
		for _, tag := range list(dig(r, "properties", "tags")) {
			all = append(all, tag.(string))
		}
	}
	joined := strings.Join(all, " ")
	for _, want := range []string{"external/cwe/cwe-089", "external/cwe/cwe-798", "security"} {
		if !strings.Contains(joined, want) {
			t.Errorf("no tag %s in %s", want, joined)
		}
	}
}

func TestSARIFForGitHub(t *testing.T) {
	v := many(6_000)
	v.Rules[0].Tags = strings.Fields("a b c d e f g h i j k l")
	v.Findings[0].Location = assay.Location{}
	var said []string
	run, results := sarif(t, v, report.Options{For: "github", Notice: func(s string) { said = append(said, s) }})
	if len(results) != 5_000 {
		t.Errorf("got %d results, want 5,000", len(results))
	}
	if results[0]["level"] != "error" || results[4_999]["level"] == "error" {
		t.Error("not worst first")
	}
	if n := len(list(dig(run, "tool", "driver", "rules", 0, "properties", "tags"))); n != 10 {
		t.Errorf("got %d tags, want 10", n)
	}
	if len(said) != 3 || dig(run, "properties", "leftOut") == nil {
		t.Errorf("it does not say what it left out: %q", said)
	}
}

func TestSARIFFitsGitHubsSize(t *testing.T) {
	v := many(2_000)
	for i := range v.Findings { // text that does not compress
		v.Findings[i].Message = noise(i, 6_800)
	}
	cutting := 0
	out := render(t, "sarif", v, report.Options{For: "github", Notice: func(string) { cutting++ }})
	if cutting == 0 {
		t.Error("nothing had to be cut: the test needs more text")
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(out)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	if b.Len() > 10<<20 {
		t.Errorf("%d bytes compressed", b.Len())
	}
}

func noise(seed, n int) string {
	out, x := make([]byte, n), uint64(seed)*2862933555777941757+3037000493
	for i := range out {
		x = x*6364136223846793005 + 1442695040888963407
		out[i] = byte('!' + x>>57%90)
	}
	return string(out)
}

func TestSARIFForSonarQube(t *testing.T) {
	_, all := sarif(t, denied(), report.Options{})
	_, kept := sarif(t, denied(), report.Options{For: "sonarqube"})
	if len(all) != len(kept)+1 {
		t.Errorf("got %d of %d results, want all but the suppressed one", len(kept), len(all))
	}
	for _, r := range kept {
		if dig(r, "locations", 0, "physicalLocation", "region", "startLine") == nil {
			t.Errorf("%v has no line", r["ruleId"])
		}
	}
}
