package fix

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/assay-dev/assay/internal/engine/dependency/document"
)

// script raises the one version in quotes of a line of a build script.
func script(data []byte, line span, e Edit) ([]byte, error) {
	at, err := literal(data, line, e.From, `'":`, `'":@`)
	if err != nil {
		return nil, err
	}
	return splice(data, at, e.To), nil
}

// catalogue raises a version of libs.versions.toml.
func catalogue(data []byte, line span, e Edit) ([]byte, error) {
	for _, rich := range []string{"strictly", "reject", "require"} {
		if bytes.Contains(line.of(data), []byte(rich)) {
			return nil, errors.New("the catalogue asks for more than one version: choose by hand")
		}
	}
	out, err := script(data, line, e)
	if err != nil {
		return nil, err
	}
	if _, err := document.TOML(out); err != nil {
		return nil, errors.New("the catalogue can't be read")
	}
	return out, nil
}

var property = regexp.MustCompile(`^[ \t]*[\w.-]+[ \t]*[=:][ \t]*([^ \t]+)[ \t]*$`)

// properties raises a version of gradle.properties.
func properties(data []byte, line span, e Edit) ([]byte, error) {
	parts := property.FindSubmatchIndex(line.of(data))
	if parts == nil || string(line.of(data)[parts[2]:parts[3]]) != e.From {
		return nil, errNotThere
	}
	return splice(data, span{line.from + parts[2], line.from + parts[3]}, e.To), nil
}
