package secret

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp/syntax"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine"
)

// Each vendor's rule must find a text that its own expression describes: the
// literals wake it, the window is wide enough, the checks let it through.
func TestEveryVendorRuleFindsItsForm(t *testing.T) {
	e := New(Options{})
	for _, r := range vendorRules() {
		if structural[r.id] || r.path != nil {
			continue
		}
		found := false
		for seed := uint64(0); seed < 40 && !found; seed++ {
			form := sampleOf(t, r, seed)
			if r.nearby {
				form = "for " + r.literals[0] + "\n " + form
			}
			out, err := e.Scan(context.Background(), engine.File{Path: "notes.log", Data: []byte(" " + form + "\n")})
			if err != nil {
				t.Fatal(err)
			}
			found = len(out.Findings) > 0
		}
		if !found {
			t.Errorf("%s does not find %q", r.id, sampleOf(t, r, 1))
		}
	}
}

// structural rules want a checksum that chance does not give.
var structural = words("github-pat github-oauth github-app-token github-refresh-token")

func sampleOf(t *testing.T, r *vendorRule, seed uint64) string {
	re, err := syntax.Parse(r.regex().String(), syntax.Perl)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	g := generator{rand.New(rand.NewPCG(seed, 1))}
	g.write(&b, re.Simplify())
	return b.String()
}

// generator writes a text that an expression matches.
type generator struct{ rng *rand.Rand }

func (g generator) write(b *strings.Builder, re *syntax.Regexp) {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(g.class(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('.')
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			g.write(b, sub)
		}
	case syntax.OpAlternate:
		g.write(b, re.Sub[g.rng.IntN(len(re.Sub))])
	case syntax.OpQuest:
		if g.rng.IntN(4) == 0 {
			g.write(b, re.Sub[0])
		}
	case syntax.OpStar, syntax.OpPlus:
		for range 1 + g.rng.IntN(3) {
			g.write(b, re.Sub[0])
		}
	case syntax.OpRepeat:
		panic(fmt.Sprintf("not simplified: %s", re))
	}
}

// class prefers letters and digits, as issuers do.
func (g generator) class(ranges []rune) rune {
	for range 50 {
		i := g.rng.IntN(len(ranges)/2) * 2
		c := ranges[i] + rune(g.rng.IntN(int(min(ranges[i+1]-ranges[i]+1, 128))))
		if c < 127 && (c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
			return c
		}
	}
	for i := 0; i < len(ranges); i += 2 {
		if c := max(ranges[i], ' '); c <= ranges[i+1] && c != '"' {
			return c
		}
	}
	return ranges[0]
}
