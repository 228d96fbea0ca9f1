// Package advisory knows which versions of which packages have publicly known
// flaws. An Index is one file, opened without reading it whole; Build makes one
// from records in the OSV format, with what is known of exploitation.
//
//	ix, err := advisory.Open(file, size)
//	for _, a := range ix.Of(assay.NPM, "lodash") {
//		if a.Affects("4.17.20") { … }
//	}
//
// It holds facts only: names, ranges, scores and dates. It asks no network and
// decides nothing.
package advisory

import (
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

// Advisory is one record about one package.
type Advisory struct {
	ID        string
	Aliases   []string // other names of the flaw, sorted; ID is not among them
	Ecosystem assay.Ecosystem
	Package   string // as assay.Component.Name
	Ranges    []version.Range
	Versions  []string // affected ones that no range covers
	CWE       []int
	// Imports are the Go packages with the flaw, where the record names them.
	Imports []Import
	// CVSS is the base score of Vector, 0 when there is none. Label is what the
	// record says in a word where it has no vector: low, medium, high, critical.
	CVSS   float64
	Vector string
	Label  string
	// EPSS is the probability of exploitation within 30 days, 0 when unknown.
	EPSS      float64
	Exploited time.Time // when CISA listed it; zero when it did not
	Published time.Time
	Modified  time.Time
}

// Import is a Go package that holds a flaw.
type Import struct {
	Path string
	// Symbols are the functions (Parse, Decoder.Decode) that lead to it; none: all.
	Symbols []string
}

// Affects says whether the advisory speaks of a version.
func (a *Advisory) Affects(v string) bool {
	if !version.Valid(a.Ecosystem, v) {
		return slices.Contains(a.Versions, v)
	}
	for _, r := range a.Ranges {
		if r.Contains(a.Ecosystem, v) {
			return true
		}
	}
	return slices.ContainsFunc(a.Versions, func(w string) bool { return version.Compare(a.Ecosystem, v, w) == 0 })
}

// FixedAfter is the smallest version above v at which a range ends and which
// the advisory does not speak of; empty when there is none.
func (a *Advisory) FixedAfter(v string) string {
	best := ""
	for _, r := range a.Ranges {
		for _, f := range r.Fixes() {
			above := version.Compare(a.Ecosystem, f, v) > 0
			if above && !a.Affects(f) && (best == "" || version.Compare(a.Ecosystem, f, best) < 0) {
				best = f
			}
		}
	}
	return best
}

// Names lists ID and Aliases.
func (a *Advisory) Names() []string { return append([]string{a.ID}, a.Aliases...) }

// CVEs lists the CVE numbers among the names.
func (a *Advisory) CVEs() []string {
	var out []string
	for _, n := range a.Names() {
		if strings.HasPrefix(n, "CVE-") {
			out = append(out, n)
		}
	}
	return out
}

// Name is what people call the flaw: its CVE number, else GitHub's name, else
// the record's own.
func (a *Advisory) Name() string { return NameOf(a.Names()) }

// NameOf picks from all the names of one flaw the one to call it by.
func NameOf(names []string) string {
	names = slices.Sorted(slices.Values(names))
	for _, prefix := range []string{"CVE-", "GHSA-"} {
		for _, n := range names {
			if strings.HasPrefix(n, prefix) {
				return n
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[0]
}

// Severity follows the CVSS rating (specification 3.1, table 14), else the
// record's word. What nobody scored is taken for high, and what is exploited
// for critical.
func (a *Advisory) Severity() assay.Severity {
	switch {
	case !a.Exploited.IsZero():
		return assay.Critical
	case a.CVSS >= 9:
		return assay.Critical
	case a.CVSS >= 7:
		return assay.High
	case a.CVSS >= 4:
		return assay.Medium
	case a.CVSS > 0:
		return assay.Low
	}
	if s, err := assay.ParseSeverity(a.Label); err == nil {
		return s
	}
	return assay.High
}
