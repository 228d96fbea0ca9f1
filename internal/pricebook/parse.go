package pricebook

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// Header is the first line of a book.
const Header = "assay.prices/1"

// Bounds of a book from outside.
const (
	MaxSize   = 64 << 20 // bytes of text
	maxPrices = 500_000
	maxLine   = 4096
	maxTiers  = 16
)

// Parse reads books one after the other as one; of two prices for the same
// product in the same region the later counts. Each is lines of text with tabs
// between fields; the first is Header, empty ones and those from # on say nothing:
//
//	source  ID  2024-08  where the prices are from
//	price   PROVIDER  REGION,…  PRODUCT  UNIT  CURRENCY  SOURCE-ID  AMOUNT
//
// The amount is a number, or tiers: "0:0.09 10240:0.085" is 0.09 for each unit of
// a month up to 10240, and "0:0.09 10240:?" has no price beyond. Errors are of kind fault.Invalid and name the line.
func Parse(names []string, texts ...io.Reader) (*Book, error) {
	b := &Book{prices: map[string]entry{}}
	for i, r := range texts {
		data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
		switch {
		case err != nil:
			return nil, fault.New(fault.Invalid, "%s: %w", names[i], err)
		case len(data) > MaxSize:
			return nil, fault.New(fault.Invalid, "%s: larger than %d MiB", names[i], MaxSize>>20)
		}
		if err := b.read(names[i], string(data)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

func (b *Book) read(name, data string) error {
	sources := map[string]*Source{} // of this text
	line := 0
	for text := range strings.Lines(data) {
		line++
		if err := b.line(line, strings.TrimRight(text, "\r\n"), sources); err != nil {
			return fault.New(fault.Invalid, "%s:%d: %w", name, line, err).WithHelp("see docs/guide/price.md for the form of a price book")
		}
	}
	if line == 0 {
		return fault.New(fault.Invalid, "%s: empty", name)
	}
	return nil
}

func (b *Book) line(n int, text string, sources map[string]*Source) error {
	switch {
	case len(text) > maxLine:
		return fmt.Errorf("longer than %d bytes", maxLine)
	case n == 1 && text != Header:
		return fmt.Errorf("a price book begins with %q", Header)
	case n == 1 || text == "" || text[0] == '#':
		return nil
	}
	var fields [8]string
	f := fields[:0]
	for rest, more := text, true; more; {
		var field string
		if field, rest, more = strings.Cut(rest, "\t"); len(f) == len(fields) {
			return errFields
		}
		f = append(f, field)
	}
	switch {
	case f[0] == "source" && len(f) == 4:
		return source(f[1:], sources)
	case f[0] == "price" && len(f) == 8:
		return b.price(f[1:], text[len("price\t"):], sources)
	}
	return errFields
}

// errFields says that a line has another form.
var errFields = errors.New("neither a source of 3 fields nor a price of 7")

func source(f []string, sources map[string]*Source) error {
	s := &Source{ID: f[0], Date: f[1], Text: f[2]}
	if s.ID == "" || s.Text == "" {
		return errors.New("a source has an id and a text")
	}
	if !isMonth(s.Date) {
		return fmt.Errorf("the date of a source is a month as 2024-08, not %q", s.Date)
	}
	sources[s.ID] = s
	return nil
}

func isMonth(s string) bool {
	return len(s) == 7 && s[4] == '-' && strings.Trim(s[:4]+s[5:], "0123456789") == "" && "01" <= s[5:] && s[5:] <= "12"
}

// price keeps a price of 7 fields, and of the text that they stand in.
func (b *Book) price(f []string, text string, sources map[string]*Source) error {
	p := entry{unit: f[3], currency: f[4], amount: f[6]}
	var ok bool
	if p.source, ok = sources[f[5]]; !ok {
		return fmt.Errorf("the source %q is not named above", f[5])
	}
	if f[0] == "" || f[1] == "" || f[2] == "" || p.unit == "" {
		return errors.New("a price has a provider, a region, a product and a unit")
	}
	if len(p.currency) != 3 || strings.ToUpper(p.currency) != p.currency {
		return fmt.Errorf("%q is no currency", p.currency)
	}
	if !plain(p.amount) { // tiers; what is plain can be read later
		if _, err := parseTiers(p.amount); err != nil {
			return err
		}
	}
	if !strings.Contains(f[1], ",") && len(b.prices) < maxPrices {
		b.prices[text[:len(f[0])+len(f[1])+len(f[2])+2]] = p // its key, as it stands there
		return nil
	}
	for region := range strings.SplitSeq(f[1], ",") {
		if len(b.prices) >= maxPrices {
			return fmt.Errorf("more than %d prices", maxPrices)
		}
		b.prices[key(f[0], region, f[2])] = p
	}
	return nil
}

func parseTiers(text string) ([]Tier, error) {
	if !strings.Contains(text, ":") {
		each, err := amount(text)
		return []Tier{{Each: each}}, err
	}
	var out []Tier
	for part := range strings.FieldsSeq(text) {
		from, each, _ := strings.Cut(part, ":")
		var t Tier
		var err error
		if len(out) > 0 && out[len(out)-1].Open {
			return nil, errors.New("a tier without a price is the last")
		}
		if t.From, err = amount(from); err != nil {
			return nil, err
		}
		if t.Open = each == "?"; t.Open {
		} else if t.Each, err = amount(each); err != nil {
			return nil, err
		}
		switch n := len(out); {
		case n == 0 && (t.Open || !t.From.IsZero()):
			return nil, errors.New("the first tier begins at 0, and has a price")
		case n > 0 && !t.From.GreaterThan(out[n-1].From):
			return nil, errors.New("tiers rise")
		case n >= maxTiers:
			return nil, fmt.Errorf("more than %d tiers", maxTiers)
		}
		out = append(out, t)
	}
	return out, nil
}

// plain says that a text is a short number of digits and one point.
func plain(s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	return len(s) <= 40 && whole != "" && (fraction != "" || !point) && strings.Trim(whole+fraction, "0123456789") == ""
}

func amount(text string) (money.Number, error) {
	n, err := money.ParseNumber(text)
	if err == nil && n.IsNegative() {
		err = fmt.Errorf("%s is less than nothing", text)
	}
	return n, err
}
