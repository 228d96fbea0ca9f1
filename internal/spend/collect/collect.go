// Package collect brings bills into the lake: it finds their files, sees in
// which format they are, and says how each column of FOCUS 1.2 comes from them.
//
//	bill, err := collect.Open(ctx, l, []string{"bills/2025-01"}, collect.Options{Dir: scratch})
//	loaded, err := l.Load(ctx, bill.Load(now))
//
// Formats: FOCUS 1.0 to 1.2, AWS Cost and Usage Reports (2.0 and before), Azure
// cost details, Google Cloud's detailed export, OpenCost allocations, invoices of
// tools, and any CSV with a mapping. It adds nothing up: the lake does.
package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// Options say how to read a bill.
type Options struct {
	// Dir is a folder for unpacked and fetched files; the caller removes it.
	Dir string
	// Format is one of Formats; empty: it is seen from the columns.
	Format string
	// Mapping says what the columns of another format mean.
	Mapping *Mapping
	// Source names the source; empty: provider and billing account do.
	Source string
	// Currency is for bills that don't name theirs.
	Currency string
	// Objects reads s3:// URLs; nil: there is no access to any.
	Objects Objects
	// Progress, when set, is called as the work goes on.
	Progress func(step string)
}

// Bill is what was found.
type Bill struct {
	Format string
	lake.Bill
	// Ignored are columns of the bill that are none of FOCUS.
	Ignored []string
	// Notes are things to know of the format or the files.
	Notes []string
}

// Looker lists the columns of files, and counts lines of which conditions are true.
type Looker interface {
	Look(ctx context.Context, files []lake.File) (*lake.Sight, error)
	Check(ctx context.Context, files []lake.File, checks []lake.Check) (*lake.Checked, error)
}

// format is a way in which bills are written.
type format struct {
	name, title string
	// is says whether a bill with these columns is of the format.
	is func(*columns) bool
	// columns are those of FOCUS, made from the bill's.
	columns func(*columns, *Options) []lake.Column
	// look, where it is set, sees how the bill named is written.
	look  func(c *columns, file string, ask asker) error
	notes []string
}

// formats in the order in which they are tried.
var formats = []format{focus, cur, azure, google, invoice}

// Formats lists the names of formats and what they are.
func Formats() [][2]string {
	out := [][2]string{}
	for _, f := range formats {
		out = append(out, [2]string{f.name, f.title})
	}
	return append(out, [2]string{"opencost", "OpenCost allocations, as JSON"}, [2]string{"mapping", "any CSV or Parquet, with --mapping"})
}

// Open finds the files of a bill and says how to load them.
func Open(ctx context.Context, l Looker, paths []string, o Options) (*Bill, error) {
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	f := &finder{ctx: ctx, options: &o}
	for _, p := range paths {
		if err := f.find(p); err != nil {
			return nil, err
		}
	}
	if err := f.named(); err != nil {
		return nil, err
	}
	if len(f.files) == 0 {
		return nil, fault.New(fault.NotFound, "no bill in %s", strings.Join(paths, ", ")).WithHelp("bills are files of .csv, .csv.gz, .parquet or .json, or folders of them")
	}
	sight, err := l.Look(ctx, f.files)
	if err != nil {
		return nil, err
	}
	b := &Bill{Notes: f.notes}
	b.Files, b.Source, b.Progress = f.files, o.Source, o.Progress
	cols := &columns{sight: sight}
	if o.Mapping != nil {
		b.Format = "mapping"
		b.Columns, err = o.Mapping.columns(cols, &o)
		return b, err
	}
	format, err := pick(cols, &o, f.files[0].Name)
	if err != nil {
		return nil, err
	}
	b.Format = format.name
	if format.look != nil {
		if err := format.look(cols, f.files[0].Name, ask(ctx, l, f.files)); err != nil {
			return nil, err
		}
	}
	b.Columns = format.columns(cols, &o)
	b.Notes = append(b.Notes, format.notes...)
	if format.name == focus.name {
		b.Ignored = foreign(sight)
	}
	return b, nil
}

func pick(cols *columns, o *Options, name string) (*format, error) {
	if o.Format != "" {
		i := slices.IndexFunc(formats, func(f format) bool { return f.name == o.Format })
		if i < 0 {
			if o.Format == "opencost" {
				return &focus, nil // its allocations were written as FOCUS
			}
			return nil, fault.New(fault.Invalid, "unknown format %q", o.Format).WithHelp("use one of %s", names())
		}
		return &formats[i], nil
	}
	for i := range formats {
		if formats[i].is(cols) {
			return &formats[i], nil
		}
	}
	return nil, fault.New(fault.Invalid, "%s is no bill that assay knows: its columns are %s", name, some(cols.sight)).
		WithHelp("known are %s; for others say with --mapping FILE which column is which", names())
}

func names() string {
	var out []string
	for _, f := range Formats() {
		out = append(out, f[0])
	}
	return strings.Join(out, ", ")
}

func some(s *lake.Sight) string {
	var out []string
	for _, c := range s.Columns[:min(len(s.Columns), 8)] {
		out = append(out, c.Name)
	}
	if len(s.Columns) > 8 {
		out = append(out, fmt.Sprintf("and %d more", len(s.Columns)-8))
	}
	return strings.Join(out, ", ")
}

// Load is the bill as the lake takes it.
func (b *Bill) Load(now time.Time) lake.Bill {
	out := b.Bill
	out.Now = now
	return out
}

// columns finds columns of a bill by their names.
type columns struct {
	sight *lake.Sight
	written
}

// has says whether all are there.
func (c *columns) has(names ...string) bool {
	for _, n := range names {
		if c.find(n) == "" {
			return false
		}
	}
	return true
}

// find is the expression of the first of the names that is there; empty for none.
// A dotted name may be a column, or a field in a column of structs.
func (c *columns) find(names ...string) string {
	for _, n := range names {
		for _, s := range c.sight.Columns {
			if strings.EqualFold(s.Name, n) || snake(s.Name) == n {
				return quote(s.Name)
			}
		}
		whole, field, ok := strings.Cut(n, ".")
		if !ok {
			continue
		}
		for _, s := range c.sight.Columns {
			if strings.EqualFold(s.Name, whole) && hasField(s.Type, field) {
				return quote(s.Name) + "." + quote(field)
			}
		}
	}
	return ""
}

// hasField says that a type is a STRUCT with such a field, or a list of them.
func hasField(typ, field string) bool {
	for _, before := range []string{"(", ", "} {
		if strings.Contains(typ, before+field+" ") || strings.Contains(typ, before+quote(field)+" ") {
			return strings.HasPrefix(typ, "STRUCT")
		}
	}
	return false
}

// named is the bill's name of the first of some columns; empty without any.
func (c *columns) named(names ...string) string {
	for _, n := range names {
		for _, s := range c.sight.Columns {
			if strings.EqualFold(s.Name, n) {
				return s.Name
			}
		}
	}
	return ""
}

func (c *columns) typeOf(name string) string {
	for _, s := range c.sight.Columns {
		if strings.EqualFold(s.Name, name) || snake(s.Name) == name {
			return s.Type
		}
	}
	return ""
}

// or is find, or NULL where there is none.
func (c *columns) or(names ...string) string {
	if e := c.find(names...); e != "" {
		return e
	}
	return "NULL"
}

// snake writes the names of older reports of AWS as those of newer ones:
// lineItem/UnblendedCost is line_item_unblended_cost.
func snake(s string) string {
	if !strings.Contains(s, "/") {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '/' || r == ':':
			b.WriteByte('_')
		case r >= 'A' && r <= 'Z':
			if i > 0 && s[i-1] != '/' && s[i-1] != ':' {
				b.WriteByte('_')
			}
			b.WriteRune(r + 'a' - 'A')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// list collects columns that have an expression.
type list []lake.Column

func (l *list) add(name, expr string) {
	if expr != "" && expr != "NULL" {
		*l = append(*l, lake.Column{Name: name, SQL: expr})
	}
}

// of says which of the bill's columns the last one makes a date of.
func (l *list) of(column string) { (*l)[len(*l)-1].Of = column }
