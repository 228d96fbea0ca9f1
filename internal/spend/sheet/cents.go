package sheet

import "strconv"

// Cents is an amount that is no sum of bills, such as that of a forecast: a decimal in
// text with two places, which say all that is known of it.
type Cents string

// CentsOf writes an amount.
func CentsOf(x float64) Cents {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	if s == "-0.00" {
		return "0.00"
	}
	return Cents(s)
}
