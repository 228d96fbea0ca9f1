package version

import (
	"cmp"
	"regexp"
	"strings"
)

// Python's versions: PEP 440, with its normal forms.

var pep440 = regexp.MustCompile(`(?i)^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)` +
	`(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?` +
	`(?:(-\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?` +
	`(?:[-_.]?(dev)[-_.]?(\d*))?` +
	`(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$`)

func pep440Valid(v string) bool { return pep440.MatchString(v) }

// pythonVersion is a parsed version. A phase is letter and number; its absence
// has a place of its own in the order.
type pythonVersion struct {
	epoch   string
	release []string
	pre     phase
	post    phase
	dev     phase
	local   []string
}

// phase is a pre-, post- or development release: rank first, then number.
type phase struct {
	rank   int
	number string
}

func (p phase) compare(o phase) int {
	return cmp.Or(cmp.Compare(p.rank, o.rank), digits(p.number, o.number))
}

func parsePEP440(v string) pythonVersion {
	m := pep440.FindStringSubmatch(v)
	p := pythonVersion{epoch: m[1], release: strings.Split(m[2], ".")}
	hasPre, hasPost, hasDev := m[3] != "", m[5] != "" || m[6] != "", m[8] != ""
	switch {
	case hasPre:
		p.pre = phase{preRank(strings.ToLower(m[3])), m[4]}
	case hasDev && !hasPost:
		p.pre = phase{0, ""} // a development release comes before its pre-releases
	default:
		p.pre = phase{9, ""}
	}
	if hasPost {
		p.post = phase{1, strings.TrimPrefix(m[5], "-") + m[7]}
	}
	p.dev = phase{1, ""}
	if hasDev {
		p.dev = phase{0, m[9]}
	}
	if m[10] != "" {
		p.local = strings.FieldsFunc(strings.ToLower(m[10]), func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	}
	return p
}

func preRank(word string) int {
	switch word {
	case "a", "alpha":
		return 1
	case "b", "beta":
		return 2
	}
	return 3
}

func pep440Compare(a, b string) int {
	x, y := parsePEP440(a), parsePEP440(b)
	return cmp.Or(digits(x.epoch, y.epoch), numbersCompare(x.release, y.release),
		x.pre.compare(y.pre), x.post.compare(y.post), x.dev.compare(y.dev), localCompare(x.local, y.local))
}

// localCompare: none before any, words before numbers, fewer before more.
func localCompare(a, b []string) int {
	for i := range min(len(a), len(b)) {
		da, db := isDigits(a[i]), isDigits(b[i])
		c := 0
		switch {
		case da && db:
			c = digits(a[i], b[i])
		case da:
			c = 1
		case db:
			c = -1
		default:
			c = strings.Compare(a[i], b[i])
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}
