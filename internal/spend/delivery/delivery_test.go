package delivery_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/spend/delivery"
)

func amount(t *testing.T, s string) money.Amount {
	t.Helper()
	a, err := money.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func input(t *testing.T) delivery.Input {
	day := func(m time.Month, d int) time.Time { return time.Date(2025, m, d, 12, 0, 0, 0, time.UTC) }
	rate := amount(t, "0.06 USD")
	return delivery.Input{
		Runs: []delivery.Run{
			{ID: "a", Started: day(1, 5), Seconds: 600, Engines: map[string]float64{"sast": 30, "iac": 10}, Steps: map[string]float64{"test/unit": 200}, Fixed: 2, Services: []assay.ServiceID{"pay", "shop"}},
			{ID: "b", Started: day(1, 9), Seconds: 60, Engines: map[string]float64{"sast": 1}, Services: []assay.ServiceID{"pay"}},
			{ID: "c", Started: day(3, 9), Seconds: 60},
		},
		Releases: []time.Time{day(1, 6)}, Rate: &rate, From: "2025-01", To: "2025-02",
		Tools:   []delivery.Tool{{Name: "Scanner", PerMonth: amount(t, "100 USD")}, {Name: "Gone", PerMonth: amount(t, "5 USD"), Until: day(1, 20)}, {Name: "Euro", PerMonth: amount(t, "7 EUR")}},
		StageOf: func(e string) string { return map[string]string{"sast": "code", "iac": "build"}[e] },
	}
}

// TestAssess: eleven minutes at six cents; 400 s of the first run are engines'.
func TestAssess(t *testing.T) {
	r := delivery.Assess(input(t))
	m := r.Months[0]
	if m.Runs != 2 || m.Releases != 1 || m.Fixed != 2 || m.Minutes.String() != "11" || m.Runners.String() != "0.66 USD" || fmt.Sprint(m.Licences) != "[105.00 USD 7.00 EUR]" ||
		m.PerRun.String() != "52.83 USD" || m.PerRelease.String() != "105.66 USD" || m.PerFixed.String() != "52.83 USD" {
		t.Errorf("%+v", m)
	}
	if feb := r.Months[1]; feb.Runs != 0 || feb.PerRun != nil || feb.Licences[0].String() != "100.00 USD" {
		t.Errorf("%+v", feb)
	}
	var stages []string
	for _, s := range r.Stages {
		stages = append(stages, s.Name+" "+s.Minutes.String()+" "+s.Cost.String())
	}
	if got := strings.Join(stages, ", "); got != "code 6 0.36 USD, test 3.333 0.20 USD, build 1.667 0.10 USD" {
		t.Error(got)
	}
}

// TestUnknown: without a rate nothing is taken for zero.
func TestUnknown(t *testing.T) {
	in := input(t)
	in.Rate = nil
	r := delivery.Assess(in)
	if m := r.Months[0]; m.Runners != nil || m.PerRun != nil || r.Stages[0].Cost != nil {
		t.Errorf("%+v", m)
	}
}

func TestWriteFOCUS(t *testing.T) {
	in := input(t)
	r := delivery.Assess(in)
	var b bytes.Buffer
	if err := r.WriteFOCUS(&b, in.Rate); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`0.36,0.36,Usage,Usage-Based,"Runners of assay, 2025-01"`, `"{""Service"":""pay""}"`, `100,100,Purchase,Recurring,"Scanner, 2025-02"`, "EUR"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s lacks %s", b.String(), want)
		}
	}
}
