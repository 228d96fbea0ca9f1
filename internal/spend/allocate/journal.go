package allocate

import (
	"cmp"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/money"
)

// Posting is a journal line: an amount on one side of an account.
type Posting struct {
	Date     string       `json:"date"`
	Kind     string       `json:"kind"` // charge, accrual, adjustment, reversal
	Entity   string       `json:"entity"`
	Account  string       `json:"account"`
	Centre   string       `json:"cost_centre"`
	Code     string       `json:"code"`
	Debit    money.Number `json:"debit"`
	Credit   money.Number `json:"credit"`
	Currency string       `json:"currency"`
	Source   string       `json:"source"`
	Invoice  string       `json:"invoice"`
	Text     string       `json:"text"`
}

// Journal proposes journal lines of a period. Each invoice's charges go to the
// accounts of cost centres and off the account that the invoice was booked on;
// cost without a final invoice is an accrual, which is reversed on the first day
// of the next month. Between legal entities the intercompany account stands on
// both sides. Debit and credit of every entity, currency and date agree, or it
// is an error. An account that is needed and not named is fault.Invalid.
func (p *Period) Journal(r *Rules) ([]Posting, error) {
	j := &journal{period: p, rules: r}
	first, ok := p.Month.First()
	if !ok {
		return nil, fault.New(fault.Invalid, "%q is no month", p.Month)
	}
	j.date, j.next = first.AddDate(0, 1, -1), first.AddDate(0, 1, 0)
	j.sums = make([]map[billed]money.Number, len(p.Statements))
	for i, s := range p.Statements {
		j.sums[i] = map[billed]money.Number{}
		for _, l := range s.Lines {
			k := billed{l.Source, l.Invoice, s.Currency, l.Estimated}
			j.sums[i][k] = j.sums[i][k].Add(l.Amount)
		}
	}
	for i := range p.Invoices {
		if err := j.invoice(&p.Invoices[i]); err != nil {
			return nil, err
		}
	}
	for _, x := range p.Corrections {
		if err := j.correction(x); err != nil {
			return nil, err
		}
	}
	return j.lines, Balanced(j.lines)
}

type journal struct {
	period     *Period
	rules      *Rules
	date, next time.Time
	lines      []Posting
	sums       []map[billed]money.Number // by statement
}

// billed is an invoice.
type billed struct {
	source, invoice, currency string
	estimated                 bool
}

// post debits an account, or credits it where the amount is negative.
func (j *journal) post(to Posting, amount money.Number, account, key string) error {
	if amount.IsZero() {
		return nil
	}
	if account == "" {
		return fault.New(fault.Invalid, "%s: the ledger names no account for %s", File, key).WithHelp("add it, as ledger: {%s: \"6510\"}", key)
	}
	to.Account, to.Debit, to.Credit = account, money.Number{}, money.Number{}
	if amount.IsNegative() {
		to.Credit = amount.Neg()
	} else {
		to.Debit = amount
	}
	j.lines = append(j.lines, to)
	return nil
}

// charge debits a target, and stands between its legal entity and ours.
func (j *journal) charge(base Posting, kind Kind, target string, amount money.Number) error {
	l, c := j.rules.Ledger, Centre{}
	to, entity := base, l.Entity
	if kind == Target {
		c = j.rules.Centres[target]
		to.Centre, to.Code, entity = target, c.Code, cmp.Or(c.Entity, l.Entity)
	} else {
		to.Text = "unshared: " + target
	}
	to.Entity = entity
	if err := j.post(to, amount, cmp.Or(c.Expense, l.Expense), "expense"); err != nil || entity == l.Entity {
		return err
	}
	to.Centre, to.Code = "", ""
	if err := j.post(to, amount.Neg(), l.Intercompany, "intercompany"); err != nil {
		return err
	}
	to.Entity = l.Entity
	return j.post(to, amount, l.Intercompany, "intercompany")
}

// invoice posts one: charges + commitments + rounding = what the invoice was booked as.
func (j *journal) invoice(i *Invoice) error {
	from, l := len(j.lines), j.rules.Ledger
	base := Posting{
		Date: j.date.Format(time.DateOnly), Kind: "charge", Entity: l.Entity, Currency: i.Currency,
		Source: i.Source, Invoice: i.Invoice, Text: fmt.Sprintf("cloud cost %s", j.period.Month),
	}
	account, key := l.Clearing, "clearing"
	if i.Estimated {
		base.Kind, account, key = "accrual", l.Accrued, "accrued"
	}
	for n, s := range j.period.Statements {
		sum, ok := j.sums[n][billed{i.Source, i.Invoice, i.Currency, i.Estimated}]
		if !ok || s.Kind == Out {
			continue
		}
		if err := j.charge(base, s.Kind, s.Target, sum); err != nil {
			return err
		}
	}
	if err := j.settle(base, i.booking(j.period.Basis), i.Charged.Add(i.Unshared), account, key); err != nil {
		return err
	}
	if i.Estimated {
		j.lines = append(j.lines, Reverse(j.lines[from:], j.next)...)
	}
	return nil
}

// settle books an invoice off its account: what was charged, commitments, and the
// rest, which is rounding.
func (j *journal) settle(base Posting, b booking, charged money.Number, account, key string) error {
	l, text := j.rules.Ledger, base
	text.Text = "billed less effective cost"
	if err := j.post(text, b.commitments, l.Commitments, "commitments"); err != nil {
		return err
	}
	text.Text = "rounding"
	if err := j.post(text, b.invoice.Sub(charged).Sub(b.commitments), l.Rounding, "rounding"); err != nil {
		return err
	}
	return j.post(base, b.invoice.Neg(), account, key)
}

// correction posts what moved of an invoice of a closed month.
func (j *journal) correction(x Correction) error {
	base := Posting{
		Date: j.date.Format(time.DateOnly), Kind: "adjustment", Entity: j.rules.Ledger.Entity, Currency: x.Currency,
		Source: x.Source, Invoice: x.Invoice, Text: fmt.Sprintf("cloud cost %s, corrected", x.Month),
	}
	charged := money.Number{}
	for _, s := range j.period.Statements {
		for _, a := range s.Adjustments {
			if s.Kind == Out || a.Month != x.Month || a.Source != x.Source || a.Invoice != x.Invoice || a.Currency != x.Currency {
				continue
			}
			charged = charged.Add(a.Amount)
			if err := j.charge(base, s.Kind, s.Target, a.Amount); err != nil {
				return err
			}
		}
	}
	return j.settle(base, booking{x.Booked, x.Commitments}, charged, j.rules.Ledger.Clearing, "clearing")
}

// Reverse takes postings back on a day: the same lines with sides changed.
func Reverse(lines []Posting, day time.Time) []Posting {
	out := make([]Posting, len(lines))
	for i, p := range lines {
		p.Kind, p.Date, p.Debit, p.Credit = "reversal", day.Format(time.DateOnly), p.Credit, p.Debit
		p.Text = "reversal: " + p.Text
		out[i] = p
	}
	return out
}

// Balanced checks that debit and credit agree by entity, currency, date and invoice.
func Balanced(lines []Posting) error {
	type book struct{ entity, currency, date, kind, source, invoice string }
	sums := map[book]decimal.Decimal{}
	for _, p := range lines {
		b := book{p.Entity, p.Currency, p.Date, p.Kind, p.Source, p.Invoice}
		sums[b] = sums[b].Add(p.Debit).Sub(p.Credit)
	}
	for b, sum := range sums {
		if !sum.IsZero() {
			return fault.New(fault.Unavailable, "the journal of %s on %s is out of balance by %s %s", b.entity, b.date, sum, b.currency).
				WithHelp("this is a fault of assay: please report it")
		}
	}
	return nil
}
