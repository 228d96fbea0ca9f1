package dependency

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/rules"
)

// BenchmarkMatch holds 10,000 components against the index that ships, those
// with advisories first, opening it each time.
func BenchmarkMatch(b *testing.B) {
	var list []assay.Component
	open := func() *advisory.Index {
		ix, err := advisory.Open(strings.NewReader(rules.Advisories), int64(len(rules.Advisories)))
		if err != nil {
			b.Fatal(err)
		}
		return ix
	}
	if err := open().All(func(all []advisory.Advisory) error {
		list = append(list, assay.Component{Ecosystem: all[0].Ecosystem, Name: all[0].Package, Version: "1.2.3", Root: "lock", Direct: true, Use: assay.Runtime})
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for i := len(list); i < 10_000; i++ {
		list = append(list, assay.Component{Ecosystem: assay.NPM, Name: fmt.Sprintf("package-%d", i), Version: "1.2.3", Root: "lock", Use: assay.Runtime})
	}
	for b.Loop() {
		if _, err := NewAnalyser(open()).Analyse(context.Background(), engine.Facts{Components: list}); err != nil {
			b.Fatal(err)
		}
	}
}
