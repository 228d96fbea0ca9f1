// Package triage decides what a finding is: the same as that one, new or old,
// suppressed or not, and whose.
//
// A finding's identity is the engine's own name for the problem, without path
// and line; the fingerprint is a hash of it, so that it survives line moves
// and renames. Several equal problems in one tree are told apart by a number
// in the order of path and line.
package triage

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/assay-dev/assay/internal/assay"
)

// Fingerprint hashes a finding's engine, rule and identity.
func Fingerprint(f *assay.Finding) assay.Fingerprint {
	return hash("1", string(f.Engine), string(f.Rule), f.Identity)
}

func hash(parts ...string) assay.Fingerprint {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return assay.Fingerprint(hex.EncodeToString(h.Sum(nil)[:16]))
}

// Number gives equal fingerprints of one tree a number each, in the order of
// the slice; the first keeps its own.
func Number(findings []assay.Finding) {
	seen := map[assay.Fingerprint]int{}
	for i := range findings {
		f := &findings[i]
		n := seen[f.Fingerprint]
		seen[f.Fingerprint]++
		if n > 0 {
			f.Fingerprint = hash("n", string(f.Fingerprint), strconv.Itoa(n))
		}
	}
}
