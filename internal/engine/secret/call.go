package secret

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

var loginForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\.\w+\(\s*['"][^'"@\s]+@[^'"@\s]+\.\w+['"]\s*,\s*['"]([^'"]{6,64})['"]`)
})

// loginCall is client.login("mail@host", "password"): a mail address beside a
// literal says that both are somebody's.
func (s *scan) loginCall(start, _ int) {
	s.call(loginForm(), start)
}

var connectForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[^(]*\(\s*['"][^'"\n]*['"]\s*,\s*['"][^'"\n]*['"]\s*,\s*['"]([^'"\n]{4,64})['"]`)
})

// connectCall is connect("where", "user", "password") of a database driver.
func (s *scan) connectCall(start, _ int) { s.call(connectForm(), start) }

var secureForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^convertto-securestring\s+(?:-string\s+)?['"]([^'"\n]{4,64})['"].*-asplaintext`)
})

// secureString is PowerShell's way of making a secret of a clear text.
func (s *scan) secureString(start, _ int) { s.call(secureForm(), start) }

var pairForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[^(]*\(\s*['"][^'"\n]*['"]\s*,\s*@?['"]([^'"\n]{4,64})['"]`)
})

// pairCall is SetBasicAuth("user", "password") and its relatives.
func (s *scan) pairCall(start, _ int) { s.call(pairForm(), start) }

// keyCall is a call that signs with a key: its literal argument is the key.
func (s *scan) keyCall(_, end int) {
	high := s.lineEnd(end)
	if s.kind.test || s.kind.place != value.Code {
		return
	}
	for at := end; at < high && at-end < 160; at++ {
		if !isQuote(s.data[at]) {
			continue
		}
		v, _ := s.literal(at)
		if !s.spend(2*(high-at)) || v.end == 0 {
			return
		}
		if raw := s.data[v.start:v.end]; len(raw) >= 16 && value.Judge(value.Token, nil, raw, value.Code) != value.No && bytes.IndexByte([]byte(").,"), s.byteAt(v.end+1)) >= 0 {
			s.add(candidate{rule: "hard-coded-secret", start: v.start, end: v.end, note: "in a call that signs or encrypts", severity: assay.High, confidence: assay.Firm, rank: rankAssignment})
			return
		}
		at = v.end
	}
}

// charArray is "x".toCharArray(), the form in which Java takes a password.
func (s *scan) charArray(start, _ int) {
	low := s.lineStart(start)
	i := bytes.LastIndexByte(s.data[low:start], '"')
	if i < 0 || s.kind.test || s.kind.place != value.Code {
		return
	}
	from := low + i + 1
	if value.Judge(value.Password, nil, s.data[from:start], value.Code) == value.No {
		return
	}
	s.add(candidate{rule: "hard-coded-password", start: from, end: start, note: "in a call that takes a password", severity: assay.High, confidence: assay.Firm, rank: rankAssignment})
}

// call judges the first group of a form as a password that is used right here.
func (s *scan) call(form *regexp.Regexp, start int) {
	line := s.data[start:s.lineEnd(start)]
	if s.kind.test || s.kind.place == value.Doc || !s.spend(regexCost*len(line)) {
		return
	}
	m := form.FindSubmatchIndex(line)
	if m == nil {
		return
	}
	from, to := start+m[2], start+m[3]
	if value.Judge(value.Password, nil, s.data[from:to], value.Config) == value.No {
		return
	}
	s.add(candidate{
		rule: "hard-coded-password", start: from, end: to, note: "in a call that logs in", severity: assay.High, confidence: assay.Firm, rank: rankAssignment,
	})
}
