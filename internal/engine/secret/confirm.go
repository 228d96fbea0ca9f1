package secret

import (
	"bytes"
	"math"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/proof"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// vendor confirms a rule around a hit of one of its literals.
func (s *scan) vendor(r *vendorRule, start, end int) {
	if start < s.seenTo[r.index] || !s.worth(r, start, end) || r.path != nil && !r.path().MatchString(s.path) {
		return
	}
	low, high := s.window(start, end)
	if r.nearby {
		low, high = max(0, start-2*maxLine, s.seenTo[r.index]), min(len(s.data), end+2*maxLine)
	}
	if s.seenTo == nil {
		s.seenTo = map[int]int{}
	}
	if high == len(s.data) || s.data[high] == '\n' || s.data[high] == '\r' {
		s.seenTo[r.index] = high
	} else {
		s.seenTo[r.index] = high - maxLine/2
	}
	if !s.spend(regexCost * (high - low)) {
		return
	}
	for _, m := range r.regex().FindAllSubmatchIndex(s.data[low:high], -1) {
		from, to := r.secret(m)
		if high < len(s.data) && s.data[high] != '\n' && s.data[high] != '\r' && low+m[1] == high {
			continue // cut off by the window
		}
		s.confirm(r, low+from, low+to, low+m[0], low+m[1])
	}
}

// window is the line around a hit, or the part of it that any rule needs.
func (s *scan) window(start, end int) (low, high int) {
	low = max(s.lineStart(start), start-maxLine/4)
	return low, s.lineEnd(end)
}

// worth is a cheap look at what follows a literal: without a run of token
// characters no rule matches.
func (s *scan) worth(r *vendorRule, start, end int) bool {
	rest := s.data[end:min(len(s.data), end+120)]
	if !r.keyword {
		rest = s.data[start:min(len(s.data), start+48)]
	}
	run, assigned := 0, !r.keyword
	if r.nearby {
		return true
	}
	for i := start; i > 0 && start-i < 40 && s.data[i-1] != '\n'; i-- {
		switch c := s.data[i-1]; {
		case c == '=' || c == ':' || c == '>' || c == ',' || c == '|':
			assigned = true
		case !r.keyword && tokenByte[c] && run == start-i:
			run++
		}
	}
	if r.keyword {
		run = 0
	}
	for _, c := range rest {
		switch {
		case tokenByte[c]:
			if run++; run >= 14 && assigned {
				return true
			}
			if c == '=' {
				assigned, run = true, 0
			}
		case c == '\n':
			return false
		default:
			assigned = assigned || c == ':' || c == '>' || c == ',' || c == '|'
			run = 0
		}
	}
	return false
}

var tokenByte = func() (t [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.+/=~@:") {
		t[c] = true
	}
	return t
}()

// secret finds the group that holds the token, as gitleaks does: the named
// one, else the first that took part, else the whole match.
func (r *vendorRule) secret(m []int) (from, to int) {
	if r.group > 0 && 2*r.group+1 < len(m) && m[2*r.group] >= 0 {
		return m[2*r.group], m[2*r.group+1]
	}
	for g := 2; g+1 < len(m); g += 2 {
		if m[g] >= 0 && m[g] < m[g+1] {
			return m[g], m[g+1]
		}
	}
	return m[0], m[1]
}

func (s *scan) confirm(r *vendorRule, from, to, matchFrom, matchTo int) {
	text := s.data[from:to]
	if s.insideBlob(from, to) {
		return
	}
	entropy := r.entropy
	if r.keyword {
		entropy = math.Max(entropy, 2.8)
	}
	if proof.Entropy(text) < entropy || value.Placeholder(text) || value.Reference(text) || r.allowed(s, from, to, matchFrom, matchTo) {
		return
	}
	c := candidate{rule: r.id, start: from, end: to, severity: severityOf(r.id), confidence: assay.Firm, rank: rankToken}
	if r.keyword {
		if s.kind.cheap || s.kind.mute || value.Judge(value.Token, nil, text, max(s.kind.place, value.Config)) == value.No {
			return
		}
		c.rank, c.confidence = rankKeyword, assay.Tentative
	} else {
		c.shown = r.publicPrefix(text)
	}
	if !s.proven(r.id, text, &c) {
		return
	}
	s.add(c)
}

// insideBlob says that a token is a stretch of a longer text in base64.
func (s *scan) insideBlob(from, to int) bool {
	if p, q := before(s.data, from), s.byteAt(to); p != '+' && p != '/' && q != '+' && q != '/' {
		return false
	}
	low, high := from, to
	for low > 0 && from-low < 64 && base64Byte[s.data[low-1]] {
		low--
	}
	for high < len(s.data) && high-to < 64 && base64Byte[s.data[high]] {
		high++
	}
	around := append(bytes.Clone(s.data[low:from]), s.data[to:high]...)
	return len(around) >= 16 && bytes.IndexByte(around, '+') >= 0
}

func (r *vendorRule) allowed(s *scan, from, to, matchFrom, matchTo int) bool {
	for _, a := range r.allow {
		target := s.data[from:to]
		switch a.target {
		case "match":
			target = s.data[matchFrom:matchTo]
		case "line":
			target = s.data[s.lineStart(from):s.lineEnd(to)]
		}
		if a.regex().Match(target) || contains(s.data[from:to], a.stops) {
			return true
		}
	}
	return false
}

func contains(text []byte, stops []string) bool {
	if len(stops) == 0 {
		return false
	}
	low := bytes.ToLower(text)
	for _, w := range stops {
		if bytes.Contains(low, []byte(w)) {
			return true
		}
	}
	return false
}

// proven applies the structural check that a token's vendor published.
func (s *scan) proven(id string, text []byte, c *candidate) bool {
	switch id {
	case "github-pat", "github-oauth", "github-app-token", "github-refresh-token":
		if !proof.GitHubToken(string(text)) {
			return false
		}
		c.confidence = assay.Certain
	case "aws-access-token":
		return s.awsKey(text, c)
	}
	return true
}

// awsKey: an access key id is a name, not a secret, but it seldom travels
// alone. Twelve base-32 characters of it encode the account.
func (s *scan) awsKey(text []byte, c *candidate) bool {
	if len(text) != 20 || bytes.HasSuffix(text, []byte("EXAMPLE")) {
		return false
	}
	if c.start > 0 && tokenByte[s.data[c.start-1]] && !strings.ContainsRune("=:/@", rune(s.data[c.start-1])) {
		return false
	}
	if rest := s.data[c.end:min(len(s.data), c.end+5)]; bytes.HasPrefix(rest, []byte("/20")) || bytes.HasPrefix(rest, []byte("%2F20")) {
		c.severity = assay.Low // the scope of a signature: the name alone, for an hour
	}
	return path.Ext(s.path) != ".svg"
}

// publicPrefix is the part of a token that only names its vendor and kind: a
// literal of the rule.
func (r *vendorRule) publicPrefix(text []byte) string {
	low := strings.ToLower(string(text[:min(len(text), 12)]))
	for _, l := range r.literals {
		if len(l) <= len(text)/4 && strings.HasPrefix(low, l) {
			return string(text[:len(l)])
		}
	}
	return ""
}
