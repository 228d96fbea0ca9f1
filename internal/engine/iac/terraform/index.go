package terraform

import (
	"fmt"
	"strings"

	trivy "github.com/aquasecurity/trivy/pkg/iac/terraform"
	"github.com/aquasecurity/trivy/pkg/iac/types"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/iac/check"
)

// index finds the address of the resource that a result is about, by the trail
// of references that trivy keeps: attribute, block, resource, module call.
type index struct {
	byTrail    map[string]string
	attributes map[string][]assay.Attribute // by address
}

func newIndex() *index {
	return &index{byTrail: map[string]string{}, attributes: map[string][]assay.Attribute{}}
}

func (ix *index) add(b *trivy.Block, r assay.Resource) {
	address := r.Address
	if _, ok := ix.attributes[address]; !ok {
		ix.attributes[address] = r.Attributes
	}
	var trail []check.Place
	m := b.GetMetadata()
	for at := &m; at != nil; at = at.Parent() {
		trail = append(trail, placeOf(at))
	}
	key := trailKey(trail)
	if _, ok := ix.byTrail[key]; !ok {
		ix.byTrail[key] = address
	}
}

func placeOf(m *types.Metadata) check.Place {
	r := m.Range()
	return check.Place{Path: r.GetLocalFilename(), Start: r.GetStartLine(), End: r.GetEndLine(), Resource: m.Reference()}
}

func (ix *index) address(trail []check.Place) string {
	for i := range trail {
		if a, ok := ix.byTrail[trailKey(trail[i:])]; ok {
			return a
		}
	}
	return ""
}

func trailKey(trail []check.Place) string {
	var b strings.Builder
	for _, p := range trail {
		fmt.Fprintf(&b, "%s@%s:%d-%d|", p.Resource, p.Path, p.Start, p.End)
	}
	return b.String()
}
