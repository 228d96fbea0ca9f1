package advisory

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// record is a made-up advisory about acme-json.
const acme = `{"id":"GHSA-aaaa-bbbb-cccc","aliases":["CVE-2031-0001"],"published":"2031-02-03T10:00:00Z","modified":"2031-02-04T00:00:00Z",
"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
"affected":[{"package":{"ecosystem":"npm","name":"acme-json"},
 "ranges":[{"type":"SEMVER","events":[{"introduced":"2.0.0"},{"fixed":"2.1.0"},{"introduced":"1.0.0"},{"fixed":"1.4.2"}]},{"type":"GIT","events":[{"introduced":"0"}]}],
 "versions":["1.2.0","0.9.0"]},
 {"package":{"ecosystem":"Debian:12","name":"acme"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"}]}]}],
"database_specific":{"cwe_ids":["CWE-94","CWE-20"],"severity":"LOW"}}`

func parsed(t *testing.T) Advisory {
	t.Helper()
	list, err := Parse([]byte(acme))
	if err != nil || len(list) != 1 {
		t.Fatalf("%v, %d advisories: Debian is not ours", err, len(list))
	}
	return list[0]
}

func TestParse(t *testing.T) {
	a := parsed(t)
	if a.CVSS != 9.8 || a.Severity() != assay.Critical || a.Name() != "CVE-2031-0001" || !slices.Equal(a.CWE, []int{20, 94}) {
		t.Errorf("%+v", a)
	}
	if !slices.Equal(a.Versions, []string{"0.9.0"}) {
		t.Errorf("versions that a range covers are kept: %v", a.Versions)
	}
}

func TestAffects(t *testing.T) {
	a := parsed(t)
	for v, want := range map[string]bool{"0.8.9": false, "0.9.0": true, "1.0.0": true, "1.4.1": true, "1.4.2": false, "2.0.5": true, "2.1.0": false, "nonsense": false} {
		if a.Affects(v) != want {
			t.Errorf("%s: %v", v, !want)
		}
	}
	for v, want := range map[string]string{"1.0.0": "1.4.2", "2.0.0": "2.1.0", "0.9.0": "1.4.2", "3.0.0": ""} {
		if got := a.FixedAfter(v); got != want {
			t.Errorf("%s is fixed in %q, want %q", v, got, want)
		}
	}
}

func TestWithdrawnAndNoRecord(t *testing.T) {
	if list, err := Parse([]byte(strings.Replace(acme, `"id"`, `"withdrawn":"2031-03-01T00:00:00Z","id"`, 1))); err != nil || list != nil {
		t.Errorf("withdrawn: %v %v", list, err)
	}
	for _, bad := range []string{"", "[]", `{"id":""}`, "not json"} {
		if _, err := Parse([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a record", bad)
		}
	}
}

func built(t *testing.T) []byte {
	t.Helper()
	var b Builder
	b.Add(parsed(t))
	for i := range 500 {
		list, err := Parse(fmt.Appendf(nil, `{"id":"GO-2031-%04d","affected":[{"package":{"ecosystem":"Go","name":"example.com/m%d"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}`, i, i%50))
		if err != nil {
			t.Fatal(err)
		}
		b.Add(list...)
	}
	if err := b.AddExploited(strings.NewReader(`{"dateReleased":"2031-05-01T00:00:00Z","vulnerabilities":[{"cveID":"CVE-2031-0001","dateAdded":"2031-04-01"}]}`)); err != nil {
		t.Fatal(err)
	}
	if err := b.AddEPSS(strings.NewReader("#model_version:v1,score_date:2031-05-02T00:00:00+0000\ncve,epss,percentile\nCVE-2031-0001,0.97321,0.99\n"), parsed(t).Modified); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestIndex(t *testing.T) {
	data := built(t)
	if !bytes.Equal(data, built(t)) {
		t.Error("the same records gave other bytes")
	}
	ix, err := Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := ix.Of(assay.NPM, "acme-json")
	if err != nil || len(got) != 1 {
		t.Fatalf("%v %v", got, err)
	}
	want := parsed(t)
	want.EPSS = 0.97321
	want.Exploited = date("2031-04-01T00:00:00Z")
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
	if list, err := ix.Of(assay.Go, "example.com/m7"); err != nil || len(list) != 10 {
		t.Errorf("%d advisories, %v", len(list), err)
	}
	if list, err := ix.Of(assay.Go, "acme-json"); err != nil || list != nil {
		t.Errorf("another ecosystem's: %v %v", list, err)
	}
	for _, name := range []string{"CVE-2031-0001", "GHSA-aaaa-bbbb-cccc"} {
		if list, err := ix.Named(name); err != nil || len(list) != 1 {
			t.Errorf("%s: %v %v", name, list, err)
		}
	}
	if ix.Info.EPSS.Day() != 2 || ix.Info.Exploited.Month() != 5 {
		t.Errorf("dates: %+v", ix.Info)
	}
}

func TestDamage(t *testing.T) {
	data := built(t)
	for n := 0; n < len(data); n += 97 {
		ix, err := Bytes(data[:n])
		if err == nil {
			err = ix.All(func([]Advisory) error { return nil })
		}
		if err == nil {
			t.Fatalf("%d of %d bytes are taken for whole", n, len(data))
		}
	}
	for n := 0; n < len(data); n += 53 {
		bad := slices.Clone(data)
		bad[n] ^= 0x40
		if ix, err := Bytes(bad); err == nil {
			err = ix.All(func([]Advisory) error { return nil })
			if err == nil {
				t.Fatalf("byte %d of %d may change unseen", n, len(data))
			}
		}
	}
}

func TestKeep(t *testing.T) {
	old, err := Bytes(built(t))
	if err != nil {
		t.Fatal(err)
	}
	var b Builder
	list, err := Parse([]byte(strings.NewReplacer("acme-json", "acme-xml", "GHSA-aaaa-bbbb-cccc", "GHSA-dddd-eeee-ffff").Replace(acme)))
	if err != nil {
		t.Fatal(err)
	}
	b.Add(list...)
	if err := b.Keep(old); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		t.Fatal(err)
	}
	ix, err := Bytes(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if list, err := ix.Of(assay.NPM, "acme-json"); err != nil || list != nil {
		t.Errorf("npm was replaced, and %v stayed: %v", list, err)
	}
	if list, err := ix.Of(assay.Go, "example.com/m7"); err != nil || len(list) != 10 {
		t.Errorf("Go was not replaced: %d %v", len(list), err)
	}
	if list, err := ix.Of(assay.NPM, "acme-xml"); err != nil || len(list) != 1 || list[0].Exploited.IsZero() || list[0].EPSS == 0 {
		t.Errorf("what is known of exploitation is lost: %+v %v", list, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(acme))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Parse(data)
		if err != nil || len(list) == 0 {
			return
		}
		var b Builder
		b.Add(list...)
		var out bytes.Buffer
		if err := b.Write(&out); err != nil {
			t.Fatal(err)
		}
		ix, err := Bytes(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if err := ix.All(func([]Advisory) error { return nil }); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzOpen(f *testing.F) {
	var b Builder
	list, _ := Parse([]byte(acme))
	b.Add(list...)
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Fuzz(func(_ *testing.T, data []byte) {
		if ix, err := Bytes(data); err == nil {
			_ = ix.All(func([]Advisory) error { return nil })
		}
	})
}

func TestImports(t *testing.T) {
	const affected = `{"package":{"ecosystem":"Go","name":"example.com/a"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}],"ecosystem_specific":%s}`
	for specific, want := range map[string]int{
		`{"imports":[{"path":"example.com/a/b","symbols":["F","T.M"]},{"path":"example.com/a/c"}]}`: 2,
		`{"imports":"none"}`: 0, `[]`: 0, `null`: 0, `{"imports":[{"symbols":["F"]}]}`: 0,
	} {
		list, err := Parse([]byte(`{"id":"GO-2000-1","affected":[` + strings.ReplaceAll(affected, "%s", specific) + `]}`))
		if err != nil || len(list) != 1 || len(list[0].Imports) != want {
			t.Errorf("%s: %v, %v", specific, list, err)
			continue
		}
		back, err := decode(encode(list))
		if err != nil || !reflect.DeepEqual(back, list) {
			t.Errorf("%s: read back as %+v, %v", specific, back, err)
		}
	}
}
