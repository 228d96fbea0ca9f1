package graph

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// sensitiveWords are what names of secrets contain, compared without case and
// separators.
var sensitiveWords = []string{"password", "passwd", "secret", "token", "apikey", "privatekey", "accesskey", "credential", "connectionstring"}

// harmlessEndings are names that contain such a word and hold no secret:
// references, switches, ages.
var harmlessEndings = []string{
	"name", "arn", "id", "ref", "path", "enabled", "length", "policy", "type", "days", "age", "ttl", "version",
	"expiration", "endpoint", "url", "uri", "required", "rotation", "authentication", "tokens", "key", "optional",
}

// Sensitive says whether the last word of a dotted path names a secret.
func Sensitive(path string) bool {
	name := path
	for {
		i := strings.LastIndexByte(name, '.')
		if i < 0 || !isIndex(name[i+1:]) {
			name = name[i+1:]
			break
		}
		name = name[:i]
	}
	name = strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return r
	}, strings.ToLower(name))
	for _, word := range sensitiveWords {
		at := strings.LastIndex(name, word)
		if at < 0 {
			continue
		}
		rest := name[at+len(word):]
		if !isHarmless(rest) {
			return true
		}
	}
	return false
}

func isIndex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isHarmless(rest string) bool {
	if rest == "key" {
		return false // secret_key, secretAccessKey
	}
	for _, end := range harmlessEndings {
		if rest != "" && strings.HasSuffix(rest, end) {
			return true
		}
	}
	return false
}

// secretPair is a key that names a secret, with what stands behind it up to
// the end of the line. Snippets are redacted more freely than the graph: any
// name with key, token, secret or password counts.
var secretPair = regexp.MustCompile(`(?i)((?:pass(?:word|wd|phrase)?|secret|token|key|credential)[\w.\-]*["']?\s*[:=]\s*|(?:pass(?:word|wd|phrase)?|secret|token|key|credential)[\w.\-]*\s+)(["']?)([^\s"'{}\[\],][^"',]*)(["']?)`)

const maxSnippet = 160

// Snippet is the line of a file, trimmed, redacted and at most 160 bytes long.
// Lines count from 1; a line that is not there gives nothing.
func Snippet(data []byte, line int) string {
	for n := 1; line > 0 && len(data) > 0; n++ {
		end := bytes.IndexByte(data, '\n')
		if end < 0 {
			end = len(data) - 1
		}
		if n == line {
			return Redact(string(bytes.TrimSpace(data[:end+1])))
		}
		data = data[end+1:]
	}
	return ""
}

// Redact hides what stands behind the name of a secret and shortens the text.
func Redact(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = secretPair.ReplaceAllString(text, "${1}${2}[redacted]${4}")
	if len(text) <= maxSnippet {
		return text
	}
	cut := maxSnippet - len("…")
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
