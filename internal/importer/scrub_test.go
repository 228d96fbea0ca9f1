package importer

import (
	"fmt"
	"strings"
	"testing"
)

// TestScrub: secrets are made up.
func TestScrub(t *testing.T) {
	for text, want := range map[string]string{
		"card 4111 1111 1111 1111 was sent":                                    "card [redacted] was sent",
		"card 4111-1111-1111-1112 has a wrong check digit":                     "card 4111-1111-1111-1112 has a wrong check digit",
		"pay to DE89 3704 0044 0532 0130 00 now":                               "pay to [redacted] now",
		"Authorization: Basic dXNlcjpwYXNz":                                    "Authorization: [redacted]",
		"sent Bearer abcdef0123456789 along":                                   "sent Bearer [redacted] along",
		"Basic authentication over http":                                       "Basic authentication over http",
		"Set-Cookie: SID=8f14e45f; Path=/":                                     "Set-Cookie: SID=[redacted]; Path=/",
		"Cookie without HttpOnly flag":                                         "Cookie without HttpOnly flag",
		`password = "s3cr3t!"`:                                                 `password = [redacted]`,
		`"db_password": "s3cr3t!", "x": 1`:                                     `"db_password": [redacted], "x": 1`,
		"api_key=0123abcd&x=1":                                                 "api_key=[redacted]&x=1",
		"password = getPassword(user)":                                         "password = getPassword(user)",
		"if password == other {":                                               "if password == other {",
		"Password: choose a long one":                                          "Password: choose a long one",
		"token: ${TOKEN}":                                                      "token: ${TOKEN}",
		"postgres://pay:hunter2@db/pay":                                        "postgres://[redacted]@db/pay",
		"https://example.com/a:b@c":                                            "https://example.com/a:b@c",
		"found AKIAABCDEFGHIJKLMNOP here":                                      "found [redacted] here",
		"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl":                    "[redacted]",
		"-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----": "[redacted]",
		"CVE-2021-44228 in log4j-core 2.14.1":                                  "CVE-2021-44228 in log4j-core 2.14.1",
		"commit 9c1185a5c5e9fc54612808977ee8f548b2258d31":                      "commit 9c1185a5c5e9fc54612808977ee8f548b2258d31",
		"select * from accounts where id = 5":                                  "select * from accounts where id = 5",
		"secrets:S6290 hard-codes nothing":                                     "secrets:[redacted] hard-codes nothing",
	} {
		if got := scrub(text); got != want {
			t.Errorf("scrub(%q)\n got %q\nwant %q", text, got, want)
		}
		if got := scrub(want); got != want {
			t.Errorf("scrubbing %q again gives %q", want, got)
		}
	}
	if got := scrubName("java:secrets:S6290"); got != "java:secrets:S6290" {
		t.Errorf("a name became %q", got)
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ path, root, want string }{
		{"src/a.go", "", "src/a.go"},
		{"./src//a.go", "", "src/a.go"},
		{`src\a.go`, "", "src/a.go"},
		{`C:\work\src\a.go`, `C:\work`, "src/a.go"},
		{`\\?\C:\work\a.go`, "C:/work", "a.go"},
		{"file:///C:/work/a.go", "C:/work", "a.go"},
		{"file:///builds/x/y/a%20b.go", "/builds/x/y", "a b.go"},
		{"/builds/x/y/a.go", "file:///builds/x/y/", "a.go"},
		{"/builds/x/yy/a.go", "/builds/x/y", "/builds/x/yy/a.go"},
		{"file:src/a.go", "", "src/a.go"},
		{"/etc/passwd", "/builds", "/etc/passwd"},
		{"//etc///passwd", "", "/etc/passwd"},
		{"../../etc/passwd", "", "../../etc/passwd"},
		{"/../../etc/passwd", "", "/etc/passwd"},
		{"a/../../b", "", "../b"},
		{"/builds/x/../../etc/passwd", "/builds/x", "/etc/passwd"},
		{".", "", ""},
		{"/builds", "/builds", ""},
		{"a.go", "/", "a.go"},
	} {
		if got := relative(c.path, c.root); got != c.want {
			t.Errorf("relative(%q, %q) = %q, want %q", c.path, c.root, got, c.want)
		}
	}
}

func TestAddress(t *testing.T) {
	b := newBuilder("x", "sarif", Options{})
	for in, want := range map[string]string{
		"https://a.example/p?id=7&name=Ada":                    "https://a.example/p?id=[redacted]&name=[redacted]",
		"https://u:p@a.example/":                               "https://a.example/",
		"https://a.example/p#access_token=x":                   "https://a.example/p",
		"https://a.example/p;jsessionid=9?x":                   "https://a.example/p;jsessionid=[redacted]?x",
		"https://a.example/p?0a1b2c3d4e":                       "https://a.example/p?[redacted]",
		"https://a.example/p?" + strings.Repeat("k=v&", 5_000): "",
	} {
		got := b.address(in)
		if want == "" && (len(got) > maxName || strings.Contains(got, "v&")) || want != "" && got != want {
			t.Errorf("address(%.60q) = %.200q, want %q", in, got, want)
		}
	}
}

func TestUpgrade(t *testing.T) {
	for _, c := range []struct{ fixed, version, want string }{
		{"1.2.3", "1.2.0", "1.2.3"},
		{"1.1.9, 1.2.4, 2.0.0", "1.2.0", "1.2.4"},
		{"2.0.0 || 1.10.0", "1.9.0", "1.10.0"},
		{"1.0.0", "2.0.0", "1.0.0"},
		{"", "1", ""},
	} {
		if got := upgrade([]string{c.fixed}, c.version); got != c.want {
			t.Errorf("upgrade(%q, %q) = %q, want %q", c.fixed, c.version, got, c.want)
		}
	}
}

func TestWeaknesses(t *testing.T) {
	got := weaknesses("external/cwe/cwe-079", "CWE-89: Improper", "CWE 22", "none", "cwe:1333 and CWE-20", "CWE-")
	if want := "[20 22 79 89 1333]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if n := weakness("-1"); len(n) != 0 {
		t.Errorf("-1 gives %v", n)
	}
}
