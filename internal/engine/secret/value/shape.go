package value

import (
	"bytes"
	"strings"
)

// Reference says whether text points at a value kept elsewhere, or is sealed:
// ${VAR}, {{ .Values.x }}, ENC(…), arn:…:secret, !vault, %(x)s.
func Reference(text []byte) bool {
	for _, p := range referencePrefixes {
		if bytes.HasPrefix(text, []byte(p)) {
			return true
		}
	}
	for _, m := range referenceMarks {
		if bytes.Contains(text, []byte(m)) {
			return true
		}
	}
	return expands(text) || variable(text)
}

var (
	referencePrefixes = []string{
		"ENC(", "ENC[", "{cipher}", "vault:", "!vault", "$ANSIBLE_VAULT", "arn:aws:secretsmanager", "arn:aws:ssm", "ssm:", "sm://",
		"op://", "ref+", "env:", "env.", "ENV[", "keyring:", "AgA", "projects/", "@Microsoft.KeyVault", "file://", "file:", "classpath:",
		"os.environ", "process.env", "System.getenv", "getenv(", "env(", "!Ref", "!Sub", "!GetAtt", "!ImportValue", "!secret", "!env",
		"var.", "local.", "data.", "module.", "secretKeyRef", "vault(", "lookup(", "CREDENTIALS(", "credentials(", "$(", "`", "&", "<%",
	}
	referenceMarks = []string{"${{", "__REDACTED__", "secretKeyRef"}
	// brackets enclose an expression in some language of templates.
	brackets = [][2]string{{"${", "}"}, {"{{", "}}"}, {"<%", "%>"}, {"#{", "}"}, {"$((", "))"}, {"%(", ")"}, {"$[", "]"}, {"[%", "%]"}, {"%{", "}"}}
)

// expands says whether part of text is an expression in brackets.
func expands(text []byte) bool {
	for _, b := range brackets {
		rest := text
		for {
			_, after, ok := bytes.Cut(rest, []byte(b[0]))
			if !ok {
				break
			}
			inner, _, closed := bytes.Cut(after, []byte(b[1]))
			if closed && expression(inner) {
				return true
			}
			rest = after
		}
	}
	return false
}

func expression(inner []byte) bool {
	for _, c := range inner {
		if !alnum(c) && !strings.ContainsRune("_.-[]'\"()>:| ,/$?!", rune(c)) {
			return false
		}
	}
	return len(inner) > 0
}

// variable is $NAME, %NAME%, @name@, __NAME__ and *anchor.
func variable(text []byte) bool {
	n := len(text)
	if n < 2 {
		return false
	}
	first, last, inner := text[0], text[n-1], text[1:]
	switch {
	case first == '$':
		return name(inner) && !CryptHash(text)
	case first == '%' && last == '%', first == '@' && last == '@':
		return name(text[1 : n-1])
	case first == '<' && last == '>', first == '[' && last == ']', first == '{' && last == '}', first == '(' && last == ')':
		return true
	case bytes.HasPrefix(text, []byte("__")) && bytes.HasSuffix(text, []byte("__")):
		return true
	}
	return first == '*' && name(inner)
}

func name(text []byte) bool {
	for _, c := range text {
		if !alnum(c) && !strings.ContainsRune("_.-[]'\"()>:", rune(c)) {
			return false
		}
	}
	return len(text) > 0
}

// constant is a boolean, a null, a mask or one character repeated.
func constant(text []byte) bool {
	if len(text) < 12 && constants[strings.ToLower(string(text))] {
		return true
	}
	var seen [256]bool
	kinds := 0
	for _, c := range text {
		if c |= 0x20; c != '-' && c != ' ' && !seen[c] {
			seen[c] = true
			if kinds++; kinds > 2 {
				return false
			}
		}
	}
	return kinds <= 1 || bytes.ContainsAny(text, "*.#")
}

var constants = set("true false null nil none undefined yes no on off n/a na void optional required ask prompt stdin inherit always never " +
	"disabled enabled auto")

// Placeholder says whether a token of a vendor's form is one for show.
func Placeholder(text []byte) bool { return constant(text) || placeholder(text) }

// placeholder is what manuals and templates write.
func placeholder(text []byte) bool {
	low := strings.ToLower(string(text))
	if ordinary[low] && placeholderWords[low] {
		return true
	}
	for _, p := range placeholders {
		if strings.Contains(low, p) {
			return true
		}
	}
	return false
}

var (
	placeholders = []string{
		"changeme", "change_me", "change-me", "changeit", "change_it", "change-it", "changethis", "replaceme", "replace_", "replace-", "your_", "your-",
		"yourp", "yours", "yourt", "yourk", "youra", "my_secret", "mysecret", "my-secret", "example", "placeholder", "dummy", "sample", "redacted", "insert", "todo",
		"fixme", "xxxx", "****", "....", "notset", "not-set", "unset", "foobar", "abcdef", "1234567890", "0123456789", "12345678-1234", "00000000",
		"<", "...", "deadbeef", "fake", "mocked", "mysuper", "some-", "some_", "somes", "somep", "topsecret", "lorem", "not-a-", "notasecret", "not_a_", "test-token", "testtoken", "obfuscat", "invalid",
	}
	placeholderWords = set("password passwd secret token pass passphrase string str empty key value user username text bool boolean integer object apikey " +
		"api_key basic bearer jwt plain md5 sha256 env admin-password unknown any default test testing foo bar baz passw pwd credentials")
	// ordinary words are no passwords where anything else is one.
	ordinary = set("s3cr3t password passwd secret token pass passphrase string str empty key value user username text bool boolean integer object apikey " +
		"api_key basic bearer jwt plain md5 sha256 env unknown any default test testing foo bar baz passw pwd credentials varchar char number date")
)

// blank is what even a live credential file has where nobody filled it in.
func blank(text []byte) bool {
	low := strings.ToLower(string(text))
	for _, p := range []string{"changeme", "change_me", "change-me", "replaceme", "replace_", "your_", "your-", "yourpass", "yourtoken", "localstack", "xxxxx", "todo", "insert_", "placeholder"} {
		if strings.Contains(low, p) {
			return true
		}
	}
	return false
}

// echo says whether the value only repeats the name.
func echo(ident, text []byte) bool {
	for _, w := range words(ident) {
		if len(w) >= 4 && strings.EqualFold(w, string(text)) {
			return true
		}
	}
	i, t := letters(ident), letters(text)
	return t != "" && (i == t || len(t) >= 6 && strings.HasSuffix(i, t) || len(i) >= 8 && strings.Contains(t, i))
}

func letters(s []byte) string {
	out := make([]byte, 0, len(s))
	for _, c := range s {
		if isUpper(c) {
			c |= 0x20
		}
		if isLower(c) {
			out = append(out, c)
		}
	}
	return string(out)
}

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
	for _, m := range []string{"[A-Za-z", "[a-z", "[0-9", "]+", "\\w", "\\d", "\\U0", "[-1]", "[0]"} {
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

// CryptHash says whether text is a password in one of crypt(3)'s forms or
// their relatives.
func CryptHash(text []byte) bool {
	for _, p := range hashPrefixes {
		if bytes.HasPrefix(text, []byte(p)) {
			return len(text) >= len(p)+20
		}
	}
	return false
}

var hashPrefixes = []string{
	"$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt$", "{SSHA}", "{SHA}", "{bcrypt}",
	"pbkdf2_sha256$", "bcrypt_sha256$", "$P$", "$H$", "{SHA-256}", "{SHA-512}", "{SHA256}", "{SHA512}",
}
