package value

import (
	"bytes"
	"strings"
)

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
		"api_key basic bearer jwt plain md5 sha256 env unknown any default test testing foo bar baz passw pwd credentials passwort kennwort contraseña senha wachtwoord hasło password1 varchar char number date")
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
	for _, w := range Words(ident) {
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
