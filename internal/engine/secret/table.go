package secret

import (
	"bytes"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// column is what a table's header promises of one of its fields.
type column struct {
	name []byte
	kind value.Kind
	code bool // a card's security code or PIN
}

// table reads rows under a header: passwords and security codes have no form
// of their own, only the name of their column.
func (s *scan) table() {
	header, _, ok := bytes.Cut(s.data, []byte("\n"))
	if !ok || len(header) > maxLine*4 {
		return
	}
	sep := delimiter(header)
	columns, wanted := tableColumns(header, sep)
	if !wanted {
		return
	}
	for start := len(header) + 1; start < len(s.data) && s.gap == "" && s.ctx.Err() == nil; {
		end := s.lineEnd(start)
		for end < len(s.data) && s.data[end] != '\n' && s.data[end] != '\r' {
			end = s.lineEnd(end + 1)
		}
		s.row(start, end, sep, columns)
		for start = end; start < len(s.data) && (s.data[start] == '\r' || s.data[start] == '\n'); {
			start++
		}
	}
}

// delimiter is the separator that occurs most in a header.
func delimiter(header []byte) byte {
	best, most := byte(','), 0
	for _, c := range []byte(",;\t|") {
		if n := bytes.Count(header, []byte{c}); n > most {
			best, most = c, n
		}
	}
	return best
}

func tableColumns(header []byte, sep byte) (columns []column, wanted bool) {
	for _, name := range bytes.Split(header, []byte{sep}) {
		name = bytes.Trim(name, "\"' \t\r\xef\xbb\xbf")
		c := column{name: name, kind: value.Name(name), code: securityColumns[strings.ToLower(string(name))]}
		columns = append(columns, c)
		wanted = wanted || c.kind != value.Nothing || c.code
	}
	return columns, wanted
}

var securityColumns = words("cvv cvv2 cvc cvc2 cid security_code securitycode card_cvv cardcvv cvv_code pin card_pin pin_code")

// row judges the fields of one line; quoted fields may hold the separator.
func (s *scan) row(start, end int, sep byte, columns []column) {
	for i := 0; i < len(columns) && start < end; i++ {
		stop, quoted := start, false
		for stop < end && (quoted || s.data[stop] != sep) {
			quoted = quoted != (s.data[stop] == '"')
			stop++
		}
		s.field(start, stop, columns[i])
		start = stop + 1
	}
}

func (s *scan) field(start, end int, c column) {
	for start < end && (isQuote(s.data[start]) || isBlank(s.data[start])) {
		start++
	}
	for end > start && (isQuote(s.data[end-1]) || isBlank(s.data[end-1])) {
		end--
	}
	switch {
	case start == end:
	case c.code && digitsOnly(s.data[start:end]) && (end-start == 3 || end-start == 4): // six digits are a post code
		s.add(candidate{rule: "card-security-code", start: start, end: end, severity: assay.High, confidence: assay.Firm, rank: rankFile})
	case c.kind != value.Nothing:
		s.judge(c.kind, c.name, text{start: start, end: end, place: max(s.kind.place, value.Config), note: "in a row of a table"})
	}
}

func digitsOnly(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) {
			return false
		}
	}
	return true
}
