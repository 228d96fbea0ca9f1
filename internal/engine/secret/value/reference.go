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
	if len(text) > 150 && bytes.HasPrefix(text, []byte("Ag")) {
		return true // Bitnami's sealed secret: RSA and AES in base64
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
		if !alnum(c) && !strings.ContainsRune("_.-[]'\"()>:/", rune(c)) {
			return false
		}
	}
	return len(text) > 0
}
