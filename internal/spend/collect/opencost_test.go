package collect_test

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/spend/collect"
)

func answer(allocations ...string) string {
	return `{"code":200,"data":[{` + strings.Join(allocations, ",") + `}]}`
}

// share is an allocation with more in its properties.
func share(name, day, cost, properties string) string {
	if cost != "" {
		cost = `,"totalCost":` + cost
	}
	return `"` + name + `":{"name":"` + name + `","properties":{` + properties + `},"start":"2025-01-` + day + `T00:00:00Z","end":"2025-01-` + day + `T12:00:00Z"` + cost + `}`
}

const inC1, inC2 = `"cluster":"c1"`, `"cluster":"c2"`

func TestOpenCost(t *testing.T) {
	text := answer(share("a", "03", "1.25", inC1+`,"namespace":"pay","pod":"p-1","labels":{"team":"x"}`))
	got, loaded, err := ingest(t, collect.Options{}, map[string]string{"alloc.json": text}, assay.BySource, assay.ByResource, assay.TagKey("namespace"))
	expect(t, got, err, "kubernetes-c1|c1/pay/p-1|pay USD 0 0\n")
	if loaded.Stored != 1 {
		t.Errorf("%+v", loaded)
	}
	// What nobody used has no namespace but its name.
	text = answer(share("a", "03", "1", inC1+`,"namespace":"pay"`), share("c1/__idle__", "03", "2", inC1), share("__unallocated__", "03", "3", inC1))
	got, _, err = ingest(t, collect.Options{}, map[string]string{"alloc.json": text}, assay.TagKey("namespace"), assay.ByAccount)
	expect(t, got, err, "__idle__|__idle__ USD 0 0\n__unallocated__|__unallocated__ USD 0 0\npay|pay USD 0 0\n")
}

// TestOpenCostOdd: what allocations may hold beside the plain case.
func TestOpenCostOdd(t *testing.T) {
	a := share("a", "03", "1.25", inC1)
	for name, test := range map[string]struct{ text, want, quarantined, fails string }{
		"answers one after the other": {text: answer(a) + "\n" + answer(share("a", "04", "1", inC1)) + "\n", want: "kubernetes-c1||a USD 0 0 2\n"},
		"an answer twice":             {text: answer(a) + answer(a), want: "kubernetes-c1||a USD 0 0 1\n"},
		"two costs of one":            {text: answer(a) + answer(share("a", "03", "2", inC1)), fails: "says twice"},
		"an error after an answer":    {text: answer(a) + `{"code":500,"message":"no"}`, fails: "an answer without allocations"},
		"cut off":                     {text: answer(a) + `{"data":[`, fails: "holds no allocations"},
		"no cost":                     {text: answer(a, share("b", "03", "", inC1)), want: "kubernetes-c1||a USD 0 0 1\n", quarantined: "ListCost is no number"},
		"null cost":                   {text: answer(a, share("b", "03", "null", inC1)), want: "kubernetes-c1||a USD 0 0 1\n", quarantined: "ListCost is no number"},
		"idle of the only cluster":    {text: answer(a, share("__idle__", "03", "1", "")), want: "kubernetes-c1||__idle__ USD 0 0 1\nkubernetes-c1||a USD 0 0 1\n"},
		"idle in another window":      {text: answer(a) + answer(share("__idle__", "04", "1", "")), want: "kubernetes-c1||__idle__ USD 0 0 1\nkubernetes-c1||a USD 0 0 1\n"},
		"idle of one of two":          {text: answer(a, share("b", "03", "1", inC2), share("__idle__", "03", "1", "")), fails: `does not say of which "__idle__" is`},
		"each window of a cluster":    {text: answer(a, share("__idle__", "03", "1", "")) + answer(share("a", "03", "2", inC2), share("__idle__", "03", "1", "")), want: "kubernetes-c1||__idle__ USD 0 0 1\nkubernetes-c1||a USD 0 0 1\nkubernetes-c2||__idle__ USD 0 0 1\nkubernetes-c2||a USD 0 0 1\n"},
		"no cluster":                  {text: answer(share("a", "03", "1", "")), want: "kubernetes||a USD 0 0 1\n"},
		"a label that is a number":    {text: answer(share("a", "03", "1", inC1+`,"labels":{"team":7,"x":null}`)), want: "kubernetes-c1|7|a USD 0 0 1\n"},
		"labels that are no object":   {text: answer(a, share("b", "03", "1", inC1+`,"labels":["x"]`)), want: "kubernetes-c1||a USD 0 0 1\n", quarantined: "Tags are no JSON object"},
	} {
		got, loaded, err := ingest(t, collect.Options{}, map[string]string{"alloc.json": test.text}, assay.BySource, assay.TagKey("team"), assay.ByResource)
		if test.fails != "" {
			if err == nil || !strings.Contains(err.Error(), test.fails) {
				t.Errorf("%s: %s %v", name, got, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var reason string
		if len(loaded.Reasons) > 0 {
			reason = loaded.Reasons[0].Reason
		}
		if lines := withLines(test.want); got != lines || reason != test.quarantined {
			t.Errorf("%s: %s, got\n%swant\n%s", name, reason, got, lines)
		}
		if n := wantLines(test.want); loaded.Stored != n {
			t.Errorf("%s: %d lines stored, want %d", name, loaded.Stored, n)
		}
	}
}

// withLines is what is wanted without the numbers of lines, wantLines their sum.
func withLines(want string) string {
	var out strings.Builder
	for line := range strings.Lines(want) {
		out.WriteString(line[:strings.LastIndexByte(line, ' ')] + "\n")
	}
	return out.String()
}

func wantLines(want string) (n int64) {
	for line := range strings.Lines(want) {
		n += int64(line[len(line)-2] - '0')
	}
	return n
}
