package evidence

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// testKey is the key of a number: made up, the same in every run.
func testKey(n int) Key { return NewKey(sha256.Sum256([]byte(fmt.Sprint("test key ", n)))) }

var testTime = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

// testOptions are those of a log that is the same in every run.
func testOptions(n int) Options {
	seed := sha256.Sum256([]byte("salts"))
	return Options{Key: testKey(n), Now: func() time.Time { return testTime }, Random: mathrand.NewChaCha8(seed)}
}

func openTest(t *testing.T, dir string, o Options) *Log {
	t.Helper()
	l, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func testRun(n int) assay.Run {
	return assay.Run{
		ID: fmt.Sprintf("run-%d", n), Started: testTime.Add(time.Duration(n) * time.Hour), Seconds: 1.5, Version: "v1",
		Repository: "example.com/bank/payments", Head: fmt.Sprintf("%040d", n), Profile: "standard",
		Services: []assay.RunService{{ID: "payments", Profile: "standard"}},
		Findings: []assay.RunFinding{{Rule: "secret/github-pat", Fingerprint: "00112233445566778899aabbccddeeff", Severity: assay.High}},
		Decision: assay.Decision{Outcome: "pass", Effect: assay.Allow},
		People:   []assay.Person{{Role: "author", Name: "Ada <ada@example.com>"}, {Role: "approver", Name: "Bob <bob@example.com>"}},
	}
}

func mustAppend(t *testing.T, l *Log, entries ...Entry) []Receipt {
	t.Helper()
	got, err := l.Append(t.Context(), entries...)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func mustVerify(t *testing.T, dir string, c Checks) *Report {
	t.Helper()
	r, err := Verify(t.Context(), dir, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAppendReadVerify(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "evidence")
	l := openTest(t, dir, testOptions(1))
	for n := range 3 {
		got := mustAppend(t, l, RunEntries(testRun(n), Context{Builder: NewBuilder("gitlab", "v1", KeyInManager)})...)
		if len(got) != 3 || len(got[0].ID) != 16 || got[0].Index != int64(1+3*n) {
			t.Fatalf("receipts %+v", got)
		}
	}
	deploy := assay.Deploy{ID: "d1", At: testTime.Add(5 * time.Hour), Service: "payments", Environment: "production", Commit: testRun(1).Head, People: []assay.Person{{Role: "deployer", Name: "Cy"}}}
	last := mustAppend(t, l, DeployEntry(deploy))[0]
	r := mustVerify(t, dir, Checks{Trust: []Public{testKey(1).Public()}})
	if !r.OK() || r.Size != 11 || !r.Pinned || r.Checkpoints != 4 || r.Names != 7 || r.Personal != 7 || len(r.Notes) > 0 {
		t.Errorf("report %+v", r)
	}
	found, err := l.Find(t.Context(), last.ID[:8])
	if err != nil || found.Kind != KindDeploy || found.Index != 10 {
		t.Errorf("find: %+v, %v", found, err)
	}
	pop, err := l.Population(t.Context(), Filter{From: testTime.Add(time.Hour), Service: "payments"})
	if err != nil {
		t.Fatal(err)
	}
	want := testRun(1)
	want.People = nil
	if len(pop.Runs) != 2 || len(pop.Deploys) != 1 || pop.Runs[0].Decided == "" {
		t.Fatalf("population %+v", pop)
	}
	if diff := cmp.Diff(want, pop.Runs[0].Run); diff != "" {
		t.Error(diff)
	}
}

func TestNoNameInTheLog(t *testing.T) {
	disk := newMemory()
	o := testOptions(1)
	o.Disk = disk
	mustAppend(t, openTest(t, "", o), RunEntries(testRun(1), Context{})...)
	for name, n := range disk.tree {
		data := string(n.data)
		if len(name) > 4 && name[:5] == "names" {
			continue
		}
		for _, entry := range decodeAll(t, disk) {
			data += string(entry.Payload)
		}
		for _, person := range []string{"Ada", "ada@example.com", "Bob"} {
			if contains(data, person) {
				t.Errorf("%s holds %q", name, person)
			}
		}
	}
}

func TestLongStatementsAreSplit(t *testing.T) {
	dir := t.TempDir()
	l := openTest(t, dir, testOptions(1))
	run := testRun(1)
	for n := range 10_000 {
		sum := sha256.Sum256(fmt.Append(nil, n))
		run.Findings = append(run.Findings, assay.RunFinding{Rule: "sast/java/sql-injection", Fingerprint: assay.Fingerprint(fmt.Sprintf("%x", sum[:16])), Severity: assay.Medium})
	}
	receipts := mustAppend(t, l, RunEntries(run, Context{})...)
	if receipts[0].Index < 5 {
		t.Errorf("index %d: it was not split", receipts[0].Index)
	}
	if r := mustVerify(t, dir, Checks{}); !r.OK() {
		t.Error(r.Problems)
	}
	pop, err := l.Population(t.Context(), Filter{})
	if err != nil || len(pop.Runs[0].Findings) != 10_001 {
		t.Errorf("%v, %v", pop, err)
	}
}

func TestKeyOfAnother(t *testing.T) {
	dir := t.TempDir()
	mustAppend(t, openTest(t, dir, testOptions(1)), DeployEntry(assay.Deploy{ID: "d"}))
	_, err := openTest(t, dir, testOptions(2)).Append(t.Context(), DeployEntry(assay.Deploy{ID: "e"}))
	if !errors.Is(err, fault.Conflict) || fault.ExitCode(err) != fault.ExitUnfinished {
		t.Errorf("%v", err)
	}
	if _, err := openTest(t, dir, Options{}).Append(t.Context()); !errors.Is(err, fault.Unavailable) {
		t.Errorf("without a key: %v", err)
	}
	if _, err := Open(filepath.Join(dir, "none"), Options{}); !errors.Is(err, fault.NotFound) {
		t.Errorf("no log: %v", err)
	}
}

func TestManyWriters(t *testing.T) {
	dir := t.TempDir()
	done := make(chan error)
	for w := range 4 {
		go func() {
			o := testOptions(1)
			o.Random = nil
			l, err := Open(dir, o)
			for n := range 20 {
				if err == nil {
					_, err = l.Append(context.Background(), DeployEntry(assay.Deploy{ID: fmt.Sprint(w, n)}))
				}
			}
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	r := mustVerify(t, dir, Checks{})
	if !r.OK() || r.Kinds[KindDeploy] != 80 {
		t.Errorf("%+v", r)
	}
}

func TestUnwritable(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(filepath.Join(file, "evidence"), testOptions(1))
	if fault.ExitCode(err) != fault.ExitUnfinished || fault.Help(err) == "" {
		t.Errorf("%v", err)
	}
}
