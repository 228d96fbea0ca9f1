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
	if s.kind.place == value.Doc {
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
