package sast

import (
	"testing"

	"github.com/assay-dev/assay/rules"
)

// Our rules are for source code, so that a start has none of them to read.
func TestOursAreNotText(t *testing.T) {
	for path, data := range rules.SAST() {
		if mayText(data) {
			t.Errorf("%s is read at every start", path)
		}
	}
}

func TestMayText(t *testing.T) {
	for rule, want := range map[string]bool{
		"rules:\n- id: a\n  languages: [generic]\n  message: m":                                true,
		"rules:\n- id: a\n  languages:\n    - java\n    - 'regex'\n  message: m":               true,
		`{"rules": [{"id": "a", "languages": ["none"], "message": "m"}]}`:                      true,
		"x: &l [generic]\nrules:\n- languages: *l\n  message: m":                               true,
		"rules:\n- languages: [java]\n  pattern-regex: a\n  fix: {metavariable: $X, regex: b}": false,
		"rules:\n- languages:\n  - go\n  metavariable-regex: {metavariable: $X, regex: b}":     false,
	} {
		if got := mayText([]byte(rule)); got != want {
			t.Errorf("%s: got %v", rule, got)
		}
	}
}
