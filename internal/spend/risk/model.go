package risk

import (
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/fault"
)

// File is where a repository says what it knows better than our assumptions.
const File = ".assay/risk.yaml"

// assumed is the source of a number that nobody measured.
const assumed = "assumption"

// Number is a distribution with where it comes from.
type Number struct {
	Distribution
	Source string `json:"source"` // a document, a study, or "assumption"
}

// Scenario is a way to lose money.
type Scenario struct {
	Name string `json:"name"`
	// Data are the data classes of services that it threatens; none: all services.
	Data []string `json:"data,omitempty"`
	// Attempts a year on a service that the internet reaches; how many get through
	// depends on its findings. Frequency is loss events a year instead, whatever is
	// found; one of both is set.
	Attempts  *Number `json:"attempts,omitempty"`
	Frequency *Number `json:"frequency,omitempty"`
	Loss      Number  `json:"loss"` // by one event
}

// Model is what the figures rest on.
type Model struct {
	Currency  string     `json:"currency"` // ISO 4217
	Scenarios []Scenario `json:"scenarios"`
	// Exposure is the share of attempts that a service meets: internet 1.
	Exposure map[string]Number `json:"exposure"`
	// Reach names the exposure of services; others are taken for internet.
	Reach map[assay.ServiceID]string `json:"reach,omitempty"`
	// Residual is the share of attempts that gets through without any finding.
	Residual Number `json:"residual"`
	// Weight is the share that gets through by one finding of a severity, by name;
	// "exploited" is that of a flaw that is known to be exploited.
	Weight map[string]Number `json:"weight"`
	// Fixed is the share of what is found that is fixed within the year.
	Fixed Number `json:"fixed"`
	// Years to simulate, and the seed.
	Years int    `json:"years"`
	Seed  uint64 `json:"seed"`
}

// DefaultYears is how many years are simulated.
const DefaultYears = 50_000

// file is risk.yaml.
type file struct {
	Version   int            `yaml:"version" doc:"Version of this file's shape: 1."`
	Currency  string         `yaml:"currency" doc:"ISO 4217, EUR when left out."`
	Years     int            `yaml:"years" doc:"Years to simulate, 1000 to 1000000."`
	Seed      int            `yaml:"seed" doc:"Seed of the simulation."`
	Scenarios []fileScenario `yaml:"scenarios" doc:"Ways to lose money; when given, ours don't apply."`
	Services  []fileService  `yaml:"services" doc:"How services are reached."`
	Residual  string         `yaml:"residual" doc:"Share of attempts that gets through without any finding."`
	Fixed     string         `yaml:"fixed" doc:"Share of what is found that is fixed within the year."`
	Source    string         `yaml:"source" doc:"Where residual and fixed come from."`
}

type fileScenario struct {
	Name      string   `yaml:"name" doc:"What happens."`
	Data      []string `yaml:"data" doc:"Data classes of the services that it threatens; all when left out."`
	Attempts  string   `yaml:"attempts" doc:"Attempts a year: 3, 1..10 (5–95 %) or 1..2..10 (least, likely, most)."`
	Frequency string   `yaml:"frequency" doc:"Loss events a year, whatever is found; instead of attempts."`
	Loss      string   `yaml:"loss" doc:"Loss by one event: 100000..1000000."`
	Source    string   `yaml:"source" doc:"Where the numbers come from; assumption when left out."`
}

type fileService struct {
	Name     string `yaml:"name" doc:"Name in assay.yaml."`
	Exposure string `yaml:"exposure" enum:"internet,partner,internal" doc:"internet, partner or internal."`
}

// DefaultModel holds our assumptions. None of its numbers is measured.
func DefaultModel() *Model {
	n := func(shape Shape, low, likely, high float64) Number {
		return Number{Distribution{shape, low, likely, high}, assumed}
	}
	is := func(x float64) Number { return Number{Exactly(x), assumed} }
	attempts := func(low, likely, high float64) *Number { return new(n(PERT, low, likely, high)) }
	return &Model{
		Currency: "EUR",
		Scenarios: []Scenario{
			{Name: "card data stolen", Data: []string{"card"}, Attempts: attempts(0.5, 2, 6), Loss: n(Lognormal, 100e3, 0, 3e6)},
			{Name: "personal data lost", Data: []string{"personal"}, Attempts: attempts(0.5, 2, 6), Loss: n(Lognormal, 50e3, 0, 2e6)},
			{Name: "accounts emptied", Data: []string{"account"}, Attempts: attempts(1, 3, 10), Loss: n(Lognormal, 10e3, 0, 800e3)},
			{Name: "orders forged or lost", Data: []string{"trading"}, Attempts: attempts(0.2, 0.5, 2), Loss: n(Lognormal, 100e3, 0, 5e6)},
			{Name: "service down", Attempts: attempts(0.5, 1, 4), Loss: n(Lognormal, 5e3, 0, 250e3)},
		},
		Exposure: map[string]Number{"internet": is(1), "partner": is(0.3), "internal": is(0.1)},
		Reach:    map[assay.ServiceID]string{},
		Residual: is(0.02),
		Weight: map[string]Number{
			"critical": is(0.10), "high": is(0.04), "medium": is(0.01), "low": is(0.002), "info": is(0), "exploited": is(0.5),
		},
		Fixed: is(0.8), Years: DefaultYears, Seed: 1,
	}
}

// ParseModel reads risk.yaml over our assumptions; nothing gives these. Errors are
// of kind fault.Invalid and name file and line.
func ParseModel(name string, data []byte) (*Model, error) {
	m := DefaultModel()
	f := file{Version: 1}
	doc, err := config.Decode(name, data, &f)
	if err != nil {
		return nil, err
	}
	if f.Version != 1 {
		return nil, doc.Errorf([]any{"version"}, "version %d is not known", f.Version).WithHelp("write version: 1")
	}
	if f.Currency != "" {
		if len(f.Currency) != 3 || strings.ToUpper(f.Currency) != f.Currency {
			return nil, doc.Errorf([]any{"currency"}, "%q is no currency", f.Currency).WithHelp("write it as EUR")
		}
		m.Currency = f.Currency
	}
	if f.Years != 0 {
		if f.Years < 1000 || f.Years > 1_000_000 {
			return nil, doc.Errorf([]any{"years"}, "%d years: between 1000 and 1000000 are simulated", f.Years).WithHelp("leave it out for %d", DefaultYears)
		}
		m.Years = f.Years
	}
	if f.Seed != 0 {
		m.Seed = uint64(f.Seed)
	}
	source := f.Source
	if source == "" {
		source = assumed
	}
	for _, x := range []struct {
		key, text string
		to        *Number
	}{{"residual", f.Residual, &m.Residual}, {"fixed", f.Fixed, &m.Fixed}} {
		if x.text == "" {
			continue
		}
		d, err := ParseDistribution(x.text)
		if err == nil && (d.Shape != Point || d.Low > 1) {
			err = fault.New(fault.Invalid, "%q is no share", x.text)
		}
		if err != nil {
			return nil, doc.Errorf([]any{x.key}, "%v", err).WithHelp("write a number from 0 to 1")
		}
		*x.to = Number{d, source}
	}
	for i, s := range f.Services {
		if s.Name == "" || s.Exposure == "" {
			return nil, doc.Errorf([]any{"services", i}, "a service needs name and exposure").WithHelp("as: {name: payments, exposure: internet}")
		}
		m.Reach[assay.ServiceID(s.Name)] = s.Exposure
	}
	if len(f.Scenarios) > 0 {
		m.Scenarios = nil
	}
	for i, s := range f.Scenarios {
		out, err := s.scenario()
		if err != nil {
			return nil, doc.Errorf([]any{"scenarios", i}, "%v", err).WithHelp("as: {name: card data stolen, data: [card], attempts: 1..10, loss: 100000..1000000}")
		}
		m.Scenarios = append(m.Scenarios, out)
	}
	return m, nil
}

func (s fileScenario) scenario() (Scenario, error) {
	source := s.Source
	if source == "" {
		source = assumed
	}
	out := Scenario{Name: s.Name, Data: s.Data}
	if s.Name == "" {
		return out, fault.New(fault.Invalid, "a scenario without a name")
	}
	if (s.Attempts == "") == (s.Frequency == "") {
		return out, fault.New(fault.Invalid, "scenario %q needs attempts, or else frequency", s.Name)
	}
	loss, err := ParseDistribution(s.Loss)
	if err != nil {
		return out, fault.New(fault.Invalid, "loss of %q: %w", s.Name, err)
	}
	out.Loss = Number{loss, source}
	text, to := s.Attempts, &out.Attempts
	if text == "" {
		text, to = s.Frequency, &out.Frequency
	}
	often, err := ParseDistribution(text)
	if err != nil {
		return out, fault.New(fault.Invalid, "how often %q: %w", s.Name, err)
	}
	if often.Mean() > maxEvents {
		return out, fault.New(fault.Invalid, "%q happens more than %d times a year", s.Name, maxEvents)
	}
	*to = &Number{often, source}
	return out, nil
}

// maxEvents bounds the events of one scenario in a year: what happens more often
// is a cost, not a risk.
const maxEvents = 1000

// ParseDistribution reads a number (0.1), a lognormal range by its 5 % and 95 %
// quantiles (100000..1000000), or a PERT range (1..2..10).
func ParseDistribution(text string) (Distribution, error) {
	parts := strings.Split(strings.TrimSpace(text), "..")
	nums := make([]float64, len(parts))
	for i, p := range parts {
		x, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(p), "_", ""), 64)
		if err != nil {
			return Distribution{}, fault.New(fault.Invalid, "%q is no number and no range", text).WithHelp("write 0.1, 1..10 (5–95 %%) or 1..2..10 (least, likely, most)")
		}
		nums[i] = x
	}
	d := Distribution{}
	switch len(nums) {
	case 1:
		d = Exactly(nums[0])
	case 2:
		d = Distribution{Shape: Lognormal, Low: nums[0], High: nums[1]}
	case 3:
		d = Distribution{PERT, nums[0], nums[1], nums[2]}
	default:
		return d, fault.New(fault.Invalid, "%q has %d parts, at most three are read", text, len(nums))
	}
	if err := d.Check(); err != nil {
		return d, fault.New(fault.Invalid, "%q: %w", text, err).WithHelp("write 0.1, 1..10 (5–95 %%) or 1..2..10 (least, likely, most)")
	}
	return d, nil
}

// Single is a model of one scenario, whose frequency and loss are given as
// ParseDistribution reads them.
func Single(frequency, loss string) (*Model, error) {
	s, err := fileScenario{Name: "loss", Frequency: frequency, Loss: loss, Source: "given"}.scenario()
	if err != nil {
		return nil, err
	}
	m := DefaultModel()
	m.Scenarios = []Scenario{s}
	return m, nil
}
