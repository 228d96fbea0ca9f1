package pricebook

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/fault"
)

const small = `assay.prices/1
# a comment
source	a	2024-08	somebody's list

price	aws	us-east-1,us-west-2	ec2/t2.micro	hour	USD	a	0.0116
price	aws	*	kms/key	key-month	USD	a	1
price	aws	us-east-1	transfer/internet	GB	USD	a	0:0.09 10240:0.085 51200:0.07
`

func parse(t *testing.T, text string) *Book {
	t.Helper()
	b, err := Parse([]string{"book"}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFind(t *testing.T) {
	b := parse(t, small)
	for _, region := range []string{"us-east-1", "us-west-2"} {
		if p, ok := b.Find("aws", region, "ec2/t2.micro"); !ok || p.Each().String() != "0.0116" || p.Unit != "hour" || p.Source.Date != "2024-08" {
			t.Errorf("%s: %+v %t", region, p, ok)
		}
	}
	if _, ok := b.Find("aws", "eu-west-1", "ec2/t2.micro"); ok {
		t.Error("a region without a price has one")
	}
	if _, ok := b.Find("aws", "anywhere", "kms/key"); !ok {
		t.Error("a price that holds everywhere is not found")
	}
	if b.Len() != 4 {
		t.Errorf("%d prices", b.Len())
	}
}

func TestTiers(t *testing.T) {
	p, _ := parse(t, small).Find("aws", "us-east-1", "transfer/internet")
	for quantity, want := range map[int64]string{0: "0", 1: "0.09", 10240: "921.6", 10241: "921.685", 51200: "4403.2", 51300: "4410.2"} {
		if got, ok := p.Of(decimal.NewFromInt(quantity)); got.String() != want || !ok {
			t.Errorf("%d GB are %s, want %s", quantity, got, want)
		}
	}
}

// TestOpenTier: what nobody told a price of has none.
func TestOpenTier(t *testing.T) {
	const text = "assay.prices/1\nsource\ta\t2026-09\tx\nprice\taws\tr\tp\tGB\tUSD\ta\t0:0.024 51200:?\n"
	p, _ := parse(t, text).Find("aws", "r", "p")
	if sum, ok := p.Of(decimal.NewFromInt(51200)); !ok || sum.String() != "1228.8" {
		t.Errorf("%s %t", sum, ok)
	}
	if sum, ok := p.Of(decimal.NewFromInt(51201)); ok {
		t.Errorf("%s for more than anybody knows", sum)
	}
	if from, open := p.Limit(); !open || from.String() != "51200" {
		t.Errorf("%s %t", from, open)
	}
}

func TestOver(t *testing.T) {
	own := parse(t, "assay.prices/1\nsource\tc\t2025-11\tcontract\nprice\taws\tus-east-1\tec2/t2.micro\thour\tUSD\tc\t0.01\n")
	b := own.Over(parse(t, small))
	if p, _ := b.Find("aws", "us-east-1", "ec2/t2.micro"); p.Each().String() != "0.01" || p.Source.Text != "contract" {
		t.Errorf("%+v", p)
	}
	if p, ok := b.Find("aws", "us-west-2", "ec2/t2.micro"); !ok || p.Each().String() != "0.0116" {
		t.Errorf("%+v", p)
	}
}

func TestRefused(t *testing.T) {
	const head = "assay.prices/1\nsource\ta\t2024-08\tx\n"
	for _, text := range []string{
		"", "prices\n", "assay.prices/2\n", head + "price\taws\n", head + "nonsense\n",
		"assay.prices/1\nprice\taws\tr\tp\thour\tUSD\ta\t1\n",               // no source
		"assay.prices/1\nsource\ta\t2024\tx\n",                              // no month
		"assay.prices/1\nsource\ta\t2024-13\tx\n",                           //
		head + "price\taws\tr\tp\thour\tUSD\ta\t-1\n",                       // negative
		head + "price\taws\tr\tp\thour\tUSD\ta\tfree\n",                     //
		head + "price\taws\tr\tp\thour\tdollars\ta\t1\n",                    //
		head + "price\taws\tr\tp\thour\tUSD\ta\t1:2\n",                      // first tier not from 0
		head + "price\taws\tr\tp\thour\tUSD\ta\t0:2 0:1\n",                  // tiers that do not rise
		head + "price\taws\tr\tp\thour\tUSD\ta\t0:?\n",                      // no price at all
		head + "price\taws\tr\tp\thour\tUSD\ta\t0:1 5:? 6:1\n",              // a hole between prices
		head + "price\taws\tr\tp\thour\tUSD\ta\t" + strings.Repeat("9", 70), // too long for a number
		head + strings.Repeat("x", 5000),
	} {
		if b, err := Parse([]string{"book"}, strings.NewReader(text)); !errors.Is(err, fault.Invalid) {
			t.Errorf("%.60q: %v, %v", text, b, err)
		}
	}
}

func negative(p Price) bool {
	sum, _ := p.Of(decimal.NewFromInt(1_000_000))
	return sum.IsNegative()
}

func FuzzParse(f *testing.F) {
	f.Add(small)
	f.Add("assay.prices/1\nprice\t\t\t\t\t\t\t\n")
	f.Add("assay.prices/1\nsource\ta\t2024-08\tx\nprice\ta\tb\tc\td\tUSD\ta\t: 1:\n")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := Parse([]string{"book"}, strings.NewReader(text))
		if err != nil {
			if !errors.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		for _, e := range b.prices {
			p, err := e.price()
			if err != nil || len(p.Tiers) == 0 || p.Source.Date == "" || negative(p) {
				t.Fatalf("%+v", p)
			}
		}
	})
}
