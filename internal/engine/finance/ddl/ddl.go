// Package ddl reads the columns that SQL gives to tables.
//
//	for _, c := range ddl.Columns(data) { … c.Table, c.Name, c.Type … }
//
// It knows CREATE TABLE and ALTER TABLE … ADD in the common dialects, as far as
// names and types go: it checks no syntax, follows no DROP, and passes over
// what it does not know. The work grows with the length of the text.
package ddl

import "strings"

// Column is one column as a statement gives it.
type Column struct {
	Table string // as written, without quotes
	Name  string // as written, without quotes
	// Type is the words after the name, up to its first constraint:
	// "varchar(19)". It may be empty.
	Type string
	// Line and Column are where the name begins, from 1; columns count bytes.
	Line, Column int
}

// Columns lists the columns in the order of the text.
func Columns(data []byte) []Column {
	r := &reader{lexer: lexer{text: string(data), line: 1}}
	r.next()
	for r.token.kind != end {
		switch {
		case r.word("create"):
			r.create()
		case r.word("alter"):
			r.alter()
		default:
			r.skip()
		}
	}
	return r.out
}

// reader walks the statements.
type reader struct {
	lexer
	token token
	out   []Column
}

func (r *reader) next() { r.token = r.lexer.next() }

func (r *reader) word(w string) bool {
	return r.token.kind == word && strings.EqualFold(r.token.text, w)
}

func (r *reader) is(s string) bool { return r.token.kind == sign && r.token.text == s }

// skip goes past the end of the statement.
func (r *reader) skip() {
	for r.token.kind != end && !r.is(";") {
		r.next()
	}
	r.next()
}

// create reads CREATE [words] TABLE [IF NOT EXISTS] name ( columns ).
func (r *reader) create() {
	for range 4 {
		if r.next(); r.word("table") {
			break
		}
	}
	if !r.word("table") {
		return
	}
	r.next()
	for r.word("if") || r.word("not") || r.word("exists") {
		r.next()
	}
	table := r.name()
	if !r.is("(") {
		return
	}
	r.next()
	for r.token.kind != end && !r.is(";") {
		r.column(table)
		if r.is(")") {
			r.next()
			return
		}
		r.next() // the comma
	}
}

// alter reads ALTER TABLE name ADD [COLUMN] name type, each after a comma.
func (r *reader) alter() {
	if r.next(); !r.word("table") {
		return
	}
	r.next()
	for r.word("if") || r.word("exists") || r.word("only") {
		r.next()
	}
	table := r.name()
	for r.token.kind != end && !r.is(";") {
		if !r.word("add") {
			r.next()
			continue
		}
		r.next()
		list := r.is("(")
		if list {
			r.next()
		}
		r.added(table)
		for list && r.is(",") {
			r.next()
			r.added(table)
		}
	}
}

// added reads [COLUMN] [IF NOT EXISTS] name type.
func (r *reader) added(table string) {
	for r.word("column") || r.word("if") || r.word("not") || r.word("exists") {
		r.next()
	}
	r.column(table)
}

// name reads schema.name, and gives the last part.
func (r *reader) name() string {
	var last string
	for r.token.kind == word || r.token.kind == quoted {
		last = r.token.text
		if r.next(); !r.is(".") {
			break
		}
		r.next()
	}
	return last
}

// constraint says whether a word begins what is no column, or ends a type.
func constraint(w string) bool {
	switch strings.ToLower(w) {
	case "primary", "foreign", "unique", "check", "constraint", "key", "index", "fulltext", "spatial", "exclude",
		"like", "period", "not", "null", "default", "references", "comment", "collate",
		"generated", "auto_increment", "identity", "on", "charset", "after", "first", "as", "encode":
		return true
	}
	return false
}

// column reads up to the comma or bracket that ends a column, which stays.
func (r *reader) column(table string) {
	c := Column{Table: table, Name: r.token.text, Line: r.token.line, Column: r.token.column}
	isColumn := r.token.kind == quoted || r.token.kind == word && !constraint(r.token.text)
	var typ strings.Builder
	if isColumn {
		r.next()
	}
	typed := isColumn
	for depth := 0; r.token.kind != end && !r.is(";"); r.next() {
		switch {
		case r.is("("):
			depth++
		case r.is(")"):
			if depth == 0 {
				r.finish(c, typ.String(), isColumn)
				return
			}
			depth--
		case r.is(",") && depth == 0:
			r.finish(c, typ.String(), isColumn)
			return
		case r.token.kind == word && depth == 0 && constraint(r.token.text):
			typed = false
		}
		if typed && typ.Len() < maxType {
			if r.token.kind == word && typ.Len() > 0 && !strings.HasSuffix(typ.String(), "(") {
				typ.WriteByte(' ')
			}
			typ.WriteString(r.token.text)
		}
	}
	r.finish(c, typ.String(), isColumn)
}

// maxType bounds what is kept of a type, in bytes.
const maxType = 64

func (r *reader) finish(c Column, typ string, isColumn bool) {
	if isColumn && c.Name != "" {
		c.Type = typ
		r.out = append(r.out, c)
	}
}
