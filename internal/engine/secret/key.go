package secret

import (
	"bytes"
	"regexp"
	"sync"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/proof"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// maxBlock is the longest key block that is examined (an RSA key of 16,384
// bits in PEM has 13 kB).
const maxBlock = 32 << 10

// pem examines a PEM or OpenPGP private key block.
func (s *scan) pem(start, _ int) {
	if start < s.blockTo {
		return
	}
	head := s.data[start:min(len(s.data), start+80)]
	if i := bytes.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	if !bytes.Contains(head, []byte("PRIVATE KEY")) && !bytes.Contains(head, []byte("private key")) {
		return
	}
	block := s.data[start:min(len(s.data), start+maxBlock)]
	i := bytes.Index(block, []byte("-----END"))
	if !s.spend(len(block)) || i < 0 {
		return
	}
	end := start + i + len("-----END")
	if j := bytes.Index(s.data[end:min(len(s.data), end+60)], []byte("-----")); j >= 0 {
		end += j + len("-----")
	}
	s.blockTo = end
	s.addKey(start, end, proof.PrivateKey(s.data[start:end]))
}

func (s *scan) addKey(start, end int, state proof.KeyState) {
	c := candidate{rule: "private-key", start: start, end: end, rank: rankStructure, severity: assay.Critical, confidence: assay.Certain}
	switch state {
	case proof.NotAKey:
		return
	case proof.SealedKey:
		c.rule, c.severity = "encrypted-private-key", assay.Medium
	case proof.UnprovenKey:
		if s.kind.place == value.Doc {
			return
		}
		c.confidence = assay.Firm
	}
	if s.kind.place == value.Doc && !s.kind.mute {
		c.severity--
	}
	s.add(c)
}

// putty examines PuTTY's own key format (.ppk, versions 2 and 3).
func (s *scan) putty(start, _ int) {
	block := s.data[start:min(len(s.data), start+maxBlock)]
	if start < s.blockTo || !s.spend(len(block)) {
		return
	}
	i := bytes.Index(block, []byte("Private-Lines:"))
	if i < 0 {
		return
	}
	end := len(block)
	if j := bytes.Index(block[i:], []byte("Private-MAC:")); j >= 0 {
		end = i + j
	}
	s.blockTo = start + end
	c := candidate{rule: "putty-private-key", start: start + i, end: start + len(bytes.TrimRight(block[:end], "\r\n ")), rank: rankStructure, severity: assay.Critical, confidence: assay.Certain}
	if !bytes.Contains(block[:i], []byte("Encryption: none")) {
		c.rule, c.severity = "encrypted-private-key", assay.Medium
	}
	s.add(c)
}

var jwtForm = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*`)
})

// jwt examines a JSON Web Token.
func (s *scan) jwt(start, _ int) {
	if start < s.blockTo || start > 0 && tokenByte[s.data[start-1]] && s.data[start-1] != '=' && s.data[start-1] != ':' && s.data[start-1] != '/' {
		return
	}
	window := s.data[start:min(len(s.data), start+8192)]
	end := 0
	for end < len(window) && tokenByte[window[end]] && window[end] != '/' && window[end] != ':' && window[end] != '+' {
		end++
	}
	if end < 30 || bytes.Count(window[:end], []byte(".")) < 2 || !s.spend(end) {
		return
	}
	m := jwtForm().Find(window[:end])
	ok, signed := proof.JWT(string(m))
	if !ok || !signed || value.Placeholder(m) {
		return
	}
	s.blockTo = start + len(m)
	c := candidate{rule: "jwt", start: start, end: start + len(m), rank: rankStructure, severity: assay.High, confidence: assay.Certain}
	if s.kind.place == value.Doc {
		c.severity = assay.Low
	}
	s.add(c)
}

// bareKey is an RSA key without armour: a literal of base64 that opens as
// PKCS #1 or PKCS #8 does.
func (s *scan) bareKey(start, end int) {
	low := start
	for low > 0 && start-low < 8 && base64Byte[s.data[low-1]] {
		low--
	}
	for end < len(s.data) && end-low < maxBlock && base64Byte[s.data[end]] {
		end++
	}
	if low < s.blockTo || !bytes.HasPrefix(s.data[low:], []byte("MII")) || end-low < 300 || !s.spend(end-low) {
		return
	}
	s.blockTo = end
	s.addKey(low, end, proof.UnprovenKey)
}

// jwk is a JSON Web Key with its private part (RFC 7518, 6.2.2 and 6.3.2).
func (s *scan) jwk(start, _ int) {
	window := s.data[start:min(len(s.data), start+4096)]
	if i := bytes.IndexByte(window, '}'); i >= 0 {
		window = window[:i]
	}
	low := max(0, start-4096)
	if i := bytes.LastIndexByte(s.data[low:start], '{'); i >= 0 {
		low += i
	}
	whole := s.data[low : start+len(window)]
	if !s.spend(2 * len(whole)) {
		return
	}
	i := bytes.Index(whole, []byte(`"d"`))
	if i < 0 {
		return
	}
	at := s.blanks(low + i + 3)
	if at = s.blanks(at + 1); s.byteAt(at) != '"' {
		return
	}
	end := at + 1
	for end < len(s.data) && base64Byte[s.data[end]] {
		end++
	}
	if s.byteAt(end) == '"' && end-at > 32 {
		s.addKey(at+1, end, proof.UnprovenKey)
	}
}

// xmlKey is .NET's form of an RSA key with the private exponent.
func (s *scan) xmlKey(_, end int) {
	window := s.data[end:min(len(s.data), end+8192)]
	i := bytes.Index(window, []byte("<D>"))
	if stop := bytes.Index(window, []byte("</RSAKeyValue")); !s.spend(len(window)) || i < 0 || stop < i {
		return
	}
	from := end + i + len("<D>")
	to := from
	for to < len(s.data) && base64Byte[s.data[to]] {
		to++
	}
	if to-from > 80 {
		s.addKey(from, to, proof.UnprovenKey)
	}
}
