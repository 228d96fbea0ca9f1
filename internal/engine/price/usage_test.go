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
		"resource_usage:\n  a: {b: -1}\n", "resource_usage:\n  a: {b: lots}\n", "resource_usage: {a: {b: 1e999999999}}\n", "a: b: c\n", "version: 0.1\nversion: 0.1\n",
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

func FuzzUsage(f *testing.F) {
	f.Add("version: 0.1\nresource_usage:\n  a.b[0]: {x: {y: 1}}\n")
	f.Add("resource_usage: &a {b: *a}\n")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := price.ParseUsage("usage.yml", []byte(text)); err != nil && !errors.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
	})
}
