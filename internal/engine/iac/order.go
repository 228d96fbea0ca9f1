package iac

import (
	"cmp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/graph"
)

// compareFindings orders by place, then rule, then message, then resource.
func compareFindings(a, b assay.Finding) int {
	return cmp.Or(
		strings.Compare(a.Location.Path, b.Location.Path),
		cmp.Compare(a.Location.Start.Line, b.Location.Start.Line),
		cmp.Compare(a.Location.End.Line, b.Location.End.Line),
		strings.Compare(string(a.Rule), string(b.Rule)),
		strings.Compare(a.Message, b.Message),
		strings.Compare(graph.MarkOf(a.Identity), graph.MarkOf(b.Identity)),
		strings.Compare(a.Location.Resource, b.Location.Resource),
	)
}
