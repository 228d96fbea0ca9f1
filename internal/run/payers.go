package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/change"
	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
	"github.com/assay-dev/assay/internal/spend/allocate"
)

// Payers is the use case "who pays": a repository's rules over the bills of a lake.
type Payers struct {
	Lake    lake.Lake
	Virtual []lake.Virtual
	Rules   *allocate.Rules
	Usage   allocate.Usage
	// Closed is the folder of closed months.
	Closed string
	// Now decides when a closing was made.
	Now func() time.Time
	// Prove, when set, keeps evidence of a closing before it counts.
	Prove func(ctx context.Context, c assay.MonthClose) error
}

// ReadPayers reads the rules and the usage of a folder as they lie there; missing
// files say nothing.
func ReadPayers(dir string) (*allocate.Rules, allocate.Usage, error) {
	data, err := optionalUpTo(dir, allocate.File, 1<<20)
	if err != nil {
		return nil, nil, err
	}
	rules, err := allocate.ParseRules(allocate.File, data)
	if err != nil {
		return nil, nil, err
	}
	if data, err = optionalUpTo(dir, allocate.UsageFile, allocate.MaxUsage); err != nil || data == nil {
		return rules, nil, err
	}
	usage, err := allocate.ParseUsage(allocate.UsageFile, data)
	return rules, usage, err
}

func optionalUpTo(dir, name string, limit int64) ([]byte, error) {
	data, err := change.ReadFile(dir, name, limit)
	if errors.Is(err, fault.NotFound) {
		return nil, nil
	}
	return data, err
}

// Allocate gives the cost of billing months to who pays for it; empty months are
// no bound.
func (p *Payers) Allocate(ctx context.Context, from, to assay.Month) (*allocate.Result, error) {
	return p.allocate(ctx, p.Rules, p.Usage, lake.Ask{From: from, To: to, Virtual: p.Virtual})
}

func (p *Payers) allocate(ctx context.Context, rules *allocate.Rules, usage allocate.Usage, ask lake.Ask) (*allocate.Result, error) {
	ask.By = rules.Needs()
	rows, err := p.Lake.Sum(ctx, ask)
	if err != nil {
		return nil, err
	}
	return allocate.Allocate(ctx, rules, usage, func(yield func(allocate.Sum, error) bool) {
		for _, r := range rows {
			sum := allocate.Sum{Values: r.Values, Currency: r.Currency, Estimated: r.Estimated, Billed: r.Billed, Effective: r.Effective, Lines: r.Lines}
			if r.List != nil {
				sum.List = *r.List
			}
			if !yield(sum, nil) {
				return
			}
		}
	})
}

// Statements of a month.
type Statements struct {
	*allocate.Period
	// Rules are those that made them, with the ledger's accounts.
	Rules *allocate.Rules
	// Closed is the closing, when the month is closed.
	Closed *allocate.Closing
	// Booked is the month that charges this one, or a part of it, as an adjustment: its
	// bill came after later months had been closed. Empty for others.
	Booked assay.Month
	// Quarantined counts the month's lines that could not be read and are in no statement.
	Quarantined int64
}

// Statements writes those of a month: as it was closed, or as its bills stand.
// The first open month carries the adjustments of closed ones.
func (p *Payers) Statements(ctx context.Context, month assay.Month) (*Statements, error) {
	if _, ok := month.First(); !ok {
		return nil, fault.New(fault.Invalid, "%q is no month", month).WithHelp("write it as 2025-01")
	}
	closings, err := p.closings(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range closings {
		if c.Period.Month == month {
			rules, err := allocate.ParseRules(allocate.File, []byte(c.Rules))
			return &Statements{Period: c.Period, Rules: rules, Closed: c}, err
		}
	}
	st, err := p.open(ctx, month, closings)
	if err != nil || len(closings) == 0 || month > closings[0].Period.Month {
		return st, err
	}
	return st, p.early(ctx, st, closings)
}

// open makes the statements of an open month.
func (p *Payers) open(ctx context.Context, month assay.Month, closings []*allocate.Closing) (*Statements, error) {
	result, err := p.Allocate(ctx, month, month)
	if err != nil {
		return nil, err
	}
	st := &Statements{Period: result.Period(month), Rules: p.Rules}
	partitions, err := p.Lake.Partitions(ctx)
	if err != nil {
		return nil, err
	}
	st.Quarantined = quarantined(partitions, month)
	if n := len(closings); n > 0 && closings[n-1].Period.Month.Add(1) == month {
		for _, m := range late(partitions, closings) {
			if err := p.correct(ctx, st.Period, closings[0].Unclosed(m, p.Usage), closings, notBefore(closings[0], m)...); err != nil {
				return nil, err
			}
		}
		for i, c := range closings {
			if err := p.correct(ctx, st.Period, c, closings[i+1:]); err != nil {
				return nil, err
			}
		}
	}
	return st, nil
}

// late are the months before the first closing whose bills came after it, and
// those that were charged as such.
func late(partitions []lake.Partition, closings []*allocate.Closing) []assay.Month {
	first, months := closings[0], map[assay.Month]bool{}
	if first.Before == nil {
		return nil // closed by a version that did not keep what was there
	}
	for _, x := range partitions {
		if x.Month < first.Period.Month && !slices.Contains(first.Before, allocate.Bill{Source: x.Source, Month: x.Month}) {
			months[x.Month] = true
		}
	}
	for _, c := range closings {
		for _, x := range c.Period.Corrections {
			if x.Month < first.Period.Month {
				months[x.Month] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(months))
}

// notBefore leaves out the bills of a month that were there at the first closing.
func notBefore(first *allocate.Closing, month assay.Month) []lake.Filter {
	f := lake.Filter{Key: assay.BySource, Not: true}
	for _, b := range first.Before {
		if b.Month == month {
			f.Values = append(f.Values, b.Source)
		}
	}
	if f.Values == nil {
		return nil
	}
	return []lake.Filter{f}
}

// early says what becomes of a month before the first closing.
func (p *Payers) early(ctx context.Context, st *Statements, closings []*allocate.Closing) error {
	first := closings[0]
	partitions, err := p.Lake.Partitions(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(late(partitions, closings), st.Month) {
		st.Booked = closings[len(closings)-1].Period.Month.Add(1)
		for _, c := range closings {
			if slices.ContainsFunc(c.Period.Corrections, func(x allocate.Correction) bool { return x.Month == st.Month }) {
				st.Booked = c.Period.Month
				break
			}
		}
		st.Notes = append(st.Notes, fmt.Sprintf("never closed, for months are closed from %s on: what came for it later is charged as an adjustment in %s", first.Period.Month, st.Booked))
	}
	for _, b := range first.Before {
		if b.Month == st.Month {
			st.Notes = append(st.Notes, fmt.Sprintf("%s: was there when %s was closed first, and is in no closing", b.Source, first.Period.Month))
		}
	}
	return nil
}

// quarantined counts lines that could not be read and may be a month's: those of the
// month, and those that do not tell theirs, of a source that has the month or none.
func quarantined(partitions []lake.Partition, month assay.Month) (n int64) {
	has, dated := map[string]bool{}, map[string]bool{}
	for _, x := range partitions {
		has[x.Source] = has[x.Source] || x.Month == month
		dated[x.Source] = dated[x.Source] || x.Month != lake.UnknownMonth
	}
	for _, x := range partitions {
		if x.Month == month || x.Month == lake.UnknownMonth && (has[x.Source] || !dated[x.Source]) {
			n += x.Quarantined
		}
	}
	return n
}

// correct allocates a closed month again, by its own rules, usage and catalogue,
// and books what is different.
func (p *Payers) correct(ctx context.Context, in *allocate.Period, c *allocate.Closing, later []*allocate.Closing, where ...lake.Filter) error {
	month := c.Period.Month
	rules, err := allocate.ParseRules(allocate.File, []byte(c.Rules))
	if err != nil {
		return fmt.Errorf("the rules that %s was closed with: %w", month, err)
	}
	usage, err := allocate.ParseUsage(allocate.UsageFile, []byte(c.Usage))
	if err != nil {
		return fmt.Errorf("the usage that %s was closed with: %w", month, err)
	}
	result, err := p.allocate(ctx, rules, usage, lake.Ask{From: month, To: month, Virtual: c.Virtual, Where: where})
	if err != nil {
		return err
	}
	adjustments, corrections := c.Adjustments(result.Period(month), later)
	in.Book(p.Rules, adjustments, corrections)
	return nil
}

// Close freezes a month: its statements with the adjustments that it carries.
// Months are closed in order. Lines in quarantine must be accepted. It is all
// or nothing, and safe against another who closes at the same time.
func (p *Payers) Close(ctx context.Context, month assay.Month, acceptQuarantine bool) (*Statements, error) {
	d, err := disk.Open(p.Closed, true)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "open the folder of closed months: %w", err)
	}
	unlock, err := d.Lock(ctx, false)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "wait for another who closes a month: %w", err)
	}
	st, err := p.close(ctx, d, month, acceptQuarantine)
	return st, errors.Join(err, unlock())
}

func (p *Payers) close(ctx context.Context, d disk.Disk, month assay.Month, acceptQuarantine bool) (*Statements, error) {
	closings, err := p.closings(ctx)
	if err != nil {
		return nil, err
	}
	previous := ""
	if n := len(closings); n > 0 {
		last := closings[n-1]
		previous = last.Digest
		next := last.Period.Month.Add(1)
		if first := closings[0].Period.Month; month < first {
			return nil, fault.New(fault.Denied, "%s cannot be closed: closing began with %s, and a bill that came later is an adjustment of %s", month, first, next).
				WithHelp("assay cost statement %s says what becomes of it", month)
		}
		if month < next {
			return nil, fault.New(fault.Denied, "%s is closed already", month).
				WithHelp("assay cost statement %s shows it; what its bills say since is an adjustment of %s", month, next)
		}
		if month != next {
			return nil, fault.New(fault.Denied, "%s cannot be closed: months are closed in order, and %s is next", month, next).
				WithHelp("assay cost close %s", next)
		}
	}
	st, err := p.Statements(ctx, month)
	if err != nil {
		return nil, err
	}
	switch {
	case len(st.Invoices) == 0:
		return nil, fault.New(fault.NotFound, "there is no bill for %s", month).WithHelp("read it in first: assay cost ingest FILE")
	case st.Quarantined > 0 && !acceptQuarantine:
		what := "1 line of %s, or that tells no month, is in quarantine and would be charged to nobody"
		if st.Quarantined > 1 {
			what = fmt.Sprint(st.Quarantined) + " lines of %s, or that tell no month, are in quarantine and would be charged to nobody"
		}
		return nil, fault.New(fault.Denied, what, month).
			WithHelp("mend them and ingest again, or say --accept-quarantine")
	case st.Quarantined > 0:
		st.Notes = append(st.Notes, fmt.Sprintf("closed with %d lines in quarantine", st.Quarantined))
	}
	var before []allocate.Bill
	if previous == "" {
		if before, err = p.before(ctx, month); err != nil {
			return nil, err
		}
		if note := leftOut(before); note != "" {
			st.Notes = append(st.Notes, note)
		}
	}
	if st.Closed, err = allocate.Close(st.Period, p.Rules, p.Usage, p.Virtual, previous, p.Now()); err != nil {
		return nil, err
	}
	st.Closed.Before = before
	data, err := st.Closed.Encode()
	if err != nil {
		return nil, err
	}
	if len(data) > allocate.MaxClosing {
		return nil, fault.New(fault.Invalid, "the statements of %s are larger than %d MiB", month, allocate.MaxClosing>>20).WithHelp("keep fewer keys in %s", allocate.File)
	}
	if p.Prove != nil {
		if err := p.Prove(ctx, monthClose(st.Closed, st.Quarantined)); err != nil {
			return nil, fmt.Errorf("evidence of the closing could not be written, and nothing was closed: %w", err)
		}
	}
	name := closingName(month)
	if err := errors.Join(d.Write(name+".new", data), d.Rename(name+".new", name), d.SyncDir(".")); err != nil {
		return nil, fault.New(fault.Unavailable, "write %s: %w", name, err)
	}
	return st, nil
}

// before are the bills of the lake for months before one.
func (p *Payers) before(ctx context.Context, month assay.Month) ([]allocate.Bill, error) {
	partitions, err := p.Lake.Partitions(ctx)
	if err != nil {
		return nil, err
	}
	out := []allocate.Bill{}
	for _, x := range partitions {
		if x.Month < month {
			out = append(out, allocate.Bill{Source: x.Source, Month: x.Month})
		}
	}
	slices.SortStableFunc(out, func(a, b allocate.Bill) int { return cmp.Compare(a.Month, b.Month) })
	return out, nil
}

// leftOut says in a first closing what it leaves out for good.
func leftOut(before []allocate.Bill) string {
	switch n := len(before); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("the first closing: %s of %s was there and is in none", before[0].Month, before[0].Source)
	default:
		return fmt.Sprintf("the first closing: %d bills of %s to %s were there and are in none", n, before[0].Month, before[n-1].Month)
	}
}

func monthClose(c *allocate.Closing, quarantined int64) assay.MonthClose {
	return assay.MonthClose{Month: c.Period.Month, Digest: c.Digest, Previous: c.Previous, Closed: c.Closed, Quarantined: quarantined}
}

// ClosedMonth is a closing, held against the evidence of it.
type ClosedMonth struct {
	Month  assay.Month `json:"month"`
	Closed time.Time   `json:"closed"`
	Digest string      `json:"digest"`
	// Evidence names the entry of the log that says the same; empty when none does.
	Evidence string `json:"evidence"`
	// Gone says that the log knows the closing, and it is not there.
	Gone bool `json:"gone"`
	// Other names the last entry that says another closing of the month.
	Other string `json:"other,omitempty"`
}

// Proven holds every closed month against the entries of an evidence log: the id of
// each, and what it says. A closing that was replaced, or is gone, is in no entry,
// or has one and is not there.
func (p *Payers) Proven(ctx context.Context, entries iter.Seq2[string, assay.MonthClose]) ([]ClosedMonth, error) {
	closings, err := p.closings(ctx)
	if err != nil {
		return nil, err
	}
	var out []ClosedMonth
	for _, c := range closings {
		out = append(out, ClosedMonth{Month: c.Period.Month, Closed: c.Closed, Digest: c.Digest})
	}
	for id, said := range entries {
		i := slices.IndexFunc(out, func(c ClosedMonth) bool { return c.Month == said.Month })
		switch {
		case i < 0:
			out = append(out, ClosedMonth{Month: said.Month, Closed: said.Closed, Digest: said.Digest, Evidence: id, Gone: true})
		case out[i].Gone: // the later word counts
			out[i].Closed, out[i].Digest, out[i].Evidence = said.Closed, said.Digest, id
		case out[i].Digest == said.Digest:
			out[i].Evidence = id
		default:
			out[i].Other = id
		}
	}
	slices.SortFunc(out, func(a, b ClosedMonth) int { return strings.Compare(string(a.Month), string(b.Month)) })
	return out, nil
}

func closingName(m assay.Month) string { return string(m) + ".json" }

// closings reads what was closed, in order, and holds it against itself.
func (p *Payers) closings(ctx context.Context) ([]*allocate.Closing, error) {
	d, err := disk.Open(p.Closed, false)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "open the folder of closed months: %w", err)
	}
	items, err := d.List(".")
	if err != nil {
		return nil, fault.New(fault.Unavailable, "list closed months: %w", err)
	}
	var out []*allocate.Closing
	for _, it := range items {
		month, ok := strings.CutSuffix(it.Name, ".json")
		if _, isMonth := assay.Month(month).First(); !ok || !isMonth {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		data, err := d.Read(it.Name, allocate.MaxClosing)
		if err != nil {
			return nil, fault.New(fault.Unavailable, "read the closing of %s: %w", month, err)
		}
		c, err := allocate.ParseClosing(it.Name, data)
		if err != nil {
			return nil, err
		}
		if string(c.Period.Month) != month {
			return nil, fault.New(fault.Conflict, "%s closes %s", it.Name, c.Period.Month).WithHelp("bring it back from a backup")
		}
		out = append(out, c)
	}
	return out, allocate.CheckChain(out)
}
