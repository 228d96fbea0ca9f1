package allocate

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

func number(t testing.TB, s string) money.Number {
	t.Helper()
	n, err := money.ParseNumber(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func rulesOf(t testing.TB, text string) *Rules {
	t.Helper()
	r, err := ParseRules(File, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// billOf makes sums of rows as "month=2025-01 tag:team=pay 12.5 USD", with "EST" and "billed=" where they differ.
func billOf(t testing.TB, r *Rules, rows ...string) iter.Seq2[Sum, error] {
	t.Helper()
	return func(yield func(Sum, error) bool) {
		for _, row := range rows {
			s := Sum{Values: make([]string, len(r.Needs())), Currency: "USD", Lines: 1}
			billed := ""
			for _, f := range strings.Fields(row) {
				key, value, ok := strings.Cut(f, "=")
				switch {
				case f == "EST":
					s.Estimated = true
				case key == "list":
					s.List = number(t, value)
				case key == "billed":
					billed = value
				case ok:
					if i := slices.Index(r.Needs(), assay.CostKey(key)); i >= 0 {
						s.Values[i] = value
					} else {
						t.Fatalf("the rules do not need %s", key)
					}
				case strings.ToUpper(f) == f && f[0] >= 'A':
					s.Currency = f
				default:
					s.Effective = number(t, f)
				}
			}
			s.Billed = s.Effective
			if billed != "" {
				s.Billed = number(t, billed)
			}
			if s.Values[0] == "" {
				s.Values[0] = "2025-01"
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

func allocated(t testing.TB, r *Rules, u Usage, rows ...string) *Result {
	t.Helper()
	res, err := Allocate(context.Background(), r, u, billOf(t, r, rows...))
	if err != nil {
		t.Fatal(err)
	}
	for _, total := range res.Totals() {
		if !total.Residual.IsZero() {
			t.Errorf("%s: residual %s", total.Currency, total.Residual)
		}
	}
	return res
}

// show writes rows as "pay 12.5 USD".
func show(t testing.TB, r *Result, by ...assay.CostKey) string {
	t.Helper()
	rows, err := r.Group(by)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows {
		out = append(out, fmt.Sprintf("%s %s %s", strings.Join(row.Values, "/"), row.Amount, row.Currency))
	}
	return strings.Join(out, "; ")
}

func TestAllocate(t *testing.T) {
	const tag = "direct: [{by: tag:team}]\n"
	for _, c := range []struct {
		name, rules string
		rows        []string
		want        string
	}{
		{"direct", tag, []string{"tag:team=pay 10", "tag:team=pay 0.00000000001", "tag:team=core 5"}, "core 5 USD; pay 10.00000000001 USD"},
		{"untagged", tag, []string{"tag:team=pay 10", "5"}, "pay 10 USD; untagged 5 USD"},
		{"untagged shared", tag + "pools: [{name: untagged, split: spend}]", []string{"tag:team=a 10", "tag:team=b 30", "4"}, "a 11 USD; b 33 USD"},
		{"thirds", tag + "pools: [{name: untagged, split: even}]", []string{"tag:team=a 1", "tag:team=b 1", "tag:team=c 1", "1"}, "a 1.3333333333333333333 USD; b 1.3333333333333333333 USD; c 1.3333333333333333334 USD"},
		{"refund of thirds", tag + "pools: [{name: untagged, split: even, among: [a, b, c]}]", []string{"-1"}, "a -0.3333333333333333333 USD; b -0.3333333333333333333 USD; c -0.3333333333333333334 USD"},
		{"fixed", tag + "pools: [{name: untagged, split: fixed, shares: {a: 12.5, b: 87.5%}}]", []string{"8"}, "a 1 USD; b 7 USD"},
		{
			"chain", tag + "pools: [{name: untagged, split: fixed, shares: {net: 50, a: 50}}, {name: net, split: even, among: [a, b]}]",
			[]string{"8"},
			"a 6 USD; b 2 USD",
		},
		{"first rule wins", "direct: [{where: {service_name: [\"Amazon*\"], tag:team: [\"\"]}, to: cloud}, {by: tag:team}]", []string{"service_name=AmazonEC2 3", "service_name=AmazonEC2 tag:team=a 4"}, "a 4 USD; cloud 3 USD"},
		{"wildcard takes slashes", "direct: [{where: {resource: [\"arn:*/x\"]}, to: a}]", []string{"resource=arn:1/2/x 3"}, "a 3 USD"},
		{"currencies", tag + "pools: [{name: untagged, split: spend}]", []string{"tag:team=a 1 EUR", "tag:team=b 1 USD", "5 EUR", "7 USD"}, "a 6 EUR; b 8 USD"},
		{"left out", "direct: [{where: {source: [opencost]}, leave_out: on the cluster's bill}, {by: tag:team}]", []string{"source=opencost 3", "tag:team=a 4"}, "a 4 USD; on the cluster's bill 3 USD"},
		{
			"tax within its invoice", "direct: [{where: {charge_category: [Tax]}, pool: tax}, {by: tag:team}]\npools: [{name: tax, split: spend, within: invoice}]",
			[]string{"invoice=1 tag:team=a 100", "invoice=2 tag:team=b 100", "invoice=1 charge_category=Tax 20"},
			"a 120 USD; b 100 USD",
		},
		{"nobody to share", tag + "pools: [{name: untagged, split: spend}]", []string{"5"}, "untagged 5 USD"},
		{"a credit weighs nothing", tag + "pools: [{name: untagged, split: spend}]", []string{"tag:team=a -5", "tag:team=b 1", "4"}, "a -5 USD; b 5 USD"},
		{"months keep apart", tag + "pools: [{name: untagged, split: spend}]", []string{"month=2025-01 tag:team=a 1", "month=2025-02 tag:team=b 1", "month=2025-01 5", "month=2025-02 7"}, "a 6 USD; b 8 USD"},
		{"billed", "basis: billed\n" + tag, []string{"tag:team=a 1 billed=3"}, "a 3 USD"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := show(t, allocated(t, rulesOf(t, c.rules), nil, c.rows...), ByTarget); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestNobody: what stays in a pool is said with its currency.
func TestNobody(t *testing.T) {
	r := allocated(t, rulesOf(t, "direct: [{by: tag:team}]\npools: [{name: untagged, split: spend}]"), nil, "tag:team=a 1 USD", "2 USD", "5 EUR")
	if want := []string{`2025-01: nobody to share "untagged" in EUR with, so it stays there`}; !slices.Equal(r.Notes, want) {
		t.Errorf("got %q, want %q", r.Notes, want)
	}
}

func TestUsage(t *testing.T) {
	u, err := ParseUsage("u.csv", []byte("month,metric,target,quantity\n2025-01,cpu,ns-a,30\n2025-01,cpu,ns-b,20\n2025-01,cpu,*,100\n2025-01,memory,ns-a,10\n2025-01,memory,ns-b,10\n2025-01,memory,*,20\n"))
	if err != nil {
		t.Fatal(err)
	}
	r := rulesOf(t, `
direct: [{where: {account: [cluster]}, pool: cluster}]
pools:
  - {name: cluster, split: usage, usage: {cpu: 1, memory: 2}, idle: spare, names: {ns-a: a}}
  - {name: spare, split: fixed, shares: {platform: 100}}
`)
	// a: 30 + 2×10, ns-b: 20 + 2×10, idle: 50 of 140
	if got := show(t, allocated(t, r, u, "account=cluster 140"), ByTarget, ByVia); got != "a/cluster 50 USD; ns-b/cluster 40 USD; platform/spare 50 USD" {
		t.Error(got)
	}
	res := allocated(t, r, u, "month=2025-02 account=cluster 140")
	if got := show(t, res, ByTarget); got != "cluster 140 USD" || len(res.Notes) != 3 {
		t.Error(got, res.Notes)
	}
}

func TestLike(t *testing.T) {
	r := rulesOf(t, `
direct: [{where: {account: [cluster]}, pool: cluster}]
pools: [{name: cluster, split: like, like: {provider: [Kubernetes]}, by: tag:namespace, names: {ns-a: a, __idle__: spare}}, {name: spare, split: fixed, shares: {platform: 100}}]
`)
	rows := []string{
		"account=cluster 100", "provider=Kubernetes tag:namespace=ns-a list=3 0", "provider=Kubernetes tag:namespace=ns-b list=1 0", "provider=Kubernetes tag:namespace=ns-b list=1 0",
		"provider=Kubernetes tag:namespace=__idle__ list=5 0", "provider=Other tag:namespace=ns-a list=90 0", "provider=Kubernetes list=7 0", "month=2025-02 account=cluster 8", "account=cluster 9 EUR",
	}
	res := allocated(t, r, nil, rows...)
	if got := show(t, res, ByTarget, ByVia); got != "a/cluster 30 USD; cluster/cluster 9 EUR; cluster/cluster 8 USD; ns-b/cluster 20 USD; platform/spare 50 USD" {
		t.Error(got)
	}
	if len(res.Notes) != 2 {
		t.Error(res.Notes)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"versio: 1": `allocation.yaml:1: unknown key "versio"`,
		"pools:\n- {name: a, split: even, among: [b]}\n- {name: b, split: even, among: [c]}\n- {name: c, split: fixed, shares: {a: 100}}\n": "in a circle: ",
		"pools:\n- {name: a, split: even, among: [a]}":                      "allocation.yaml:2: pools give to each other in a circle: a → a",
		"pools:\n- {name: a, split: fixed, shares: {b: 99}}":                "allocation.yaml:2: shares of \"a\" add up to 99",
		"pools:\n- {name: a, split: like, like: {provider: [x]}}":           "split like needs by",
		"pools:\n- {name: a, split: like, like: {provide: [x]}, by: tag:n}": "\"provide\" is no key",
		"pools:\n- {name: a, split: fixed}":                                 "split fixed needs shares",
		"pools:\n- {name: a, split: even, shares: {b: 100}}":                "shares has no meaning for split even",
		"pools:\n- {name: a, split: even}\n- {name: a, split: even}":        "allocation.yaml:3: pool \"a\" stands twice",
		"pools:\n- {name: a, split: fixed, shares: {b: -1}}":                "no number of 0 or more",
		"direct:\n- {by: team}":                                             "\"team\" is no key of cost",
		"direct:\n- {by: tag:x, to: y}":                                     "needs one of by, to",
		"direct:\n- {pool: x}":                                              "there is no pool \"x\"",
		"direct:\n- {to: x, where: {account: [\"[a\"]}}":                    "only * is a wildcard",
		"keep: [day]": "\"day\" is no key of cost",
	} {
		if _, err := ParseRules(File, []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"":                      "u.csv:1: no header",
		"month,metric,target\n": "no column quantity",
		"month,metric,target,quantity\n2025-01,a,b,x\n":  "u.csv:2: quantity is no number",
		"month,metric,target,quantity\n2025-1,a,b,1\n":   "u.csv:2: month",
		"month,metric,target,quantity\n2025-01,a,b,-1\n": "u.csv:2: quantity is negative",
		"month,metric,target,quantity\n2025-01,a\n":      "u.csv:2: no CSV",
	} {
		if _, err := ParseUsage("u.csv", []byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

// TestSplit: the parts are the whole, each is within one unit of exact, and the
// short form agrees with the long one.
func TestSplit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		weights := make([]units, 1+r.IntN(20))
		for i := range weights {
			weights[i] = units{lo: r.Uint64() >> (5 + r.IntN(59))}
			if r.IntN(10) == 0 {
				weights[i].hi = int64(r.Uint64() >> 10)
			}
		}
		weights[0].lo |= 1
		whole := units{int64(r.Uint64()) >> (2 + r.IntN(62)), r.Uint64()}
		c := cutsOf(weights)
		sum := units{}
		parts := c.split(whole)
		for _, p := range parts {
			sum = sum.add(p)
			if p.negative() && !whole.negative() {
				t.Fatal("a negative part of a positive whole")
			}
		}
		if sum != whole {
			t.Fatalf("%v is cut into %v", whole, parts)
		}
		c.small = nil
		if !slices.Equal(parts, c.split(whole)) {
			t.Fatalf("short and long division differ for %v", whole)
		}
	}
}

func TestExact(t *testing.T) {
	for _, s := range []string{"0", "1", "-1", "0.0000000000000000001", "-12345678901234567.0000000000000000001", "1.50000", "7E3", "999999999999999999", "-999999999999999999", "1000000000000000000", "0.0999999999999999999", "-9.2233720368547758088"} {
		n := number(t, s)
		if u, err := exact(n); err != nil || !u.number().Equal(n) {
			t.Errorf("%s is %s, %v", s, u.number(), err)
		}
	}
	for _, s := range []string{"0.00000000000000000001", "1E40", "1E99", "-1E-99"} {
		if u, err := exact(number(t, s)); err == nil {
			t.Errorf("%s is taken for %s", s, u.number())
		}
	}
	if u, err := exact(decimal.New(50, -20)); err != nil || u.lo != 5 {
		t.Errorf("50E-20 is %v, %v", u, err)
	}
}

// TestTooMuch: amounts that fit one by one, and not together, are refused.
func TestTooMuch(t *testing.T) {
	r := rulesOf(t, "direct: [{by: tag:team}]")
	much := "8000000000000000000"
	if _, err := Allocate(context.Background(), r, nil, billOf(t, r, "tag:team=a "+much, "tag:team=a -"+much)); !errors.Is(err, fault.Invalid) {
		t.Errorf("%v", err)
	}
}
