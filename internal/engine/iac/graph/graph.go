// Package graph builds assay.Resources: it collects attribute leaves, keeps
// them sorted and bounded, and leaves out values that look like secrets. It
// also cuts the one-line snippet of a finding, redacted by the same rule.
//
// It knows no format: readers of Terraform, CloudFormation, Kubernetes and
// Dockerfiles bring paths and values.
package graph

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// MaxAttributes is how many leaves one resource keeps.
const MaxAttributes = 2000

// Builder collects the attributes of one resource.
type Builder struct {
	attributes []assay.Attribute
	cut        bool
}

// Add keeps a leaf. A value under a name that looks like a secret becomes
// unknown. A later leaf of the same path is dropped.
func (b *Builder) Add(a assay.Attribute) {
	if len(b.attributes) >= MaxAttributes {
		b.cut = true
		return
	}
	if a.Kind == assay.KindString && Sensitive(a.Path) || a.Kind == assay.KindUnknown {
		a.Kind, a.Value = assay.KindUnknown, ""
	}
	b.attributes = append(b.attributes, a)
}

// Full says whether more leaves would be dropped, so that a reader may stop.
func (b *Builder) Full() bool { return b.cut }

// Attributes gives the leaves sorted by path, each path once.
func (b *Builder) Attributes() []assay.Attribute {
	slices.SortStableFunc(b.attributes, func(x, y assay.Attribute) int { return strings.Compare(x.Path, y.Path) })
	b.attributes = slices.CompactFunc(b.attributes, func(x, y assay.Attribute) bool { return x.Path == y.Path })
	return slices.Clip(b.attributes)
}
