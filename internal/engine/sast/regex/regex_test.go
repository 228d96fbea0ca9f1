package regex

import (
	"slices"
	"strings"
	"testing"
)

// What needs look-around or a back reference gives what the backtracking engine
// alone gives.
func TestWideLosesNothing(t *testing.T) {
	exprs := []string{
		`^(?!.*prod).*key$`, `(?<=id=)\d+(?=;)`, `(["'])x\1`, `(?:(a)|b)+\1$`, `[](?=]+(?!z)`, `x(?=a){2}`, `a(?<!b)\Z`,
		`(?i)(?!none)[a-z]+`, `\((?=\))`, `[\]((?!x)]+(?=y)`, `(?P<q>'|")\w+(?P=q)`, `(?>ab|a)(?=c)`, `\\(?=n)`, `[[:alpha:](]+(?=1)`,
	}
	texts := []string{
		"", "a key", "a key\n", "prod key", "id=12;", "id=12", `"x"`, `"x'`, "aba", "aa\n", "](?=z", "xaa", "ba", "aa", "NONE", "abc", "()", "]((!xy",
		`'ab"`, `'ab'`, "abc ac", `\n`, "ab(1", "caf\u00e9 1", "a\vb",
	}
	for _, expr := range exprs {
		for _, multi := range []bool{false, true} {
			re, err := Compile(expr, Options{Multiline: multi})
			if err != nil {
				t.Fatalf("%s: %v", expr, err)
			}
			if re.slow == nil {
				t.Fatalf("%s needs no backtracking: not a case of this test", expr)
			}
			for _, s := range texts {
				want, err := re.slow.MatchString(s)
				if err != nil {
					t.Fatal(err)
				}
				if got := re.Match(s); got != want {
					t.Errorf("%s in %q: %v, want %v", expr, s, got, want)
				}
				n := 0
				re.FindAll(s, func([]Group) { n++ })
				if (n > 0) != want {
					t.Errorf("%s in %q: %d matches, want any: %v", expr, s, n, want)
				}
			}
		}
	}
}

// An expression that backtracks for ever costs nothing on text that it cannot
// match.
func TestWideSparesBacktracking(t *testing.T) {
	re, err := Compile(`(?!x)(a+)+b`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if re.Match(strings.Repeat("a", 5000)) || re.GaveUp() {
		t.Error("looked at by the backtracking engine")
	}
}

func FuzzWide(f *testing.F) {
	f.Add(`(?!a)[b\]]+$`, "bb")
	f.Add(`(a)\1`, "aa")
	f.Fuzz(func(t *testing.T, expr, s string) {
		re, err := Compile(expr, Options{})
		if err != nil || re.slow == nil || re.wide == nil || len(expr) > 40 || len(s) > 40 {
			return
		}
		if want, err := re.slow.MatchString(s); err == nil && want && !re.Match(s) {
			t.Errorf("%q in %q is lost", expr, s)
		}
	})
}

func TestNeeds(t *testing.T) {
	for expr, want := range map[string]string{
		`_*(debit|withdraw)(_\w+)?$`:          "debit|withdraw",
		`(?i)urlParse`:                        "urlparse",
		`hostname|netloc|x`:                   "",
		`(?!test)(get|fetch)_user`:            "get|fetch, _user",
		`a+b*`:                                "",
		`(?:exec|run){2}`:                     "exec|run",
		`(?:exec|execute)?`:                   "",
		`\.(query|raw)`:                       "query|raw",
		`(transfer|move)(?=Money)[A-Z]\w+Now`: "transfer|move, now",
	} {
		re, err := Compile(expr, Options{Anchored: true})
		if err != nil {
			t.Fatal(err)
		}
		var lists []string
		for _, any := range re.Needs() {
			lists = append(lists, strings.Join(any, "|"))
		}
		if got := strings.Join(lists, ", "); got != want {
			t.Errorf("%s needs %q, want %q", expr, got, want)
		}
	}
}

func FuzzNeeds(f *testing.F) {
	f.Add(`(?i)(get|Fetch)_user(?!x)`, "FETCH_user")
	f.Fuzz(func(t *testing.T, expr, s string) {
		re, err := Compile(expr, Options{})
		if err != nil || re.wide == nil && re.slow != nil || len(expr) > 40 || len(s) > 40 || !plain(s) || !re.Match(s) {
			return
		}
		for _, any := range re.Needs() {
			if !slices.ContainsFunc(any, func(need string) bool { return strings.Contains(strings.ToLower(s), need) }) {
				t.Errorf("%q matches %q, which has none of %q", expr, s, any)
			}
		}
	})
}
