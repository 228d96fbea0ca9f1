package search

import "testing"

func TestBacktracks(t *testing.T) {
	for re, want := range map[string]bool{
		`(a+)+$`:                      true,
		`^(\w*)*$`:                    true,
		`^(([a-z])+.)+[A-Z]([a-z])+$`: true,
		`(.+,?)*x`:                    true,
		`^(a|aa+)+$`:                  true,
		`(?=x)(b+)+y`:                 true,
		`^[a-z]+(-[a-z]+)*$`:          false,
		`^\d+(\.\d+)*$`:               false,
		`^(?:[^,]*,)*$`:               false,
		`^[\w.]+@[\w.]+$`:             false,
		`(ab){2,5}c+`:                 false,
		`(?=x)a+b+`:                   false,
	} {
		if got := backtracks(re); got != want {
			t.Errorf("%s: %v, want %v", re, got, want)
		}
	}
}
