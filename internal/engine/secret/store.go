package secret

import (
	"bytes"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

func base(p string) string { return strings.ToLower(path.Base(p)) }

// wholeFile runs the readers of files whose format alone says where the
// secrets are.
func (s *scan) wholeFile() {
	if s.nested {
		return
	}
	switch b := base(s.path); {
	case b == ".pgpass" || b == "pgpass.conf":
		s.fields(5, 4)
	case b == ".netrc" || b == "_netrc":
		s.netrc()
	case (b == "master.key" || strings.HasSuffix(b, ".key")) && len(bytes.TrimSpace(s.data)) == 32:
		s.railsKey()
	case strings.HasSuffix(b, ".csv") || strings.HasSuffix(b, ".tsv") || strings.HasSuffix(b, ".psv"):
		s.table()
	case b == ".vault-token" || b == ".travis-token":
		s.single("hard-coded-secret")
	}
}

// fields reads lines of n values between colons; the one at index i is secret.
func (s *scan) fields(n, i int) {
	at := 0
	for line := range bytes.Lines(s.data) {
		parts := bytes.SplitN(bytes.TrimRight(line, "\r\n"), []byte(":"), n)
		if len(parts) == n && line[0] != '#' && len(parts[i]) > 0 && !value.Reference(parts[i]) {
			from := at + bytes.LastIndex(line, parts[i])
			s.add(stored(from, from+len(parts[i])))
		}
		at += len(line)
	}
}

func stored(from, to int) candidate {
	return candidate{rule: "credential-file", start: from, end: to, severity: assay.High, confidence: assay.Certain, rank: rankFile}
}

// netrc reads "machine h login u password p", over one line or several.
func (s *scan) netrc() {
	at, next := 0, false
	for at < len(s.data) {
		start := at
		for start < len(s.data) && isBlank(s.data[start]) {
			start++
		}
		end := start
		for end < len(s.data) && !isBlank(s.data[end]) {
			end++
		}
		word := s.data[start:end]
		if next && !value.Reference(word) && len(word) > 0 {
			s.add(stored(start, end))
		}
		next = string(word) == "password" || string(word) == "account"
		at = end + 1
	}
}

// railsKey is the key of config/credentials.yml.enc: 32 hex digits, no more.
func (s *scan) railsKey() {
	key := bytes.TrimSpace(s.data)
	for _, c := range key {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return
		}
	}
	s.single("rails-master-key")
}

func (s *scan) single(rule string) {
	if v, ok := s.trimmed(0, len(s.data)); ok && v.end-v.start < 4096 {
		s.add(candidate{rule: rule, start: v.start, end: v.end, severity: assay.Critical, confidence: assay.Firm, rank: rankFile})
	}
}

// cryptHash is a stored password in the form of crypt(3) and its relatives.
func (s *scan) cryptHash(start, end int) {
	if start > 0 && identByte(s.data[start-1]) && s.data[start-1] != '}' {
		return
	}
	for end < len(s.data) && end-start < 400 && hashByte(s.data[end]) {
		end++
	}
	if value.CryptHash(s.data[start:end]) && !value.Placeholder(s.data[start:end]) {
		s.addHash(start, end)
	}
}

func hashByte(c byte) bool {
	return tokenByte[c] && c != ':' && c != '@' && c != '~' || c == '$' || c == ','
}

func (s *scan) addHash(start, end int) {
	if s.kind.test && s.kind.place >= value.Code || s.kind.place == value.Doc {
		return
	}
	s.add(candidate{rule: "password-hash", start: start, end: end, severity: assay.Medium, confidence: assay.Certain, rank: rankStructure})
}

// firefox is an entry of logins.json: sealed with the key in key4.db, which
// has no passphrase unless its owner set one.
func (s *scan) firefox(start, end int) {
	from, to := s.identifier(start, end)
	v, ok := s.valueAfter(from, to)
	if !ok || v.end-v.start < 20 || !bytes.HasPrefix(s.data[v.start:v.end], []byte("M")) {
		return
	}
	s.add(candidate{rule: "browser-login", start: v.start, end: v.end, severity: assay.High, confidence: assay.Certain, rank: rankStructure})
}
