package allocate

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

const ledgerRules = `
direct:
  - {where: {commitment_status: [Unused]}, pool: unused}
  - {by: tag:team}
pools:
  - {name: unused, split: even, among: [a, b, c]}
ledger: {entity: Bank, expense: "6510", clearing: "2990", accrued: "2150", commitments: "1460", rounding: "7990", intercompany: "1800"}
cost_centres:
  - {name: a, code: CC-1}
  - {name: c, code: CC-3, entity: Sub, expense: "6600"}
`

var ledgerBill = []string{
	"source=aws invoice=1 charge_category=Purchase billed=100 0",
	"source=aws invoice=1 tag:team=a charge_category=Usage commitment_status=Used billed=0 5.005",
	"source=aws invoice=1 charge_category=Usage commitment_status=Unused billed=0 0.1",
	"source=aws invoice=1 tag:team=a charge_category=Usage 10.3333",
	"source=aws invoice=1 tag:team=c charge_category=Usage 7.7777",
	"source=gcp invoice=2 EST tag:team=b charge_category=Usage 3.333",
	"source=gcp invoice=2 tag:team=b EUR charge_category=Usage 4",
}

func TestStatements(t *testing.T) {
	p := allocated(t, rulesOf(t, ledgerRules), nil, ledgerBill...).Period("2025-01")
	i := p.Invoices[0]
	// 100 + 5.005 + 0.1 − 100 + 18.111 = 23.216
	for what, pair := range map[string][2]string{
		"billed": {i.Billed.String(), "118.111"}, "purchases": {i.Purchases.String(), "-100"}, "used": {i.Used.String(), "5.005"},
		"unused": {i.Unused.String(), "0.1"}, "effective": {i.Effective.String(), "23.216"}, "rounding": {i.Rounding.String(), "0.004"},
		"charged": {i.Charged.String(), "23.22"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %s, want %s", what, pair[0], pair[1])
		}
	}
	var got []string
	for _, s := range p.Statements {
		got = append(got, s.Target+" "+s.Code+" "+s.Entity+" "+s.Total.String()+" "+s.Currency)
	}
	// exact: a 15.371633…, b 0.033333… and 3.333, c 7.811033…: of 23.22 the last coins go to a
	want := []string{"a CC-1 Bank 15.37 USD", "b  Bank 4 EUR", "b  Bank 3.37 USD", "c CC-3 Sub 7.81 USD", "untagged   0 USD"}
	if diff := cmp.Diff(want[:4], got); diff != "" {
		t.Error(diff)
	}
}

func TestJournal(t *testing.T) {
	r := rulesOf(t, ledgerRules)
	p := allocated(t, r, nil, ledgerBill...).Period("2025-01")
	lines, err := p.Journal(r)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteJournal(&b, lines); err != nil {
		t.Fatal(err)
	}
	want := `entity,account,cost_centre,code,source,invoice,text,date,kind,debit,credit,currency
Bank,6510,a,CC-1,aws,1,cloud cost 2025-01,2025-01-31,charge,15.37,,USD
Bank,6510,b,,aws,1,cloud cost 2025-01,2025-01-31,charge,0.04,,USD
Sub,6600,c,CC-3,aws,1,cloud cost 2025-01,2025-01-31,charge,7.81,,USD
Sub,1800,,,aws,1,cloud cost 2025-01,2025-01-31,charge,,7.81,USD
Bank,1800,,,aws,1,cloud cost 2025-01,2025-01-31,charge,7.81,,USD
Bank,1460,,,aws,1,billed less effective cost,2025-01-31,charge,94.90,,USD
Bank,7990,,,aws,1,rounding,2025-01-31,charge,,0.01,USD
Bank,2990,,,aws,1,cloud cost 2025-01,2025-01-31,charge,,118.11,USD
Bank,6510,b,,gcp,2,cloud cost 2025-01,2025-01-31,charge,4.00,,EUR
Bank,2990,,,gcp,2,cloud cost 2025-01,2025-01-31,charge,,4.00,EUR
Bank,6510,b,,gcp,2,cloud cost 2025-01,2025-01-31,accrual,3.33,,USD
Bank,2150,,,gcp,2,cloud cost 2025-01,2025-01-31,accrual,,3.33,USD
Bank,6510,b,,gcp,2,reversal: cloud cost 2025-01,2025-02-01,reversal,,3.33,USD
Bank,2150,,,gcp,2,reversal: cloud cost 2025-01,2025-02-01,reversal,3.33,,USD
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
	lines[0].Debit = number(t, "15.38")
	if Balanced(lines) == nil {
		t.Error("a journal out of balance is let through")
	}
	bare := rulesOf(t, "direct: [{by: tag:team}]")
	if _, err := allocated(t, bare, nil, "tag:team=a 1").Period("2025-01").Journal(bare); !errors.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "no account for expense") {
		t.Errorf("a ledger without accounts: %v", err)
	}
}

func TestClose(t *testing.T) {
	now := time.Date(2025, 2, 3, 4, 5, 6, 7, time.UTC)
	r := rulesOf(t, ledgerRules)
	if _, err := Close(allocated(t, r, nil, ledgerBill...).Period("2025-01"), r, nil, nil, "", now); !errors.Is(err, fault.Denied) {
		t.Errorf("an estimate is closed: %v", err)
	}
	u := Usage{}
	u.put("2025-01", "m", "x", "2.50")
	u.put("2025-02", "m", "x", "9")
	virtual := []lake.Virtual{{Key: "service", Cases: []lake.Case{{When: []lake.Match{{Key: "account", Globs: []string{"1*"}}}, Value: "pay", Map: map[string]string{"a": "b"}}}}}
	c, err := Close(allocated(t, r, u, ledgerBill[:5]...).Period("2025-01"), r, u, virtual, "", now)
	if err != nil {
		t.Fatal(err)
	}
	data, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseClosing("2025-01.json", data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c, back); diff != "" || back.Usage != "month,metric,target,quantity\n2025-01,m,x,2.5\n" {
		t.Error(diff, back.Usage)
	}
	for _, change := range [][2]string{{"15.37", "15.38"}, {`"digest":"sha256:`, `"digest":"sha256:0`}, {`{"digest"`, `[{"digest"`}} {
		bad := strings.Replace(string(data), change[0], change[1], 1)
		if _, err := ParseClosing("x", []byte(bad)); !errors.Is(err, fault.Conflict) {
			t.Errorf("%s is taken: %v", change[1], err)
		}
	}
	// The bill is restated: a pays 1.00 more, and c no more than its part of the pool, 0.04.
	restated := append([]string{}, ledgerBill[:4]...)
	is := allocated(t, r, u, append(restated, "source=aws invoice=1 tag:team=a charge_category=Usage 1")...).Period("2025-01")
	found, corrections := back.Adjustments(is, nil)
	february := allocated(t, r, u, "month=2025-02 source=aws invoice=3 tag:team=b 10").Period("2025-02")
	february.Book(r, found, corrections)
	var got []string
	for _, s := range february.Statements {
		got = append(got, s.Target+" "+s.Charges.String()+" "+s.Total.String())
	}
	if diff := cmp.Diff([]string{"a 0 1", "b 10 9.99", "c 0 -7.77"}, got); diff != "" {
		t.Error(diff)
	}
	lines, err := february.Journal(r)
	if err != nil || len(lines) != 8 {
		t.Errorf("%d postings, %v", len(lines), err)
	}
	next, err := Close(february, r, u, virtual, c.Digest, now)
	if err != nil {
		t.Fatal(err)
	}
	if again, more := back.Adjustments(is, []*Closing{next}); len(again) != 0 || len(more) != 0 {
		t.Errorf("booked twice: %v, %v", again, more)
	}
	if err := CheckChain([]*Closing{c, next}); err != nil {
		t.Error(err)
	}
	next.Previous = "sha256:other"
	if err := CheckChain([]*Closing{c, next}); !errors.Is(err, fault.Conflict) {
		t.Errorf("a broken chain: %v", err)
	}
	if err := CheckChain([]*Closing{next}); !errors.Is(err, fault.Conflict) {
		t.Errorf("a chain without its start: %v", err)
	}
}

func TestWhy(t *testing.T) {
	r := rulesOf(t, "direct: [{by: tag:team}]\npools: [{name: untagged, split: fixed, shares: {net: 50, a: 50}}, {name: net, split: even, among: [a, b]}]")
	res := allocated(t, r, nil, "tag:team=a 1", "8", "month=2025-02 tag:team=a 9")
	traces, err := res.Why("a", "2025-01")
	if err != nil || len(traces) != 1 {
		t.Fatal(traces, err)
	}
	tr := traces[0]
	var got []string
	for _, w := range tr.Ways {
		got = append(got, w.Via+" "+w.Amount.String()+" "+w.Part.String()+"/"+w.Parts.String()+" "+w.How)
	}
	for _, p := range tr.Pools {
		got = append(got, p.Name+" "+p.Amount.String()+" from "+p.From[0].Via)
	}
	want := []string{"untagged 4 50/100 by fixed shares", "net 2 1/2 evenly among a, b", "by tag:team 1 0/0 by tag:team", "net 4 from untagged", "untagged 8 from no rule"}
	if diff := cmp.Diff(want, got); diff != "" || tr.Amount.String() != "7" {
		t.Error(diff, tr.Amount)
	}
	if _, err := res.Why("nobody", "2025-01"); !errors.Is(err, fault.NotFound) {
		t.Error(err)
	}
}

func TestPages(t *testing.T) {
	r := rulesOf(t, "direct: [{by: tag:team}]\nkeep: [provider]")
	p := allocated(t, r, nil, "tag:team==1+1 provider=<b>x 1234.5 billed=1235", "invoice=<script> 1").Period("2025-01")
	if want := []string{": billed and effective cost differ by -0.5 USD that no commitment explains"}; !slices.Equal(p.Notes, want) {
		t.Errorf("notes %q", p.Notes)
	}
	var html, csv bytes.Buffer
	if err := errors.Join(p.WriteHTML(&html, ""), p.WriteCSV(&csv)); err != nil {
		t.Fatal(err)
	}
	if s := html.String(); strings.Contains(s, "<script") || strings.Contains(s, "<b>") || !strings.Contains(s, "1,234.50") || !strings.Contains(s, "pool, nobody pays") {
		t.Error(s)
	}
	if s := csv.String(); !strings.Contains(s, "2025-01,'=1+1,cost centre,,,USD,,,by tag:team,,<b>x,2025-01,false,false,1234.5,1234.50\n") {
		t.Error(s)
	}
	if got := Text(number(t, "-1234567.005"), "USD") + " " + Text(number(t, "999"), "JPY"); got != "-1,234,567.00 999" {
		t.Error(got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(ledgerRules))
	f.Add([]byte("pools: [{name: a, split: usage, usage: {m: 1}, names: {x: b}}, {name: b, split: even}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseRules(File, data)
		if (r == nil) == (err == nil) || err != nil && !errors.Is(err, fault.Invalid) {
			t.Errorf("%v and %v", r, err)
		}
	})
}

func FuzzClosing(f *testing.F) {
	f.Add([]byte(`{"digest":"sha256:","closing":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := ParseClosing("x", data); (c == nil) == (err == nil) {
			t.Errorf("%v and %v", c, err)
		}
	})
}

func FuzzUsage(f *testing.F) {
	f.Add([]byte("month,metric,target,quantity\n2025-01,a,b,1e9\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if u, err := ParseUsage("x", data); (u == nil) == (err == nil) {
			t.Errorf("%v and %v", u, err)
		}
	})
}

// TestReference holds docs/reference/allocation.md to the types; rewrite it with
// UPDATE=1 go test ./internal/spend/allocate.
func TestReference(t *testing.T) {
	const path = "../../../docs/reference/allocation.md"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(path, Reference(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(Reference()), string(got)); diff != "" {
		t.Errorf("run UPDATE=1 go test ./internal/spend/allocate\n%s", diff)
	}
}

// TestGuide: the rules in the guide are rules.
func TestGuide(t *testing.T) {
	data, err := os.ReadFile("../../../docs/guide/allocation.md")
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, block := range strings.Split(string(data), "```yaml\n")[1:] {
		yaml, _, _ := strings.Cut(block, "```")
		text += yaml // the second goes on with the pools of the first
	}
	r := rulesOf(t, text)
	if len(r.Direct) != 6 || len(r.Pools) != 5 || r.Ledger.Entity == "" {
		t.Errorf("%d rules, %d pools, %+v", len(r.Direct), len(r.Pools), r.Ledger)
	}
}
