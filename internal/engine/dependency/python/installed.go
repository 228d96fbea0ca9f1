package python

import (
	"bytes"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
)

// readInstalled takes the licence from an installed package
// (https://packaging.python.org/en/latest/specifications/core-metadata/).
func (u *unit) readInstalled(f engine.File) {
	var name, version, licence, expression string
	var classes []string
	for raw := range bytes.Lines(f.Data) {
		line := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n")
		if line == "" {
			break // the description follows
		}
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch strings.ToLower(key) {
		case "name":
			name = value
		case "version":
			version = value
		case "license":
			licence = value
		case "license-expression":
			expression = value
		case "classifier":
			if c, ok := strings.CutPrefix(value, "License :: "); ok {
				parts := strings.Split(c, " :: ")
				classes = append(classes, parts[len(parts)-1])
			}
		}
	}
	if expression == "" {
		expression = licence
	}
	if expression == "" || expression == "UNKNOWN" || len(expression) > 100 {
		expression = strings.Join(classes, " AND ")
	}
	if len(expression) <= 300 {
		u.licences[normal(name)+"@"+version] = expression
	}
}
