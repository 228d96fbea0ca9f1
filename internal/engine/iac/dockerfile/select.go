package dockerfile

import (
	"bytes"
	"slices"
	"strings"
)

// otherwise are endings of files that speak of a Dockerfile and are none, as a
// rule: their content decides.
var otherwise = []string{
	"md", "txt", "go", "py", "js", "ts", "java", "json", "yaml", "yml", "html", "j2", "tmpl", "tpl", "template", "dockerignore",
}

// Selects knows Dockerfile, Dockerfile.dev, Dockerfile-prod, api.Dockerfile and
// the same with Containerfile, in any case.
func Selects(base string, data []byte) bool {
	base = strings.ToLower(base)
	for _, name := range []string{"dockerfile", "containerfile"} {
		if base == name || strings.HasSuffix(base, "."+name) {
			return true
		}
		rest, ok := strings.CutPrefix(base, name)
		if !ok {
			continue
		}
		if ending, ok := strings.CutPrefix(rest, "."); ok && ending != "" && !slices.Contains(otherwise, ending[strings.LastIndexByte(ending, '.')+1:]) {
			return true
		}
		return strings.ContainsRune(".-_", rune(rest[0])) && beginsImage(data)
	}
	return false
}

// beginsImage says whether the first instruction is one that a Dockerfile must
// begin with, and one that a builder would take.
func beginsImage(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		words := slices.DeleteFunc(strings.Fields(string(line)), func(w string) bool { return strings.HasPrefix(w, "--") })
		switch strings.ToUpper(words[0]) {
		case "ARG":
			return true
		case "FROM":
			return len(words) == 2 || len(words) == 4 && strings.EqualFold(words[2], "AS") || words[len(words)-1] == "\\" || words[len(words)-1] == "`"
		}
		return strings.HasSuffix(words[len(words)-1], "\\") || strings.HasSuffix(words[len(words)-1], "`") // broken within its name
	}
	return false
}
