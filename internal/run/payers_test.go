package run_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/run"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

// puddle is a lake of one cost per month and team.
type puddle struct {
	lake.Lake
	cost        map[assay.Month]map[string]string
	estimated   assay.Month
	quarantined int64
}

func (p *puddle) Sum(_ context.Context, a lake.Ask) ([]lake.Row, error) {
	var out []lake.Row
	for month, by := range p.cost {
		if a.From != "" && month < a.From || a.To != "" && month > a.To {
			continue
		}
		for team, text := range by {
			n, err := money.ParseNumber(text)
			if err != nil {
				return nil, err
			}
			r := lake.Row{Currency: "USD", Billed: n, Effective: n, Lines: 1, Estimated: month == p.estimated}
			for _, k := range a.By {
				r.Values = append(r.Values, map[assay.CostKey]string{assay.ByMonth: string(month), assay.BySource: "aws", assay.TagKey("team"): team}[k])
			}
			out = append(out, r)
		}
	}
	return out, nil
}

func (p *puddle) Partitions(context.Context) ([]lake.Partition, error) {
	return []lake.Partition{{Source: "aws", Month: "2025-01", Quarantined: p.quarantined}}, nil
}

func payers(t *testing.T, l lake.Lake, rules string) *run.Payers {
	t.Helper()
	r, err := allocate.ParseRules(allocate.File, []byte(rules))
	if err != nil {
		t.Fatal(err)
	}
	return &run.Payers{
		Lake: l, Rules: r, Closed: filepath.Join(t.TempDir(), "closed"),
		Now: func() time.Time { return time.Date(2025, 2, 10, 0, 0, 0, 0, time.UTC) },
	}
}

func totals(t *testing.T, p *run.Payers, month assay.Month) string {
	t.Helper()
	st, err := p.Statements(t.Context(), month)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range st.Statements {
		out = append(out, s.Target+" "+s.Total.String())
	}
	return strings.Join(out, ", ")
}

func TestCloseAndCorrect(t *testing.T) {
	l := &puddle{cost: map[assay.Month]map[string]string{"2025-01": {"a": "10", "b": "5"}, "2025-02": {"a": "1"}, "2025-03": {"a": "2"}}, quarantined: 2}
	p := payers(t, l, "direct: [{by: tag:team}]")
	ctx := t.Context()
	if _, err := p.Close(ctx, "2025-01", false); !errors.Is(err, fault.Denied) || !strings.Contains(err.Error(), "quarantine") {
		t.Errorf("lines in quarantine: %v", err)
	}
	if _, err := p.Close(ctx, "2024-12", false); !errors.Is(err, fault.NotFound) {
		t.Errorf("a month without a bill: %v", err)
	}
	if _, err := p.Close(ctx, "2025-01", true); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Close(ctx, "2025-03", false); !errors.Is(err, fault.Denied) || !strings.Contains(fault.Help(err), "close 2025-02") {
		t.Errorf("out of order: %v", err)
	}
	if _, err := p.Close(ctx, "2025-01", true); !errors.Is(err, fault.Denied) {
		t.Errorf("closed twice: %v", err)
	}
	// Rules that change, and a bill that is restated: January stays.
	l.cost["2025-01"] = map[string]string{"a": "10", "c": "6"}
	p.Rules = payers(t, l, "direct: [{to: all}]").Rules
	for month, want := range map[assay.Month]string{"2025-01": "a 10, b 5", "2025-02": "all 1, b -5, c 6", "2025-03": "all 2"} {
		if got := totals(t, p, month); got != want {
			t.Errorf("%s: %s, want %s", month, got, want)
		}
	}
	l.estimated = "2025-02"
	if _, err := p.Close(ctx, "2025-02", false); !errors.Is(err, fault.Denied) || !strings.Contains(err.Error(), "not final") {
		t.Errorf("an estimate: %v", err)
	}
	l.estimated = ""
	if _, err := p.Close(ctx, "2025-02", false); err != nil {
		t.Fatal(err)
	}
	if got := totals(t, p, "2025-03"); got != "all 2" {
		t.Errorf("booked twice: %s", got)
	}
	name := filepath.Join(p.Closed, "2025-01.json")
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(strings.Replace(string(data), `"a"`, `"z"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Statements(ctx, "2025-03"); !errors.Is(err, fault.Conflict) {
		t.Errorf("a closing that was changed: %v", err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Statements(ctx, "2025-03"); !errors.Is(err, fault.Conflict) {
		t.Errorf("a closing that is gone: %v", err)
	}
}

// TestCloseAtOnce: of many who close the same month, one does.
func TestCloseAtOnce(t *testing.T) {
	p := payers(t, &puddle{cost: map[assay.Month]map[string]string{"2025-02": {"a": "1"}}}, "direct: [{by: tag:team}]")
	var wait sync.WaitGroup
	var closed atomic.Int32
	for range 8 {
		wait.Go(func() {
			if _, err := p.Close(t.Context(), "2025-02", false); err == nil {
				closed.Add(1)
			} else if !errors.Is(err, fault.Denied) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if closed.Load() != 1 {
		t.Errorf("%d closed it", closed.Load())
	}
}
