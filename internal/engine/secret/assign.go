package secret

import (
	"bytes"
	"encoding/base64"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/proof"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// assignment looks at an occurrence of a word such as "pass" or "key": the
// identifier around it, what operator follows in any syntax we know, and the
// value behind.
func (s *scan) assignment(start, end int) {
	if start < s.lastIdent || s.kind.mute || s.kind.cheap {
		return
	}
	from, to := s.identifier(start, end)
	s.lastIdent = to
	if !s.joined(from, to) {
		return
	}
	ident := bytes.Trim(s.data[from:to], "-._$")
	if bytes.EqualFold(ident, []byte("auth")) || bytes.EqualFold(ident, []byte("_auth")) {
		s.basicAuth(from, to)
		return
	}
	if n := len(ident); n >= 13 && bytes.EqualFold(ident[n-13:], []byte("authorization")) {
		s.authorization(to)
		return
	}
	kind := value.Name(ident)
	if kind == value.Nothing && bytes.EqualFold(ident, []byte("key")) && s.keyOfSecret(from, to) {
		kind = value.Token
	}
	if kind == value.Nothing || workingDirectory(ident) && before(s.data, from) != ';' && !s.kind.ini {
		return
	}
	if from > 1 && s.data[from-1] == ':' && s.data[from-2] == ':' {
		return // the name of a type: AWS::ApiGateway::ApiKey
	}
	if from > 9 && s.data[from-1] == '/' && bytes.HasSuffix(s.data[:from-1], []byte("checksum")) {
		return
	}
	v, ok := s.valueAfter(from, to)
	if !ok || v.start >= v.end || !s.spend(2*(v.end-v.start)) {
		return
	}
	s.judge(kind, ident, v)
}

// workingDirectory is the shell's variable, unless it follows a semicolon:
// "UID=sa;PWD=…".
func workingDirectory(ident []byte) bool {
	return string(ident) == "PWD" || string(ident) == "OLDPWD"
}

// text is where a value stands.
type text struct {
	start, end int
	place      value.Place
	note       string
	url        bool   // in the query or the properties of an address
	whole      []byte // the literals of a chain, put together
}

func (s *scan) judge(kind value.Kind, ident []byte, v text) {
	raw := s.data[v.start:v.end]
	if v.whole != nil {
		raw = v.whole
	}
	if len(raw) > maxLine || bytes.HasPrefix(raw, []byte("-----BEGIN")) {
		return
	}
	if bytes.HasPrefix(raw, []byte("eyJ")) && bytes.Count(raw, []byte(".")) == 2 {
		return // the JWT detector knows better
	}
	if value.CryptHash(raw) || kind == value.Password && s.kind.data && value.Digest(raw) {
		s.addHash(v.start, v.end)
		return
	}
	judged := s.decodeSecret(raw)
	verdict := value.Judge(kind, ident, judged, v.place)
	if verdict == value.No {
		return
	}
	if s.kind.test && v.place >= value.Code && (verdict != value.Strong || len(judged) < 16) {
		return // tests make up passwords all the time
	}
	c := candidate{start: v.start, end: v.end, secret: judged, rank: rankAssignment, note: v.note}
	c.rule, c.severity = ruleFor(kind)
	c.fix = s.fix(ident)
	if v.url && bytes.Contains(s.data[s.lineStart(v.start):v.start], []byte("example.com/")) {
		return
	}
	if v.url && kind == value.Password {
		c.rule, c.note, c.fix = "url-credentials", "", ""
	}
	switch verdict {
	case value.Weak:
		if workflow(s.path) {
			return // a database that lives as long as the job
		}
		c.severity, c.confidence = min(c.severity, assay.Medium), assay.Firm
	case value.Likely, value.Strong:
		c.confidence = assay.Firm
	}
	if v.place >= value.Doc {
		c.severity, c.confidence = min(c.severity, assay.Medium), assay.Tentative
	}
	s.add(c)
}

// workflow says that a file describes jobs of a CI service.
func workflow(p string) bool {
	return strings.Contains(p, ".github/workflows/") || strings.HasPrefix(base(p), ".gitlab-ci") || strings.Contains(p, ".circleci/")
}

func ruleFor(kind value.Kind) (string, assay.Severity) {
	switch kind {
	case value.Password:
		return "hard-coded-password", assay.High
	case value.Hash:
		return "password-hash", assay.Medium
	}
	return "hard-coded-secret", assay.High
}

// decodeSecret reads the base64 that a Kubernetes Secret wraps its data in.
func (s *scan) decodeSecret(raw []byte) []byte {
	ldif := s.kind.data && strings.HasSuffix(s.path, ".ldif")
	if !ldif && (!s.kind.yaml && !s.kind.json || !s.kubernetesSecret()) {
		return raw
	}
	out, err := base64.StdEncoding.DecodeString(string(raw))
	if err != nil || !printable(out) {
		return raw
	}
	return bytes.TrimSpace(out)
}

func (s *scan) kubernetesSecret() bool {
	if s.hasSecret == 0 {
		s.hasSecret = -1
		if bytes.Contains(s.data, []byte("kind: Secret")) || bytes.Contains(s.data, []byte(`"kind": "Secret"`)) {
			s.hasSecret = 1
		}
	}
	return s.hasSecret > 0
}

// basicAuth is a user and a password joined and put in base64, as Docker and
// npm keep them.
func (s *scan) basicAuth(from, to int) {
	v, ok := s.valueAfter(from, to)
	if !ok {
		return
	}
	raw := s.data[v.start:v.end]
	out, err := base64.RawStdEncoding.DecodeString(string(bytes.TrimRight(raw, "=")))
	if err != nil || len(raw) < 8 || !printable(out) || !bytes.Contains(out, []byte(":")) {
		return
	}
	_, pass, _ := bytes.Cut(out, []byte(":"))
	if value.Judge(value.Password, nil, pass, min(v.place, value.Config)) == value.No && v.place != value.Store {
		return
	}
	c := candidate{rule: "registry-credentials", start: v.start, end: v.end, severity: assay.High, confidence: assay.Certain, rank: rankStructure}
	if v.place == value.Doc {
		c.severity, c.confidence = assay.Low, assay.Tentative
	}
	s.add(c)
}

// authorization is an HTTP header with its value, however it is written.
func (s *scan) authorization(to int) {
	high := s.lineEnd(to)
	rest := s.data[to:min(high, to+80)]
	for _, scheme := range []string{"basic ", "bearer ", "token ", `bearer", "`, `basic", "`} {
		i := indexFold(rest, scheme)
		if i < 0 {
			continue
		}
		start := to + i + len(scheme)
		end := start
		for end < high && tokenByte[s.data[end]] {
			end++
		}
		s.authValue(scheme, start, end)
		return
	}
}

func (s *scan) authValue(scheme string, start, end int) {
	raw := s.data[start:end]
	if strings.HasPrefix(scheme, "basic") {
		out, err := base64.RawStdEncoding.DecodeString(string(bytes.TrimRight(raw, "=")))
		_, pass, ok := bytes.Cut(out, []byte(":"))
		if err != nil || !ok || !printable(out) || value.Judge(value.Password, nil, pass, max(s.kind.place, value.Config)) == value.No {
			return
		}
	} else if len(raw) < 20 || proof.Entropy(raw) < 3.5 || value.Judge(value.Token, nil, raw, value.Code) == value.No {
		return
	}
	s.add(candidate{
		rule: "authorization-header", start: start, end: end, severity: assay.High, confidence: assay.Firm, rank: rankAssignment,
	})
}

func indexFold(b []byte, low string) int {
	return bytes.Index(bytes.ToLower(b), []byte(low))
}

func printable(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	for _, c := range b {
		if (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c >= 0x7f {
			return false
		}
	}
	return true
}
