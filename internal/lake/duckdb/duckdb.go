// Package duckdb is a lake of Parquet files with DuckDB, in this process, as
// what reads and writes them.
//
//	l, err := duckdb.Open(dir, duckdb.Options{})
//	defer l.Close()
//
// Lines are in charges/source=S/billing_period=YYYY-MM/ID.parquet, a layout that
// other programs read too; a summary by day and a file of quarantined lines may
// be beside them. manifest.json says which files count; it is replaced in one
// step, and files that no longer count stay for a day, for those who still read.
// The database never goes to the network and never fetches an extension.
package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the driver

	"github.com/assay-dev/assay/internal/disk"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/lake"
)

// Options have useful zero values.
type Options struct {
	// Memory is the most that the database may use, in bytes; 0: 2 GiB.
	Memory int64
	// Threads is how many it uses; 0: one for each processor.
	Threads int
}

// Lake is a folder.
type Lake struct {
	dir     string
	disk    disk.Disk
	options Options
}

var _ lake.Lake = (*Lake)(nil)

// Open opens the lake in a folder, and makes it where there is none.
func Open(dir string, o Options) (*Lake, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if strings.ContainsAny(dir, "*?[]{}") {
		return nil, fault.New(fault.Invalid, "%s: the lake's folder may have none of * ? [ ] { } in its name", dir).WithHelp("choose another with --home")
	}
	d, err := disk.Open(dir, true)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "open the lake: %w", err).WithHelp("choose another folder with --home")
	}
	if o.Memory == 0 {
		o.Memory = 2 << 30
	}
	if o.Threads == 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	return &Lake{dir, d, o}, nil
}

// Close gives back what the lake holds.
func (l *Lake) Close() error { return nil }

// settings keep the database from the network, from other time zones and from
// more memory than it was given.
func (l *Lake) settings(temp string) []string {
	return []string{
		fmt.Sprintf("SET memory_limit='%dB'", l.options.Memory),
		fmt.Sprintf("SET threads=%d", l.options.Threads),
		"SET autoinstall_known_extensions=false",
		"SET autoload_known_extensions=false",
		"SET TimeZone='UTC'",
		"SET temp_directory=" + text(temp),
	}
}

// database opens an empty database in memory on one connection; temp is where it
// may put what does not fit.
func (l *Lake) database(ctx context.Context, temp string) (*sql.DB, error) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		return nil, fmt.Errorf("start the database: %w", err)
	}
	db.SetMaxOpenConns(1)
	for _, s := range l.settings(temp) {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return nil, errors.Join(fmt.Errorf("set up the database: %w", err), db.Close())
		}
	}
	return db, nil
}

// scratch makes a folder for a while, for what a reader's memory cannot hold.
func scratch() (string, func() error, error) {
	dir, err := os.MkdirTemp("", "assay-lake-")
	return dir, func() error { return os.RemoveAll(dir) }, err
}

// workshop empties the folder in which files are made before they count, and
// gives it: who holds the lake's lock has it alone.
func (l *Lake) workshop() (string, func() error, error) {
	dir := filepath.Join(l.dir, "tmp")
	if err := os.RemoveAll(dir); err != nil {
		return "", nil, err
	}
	return dir, func() error { return os.RemoveAll(dir) }, os.Mkdir(dir, 0o700)
}

// text is a literal.
func text(s string) string {
	quoted := "'" + strings.ReplaceAll(s, "'", "''") + "'"
	if strings.Contains(s, "\x00") { // SQL ends there
		return "(" + strings.ReplaceAll(quoted, "\x00", "' || chr(0) || '") + ")"
	}
	return quoted
}

// name is an identifier.
func name(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

// texts is a list of literals.
func texts(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = text(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}
