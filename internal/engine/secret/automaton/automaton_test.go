package automaton_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/secret/automaton"
)

type hit struct{ literal, end int }

func scan(literals []string, data string) []hit {
	var out []hit
	automaton.New(literals).Scan([]byte(data), func(l, end int) bool {
		out = append(out, hit{l, end})
		return true
	})
	return out
}

// naive is what Scan must agree with.
func naive(literals []string, data string) []hit {
	var out []hit
	low := strings.ToLower(data)
	for end := 1; end <= len(low); end++ {
		for l, s := range literals {
			if s != "" && strings.HasSuffix(low[:end], strings.ToLower(s)) {
				out = append(out, hit{l, end})
			}
		}
	}
	return out
}

func sorted(h []hit) []hit {
	slices.SortFunc(h, func(a, b hit) int { return (a.end-b.end)*1000 + a.literal - b.literal })
	return h
}

func TestOverlappingLiteralsAreAllFound(t *testing.T) {
	literals := []string{"he", "she", "his", "hers", "", "s"}
	data := "USHERS and His shells"
	if got, want := sorted(scan(literals, data)), sorted(naive(literals, data)); !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func TestVisitStops(t *testing.T) {
	n := 0
	automaton.New([]string{"a"}).Scan([]byte("aaaa"), func(int, int) bool { n++; return n < 2 })
	if n != 2 {
		t.Fatalf("visited %d times, want 2", n)
	}
}

func FuzzScanAgreesWithSearch(f *testing.F) {
	f.Add("he,she,hers", "ushers")
	f.Add("-----begin,://,=", "https://x=-----BEGIN")
	f.Fuzz(func(t *testing.T, list, data string) {
		if len(list) > 64 || len(data) > 512 || !ascii(list) || !ascii(data) {
			return
		}
		literals := strings.Split(list, ",")
		if got, want := sorted(scan(literals, data)), sorted(naive(literals, data)); !slices.Equal(got, want) {
			t.Fatalf("%q in %q: got %v, want %v", literals, data, got, want)
		}
	})
}

func ascii(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 127 })
}

func BenchmarkScan(b *testing.B) {
	a := automaton.New([]string{"password", "secret", "token", "akia", "ghp_", "://"})
	data := bytes.Repeat([]byte("public static void main(String... args) { return; }\n"), 20000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		a.Scan(data, func(int, int) bool { return true })
	}
}
