package mavencoord

import "testing"

func TestVersion(t *testing.T) {
	for asked, want := range map[string][2]string{
		"1.2":            {"1.2", ""},
		" 1.2-jre ":      {"1.2-jre", ""},
		"[1.2]":          {"1.2", ""},
		"[1.2,1.2]":      {"1.2", ""},
		"[ 1.2 , 1.2 ]":  {"1.2", ""},
		"[1.2,1.2)":      {"", "[1.2,1.2)"},
		"[,]":            {"", "[,]"},
		"[1,1],[1,1]":    {"", "[1,1],[1,1]"},
		"[1.0,2.0)":      {"", "[1.0,2.0)"},
		"(,1.0],[1.2,)":  {"", "(,1.0],[1.2,)"},
		"]1.0,2.0[":      {"", "]1.0,2.0["},
		"1.+":            {"", "1.+"},
		"+":              {"", "+"},
		"latest.release": {"", "latest.release"},
		"LATEST":         {"", "LATEST"},
		"1.2!!":          {"1.2", ""},
		"[1,2[!!1.5":     {"", "[1,2[!!1.5"},
		"":               {"", ""},
		"[]":             {"", "[]"},
	} {
		exact, constraint := Version(asked)
		if exact != want[0] || constraint != want[1] {
			t.Errorf("%q: %q, %q; want %q", asked, exact, constraint, want)
		}
	}
}

func TestParse(t *testing.T) {
	for s, want := range map[string]Coordinate{
		"g:a":           {Group: "g", Artifact: "a", VersionAt: -1},
		"g.x:a-b:1.0":   {Group: "g.x", Artifact: "a-b", Version: "1.0", VersionAt: 8},
		"g:a:1:c@zip":   {Group: "g", Artifact: "a", Version: "1", Classifier: "c", Extension: "zip", VersionAt: 4},
		"g:a@aar":       {Group: "g", Artifact: "a", Extension: "aar", VersionAt: -1},
		"g:a::natives":  {Group: "g", Artifact: "a", Classifier: "natives", VersionAt: -1},
		"g:a:[1.0,2.0)": {Group: "g", Artifact: "a", Version: "[1.0,2.0)", VersionAt: 4},
	} {
		if got, ok := Parse(s); !ok || got != want {
			t.Errorf("%q: %+v, %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "g", ":a", "g:", ":x:y", "https://x", "g:a:b:c:d", "a b:c", "${g}:a:1"} {
		if got, ok := Parse(s); ok {
			t.Errorf("%q is read as %+v", s, got)
		}
	}
}
