package evidence

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

// logOf makes a log of about n entries in forty appends, with names, a trusted
// key and a change of key.
func logOf(t testing.TB, n int) *memory {
	m := newMemory()
	o := testOptions(1)
	o.Disk = m
	l, err := Open("", o)
	if err != nil {
		t.Fatal(err)
	}
	must := func(_ []Receipt, err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	must(l.Trust(context.Background(), testKey(3).Public(), "runners"))
	for i := 0; i < n-3; {
		var batch []Entry
		for range min(max(1, n/40), n-3-i) {
			d := assay.Deploy{ID: fmt.Sprint(i), Service: "payments"}
			if i%50 == 0 {
				d.People = []assay.Person{{Role: "deployer", Name: "Ada"}}
			}
			batch = append(batch, DeployEntry(d))
			i++
		}
		must(l.Append(context.Background(), batch...))
	}
	must(l.Rotate(context.Background(), testKey(2), "yearly"))
	return m
}

// changed is a disk on which one file is different.
type changed struct {
	disk.Disk
	name string
	data []byte
}

func (c *changed) Read(name string, limit int64) ([]byte, error) {
	if name == c.name {
		return c.data, nil
	}
	return c.Disk.Read(name, limit)
}

func (c *changed) Lock(context.Context, bool) (func() error, error) {
	return func() error { return nil }, nil
}

// TestEveryByteCounts flips a bit in each byte of each file of a log of 200
// entries: every single change must be found. It takes most of a minute; -short
// looks at every seventeenth byte.
func TestEveryByteCounts(t *testing.T) {
	m := logOf(t, 200)
	checks := Checks{Trust: []Public{testKey(1).Public()}, known: &sync.Map{}, Disk: m}
	if r := mustVerify(t, "", checks); !r.OK() || r.Size != 200 || r.Names != 4 {
		t.Fatalf("%+v", r)
	}
	type place struct {
		name string
		at   int
	}
	var all []place
	for _, name := range slices.Sorted(maps.Keys(m.tree)) {
		for at := range m.tree[name].data {
			all = append(all, place{name, at})
		}
	}
	t.Logf("%d bytes", len(all))
	if len(all) < 100_000 {
		t.Fatal("that is not the whole log")
	}
	step := 1
	if testing.Short() {
		step = 17
	}
	parallelTest(len(all)/step, func(i int) {
		i *= step
		p := all[i]
		c := &changed{m, p.name, bytes.Clone(m.tree[p.name].data)}
		c.data[p.at] ^= 1 << (i % 8)
		checks := checks
		checks.Disk = c
		r, err := Verify(context.Background(), "", checks)
		if err != nil || r.OK() {
			t.Errorf("byte %d of %s was changed, and nobody saw it (%v)", p.at, p.name, err)
		}
	})
}

func parallelTest(n int, do func(int)) {
	var wait sync.WaitGroup
	for w := range 4 {
		wait.Go(func() {
			for i := w; i < n; i += 4 {
				do(i)
			}
		})
	}
	wait.Wait()
}

func clone(m *memory) *memory {
	out := newMemory()
	for name, n := range m.tree {
		out.tree[name] = &inode{dir: n.dir, data: bytes.Clone(n.data), safe: bytes.Clone(n.data)}
	}
	return out
}

// rewrite builds the tree of a log anew over other entries, as somebody would who
// has no key: the old checkpoint and history stay.
func rewrite(t *testing.T, m *memory, change func([][]byte) [][]byte) {
	t.Helper()
	var entries [][]byte
	for _, env := range decodeAll(t, m) {
		entries = append(entries, env.Bytes())
	}
	entries = change(entries)
	for name := range m.tree {
		if strings.HasPrefix(name, tiles.Folder+"/") && !m.tree[name].dir {
			delete(m.tree, name)
		}
	}
	files, _, _, err := tiles.Extend(nil, tiles.Empty(), entries)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := m.Mkdir(path.Dir(f.Place.Path())); err != nil {
			t.Fatal(err)
		}
		if err := m.Write(f.Place.Path(), f.Data); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTampering(t *testing.T) {
	whole := logOf(t, 60)
	pin := []Public{testKey(1).Public()}
	verify := func(t *testing.T, m *memory, c Checks, want string) {
		t.Helper()
		c.Disk = m
		r := mustVerify(t, "", c)
		if r.OK() || !strings.Contains(fmt.Sprint(r.Problems), want) {
			t.Errorf("problems %v, want %q", r.Problems, want)
		}
	}
	cases := []struct {
		name, want string
		change     func([][]byte) [][]byte
	}{
		{"removed", "cannot be read", func(e [][]byte) [][]byte { return slices.Delete(e, 20, 21) }},
		{"reordered", "of other entries", func(e [][]byte) [][]byte { e[20], e[21] = e[21], e[20]; return e }},
		{"replaced", "of other entries", func(e [][]byte) [][]byte {
			s, err := Sign(testOptions(1), DeployEntry(assay.Deploy{ID: "x"}))
			if err != nil {
				t.Fatal(err)
			}
			e[20] = s[0].Envelope.Bytes()
			return e
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := clone(whole)
			rewrite(t, m, c.change)
			if c.name == "removed" { // its files are of another width: they are missing
				c.want = "is missing"
			}
			verify(t, m, Checks{}, c.want)
		})
	}
	t.Run("every file missed", func(t *testing.T) {
		for name, n := range whole.tree {
			if n.dir || strings.HasPrefix(name, namesFolder) {
				continue
			}
			m := clone(whole)
			delete(m.tree, name)
			verify(t, m, Checks{}, "is missing")
		}
	})
	t.Run("foreign log", func(t *testing.T) {
		o := testOptions(9)
		o.Disk = newMemory()
		mustAppend(t, openTest(t, "", o), DeployEntry(assay.Deploy{ID: "1"}))
		verify(t, o.Disk.(*memory), Checks{Trust: pin}, "not a key that you trust")
	})
	t.Run("foreign checkpoint", func(t *testing.T) {
		m := clone(whole)
		cp, err := ParseCheckpoint(m.tree[checkpointFile].data)
		if err != nil {
			t.Fatal(err)
		}
		forged, err := signCheckpoint(testKey(9), cp.Origin, cp.Head)
		if err != nil {
			t.Fatal(err)
		}
		m.tree[checkpointFile].data = forged.Raw
		verify(t, m, Checks{}, "not signed by the log's key")
	})
	t.Run("foreign entry", func(t *testing.T) {
		// the log's owner signs the tree over an entry of a key that it never trusted
		o := testOptions(1)
		o.Disk = newMemory()
		l := openTest(t, "", o)
		mustAppend(t, l, DeployEntry(assay.Deploy{ID: "1"}))
		_, err := l.append(t.Context(), testKey(1), func(Checkpoint) ([]Signed, error) {
			return Sign(testOptions(9), DeployEntry(assay.Deploy{ID: "2"}))
		})
		if err != nil {
			t.Fatal(err)
		}
		verify(t, o.Disk.(*memory), Checks{}, "signed by a foreign key")
	})
	t.Run("rolled back", func(t *testing.T) {
		o := testOptions(1)
		m := newMemory()
		o.Disk = m
		l := openTest(t, "", o)
		mustAppend(t, l, DeployEntry(assay.Deploy{ID: "1"}))
		old := clone(m)
		mustAppend(t, l, DeployEntry(assay.Deploy{ID: "2"}))
		half := clone(m)
		half.tree[checkpointFile] = old.tree[checkpointFile]
		verify(t, half, Checks{}, "rolled back")
		// all of it: only who kept a checkpoint sees that
		if r := mustVerify(t, "", Checks{Disk: old}); !r.OK() {
			t.Error(r.Problems)
		}
		verify(t, old, Checks{Checkpoints: m.tree[historyFile].data}, "rolled back")
		verify(t, old, Checks{Checkpoints: m.tree[checkpointFile].data}, "rolled back")
		if r := mustVerify(t, "", Checks{Disk: m, Checkpoints: old.tree[historyFile].data}); !r.OK() || r.Witnessed != 1 {
			t.Errorf("%+v", r)
		}
	})
	t.Run("split view", func(t *testing.T) {
		// the same key signs another history of the same length
		one, two := testOptions(1), testOptions(1)
		one.Disk, two.Disk = newMemory(), newMemory()
		mustAppend(t, openTest(t, "", one), DeployEntry(assay.Deploy{ID: "1"}))
		mustAppend(t, openTest(t, "", two), DeployEntry(assay.Deploy{ID: "2"}))
		verify(t, one.Disk.(*memory), Checks{Checkpoints: two.Disk.(*memory).tree[historyFile].data}, "of other entries")
	})
}

func TestKeysOfALog(t *testing.T) {
	m := newMemory()
	o := testOptions(1)
	o.Disk = m
	l := openTest(t, "", o)
	ctx := t.Context()
	runner, err := Sign(testOptions(3), DeployEntry(assay.Deploy{ID: "from CI", People: []assay.Person{{Role: "deployer", Name: "Ada"}}}))
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := WriteBundle(&file, runner); err != nil {
		t.Fatal(err)
	}
	bundle, err := ReadBundle(&file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Submit(ctx, bundle); err == nil || !strings.Contains(err.Error(), "foreign key") {
		t.Errorf("an unknown key: %v", err)
	}
	if _, err := l.Trust(ctx, testKey(3).Public(), "runners"); err != nil {
		t.Fatal(err)
	}
	for i, known := range []bool{false, true} {
		got, err := l.Submit(ctx, bundle)
		if err != nil || len(got) != 1 || got[0].Known != known || got[0].Index != 2 {
			t.Errorf("submission %d: %+v, %v", i, got, err)
		}
	}
	forged := slices.Clone(bundle)
	forged[0].Envelope.Payload = bytes.Replace(forged[0].Envelope.Payload, []byte("from CI"), []byte("from me"), 1)
	if _, err := l.Submit(ctx, forged); err == nil {
		t.Error("an altered envelope was taken")
	}
	own, err := Sign(testOptions(3), keyEntry(KindTrust, KeyEvent{Public: testKey(4).Public()}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Submit(ctx, own); err == nil || !strings.Contains(err.Error(), "the log's own to write") {
		t.Errorf("a runner trusts a key: %v", err)
	}
	if _, err := l.Revoke(ctx, testKey(3).Public().ID()[:12], "stolen"); err != nil {
		t.Fatal(err)
	}
	later, err := Sign(testOptions(3), DeployEntry(assay.Deploy{ID: "later"}))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Submit(ctx, later); err == nil || !strings.Contains(err.Error(), "does not count any more") {
		t.Errorf("a revoked key: %v", err)
	}
	if _, err := l.Rotate(ctx, testKey(2), "yearly"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(ctx, DeployEntry(assay.Deploy{ID: "old key"})); err == nil {
		t.Error("the old key still signs")
	}
	o.Key = testKey(2)
	mustAppend(t, openTest(t, "", o), DeployEntry(assay.Deploy{ID: "new key"}))
	r := mustVerify(t, "", Checks{Disk: m, Trust: []Public{testKey(1).Public()}})
	if !r.OK() || len(r.Keys) != 3 || r.Keys[0].ID != testKey(2).Public().ID() || r.Names != 1 {
		t.Errorf("%+v", r)
	}
}

// TestDecisionOfAnother: a trusted runner can't decide on what another runner
// tested, whatever run it names.
func TestDecisionOfAnother(t *testing.T) {
	ctx := context.Background()
	l := openTest(t, t.TempDir(), testOptions(1))
	denied := testRun(1)
	denied.Decision = assay.Decision{Outcome: "deny", ExitCode: 1, Effect: assay.Deny}
	mustAppend(t, l, RunEntries(denied, Context{})...)
	if _, err := l.Trust(ctx, testKey(2).Public(), "another runner"); err != nil {
		t.Fatal(err)
	}
	passed := denied
	passed.Decision = assay.Decision{Outcome: "pass", Effect: assay.Allow}
	forged := RunEntries(passed, Context{})
	for name, entries := range map[string][]Entry{"the decision alone": forged[1:2], "with its run": forged} {
		bundle, err := Sign(testOptions(2), entries...)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Submit(ctx, bundle); err != nil {
			t.Fatal(err)
		}
		p, err := l.Population(ctx, Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if got := p.Runs[0]; got.Decision.Outcome != "deny" {
			t.Errorf("%s: the run's outcome is %q", name, got.Decision.Outcome)
		}
	}
}
