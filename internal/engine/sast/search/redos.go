package search

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// backtracks says whether a regular expression repeats something that itself
// repeats, so that a backtracking engine may divide a text in exponentially many
// ways: (a+)+, (\w*)*, (.+,?)*. A part that must stand between the rounds, and
// that nothing else in them matches, leaves one way only: (-[a-z]+)*.
func backtracks(s string) bool {
	re, err := syntax.Parse(s, syntax.Perl)
	if err != nil {
		// Look-around and the like: go by the look of it.
		return looksNested(s)
	}
	return nested(re)
}

func nested(re *syntax.Regexp) bool {
	if unbounded(re) && repeats(re.Sub[0]) && !separated(re.Sub[0]) {
		return true
	}
	for _, sub := range re.Sub {
		if nested(sub) {
			return true
		}
	}
	return false
}

// many is how often a part may be repeated to count as without bound.
const many = 20

func unbounded(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpStar, syntax.OpPlus:
		return true
	case syntax.OpRepeat:
		return re.Max < 0 || re.Max > many
	}
	return false
}

func repeats(re *syntax.Regexp) bool {
	if unbounded(re) {
		return true
	}
	for _, sub := range re.Sub {
		if repeats(sub) {
			return true
		}
	}
	return false
}

// separated says whether a part holds a character that must be there, and that
// nothing else in it matches.
func separated(re *syntax.Regexp) bool {
	for re.Op == syntax.OpCapture {
		re = re.Sub[0]
	}
	if re.Op != syntax.OpConcat {
		return false
	}
	for i, sub := range re.Sub {
		for sub.Op == syntax.OpCapture {
			sub = sub.Sub[0]
		}
		var own [][]rune
		switch sub.Op {
		case syntax.OpLiteral:
			for _, r := range sub.Rune {
				own = append(own, []rune{r, r})
			}
		case syntax.OpCharClass:
			own = append(own, sub.Rune)
		}
		var others []rune
		for k, other := range re.Sub {
			if k != i {
				others = characters(other, others)
			}
		}
		for _, set := range own {
			if !overlap(set, others) {
				return true
			}
		}
	}
	return false
}

// characters adds the ranges of characters that an expression can match.
func characters(re *syntax.Regexp, out []rune) []rune {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			out = append(out, r, r)
			if re.Flags&syntax.FoldCase != 0 {
				for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
					out = append(out, f, f)
				}
			}
		}
	case syntax.OpCharClass:
		out = append(out, re.Rune...)
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		out = append(out, 0, unicode.MaxRune)
	}
	for _, sub := range re.Sub {
		out = characters(sub, out)
	}
	return out
}

func overlap(a, b []rune) bool {
	for i := 0; i+1 < len(a); i += 2 {
		for k := 0; k+1 < len(b); k += 2 {
			if a[i] <= b[k+1] && b[k] <= a[i+1] {
				return true
			}
		}
	}
	return false
}

// looksNested is backtracks for what Go's parser refuses: a group with a
// repetition in it that is repeated.
func looksNested(s string) bool {
	var groups []bool
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			for i++; i < len(s) && s[i] != ']'; i++ {
				if s[i] == '\\' {
					i++
				}
			}
		case '(':
			groups = append(groups, false)
		case '*', '+':
			if len(groups) > 0 {
				groups[len(groups)-1] = true
			}
		case ')':
			if len(groups) == 0 {
				continue
			}
			inside := groups[len(groups)-1]
			groups = groups[:len(groups)-1]
			if inside && i+1 < len(s) && strings.IndexByte("*+", s[i+1]) >= 0 {
				return true
			}
			if inside && len(groups) > 0 {
				groups[len(groups)-1] = true
			}
		}
	}
	return false
}
