package inventory

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// graph makes packages of names; a capital is a part of the tree.
func graph(names string) *Graph {
	g := &Graph{}
	for _, r := range names {
		g.Add(Package{Component: assay.Component{Name: string(r), Version: "1"}, Local: r >= 'A' && r <= 'Z'})
	}
	return g
}

func show(components []assay.Component) (out []string) {
	for _, c := range components {
		out = append(out, fmt.Sprint(c.Key(), " ", c.Use, " ", c.Direct, " ", c.Requires))
	}
	return out
}

func TestUses(t *testing.T) {
	g := graph("abcdLe")
	g.Ask(0, 1, assay.Runtime, assay.Location{})              // a > b
	g.Ask(1, 0, assay.Runtime, assay.Location{})              // a circle
	g.Ask(0, 2, assay.Optional, assay.Location{})             // a > c, perhaps
	g.Ask(3, 2, assay.Runtime, assay.Location{})              // d > c
	g.Ask(4, 5, assay.Runtime, At("lib/package.json", 3))     // L > e
	g.Ask(4, 3, assay.Development, At("lib/package.json", 4)) // no user of L gets d
	roots := []Edge{{To: 0, Use: assay.Runtime}, {To: 3, Use: assay.Development}, {To: 4, Use: assay.Runtime}}
	got, ok := NewWalker(g).Project("root", roots)
	want := []string{"a@1 runtime true [b@1 c@1]", "b@1 runtime false [a@1]", "c@1 optional false []", "d@1 development true [c@1]", "e@1 runtime true []"}
	if diff := cmp.Diff(want, show(got)); diff != "" || !ok {
		t.Error(diff)
	}
	if at := got[4].Location; at != At("lib/package.json", 3) {
		t.Errorf("e is asked for at %v", at)
	}
}

func TestWholeTakesWhatNobodyReached(t *testing.T) {
	g := graph("abc")
	g.Packages[2].Component.Use = assay.Development
	w := NewWalker(g)
	if got, _ := w.Project("one", []Edge{{To: 0, Use: assay.Runtime}}); len(got) != 1 {
		t.Errorf("%v", got)
	}
	want := []string{"b@1 runtime true []", "c@1 development false []"}
	if diff := cmp.Diff(want, show(w.Whole("two", []Edge{{To: 1, Use: assay.Runtime}}))); diff != "" {
		t.Error(diff)
	}
}

func TestFullGraph(t *testing.T) {
	g := &Graph{}
	for range Most + 10 {
		g.Ask(g.Add(Package{Component: assay.Component{Name: "a", Version: "1"}}), 0, assay.Runtime, assay.Location{})
	}
	if got := NewWalker(g).Whole("root", nil); !g.Full || len(g.Packages) != Most+1 || len(got) != 1 {
		t.Errorf("full %v, packages %d, components %d", g.Full, len(g.Packages), len(got))
	}
}

func TestTexts(t *testing.T) {
	for in, want := range map[string]string{
		"https://user:word@host/x?token=1#frag": "https://host/x#frag",
		"git+ssh://git@host/x.git":              "git+ssh://host/x.git",
		"^1.0":                                  "^1.0",
	} {
		if got := Harmless(in); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
	for rel, want := range map[string]string{"../b": "b", "./c": "a/c", "..": "", "../..": "!", "/etc": "!", `..\..\x`: "!", "C:/x": "!"} {
		got, ok := Below("a", rel)
		if !ok {
			got = "!"
		}
		if got != want {
			t.Errorf("%s: %s", rel, got)
		}
	}
	if got := Integrity("sha1-AAAA md5-AAAA sha512-!"); !cmp.Equal(got, []string{"sha1:000000"}) {
		t.Errorf("%v", got)
	}
}

func TestGapsAreFew(t *testing.T) {
	p := Problems{Scope: assay.ScopeNPM}
	for i := range 100 {
		p.Add("a", i, "", "wrong")
	}
	if got := p.Gaps(); len(got) != most+1 || got[most].Reason != "95 more entries were not read" {
		t.Errorf("%v", got)
	}
}
