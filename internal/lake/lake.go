// Package lake is where bills are kept: the seam between the rooms of cost and
// the files and the database beneath.
//
//	l, err := duckdb.Open(dir, duckdb.Options{})
//	loaded, err := l.Load(ctx, lake.Bill{Files: files, Columns: columns, Source: "aws", Now: now})
//	rows, err := l.Sum(ctx, lake.Ask{By: []assay.CostKey{assay.ByMonth, assay.ByServiceName}})
//
// Lines of a bill are kept by (source, billing period), in the columns of FOCUS
// 1.2. The package says what is asked of a lake and knows no format of bills:
// those are spend/collect's.
package lake

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/money"
)

// Lake keeps lines of bills. An implementer owes:
//   - Load replaces every (source, billing period) that the bill has lines of,
//     all or none of them; the same bill again changes nothing; killed at any
//     moment, the old lines stay.
//   - lines in = lines stored + lines quarantined, or Load fails and changes nothing.
//   - who reads sees each period either before or after a Load, never between.
//   - sums are exact decimals; currencies are never added.
type Lake interface {
	// Load reads a bill. What is no bill at all is fault.Invalid.
	Load(ctx context.Context, b Bill) (*Loaded, error)
	// Look lists the columns of files without keeping anything.
	Look(ctx context.Context, files []File) (*Sight, error)
	// Check counts the lines of files that break conditions, keeping nothing.
	Check(ctx context.Context, files []File, checks []Check) (*Checked, error)
	// Sum adds lines up by keys. Rows are sorted by their values.
	Sum(ctx context.Context, a Ask) ([]Row, error)
	// ExportSums writes what Sum gives as Parquet, a column for each key.
	ExportSums(ctx context.Context, a Ask, w io.Writer) error
	// Days adds lines up by keys and charge days: a series for each combination of
	// values. They are for looking at, not for booking: each day is added up exactly
	// and then rounded to a float. Lines without a day are left out.
	Days(ctx context.Context, a Ask) ([]Series, error)
	// Query runs one SELECT over the views charges and quarantine, reading nothing
	// else and writing nothing. Bad SQL is fault.Invalid. At most limit rows.
	Query(ctx context.Context, sql string, limit int) (*Table, error)
	// Export runs a Query and writes all of its rows as Parquet.
	Export(ctx context.Context, sql string, w io.Writer) error
	// Partitions lists what is kept, sorted by source and month.
	Partitions(ctx context.Context) ([]Partition, error)
	// Remove forgets a (source, billing period).
	Remove(ctx context.Context, source string, month assay.Month) error
	Close() error
}

// UnknownMonth stands for the billing period of quarantined lines that do not tell theirs.
const UnknownMonth assay.Month = "unknown"

// File is one file of a bill, on this machine.
type File struct {
	// Path is where to read it; Name is what people know it by.
	Path, Name string
	// Digest is its SHA-256, in hexadecimal.
	Digest string
	// Parquet says that it is Parquet; else it is CSV with a header line, in
	// UTF-8, its values apart by Comma.
	Parquet bool
	Comma   byte
}

// Column says how a column of FOCUS 1.2 comes from those of a bill.
type Column struct {
	// Name is the column's, as FOCUS spells it.
	Name string
	// SQL is an expression of DuckDB over the bill's columns, of any type; the
	// lake reads it as the type that FOCUS says, and quarantines what it cannot read.
	SQL string
	// Of names the bill's column where SQL makes a date of one: what cannot be read is
	// told by that name, in the bill's words. Empty: SQL is what the bill says.
	Of string
}

// Bill is what to load: files of one format.
type Bill struct {
	Files   []File
	Columns []Column
	// Source names the source of all lines. Empty: each line's provider and
	// billing account name it, and a bill may hold several.
	Source string
	// Tags are keys that get a column of their own whatever the bill holds.
	Tags []string
	// Now decides whether a billing period is still open.
	Now time.Time
	// Estimated, when set, says so for all of it.
	Estimated *bool
	// Progress, when set, is called as the work goes on.
	Progress func(step string)
}

// Loaded says what a Load did.
type Loaded struct {
	Partitions []Change
	// In, Stored and Quarantined count lines: In = Stored + Quarantined.
	In, Stored, Quarantined int64
	// Reasons say why lines were quarantined, most frequent first.
	Reasons []Reason
	// Unchanged says that the same bill had been loaded before.
	Unchanged bool
	// Notes are things to look at, such as the same account in two sources.
	Notes []string
}

// Change is a partition and what it replaced.
type Change struct {
	Partition
	// Before is how many lines it had; -1 when it was not there.
	Before int64
}

// Reason is why lines are in quarantine.
type Reason struct {
	Reason  string `json:"reason"`  // in a few words
	Lines   int64  `json:"lines"`   // how many
	Example string `json:"example"` // where the first is
}

// Partition is a (source, billing period) in the lake.
type Partition struct {
	Source      string      `json:"source"`      // the bill's name in the lake
	Month       assay.Month `json:"month"`       // billing period; "unknown" of lines that do not tell theirs
	Lines       int64       `json:"lines"`       // that are stored
	Quarantined int64       `json:"quarantined"` // lines that could not be read
	// Unreadable are those of Quarantined that do not tell what they are billed.
	Unreadable int64 `json:"unreadable,omitempty"`
	// Estimated says that the period was open when the bill was read.
	Estimated bool `json:"estimated"`
	// Loaded is when the bill was read.
	Loaded time.Time `json:"loaded"`
	// Totals are what its lines come to, by currency.
	Totals []Total `json:"totals"`
	// Accounts are provider and billing account of its lines, sorted.
	Accounts []string `json:"accounts,omitempty"`
	// Tags are the keys with a column of their own.
	Tags []string `json:"tags,omitempty"`
	// Files names what it was loaded from.
	Files []string `json:"files,omitempty"`
}

// Total is what a partition comes to in one currency.
type Total struct {
	Currency    string       `json:"currency"`    // ISO 4217, or a provider's own
	Billed      money.Number `json:"billed"`      // what invoices ask for
	Effective   money.Number `json:"effective"`   // with what was paid ahead spread over its term
	Quarantined money.Number `json:"quarantined"` // billed cost of quarantined lines, as far as it could be read
	// Lines are those that a load stored; what is kept does not say.
	Lines int64 `json:"-"`
}

// Sight is what Look saw.
type Sight struct {
	// Columns are the names and types of the bill's columns, in their order.
	Columns []SeenColumn
}

// SeenColumn is a column of a bill.
type SeenColumn struct{ Name, Type string }

// Has says whether a column is there; case does not matter.
func (s *Sight) Has(name string) bool { return s.Spelt(name) != "" }

// Ask is a question for sums.
type Ask struct {
	By []assay.CostKey
	// From and To bound billing months, both inclusive; empty: no bound.
	From, To assay.Month
	// FromDay and ToDay bound charge days, both inclusive; zero: no bound.
	FromDay, ToDay time.Time
	Where          []Filter
	// Virtual are keys that rules make.
	Virtual []Virtual
}

// Filter keeps the lines whose key has one of the values; Not keeps the others.
type Filter struct {
	Key    assay.CostKey
	Values []string
	Not    bool
}

// Virtual is a key made by rules: the first case that holds gives its value, else it is empty.
type Virtual struct {
	Key   assay.CostKey
	Cases []Case
}

// Case holds when all of When do; then the key's value is Value, or that of
// another key, From, changed by Map where that knows it. With Only, a value that
// Map does not know lets the next case try.
type Case struct {
	When  []Match
	Value string
	From  assay.CostKey
	Map   map[string]string
	Only  bool
}

// Match holds when a key's value matches one of the globs (* and ?, case counts).
type Match struct {
	Key   assay.CostKey
	Globs []string
}

// Row is a sum: one value for each key asked for, empty where lines have none.
type Row struct {
	Values            []string
	Currency          string
	Estimated         bool
	Billed, Effective money.Number
	// List, Contracted and Quantity are nil where no line says any.
	List, Contracted, Quantity *money.Number
	Lines                      int64
}

// Series is the cost of days of one combination of values; days are in no order,
// each once.
type Series struct {
	Values            []string
	Currency          string
	Days              []int32 // since 1 January 1970
	Billed, Effective []float64
}

// Table is the answer to a query, as text; null is an empty cell with Null set.
type Table struct {
	Columns []string
	Rows    [][]Cell
	// More says that the limit cut it.
	More bool
}

// Cell is a value in a table.
type Cell struct {
	Text string
	Null bool
	// Number says that the text is a number.
	Number bool
}

// Spelt is a column's name as the bill spells it; empty when it is not there.
func (s *Sight) Spelt(name string) string {
	for _, c := range s.Columns {
		if strings.EqualFold(c.Name, name) {
			return c.Name
		}
	}
	return ""
}

// Check is a condition under which a line breaks a rule.
type Check struct {
	ID string
	// SQL is a condition over the columns of the files as they are. With Group, an
	// expression, it is over all lines that agree in it, and groups are counted.
	SQL   string
	Group string
}

// Checked is what Check counted.
type Checked struct {
	// Lines are all; Unreadable are those of them that are no line of CSV, and break
	// nothing that is checked.
	Lines, Unreadable int64
	Broken            []Broken // in the order of the checks
}

// Broken counts lines, or groups, and names the first line, from 1.
type Broken struct{ Lines, First int64 }
