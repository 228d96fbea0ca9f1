package allocate

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// Closing is a month that was closed: its statements stay as they were, and what
// bills say later is booked as adjustments in the first open month.
type Closing struct {
	Version  int       `json:"version"` // 1
	Closed   time.Time `json:"closed"`
	Previous string    `json:"previous"` // digest of the closing of the month before; empty for the first
	// Rules and Usage are those that the statements were made by, as text: later
	// changes of them, and of Virtual, change nothing of a closed month.
	Rules string `json:"rules"`
	Usage string `json:"usage"`
	// Virtual are the keys that tags and the catalogue made at that time.
	Virtual []lake.Virtual `json:"virtual"`
	Period  *Period        `json:"period"`
	// Before are the bills of earlier months that were there at the first closing:
	// they are in none. Nil in later ones, and where it was not kept.
	Before []Bill `json:"before"`

	// Digest is the SHA-256 of the closing as it is written.
	Digest string `json:"-"`
}

// Bill is what a source bills for a month.
type Bill struct {
	Source string      `json:"source"`
	Month  assay.Month `json:"month"`
}

// Unclosed stands for a month before the first closing, which was never closed: by
// the rules of the first, and nothing of it is charged yet.
func (c *Closing) Unclosed(month assay.Month, u Usage) *Closing {
	return &Closing{Rules: c.Rules, Usage: u.text(month), Virtual: c.Virtual, Period: &Period{Month: month}}
}

// MaxClosing bounds the file of a closing, in bytes.
const MaxClosing = 512 << 20

// sealed is the file: a digest, and the bytes that it is of.
type sealed struct {
	Digest  string          `json:"digest"`
	Closing json.RawMessage `json:"closing"`
}

// Close freezes a period. One with estimates is refused with fault.Denied.
func Close(p *Period, r *Rules, u Usage, virtual []lake.Virtual, previous string, now time.Time) (*Closing, error) {
	for _, i := range p.Invoices {
		if i.Estimated {
			return nil, fault.New(fault.Denied, "%s is not final: %d lines of %s are estimates", p.Month, i.Lines, i.Source).
				WithHelp("ingest the final bill: assay cost ingest; for accruals: assay cost statement %s --format journal", p.Month)
		}
	}
	c := &Closing{Version: 1, Closed: now.UTC().Truncate(time.Second), Previous: previous, Rules: r.Text(), Usage: u.text(p.Month), Virtual: virtual, Period: p}
	_, err := c.Encode()
	return c, err
}

// text is a month's part of a usage, as CSV in order.
func (u Usage) text(month assay.Month) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(usageColumns) // a buffer takes all
	metrics := slices.SortedFunc(maps.Keys(u), func(a, b usageKey) int { return cmp.Compare(a.metric, b.metric) })
	for _, key := range metrics {
		if key.month != month {
			continue
		}
		for _, target := range slices.Sorted(maps.Keys(u[key])) {
			_ = w.Write([]string{string(month), key.metric, target, u[key][target].String()})
		}
	}
	w.Flush()
	return b.String()
}

// Encode writes the file of a closing, and sets its digest.
func (c *Closing) Encode() ([]byte, error) {
	body, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	c.Digest = digest(body)
	return fmt.Appendf(nil, "{\"digest\":%q,\"closing\":%s}\n", c.Digest, body), nil
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// ParseClosing reads what Encode wrote. A file that was changed since is an error
// of kind fault.Conflict.
func ParseClosing(name string, data []byte) (*Closing, error) {
	var s sealed
	if err := strict(data, &s); err != nil || len(data) > MaxClosing {
		return nil, fault.New(fault.Conflict, "%s is no closing of a month", name).WithHelp("bring it back from a backup")
	}
	if got := digest(s.Closing); got != s.Digest {
		return nil, fault.New(fault.Conflict, "%s was changed after it was closed: its digest is %.19s…, it says %.19s…", name, got, s.Digest).
			WithHelp("bring it back from a backup")
	}
	c := &Closing{Digest: s.Digest}
	if err := strict(s.Closing, c); err != nil || c.Version != 1 || c.Period == nil {
		return nil, fault.New(fault.Conflict, "%s is a closing of another version", name).WithHelp("update assay")
	}
	if _, ok := c.Period.Month.First(); !ok {
		return nil, fault.New(fault.Conflict, "%s closes no month", name).WithHelp("bring it back from a backup")
	}
	return c, nil
}

func strict(data []byte, to any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}

// CheckChain holds that closings, in the order of their months, follow each
// other: each month after the one before, and made on top of it.
func CheckChain(closings []*Closing) error {
	for i, c := range closings {
		if i == 0 {
			if c.Previous != "" {
				return fault.New(fault.Conflict, "%s was closed after a month that is not there", c.Period.Month).WithHelp("bring it back from a backup")
			}
			continue
		}
		before := closings[i-1]
		if c.Period.Month != before.Period.Month.Add(1) || c.Previous != before.Digest {
			return fault.New(fault.Conflict, "%s was not closed on top of %s as it is now", c.Period.Month, before.Period.Month).WithHelp("bring %s back from a backup", before.Period.Month)
		}
	}
	return nil
}

// Adjustment corrects what was charged for a closed month.
type Adjustment struct {
	Month    assay.Month  `json:"month"`    // that is corrected
	Target   string       `json:"target"`   // who pays
	Kind     Kind         `json:"kind"`     // what the target is
	Source   string       `json:"source"`   // the bill's name in the lake
	Invoice  string       `json:"invoice"`  // InvoiceId; empty where the bill has none
	Currency string       `json:"currency"` // ISO 4217, or a provider's own
	Was      money.Number `json:"was"`      // charged so far
	Is       money.Number `json:"is"`       // by the bill as it stands
	Amount   money.Number `json:"amount"`   // what is charged more; below zero, less
	// Never says that nothing was charged so far, for the month was never closed: its
	// bill came after later months had been.
	Never bool `json:"never_closed,omitempty"`
}

// Text says what it corrects.
func (a *Adjustment) Text() string {
	was := "was " + Text(a.Was, a.Currency)
	if a.Never {
		was = "was never closed"
	}
	return fmt.Sprintf("adjustment of %s: %s, is %s", a.Month, was, Text(a.Is, a.Currency))
}

// owed is what tells adjustments apart.
type owed struct {
	kind                              Kind
	target, source, invoice, currency string
}

func (p *Period) owed() map[owed]money.Number {
	out := map[owed]money.Number{}
	for _, s := range p.Statements {
		for _, l := range s.Lines {
			k := owed{s.Kind, s.Target, l.Source, l.Invoice, s.Currency}
			out[k] = out[k].Add(l.Amount)
		}
	}
	return out
}

// Correction is how the booking of an invoice of a closed month moves, beside the
// adjustments of what targets pay.
type Correction struct {
	Month       assay.Month  `json:"month"`       // that is corrected
	Source      string       `json:"source"`      // the bill's name in the lake
	Invoice     string       `json:"invoice"`     // InvoiceId; empty where the bill has none
	Currency    string       `json:"currency"`    // ISO 4217, or a provider's own
	Booked      money.Number `json:"booked"`      // of the invoice itself
	Commitments money.Number `json:"commitments"` // billed less effective cost
}

// Adjustments say what is owed for a closed month by now, the month allocated
// again by the closing's own rules, and was not charged by the closing or as an
// adjustment of later ones; and how the invoices themselves moved.
func (c *Closing) Adjustments(now *Period, later []*Closing) ([]Adjustment, []Correction) {
	month := c.Period.Month
	was, is := c.Period.owed(), now.owed()
	wasBooked, isBooked := c.Period.booked(), now.booked()
	for _, l := range later {
		for _, s := range l.Period.Statements {
			for _, a := range s.Adjustments {
				if a.Month == month {
					k := owed{a.Kind, a.Target, a.Source, a.Invoice, a.Currency}
					was[k] = was[k].Add(a.Amount)
				}
			}
		}
		for _, x := range l.Period.Corrections {
			if x.Month == month {
				k := owed{source: x.Source, invoice: x.Invoice, currency: x.Currency}
				wasBooked[k] = wasBooked[k].add(booking{x.Booked, x.Commitments})
			}
		}
	}
	var out []Adjustment
	for k := range union(is, was) {
		if amount := is[k].Sub(was[k]); !amount.IsZero() {
			out = append(out, Adjustment{month, k.target, k.kind, k.source, k.invoice, k.currency, was[k], is[k], amount, c.Closed.IsZero() && was[k].IsZero()})
		}
	}
	slices.SortFunc(out, func(a, b Adjustment) int {
		return cmp.Or(cmp.Compare(kindRank[a.Kind], kindRank[b.Kind]), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Currency, b.Currency),
			cmp.Compare(a.Source, b.Source), cmp.Compare(a.Invoice, b.Invoice))
	})
	moved := map[owed]bool{}
	for _, a := range out {
		moved[owed{source: a.Source, invoice: a.Invoice, currency: a.Currency}] = true
	}
	var corrections []Correction
	for k := range union(isBooked, wasBooked) {
		d := isBooked[k].sub(wasBooked[k])
		if moved[k] || !d.invoice.IsZero() || !d.commitments.IsZero() {
			corrections = append(corrections, Correction{month, k.source, k.invoice, k.currency, d.invoice, d.commitments})
		}
	}
	slices.SortFunc(corrections, func(a, b Correction) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Invoice, b.Invoice), cmp.Compare(a.Currency, b.Currency))
	})
	return out, corrections
}

func union[V any](a, b map[owed]V) map[owed]bool {
	out := map[owed]bool{}
	for k := range a {
		out[k] = true
	}
	for k := range b {
		out[k] = true
	}
	return out
}

// booking is what an invoice and its commitments are booked as, in coins.
type booking struct{ invoice, commitments money.Number }

func (b booking) add(o booking) booking {
	return booking{b.invoice.Add(o.invoice), b.commitments.Add(o.commitments)}
}

func (b booking) sub(o booking) booking {
	return booking{b.invoice.Sub(o.invoice), b.commitments.Sub(o.commitments)}
}

// booking of an invoice is without what is left out.
func (i *Invoice) booking(basis string) booking {
	d, billed := int32(digits(i.Currency)), i.Billed
	if basis == "billed" {
		billed = i.Effective
	}
	return booking{billed.RoundBank(d).Sub(i.LeftOut), billed.Sub(i.Effective).RoundBank(d)}
}

// booked is by invoice, whose keys have no target.
func (p *Period) booked() map[owed]booking {
	out := map[owed]booking{}
	for n := range p.Invoices {
		i := &p.Invoices[n]
		k := owed{source: i.Source, invoice: i.Invoice, currency: i.Currency}
		out[k] = out[k].add(i.booking(p.Basis))
	}
	return out
}

// Book adds adjustments of earlier months to the statements.
func (p *Period) Book(r *Rules, adjustments []Adjustment, corrections []Correction) {
	p.Corrections = append(p.Corrections, corrections...)
	for _, a := range adjustments {
		i := slices.IndexFunc(p.Statements, func(s Statement) bool {
			return s.Kind == a.Kind && s.Target == a.Target && s.Currency == a.Currency
		})
		if i < 0 {
			i = len(p.Statements)
			p.Statements = append(p.Statements, r.statement(recipientIn{recipient{a.Kind, a.Target}, a.Currency}))
		}
		s := &p.Statements[i]
		s.Adjustments, s.Total = append(s.Adjustments, a), s.Total.Add(a.Amount)
	}
	p.sort()
}
