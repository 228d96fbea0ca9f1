// Package sheet writes what tables of cost have in common: cells of CSV that people
// open in a spreadsheet, and rows of JSON that begin with keys.
//
//	err := w.Write([]string{sheet.Text(nameFromABill), sheet.Number(amount)})
//	row := sheet.Keyed[fields]{Keys: by, Values: values, Row: fields{…}}
//
// Names come from bills, and so from anybody: none may become a formula.
package sheet

import (
	"strings"

	"github.com/assay-dev/assay/internal/money"
)

// Text keeps a name from being taken for a formula, and from steering a terminal.
func Text(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Number is an exact decimal; empty when it is unknown.
func Number(n *money.Number) string {
	if n == nil {
		return ""
	}
	return n.String()
}
