package catalog

import (
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
)

func TestOwner(t *testing.T) {
	c := New(&config.Config{Profile: assay.Light, Services: []config.Service{
		{Name: "all", Paths: []string{"**"}},
		{Name: "pay", Paths: []string{"services/pay/**"}, Profile: assay.Strict},
		{Name: "infra", Paths: []string{"infra", "deploy/"}},
		{Name: "ledger", Paths: []string{"services/pay/ledger"}},
	}})
	for path, want := range map[string]assay.ServiceID{
		"main.go": "all", "services/pay/a/b.go": "pay", "services/pay/ledger/x.go": "ledger",
		"infra/main.tf": "infra", "infrastructure/x": "all", "deploy/a.yaml": "infra",
	} {
		if s, _ := c.Owner(path); s.ID != want {
			t.Errorf("%s belongs to %q, want %q", path, s.ID, want)
		}
	}
	if got := c.Profile("services/pay/x"); got != assay.Strict {
		t.Errorf("profile %s", got)
	}
	if got := c.Profile("main.go"); got != assay.Light {
		t.Errorf("a service without a profile has %s, want the file's", got)
	}
	if _, ok := New(config.Default()).Owner("x"); ok {
		t.Error("an empty catalogue owns something")
	}
}
