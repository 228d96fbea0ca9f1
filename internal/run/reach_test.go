package run

import (
	"testing"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/reach"
	"github.com/assay-dev/assay/internal/version"
)

// TestWeigh: confidence goes only where every record of the flaw was looked for.
func TestWeigh(t *testing.T) {
	record := func(id string, imports ...advisory.Import) advisory.Advisory {
		return advisory.Advisory{ID: id, Ecosystem: assay.Go, Package: "example.com/lib", Imports: imports, Ranges: []version.Range{{{Introduced: "0"}}}}
	}
	parse := advisory.Import{Path: "example.com/lib/lang", Symbols: []string{"Parse"}}
	flaw := func(id string) reach.Flaw { return reach.Flaw{ID: id, Module: "example.com/lib", Version: "1.0.0"} }
	way := []reach.Frame{
		{Module: "example.com/app", Package: "example.com/app", Function: "main", File: "main.go", Line: 3},
		{Module: "example.com/lib", Version: "1.0.0", Package: "example.com/lib/lang", Function: "Parse"},
	}
	for name, c := range map[string]struct {
		list    []advisory.Advisory
		seen    map[reach.Flaw][][]reach.Frame
		want    assay.Confidence
		reached int
	}{
		"called":             {[]advisory.Advisory{record("GO-1", parse)}, map[reach.Flaw][][]reach.Frame{flaw("GO-1"): {way}}, assay.Certain, 1},
		"not called":         {[]advisory.Advisory{record("GO-1", parse)}, map[reach.Flaw][][]reach.Frame{flaw("GO-1"): nil}, assay.Tentative, 0},
		"not looked for":     {[]advisory.Advisory{record("GO-1", parse)}, nil, assay.Certain, 0},
		"another version":    {[]advisory.Advisory{record("GO-1", parse)}, map[reach.Flaw][][]reach.Frame{{ID: "GO-1", Module: "example.com/lib", Version: "1.0.1"}: nil}, assay.Certain, 0},
		"names no package":   {[]advisory.Advisory{record("GO-1", parse), record("GO-2")}, map[reach.Flaw][][]reach.Frame{flaw("GO-1"): nil}, assay.Certain, 0},
		"no record of Go's":  {[]advisory.Advisory{record("GHSA-1")}, nil, assay.Certain, 0},
		"another flaw of it": {[]advisory.Advisory{record("GO-3", parse)}, map[reach.Flaw][][]reach.Frame{flaw("GO-3"): nil}, assay.Certain, 0},
	} {
		f := assay.Finding{Confidence: assay.Certain, Vulnerability: &assay.Vulnerability{
			ID: "CVE-1", Aliases: []string{"GHSA-1", "GO-1", "GO-2"}, Package: "example.com/lib", Version: "1.0.0",
		}}
		(&job{}).weigh(&f, "svc", c.list, &reach.Result{Seen: c.seen})
		if f.Confidence != c.want || len(f.Vulnerability.Reached) != c.reached {
			t.Errorf("%s: %v, %v", name, f.Confidence, f.Vulnerability.Reached)
		}
		if c.reached > 0 && (f.Flow[0].Location.Path != "svc/main.go" || f.Flow[1].Location.Component != "pkg:golang/example.com/lib@v1.0.0" || f.Vulnerability.Reached[0] != "app.main") {
			t.Errorf("%s: %+v", name, f.Flow)
		}
	}
}
