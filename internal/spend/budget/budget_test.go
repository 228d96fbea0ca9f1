package budget

import (
	"context"
	"errors"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

func TestParse(t *testing.T) {
	plan, err := Parse("budgets.yaml", []byte("version: 1\nbudgets:\n  - {name: a, service: pay, month: 500 USD}\n  - {name: b, owner: team, change: 5.50 USD}\n  - {name: c, month: 1 EUR}\n"))
	list := plan.Budgets
	if err != nil || len(list) != 3 {
		t.Fatal(err, list)
	}
	if list[0].Month.String() != "500.00 USD" || list[0].Change != nil || list[1].Change.String() != "5.50 USD" {
		t.Errorf("%+v", list)
	}
	pay, other := &assay.Service{ID: "pay", Owner: "x"}, &assay.Service{ID: "other", Owner: "team"}
	for i, want := range [][2]bool{{true, false}, {false, true}, {true, true}} {
		if got := [2]bool{list[i].Covers(pay), list[i].Covers(other)}; got != want {
			t.Errorf("%s covers %v", list[i].Name, got)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{
		"budget: 1\n", "version: 2\n", "budgets:\n  - {service: a, month: 1 USD}\n", "budgets:\n  - {name: a}\n", "budgets:\n  - {name: a, month: lots}\n",
		"budgets:\n  - {name: a, change: -1 USD}\n", "budgets:\n  - {name: a, month: 1 USD}\n  - {name: a, month: 1 USD}\n", "budgets:\n  - {name: a, month: 1 USD, until: never}\n",
	} {
		if _, err := Parse("budgets.yaml", []byte(text)); !errors.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), "budgets.yaml:") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// days is a lake of one currency: 10 a day and service from October 2025.
type days struct {
	lake.Lake
	asked int
	until time.Time
}

func (d *days) Days(_ context.Context, a lake.Ask) ([]lake.Series, error) {
	d.asked++
	var out []lake.Series
	for _, name := range []string{"pay", "other"} {
		s := lake.Series{Currency: "USD"}
		for _, k := range a.By {
			s.Values = append(s.Values, map[assay.CostKey]string{assay.ByService: name}[k])
		}
		for t := time.Date(2025, 10, 1, 0, 0, 0, 0, time.UTC); !t.After(d.until); t = t.AddDate(0, 0, 1) {
			s.Days, s.Effective = append(s.Days, int32(t.Unix()/86400)), append(s.Effective, 10)
		}
		out = append(out, s)
	}
	return out, nil
}

func TestTrack(t *testing.T) {
	l := &days{until: time.Date(2026, 2, 14, 0, 0, 0, 0, time.UTC)}
	plan, err := Parse("budgets.yaml", []byte(`budgets:
  - {name: within, service: pay, month: 700 USD}
  - {name: near, service: pay, month: 280 USD, thresholds: {actual: [50], forecast: [101]}}
  - {name: coming, service: pay, month: 270 USD}
  - {name: over, month: 250 USD}
  - {name: quarter, service: pay, quarter: 10000 USD}
  - {name: year, year: 10000 USD}
  - {name: nobody, service: nobody, month: 1 USD}
  - {name: euros, month: 1 EUR}
  - {name: change, change: 1 USD}
  - {name: just, service: pay, month: 280 USD}
known:
  - {name: more, from: 2026-03, until: 2026-04, month: 100 USD}
  - {name: less, service: other, from: 2026-12, month: -50 USD}
  - {name: mine, service: pay, from: 2026-03, until: 2026-03, month: 30 USD, replaces: 50 USD}
  - {name: other money, service: pay, from: 2026-03, month: 30 EUR}
  - {name: tagged, tag: team=x, from: 2027-01, month: 30 USD}
`))
	if err != nil {
		t.Fatal(err)
	}
	states, err := Track(t.Context(), l, Query{Plan: plan, Now: time.Date(2026, 2, 15, 0, 0, 0, 0, time.UTC)})
	if err != nil || l.asked != 1 || len(states) != 9 {
		t.Fatal(err, l.asked, states)
	}
	for i, want := range []struct {
		judgement   Judgement
		period      string
		actual, mid float64
	}{
		{Within, "2026-02", 140, 280},
		{Near, "2026-02", 140, 280},
		{Coming, "2026-02", 140, 280},
		{Over, "2026-02", 280, 560},
		{Within, "2026-Q1", 450, 900 + 30 - 50},
		{Within, "2026", 900, 7300 + 200 - 50 + 30 - 50},
		{Uncertain, "2026-02", 0, 0},
		{Uncertain, "2026-02", 0, 0},
		{Near, "2026-02", 140, 280},
	} {
		s := states[i]
		if s.Judgement != want.judgement || s.Period != want.period || math.Abs(s.Actual-want.actual) > 0.01 || math.Abs(s.Mid-want.mid) > 0.01 {
			t.Errorf("%s is %s in %s: %.2f of %.2f (%s), want %+v", s.Budget.Name, s.Judgement, s.Period, s.Actual, s.Mid, s.Why, want)
		}
	}
	if k := states[5].Known; len(k) != 3 || k[0].Name != "more" || math.Abs(k[0].Cost-200) > 0.01 || len(states[4].Known) != 1 || len(states[0].Known) != 0 {
		t.Errorf("known are %+v", states)
	}
	if s := states[3]; s.CrossedActual != 100 || s.CrossedForecast != 100 || s.Low < s.Actual || s.High <= s.Mid {
		t.Errorf("%+v", s)
	}

	// A period long after the bills is not known, one before them is nothing new.
	if states, err = Track(t.Context(), l, Query{Plan: Plan{Budgets: plan.Budgets[:1]}, Now: l.until, Month: "2029-01"}); err != nil || states[0].Judgement != Uncertain {
		t.Errorf("%v %+v", err, states)
	}
	if states, err = Track(t.Context(), l, Query{Plan: Plan{Budgets: plan.Budgets[2:3]}, Now: l.until, Month: "2025-12"}); err != nil || states[0].Judgement != Over || !states[0].Complete {
		t.Errorf("%v %+v", err, states)
	}
	// A period before the bills is not known either, and one without a day of them is not spent.
	if states, err = Track(t.Context(), l, Query{Plan: Plan{Budgets: plan.Budgets[:1]}, Now: l.until, Month: "2025-01"}); err != nil || states[0].Judgement != Uncertain || states[0].Spent {
		t.Errorf("%v %+v", err, states)
	}
	if states, err = Track(t.Context(), l, Query{Plan: Plan{Budgets: plan.Budgets[:1]}, Now: l.until, Month: "2026-03"}); err != nil || states[0].Judgement != Within || states[0].Spent {
		t.Errorf("%v %+v", err, states)
	}
	// Old bills of a quarter that goes on: what is spent is the least, and may be over already.
	for limit, want := range map[string]Judgement{"10000 USD": Uncertain, "1 USD": Over} {
		plan, err := Parse("budgets.yaml", []byte("budgets: [{name: q, quarter: "+limit+"}]"))
		if err != nil {
			t.Fatal(err)
		}
		states, err := Track(t.Context(), l, Query{Plan: plan, Now: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 15), Month: "2026-03"})
		if err != nil || states[0].Judgement != want || !states[0].Spent || states[0].Actual != 900 || states[0].Why == "" {
			t.Errorf("%s: %v %+v", limit, err, states)
		}
	}
	// Old bills say what was, and not what will be.
	late := l.until.AddDate(0, 0, stale+1)
	if states, err = Track(t.Context(), l, Query{Plan: Plan{Budgets: plan.Budgets[:1]}, Now: late}); err != nil || states[0].Judgement != Uncertain || states[0].Why != "the newest bill is of 2026-02" {
		t.Errorf("%v %+v", err, states)
	}
	if states, err = Track(t.Context(), l, Query{Plan: Plan{Budgets: plan.Budgets[:1]}, Now: late, Month: "2026-01"}); err != nil || states[0].Judgement != Within || states[0].Actual != 310 {
		t.Errorf("%v %+v", err, states)
	}
	if _, err = Track(t.Context(), l, Query{Plan: plan, Now: l.until, Month: "soon"}); !errors.Is(err, fault.Invalid) {
		t.Error(err)
	}
}

func TestScopes(t *testing.T) {
	plan, err := Parse("budgets.yaml", []byte("budgets:\n  - {name: a, tag: team=x, month: 1 USD}\n  - {name: b, tool: scanner, month: 1 USD}\n  - {name: c, cost_centre: C1, month: 1 USD}\n"))
	if err != nil {
		t.Fatal(err)
	}
	list := plan.Budgets
	s := &assay.Service{ID: "pay", CostCentre: "C1"}
	if list[0].Covers(s) || list[1].Covers(s) || !list[2].Covers(s) || list[0].Everything() || list[0].Scope() != "tag:team x" {
		t.Errorf("%+v", list)
	}
	for _, text := range []string{
		"{name: a, tag: team, month: 1 USD}", "{name: a, month: 1 USD, year: 1 EUR}", "{name: a, month: 1 USD, thresholds: {actual: [0]}}",
	} {
		if _, err := Parse("budgets.yaml", []byte("budgets:\n  - "+text+"\n")); !errors.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestKnown(t *testing.T) {
	for _, text := range []string{
		"{from: 2026-01, month: 1 USD}", "{name: k, month: 1 USD}", "{name: k, from: 2026-01}", "{name: k, from: 2026-01, until: 2025-12, month: 1 USD}",
		"{name: k, from: 2026-01, month: 1 USD, replaces: 1 EUR}", "{name: k, from: 2026-01, month: 1 USD, day: 29}", "{name: k, from: 2026-01, month: 1 USD, tag: team}",
		"{name: k, from: 2026-01, month: 1 USD}\n  - {name: k, from: 2026-01, month: 1 USD}",
	} {
		if _, err := Parse("budgets.yaml", []byte("known:\n  - "+text+"\n")); !errors.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), "budgets.yaml:") || fault.Help(err) == "" {
			t.Errorf("%s: %v", text, err)
		}
	}
	plan, err := Parse("budgets.yaml", []byte("known:\n  - {name: all, from: 2026-01, month: 1 USD}\n  - {name: pay, service: pay, from: 2026-01, month: 2 USD}\n  - {name: tool, tool: scanner, from: 2026-01, month: 3 USD}\n"))
	if err != nil {
		t.Fatal(err)
	}
	services := []assay.Service{{ID: "pay", Owner: "team", CostCentre: "C1"}}
	for _, c := range []struct {
		where []lake.Filter
		want  string
		notes int
	}{
		{nil, "all pay tool", 0},
		{[]lake.Filter{{Key: assay.ByOwner, Values: []string{"team"}}}, "pay", 2},
		{[]lake.Filter{{Key: assay.ByOwner, Values: []string{"team"}, Not: true}}, "", 2},
		{[]lake.Filter{{Key: assay.ByService, Values: []string{"other", "pay"}}}, "pay", 2},
		{[]lake.Filter{{Key: assay.ByServiceName, Values: []string{"scan*"}}}, "", 3},
		{[]lake.Filter{{Key: assay.ByServiceName, Values: []string{"scanner"}}}, "tool", 2},
	} {
		list, notes := Counting(plan.Known, c.where, services)
		var names []string
		for _, k := range list {
			names = append(names, k.Name)
		}
		if got := strings.Join(names, " "); got != c.want || len(notes) != c.notes {
			t.Errorf("%+v: %q, %q", c.where, got, notes)
		}
	}
}

// TestReference holds docs/reference/budgets.md to the types; rewrite it with
// UPDATE=1 go test ./internal/spend/budget.
func TestReference(t *testing.T) {
	const path = "../../../docs/reference/budgets.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, Reference(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(Reference()), string(got)); diff != "" {
		t.Errorf("run UPDATE=1 go test ./internal/spend/budget\n%s", diff)
	}
}
