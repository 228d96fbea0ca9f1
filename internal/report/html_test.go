package report_test

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/report"
)

var (
	policy = regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`)
	style  = regexp.MustCompile(`(?s)<style>(.*)</style>`)
)

// TestPagePolicy computes the hash of the style as a browser does.
func TestPagePolicy(t *testing.T) {
	out := render(t, "html", denied(), report.Options{})
	sum := sha256.Sum256([]byte(style.FindStringSubmatch(out)[1]))
	want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if got := html.UnescapeString(policy.FindStringSubmatch(out)[1]); !strings.Contains(got, want) || !strings.HasPrefix(got, "default-src 'none'") {
		t.Errorf("policy %q does not allow the style: want %s", got, want)
	}
	for _, bad := range []string{"<script", " style=", "src=", "@import", "url("} {
		if strings.Contains(out, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
}

func TestPageStaysReadable(t *testing.T) {
	out := render(t, "html", many(500), report.Options{})
	if n := strings.Count(out, `class="card `); n != 10 {
		t.Errorf("got %d cards, want 10", n)
	}
	if !strings.Contains(out, "… and 40 more that block") {
		t.Error("it does not say how many more there are")
	}
}
