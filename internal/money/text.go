package money

import "strings"

// Grouped writes a number with so many places and its thousands apart:
// "-1,234.50". It rounds half to even.
func Grouped(n Number, places int32) string {
	s := n.RoundBank(places).StringFixed(places)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if strings.Trim(s, "0.") == "" {
		sign = ""
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}
