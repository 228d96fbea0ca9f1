package evidence

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/govern/evidence/tiles"
)

func contains(s, sub string) bool { return strings.Contains(s, sub) }

// decodeAll reads the envelopes of a log that fits one bundle.
func decodeAll(t *testing.T, m *memory) []Envelope {
	t.Helper()
	raw, err := m.Read(checkpointFile, maxCheckpoint)
	if err != nil {
		t.Fatal(err)
	}
	cp, err := ParseCheckpoint(raw)
	if err != nil {
		t.Fatal(err)
	}
	var out []Envelope
	for n := int64(0); n < cp.Head.Size; n++ {
		data, err := tiles.Entry(func(p string) ([]byte, error) { return m.Read(p, tiles.MaxFile) }, cp.Head, n)
		if err != nil {
			t.Fatal(err)
		}
		env, err := ParseEnvelope(data)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, env)
	}
	return out
}

// TestPowerCuts cuts the power at a random step, time after time, on a disk that
// keeps only what was synced (and of the rest what chance will have): whatever
// was acknowledged is there, and the log opens, verifies and goes on.
func TestPowerCuts(t *testing.T) {
	for seed := range uint64(100) {
		if lost := powerCuts(t, seed, nil); lost != "" {
			t.Fatalf("seed %d: %s", seed, lost)
		}
	}
}

// TestPowerCutsWouldBeSeen: on a disk that lies about syncing folders the same
// test does find losses.
func TestPowerCutsWouldBeSeen(t *testing.T) {
	for seed := range uint64(100) {
		if powerCuts(t, seed, map[string]bool{"syncdir": true}) != "" {
			return
		}
	}
	t.Error("no loss was seen on a disk that does not sync")
}

func powerCuts(t *testing.T, seed uint64, lies map[string]bool) (lost string) {
	chance := rand.New(rand.NewPCG(seed, 1))
	m := newMemory()
	acked := map[string]bool{}
	for round := range 8 {
		m.lies = lies
		o := testOptions(1)
		o.Disk, o.Random = m, nil
		l, err := Open("", o)
		if err != nil {
			t.Fatal(err)
		}
		m.steps = chance.IntN(120)
		for n := 0; ; n++ {
			var batch []Entry
			for i := range 1 + chance.IntN(90) {
				batch = append(batch, DeployEntry(assay.Deploy{ID: fmt.Sprint(round, n, i), People: []assay.Person{{Role: "deployer", Name: "Ada"}}}))
			}
			got, err := l.Append(t.Context(), batch...)
			if err != nil {
				if !m.dead {
					return err.Error()
				}
				break
			}
			for _, r := range got {
				acked[r.ID] = true
			}
		}
		m = m.crash(chance)
		if lost := survived(t, m, acked); lost != "" {
			return fmt.Sprintf("round %d: %s", round, lost)
		}
	}
	return ""
}

// survived opens the log for one more entry, verifies it, and looks for what was
// acknowledged.
func survived(t *testing.T, m *memory, acked map[string]bool) string {
	o := testOptions(1)
	o.Disk, o.Random = m, nil
	if len(acked) > 0 {
		if r := mustVerify(t, "", Checks{Disk: m}); !r.OK() {
			return fmt.Sprint("before repair: ", r.Problems)
		}
	}
	l := openTest(t, "", o)
	if _, err := l.Append(t.Context(), DeployEntry(assay.Deploy{ID: "after"})); err != nil {
		return err.Error()
	}
	r := mustVerify(t, "", Checks{Disk: m})
	if !r.OK() || r.Names < len(acked) {
		return fmt.Sprint("after repair: ", r.Problems, r.Names)
	}
	there := map[string]bool{}
	for rec, err := range l.Records(t.Context()) {
		if err != nil {
			return err.Error()
		}
		there[rec.ID] = true
	}
	for id := range acked {
		if !there[id] {
			return "lost " + id
		}
	}
	return ""
}
