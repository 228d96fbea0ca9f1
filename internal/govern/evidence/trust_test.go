package evidence

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// TestReadingTrustsNobody: what is read back was signed by a key of the log, under
// a checkpoint that the log's key signed.
func TestReadingTrustsNobody(t *testing.T) {
	ctx := context.Background()
	entry := DeployEntry(assay.Deploy{ID: "d"})
	forge := map[string]func(*testing.T, *Log) error{
		"signed by a foreign key": func(t *testing.T, l *Log) error {
			_, err := l.append(ctx, l.o.Key, func(Checkpoint) ([]Signed, error) { return Sign(testOptions(9), entry) })
			return err
		},
		"its signature is wrong": func(t *testing.T, l *Log) error {
			_, err := l.append(ctx, l.o.Key, func(Checkpoint) ([]Signed, error) {
				list, err := Sign(l.o, entry)
				list[0].Envelope.Signatures[0].Sig[0] ^= 1
				return list, err
			})
			return err
		},
		"its checkpoint is not signed by the log's key": func(t *testing.T, l *Log) error {
			_, err := l.append(ctx, testKey(9), func(Checkpoint) ([]Signed, error) { return Sign(l.o, entry) })
			return err
		},
	}
	for want, do := range forge {
		o := testOptions(1)
		o.Disk = newMemory()
		l := openTest(t, "", o)
		mustAppend(t, l, entry)
		if _, err := l.Population(ctx, Filter{}); err != nil {
			t.Fatal(err)
		}
		if err := do(t, l); err != nil {
			t.Fatal(err)
		}
		_, err := l.Population(ctx, Filter{})
		if !errors.Is(err, fault.Conflict) || !says(err, want) {
			t.Errorf("population: %v, want %s", err, want)
		}
		if _, err := l.Export(ctx, discard{}, Filter{}, false); !says(err, want) {
			t.Errorf("export: %v, want %s", err, want)
		}
	}
}

// TestPinned: a whole log of another key is refused when somebody knows the right one.
func TestPinned(t *testing.T) {
	o := testOptions(9)
	o.Disk = newMemory()
	mustAppend(t, openTest(t, "", o), DeployEntry(assay.Deploy{ID: "d"}))
	for n, want := range map[int]error{9: nil, 1: fault.Denied} {
		o := Options{Disk: o.Disk, Trust: []Public{testKey(n).Public()}}
		if _, err := openTest(t, "", o).Population(t.Context(), Filter{}); !errors.Is(err, want) {
			t.Errorf("key %d: %v, want %v", n, err, want)
		}
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func says(err error, text string) bool { return err != nil && strings.Contains(err.Error(), text) }
