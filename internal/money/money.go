// Package money is exact amounts of one currency each. There is no float in it
// and no conversion between currencies: amounts of different ones are not added.
package money

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Amount is so much of a currency. The zero value is nothing of no currency,
// and may be added to any amount.
type Amount struct {
	value    decimal.Decimal
	currency string // ISO 4217
}

// errCurrencies says that amounts of two currencies met.
var errCurrencies = errors.New("amounts of different currencies")

// longest is how many characters an amount may have.
const longest = 40

// Parse reads "1200.50 EUR": digits with a point, a blank, an ISO 4217 code.
func Parse(text string) (Amount, error) {
	number, currency, ok := strings.Cut(strings.TrimSpace(text), " ")
	if !ok || len(text) > longest || len(currency) != 3 || strings.ToUpper(currency) != currency || strings.ContainsAny(number, "eE") {
		return Amount{}, fmt.Errorf("%q is no amount with a currency", text)
	}
	for _, c := range currency {
		if c < 'A' || c > 'Z' {
			return Amount{}, fmt.Errorf("%q is no amount with a currency", text)
		}
	}
	v, err := decimal.NewFromString(number)
	if err != nil {
		return Amount{}, fmt.Errorf("%q is no amount with a currency", text)
	}
	return Amount{v, currency}, nil
}

// Currency is the ISO 4217 code; empty for the zero value.
func (a Amount) Currency() string { return a.currency }

// IsZero says whether it is nothing.
func (a Amount) IsZero() bool { return a.value.IsZero() }

// Negative says whether it is less than nothing.
func (a Amount) Negative() bool { return a.value.IsNegative() }

// Add adds an amount of the same currency.
func (a Amount) Add(b Amount) (Amount, error) {
	switch {
	case a.currency == "":
		return b, nil
	case b.currency == "" || a.currency == b.currency:
		return Amount{a.value.Add(b.value), a.currency}, nil
	}
	return Amount{}, fmt.Errorf("%w: %s and %s", errCurrencies, a.currency, b.currency)
}

// Times multiplies by a whole number.
func (a Amount) Times(n int) Amount {
	return Amount{a.value.Mul(decimal.NewFromInt(int64(n))), a.currency}
}

// Over divides by a whole number and rounds half to even at two digits.
func (a Amount) Over(n int) Amount {
	return Amount{a.value.Div(decimal.NewFromInt(int64(n))).RoundBank(2), a.currency}
}

// String writes it with two digits at least: "1200.50 EUR".
func (a Amount) String() string {
	s := a.value.String() // without zeros at its end
	if _, fraction, _ := strings.Cut(s, "."); len(fraction) < 2 {
		s = a.value.StringFixed(2)
	}
	return strings.TrimSpace(s + " " + a.currency)
}

// MarshalText writes it as String does.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what Parse does.
func (a *Amount) UnmarshalText(text []byte) error {
	v, err := Parse(string(text))
	*a = v
	return err
}
