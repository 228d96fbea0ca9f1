// Package vaulttest holds every place for secrets to one conduct.
package vaulttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/vault"
)

// Text is the secret that the place under test must hold under Place.Known.
const Text = "c2VlZCBvZiBhIG1hZGUtdXAga2V5"

// Place is what a suite needs of an adapter.
type Place struct {
	Store                  vault.Store
	Known, Missing, Denied string // references
}

// Run runs the suite.
func Run(t *testing.T, p Place) {
	get := func(t *testing.T, ref string) (vault.Secret, error) {
		r, err := vault.ParseRef(ref)
		if err != nil {
			t.Fatal(err)
		}
		return p.Store.Get(t.Context(), r)
	}
	t.Run("known", func(t *testing.T) {
		for range 2 { // it asks again each time
			s, err := get(t, p.Known)
			if err != nil || s.Reveal() != Text {
				t.Fatalf("%q, %v", s.Reveal(), err)
			}
			text, _ := json.Marshal(s)
			if shown := fmt.Sprintf("%v %+v %#v %s %s", s, s, s, s, text); strings.Contains(shown, Text) {
				t.Errorf("it shows itself: %s", shown)
			}
		}
	})
	for _, c := range []struct {
		name, ref string
		kind      fault.Kind
	}{{"missing", p.Missing, fault.NotFound}, {"denied", p.Denied, fault.Denied}} {
		t.Run(c.name, func(t *testing.T) {
			if c.ref == "" {
				t.Skip("this place refuses nobody")
			}
			s, err := get(t, c.ref)
			if !errors.Is(err, c.kind) || s.Reveal() != "" || fault.Help(err) == "" {
				t.Errorf("%v, want %v with help", err, c.kind)
			}
			if err != nil && strings.Contains(err.Error(), Text) {
				t.Errorf("the error shows the secret: %v", err)
			}
		})
	}
}
