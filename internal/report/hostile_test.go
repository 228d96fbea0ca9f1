package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/assay-dev/assay/internal/report"
)

var hostileStrings = []string{
	"<script>alert(1)</script>",
	"</title></style><img src=x onerror=alert(1)>",
	"]]><evil/>",
	"a | b || c",
	"two\nlines\r\nand\ttabs",
	"\x1b[31mred\x1b[0m \x07 \x9b2J \x00",
	"invalid \xff\xfe \xc3",
	"\u202egnp.exe \u2066 \u200b \ufeff \u2028",
	"@everyone #1 !2 ~bug $3 %4 [x](javascript:alert(1)) ![i](//evil) https://evil.example www.evil.example",
	"`code` ``` *bold* _it_ <!-- x --> </details> </code> &lt; \\",
	"%s %d %!(EXTRA) {{.}} ${x} ' \" ",
	"../../etc/passwd:12",
	"1. one", "- two", "# three", "> four", "=====", "/close", "a@evil.example",
	strings.Repeat("ü€😀", 800),
	"",
}

func TestHostileStrings(t *testing.T) {
	for _, s := range hostileStrings {
		checkHostile(t, s)
	}
}

func FuzzHostile(f *testing.F) {
	for _, s := range hostileStrings {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkHostile(t, s) })
}

func checkHostile(t *testing.T, s string) {
	t.Helper()
	for _, format := range report.Formats() {
		out := render(t, format, hostile(s), report.Options{})
		onlyPlainCharacters(t, format, out)
		switch format {
		case "json", "sarif", "gitlab-sast", "gitlab-secret", "gitlab-dependency", "gitlab-codequality":
			if !json.Valid([]byte(out)) {
				t.Errorf("%s of %q is no JSON", format, s)
			}
		case "junit":
			wellFormed(t, out)
		case "html":
			sameElements(t, s, out)
		case "markdown":
			inertMarkdown(t, s, out)
		}
	}
}

func onlyPlainCharacters(t *testing.T, format, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("%s is no UTF-8", format)
	}
	for _, r := range out {
		if r != '\n' && r != '\t' && !unicode.IsGraphic(r) {
			t.Fatalf("%s contains %U", format, r)
		}
	}
}

func wellFormed(t *testing.T, out string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(out)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("junit is not well formed: %v", err)
		}
	}
}

// sameElements holds the page to what a page of harmless strings consists of.
func sameElements(t *testing.T, s, out string) {
	t.Helper()
	if s == "" {
		return // an empty string leaves its element away
	}
	harmless := "plain"
	want, got := elements(render(t, "html", hostile(harmless), report.Options{})), elements(out)
	for name, n := range got {
		if want[name] != n && name != "a" {
			t.Errorf("html of %.60q has %d <%s>, of a harmless string %d", s, n, name, want[name])
		}
	}
	if got["script"] > 0 || got["!comment"] > 0 {
		t.Errorf("html of %.60q has a script or comment", s)
	}
}

func elements(page string) map[string]int {
	out := map[string]int{}
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.CommentToken:
			out["!comment"]++
		case html.StartTagToken, html.SelfClosingTagToken:
			name, attrs := z.TagName()
			out[string(name)]++
			for attrs {
				var key []byte
				if key, _, attrs = z.TagAttr(); strings.HasPrefix(string(key), "on") {
					out["!handler"]++
				}
			}
		}
	}
}

// inertMarkdown looks for the characters that only our own rows may write.
func inertMarkdown(t *testing.T, s, out string) {
	t.Helper()
	if len(out) > 60_000 {
		t.Errorf("markdown of %.60q has %d bytes", s, len(out))
	}
	for _, bad := range []string{"<script", "<img", "<evil", "@everyone", "https://", "www.evil", "](", "`", " #1", "](javascript", "$3", "- 1. ", "- - ", "- # ", "@evil"} {
		if strings.Contains(strings.ToLower(out), bad) {
			t.Errorf("markdown of %.60q contains %q", s, bad)
		}
	}
	for line := range strings.Lines(out) {
		if n := strings.Count(line, "|"); strings.HasPrefix(line, "|") && n != 5 {
			t.Errorf("markdown of %.60q has a row with %d bars: %s", s, n, line)
		}
	}
}
