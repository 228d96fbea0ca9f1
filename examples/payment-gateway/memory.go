package main

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"sync"
)

// memory stands in for PostgreSQL so that the example runs anywhere: it keeps
// the rows that are inserted and answers every query with those whose id or
// merchant is asked for.
type memory struct {
	mu   sync.Mutex
	rows [][]driver.Value
}

func init() { sql.Register("memory", &memory{}) }

func (m *memory) Open(string) (driver.Conn, error) { return conn{m}, nil }

type conn struct{ m *memory }

func (c conn) Prepare(query string) (driver.Stmt, error) { return stmt{c.m}, nil }
func (c conn) Close() error                              { return nil }
func (c conn) Begin() (driver.Tx, error)                 { return nil, errors.New("no transactions") }

type stmt struct{ m *memory }

func (s stmt) Close() error  { return nil }
func (s stmt) NumInput() int { return -1 }

func (s stmt) Exec(args []driver.Value) (driver.Result, error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	s.m.rows = append(s.m.rows, args)
	return driver.RowsAffected(1), nil
}

func (s stmt) Query(args []driver.Value) (driver.Rows, error) {
	s.m.mu.Lock()
	defer s.m.mu.Unlock()
	var found [][]driver.Value
	for _, r := range s.m.rows {
		if len(args) == 0 || r[0] == args[0] {
			found = append(found, r)
		}
	}
	return &cursor{rows: found}, nil
}

type cursor struct{ rows [][]driver.Value }

func (c *cursor) Columns() []string { return []string{"id", "merchant", "currency", "minor", "last4"} }
func (c *cursor) Close() error      { return nil }

func (c *cursor) Next(dest []driver.Value) error {
	if len(c.rows) == 0 {
		return io.EOF
	}
	copy(dest, c.rows[0])
	c.rows = c.rows[1:]
	return nil
}
