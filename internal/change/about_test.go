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
