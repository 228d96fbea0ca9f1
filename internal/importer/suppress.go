package importer

import "github.com/assay-dev/assay/internal/assay"

const ownWord = "the tool's own suppression: it counts once it was there at the base"

// setAside is what a tool says against a finding of its own: an inline
// comment, an ignore file, a click in its console. Taken at its word it would
// let a change wave itself through, so it never counts from here.
func setAside(reason string) *assay.Suppression {
	return &assay.Suppression{Reason: cut(reason, maxMessage), Why: ownWord}
}

// setAsideIf is nil where the tool says nothing against the finding.
func setAsideIf(said bool, reason string) *assay.Suppression {
	if !said {
		return nil
	}
	return setAside(reason)
}
