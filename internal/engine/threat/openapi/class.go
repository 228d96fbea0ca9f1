package openapi

import (
	"strings"
	"unicode"
)

// fields lists, for each class of data, the names of fields that carry it: in
// lower case, words joined. A name that ends in one of these, word by word,
// counts too: payerIban.
var fields = []struct {
	class string
	names string
}{
	{"card", "pan cardnumber cardno cardnum ccnumber ccnum creditcard creditcardnumber debitcardnumber primaryaccountnumber cvv cvv2 cvc cvc2 cardverificationcode cardsecuritycode track2 track2data"},
	{"account", "iban bban accountnumber accountno bankaccount bankaccountnumber sortcode routingnumber creditoraccount debtoraccount"},
	{"personal", "ssn socialsecuritynumber nationalid nationalidnumber taxid taxnumber passport passportnumber drivinglicence driverlicense driverslicense birthdate birthday dateofbirth dob placeofbirth email emailaddress phone phonenumber telephone telephonenumber mobilenumber firstname lastname surname familyname givenname fullname maidenname streetaddress homeaddress postaladdress billingaddress nationality maritalstatus"},
	{"credential", "password passwd passphrase pin otp onetimepassword clientsecret accesstoken refreshtoken privatekey apikey"},
}

// ClassOf is the class of data that a field carries by its name; empty when
// the name says nothing.
func ClassOf(field string) string {
	if len(field) > maxText {
		return ""
	}
	w := words(field)
	for i := range w {
		name := strings.Join(w[i:], "")
		for _, f := range fields {
			if contains(f.names, name) {
				return f.class
			}
		}
	}
	return ""
}

// contains looks for a whole word in a list.
func contains(list, word string) bool {
	for at := 0; ; {
		i := strings.Index(list[at:], word)
		if i < 0 || word == "" {
			return false
		}
		i += at
		at = i + len(word)
		if (i == 0 || list[i-1] == ' ') && (at == len(list) || list[at] == ' ') {
			return true
		}
	}
}

// words cuts a name at capitals, marks and where letters follow digits:
// payer_IBAN, dateOfBirth, card-number.
func words(s string) []string {
	var out []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	rs := []rune(s)
	for i, r := range rs {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])):
			flush()
		}
		word.WriteRune(unicode.ToLower(r))
	}
	flush()
	return out
}
