package risk

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// Tool is something that is paid for to find flaws.
type Tool struct {
	Name string
	// Finds lists the engines, or the names of tools, whose findings are its.
	Finds []string
	// PerYear is what it costs, in the model's currency.
	PerYear float64
}

// Report is what risk comes to.
type Report struct {
	Currency string `json:"currency"`
	// Expected is the mean loss of a year, exactly.
	Expected  float64   `json:"expected"`
	Quantiles Quantiles `json:"quantiles"`
	// Curve is the chance that a year's loss is above an amount.
	Curve    []Exceedance  `json:"curve"`
	Services []ServiceRisk `json:"services"`
	Findings []Worth       `json:"findings,omitempty"` // what fixing each is worth, most first
	Tools    []Return      `json:"tools,omitempty"`
	Stages   []Return      `json:"stages,omitempty"`
	// Bound is what no year's spending on security should exceed: 1/e of the
	// expected loss (Gordon and Loeb, 2002).
	Bound   float64 `json:"bound"`
	Tornado []Swing `json:"tornado"`
	Years   int     `json:"years"`
	Seed    uint64  `json:"seed"`
	Model   *Model  `json:"assumptions"`
}

// Quantiles of a year's loss: half of all years lose less than P50.
type Quantiles struct {
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	P95 float64 `json:"p95"`
	P99 float64 `json:"p99"`
}

// Exceedance is one point of the loss-exceedance curve.
type Exceedance struct {
	Loss   float64 `json:"loss"`
	Chance float64 `json:"chance"` // that a year loses more
}

// ServiceRisk is the risk of one service.
type ServiceRisk struct {
	Service  assay.ServiceID `json:"service"`
	Exposure string          `json:"exposure"`
	// Assumed says that nobody named the exposure.
	Assumed   bool           `json:"exposure_assumed,omitempty"`
	Findings  int            `json:"findings"` // that count
	Through   float64        `json:"through"`  // share of attempts that gets through
	Expected  float64        `json:"expected"`
	Quantiles Quantiles      `json:"quantiles"`
	Scenarios []ScenarioRisk `json:"scenarios"`
}

// ScenarioRisk is a scenario's part in it.
type ScenarioRisk struct {
	Name     string  `json:"name"`
	Events   float64 `json:"events"` // expected, a year
	Loss     float64 `json:"loss"`   // expected, by one event
	Expected float64 `json:"expected"`
}

// Worth is what it saves a year to fix one finding and nothing else.
type Worth struct {
	Fingerprint assay.Fingerprint `json:"fingerprint"`
	Rule        assay.RuleID      `json:"rule"`
	Location    assay.Location    `json:"location"`
	Severity    assay.Severity    `json:"severity"`
	Service     assay.ServiceID   `json:"service,omitempty"`
	PerYear     float64           `json:"per_year"`
}

// Return is what a tool or a stage is worth.
type Return struct {
	Name     string  `json:"name"`
	Findings int     `json:"findings"`
	Avoids   float64 `json:"avoids"` // expected loss a year, by what is fixed
	// Cost is that of a year; nil where nobody named one.
	Cost *float64 `json:"cost"`
	// Return is (avoids − cost) / cost; nil where the cost is unknown or nothing.
	Return *float64 `json:"return"`
}

// Swing is how much the expected loss moves with one assumption.
type Swing struct {
	Assumption string  `json:"assumption"`
	Range      string  `json:"range"`
	Source     string  `json:"source"`
	Low        float64 `json:"low"`  // expected loss with it at its low end
	High       float64 `json:"high"` // and at its high end
}

// maxWorth and maxSwings bound the lists.
const (
	maxWorth  = 20
	maxSwings = 15
)

// engines whose findings let no attacker through.
var harmless = map[assay.EngineID]bool{assay.EngineTag: true, assay.EngineLicence: true, assay.EngineGovernance: true, assay.EngineQuality: true}

// counted are the findings that let an attacker through, by service.
func counted(findings []assay.Finding) map[assay.ServiceID][]*assay.Finding {
	out := map[assay.ServiceID][]*assay.Finding{}
	for i := range findings {
		f := &findings[i]
		if harmless[f.Engine] || f.Suppression != nil && f.Suppression.Counts {
			continue
		}
		out[f.Service] = append(out[f.Service], f)
	}
	return out
}

// Assess works it out. Services without an entry in the catalogue stand as one
// without a name. stageOf names the stage of an engine.
func (m *Model) Assess(services []assay.Service, findings []assay.Finding, tools []Tool, stageOf func(assay.EngineID) string) *Report {
	byService := counted(findings)
	if len(services) == 0 || len(byService[""]) > 0 {
		services = append(slices.Clone(services), assay.Service{})
	}
	r := &Report{Currency: m.Currency, Years: m.Years, Seed: m.Seed, Model: m}
	total := make([]float64, m.Years)
	for n, s := range services {
		sr, years := m.service(s, byService[s.ID], uint64(n))
		r.Services = append(r.Services, sr)
		r.Expected += sr.Expected
		for i, x := range years {
			total[i] += x
		}
	}
	slices.SortStableFunc(r.Services, func(a, b ServiceRisk) int { return cmp.Compare(b.Expected, a.Expected) })
	slices.Sort(total)
	r.Quantiles, r.Curve, r.Bound = quantiles(total), curve(total), r.Expected/math.E
	r.Findings = m.worth(services, byService)
	for _, t := range tools {
		r.Tools = append(r.Tools, m.returns(t.Name, &t.PerYear, services, byService, func(f *assay.Finding) bool { return t.finds(f) }))
	}
	stages := map[string]bool{}
	for _, list := range byService {
		for _, f := range list {
			stages[stageOf(f.Engine)] = true
		}
	}
	for _, stage := range []string{"plan", "code", "build", "test", "release", "deploy"} {
		if !stages[stage] {
			continue
		}
		var cost *float64
		for _, t := range tools {
			if slices.ContainsFunc(t.Finds, func(x string) bool { return stageOf(assay.EngineID(x)) == stage }) {
				if cost == nil {
					cost = new(float64)
				}
				*cost += t.PerYear
			}
		}
		r.Stages = append(r.Stages, m.returns(stage, cost, services, byService, func(f *assay.Finding) bool { return stageOf(f.Engine) == stage }))
	}
	r.Tornado = m.tornado(services, byService)
	return r
}

func (t Tool) finds(f *assay.Finding) bool {
	return slices.ContainsFunc(t.Finds, func(x string) bool {
		return x == string(f.Engine) && f.Tool == "" || f.Tool != "" && len(f.Tool) >= len(x) && f.Tool[:len(x)] == x
	})
}

// weight is the share of attempts that gets through by one finding.
func (m *Model) weight(f *assay.Finding) float64 {
	w := m.Weight[f.Severity.String()].Mean()
	if v := f.Vulnerability; v != nil {
		if !v.Exploited.IsZero() {
			w = m.Weight["exploited"].Mean()
		} else if v.EPSS > 0 {
			w = max(w, v.EPSS)
		}
	}
	return w * [...]float64{assay.Tentative: 0.3, assay.Firm: 0.7, assay.Certain: 1}[f.Confidence]
}

// through is the share of attempts that gets through: what nobody found, or one
// of the findings.
func (m *Model) through(findings []*assay.Finding, leave func(*assay.Finding) bool) float64 {
	held := 1 - m.Residual.Mean()
	for _, f := range findings {
		if leave == nil || !leave(f) {
			held *= 1 - min(1, m.weight(f))
		}
	}
	return 1 - held
}

func (m *Model) exposure(s assay.ServiceID) string {
	if e := m.Reach[s]; e != "" {
		return e
	}
	return "internet"
}

// threatens says whether a scenario is about a service.
func (x *Scenario) threatens(s *assay.Service) bool {
	return len(x.Data) == 0 || slices.ContainsFunc(x.Data, func(d string) bool { return slices.Contains(s.DataClasses, d) || slices.Contains(s.Scope, d) })
}

// rate turns attempts into loss events: the factor that goes with both.
func (m *Model) rate(s *assay.Service, x *Scenario, through float64) (often Distribution, factor float64) {
	if x.Frequency != nil {
		return x.Frequency.Distribution, 1
	}
	return x.Attempts.Distribution, through * m.Exposure[m.exposure(s.ID)].Mean()
}

// service works out one service and simulates its years; n tells the streams of
// chance of services apart.
func (m *Model) service(s assay.Service, findings []*assay.Finding, n uint64) (ServiceRisk, []float64) {
	out := ServiceRisk{Service: s.ID, Exposure: m.exposure(s.ID), Assumed: m.Reach[s.ID] == "", Findings: len(findings), Through: m.through(findings, nil)}
	years := make([]float64, m.Years)
	for k := range m.Scenarios {
		x := &m.Scenarios[k]
		if !x.threatens(&s) {
			continue
		}
		often, factor := m.rate(&s, x, out.Through)
		sc := ScenarioRisk{Name: x.Name, Events: often.Mean() * factor, Loss: x.Loss.Mean()}
		sc.Expected = sc.Events * sc.Loss
		out.Expected += sc.Expected
		out.Scenarios = append(out.Scenarios, sc)
		chance := rand.New(rand.NewPCG(m.Seed, n<<16|uint64(k)))
		for i := range years {
			for range poisson(chance, often.draw(chance)*factor) {
				years[i] += x.Loss.draw(chance)
			}
		}
	}
	sorted := slices.Sorted(slices.Values(years))
	out.Quantiles = quantiles(sorted)
	return out, years
}

// expected is the mean loss of a year when some findings are gone.
func (m *Model) expected(services []assay.Service, by map[assay.ServiceID][]*assay.Finding, leave func(*assay.Finding) bool) float64 {
	sum := 0.0
	for i := range services {
		s := &services[i]
		through := m.through(by[s.ID], leave)
		for k := range m.Scenarios {
			if x := &m.Scenarios[k]; x.threatens(s) {
				often, factor := m.rate(s, x, through)
				sum += often.Mean() * factor * x.Loss.Mean()
			}
		}
	}
	return sum
}

func (m *Model) returns(name string, cost *float64, services []assay.Service, by map[assay.ServiceID][]*assay.Finding, its func(*assay.Finding) bool) Return {
	out := Return{Name: name, Cost: cost}
	for _, list := range by {
		for _, f := range list {
			if its(f) {
				out.Findings++
			}
		}
	}
	out.Avoids = (m.expected(services, by, nil) - m.expected(services, by, its)) * m.Fixed.Mean()
	if cost != nil && *cost > 0 {
		out.Return = new((out.Avoids - *cost) / *cost)
	}
	return out
}

// worth ranks findings by what fixing each alone saves.
func (m *Model) worth(services []assay.Service, by map[assay.ServiceID][]*assay.Finding) []Worth {
	var out []Worth
	for i := range services {
		one := services[i : i+1]
		through := m.through(by[one[0].ID], nil)
		all := m.expected(one, by, nil)
		residual := m.expected(one, nil, nil) // what does not hang on findings, and what nobody found
		perShare := 0.0
		if r := m.Residual.Mean(); through > r {
			perShare = (all - residual) / (through - r)
		}
		for _, f := range by[one[0].ID] {
			w := min(1, m.weight(f))
			without := 1.0
			if w < 1 {
				without = 1 - (1-through)/(1-w)
			} else {
				without = m.through(by[one[0].ID], func(x *assay.Finding) bool { return x == f })
			}
			if saved := (through - without) * perShare; saved > 0 {
				out = append(out, Worth{f.Fingerprint, f.Rule, f.Location, f.Severity, f.Service, saved})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Worth) int {
		return cmp.Or(cmp.Compare(b.PerYear, a.PerYear), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	return out[:min(len(out), maxWorth)]
}

// tornado moves one assumption at a time, from its low to its high end; a number
// without a range is halved and doubled.
func (m *Model) tornado(services []assay.Service, by map[assay.ServiceID][]*assay.Finding) []Swing {
	var out []Swing
	try := func(name string, n *Number, most float64) {
		was := *n
		at := func(high bool) float64 {
			n.Distribution = was.extreme(high)
			if most > 0 {
				n.Distribution = Exactly(min(most, n.Low))
			}
			x := m.expected(services, by, nil)
			*n = was
			return x
		}
		s := Swing{Assumption: name, Range: was.Range(), Source: was.Source, Low: at(false), High: at(true)}
		if s.Low != s.High {
			out = append(out, s)
		}
	}
	for k := range m.Scenarios {
		x := &m.Scenarios[k]
		try("loss by "+x.Name, &x.Loss, 0)
		if x.Attempts != nil {
			try("attempts at "+x.Name, x.Attempts, 0)
		} else {
			try("how often "+x.Name, x.Frequency, 0)
		}
	}
	try("share that gets through without a finding", &m.Residual, 1)
	for _, w := range []string{"exploited", "critical", "high", "medium", "low"} {
		n := m.Weight[w]
		was := n
		at := func(high bool) float64 {
			n.Distribution = Exactly(min(1, was.extreme(high).Low))
			m.Weight[w] = n
			x := m.expected(services, by, nil)
			m.Weight[w] = was
			return x
		}
		if s := (Swing{"share that gets through by one " + w + " finding", was.Range(), was.Source, at(false), at(true)}); s.Low != s.High {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b Swing) int { return cmp.Compare(math.Abs(b.High-b.Low), math.Abs(a.High-a.Low)) })
	return out[:min(len(out), maxSwings)]
}

// quantiles reads them off sorted losses.
func quantiles(sorted []float64) Quantiles {
	at := func(p float64) float64 { return sorted[min(len(sorted)-1, int(p*float64(len(sorted))))] }
	return Quantiles{at(0.5), at(0.9), at(0.95), at(0.99)}
}

// curve is the chance of a loss above some fifty amounts, evenly on a logarithmic
// scale between the smallest and the largest of sorted losses.
func curve(sorted []float64) []Exceedance {
	first, _ := slices.BinarySearch(sorted, math.SmallestNonzeroFloat64)
	if first == len(sorted) {
		return nil
	}
	low, high := math.Log10(sorted[first]), math.Log10(sorted[len(sorted)-1])
	const points = 50
	var out []Exceedance
	for i := range points + 1 {
		x := math.Pow(10, low+(high-low)*float64(i)/points)
		above, _ := slices.BinarySearchFunc(sorted, x, func(a, b float64) int {
			if a <= b {
				return -1
			}
			return 1
		})
		out = append(out, Exceedance{x, float64(len(sorted)-above) / float64(len(sorted))})
	}
	return out
}
