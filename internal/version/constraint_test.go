package version

import (
	"testing"

	"github.com/assay-dev/assay/internal/assay"
)

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		e    assay.Ecosystem
		text string
		want Span
	}{
		{assay.NPM, "~0.21.0", Span{Low: "0.21.0", High: "0.22"}},
		{assay.NPM, "^1.2.3", Span{Low: "1.2.3", High: "2"}},
		{assay.NPM, "^0.2.3", Span{Low: "0.2.3", High: "0.3"}},
		{assay.NPM, "<=4.17.15", Span{High: "4.17.15", Inclusive: true}},
		{assay.NPM, ">= 1.0.0 < 2.0.0", Span{Low: "1.0.0", High: "2.0.0"}},
		{assay.NPM, "1.x", Span{Low: "1", High: "2"}},
		{assay.NPM, "1.2 - 1.4", Span{Low: "1.2", High: "1.4", Inclusive: true}},
		{assay.PyPI, "<3.2.2", Span{High: "3.2.2"}},
		{assay.PyPI, "==0.*", Span{Low: "0", High: "1"}},
		{assay.PyPI, "~=1.4.2", Span{Low: "1.4.2", High: "1.5"}},
		{assay.PyPI, ">=1.0,<2.0,!=1.5", Span{Low: "1.0", High: "2.0"}},
		{assay.Maven, "(,2.14.1]", Span{High: "2.14.1", Inclusive: true}},
		{assay.Maven, "[2.0,3.0)", Span{Low: "2.0", High: "3.0"}},
	} {
		if got, ok := Within(c.e, c.text); !ok || got != c.want {
			t.Errorf("%s %q: %+v %v, want %+v", c.e, c.text, got, ok, c.want)
		}
	}
	for e, texts := range map[assay.Ecosystem][]string{
		assay.NPM: {"", "*", "latest", "^1 || ^2", ">=1.0.0", "workspace:*", "git+ssh://x", "catalog:"}, assay.PyPI: {">=1.0", "!=1.0"}, assay.Maven: {"[1.0,)", "[1,2],[3,4]", "org.example:bom:1.0", "1 or 2", "1.+"},
	} {
		for _, text := range texts {
			if got, ok := Within(e, text); ok {
				t.Errorf("%s %q: %+v", e, text, got)
			}
		}
	}
}

func TestCovers(t *testing.T) {
	r := Range{{Introduced: "2.0"}, {Fixed: "2.15.0"}, {Introduced: "2.16"}, {LastAffected: "2.17"}}
	for _, c := range []struct {
		s    Span
		want bool
	}{
		{Span{"2.0", "2.14.1", true}, true},
		{Span{"2.1", "2.15.0", false}, true},
		{Span{"2.1", "2.15.0", true}, false},
		{Span{"", "2.14.1", true}, false},
		{Span{"2.16", "2.17", true}, true},
		{Span{"2.1", "2.17", true}, false},
		{Span{"2.18", "3", false}, false},
	} {
		if ok := r.Covers(assay.Maven, c.s); ok != c.want {
			t.Errorf("%+v: %v", c.s, ok)
		}
	}
	if !(Range{{Introduced: "0"}}).Covers(assay.Maven, Span{"", "1", true}) {
		t.Error("what has no fix covers everything")
	}
}

func FuzzWithin(f *testing.F) {
	f.Add("^1.2.3")
	f.Add("[1,2)")
	f.Fuzz(func(_ *testing.T, text string) {
		for _, e := range assay.Ecosystems() {
			Within(e, text)
		}
	})
}
