package languages_test

import (
	"slices"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
)

// TestScopes holds the scopes that reports name against the languages that are
// read.
func TestScopes(t *testing.T) {
	var read []assay.Scope
	for _, l := range languages.All() {
		read = append(read, assay.SASTScope(l.ID))
	}
	slices.Sort(read)
	if want := assay.SASTScopes(); !slices.Equal(slices.Compact(read), want) {
		t.Errorf("languages %v, scopes %v", read, want)
	}
}
