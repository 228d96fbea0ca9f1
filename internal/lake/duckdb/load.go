package duckdb

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// loader is one Load under way.
type loader struct {
	*lake.Bill
	lake    *Lake
	db      *sql.DB
	scratch string
	id      string // digest of the bill

	said    map[string]footer         // by Parquet's footers, of the bill's columns
	columns []string                  // that it has, of FOCUS
	fixed   map[string]sql.NullString // those of text with one value in all lines
	tags    []string                  // keys that get a column
	keys    []string                  // all that there are; nil for too many
	hasTags bool
	// manySets says that sets of tags are too many to look at each once.
	manySets bool
	valued   bool // their values are a table
	notes    []string
	made     map[string]string // files of partitions that were written in one pass
}

// Load reads a bill; see lake.Lake.
func (l *Lake) Load(ctx context.Context, b lake.Bill) (_ *lake.Loaded, err error) {
	unlock, err := l.disk.Lock(ctx, false)
	if err != nil {
		return nil, fmt.Errorf("wait for the lake: %w", err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	m, err := l.manifest()
	if err != nil {
		return nil, err
	}
	x := &loader{Bill: &b, lake: l, id: digest(&b), fixed: map[string]sql.NullString{}, made: map[string]string{}}
	if x.Progress == nil {
		x.Progress = func(string) {}
	}
	if done := m.loaded(x.id, l.whole); done != nil {
		return done, x.final(m, done)
	}
	scratch, clear, err := l.workshop()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, clear()) }()
	x.scratch = scratch
	if x.db, err = l.database(ctx, scratch); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, x.db.Close()) }()
	return x.load(ctx, m)
}

// version changes when the same bill comes out otherwise.
const version = 5

// digest tells bills apart: same content read in the same way has the same.
func digest(b *lake.Bill) string {
	var files []string
	for _, f := range b.Files {
		files = append(files, f.Digest)
	}
	slices.Sort(files)
	data, err := json.Marshal(struct {
		Version   int
		Files     []string
		Columns   []lake.Column
		Source    string
		Tags      []string
		Estimated *bool
	}{version, files, b.Columns, b.Source, b.Tags, b.Estimated})
	if err != nil {
		panic(err) // plain values
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// loaded is the answer for a bill all of whose partitions are there and whole, else nil.
func (m *manifest) loaded(bill string, whole func(*entry) bool) *lake.Loaded {
	out := &lake.Loaded{Unchanged: true}
	of := 0
	for _, e := range m.Partitions {
		if e.Bill == bill {
			if !whole(&e) {
				return nil
			}
			of = e.Of
			out.Partitions = append(out.Partitions, lake.Change{Partition: e.Partition, Before: e.Lines})
			out.Stored += e.Lines
			out.Quarantined += e.Quarantined
		}
	}
	if of == 0 || len(out.Partitions) != of {
		return nil
	}
	out.In = out.Stored + out.Quarantined
	return out
}

// final makes what was loaded as an estimate final, once its month is over: the same
// bill after the month's end is the month's bill.
func (x *loader) final(m *manifest, out *lake.Loaded) error {
	changed := false
	for i := range m.Partitions {
		e := &m.Partitions[i]
		if e.Bill != x.id || !e.Estimated || x.open(e.Month) {
			continue
		}
		e.Estimated, changed = false, true
		out.Notes = append(out.Notes, fmt.Sprintf("%s %s was an estimate; its month is over, and the bill is the same: it is final now", e.Source, e.Month))
		for k := range out.Partitions {
			if p := &out.Partitions[k]; p.Source == e.Source && p.Month == e.Month {
				p.Estimated = false
			}
		}
	}
	if !changed {
		return nil
	}
	return x.lake.publish(m)
}

func (x *loader) load(ctx context.Context, m *manifest) (*lake.Loaded, error) {
	x.Progress("reading")
	if err := raw(ctx, x.db, x.scratch, x.Files, false); err != nil {
		return nil, err
	}
	if err := x.prepare(ctx); err != nil {
		return nil, err
	}
	parts, err := x.divide(ctx)
	if err != nil {
		return nil, err
	}
	broken, reasons, err := x.rejects(ctx)
	if err != nil {
		return nil, err
	}
	out := &lake.Loaded{Reasons: reasons}
	if broken > 0 {
		parts = withBroken(parts, onlySource(parts), broken)
	}
	out.In, err = x.count(ctx, "SELECT count(*) FROM raw")
	if err != nil {
		return nil, x.bad(err)
	}
	out.In += broken
	if out.In == 0 {
		return nil, fault.New(fault.Invalid, "%s has no lines", x.Files[0].Name).WithHelp("is the export finished? nothing was changed")
	}
	if err := x.whole(ctx, broken); err != nil {
		return nil, err
	}
	more, err := x.reasons(ctx, parts)
	if err != nil {
		return nil, err
	}
	out.Reasons = append(out.Reasons, more...)
	slices.SortStableFunc(out.Reasons, func(a, b lake.Reason) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), strings.Compare(a.Reason, b.Reason))
	})
	if !slices.ContainsFunc(parts, func(p part) bool { return p.good > 0 }) {
		return nil, fault.New(fault.Invalid, "none of the %d lines of %s can be read (%s, %s): nothing was changed", out.In, x.Files[0].Name, out.Reasons[0].Reason, out.Reasons[0].Example).
			WithHelp("mend the export, or say how its columns are to be read: --mapping FILE")
	}
	if err := x.spread(ctx, parts); err != nil {
		return nil, err
	}
	var entries []entry
	for i, p := range parts {
		x.Progress(fmt.Sprintf("%s %s  %d of %d", p.source, p.month, i+1, len(parts)))
		e, err := x.write(ctx, p, len(parts))
		if err != nil {
			return nil, err
		}
		out.Stored += e.Lines
		out.Quarantined += e.Quarantined
		entries = append(entries, *e)
	}
	if out.In != out.Stored+out.Quarantined {
		return nil, fmt.Errorf("%d lines came in, %d were stored and %d quarantined: nothing was changed", out.In, out.Stored, out.Quarantined)
	}
	return out, x.publish(m, entries, out)
}

// publish puts the new entries in place of the old. Lines that could be read are
// never replaced by none.
func (x *loader) publish(m *manifest, entries []entry, out *lake.Loaded) error {
	for _, e := range entries {
		if i := m.find(e.Source, e.Month); i >= 0 && e.Lines == 0 && m.Partitions[i].Lines > 0 {
			return fault.New(fault.Invalid, "none of the %d lines of %s %s can be read (%s): nothing was changed", e.Quarantined, e.Source, e.Month, out.Reasons[0].Reason).
				WithHelp("mend the export; to forget what is there: assay cost ingest --remove %s=%s", e.Source, e.Month)
		}
		if i := m.find(e.Source, e.Month); i >= 0 && e.Quarantined > e.Lines && m.Partitions[i].Lines > e.Lines && m.Partitions[i].Bill != e.Bill {
			return fault.New(fault.Invalid, "%d of the %d lines of %s %s can't be read (%s), and %d lines in the lake could: nothing was changed", e.Quarantined, e.Quarantined+e.Lines, e.Source, e.Month, out.Reasons[0].Reason, m.Partitions[i].Lines).
				WithHelp("mend the export; to take this bill all the same, forget what is there first: assay cost ingest --remove %s=%s", e.Source, e.Month)
		}
		if i := m.find(e.Source, e.Month); i >= 0 && strangers(e.Accounts, m.Partitions[i].Accounts) {
			return fault.New(fault.Conflict, "%s %s in the lake is of %s, this bill is of %s: nothing was changed", e.Source, e.Month, m.Partitions[i].Accounts[0], e.Accounts[0]).
				WithHelp("name a source for each account with --source; to forget what is there: assay cost ingest --remove %s=%s", e.Source, e.Month)
		}
	}
	for _, e := range entries {
		change := lake.Change{Partition: e.Partition, Before: -1}
		if b := m.replace(e, x.Now); b != nil {
			change.Before = b.Lines
		}
		out.Partitions = append(out.Partitions, change)
	}
	x.forget(m, sources(entries))
	out.Notes = append(x.notes, twice(m, entries)...)
	x.lake.sweep(m, x.Now)
	return x.lake.publish(m)
}

// forget drops quarantines without a month that an earlier bill left: of the same
// source, or of the same files.
func (x *loader) forget(m *manifest, sources []string) {
	m.Partitions = slices.DeleteFunc(m.Partitions, func(e entry) bool {
		again := len(e.Files) > 0 && !slices.ContainsFunc(e.Files, func(name string) bool {
			return !slices.ContainsFunc(x.Files, func(f lake.File) bool { return f.Name == name })
		})
		if e.Month != lake.UnknownMonth || e.Bill == x.id || !again && !slices.Contains(sources, e.Source) {
			return false
		}
		m.drop(e.files(), x.Now)
		return true
	})
}

// strangers says that two lists of accounts share none.
func strangers(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func sources(entries []entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Source)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// twice notes accounts whose month is also in another source.
func twice(m *manifest, entries []entry) []string {
	var out []string
	for _, e := range entries {
		for _, o := range m.Partitions {
			if o.Month != e.Month || o.Source == e.Source || o.Lines == 0 {
				continue
			}
			for _, a := range e.Accounts {
				if slices.Contains(o.Accounts, a) {
					out = append(out, fmt.Sprintf("%s in %s is also in source %s: is it counted twice? (assay cost ingest --remove %s=%s)", a, e.Month, o.Source, o.Source, o.Month))
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Remove forgets a partition; its files stay for a while.
func (l *Lake) Remove(ctx context.Context, source string, month assay.Month) (err error) {
	unlock, err := l.disk.Lock(ctx, false)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	m, err := l.manifest()
	if err != nil {
		return err
	}
	i := m.find(source, month)
	if i < 0 {
		return fault.New(fault.NotFound, "the lake has no %s of source %s", month, source).WithHelp("assay cost ingest --list names what is there")
	}
	m.drop(m.Partitions[i].files(), time.Now())
	m.Partitions = slices.Delete(m.Partitions, i, i+1)
	return l.publish(m)
}

// Partitions lists what is kept.
func (l *Lake) Partitions(context.Context) ([]lake.Partition, error) {
	m, err := l.manifest()
	if err != nil {
		return nil, err
	}
	var out []lake.Partition
	for _, e := range m.Partitions {
		out = append(out, e.Partition)
	}
	return out, nil
}

func (x *loader) count(ctx context.Context, query string) (n int64, err error) {
	err = x.db.QueryRowContext(ctx, query).Scan(&n)
	return n, err
}

// bad says that the bill could not be read.
func (x *loader) bad(err error) error {
	var paths []string
	for i := range x.Files {
		paths = append(paths, filepath.Join(x.scratch, fmt.Sprintf("in-%d", i)))
	}
	return unreadable(err, paths, x.Files)
}
