package change

import "testing"

func TestOriginName(t *testing.T) {
	for url, want := range map[string]string{
		"https://user:token@git.example.com/bank/pay.git": "git.example.com/bank/pay",
		"git@git.example.com:bank/pay.git":                "git.example.com/bank/pay",
		"ssh://git@git.example.com:2222/bank/pay":         "git.example.com/bank/pay",
		"/srv/git/pay.git":                                "",
		"../pay":                                          "",
		`C:\git\pay`:                                      "",
		"":                                                "",
	} {
		if got := originName(url); got != want {
			t.Errorf("%q is %q, want %q", url, got, want)
		}
	}
}

func TestParseAuthor(t *testing.T) {
	for text, want := range map[string]Author{
		"Ada Byte <ada@example.com>":    {"Ada Byte", "ada@example.com"},
		"ada@example.com":               {"", "ada@example.com"},
		"Ada Byte":                      {"Ada Byte", ""},
		"Dr. Ada [B] <ada@example.com>": {"Dr. Ada [B]", "ada@example.com"},
		" ":                             {},
	} {
		if got := ParseAuthor(text); got != want {
			t.Errorf("%q is %+v, want %+v", text, got, want)
		}
	}
}
