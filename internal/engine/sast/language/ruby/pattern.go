package ruby

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// A number sign also starts an interpolation, and so comments are left to the
// grammar.
var syntax = language.Syntax{Comment: "\x00", Quotes: "\"'`"}

// encode gives the texts of a pattern. Names of metavariables are constants,
// but among parameters the grammar wants them in lower case.
func encode(pattern string) []string {
	texts := make([]string, 0, 2)
	for _, hash := range []bool{true, false} {
		text := language.EncodeWith(pattern, syntax, func(e language.Ellipsis) string {
			return dots(e, hash)
		})
		text = parameters(interpolations(text))
		if len(texts) == 0 || text != texts[0] {
			texts = append(texts, text)
		}
	}
	return texts
}

// dots gives the text of an ellipsis: between the braces of a hash it is a
// splat, and between numbers it is a range.
func dots(e language.Ellipsis, hash bool) string {
	before := strings.TrimRight(e.Before, " \t\r\n")
	if before == "" {
		return ast.DotsName
	}
	last := before[len(before)-1]
	if n := len(e.Before); last >= '0' && last <= '9' && e.Before[n-1] == last && e.After != "" && e.After[0] >= '0' && e.After[0] <= '9' {
		return "..."
	}
	if hash && e.Bracket == '{' && (last == '{' || last == ',') && !opensBlock(before) {
		return "**" + ast.DotsName
	}
	return ast.DotsName
}

// opensBlock says whether the innermost brace that is open at the end of a
// text is a block's: what stands before it is a name or a closing bracket.
func opensBlock(text string) bool {
	depth := 0
	for i := len(text) - 1; i >= 0; i-- {
		switch text[i] {
		case '}':
			depth++
		case '{':
			if depth > 0 {
				depth--
				continue
			}
			head := strings.TrimRight(text[:i], " \t\r\n")
			return head != "" && (strings.HasSuffix(head, "->") || strings.IndexByte("(,=[{:>|&?+-*/%!", head[len(head)-1]) < 0)
		}
	}
	return false
}

// lists are the places where parameters stand.
var lists = regexp.MustCompile(`(?:\bdef\s+[^\s(]+[ \t]*|->\s*)\([^()]*(?:\([^()]*\)[^()]*)*\)|(?:\{|\bdo)\s*\|[^|]*\||\bdef[ \t]+[^\s(]+[ \t]+[^\n(=;]+`)

var encodedName = regexp.MustCompile(`\b(METAVAR_|METAVARSEQ_|DOTS_)`)

// parameters writes the names of metavariables and ellipses among parameters
// with a small letter.
func parameters(text string) string {
	return lists.ReplaceAllStringFunc(text, func(list string) string {
		open := strings.IndexAny(list, "(|")
		if open < 0 {
			fields := strings.Fields(list)
			open = strings.Index(list, fields[1]) + len(fields[1])
		}
		return list[:open] + encodedName.ReplaceAllStringFunc(list[open:], func(name string) string {
			return strings.ToLower(name[:1]) + name[1:]
		})
	})
}

// upper undoes that: it is the encoded name that a name stands for, or else
// the name as it is.
func upper(name, otherwise string) string {
	if strings.HasPrefix(name, "mETAVAR") || strings.HasPrefix(name, "dOTS_") {
		return strings.ToUpper(name[:1]) + name[1:]
	}
	if language.Encoded(name) {
		return name
	}
	return otherwise
}

// interpolations encodes the code inside strings.
func interpolations(text string) string {
	if !strings.Contains(text, "#{") {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case '\'', '"', '`':
			n := literal(text[i:])
			if c == '\'' {
				b.WriteString(text[i : i+n])
			} else {
				b.WriteString(interpolated(text[i : i+n]))
			}
			i += n
		default:
			b.WriteByte(c)
			i++
		}
	}
	return b.String()
}

// literal is the length of the string literal that s starts with.
func literal(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return len(s)
}

func interpolated(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		end := -1
		if strings.HasPrefix(s[i:], "#{") {
			end = strings.IndexByte(s[i:], '}')
		}
		if end < 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteString("#{" + language.Encode(s[i+2:i+end], syntax)[0] + "}")
		i += end + 1
	}
	return b.String()
}

// contexts are where a pattern may stand: alone, as a pair, as a clause of
// begin, case or if, and as a parameter.
func contexts() []language.Context {
	return []language.Context{
		{Name: "file", Find: func(f *ast.File) ast.ID {
			s := f.First(f.Root)
			switch {
			case s == ast.None || clause(f, s):
				return ast.None
			case f.Len(f.Root) > 1:
				return f.Root
			case f.Kind(f.First(s)) == ast.Other && f.Text(f.First(s)) == "match_pattern": // :key => value
				return ast.None
			}
			return s
		}},
		{Name: "pair", Prefix: "f({", Suffix: "})", Find: func(f *ast.File) ast.ID {
			dict := f.First(f.Kid(f.First(language.Only(f, ast.ExprStmt)), 1))
			if x := f.First(dict); f.Len(dict) == 1 && f.Kind(x) == ast.Pair {
				return x
			}
			return ast.None
		}},
		{Name: "argument", Prefix: "f(", Suffix: ")", Find: func(f *ast.File) ast.ID {
			args := f.Kid(f.First(language.Only(f, ast.ExprStmt)), 1)
			if x := f.First(args); f.Len(args) == 1 && (f.Kind(x) == ast.KeyArg || f.Kind(x) == ast.Spread) {
				return x
			}
			return ast.None
		}},
		{Name: "rescue", Prefix: "begin\n", Suffix: "\nend", Find: language.Handler},
		{Name: "when", Prefix: "case DOTS_\n", Suffix: "\nend", Find: func(f *ast.File) ast.ID {
			return f.Kid(language.Only(f, ast.Switch), 1)
		}},
		{Name: "elsif", Prefix: "if DOTS_\n", Suffix: "\nend", Find: language.Otherwise},
		{Name: "open", Suffix: "\nend"},
	}
}

// clause says whether a statement is the head of a clause that the grammar, for
// want of its beginning, took for a call.
func clause(f *ast.File, s ast.ID) bool {
	x := f.First(s)
	if f.Kind(x) == ast.Call {
		x = f.First(x)
	}
	if f.Kind(s) != ast.ExprStmt || f.Kind(x) != ast.Ident {
		return false
	}
	switch f.Text(x) {
	case "rescue", "ensure", "when", "else", "elsif", "in":
		return true
	}
	return false
}
