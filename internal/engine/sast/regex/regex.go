// Package regex compiles the regular expressions of rules, which are written
// for PCRE. What Go's linear-time engine understands runs there; look-around
// and back references run in a backtracking engine, only on text that the
// expression without them matches, with a time limit for each match. A pattern
// that hits the limit is given up for good and says so.
package regex

import (
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/dlclark/regexp2"
)

// limit is far more than an honest match takes, on a busy machine too.
const limit = 2 * time.Second

// maxLength bounds the text of an expression.
const maxLength = 20_000

// Regex is a compiled expression. It is safe for concurrent use.
type Regex struct {
	quick *regexp.Regexp
	slow  *regexp2.Regexp
	wide  *regexp.Regexp // matches plain text wherever slow does; or nil
	names []string
	gave  atomic.Bool
}

// Options say how an expression is read.
type Options struct {
	Multiline bool // ^ and $ match at lines
	Anchored  bool // match only at the start of the text
}

// Compile compiles an expression.
func Compile(expr string, o Options) (*Regex, error) {
	if len(expr) > maxLength {
		return nil, errTooLong
	}
	wrapped := expr
	if o.Anchored {
		wrapped = `\A(?:` + expr + `)`
	}
	flags := ""
	if o.Multiline {
		flags = "(?m)"
	}
	if re, err := regexp.Compile(flags + wrapped); err == nil {
		return &Regex{quick: re, names: re.SubexpNames()}, nil
	}
	opts := regexp2.RegexOptions(regexp2.None)
	if o.Multiline {
		opts |= regexp2.Multiline
	}
	re, err := regexp2.Compile(pythonic(wrapped), opts)
	if err != nil {
		return nil, err
	}
	re.MatchTimeout = limit
	return &Regex{slow: re, wide: widened(flags + wrapped), names: re.GetGroupNames()}, nil
}

var pythonicGroup = regexp.MustCompile(`\\.|\(\?P<|\(\?P=\w+\)`)

// pythonic rewrites how PCRE has named groups and references to them from
// Python, which the backtracking engine does not know. What is escaped stays.
func pythonic(expr string) string {
	return pythonicGroup.ReplaceAllStringFunc(expr, func(s string) string {
		switch {
		case s[0] == '\\':
			return s
		case s == "(?P<":
			return "(?<"
		}
		return `\k<` + s[len("(?P="):len(s)-1] + ">"
	})
}

type regexError string

func (e regexError) Error() string { return string(e) }

const errTooLong = regexError("regular expression is too long")

// GaveUp says that the expression took too long on some text and was not used
// again.
func (r *Regex) GaveUp() bool { return r.gave.Load() }

// Match says whether the expression matches anywhere (or at the start, when
// anchored).
func (r *Regex) Match(s string) bool {
	if r.quick != nil {
		return r.quick.MatchString(s)
	}
	if r.cannot(s) {
		return false
	}
	ok, err := r.slow.MatchString(s)
	if err != nil {
		r.gave.Store(true)
	}
	return ok && err == nil
}

// cannot says that the slow engine need not look at a text.
func (r *Regex) cannot(s string) bool {
	return r.gave.Load() || r.wide != nil && plain(s) && !r.wide.MatchString(s)
}

// Groups are the names of the groups, empty or their numbers where they have
// none; the whole match is the first.
func (r *Regex) Groups() []string { return r.names }

// Group is a captured group of a match; the whole match is the first.
type Group struct {
	Name       string // or its number
	Start, End int    // bytes; -1 when the group did not take part
}

// FindAll calls found for each match that does not overlap an earlier one.
func (r *Regex) FindAll(s string, found func([]Group)) {
	if r.quick != nil {
		for _, m := range r.quick.FindAllStringSubmatchIndex(s, -1) {
			groups := make([]Group, len(m)/2)
			for i := range groups {
				groups[i] = Group{Name: r.name(i), Start: m[2*i], End: m[2*i+1]}
			}
			found(groups)
		}
		return
	}
	if r.cannot(s) {
		return
	}
	// The slow engine counts runes.
	offsets := runeOffsets(s)
	m, err := r.slow.FindStringMatch(s)
	for ; err == nil && m != nil; m, err = r.slow.FindNextMatch(m) {
		var groups []Group
		for i, g := range m.Groups() {
			gr := Group{Name: r.name(i), Start: -1, End: -1}
			if len(g.Captures) > 0 {
				gr.Start, gr.End = offsets(g.Index), offsets(g.Index+g.Length)
			}
			groups = append(groups, gr)
		}
		found(groups)
	}
	if err != nil {
		r.gave.Store(true)
	}
}

func (r *Regex) name(i int) string {
	if i < len(r.names) && r.names[i] != "" {
		return r.names[i]
	}
	return strconv.Itoa(i)
}

// runeOffsets maps rune indexes to bytes.
func runeOffsets(s string) func(int) int {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return func(i int) int { return i }
	}
	var at []int
	for i := range s {
		at = append(at, i)
	}
	at = append(at, len(s))
	return func(i int) int { return at[min(i, len(at)-1)] }
}
