package importer

import (
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/cvss"
)

// severityOfFlaw reads a word, else a score, else a CVSS vector. A known flaw
// that nobody rated counts as high, as in our own matching: unrated is not mild.
func severityOfFlaw(word string, score float64, vector string) assay.Severity {
	if s, known := severity(word); known {
		return s
	}
	if score <= 0 || score > 10 {
		score = cvss.Base(vector)
	}
	if score > 0 {
		return scored(score)
	}
	return assay.High
}
