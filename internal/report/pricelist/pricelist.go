// Package pricelist writes what infrastructure costs a month, and what a change
// does to it: JSON, Markdown and one self-contained page of HTML. The text for a
// terminal is the command's own.
//
// It rounds to cents where people read, and nothing in JSON, whose amounts are
// exact decimals in text.
package pricelist

import (
	_ "embed" // the page's template
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/price"
	"github.com/assay-dev/assay/internal/money"
	"github.com/assay-dev/assay/internal/report"
)

// Schema names the shape of the JSON form; it changes with the shape.
const Schema = "assay.price/1"

// Document is what is written.
type Document struct {
	Schema   string         `json:"schema"`   // Schema
	Name     string         `json:"name"`     // of what is priced: the folder
	Estimate price.Estimate `json:"estimate"` // what it costs a month
	// Base is what Change compares with: a revision, or the state before uncommitted
	// changes; absent where plans tell all that was before, and without a change.
	Base string `json:"base,omitempty"`
	// Plans are Terraform plans that say themselves what was before: of what they
	// cover, Change compares with that.
	Plans  []string    `json:"plans,omitempty"`
	Change *price.Diff `json:"change,omitempty"` // what differs from the base and the plans' states
	// Gaps are places that could not be evaluated: what stands there costs, and is
	// in no sum.
	Gaps []assay.Gap `json:"gaps,omitempty"`
}

// maxRows bounds the rows of a page or a comment.
const maxRows = 300

// WriteJSON writes the document.
func WriteJSON(w io.Writer, d *Document) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(d)
}

// Cents is an amount as people read it: with two digits, and more only where it
// would be nothing otherwise.
func Cents(n money.Number) string {
	s := n.StringFixed(2)
	if !n.IsZero() && strings.Trim(s, "-0.") == "" {
		return n.String()
	}
	return s
}

// Signed is a difference as people read it.
func Signed(n money.Number) string {
	if n.IsPositive() {
		return "+" + Cents(n)
	}
	return Cents(n)
}

// Difference is what a change does to the cost of resources, of which nothing may
// have a price.
func Difference(unpriced bool, delta money.Number) string {
	if unpriced {
		return "unknown"
	}
	return Signed(delta)
}

// was and will are what a resource costs before and after; nothing where it is not.
func was(c *price.Change) string {
	if c.Kind == "added" {
		return ""
	}
	return amount(c, c.Before)
}

func will(c *price.Change) string {
	if c.Kind == "removed" {
		return ""
	}
	return amount(c, c.After)
}

func amount(c *price.Change, n money.Number) string {
	if c.Unpriced {
		return "unknown"
	}
	return Cents(n)
}

// Headline is what it comes to in a sentence.
func (d *Document) Headline() string {
	e := &d.Estimate
	s := fmt.Sprintf("%s %s a month", Cents(e.Monthly), e.Currency)
	switch open := e.Lines - e.Known; {
	case e.Lines == 0 && len(d.Gaps) > 0:
		return fmt.Sprintf("Not known: %s could not be evaluated", count(len(d.Gaps), "place"))
	case e.Lines == 0:
		return "Nothing here costs by itself"
	case e.Known == 0:
		s = fmt.Sprintf("Not known: none of %s has a price", count(e.Lines, "component"))
	case open > 0:
		s += fmt.Sprintf(", and %s whose cost is not known", count(open, "component"))
	}
	if len(d.Gaps) > 0 {
		s += fmt.Sprintf("; %s could not be evaluated", count(len(d.Gaps), "place"))
	}
	return s
}

// Delta is what the change does, in a sentence; places that could not be evaluated
// may add to it.
func (d *Document) Delta() string {
	if len(d.Gaps) > 0 && len(d.Change.Changes) == 0 {
		return "The change costs nothing more and nothing less in what could be evaluated"
	}
	return delta(d.Change)
}

func delta(d *price.Diff) string {
	switch {
	case len(d.Changes) == 0:
		return "The change costs nothing more and nothing less"
	case d.Known():
		return fmt.Sprintf("The change: %s %s a month, from %s to %s", Signed(d.Delta), d.Currency, Cents(d.Before), Cents(d.After))
	case d.Least:
		return fmt.Sprintf("The change: %s %s a month at least; on top: %s whose cost is not known", Signed(d.Delta), d.Currency, count(d.Open, "component"))
	case d.Most:
		return fmt.Sprintf("The change: %s %s a month at most; gone besides: %s whose cost is not known", Signed(d.Delta), d.Currency, count(d.Open, "component"))
	}
	return fmt.Sprintf("The change: %s %s a month in what is known; it touches %s whose cost is not", Signed(d.Delta), d.Currency, count(d.Open, "component"))
}

// Against says what the change compares with.
func (d *Document) Against() string {
	var s []string
	if d.Base != "" {
		s = append(s, d.Base)
	}
	switch n := len(d.Plans); {
	case n > 2:
		s = append(s, "the states in "+count(n, "plan"))
	case n == 2:
		s = append(s, "the states in "+d.Plans[0]+" and "+d.Plans[1])
	case n == 1:
		s = append(s, "the state in "+d.Plans[0])
	}
	return strings.Join(s, "; of what is planned, ")
}

// Share says how much has a price, from when.
func Share(e *price.Estimate) string {
	s := fmt.Sprintf("%d of %s priced (%d %%)", e.Known, count(e.Lines, "component"), e.Share())
	s += fmt.Sprintf(" · %d wholly, %d partly, %d not, %d free of charge", e.Whole, e.Partly, e.Unpriced, e.Free)
	if e.Oldest != "" {
		s += " · prices of " + e.Oldest
		if e.Newest != e.Oldest {
			s += " to " + e.Newest
		}
	}
	return s + fmt.Sprintf(" · on demand, %d hours", price.Hours)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Place is where a resource stands.
func Place(l assay.Location) string {
	if l.Start.Line > 0 {
		return fmt.Sprintf("%s:%d", l.Path, l.Start.Line)
	}
	return l.Path
}

// WriteMarkdown writes tables for a comment or a document.
func WriteMarkdown(w io.Writer, d *Document) error {
	var b strings.Builder
	text := report.MarkdownText
	fmt.Fprintf(&b, "## Cost of %s\n\n**%s.**\n\n", text(d.Name), d.Headline())
	if d.Change != nil {
		fmt.Fprintf(&b, "%s (against %s).\n\n", d.Delta(), text(d.Against()))
		if len(d.Change.Changes) > 0 {
			fmt.Fprintf(&b, "| Resource | | Before | After | %s a month | Not known |\n|---|---|--:|--:|--:|---|\n", d.Change.Currency)
			for i := range d.Change.Changes[:min(maxRows, len(d.Change.Changes))] {
				c := &d.Change.Changes[i]
				fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", text(c.Address), c.Kind, was(c), will(c), Difference(c.Unpriced, c.Delta), text(components(c.Open)))
			}
			more(&b, len(d.Change.Changes))
			b.WriteString("\n")
		}
	}
	if len(d.Estimate.Resources) > 0 {
		fmt.Fprintf(&b, "| Resource | Component | Quantity | Unit price | %s a month |\n|---|---|--:|--:|--:|\n", d.Estimate.Currency)
		for i := range d.Estimate.Resources[:min(maxRows, len(d.Estimate.Resources))] {
			r := &d.Estimate.Resources[i]
			for _, l := range r.Lines {
				fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", text(r.Address), text(l.Component), quantity(&l), each(&l), monthly(&l))
			}
		}
		more(&b, len(d.Estimate.Resources))
	}
	fmt.Fprintf(&b, "\n%s\n", Share(&d.Estimate))
	for _, n := range d.Estimate.Notes {
		fmt.Fprintf(&b, "\n- %s", text(n))
	}
	for _, g := range d.Gaps[:min(maxRows, len(d.Gaps))] {
		fmt.Fprintf(&b, "\n- not evaluated: %s: %s", text(Place(g.Location)), text(g.Reason))
	}
	_, err := io.WriteString(w, strings.TrimRight(b.String(), "\n")+"\n")
	return err
}

func more(b *strings.Builder, n int) {
	if n > maxRows {
		fmt.Fprintf(b, "\n%d more resources are in the JSON form.\n", n-maxRows)
	}
}

func components(list []price.Line) string {
	var names []string
	for _, l := range list {
		names = append(names, l.Component)
	}
	return strings.Join(names, ", ")
}

// quantity, each and monthly are the cells of a line.
func quantity(l *price.Line) string {
	if l.Quantity == nil {
		return "? " + l.Unit
	}
	return l.Quantity.Round(6).String() + " " + l.Unit
}

func each(l *price.Line) string {
	if l.Each == nil {
		return "?"
	}
	return l.Each.String()
}

func monthly(l *price.Line) string {
	if l.Monthly == nil {
		return "unknown: " + report.MarkdownText(l.Why)
	}
	if l.State == price.Assumed {
		return Cents(*l.Monthly) + " (" + report.MarkdownText(l.Why) + ")"
	}
	return Cents(*l.Monthly)
}

//go:embed page.html.tmpl
var pageTemplate string

// WriteHTML writes one page without script.
func WriteHTML(w io.Writer, d *Document) error {
	esc := report.Escape
	t, err := template.New("page").Funcs(template.FuncMap{
		"cents": Cents, "centsOf": func(n *money.Number) string { return Cents(*n) }, "difference": func(c price.Change) string { return Difference(c.Unpriced, c.Delta) }, "was": func(c price.Change) string { return was(&c) }, "will": func(c price.Change) string { return will(&c) }, "quantity": func(l price.Line) string { return quantity(&l) }, "each": func(l price.Line) string { return each(&l) },
		"place": func(l assay.Location) string { return esc(Place(l)) }, "esc": esc, "open": func(l []price.Line) string { return esc(components(l)) },
	}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	style := report.Style() + pageStyle
	page := struct {
		*Document
		Policy, Delta, Share string
		Style                template.CSS
		Rows                 []price.Resource
		Changes              []price.Change
		More                 int
		Unseen               []assay.Gap
	}{Document: d, Policy: report.StylePolicy(style), Share: Share(&d.Estimate), Style: template.CSS(style)} // #nosec G203: ours
	page.Rows = d.Estimate.Resources[:min(maxRows, len(d.Estimate.Resources))]
	page.Unseen = d.Gaps[:min(maxRows, len(d.Gaps))]
	page.More = len(d.Estimate.Resources) - len(page.Rows)
	if d.Change != nil {
		page.Delta, page.Changes = d.Delta(), d.Change.Changes[:min(maxRows, len(d.Change.Changes))]
	}
	return t.Execute(w, page)
}

const pageStyle = "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}tr.r td{font-weight:600}h1{margin-top:12px}\n"
