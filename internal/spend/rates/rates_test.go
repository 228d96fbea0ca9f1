package rates

import (
	"bytes"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/pricebook"
)

func number(s string) money.Number { return decimal.RequireFromString(s) }

func alike(lines int64, s string) spread {
	return spread{lines: lines, low: number(s), mid: number(s), up: number(s)}
}

const list = "assay.prices/1\nsource\ta\t2024-08\tlist\n" +
	"price\taws\teu-central-1\tnat/gateway\thour\tUSD\ta\t0.052\n" +
	"price\taws\teu-central-1\tnat/data\tGB\tUSD\ta\t0.052\n" +
	"price\taws\teu-central-1\ts3/standard/storage\tGB-month\tUSD\ta\t0:0.0245 51200:0.0235\n" +
	"price\taws\t*\trds/backup\tGB-month\tUSD\ta\t0.1\n"

func learn(t *testing.T) *learner {
	t.Helper()
	book, err := pricebook.Parse([]string{"list"}, strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	return &learner{book: book, out: &Learned{First: "2025-01", Last: "2025-03"}, have: map[string]bool{}}
}

func TestProducts(t *testing.T) {
	usd := seen{region: "eu-central-1", product: "nat/gateway", unit: "hour", currency: "USD", month: "2025-03", price: alike(3, "0.05"), share: alike(3, "0.96")}
	with := func(change func(*seen)) []seen {
		s := usd
		change(&s)
		return []seen{s}
	}
	for name, c := range map[string]struct {
		seen []seen
		want string
	}{
		"as it stands":         {[]seen{usd}, "0.05"},
		"too few lines":        {with(func(s *seen) { s.price.lines, s.share.lines = 2, 2 }), ""},
		"lines differ":         {with(func(s *seen) { s.price.up = number("0.06") }), ""},
		"another unit, likely": {with(func(s *seen) { s.price = alike(9, "50") }), ""},
		"euros":                {with(func(s *seen) { s.currency, s.price = "EUR", alike(3, "0.047") }), "0.04992"},
		"euros without list":   {with(func(s *seen) { s.currency, s.share = "EUR", spread{} }), ""},
		"steps":                {with(func(s *seen) { s.product, s.unit, s.share = "s3/standard/storage", "GB-month", alike(3, "0.9") }), "0:0.02205 51200:0.02115"},
		"steps unknown":        {with(func(s *seen) { s.product, s.tiered = "transfer/internet", true }), ""},
		"the latest month":     {append(with(func(s *seen) { s.month, s.price = "2025-01", alike(9, "0.04") }), usd), "0.05"},
		"an earlier month":     {append(with(func(s *seen) { s.month, s.price = "2025-01", alike(9, "0.04") }), with(func(s *seen) { s.price.lines, s.share.lines = 1, 1 })...), "0.04"},
	} {
		x := learn(t)
		x.products(c.seen)
		got := ""
		if len(x.out.Rates) == 1 {
			got = amount(&x.out.Rates[0].Price)
		}
		if got != c.want || len(x.out.Rates) > 1 {
			t.Errorf("%s: %q, want %q: %+v", name, got, c.want, x.out)
		}
	}
}

func TestDiscounts(t *testing.T) {
	x := learn(t)
	x.have[key("aws", "eu-central-1", "nat/gateway")] = true
	uneven := alike(99, "0.5")
	uneven.low = number("0.4")
	x.discounts([]service{
		{"aws", "Amazon Elastic Compute Cloud", "eu-central-1", alike(20, "0.9"), 3},
		{"aws", "Amazon Simple Storage Service", "eu-central-1", alike(19, "0.9"), 3},
		{"aws", "Amazon Relational Database Service", "eu-central-1", uneven, 3},
		{"aws", "Amazon Relational Database Service", "eu-central-1", alike(99, "0.9"), 2},
		{"aws", "Amazon Relational Database Service", "eu-west-1", alike(99, "1.0005"), 3},
	})
	if len(x.out.Rates) != 1 || x.out.Rates[0].Product != "nat/data" || x.out.Rates[0].Price.Each().String() != "0.0468" {
		t.Fatalf("%+v, want nat/data for 0.0468 alone", x.out.Rates)
	}
	var b bytes.Buffer
	if err := x.out.Write(&b); err != nil {
		t.Fatal(err)
	}
	own, err := pricebook.Parse([]string{"own"}, &b)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := own.Find("aws", "eu-central-1", "nat/data")
	if want := "own bills, 2025-01 to 2025-03, 20 lines of Amazon Elastic Compute Cloud: 10 % below list"; !ok || p.Source.Text != want || p.Source.Date != "2025-03" {
		t.Errorf("%+v, want %q", p.Source, want)
	}
}

func TestClosed(t *testing.T) {
	var parts []lake.Partition
	for _, m := range []assay.Month{"2025-04", "2025-03", "2025-02", "2025-01", "2024-12", "none"} {
		parts = append(parts, lake.Partition{Source: "a", Month: m, Lines: 1, Estimated: m == "2025-04"})
	}
	got := closed(parts)
	if len(got) != 3 || got[0].Month != "2025-03" || got[2].Month != "2025-01" {
		t.Errorf("%+v", got)
	}
}
