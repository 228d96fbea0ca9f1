package importer

import (
	"strings"

	gocvss20 "github.com/pandatix/go-cvss/20"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"

	"github.com/assay-dev/assay/internal/assay"
)

// severityOfFlaw reads a word, else a score, else a CVSS vector. A known flaw
// that nobody rated counts as high, as in our own matching: unrated is not mild.
func severityOfFlaw(word string, score float64, vector string) assay.Severity {
	if s, known := severity(word); known {
		return s
	}
	if score <= 0 || score > 10 {
		score = baseScore(vector)
	}
	if score > 0 {
		return scored(score)
	}
	return assay.High
}

// baseScore computes the base score of a CVSS vector; 0 when it is none.
func baseScore(vector string) float64 {
	vector = strings.Trim(strings.TrimSpace(vector), "()")
	switch {
	case len(vector) > maxName:
	case strings.HasPrefix(vector, "CVSS:4.0/"):
		if c, err := gocvss40.ParseVector(vector); err == nil {
			return c.Score()
		}
	case strings.HasPrefix(vector, "CVSS:3.1/"):
		if c, err := gocvss31.ParseVector(vector); err == nil {
			return c.BaseScore()
		}
	case strings.HasPrefix(vector, "CVSS:3.0/"):
		if c, err := gocvss30.ParseVector(vector); err == nil {
			return c.BaseScore()
		}
	case strings.HasPrefix(vector, "AV:"):
		if c, err := gocvss20.ParseVector(vector); err == nil {
			return c.BaseScore()
		}
	}
	return 0
}
