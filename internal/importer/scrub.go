package importer

import (
	"regexp"
	"strings"
	"unicode"
)

const redacted = "[redacted]"

// cleaner takes secrets out of texts. It is a rough net that holds without any
// configuration; Options.Redact, where given, is the fine one.
type cleaner struct {
	redact func([]byte) []byte
	memory map[string]string
}

func newCleaner(redact func([]byte) []byte) cleaner {
	return cleaner{redact: redact, memory: map[string]string{}}
}

// clean returns the text without secrets. Reports repeat themselves, so
// answers are remembered.
func (c cleaner) clean(s string) string {
	if s == "" {
		return ""
	}
	if known, ok := c.memory[s]; ok {
		return known
	}
	out := scrub(s)
	if c.redact != nil {
		out = string(c.redact([]byte(out)))
	}
	if len(s) <= maxName && len(c.memory) < 20_000 {
		c.memory[s] = out
	}
	return out
}

var (
	pemBlock   = regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----[\s\S]*?(?:-----END[A-Z0-9 ]*-----|$)`)
	header     = regexp.MustCompile(`(?i)\b((?:proxy-)?authorization|x-api-key|x-auth-token)(["']?\s*[:=]\s*)[^\r\n]+`)
	cookie     = regexp.MustCompile(`(?i)\b((?:set-)?cookie["']?\s*[:=]\s*["']?[^\s=;]+=)[^\s;,"']+`)
	scheme     = regexp.MustCompile(`(?i)\b(bearer|basic|digest)(\s+)([A-Za-z0-9\-._~+/]{8,}=*)`)
	token      = regexp.MustCompile(`\b(?:eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?|A[KS]IA[0-9A-Z]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|[rs]k_(?:live|test)_\w{10,}|AIza[\w-]{35}|npm_\w{30,}|SG\.[\w-]{16,}\.[\w-]{16,})`)
	userinfo   = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*://)[^\s/@"']*:[^\s/"']+@`)
	assignment = regexp.MustCompile(`(?i)((?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|private[_-]?key|credential)s?["']?\s*(?:=>|:=|[=:])\s*)("[^"]*"?|'[^']*'?|[^\s"',;&)]+)`)
	digits     = regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`)
	iban       = regexp.MustCompile(`\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b`)
)

// scrub replaces what has the form of a secret, a card or an account number.
func scrub(s string) string {
	h := hintsOf(s)
	if strings.Contains(s, "-----BEGIN") {
		s = pemBlock.ReplaceAllString(s, redacted)
	}
	if h.assigns && strings.Contains(s, "://") {
		s = userinfo.ReplaceAllString(s, "${1}"+redacted+"@")
	}
	if h.assigns && h.keyword {
		s = header.ReplaceAllString(s, "${1}${2}"+redacted)
		s = cookie.ReplaceAllString(s, "${1}"+redacted)
		s = assignment.ReplaceAllStringFunc(s, hideValue)
	}
	if h.long {
		s = token.ReplaceAllString(s, redacted)
		s = scheme.ReplaceAllStringFunc(s, hideScheme)
	}
	if h.digits >= 9 {
		s = digits.ReplaceAllStringFunc(s, hideIf(isCard))
		s = iban.ReplaceAllStringFunc(s, hideIf(isIBAN))
	}
	return s
}

// scrubName replaces in a name only what has the unmistakable form of a secret.
func scrubName(s string) string {
	h := hintsOf(s)
	if h.assigns && strings.Contains(s, "://") {
		s = userinfo.ReplaceAllString(s, "${1}"+redacted+"@")
	}
	if h.long {
		s = token.ReplaceAllString(s, redacted)
	}
	if h.digits >= 13 {
		s = digits.ReplaceAllStringFunc(s, hideIf(isCard))
	}
	return s
}

// hints say cheaply which forms cannot occur.
type hints struct {
	digits  int
	assigns bool // a colon or an equals sign
	keyword bool // a word that names secrets
	long    bool // a word of eight or more characters with a digit, dot or underscore in it
}

func hintsOf(s string) (h hints) {
	word, odd := 0, false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			h.digits++
			word, odd = word+1, true
		case c == ':' || c == '=':
			h.assigns = true
			word, odd = 0, false
		case c == '.' || c == '_' || c == '-' || c == '/' || c == '+' || c >= 'A' && c <= 'Z':
			word, odd = word+1, true
		case c >= 'a' && c <= 'z':
			word++
		default:
			word, odd = 0, false
		}
		h.long = h.long || odd && word >= 8
		h.keyword = h.keyword || namesSecret(s[i:])
	}
	return h
}

// keywords begin the names that the patterns above look for, by first letter.
var keywords = map[byte][]string{
	'a': {"auth", "api", "access", "account"}, 'c': {"cookie", "credential"}, 'k': {"key"}, 'p': {"pass", "pwd", "private", "proxy"},
	's': {"secret", "set-cookie"}, 't': {"token"}, 'x': {"x-a"},
}

func namesSecret(s string) bool {
	c := s[0] | 0x20
	if c != 'a' && c != 'c' && c != 'k' && c != 'p' && c != 's' && c != 't' && c != 'x' {
		return false
	}
	for _, k := range keywords[c] {
		if len(s) >= len(k) && strings.EqualFold(s[:len(k)], k) {
			return true
		}
	}
	return false
}

// hideValue keeps what cannot be a value: prose after a colon, a call, a
// variable, a comparison.
func hideValue(m string) string {
	parts := assignment.FindStringSubmatch(m)
	value := strings.Trim(parts[2], `"'`)
	quoted := value != parts[2]
	sign := strings.TrimRight(parts[1], " \t\r\n")
	switch {
	case value == "" || strings.HasPrefix(value, "=") || strings.HasPrefix(value, redacted[:5]):
		return m
	case strings.HasPrefix(value, "$") && !quoted || strings.HasPrefix(value, "{{") || strings.HasPrefix(value, "${"):
		return m
	case !quoted && strings.ContainsRune(value, '('):
		return m
	case !quoted && strings.HasSuffix(sign, ":") && isProse(value):
		return m
	}
	return parts[1] + redacted
}

// isProse: letters only, at most the first a capital.
func isProse(s string) bool {
	s = strings.TrimRight(s, ".:!?]")
	for i, r := range s {
		if !unicode.IsLetter(r) || i > 0 && unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

func hideScheme(m string) string {
	parts := scheme.FindStringSubmatch(m)
	if isProse(strings.ReplaceAll(parts[3], "-", "")) {
		return m // "basic authentication"
	}
	return parts[1] + parts[2] + redacted
}

func hideIf(is func(string) bool) func(string) string {
	return func(m string) string {
		if is(m) {
			return redacted
		}
		return m
	}
}

// isCard holds a number against the check digit of ISO/IEC 7812 (Luhn).
func isCard(s string) bool {
	sum, n := 0, 0
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		d := int(s[i] - '0')
		if n%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return n >= 13 && sum%10 == 0 && sum > 0
}

// isIBAN holds an account number against its check digits (ISO 13616).
func isIBAN(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			rest = (rest*100 + int(c-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(c-'0')) % 97
		}
	}
	return rest == 1
}
