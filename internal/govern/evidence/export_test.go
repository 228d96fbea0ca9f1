package evidence

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// auditWeek is a week with one bypass, one expired waiver and one emergency.
func auditWeek(t *testing.T) (*Log, *memory) {
	t.Helper()
	m := newMemory()
	o := testOptions(1)
	o.Disk = m
	l := openTest(t, "", o)
	ci := Context{Builder: NewBuilder("GitLab CI", "v1", KeyInManager)}
	deploy := func(n int, hours int) {
		mustAppend(t, l, DeployEntry(assay.Deploy{ID: string(rune('a' + n)), At: testTime.Add(time.Duration(hours) * time.Hour), Service: "payments", Environment: "production", Commit: testRun(n).Head}))
	}
	for n := range 6 {
		run := testRun(n)
		switch n {
		case 2:
			run.Decision = assay.Decision{Outcome: "deny", Effect: assay.Deny, Rulings: []assay.Ruling{{Policy: "p", Effect: assay.Deny, Message: "a token is new in pay.go"}}}
		case 3:
			run.Findings = append(run.Findings, assay.RunFinding{Rule: "governance/waiver-expired", Fingerprint: "ffeeddccbbaa99887766554433221100"})
		case 4:
			run.Decision.Emergency = "EMG-1"
			run.People = append(run.People, assay.Person{Role: assay.RoleEmergencyApprover, Name: "Di"})
		}
		mustAppend(t, l, RunEntries(run, ci)...)
		deploy(n, n+1)
	}
	return l, m
}

func TestAnAuditorsFirstScreen(t *testing.T) {
	l, _ := auditWeek(t)
	var one, two bytes.Buffer
	done, err := l.Export(t.Context(), &one, Filter{Service: "payments"}, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Export(t.Context(), &two, Filter{Service: "payments"}, false); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Errorf("two exports differ (%v)", err)
	}
	p := done.Page
	if len(p.Bypasses) != 1 || p.Bypasses[0].Verdict != Denied || len(p.Emergencies) != 1 || len(p.Waivers) != 1 || len(p.Deploys) != 6 {
		t.Errorf("%+v", p)
	}
	page, err := p.html()
	if err != nil {
		t.Fatal(err)
	}
	first := string(page[:strings.Index(string(page), "<h2>Deploys")])
	for _, want := range []string{"a token is new in pay.go", "EMG-1", "governance/waiver-expired"} {
		if !strings.Contains(first, want) {
			t.Errorf("the first screen lacks %q", want)
		}
	}
}

func TestExportWithoutItsFiles(t *testing.T) {
	l, _ := auditWeek(t)
	name := filepath.Join(t.TempDir(), "e.zip")
	var b bytes.Buffer
	if _, err := l.Export(t.Context(), &b, Filter{}, true); err != nil {
		t.Fatal(err)
	}
	verify := func(files map[string][]byte) *Report {
		var out bytes.Buffer
		if _, err := writeZip(&out, files); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := VerifyExport(context.Background(), name, Checks{Trust: []Public{testKey(1).Public()}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := readZip(name)
	if err != nil {
		t.Fatal(err)
	}
	if r := verify(files); !r.OK() || r.Names == 0 {
		t.Fatalf("%+v", r)
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		without := maps.Clone(files)
		delete(without, file)
		if r := verify(without); r.OK() && !strings.HasPrefix(file, namesFolder) {
			t.Errorf("%s is gone, and nobody saw it", file)
		}
		for at := 0; at < len(files[file]); at += 1 + len(files[file])/20 {
			other := maps.Clone(files)
			other[file] = bytes.Clone(files[file])
			other[file][at] ^= 0x20
			if r := verify(other); r.OK() {
				t.Errorf("byte %d of %s was changed, and nobody saw it", at, file)
			}
		}
	}
	files["extra"] = nil
	if r := verify(files); r.OK() {
		t.Error("a foreign file was not seen")
	}
}

func TestReconcile(t *testing.T) {
	l, _ := auditWeek(t)
	at := func(h int) time.Time { return testTime.Add(time.Duration(h) * time.Hour) }
	r, err := l.Reconcile(t.Context(), []assay.Deploy{
		{At: at(1), Service: "payments", Environment: "production", Commit: testRun(0).Head},
		{At: at(3), Service: "payments", Commit: testRun(2).Head},
		{At: at(5), Service: "payments", Commit: testRun(4).Head},
		{At: at(4), Service: "payments", Commit: testRun(5).Head},
		{At: at(9), Service: "cards", Commit: testRun(1).Head},
		{At: at(9), Service: "payments", Commit: strings.Repeat("f", 40)},
	}, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var got []Verdict
	for _, d := range r.Deploys {
		got = append(got, d.Verdict)
	}
	if want := []Verdict{Passed, Denied, Emergency, Late, Untested, Untested}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if r.Complete() || r.Bypasses() != 4 || len(r.Unlisted) != 3 {
		t.Errorf("%+v", r)
	}
}

func TestNamesAreForgotten(t *testing.T) {
	l, m := auditWeek(t)
	all := func(*Record) bool { return true }
	if n, err := l.Hold(t.Context(), func(r *Record) bool { return r.Kind == KindEmergency }, true, "case"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if done, err := l.Forget(t.Context(), all); err != nil || done.Statements != 0 || done.Young == 0 {
		t.Errorf("%+v, %v", done, err)
	}
	l.o.Now = func() time.Time { return testTime.Add(DefaultRetention + time.Hour) }
	done, err := l.Forget(t.Context(), all)
	if err != nil || done.Statements == 0 || done.Held != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	r := mustVerify(t, "", Checks{Disk: m})
	if !r.OK() || r.Names != 1 {
		t.Errorf("%+v", r)
	}
	items, err := m.List(namesFolder)
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	if err := m.Remove(namesFolder + "/" + items[0].Name); err != nil {
		t.Fatal(err)
	}
	r = mustVerify(t, "", Checks{Disk: m})
	if r.OK() || r.Problems[0] != (Problem{namesFolder + "/" + items[0].Name, "is on hold, and gone"}) {
		t.Errorf("names on hold were deleted: %+v", r.Problems)
	}
	if n, err := l.Hold(t.Context(), all, true, "another case"); err != nil || n != 0 {
		t.Errorf("what is gone was held: %d, %v", n, err)
	}
}
