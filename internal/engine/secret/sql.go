package secret

import (
	"bytes"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// identifiedBy is CREATE USER … IDENTIFIED BY 'x' (MySQL, Oracle, MariaDB).
func (s *scan) identifiedBy(start, end int) {
	lead := bytes.ToLower(s.data[max(0, start-160):start])
	if !bytes.Contains(lead, []byte("user ")) && !bytes.Contains(lead, []byte("grant ")) && !bytes.Contains(lead, []byte("role ")) {
		return
	}
	at := s.blanks(end)
	if i := indexFold(s.data[at:min(len(s.data), at+48)], " by "); bytes.HasSuffix(bytes.ToLower(s.data[start:end]), []byte("with")) && i >= 0 {
		at = s.blanks(at + i + 4)
	}
	if rest := s.data[at:min(len(s.data), at+9)]; bytes.EqualFold(rest, []byte("password ")) {
		at = s.blanks(at + 9)
	}
	if at == end || at >= len(s.data) {
		return
	}
	v, ok := s.bare(at, " \t\r\n;,)\"'")
	if !ok || value.Judge(value.Password, nil, s.data[v.start:v.end], max(value.Config, s.kind.place)) == value.No {
		return
	}
	s.add(candidate{
		rule: "sql-password", start: v.start, end: v.end, severity: assay.High, confidence: assay.Firm, rank: rankFile,
	})
}

// insert reads the rows of INSERT INTO t (a, password, …) VALUES (…), (…).
func (s *scan) insert(_, end int) {
	open := bytes.IndexByte(s.data[end:min(len(s.data), end+120)], '(')
	if open < 0 || s.kind.place == value.Doc {
		return
	}
	columns, at, ok := s.tuple(end + open)
	if !ok {
		return
	}
	kinds := make([]value.Kind, len(columns))
	wanted := false
	for i, c := range columns {
		kinds[i] = value.Name(bytes.Trim(s.data[c.start:c.end], "`\"'[] \t\r\n"))
		wanted = wanted || kinds[i] == value.Password || kinds[i] == value.Token
	}
	if !wanted {
		return
	}
	if i := indexFold(s.data[at:min(len(s.data), at+32)], "values"); i >= 0 {
		s.rows(at+i+len("values"), columns, kinds)
	}
}

func (s *scan) rows(at int, columns []text, kinds []value.Kind) {
	for s.gap == "" {
		for at < len(s.data) && (isBlank(s.data[at]) || s.data[at] == ',') {
			at++
		}
		if s.byteAt(at) != '(' {
			return
		}
		row, next, ok := s.tuple(at)
		if !ok || !s.spend(next-at) {
			return
		}
		for i, v := range row {
			if i < len(kinds) && kinds[i] != value.Nothing && isQuote(s.byteAt(v.start)) && v.end-v.start > 2 {
				s.judge(kinds[i], s.data[columns[i].start:columns[i].end], text{start: v.start + 1, end: v.end - 1, place: max(s.kind.place, value.Config), note: "in a row of a table"})
			}
		}
		at = next
	}
}

// tuple splits a parenthesised list at its commas.
func (s *scan) tuple(open int) (items []text, next int, ok bool) {
	start, quote := open+1, byte(0)
	for i := open + 1; i < len(s.data) && i-open < 16<<10; i++ {
		c := s.data[i]
		switch {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case isQuote(c):
			quote = c
		case c == ',' || c == ')':
			if v, some := s.trimmed(start, i); some {
				items = append(items, v)
			} else {
				items = append(items, text{start: i, end: i})
			}
			if start = i + 1; c == ')' {
				return items, i + 1, true
			}
		}
	}
	s.spend(16 << 10)
	return nil, 0, false
}
