package fix

import (
	"bytes"
	"errors"
	"slices"
	"strings"
)

// span is a range of bytes.
type span struct{ from, to int }

func (s span) of(data []byte) []byte { return data[s.from:s.to] }

// lineOf is the n-th line without its end.
func lineOf(data []byte, n int) (span, bool) {
	from := 0
	for ; n > 1; n-- {
		end := bytes.IndexByte(data[from:], '\n')
		if end < 0 {
			return span{}, false
		}
		from += end + 1
	}
	to := len(data)
	if end := bytes.IndexByte(data[from:], '\n'); end >= 0 {
		to = from + end
	}
	if to > from && data[to-1] == '\r' {
		to--
	}
	return span{from, to}, n == 1
}

// splice puts text in the place of a span, in a copy.
func splice(data []byte, at span, text string) []byte {
	return slices.Concat(data[:at.from], []byte(text), data[at.to:])
}

var (
	errNotThere = errors.New("the version does not stand on this line as it is in use")
	errTwice    = errors.New("the version stands on this line more than once")
)

// literal finds the one place on a line where a version stands between bytes
// of before and after.
func literal(data []byte, line span, version, before, after string) (span, error) {
	found := span{-1, -1}
	text := string(line.of(data))
	for at := 0; ; {
		next := strings.Index(text[at:], version)
		if next < 0 {
			break
		}
		from, to := at+next, at+next+len(version)
		at = from + 1
		if from == 0 || to == len(text) || strings.IndexByte(before, text[from-1]) < 0 || strings.IndexByte(after, text[to]) < 0 {
			continue
		}
		if found.from >= 0 {
			return found, errTwice
		}
		found = span{line.from + from, line.from + to}
	}
	if found.from < 0 {
		return found, errNotThere
	}
	return found, nil
}
