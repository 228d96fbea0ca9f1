// Package storetest is the conduct that every store.Store must show.
//
//	func TestConformance(t *testing.T) { storetest.Run(t, open) }
package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/store"
)

// Run holds a store to its contract. open gives a store over the state that
// the name stands for: the same name twice is the same state.
func Run(t *testing.T, open func(t *testing.T, name string) store.Store) {
	t.Run("round trip", func(t *testing.T) { roundTrip(t, open) })
	t.Run("missing", func(t *testing.T) { missing(t, open(t, "missing")) })
	t.Run("twice", func(t *testing.T) { twice(t, open(t, "twice")) })
	t.Run("order and filter", func(t *testing.T) { order(t, open(t, "order")) })
	t.Run("inventory", func(t *testing.T) { inventory(t, open(t, "inventory")) })
	t.Run("findings", func(t *testing.T) { findings(t, open(t, "findings")) })
	t.Run("seen", func(t *testing.T) { seen(t, open(t, "seen")) })
	t.Run("writers at once", func(t *testing.T) { writers(t, open) })
}

func sample(id string, at int) store.Run {
	return store.Run{
		ID: id, Root: "/src/a", Base: "b1", Head: "h1", Started: time.Unix(1_700_000_000+int64(at), 5).UTC(),
		Outcome: "deny", ExitCode: 1, Blocking: 2, Report: []byte(`{"schema":"assay.report/1"}`),
		Governance: []byte(`{"decision":"deny"}`),
	}
}

func roundTrip(t *testing.T, open func(*testing.T, string) store.Store) {
	s := open(t, "round")
	want := sample("r1", 0)
	must(t, s.SaveRun(context.Background(), want))
	must(t, s.Close())
	got, err := open(t, "round").Run(context.Background(), "r1")
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("after closing and opening again:\n" + diff)
	}
}

func missing(t *testing.T, s store.Store) {
	if _, err := s.Run(context.Background(), "nobody"); !errors.Is(err, fault.NotFound) {
		t.Errorf("got %v, want NotFound", err)
	}
	runs, err := s.Runs(context.Background(), store.Filter{})
	if err != nil || len(runs) != 0 {
		t.Errorf("an empty store lists %v, %v", runs, err)
	}
}

func twice(t *testing.T, s store.Store) {
	r := sample("r1", 0)
	must(t, s.SaveRun(context.Background(), r))
	must(t, s.SaveRun(context.Background(), r))
	r.Outcome = "pass"
	if err := s.SaveRun(context.Background(), r); !errors.Is(err, fault.Conflict) {
		t.Errorf("another run under the same id: got %v, want Conflict", err)
	}
	got, err := s.Run(context.Background(), "r1")
	must(t, err)
	if got.Outcome != "deny" {
		t.Error("the first run was replaced")
	}
}

func order(t *testing.T, s store.Store) {
	for i, id := range []string{"a", "c", "b"} {
		r := sample(id, min(i, 1)) // b and c of the same moment
		if id == "a" {
			r.Root = "/src/other"
		}
		must(t, s.SaveRun(context.Background(), r))
	}
	list := func(f store.Filter) (ids string) {
		runs, err := s.Runs(context.Background(), f)
		must(t, err)
		for _, r := range runs {
			ids += r.ID
			if r.Report != nil {
				t.Error("a list carries reports")
			}
		}
		return ids
	}
	for want, f := range map[string]store.Filter{"cba": {}, "cb": {Root: "/src/a"}, "c": {Limit: 1}} {
		if got := list(f); got != want {
			t.Errorf("%+v lists %s, want %s", f, got, want)
		}
	}
}

func inventory(t *testing.T, s store.Store) {
	a, b, none := sample("a", 0), sample("b", 1), sample("c", 2)
	a.Inventory, b.Inventory = []byte("what is there"), []byte("what is there")
	for _, r := range []store.Run{a, b, none} {
		must(t, s.SaveRun(context.Background(), r))
	}
	must(t, s.SaveRun(context.Background(), a))
	got, err := s.Run(context.Background(), "b")
	must(t, err)
	if string(got.Inventory) != "what is there" {
		t.Errorf("the run has %q", got.Inventory)
	}
	runs, err := s.Runs(context.Background(), store.Filter{})
	must(t, err)
	if len(runs) != 3 || runs[0].InventoryHash != "" || runs[1].InventoryHash == "" || runs[1].InventoryHash != runs[2].InventoryHash || runs[1].Inventory != nil {
		t.Errorf("listed %+v", runs)
	}
	data, err := s.Inventory(context.Background(), runs[1].InventoryHash)
	must(t, err)
	if string(data) != "what is there" {
		t.Errorf("by its hash: %q", data)
	}
	if _, err := s.Inventory(context.Background(), "nobody"); !errors.Is(err, fault.NotFound) {
		t.Errorf("got %v, want NotFound", err)
	}
	a.Inventory = []byte("something else")
	if err := s.SaveRun(context.Background(), a); !errors.Is(err, fault.Conflict) {
		t.Errorf("another inventory under the same id: got %v, want Conflict", err)
	}
}

func findings(t *testing.T, s store.Store) {
	day := func(n int) time.Time { return time.Unix(1_700_000_000+int64(n)*86400, 7).UTC() }
	save := func(n int, root string, list ...store.Finding) []time.Time {
		first, err := s.SaveFindings(context.Background(), root, day(n), each(list))
		must(t, err)
		return first
	}
	a, b := store.Finding{Tool: "ZAP", Fingerprint: "1", Data: []byte("a")}, store.Finding{Tool: "Sonar", Fingerprint: "1", Data: []byte("b")}
	save(1, "/src/a", a, b)
	save(1, "/src/b", a)
	a.Data = []byte("a again")
	if diff := cmp.Diff([]time.Time{day(1), day(2)}, save(2, "/src/a", a, store.Finding{Tool: "ZAP", Fingerprint: "2", Data: []byte("c")})); diff != "" {
		t.Error("first saved:\n" + diff)
	}
	save(0, "/src/a", a) // a clock that went back
	broken := func(yield func(store.Finding, error) bool) {
		_ = yield(store.Finding{Tool: "ZAP", Fingerprint: "9", Data: []byte("x")}, nil) && yield(store.Finding{}, errors.New("made to"))
	}
	if _, err := s.SaveFindings(context.Background(), "/src/a", day(3), broken); err == nil {
		t.Error("half a list is kept")
	}
	got, err := s.Findings(context.Background(), "/src/a")
	must(t, err)
	want := []store.Finding{
		{Tool: "Sonar", Fingerprint: "1", First: day(1), Last: day(1), Data: []byte("b")},
		{Tool: "ZAP", Fingerprint: "1", First: day(1), Last: day(2), Data: []byte("a again")},
		{Tool: "ZAP", Fingerprint: "2", First: day(2), Last: day(2), Data: []byte("c")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func each(list []store.Finding) func(yield func(store.Finding, error) bool) {
	return func(yield func(store.Finding, error) bool) {
		for _, f := range list {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func writers(t *testing.T, open func(*testing.T, string) store.Store) {
	const stores, each = 4, 10
	var wg sync.WaitGroup
	errs := make(chan error, stores*each)
	for i := range stores {
		s := open(t, "writers")
		wg.Go(func() {
			for n := range each {
				errs <- s.SaveRun(context.Background(), sample(fmt.Sprintf("%d-%d", i, n), n))
			}
		})
	}
	wg.Wait()
	for range stores * each {
		must(t, <-errs)
	}
	runs, err := open(t, "writers").Runs(context.Background(), store.Filter{})
	must(t, err)
	if len(runs) != stores*each {
		t.Errorf("%d runs, want %d", len(runs), stores*each)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// seen: the newest run's is the folder's, and another folder has its own.
func seen(t *testing.T, s store.Store) {
	ctx := context.Background()
	for i, text := range []string{"one", "two", ""} {
		r := sample(fmt.Sprint("r", i), i)
		r.Seen = []byte(text)
		must(t, s.SaveRun(ctx, r))
	}
	got, err := s.Seen(ctx, "/src/a")
	must(t, err)
	if string(got) != "two" {
		t.Errorf("seen is %q", got)
	}
	if got, err := s.Seen(ctx, "/src/b"); err != nil || got != nil {
		t.Errorf("another folder has %q, %v", got, err)
	}
}
