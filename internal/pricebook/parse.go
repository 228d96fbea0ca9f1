package pricebook

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
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
	maxPrices = 1_000_000
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
// a month up to 10240. Errors are of kind fault.Invalid and name the line.
func Parse(names []string, texts ...io.Reader) (*Book, error) {
	sum := sha256.New()
	b := &Book{sources: map[string]Source{}, prices: map[string]Price{}}
	for i, r := range texts {
		if err := b.read(names[i], r, sum); err != nil {
			return nil, err
		}
	}
	b.digest = hex.EncodeToString(sum.Sum(nil))
	return b, nil
}

func (b *Book) read(name string, r io.Reader, sum hash.Hash) error {
	bounded := &io.LimitedReader{R: r, N: MaxSize + 1}
	sc := bufio.NewScanner(io.TeeReader(bounded, sum))
	sc.Buffer(make([]byte, 0, maxLine), maxLine)
	line := 0
	bad := func(format string, args ...any) error {
		return fault.New(fault.Invalid, "%s:%d: %s", name, line, fmt.Sprintf(format, args...)).WithHelp("see docs/guide/price.md for the form of a price book")
	}
	sources := map[string]Source{} // of this text
	for sc.Scan() {
		line++
		text := strings.TrimSuffix(sc.Text(), "\r")
		if line == 1 {
			if text != Header {
				return bad("a price book begins with %q", Header)
			}
			continue
		}
		if text == "" || text[0] == '#' {
			continue
		}
		f := strings.Split(text, "\t")
		var err error
		switch {
		case f[0] == "source" && len(f) == 4:
			err = b.source(f[1:], sources)
		case f[0] == "price" && len(f) == 8:
			err = b.price(f[1:], sources)
		default:
			err = errors.New("neither a source of 3 fields nor a price of 7")
		}
		if err != nil {
			return bad("%v", err)
		}
	}
	if err := sc.Err(); err != nil {
		line++
		return bad("%v", err)
	}
	if bounded.N <= 0 {
		return fault.New(fault.Invalid, "%s: larger than %d MiB", name, MaxSize>>20)
	}
	if line == 0 {
		return fault.New(fault.Invalid, "%s: empty", name)
	}
	return nil
}

func (b *Book) source(f []string, sources map[string]Source) error {
	s := Source{ID: f[0], Date: f[1], Text: f[2]}
	if s.ID == "" || s.Text == "" {
		return errors.New("a source has an id and a text")
	}
	if !isMonth(s.Date) {
		return fmt.Errorf("the date of a source is a month as 2024-08, not %q", s.Date)
	}
	sources[s.ID], b.sources[s.ID] = s, s
	return nil
}

func isMonth(s string) bool {
	return len(s) == 7 && s[4] == '-' && strings.Trim(s[:4]+s[5:], "0123456789") == "" && "01" <= s[5:] && s[5:] <= "12"
}

func (b *Book) price(f []string, sources map[string]Source) error {
	p := Price{Unit: f[3], Currency: f[4]}
	var ok bool
	if p.Source, ok = sources[f[5]]; !ok {
		return fmt.Errorf("the source %q is not named above", f[5])
	}
	if f[0] == "" || f[1] == "" || f[2] == "" || p.Unit == "" {
		return errors.New("a price has a provider, a region, a product and a unit")
	}
	if len(p.Currency) != 3 || strings.ToUpper(p.Currency) != p.Currency {
		return fmt.Errorf("%q is no currency", p.Currency)
	}
	var err error
	if p.Tiers, err = parseTiers(f[6]); err != nil {
		return err
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
		if t.From, err = amount(from); err != nil {
			return nil, err
		}
		if t.Each, err = amount(each); err != nil {
			return nil, err
		}
		switch n := len(out); {
		case n == 0 && !t.From.IsZero():
			return nil, errors.New("the first tier begins at 0")
		case n > 0 && !t.From.GreaterThan(out[n-1].From):
			return nil, errors.New("tiers rise")
		case n >= maxTiers:
			return nil, fmt.Errorf("more than %d tiers", maxTiers)
		}
		out = append(out, t)
	}
	return out, nil
}

func amount(text string) (money.Number, error) {
	n, err := money.ParseNumber(text)
	if err == nil && n.IsNegative() {
		err = fmt.Errorf("%s is less than nothing", text)
	}
	return n, err
}
