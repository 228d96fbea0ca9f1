// Package cvss computes base scores of CVSS vectors, versions 2 to 4. It knows
// no advisory and no severity: what a score means is for others.
package cvss

import (
	"strings"

	v2 "github.com/pandatix/go-cvss/20"
	v30 "github.com/pandatix/go-cvss/30"
	v31 "github.com/pandatix/go-cvss/31"
	v4 "github.com/pandatix/go-cvss/40"
)

// longest is the length of a text that can be a vector, in bytes.
const longest = 512

// Base is the base score of a vector, 0 to 10; 0 when it is none.
func Base(vector string) float64 {
	vector = strings.Trim(strings.TrimSpace(vector), "()")
	switch {
	case len(vector) > longest:
	case strings.HasPrefix(vector, "CVSS:4.0/"):
		if c, err := v4.ParseVector(vector); err == nil {
			return c.Score()
		}
	case strings.HasPrefix(vector, "CVSS:3.1/"):
		if c, err := v31.ParseVector(vector); err == nil {
			return c.BaseScore()
		}
	case strings.HasPrefix(vector, "CVSS:3.0/"):
		if c, err := v30.ParseVector(vector); err == nil {
			return c.BaseScore()
		}
	case strings.HasPrefix(vector, "AV:"):
		if c, err := v2.ParseVector(vector); err == nil {
			return c.BaseScore()
		}
	}
	return 0
}
