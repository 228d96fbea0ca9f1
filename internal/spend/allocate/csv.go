package allocate

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// plain is text that a spreadsheet takes for text: tags of bills come from many hands.
func plain(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func plains(cells []string) []string {
	out := slices.Clone(cells)
	for i, c := range out {
		out[i] = plain(c)
	}
	return out
}

func writeCSV(w io.Writer, head []string, rows func(put func(texts []string, rest ...string))) error {
	c := csv.NewWriter(w)
	err := c.Write(head)
	rows(func(texts []string, rest ...string) {
		if err == nil {
			err = c.Write(append(plains(texts), rest...))
		}
	})
	if c.Flush(); err == nil {
		err = c.Error()
	}
	return err
}

// WriteCSV writes every line of every statement, adjustments of earlier months last.
func (p *Period) WriteCSV(w io.Writer) error {
	head := []string{"month", "target", "kind", "code", "entity", "currency", "source", "invoice", "via", "charge_category"}
	for _, k := range p.Keys {
		head = append(head, plain(string(k)))
	}
	head = append(head, "of_month", "estimated", "shared", "exact", "amount")
	return writeCSV(w, head, func(put func([]string, ...string)) {
		for _, s := range p.Statements {
			mine := []string{string(p.Month), s.Target, string(s.Kind), s.Code, s.Entity, s.Currency}
			for _, l := range s.Lines {
				put(slices.Concat(mine, []string{l.Source, l.Invoice, l.Via, l.Category}, l.Values),
					string(p.Month), strconv.FormatBool(l.Estimated), strconv.FormatBool(l.Shared), l.Exact.String(), coinsText(l.Amount, s.Currency))
			}
			for _, a := range s.Adjustments {
				put(slices.Concat(mine, []string{a.Source, a.Invoice, "adjustment", ""}, make([]string, len(p.Keys))),
					string(a.Month), "false", "false", a.Amount.String(), coinsText(a.Amount, s.Currency))
			}
		}
	})
}

// WriteJournal writes postings as CSV.
func WriteJournal(w io.Writer, lines []Posting) error {
	head := []string{"entity", "account", "cost_centre", "code", "source", "invoice", "text", "date", "kind", "debit", "credit", "currency"}
	side := func(n money.Number, currency string) string {
		if n.IsZero() {
			return ""
		}
		return coinsText(n, currency)
	}
	return writeCSV(w, head, func(put func([]string, ...string)) {
		for _, l := range lines {
			put([]string{l.Entity, l.Account, l.Centre, l.Code, l.Source, l.Invoice, l.Text},
				l.Date, l.Kind, side(l.Debit, l.Currency), side(l.Credit, l.Currency), l.Currency)
		}
	})
}

// WriteRows writes grouped rows as CSV, with exact amounts.
func WriteRows(w io.Writer, by []assay.CostKey, rows []Row) error {
	var head []string
	for _, k := range by {
		head = append(head, plain(string(k)))
	}
	return writeCSV(w, append(head, "kind", "currency", "estimated", "amount"), func(put func([]string, ...string)) {
		for _, r := range rows {
			put(r.Values, string(r.Kind), r.Currency, strconv.FormatBool(r.Estimated), r.Amount.String())
		}
	})
}

// coinsText writes an amount with the digits of its currency.
func coinsText(n money.Number, currency string) string { return n.StringFixed(int32(digits(currency))) }

// Text is an amount for people: rounded to coins, with a comma at thousands.
func Text(n money.Number, currency string) string { return money.Grouped(n, int32(digits(currency))) }

// Exact is an amount for people with all its places, at least those of a coin.
func Exact(n money.Number, currency string) string {
	d := int32(digits(currency))
	for d < places && !n.Equal(n.Truncate(d)) {
		d++
	}
	return money.Grouped(n, d)
}
