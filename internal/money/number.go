package money

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Number is an exact decimal number that has no currency of its own: a column
// of a bill, a price, a quantity. The zero value is 0.
type Number = decimal.Decimal

// errNumber says that a text is no number.
var errNumber = errors.New("no decimal number")

// ParseNumber reads a decimal number as bills write it: digits with a point,
// a sign, and an exponent of at most two digits ("1.5E-7"). It is bounded: at
// most 60 characters.
func ParseNumber(text string) (Number, error) {
	if len(text) > 60 {
		return Number{}, fmt.Errorf("%.20q…: %w", text, errNumber)
	}
	if i := strings.IndexAny(text, "eE"); i >= 0 && len(strings.TrimLeft(text[i+1:], "+-0")) > 2 {
		return Number{}, fmt.Errorf("%q: %w", text, errNumber)
	}
	n, err := decimal.NewFromString(text)
	if err != nil {
		return Number{}, fmt.Errorf("%q: %w", text, errNumber)
	}
	return n, nil
}

// New makes an amount of a number and a currency.
func New(n Number, currency string) Amount { return Amount{n, currency} }

// Number is the amount without its currency.
func (a Amount) Number() Number { return a.value }

// NumberOf is a whole number.
func NumberOf(n int64) Number { return decimal.NewFromInt(n) }
