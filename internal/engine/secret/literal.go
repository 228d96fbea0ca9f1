package secret

import (
	"bytes"

	"github.com/assay-dev/assay/internal/engine/secret/value"
)

// literal reads a string in quotes on one line.
func (s *scan) literal(at int) (text, bool) {
	quote := s.data[at]
	high := min(len(s.data), at+maxValue)
	for i := at + 1; i < high; i++ {
		switch s.data[i] {
		case '\\':
			i++
		case '\n':
			return text{}, false
		case quote:
			if s.kind.place == value.Code {
				if v, ok := s.joint(at, i); ok {
					return v, true
				}
			}
			return text{start: at + 1, end: i, place: s.kind.place}, s.complete(i + 1)
		}
	}
	return text{}, false
}

// joint is a chain of literals and nothing else: "a" + "b", over lines too.
// The end of the first is given.
func (s *scan) joint(at, end int) (text, bool) {
	parts := bytes.Clone(s.data[at+1 : end])
	stop := end
	for range 16 {
		next := s.space(stop + 1)
		c := s.byteAt(next)
		adjacent := isQuote(c) && bytes.IndexByte(s.data[stop:next], '\n') >= 0
		if c != '+' && c != '.' && c != '&' && c != '\\' && !adjacent {
			break
		}
		if !adjacent {
			next = s.space(next + 1)
		}
		if !isQuote(s.byteAt(next)) {
			return text{}, false
		}
		close := bytes.IndexByte(s.data[next+1:min(len(s.data), next+maxValue)], s.data[next])
		if close < 0 {
			return text{}, false
		}
		parts = append(parts, s.data[next+1:next+1+close]...)
		stop = next + 1 + close
	}
	if stop == end || len(parts) > maxValue || !s.spend(len(parts)) || !s.complete(stop+1) {
		return text{}, false
	}
	return text{start: at + 1, end: stop, place: s.kind.place, whole: parts}, true
}

// space skips blanks and line ends, but no more than 80.
func (s *scan) space(at int) int {
	for i := 0; i < 80 && at < len(s.data) && isBlank(s.data[at]); i++ {
		at++
	}
	return at
}

// complete rejects pieces of an expression: "a" + b, "x".repeat(3).
func (s *scan) complete(at int) bool {
	if s.kind.place != value.Code {
		return true
	}
	at = s.blanks(at)
	c := s.byteAt(at)
	return c != '+' && c != '.' && c != '%' && (c != ':' || s.kind.json)
}

// escaped reads a value between \" and \".
func (s *scan) escaped(at int) (text, bool) {
	high := min(len(s.data), at+maxValue)
	for i := at; i+1 < high && s.data[i] != '\n'; i++ {
		if s.data[i] == '\\' && isQuote(s.data[i+1]) {
			return text{start: at, end: i, place: s.kind.place}, true
		}
	}
	return text{}, false
}

// bare reads until one of the stop bytes.
func (s *scan) bare(at int, stop string) (text, bool) {
	if isQuote(s.byteAt(at)) {
		return s.literal(at)
	}
	end := at
	for end < len(s.data) && end-at < maxValue && bytes.IndexByte([]byte(stop), s.data[end]) < 0 {
		end++
	}
	return text{start: at, end: end, place: s.kind.place}, end > at
}

// restOfLine reads an unquoted scalar of YAML, INI or properties.
func (s *scan) restOfLine(at int) (text, bool) {
	end := min(s.lineEnd(at), at+maxValue)
	raw := s.data[at:end]
	for _, mark := range []string{" #", "\t#", " //", " ;"} {
		if i := bytes.Index(raw, []byte(mark)); i >= 0 {
			raw = raw[:i]
		}
	}
	if s.kind.yaml && len(raw) > 0 && bytes.IndexByte([]byte("|>{[&*!"), raw[0]) >= 0 {
		return text{}, false
	}
	if i := bytes.IndexByte(raw, ' '); i > 0 && !s.kind.yaml && bytes.IndexByte(raw[i:], '=') > 1 {
		raw = raw[:i] // name=value name=value
	}
	raw = bytes.TrimRight(raw, " \t\r,")
	return text{start: at, end: at + len(raw), place: s.kind.place}, len(raw) > 0
}
