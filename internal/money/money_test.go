package money

import (
	"testing"
	"testing/quick"
)

func amount(t *testing.T, s string) Amount {
	t.Helper()
	a, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{"1200 EUR": "1200.00 EUR", "0.1 USD": "0.10 USD", "0.000001 USD": "0.000001 USD", "-5.5 GBP": "-5.50 GBP"} {
		if got := amount(t, text).String(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "12", "EUR", "12 eur", "12 EURO", "1e9 EUR", "1,200 EUR", "twelve EUR", "12 E1R"} {
		if a, err := Parse(text); err == nil {
			t.Errorf("%q is taken for %s", text, a)
		}
	}
}

func TestSums(t *testing.T) {
	sum := Amount{}
	for range 10 {
		var err error
		if sum, err = sum.Add(amount(t, "0.1 EUR")); err != nil {
			t.Fatal(err)
		}
	}
	if sum.String() != "1.00 EUR" {
		t.Errorf("ten times 0.1 is %s", sum)
	}
	if _, err := sum.Add(amount(t, "1 USD")); err == nil {
		t.Error("euros and dollars are added")
	}
	if got := amount(t, "300.00 EUR").Over(12).String(); got != "25.00 EUR" {
		t.Errorf("a twelfth of 300 is %s", got)
	}
	if got := amount(t, "1000 EUR").Over(12).String(); got != "83.33 EUR" {
		t.Errorf("a twelfth of 1000 is %s", got)
	}
}

// TestTimes: n times an amount is the amount added n times.
func TestTimes(t *testing.T) {
	if err := quick.Check(func(n uint8) bool {
		a, sum := amount(t, "19.99 EUR"), Amount{}
		for range n {
			sum, _ = sum.Add(a)
		}
		return n == 0 || a.Times(int(n)).String() == sum.String()
	}, nil); err != nil {
		t.Error(err)
	}
}
