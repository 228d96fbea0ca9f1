package price_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/fault"
)

func TestUsageRefused(t *testing.T) {
	for _, text := range []string{
		"- a\n", "versoin: 0.1\n", "version: 0.2\n", "resource_usage: [a]\n", "resource_usage:\n  a: 5\n", "resource_usage:\n  a: {b: [1]}\n",
		"resource_usage:\n  a: {b: -1}\n", "resource_usage:\n  a: {b: 7lots}\n", "resource_usage: {a: {b: 1e999999999}}\n", "a: b: c\n", "version: 0.1\nversion: 0.1\n",
	} {
		if _, err := price.ParseUsage("usage.yml", []byte(text)); !errors.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), "usage.yml:") {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"", "version: 0.1\n", "resource_usage:\n", "resource_usage:\n  a: {operating_system: windows, b: 1_000, c: {d: 1.5}}\n"} {
		if _, err := price.ParseUsage("usage.yml", []byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestTransfers: what leaves a region stands for no resource, and costs.
func TestTransfers(t *testing.T) {
	u, err := price.ParseUsage("usage.yml", []byte("resource_usage:\n  aws_data_transfer.out:\n    region: us-east-1\n    monthly_intra_region_gb: 1000\n    monthly_outbound_other_regions_gb: 100\n    monthly_outbound_internet_gb: 20240\n    monthly_moon_gb: 5\n  aws_instance.gone: {size: big}\n"))
	if err != nil {
		t.Fatal(err)
	}
	e := estimate(t, "main.tf", "", u)
	// 2 × 1,000 × 0.01, 100 × 0.02, 10,240 × 0.09 + 10,000 × 0.085
	if len(e.Resources) != 1 || e.Monthly.String() != "1793.6" || e.Resources[0].Unknown != 1 || e.Resources[0].Location.Start.Line != 3 {
		t.Errorf("%s %+v", e.Monthly, e.Resources)
	}
	if len(e.Notes) != 1 || !strings.Contains(e.Notes[0], "aws_instance.gone is no resource") {
		t.Error(e.Notes)
	}
}

func FuzzUsage(f *testing.F) {
	f.Add("version: 0.1\nresource_usage:\n  a.b[0]: {x: {y: 1}}\n")
	f.Add("resource_usage: &a {b: *a}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := price.ParseUsage("usage.yml", []byte(text)); err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}
