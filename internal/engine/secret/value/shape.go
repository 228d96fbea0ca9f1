package value

import (
	"bytes"
	"strings"
)

// location is a path, a URL without credentials, a mail address or a host.
func location(text []byte) bool {
	s := string(text)
	switch {
	case strings.HasPrefix(s, "./"), strings.HasPrefix(s, "../"), strings.HasPrefix(s, "~/"), strings.HasPrefix(s, "/") && !strings.HasSuffix(s, "="):
		return true
	case strings.Contains(s, "://"), len(s) > 2 && s[1] == ':' && (s[2] == '\\' || s[2] == '/'):
		return true
	case strings.Contains(s, "/") && wordy(text):
		return true
	}
	for _, e := range extensions {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

var extensions = []string{".pem", ".key", ".crt", ".json", ".yaml", ".yml", ".txt", ".jks", ".p12", ".pfx", ".xml", ".html", ".properties", ".go", ".js", ".java", ".com", ".org", ".io", ".svc"}

// proofless is code, markup or a type that slipped into the value.
func proofless(text []byte) bool {
	if bytes.ContainsAny(text, "()") && bytes.Contains(text, []byte("(")) && bytes.Contains(text, []byte(")")) && !strongMix(text) {
		return true
	}
	for _, m := range []string{"[A-Za-z", "[a-z", "[^", "(?:", "\\.", ")$", "[a-f", "[0-9", "]+", "\\w", "\\d", "\\U0", "[-1]", "[0]", `\x1b`, `\033`} {
		if bytes.Contains(text, []byte(m)) {
			return true
		}
	}
	return bytes.HasPrefix(text, []byte("</")) || bytes.HasPrefix(text, []byte("--")) || bytes.Contains(text, []byte("=>")) || bytes.Contains(text, []byte("::"))
}

func strongMix(text []byte) bool {
	c := classesOf(text)
	return c.count() == 4 && len(text) >= 20
}

// wordy says that separators cut text into plain words and small numbers:
// "my-app-secret-2", "Please enter", "password.too.short".
func wordy(text []byte) bool {
	start, parts := 0, 1
	for _, c := range text {
		if wordSeparator(c) {
			parts++
		}
	}
	for i := 0; i <= len(text); i++ {
		if i < len(text) && !wordSeparator(text[i]) {
			continue
		}
		if s := text[start:i]; !word(s) && (parts < 3 || !abbreviation(s)) {
			return false
		}
		start = i + 1
	}
	return true
}

func wordSeparator(c byte) bool { return strings.IndexByte("-_. /:,", c) >= 0 }

// abbreviation is a short part like s3, v2 or east1.
func abbreviation(s []byte) bool {
	digits := 0
	for _, c := range s {
		if !isDigit(c) && !isLower(c) {
			return false
		}
		if isDigit(c) {
			digits++
		}
	}
	return digits <= 2 && len(s) <= 8
}

// word is letters in one case, with at most a capital first, or few digits.
func word(s []byte) bool {
	digits, uppers := 0, 0
	for _, c := range s {
		switch {
		case isDigit(c):
			digits++
		case isUpper(c):
			uppers++
		case !isLower(c):
			return false
		}
	}
	if digits == len(s) {
		return digits <= 4
	}
	return digits == 0 && (uppers == 0 || uppers == len(s) || uppers == 1 && isUpper(s[0]) && len(s) > 2 || camel(s)) && len(s) < 24
}

// camel is PascalCase or camelCase made of words of at least three letters.
func camel(s []byte) bool {
	run := 0
	for i, c := range s {
		if isUpper(c) {
			if i > 0 && run < 3 {
				return false
			}
			run = 0
		}
		run++
	}
	return run >= 3
}

// names says that a token calls itself one: no issuer's does.
func names(text []byte) bool {
	low := strings.ToLower(string(text))
	for _, w := range []string{"token", "secret", "password", "passwd", "apikey", "api-key", "api_key", "s3cr", "s3c3", "test-", "test_"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return doubled(text)
}

// doubled is a text like aabbccdd.
func doubled(text []byte) bool {
	n := 0
	for i := 1; i < len(text); i++ {
		if text[i] == text[i-1] {
			n++
		}
	}
	return n*5 > len(text)*2
}

// Sequence is what lies under the fingers or in the alphabet.
func sequence(text []byte) bool {
	n := 0
	for i := 1; i < len(text); i++ {
		if text[i] == text[i-1]+1 {
			n++
		}
	}
	return len(text) >= 12 && n*2 > len(text)
}

// identifier is a dotted or camel-case name without digits.
func identifier(text []byte) bool {
	letters, constant := true, true
	for _, c := range text {
		letters = letters && (isLower(c) || isUpper(c) || c == '_' || c == '.' || c == '$')
		constant = constant && (isUpper(c) || isDigit(c) || c == '_')
	}
	return letters && len(text) < 40 || constant && bytes.IndexByte(text, '_') > 0
}

// pattern is a regular expression, a format or markup.
func pattern(text []byte) bool {
	for _, m := range []string{"\\d", "\\w", "\\s", "[a-z", "[A-Z", "[0-9", "[^", "(?", "%s", "%d", "%v", "{0}", "{}", "</", "/>", "&&", "||", "==", "();", "$1", ".*", ": ", ", ", "\\\\", "@\"", "\\u"} {
		if bytes.Contains(text, []byte(m)) {
			return true
		}
	}
	return text[0] == '^' || text[0] == '#' || text[0] == '.' || text[0] == '@' || text[0] == ':' || text[0] == '=' || text[0] == '-' || text[0] == ','
}

func hexadecimal(text []byte) bool {
	for _, c := range text {
		if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}
