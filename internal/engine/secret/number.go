package secret

import (
	"bytes"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/proof"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// stride is shorter than the shortest number that is looked for, so that each
// has a digit at or beside a sampled byte.
const stride = 12

// number is a run of digits with at most one separator between groups.
type number struct {
	start, end int
	digits     string
	grouped    bool
}

// numbers looks for card and account numbers. It samples every twelfth byte
// and so costs next to nothing on ordinary text.
func (s *scan) numbers() {
	if s.kind.mute || s.kind.cheap {
		return
	}
	done := 0
	var cards []number
	seen := 0
	for i := 0; i < len(s.data) && s.gap == ""; i += stride {
		at := i
		if !isDigit(s.data[at]) && at+1 < len(s.data) {
			at++
		}
		if at < done || !isDigit(s.data[at]) {
			continue
		}
		n := s.digitRun(at)
		done = n.end
		s.iban(at)
		if l := len(n.digits); l >= 14 && l <= 19 {
			seen++
			if card(n.digits) && s.alone(n) {
				cards = append(cards, n)
			}
		}
	}
	s.cards(cards, seen)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// digitRun widens a digit to its whole number, over single blanks and dashes.
func (s *scan) digitRun(at int) number {
	start, end := at, at+1
	for start > 0 && at-start < 40 && (isDigit(s.data[start-1]) || start > 1 && separator(s.data[start-1]) && isDigit(s.data[start-2])) {
		start--
	}
	for end < len(s.data) && end-at < 40 && (isDigit(s.data[end]) || end+1 < len(s.data) && separator(s.data[end]) && isDigit(s.data[end+1])) {
		end++
	}
	n := number{start: start, end: end}
	var b strings.Builder
	for _, c := range s.data[start:end] {
		if isDigit(c) {
			b.WriteByte(c)
		} else {
			n.grouped = true
		}
	}
	n.digits = b.String()
	return n
}

func separator(c byte) bool { return c == ' ' || c == '-' }

// tabled says that a group of four stands beside the number as well: columns of
// hexadecimal or of years.
func (s *scan) tabled(n number) bool {
	group := func(b []byte) bool {
		digit := false
		for _, c := range b {
			digit = digit || isDigit(c)
			if !isDigit(c) && !isLetter(c) {
				return false
			}
		}
		return digit && len(b) == 4
	}
	low, high := max(0, n.start-5), min(len(s.data), n.end+5)
	return n.start-low == 5 && separator(s.data[n.start-1]) && group(s.data[low:n.start-1]) ||
		high-n.end == 5 && separator(s.data[n.end]) && group(s.data[n.end+1:high])
}

func card(digits string) bool {
	return proof.Brand(digits) != "" && proof.Luhn(digits) && !proof.TestCard(digits)
}

// alone says that the number is no part of something longer: a hash, a
// decimal, an identifier; and that its groups are those of a card.
func (s *scan) alone(n number) bool {
	p, q := before(s.data, n.start), s.byteAt(n.end)
	if p == 'B' && n.start > 1 && s.data[n.start-2] == '%' && q == '^' {
		return true // track 1
	}
	if identByte(p) || identByte(q) && !(q == '.' && !isDigit(s.byteAt(n.end+1))) {
		return false
	}
	if p == '%' || p == '#' || q == '%' {
		return false
	}
	if !n.grouped {
		return true
	}
	if s.tabled(n) {
		return false
	}
	groups := strings.FieldsFunc(string(s.data[n.start:n.end]), func(r rune) bool { return r == ' ' || r == '-' })
	if len(n.digits) == 16 {
		return len(groups) == 4 && len(groups[0]) == 4 && len(groups[1]) == 4 && len(groups[2]) == 4
	}
	return len(groups) == 3 && len(groups[0]) == 4
}

// cards decides which numbers that could be cards are. One in ten numbers
// passes Luhn's check by chance; so either a word about cards stands near, or
// most numbers of this length in a file of rows pass.
func (s *scan) cards(cards []number, seen int) {
	rows := (s.kind.data || s.kind.place <= value.Config) && len(cards)*2 > seen && len(cards) > 1
	for _, n := range cards {
		about := s.about(n)
		if s.labelled(n) {
			continue
		}
		if !about && !n.grouped && !rows || s.kind.test && !about {
			continue
		}
		c := candidate{
			rule: "card-number", start: n.start, end: n.end, secret: []byte(n.digits), rank: rankStructure,
			shown: n.digits[:6] + "…" + n.digits[len(n.digits)-4:], note: proof.Brand(n.digits), severity: assay.High, confidence: assay.Firm,
		}
		if s.kind.place >= value.Code {
			c.severity = assay.Medium
		}
		s.add(c)
		if about {
			s.securityCode(n)
		}
	}
}

var cardWords = [][]byte{
	[]byte("card"), []byte("pan"), []byte("visa"), []byte("mastercard"), []byte("amex"), []byte("cvv"), []byte("cvc"), []byte("expir"),
	[]byte("credit"), []byte("debit"), []byte("track"), []byte("ccnum"), []byte("cc_num"), []byte("payment"),
}

// about looks for a word about cards on the line, on the one before, or in
// the header of a table.
func (s *scan) about(n number) bool {
	low := max(s.lineStart(n.start), n.start-200)
	if low > 0 && !bytes.ContainsFunc(s.data[low:n.start], func(r rune) bool { return r < 0x80 && isLetter(byte(r)) }) {
		low = max(s.lineStart(low-1), n.start-300)
	}
	near := bytes.ToLower(s.data[low:min(s.lineEnd(n.end), n.end+80)])
	if s.kind.data {
		near = append(near, bytes.ToLower(s.data[:min(s.lineEnd(0), 400)])...)
	}
	if p, q := before(s.data, n.start), s.byteAt(n.end); p == ';' && q == '=' || p == 'B' && q == '^' {
		return true // track 2, track 1
	}
	for _, w := range cardWords {
		if i := bytes.Index(near, w); i >= 0 && (i == 0 || near[i-1] < 'a' || near[i-1] > 'z' || len(w) > 4) {
			return true
		}
	}
	return false
}

// labelled says that the name before a number is that of something else.
func (s *scan) labelled(n number) bool {
	low := max(s.lineStart(n.start), n.start-40)
	lead := bytes.TrimRight(s.data[low:n.start], " \t\"':=>#")
	end := len(lead)
	start := end
	for start > 0 && identByte(lead[start-1]) {
		start--
	}
	name := bytes.ToLower(lead[start:end])
	for _, w := range cardWords {
		if bytes.Contains(name, w) {
			return false
		}
	}
	for _, w := range otherNumbers {
		if bytes.HasPrefix(name, w) || bytes.HasSuffix(name, w) {
			return true
		}
	}
	return false
}

// otherNumbers name numbers as long as a card's.
var otherNumbers = [][]byte{
	[]byte("order"), []byte("trace"), []byte("track"), []byte("phone"), []byte("mobile"), []byte("reference"), []byte("ref"), []byte("invoice"),
	[]byte("epoch"), []byte("timestamp"), []byte("imei"), []byte("isbn"), []byte("sku"), []byte("barcode"), []byte("span"), []byte("request"),
	[]byte("correlation"), []byte("order_id"), []byte("orderid"), []byte("requestid"), []byte("uid"), []byte("nonce"), []byte("seed"), []byte("offset"),
}

// securityCode is a CVV beside a card number: it may never be kept at all.
func (s *scan) securityCode(n number) {
	rest := s.data[n.end:min(s.lineEnd(n.end), n.end+120)]
	low := bytes.ToLower(rest)
	for _, w := range []string{"cvv2", "cvc2", "cvv", "cvc", "cid", "security_code", "securitycode"} {
		i := bytes.Index(low, []byte(w))
		if i < 0 {
			continue
		}
		from := n.end + i + len(w)
		for from < len(s.data) && bytes.IndexByte([]byte("\"': =\t>"), s.data[from]) >= 0 {
			from++
		}
		to := from
		for to < len(s.data) && isDigit(s.data[to]) {
			to++
		}
		if to-from == 3 || to-from == 4 {
			s.add(candidate{rule: "card-security-code", start: from, end: to, severity: assay.High, confidence: assay.Firm, rank: rankStructure})
		}
		return
	}
}

// iban looks for an account number around a digit.
func (s *scan) iban(at int) {
	low := at
	for low > 0 && at-low < 44 && ibanByte(s.data[low-1]) {
		low--
	}
	for i := max(low, at-42); i <= at; i++ {
		if i+4 >= len(s.data) || !isUpper(s.data[i]) || !isUpper(s.data[i+1]) || !isDigit(s.data[i+2]) || !isDigit(s.data[i+3]) || i > 0 && identByte(s.data[i-1]) {
			continue
		}
		want := proof.IBANLength(string(s.data[i : i+2]))
		if want > 0 && s.ibanAt(i, want) {
			return
		}
	}
}

func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func ibanByte(c byte) bool { return isDigit(c) || isUpper(c) || c == ' ' }

func (s *scan) ibanAt(start, want int) bool {
	text := make([]byte, 0, want)
	end := start
	for end < len(s.data) && len(text) < want && ibanByte(s.data[end]) {
		if s.data[end] != ' ' {
			text = append(text, s.data[end])
		} else if len(text)%4 != 0 {
			return false
		}
		end++
	}
	if len(text) != want || identByte(s.byteAt(end)) && s.byteAt(end) != '.' || !proof.IBAN(string(text)) || proof.ExampleIBAN(string(text)) {
		return false
	}
	if start < s.ibanTo {
		return true
	}
	s.ibanTo = end
	s.add(candidate{
		rule: "iban", start: start, end: end, secret: text, shown: string(text[:2]) + "…" + string(text[want-4:]),
		severity: assay.Low, confidence: assay.Certain, rank: rankStructure,
	})
	return true
}
