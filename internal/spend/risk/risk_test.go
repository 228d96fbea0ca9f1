package risk

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

func near(a, b, share float64) bool { return math.Abs(a-b) <= share*math.Max(math.Abs(a), math.Abs(b)) }

func stageOf(e assay.EngineID) string {
	return map[assay.EngineID]string{assay.EngineDependency: "build"}[e] + map[bool]string{true: "code"}[e != assay.EngineDependency]
}

// oracle: 0.1 events a year, each 100 k to 1 M by 5 and 95 %.
func oracle(t testing.TB) *Model {
	t.Helper()
	m, err := ParseModel(File, []byte("scenarios:\n  - {name: loss, frequency: 0.1, loss: 100000..1000000}\n"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestOracle(t *testing.T) {
	r := oracle(t).Assess(nil, nil, nil, stageOf)
	if got := fmt.Sprintf("%.3f", r.Expected); got != "40400.128" {
		t.Errorf("expected loss %s, want 40400.128", got)
	}
	if r.Quantiles.P50 != 0 || r.Quantiles.P90 > 1e5 || r.Quantiles.P99 < 4e5 {
		t.Errorf("quantiles %+v: nine years in ten lose nothing", r.Quantiles)
	}
	if !near(r.Curve[0].Chance, 1-math.Exp(-0.1), 0.03) {
		t.Errorf("a year loses something in %.3f, want %.3f", r.Curve[0].Chance, 1-math.Exp(-0.1))
	}
	if !near(r.Bound, r.Expected/math.E, 1e-12) {
		t.Error("the bound is not 1/e of the expected loss")
	}
}

// TestSimulationAgrees: the mean of what is simulated is what is computed.
func TestSimulationAgrees(t *testing.T) {
	m := DefaultModel()
	s := assay.Service{ID: "pay", DataClasses: []string{"card", "personal", "account", "trading"}}
	findings := []assay.Finding{{Engine: assay.EngineSAST, Severity: assay.Critical, Confidence: assay.Certain, Service: "pay"}}
	sr, years := m.service(s, counted(findings)["pay"], 0)
	sum := 0.0
	for _, x := range years {
		sum += x
	}
	if mean := sum / float64(len(years)); !near(mean, sr.Expected, 0.05) {
		t.Errorf("simulated %.0f, computed %.0f", mean, sr.Expected)
	}
}

func TestDistributions(t *testing.T) {
	for _, text := range []string{"3", "100000..1000000", "1..2..10", "1..1..10", "0..5..5"} {
		d, err := ParseDistribution(text)
		if err != nil {
			t.Fatal(err)
		}
		r, sum := rand.New(rand.NewPCG(1, 2)), 0.0
		const n = 200_000
		var low int
		for range n {
			x := d.draw(r)
			if sum += x; x < d.Low {
				low++
			}
		}
		if !near(sum/n, d.Mean(), 0.01) {
			t.Errorf("%s: mean %v of draws, %v computed", text, sum/n, d.Mean())
		}
		if want := map[Shape]float64{Lognormal: 0.05}[d.Shape]; math.Abs(float64(low)/n-want) > 0.003 {
			t.Errorf("%s: %v of draws are below the low end, want %v", text, float64(low)/n, want)
		}
	}
	for _, rate := range []float64{0, 0.1, 3, 60, 800} {
		r, sum := rand.New(rand.NewPCG(1, 2)), 0
		for range 20_000 {
			sum += poisson(r, rate)
		}
		if !near(float64(sum)/20_000, rate, 0.06) {
			t.Errorf("poisson(%v) has mean %v", rate, float64(sum)/20_000)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for _, text := range []string{"", "x", "1..2..3..4", "5..1", "0..5", "-1", "NaN", "1e99", "1..0..3"} {
		if d, err := ParseDistribution(text); err == nil {
			t.Errorf("%q is %+v", text, d)
		}
	}
	for _, text := range []string{
		"version: 2", "currency: euro", "years: 3", "residual: 2", "fixed: 1..2", "scenarios: [{name: x}]", "scenarios: [{name: x, loss: 1}]", "nobody: knows",
		"scenarios: [{name: x, attempts: 1, frequency: 1, loss: 1}]", "scenarios: [{loss: 1, frequency: 1}]", "scenarios: [{name: x, frequency: 5000, loss: 1}]",
		"services: [{name: x}]", "services: [{name: x, exposure: moon}]",
	} {
		if _, err := ParseModel(File, []byte(text)); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), File+":") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func sample() ([]assay.Service, []assay.Finding, []Tool) {
	f := func(e assay.EngineID, s assay.Severity, fp string) assay.Finding {
		return assay.Finding{Engine: e, Severity: s, Confidence: assay.Firm, Service: "pay", Fingerprint: assay.Fingerprint(fp), Rule: "r/" + assay.RuleID(fp)}
	}
	tagged := f(assay.EngineTag, assay.High, "t")
	waived := f(assay.EngineSAST, assay.Critical, "w")
	waived.Suppression = &assay.Suppression{Counts: true}
	return []assay.Service{{ID: "pay", DataClasses: []string{"card"}}, {ID: "site"}},
		[]assay.Finding{f(assay.EngineSAST, assay.Critical, "a"), f(assay.EngineDependency, assay.High, "b"), f(assay.EngineSAST, assay.Low, "c"), tagged, waived},
		[]Tool{{Name: "Scanner", Finds: []string{"sast"}, PerYear: 1000}, {Name: "Idle", PerYear: 500}}
}

func TestAssess(t *testing.T) {
	services, findings, tools := sample()
	r := DefaultModel().Assess(services, findings, tools, stageOf)
	if len(r.Services) != 2 || r.Services[0].Service != "pay" || r.Services[0].Findings != 3 || r.Services[0].Expected <= r.Services[1].Expected {
		t.Errorf("services %+v", r.Services)
	}
	if len(r.Findings) != 3 || r.Findings[0].Fingerprint != "a" || r.Findings[2].Fingerprint != "c" {
		t.Errorf("worth %+v", r.Findings)
	}
	if len(r.Tools) != 2 || r.Tools[0].Findings != 2 || *r.Tools[0].Return <= 0 || r.Tools[1].Avoids != 0 || *r.Tools[1].Return != -1 {
		t.Errorf("tools %+v", r.Tools)
	}
	if len(r.Stages) != 2 || r.Stages[0].Name != "code" || r.Stages[0].Cost == nil || *r.Stages[0].Cost != 1000 {
		t.Errorf("stages %+v", r.Stages)
	}
	if s := r.Stages[1]; s.Cost != nil || s.Return != nil {
		t.Errorf("nobody named a cost of %s: it is unknown, not %v", s.Name, s.Cost)
	}
	for _, s := range r.Services {
		if s.Exposure != "internet" || !s.Assumed {
			t.Errorf("nobody said how %s is reached: %+v", s.Service, s)
		}
	}
	named := DefaultModel()
	named.Reach["pay"] = "internet"
	for _, s := range named.Assess(services, findings, tools, stageOf).Services {
		if s.Assumed == (s.Service == "pay") {
			t.Errorf("%s: assumed %v", s.Service, s.Assumed)
		}
	}
	if len(r.Tornado) == 0 || r.Tornado[0].Source != assumed {
		t.Errorf("tornado %+v", r.Tornado)
	}
	if diff := cmp.Diff(r, DefaultModel().Assess(services, findings, tools, stageOf)); diff != "" {
		t.Errorf("not the same again: %s", diff)
	}
}

// TestLessIsLess: fewer findings, less loss; what fixing one is worth is what its
// absence saves.
func TestLessIsLess(t *testing.T) {
	services, findings, _ := sample()
	m := DefaultModel()
	all := m.Assess(services, findings, nil, stageOf)
	less := m.Assess(services, findings[1:], nil, stageOf)
	if !near(all.Expected-less.Expected, all.Findings[0].PerYear, 1e-9) {
		t.Errorf("%v less, worth %v", all.Expected-less.Expected, all.Findings[0].PerYear)
	}
	if all.Quantiles.P90 < less.Quantiles.P90 {
		t.Error("more findings and a better bad year")
	}
	for i := 1; i < len(all.Curve); i++ {
		if all.Curve[i].Chance > all.Curve[i-1].Chance {
			t.Fatal("the curve rises")
		}
	}
}

func TestChartsAreXML(t *testing.T) {
	services, findings, tools := sample()
	m := DefaultModel()
	m.Scenarios[0].Name = `<script>"&\x00`
	r := m.Assess(services, findings, tools, stageOf)
	nothing := DefaultModel()
	nothing.Scenarios = nil
	for name, chart := range map[string][]byte{"curve": r.CurveSVG(), "tornado": r.TornadoSVG(), "no curve": nothing.Assess(nil, nil, nil, stageOf).CurveSVG(), "no tornado": nothing.Assess(nil, nil, nil, stageOf).TornadoSVG()} {
		dec := xml.NewDecoder(strings.NewReader(string(chart)))
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if strings.Contains(string(chart), "<script") || strings.Contains(string(chart), "NaN") {
			t.Errorf("%s holds what it must not", name)
		}
	}
}

func FuzzParseModel(f *testing.F) {
	f.Add([]byte("scenarios:\n  - {name: loss, frequency: 0.1, loss: 100000..1000000}\n"))
	f.Add([]byte("residual: 0.1\nservices: [{name: x, exposure: partner}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ParseModel(File, data)
		if err != nil {
			return
		}
		m.Years = 10
		r := m.Assess(nil, nil, nil, stageOf)
		if math.IsNaN(r.Expected) || math.IsInf(r.Expected, 0) {
			t.Errorf("expected %v", r.Expected)
		}
	})
}
