package python

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// A requirements file may have any name, but then another names it by -r or -c.
// Its text tells which files may be meant; one that nobody includes is no
// project, so that a mistake costs nothing.
var (
	specified = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*\s*(?:\[[^\]]*\])?\s*(?:\(?(?:===?|[<>~!]=|[<>])\s*\d|@\s*[a-z+]+:)|^-[rce][ \t=]|^--(?:requirement|constraint|editable|hash|index-url|extra-index-url|find-links|no-binary|only-binary|pre|trusted-host)\b`)
	bare      = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?\s*(?:;.*)?$`)
)

// isText says whether a file could be a list that is included.
func isText(name string) bool {
	ext, dir := path.Ext(name), inventory.Dir(name)
	return (ext == ".txt" || ext == ".in") && !strings.HasSuffix(dir, ".egg-info") && !strings.HasSuffix(dir, ".dist-info")
}

// looksListed says whether most lines of a text ask for packages, or whether all
// of a short one may be names of some. It looks at the beginning only.
func looksListed(data []byte) bool {
	const (
		largest = 1 << 20
		look    = 16 << 10
		short   = 4 << 10
	)
	if len(data) > largest {
		return false
	}
	lines, asking, names := 0, 0, 0
	for raw := range bytes.Lines(document.Plain(data[:min(len(data), look)])) {
		text := bytes.TrimSpace(raw)
		switch {
		case len(text) == 0 || text[0] == '#':
			continue
		case len(text) > 1000:
		case specified.Match(text):
			asking++
		case bare.Match(bytes.TrimSpace(comment.ReplaceAll(text, nil))):
			names++
		}
		lines++
	}
	return 2*asking > lines || len(data) <= short && lines > 0 && asking+names == lines
}
