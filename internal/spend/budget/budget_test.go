package budget

import (
	"errors"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

func TestParse(t *testing.T) {
	list, err := Parse("budgets.yaml", []byte("version: 1\nbudgets:\n  - {name: a, service: pay, month: 500 USD}\n  - {name: b, owner: team, change: 5.50 USD}\n  - {name: c, month: 1 EUR}\n"))
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
