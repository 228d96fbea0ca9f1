package secret

import (
	"encoding/base64"
	"encoding/hex"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

const (
	// minEncoded is the shortest base64 or hex text that is decoded.
	minEncoded = 24
	maxEncoded = 64 << 10
)

// encoded decodes texts in base64 and hex and looks at what they say. A
// sampled byte of each stretch decides whether it is worth a look.
func (s *scan) encoded() {
	done := 0
	for i := 0; i < len(s.data) && s.gap == ""; i += minEncoded / 2 {
		if i < done || !base64Byte[s.data[i]] {
			continue
		}
		start, end := s.encodedRun(i, done)
		done = end
		if end-start >= minEncoded && end-start <= maxEncoded {
			s.inside(start, end)
		}
	}
}

// encodedRun widens a byte to the whole run, not to before an offset.
func (s *scan) encodedRun(at, low int) (start, end int) {
	start, end = at, at+1
	for start > low && base64Byte[s.data[start-1]] {
		start--
	}
	for end < len(s.data) && base64Byte[s.data[end]] {
		end++
	}
	return start, end
}

var base64Byte = func() (t [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/_-") {
		t[c] = true
	}
	return t
}()

// inside scans the decoded form of data[start:end], if it is text.
func (s *scan) inside(start, end int) {
	plain := decodeText(s.data[start:end])
	if plain == nil || !s.spend(len(plain)) {
		return
	}
	inner := &scan{ctx: s.ctx, m: s.m, path: s.path, data: plain, kind: s.kind, nested: true, work: s.work}
	inner.kind.quoted, inner.kind.cheap, inner.kind.place = false, false, max(s.kind.place, value.Code)
	inner.run()
	s.work = inner.work
	for end < len(s.data) && s.data[end] == '=' {
		end++
	}
	if len(inner.cands) == 0 {
		return
	}
	c := inner.cands[0] // the text is one place: the first thing in it stands for all
	secret := c.secret
	if secret == nil {
		secret = plain[c.start:c.end]
	}
	s.cands = append(s.cands, candidate{
		rule: c.rule, start: start, end: end, secret: secret, note: "in encoded form", severity: c.severity,
		confidence: min(c.confidence, assay.Firm), rank: rankEncoded,
	})
}

// decodeText decodes hex or base64 when the result is printable.
func decodeText(run []byte) []byte {
	var head [18]byte
	if n, err := hex.Decode(head[:12], run[:24]); err == nil && printable(head[:n]) {
		if out, err := hex.DecodeString(string(run[:len(run)&^1])); err == nil && printable(out) {
			return out
		}
		return nil
	}
	enc := base64.RawStdEncoding
	for _, c := range run {
		if c == '-' || c == '_' {
			enc = base64.RawURLEncoding
			break
		}
	}
	if n, err := enc.Decode(head[:], run[:24]); err != nil || !printable(head[:n]) {
		return nil
	}
	out, err := enc.DecodeString(string(run))
	if err != nil || !printable(out) {
		return nil
	}
	return out
}
