package engine

import (
	"bytes"
	"strings"
	"testing"
)

func TestBinary(t *testing.T) {
	for name, c := range map[string]struct {
		data string
		want bool
	}{
		"empty":                {"", false},
		"text":                 {"password = x\n", false},
		"latin 1":              {"stra\xdfe\n", false},
		"a zero byte in front": {"\x00DB_PASSWORD=something-long\n", false},
		"a zero byte inside":   {"a = 1\n# \x00 \nb = 2\n", false},
		"an image":             {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00", true},
		"UTF-16":               {"p\x00a\x00s\x00s\x00", false},
		"padding":              {"a = 1\n" + strings.Repeat("\x00", 500), false},
	} {
		if got := Binary([]byte(c.data)); got != c.want {
			t.Errorf("%s: binary %v, want %v", name, got, c.want)
		}
	}
	if !Binary(bytes.Repeat([]byte{0}, 1<<20)) {
		t.Error("zeros are no text")
	}
}
