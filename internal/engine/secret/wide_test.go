package secret

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine"
)

// TestNothingHidesText: the same made-up password is found however the text is
// written, and whatever stands in front of it.
func TestNothingHidesText(t *testing.T) {
	const line = "# settings\nDB_PASSWORD=vK8qLw2mTzR4xY\nother = 1\n"
	widen := func(unit int, big bool, mark string) string {
		out := []byte(mark)
		for _, c := range []byte(line) {
			u := make([]byte, unit)
			if big {
				u[unit-1] = c
			} else {
				u[0] = c
			}
			out = append(out, u...)
		}
		return string(out)
	}
	for name, text := range map[string]string{
		"plain":                  line,
		"a zero byte in front":   "\x00" + line,
		"a zero byte behind":     line + "\x00",
		"a false mark":           "\xff\xfe" + line,
		"another false mark":     "\xfe\xff" + line,
		"UTF-8 mark":             "\xef\xbb\xbf" + line,
		"UTF-16 LE":              widen(2, false, "\xff\xfe"),
		"UTF-16 BE":              widen(2, true, "\xfe\xff"),
		"UTF-16 LE without mark": widen(2, false, ""),
		"UTF-16 BE without mark": widen(2, true, ""),
		"UTF-32 LE":              widen(4, false, "\xff\xfe\x00\x00"),
		"UTF-32 BE without mark": widen(4, true, ""),
		"padded with zeros":      line + "#" + strings.Repeat("\x00", 900) + "\n",
		"behind zeros":           strings.Repeat("\x00", 5000) + "\n" + line,
		"first UTF-16, then not": widen(2, false, "\xff\xfe") + strings.Repeat("# plain\n", 400),
		"then UTF-16":            strings.Repeat("# plain\n", 400) + widen(2, false, ""),
		"UTF-32, shifted":        "\x00" + widen(4, false, ""),
		"CR only":                string(bytes.ReplaceAll([]byte(line), []byte("\n"), []byte("\r"))),
	} {
		e := New(Options{})
		f := engine.File{Path: "app.env", Data: []byte(text)}
		if !e.Selects(f.Path, f.Data) {
			t.Errorf("%s: not selected", name)
			continue
		}
		out, err := e.Scan(context.Background(), f)
		if err != nil || len(out.Findings) == 0 {
			t.Errorf("%s: nothing found (%v)", name, err)
		}
	}
}
