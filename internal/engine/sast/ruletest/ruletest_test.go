package ruletest_test

import (
	"slices"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ruletest"
)

// TestParseDeep reads what an annotation says of engines that cross files, and
// names rules by the last part of their names.
func TestParseDeep(t *testing.T) {
	got := ruletest.Parse([]byte("// ruleid: deeptodoruleid: one\na()\n// ruleid: deepok: one\nb()\n// ruleid: some.pack.one\nc()\n"))
	e := got["one"]
	if e == nil || !slices.Equal(e.Want, []int{6}) || !slices.Equal(e.Ignore, []int{2}) {
		t.Fatalf("got %+v", e)
	}
}
