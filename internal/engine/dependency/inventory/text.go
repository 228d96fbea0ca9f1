package inventory

import (
	"encoding/base64"
	"encoding/hex"
	"path"
	"regexp"
	"strings"
)

// Name says whether a text can be the name of a package.
func Name(s string) bool { return len(s) <= 256 && name.MatchString(s) }

var name = regexp.MustCompile(`^@?[\pL\pN_.~!'()*-][\pL\pN_.~!'()*/+$:-]*$`)

// secretPart is what may hold a secret in an address: user and password, and
// what follows a question mark.
var secretPart = regexp.MustCompile(`(://)[^/@\s]*@|\?[^#\s]*`)

// Harmless takes out of an address what may be a secret, and shortens it.
func Harmless(address string) string {
	s := secretPart.ReplaceAllString(strings.ToValidUTF8(address, "�"), "$1")
	if len(s) > 300 {
		s = strings.ToValidUTF8(s[:300], "") + "…"
	}
	return s
}

// Integrity reads checksums as browsers write them ("sha512-BASE64 …") into
// algorithm:hex; what is none is left out.
func Integrity(s string) []string {
	var out []string
	for field := range strings.FieldsSeq(s) {
		algorithm, sum, ok := strings.Cut(field, "-")
		sum, _, _ = strings.Cut(sum, "?")
		raw, err := base64.StdEncoding.DecodeString(sum)
		if ok && err == nil && len(raw) > 0 && len(raw) <= 64 && strings.HasPrefix(algorithm, "sha") {
			out = append(out, algorithm+":"+hex.EncodeToString(raw))
		}
	}
	return out
}

// Hex gives algorithm:hex, in lower case; nothing when sum is no such number.
func Hex(algorithm, sum string) []string {
	if raw, err := hex.DecodeString(sum); err != nil || len(raw) == 0 || len(raw) > 64 {
		return nil
	}
	return []string{strings.ToLower(algorithm) + ":" + strings.ToLower(sum)}
}

// Below joins a path of a file to a folder of the tree; ok is false when it
// leads outside.
func Below(dir, rel string) (joined string, ok bool) {
	rel = strings.ReplaceAll(rel, `\`, "/")
	if path.IsAbs(rel) || len(rel) > 1 && rel[1] == ':' {
		return "", false
	}
	if joined = path.Join(dir, rel); joined == "." {
		joined = ""
	}
	return joined, joined != ".." && !strings.HasPrefix(joined, "../")
}

// Dir is the folder of a path; empty for the root.
func Dir(p string) string {
	if d := path.Dir(p); d != "." {
		return d
	}
	return ""
}
