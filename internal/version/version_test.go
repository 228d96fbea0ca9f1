package version

import (
	"testing"

	"github.com/assay-dev/assay/internal/assay"
)

// ascending lists versions, each before the next; = joins equal ones.
var ascending = map[assay.Ecosystem][]string{
	assay.Go:    {"0.0.0-20190101000000-abcdefabcdef", "0.3.7", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "v1.0.1", "1.10.0", "2.0.0+incompatible", "20240101.0.0"},
	assay.NPM:   {"1.0.0-0", "1.0.0", "1.0.1-beta", "1.2.3", "1.2.10"},
	assay.Cargo: {"0.1.0", "0.1.1-pre", "0.1.1"},
	assay.NuGet: {"1.0.0-Alpha", "1.0.0-beta", "1.0.0", "1.0.0.1", "1.0.1"},
	assay.Maven: {
		"1-alpha-1", "1-beta-1", "1-milestone-1", "1-rc-1", "1-snapshot", "1", "1-sp", "1-abc", "1-xyz", "1-1", "1.1-rc1", "1.1", "1.1.1", "1.2", "2.9.10", "2.9.10.1", "2.10.0",
		"5.3.0.RELEASE", "5.3.1.RELEASE", "32.1.2-jre", "33.0.0-jre",
	},
	assay.PyPI:      {"1.0.dev1", "1.0a1.dev1", "1.0a1", "1.0a2", "1.0b1", "1.0rc1", "1.0", "1.0+local.1", "1.0.post1.dev1", "1.0.post1", "1.1", "1.10", "2!0.1"},
	assay.RubyGems:  {"1.0.a", "1.0.b1", "1.0", "1.0.1.pre", "1.0.1", "1.0.10", "2"},
	assay.Packagist: {"1.0.0-dev", "1.0.0-alpha1", "1.0.0-beta2", "1.0.0-RC1", "1.0.0", "1.0.0-pl1", "1.0.1", "v1.2"},
}

func TestOrder(t *testing.T) {
	for e, list := range ascending {
		for i, a := range list {
			if !Valid(e, a) {
				t.Errorf("%s: %q is a version", e, a)
			}
			for k, b := range list {
				want := 0
				if i < k {
					want = -1
				} else if i > k {
					want = 1
				}
				if got := Compare(e, a, b); got != want {
					t.Errorf("%s: compare %q with %q: %d, want %d", e, a, b, got, want)
				}
			}
		}
	}
}

func TestEqual(t *testing.T) {
	for e, pairs := range map[assay.Ecosystem][][2]string{
		assay.Go:        {{"v1.2.3", "1.2.3"}, {"1.2.3+meta", "1.2.3"}},
		assay.Maven:     {{"1", "1.0.0"}, {"1.ga", "1"}, {"1-final", "1"}, {"1.0-RC1", "1-cr-1"}, {"1a1", "1-alpha-1"}, {"1.0.0.RELEASE", "1.0.0"}, {"1.0.0-0.0", "1"}},
		assay.PyPI:      {{"1.0", "1"}, {"1.0-1", "1.0.post1"}, {"1.0alpha1", "1.0a1"}, {"1.0c1", "1.0rc1"}, {"v1.0", "1.0"}, {"1.0+ubuntu-1", "1.0+ubuntu.1"}},
		assay.NuGet:     {{"1.0", "1.0.0.0"}, {"1.0-ALPHA", "1.0-alpha"}},
		assay.Cargo:     {{"1", "1.0.0"}, {"01.2", "1.2"}},
		assay.RubyGems:  {{"1.0", "1"}, {"1.a", "1.a"}},
		assay.Packagist: {{"v1.0", "1.0.0.0"}},
	} {
		for _, p := range pairs {
			if Compare(e, p[0], p[1]) != 0 || Compare(e, p[1], p[0]) != 0 {
				t.Errorf("%s: %q is %q", e, p[0], p[1])
			}
		}
	}
}

func TestNoVersion(t *testing.T) {
	for e, texts := range map[assay.Ecosystem][]string{
		assay.Go: {"", "latest", "1.x", "^1.2", "(devel)"}, assay.Maven: {"", "${x}", "[1,2)", "LATEST"}, assay.PyPI: {"", "1.0 beta what", "latest", "1.0+", "1.0+a..b", "1.0+.a", "1!", "1.0.", "1..0", "1.0-", "1.0a1b2", "1.0+a_"},
	} {
		for _, v := range texts {
			if Valid(e, v) {
				t.Errorf("%s: %q is no version", e, v)
			}
			if Compare(e, v, "1.0") >= 0 {
				t.Errorf("%s: %q must come before versions", e, v)
			}
		}
	}
}

func TestRange(t *testing.T) {
	two := Range{{Fixed: "2.0.1"}, {Introduced: "0"}, {Fixed: "1.5"}, {Introduced: "2.0"}}
	two = two.Sorted(assay.Maven)
	upTo := Range{{Introduced: "0"}, {LastAffected: "1.6.8"}}
	for _, c := range []struct {
		r    Range
		v    string
		want bool
	}{
		{two, "1.4", true},
		{two, "1.5", false},
		{two, "1.9", false},
		{two, "2.0", true},
		{two, "2.0.1", false},
		{two, "3", false},
		{upTo, "1.6.8", true},
		{upTo, "1.6.9", false},
		{nil, "1", false},
	} {
		if got := c.r.Contains(assay.Maven, c.v); got != c.want {
			t.Errorf("%v contains %s: %v", c.r, c.v, got)
		}
	}
	if f := two.Fixes(); len(f) != 2 || f[0] != "1.5" {
		t.Errorf("fixes %v", f)
	}
}

// FuzzCompare: an order is antisymmetric and takes any text.
func FuzzCompare(f *testing.F) {
	for _, list := range ascending {
		for i := 1; i < len(list); i++ {
			f.Add(list[i-1], list[i])
		}
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, e := range assay.Ecosystems() {
			if x, y := Compare(e, a, b), Compare(e, b, a); x != -y {
				t.Errorf("%s: %q, %q: %d and %d", e, a, b, x, y)
			}
			if Compare(e, a, a) != 0 {
				t.Errorf("%s: %q is not itself", e, a)
			}
		}
	})
}
