package proof

import "strings"

// Brand says which card scheme issued a number of this length and leading
// digits (ISO/IEC 7812 ranges as the schemes publish them), or "".
func Brand(digits string) string {
	n := len(digits)
	for _, r := range ranges {
		if n >= r.min && n <= r.max && len(digits) >= len(r.low) {
			if head := digits[:len(r.low)]; head >= r.low && head <= r.high {
				return r.brand
			}
		}
	}
	return ""
}

type cardRange struct {
	brand     string
	low, high string // of the leading digits, inclusive
	min, max  int    // length
}

var ranges = []cardRange{
	{"Visa", "4", "4", 16, 16},
	{"Mastercard", "51", "55", 16, 16},
	{"Mastercard", "2221", "2720", 16, 16},
	{"American Express", "34", "34", 15, 15},
	{"American Express", "37", "37", 15, 15},
	{"Discover", "6011", "6011", 16, 16},
	{"Discover", "644", "649", 16, 16},
	{"Discover", "65", "65", 16, 16},
	{"JCB", "3528", "3589", 16, 16},
	{"Diners Club", "300", "305", 14, 14},
	{"Diners Club", "36", "36", 14, 14},
	{"Diners Club", "38", "39", 14, 14},
	{"UnionPay", "62", "62", 16, 19},
	{"Maestro", "5018", "5018", 16, 19},
	{"Maestro", "5020", "5020", 16, 19},
	{"Maestro", "5038", "5038", 16, 19},
	{"Maestro", "6304", "6304", 16, 19},
	{"Maestro", "6759", "6759", 16, 19},
	{"Maestro", "6761", "6763", 16, 19},
}

// Luhn checks the last digit of a number (ISO/IEC 7812-1, annex B).
func Luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return len(digits) > 0 && sum%10 == 0
}

// TestCard says whether a number is published by a scheme or a processor for
// testing, or so regular that nobody was ever issued it.
func TestCard(digits string) bool {
	if strings.Contains(testCards, " "+digits+" ") {
		return true
	}
	return distinct(digits) <= 3 || strings.Contains(digits, "1234567890") ||
		strings.Contains(digits, "00000000") || strings.Contains(digits, "11111111")
}

const testCards = " 4242424242424242 4000056655665556 5555555555554444 2223003122003222 5200828282828210 " +
	"5105105105105100 378282246310005 371449635398431 378734493671000 6011111111111117 6011000990139424 " +
	"6011981111111113 3056930009020004 36227206271667 6555900000604105 3566002020360505 6200000000000005 " +
	"6200000000000047 6205500000000000004 4012888888881881 4111111111111111 4000002500003155 4000002760003184 " +
	"4000000000000002 4917610000000000 4988438843884305 5136333333333335 5555341244441115 3700000000000000 " +
	"30569309025904 38520000023237 3530111333300000 5454545454545454 5424000000000015 4007000000027 " +
	"4012888818888 4222222222222 4166676667666746 5577000055770004 2222400070000005 5019717010103742 " +
	"4532015112830366 4539578763621486 4716108999716531 5425233430109903 2222420000001113 374245455400126 "

func distinct(s string) int {
	var seen [256]bool
	n := 0
	for i := range len(s) {
		if !seen[s[i]] {
			seen[s[i]] = true
			n++
		}
	}
	return n
}

// ibanLength is the length per country (SWIFT IBAN registry, release 99).
var ibanLength = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28,
	"CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22,
	"IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18,
	"NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24,
	"SI": 19, "SK": 24, "SM": 27, "ST": 25, "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}

// IBANLength is the length that a country's account numbers have, or 0.
func IBANLength(country string) int { return ibanLength[country] }

// IBAN checks length and check digits (ISO 13616, ISO/IEC 7064 mod 97-10) of
// an account number without spaces.
func IBAN(s string) bool {
	if len(s) < 15 || ibanLength[s[:2]] != len(s) {
		return false
	}
	rest := 0
	for i := range len(s) {
		c := s[(i+4)%len(s)]
		switch {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return rest == 1
}

// ExampleIBAN says whether an account number is printed in standards and
// manuals as an example, or is so regular that it must be one.
func ExampleIBAN(s string) bool {
	return strings.Contains(exampleIBANs, " "+s+" ") || distinct(s[4:]) <= 3
}

const exampleIBANs = " GB29NWBK60161331926819 GB82WEST12345698765432 DE89370400440532013000 DE91100000000123456789 " +
	"FR1420041010050500013M02606 FR7630006000011234567890189 NL91ABNA0417164300 ES9121000418450200051332 " +
	"IT60X0542811101000000123456 BE68539007547034 CH9300762011623852957 AT611904300234573201 IE29AIBK93115212345678 " +
	"NO9386011117947 SE4550000000058398257466 DK5000400440116243 FI2112345600000785 PL61109010140000071219812874 " +
	"PT50000201231234567890154 LU280019400644750000 CZ6508000000192000145399 SK3112000000198742637541 "
