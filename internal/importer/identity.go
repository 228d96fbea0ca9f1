package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// identity names the problem without the line. The tool's own name counts
// where there is one; else what the finding is about. It is a hash, so that
// its length is bounded; secrets are out of the texts before.
func identity(it *item) string {
	f := &it.Finding
	if it.stable != "" {
		return "tool:" + digest(it.stable)
	}
	text := f.Snippet
	if text == "" {
		text = withoutPlaces(f.Message)
	}
	l := &f.Location
	parts := []string{string(f.Rule), first(l.Path, it.outside), l.Resource, bareComponent(f), l.URL, l.Method, l.Parameter, l.Commit, text}
	if v := f.Vulnerability; v != nil {
		// The words of an advisory change; the flaw and the component do not.
		parts[len(parts)-1] = v.ID + "\n" + v.Package
	}
	return "made:" + digest(parts...)
}

// bareComponent is the component without its version: an upgrade that does not
// remove the flaw is the same problem.
func bareComponent(f *assay.Finding) string {
	c := f.Location.Component
	if i := strings.LastIndexByte(c, '@'); i > strings.LastIndexByte(c, '/') {
		return c[:i]
	}
	return c
}

var places = regexp.MustCompile(`(?i)\b((?:line|lines|column|col|offset)s?[ :#]*)\d+(?:\s*(?:-|to|:|,)\s*\d+)*|:\d+(?::\d+)?\b`)

// withoutPlaces takes line numbers out of a message.
func withoutPlaces(s string) string {
	if !strings.ContainsAny(s, "0123456789") {
		return s
	}
	return places.ReplaceAllString(s, "$1")
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strconv.Itoa(len(p)) + ":" + p))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
