package breakdown

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/money"
)

// Overview is the first screen of the page: does what was invoiced arrive, and
// what moved?
type Overview struct {
	Flows  []Flow
	Movers []Mover
	// From and To are the months that movers compare.
	From, To assay.Month
	// Anomalies have causes; the most important first.
	Anomalies []assay.Anomaly
	// Unruled says that nobody wrote who pays.
	Unruled bool
	// All says that the flows are of all charges, and the rows below are not.
	All bool
}

// Flow is the way of a currency's money from the invoice to who pays.
type Flow struct {
	Currency string
	// Invoiced is Billed and Quarantined, as far as those lines can be read; Effective
	// is that of the lines in Billed.
	Invoiced, Billed, Quarantined, Effective money.Number
	// Basis is what is allocated, effective or billed cost: Charged, Unshared (with
	// nobody to pay it), LeftOut by rule, and a Residual of 0, which is held against
	// what the lake counted when the bill came in.
	Basis, Charged, Unshared, LeftOut, Residual money.Number
	Estimated                                   money.Number
}

// UnsharedShare is the part of the cost that nobody pays, in percent.
func (f Flow) UnsharedShare() string {
	if f.Basis.IsZero() {
		return "–"
	}
	return f.Unshared.Mul(money.NumberOf(100)).DivRound(f.Basis, 1).String() + " %"
}

// Bridge is the way from what was billed to what is allocated: commitments are paid
// in one month and used in others.
func (f Flow) Bridge() money.Number { return f.Basis.Sub(f.Billed) }

// Whole says that nothing got lost.
func (f Flow) Whole() bool { return f.Residual.IsZero() }

// Invoices are the flows as far as the lake tells them.
func Invoices(partitions []lake.Partition) []Flow {
	var out []Flow
	for _, p := range partitions {
		for _, t := range p.Totals {
			i := slices.IndexFunc(out, func(f Flow) bool { return f.Currency == t.Currency })
			if i < 0 {
				out, i = append(out, Flow{Currency: t.Currency}), len(out)
			}
			out[i].Billed = out[i].Billed.Add(t.Billed)
			out[i].Effective = out[i].Effective.Add(t.Effective)
			out[i].Quarantined = out[i].Quarantined.Add(t.Quarantined)
			out[i].Invoiced = out[i].Invoiced.Add(t.Billed).Add(t.Quarantined)
		}
	}
	slices.SortFunc(out, func(a, b Flow) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}

// Mover is what changed most from one month to the next.
type Mover struct {
	Name, Currency       string
	Before, After, Delta money.Number
	Cause                string // empty: no anomaly explains it
}

// mostMovers is how many are shown.
const mostMovers = 6

// Movers compares two months of rows by month and a name.
func Movers(rows []lake.Row, from, to assay.Month, anomalies []assay.Anomaly) []Mover {
	at := map[[2]string]int{}
	var out []Mover
	for _, r := range rows {
		if r.Values[0] != string(from) && r.Values[0] != string(to) {
			continue
		}
		k := [2]string{r.Values[1], r.Currency}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k], out = i, append(out, Mover{Name: r.Values[1], Currency: r.Currency})
		}
		if r.Values[0] == string(from) {
			out[i].Before = out[i].Before.Add(r.Effective)
		} else {
			out[i].After = out[i].After.Add(r.Effective)
		}
	}
	for i := range out {
		out[i].Delta = out[i].After.Sub(out[i].Before)
		out[i].Cause = cause(out[i], from, to, anomalies)
	}
	slices.SortStableFunc(out, func(a, b Mover) int {
		if c := b.Delta.Abs().Cmp(a.Delta.Abs()); c != 0 {
			return c
		}
		return cmp.Compare(a.Name, b.Name)
	})
	return out[:min(len(out), mostMovers)]
}

// cause is the first anomaly of a mover's service that moves it in its direction
// within the months compared.
func cause(m Mover, from, to assay.Month, anomalies []assay.Anomaly) string {
	end := string(to.Add(1)) + "-01"
	for _, a := range anomalies {
		if a.Dims["ServiceName"] != m.Name || a.Currency != m.Currency || a.Start >= end || a.End < string(from)+"-01" {
			continue
		}
		if ended := a.End < string(to)+"-01"; a.Impact.IsNegative() != m.Delta.IsNegative() && !ended {
			continue
		}
		return Explain(a)
	}
	return ""
}

// Explain says in a line what an anomaly is and what is behind it.
func Explain(a assay.Anomaly) string {
	parts := []string{fmt.Sprintf("%s since %s: %s %s", a.Kind, a.Start, strings.TrimPrefix(a.Cause.Dimension, "tag:"), a.Cause.Value)}
	if !a.Ongoing {
		parts[0] = fmt.Sprintf("%s from %s to %s: %s %s", a.Kind, a.Start, a.End, strings.TrimPrefix(a.Cause.Dimension, "tag:"), a.Cause.Value)
	}
	if a.Suspect != "" {
		parts = append(parts, "suspect: "+a.Suspect)
	}
	if len(a.Changes) > 0 {
		parts = append(parts, fmt.Sprintf("after the deploy of %s on %s (%s)", a.Changes[0].Service, a.Changes[0].At, a.Changes[0].ID))
	}
	return strings.Join(parts, "; ")
}
