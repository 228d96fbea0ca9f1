package version

import (
	"cmp"
	"strings"
)

// Python's versions: PEP 440, with its normal forms.

// pythonVersion is a parsed version. A phase is letter and number; its absence
// has a place of its own in the order.
type pythonVersion struct {
	epoch   string
	release string
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

func pep440Valid(v string) bool {
	_, ok := parsePEP440(v)
	return ok
}

// parsePEP440 reads a version (PEP 440, appendix B); ok is false for what is none.
func parsePEP440(v string) (p pythonVersion, ok bool) {
	s := scanner(strings.ToLower(strings.TrimSpace(v)))
	s.take("v")
	if number, rest, ok := strings.Cut(string(s), "!"); ok && isDigits(number) {
		p.epoch, s = number, scanner(rest)
	}
	if p.release, ok = s.release(); !ok {
		return p, false
	}
	pre, number, hasPre := s.phase("alpha", "a", "beta", "b", "preview", "pre", "rc", "c")
	post, hasPost := s.post()
	_, dev, hasDev := s.phase("dev")
	p.pre, p.dev = phase{9, ""}, phase{1, ""}
	switch {
	case hasPre:
		p.pre = phase{preRank(pre), number}
	case hasDev && !hasPost:
		p.pre = phase{0, ""} // a development release comes before its pre-releases
	}
	if hasPost {
		p.post = phase{1, post}
	}
	if hasDev {
		p.dev = phase{0, dev}
	}
	if s.take("+") {
		if p.local, ok = s.local(); !ok {
			return p, false
		}
	}
	return p, s == ""
}

// scanner is the rest of a version that is being read.
type scanner string

func (s *scanner) take(prefix string) bool {
	rest, ok := strings.CutPrefix(string(*s), prefix)
	*s = scanner(rest)
	return ok
}

func (s *scanner) digits() string {
	n := 0
	for n < len(*s) && digit((*s)[n]) {
		n++
	}
	out := string((*s)[:n])
	*s = (*s)[n:]
	return out
}

// release takes the numbers and the points between them.
func (s *scanner) release() (numbers string, ok bool) {
	all := *s
	for s.digits() != "" {
		if len(*s) < 2 || (*s)[0] != '.' || !digit((*s)[1]) {
			return string(all[:len(all)-len(*s)]), true
		}
		*s = (*s)[1:]
	}
	return "", false
}

// separator takes one of - _ . away.
func (s *scanner) separator() {
	if *s != "" && strings.IndexByte("-_.", (*s)[0]) >= 0 {
		*s = (*s)[1:]
	}
}

// phase takes one of the words with its number; nothing where none stands.
func (s *scanner) phase(words ...string) (word, number string, ok bool) {
	before := *s
	s.separator()
	for _, w := range words {
		if !s.take(w) {
			continue
		}
		after := *s
		s.separator()
		if number = s.digits(); number == "" {
			*s = after
		}
		return w, number, true
	}
	*s = before
	return "", "", false
}

// post takes a post-release, which may be a hyphen and a number only.
func (s *scanner) post() (number string, ok bool) {
	if len(*s) > 1 && (*s)[0] == '-' && digit((*s)[1]) {
		*s = (*s)[1:]
		return s.digits(), true
	}
	_, number, ok = s.phase("post", "rev", "r")
	return number, ok
}

// local takes the label behind a plus: letters and digits with single separators.
func (s *scanner) local() (parts []string, ok bool) {
	for part := range strings.FieldsFuncSeq(string(*s), func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		if !word(part, "") {
			return nil, false
		}
		parts = append(parts, part)
	}
	separated := len(*s) - len(strings.NewReplacer(".", "", "-", "", "_", "").Replace(string(*s)))
	whole := len(parts) > 0 && separated == len(parts)-1 && !strings.ContainsAny(string((*s)[:1])+string((*s)[len(*s)-1:]), ".-_")
	*s = ""
	return parts, whole
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
	x, _ := parsePEP440(a)
	y, _ := parsePEP440(b)
	return cmp.Or(digits(x.epoch, y.epoch), plainCompare(x.release, y.release),
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
