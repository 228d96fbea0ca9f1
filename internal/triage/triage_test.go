package triage

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

func finding(fp, path string, line int) assay.Finding {
	return assay.Finding{
		Rule: "secret/x", Engine: "secret", Fingerprint: assay.Fingerprint(fp), Severity: assay.High,
		Location: assay.Location{Path: path, Start: assay.Position{Line: line}, End: assay.Position{Line: line}},
	}
}

func TestCompare(t *testing.T) {
	base := []assay.Finding{finding("a", "one", 1), finding("b", "two", 1), finding("b", "three", 1), finding("c", "gone", 1)}
	for _, c := range []struct {
		name    string
		head    []assay.Finding
		renames map[string]string
		match   []int
		fixed   int
	}{
		{"same", base, nil, []int{0, 1, 2, 3}, 0},
		{"moved lines", []assay.Finding{finding("a", "one", 9)}, nil, []int{0}, 3},
		{"moved within its folder", []assay.Finding{finding("a", "elsewhere", 1)}, nil, []int{0}, 3},
		{"turned up in another folder", []assay.Finding{finding("a", "prod/one", 1)}, nil, []int{-1}, 4},
		{"its folder was renamed", []assay.Finding{finding("a", "prod/one", 1)}, map[string]string{"prod/one": "one"}, []int{0}, 3},
		{"a copy is new", []assay.Finding{finding("a", "copy", 1), finding("a", "one", 1)}, nil, []int{-1, 0}, 3},
		{"a copy beside a rename is new", []assay.Finding{finding("a", "copy", 1), finding("a", "uno", 1)}, map[string]string{"uno": "one"}, []int{-1, 0}, 3},
		{"another problem", []assay.Finding{finding("z", "one", 1)}, nil, []int{-1}, 4},
		{"twins keep their files", []assay.Finding{finding("b", "three", 1), finding("b", "two", 1), finding("b", "two", 2)}, nil, []int{2, 1, -1}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Compare(c.head, base, c.renames, nil)
			if diff := cmp.Diff(c.match, got.Match); diff != "" || len(got.Fixed) != c.fixed {
				t.Errorf("%d fixed, %s", len(got.Fixed), diff)
			}
		})
	}
}

// TestCompareCounts: each base finding is matched at most once, and old plus
// fixed is all there was.
func TestCompareCounts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := func() []assay.Finding {
		var fs []assay.Finding
		for range r.IntN(12) {
			fs = append(fs, finding(string(rune('a'+r.IntN(3))), string(rune('p'+r.IntN(3))), r.IntN(5)))
		}
		return fs
	}
	for range 2000 {
		head, base := some(), some()
		c := Compare(head, base, nil, nil)
		seen, old := map[int]bool{}, 0
		for h, b := range c.Match {
			if b < 0 {
				continue
			}
			old++
			if seen[b] || head[h].Fingerprint != base[b].Fingerprint {
				t.Fatalf("wrong match in %v", c)
			}
			seen[b] = true
		}
		if old+len(c.Fixed) != len(base) {
			t.Fatalf("%d old and %d fixed of %d", old, len(c.Fixed), len(base))
		}
	}
}

func TestCompareAsks(t *testing.T) {
	f := []assay.Finding{finding("a", "one", 1)}
	c := Compare(f, f, nil, func(_, _ *assay.Finding) bool { return false })
	if c.Match[0] >= 0 || len(c.Fixed) != 1 {
		t.Errorf("matched against the caller's word: %+v", c)
	}
}

func TestNumber(t *testing.T) {
	fs := []assay.Finding{finding("a", "x", 1), finding("a", "x", 2), finding("b", "x", 3), finding("a", "y", 1)}
	Number(fs)
	seen := map[assay.Fingerprint]bool{}
	for _, f := range fs {
		if seen[f.Fingerprint] {
			t.Errorf("fingerprint %s twice", f.Fingerprint)
		}
		seen[f.Fingerprint] = true
	}
	if fs[0].Fingerprint != "a" || fs[2].Fingerprint != "b" {
		t.Error("the first of its kind must keep its fingerprint")
	}
}

func TestFingerprintParts(t *testing.T) {
	a := assay.Finding{Engine: "e", Rule: "ab", Identity: "c"}
	b := assay.Finding{Engine: "e", Rule: "a", Identity: "bc"}
	if Fingerprint(&a) == Fingerprint(&b) {
		t.Error("parts run into each other")
	}
	moved := a
	moved.Location = assay.Location{Path: "elsewhere", Start: assay.Position{Line: 7}}
	moved.Message, moved.Severity = "other words", assay.Low
	if Fingerprint(&a) != Fingerprint(&moved) {
		t.Error("place and words must not count")
	}
}

func ignore(rule, path string, line int, reason string) assay.Ignore {
	return assay.Ignore{Rule: assay.RuleID(rule), Reason: reason, Location: assay.Location{Path: path, Start: assay.Position{Line: line}}}
}

func TestSuppress(t *testing.T) {
	block := finding("b", "f", 10)
	block.Location.End.Line = 20
	for _, c := range []struct {
		name    string
		finding assay.Finding
		ignores []assay.Ignore
		want    bool
	}{
		{"same line", finding("a", "f", 5), []assay.Ignore{ignore("secret/x", "f", 5, "r")}, true},
		{"line before", finding("a", "f", 5), []assay.Ignore{ignore("secret/x", "f", 4, "r")}, true},
		{"short name", finding("a", "f", 5), []assay.Ignore{ignore("x", "f", 4, "r")}, true},
		{"two lines before", finding("a", "f", 5), []assay.Ignore{ignore("secret/x", "f", 3, "r")}, false},
		{"stacked", finding("a", "f", 5), []assay.Ignore{ignore("secret/x", "f", 3, "r"), ignore("iac/y", "f", 4, "r")}, true},
		{"line after", finding("a", "f", 5), []assay.Ignore{ignore("secret/x", "f", 6, "r")}, false},
		{"other rule", finding("a", "f", 5), []assay.Ignore{ignore("secret/y", "f", 5, "r")}, false},
		{"other file", finding("a", "f", 5), []assay.Ignore{ignore("secret/x", "g", 5, "r")}, false},
		{"inside the block", block, []assay.Ignore{ignore("secret/x", "f", 15, "r")}, true},
		{"after the block", block, []assay.Ignore{ignore("secret/x", "f", 21, "r")}, false},
		{"no line", finding("a", "f", 0), []assay.Ignore{ignore("secret/x", "f", 1, "r")}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			fs := []assay.Finding{c.finding}
			Suppress(fs, c.ignores)
			if got := fs[0].Suppression != nil; got != c.want {
				t.Errorf("suppressed: %v, want %v", got, c.want)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		name         string
		reason       string
		severity     assay.Severity
		atBase, base bool
		want         bool
	}{
		{"no reason", "", assay.Low, true, true, false},
		{"stood at the base", "r", assay.Critical, true, true, true},
		{"new and severe", "r", assay.High, false, true, false},
		{"new and mild", "r", assay.Medium, false, true, true},
		{"no base, severe", "r", assay.High, false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := finding("a", "f", 1)
			f.Severity, f.Suppression = c.severity, &assay.Suppression{Reason: c.reason}
			fs := []assay.Finding{f}
			Judge(fs, func(int) bool { return c.atBase }, c.base, func(*assay.Finding) assay.Severity { return assay.High })
			if s := fs[0].Suppression; s.Counts != c.want || s.Why == "" {
				t.Errorf("counts %v (%s), want %v", s.Counts, s.Why, c.want)
			}
		})
	}
}

func TestCompareGaps(t *testing.T) {
	gap := func(path, reason string) assay.Gap {
		return assay.Gap{Scope: "s", Location: assay.Location{Path: path}, Reason: reason}
	}
	head := []assay.Gap{gap("a", "r"), gap("a", "r"), gap("new", "r"), gap("moved", "r"), gap("edited", "r")}
	CompareGaps(head, []assay.Gap{gap("a", "r"), gap("was", "r"), gap("edited", "r")}, map[string]string{"moved": "was"}, map[string]bool{"edited": true})
	want := []assay.Status{assay.StatusOld, assay.StatusNew, assay.StatusNew, assay.StatusOld, assay.StatusNew}
	for i, g := range head {
		if g.Status != want[i] {
			t.Errorf("gap %d is %s, want %s", i, g.Status, want[i])
		}
	}
}
