package python

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// typedName is the function that a typed metavariable is a call of, on its way
// through the grammar: ($X: T) is TYPED_(METAVAR_X, T).
const typedName = "TYPED_"

var (
	syntax = language.Syntax{Comment: "#", Quotes: "\"'"}
	typed  = regexp.MustCompile(`(^|[^\w)\]])\(\s*(METAVAR_\w+)\s*:\s*([\w.\[\], |]+)\)`)
	// As an argument, where the same text could be a parameter: f($X: T).
	typedArgument = regexp.MustCompile(`([(,]\s*)(METAVAR_\w+)\s*:\s*([\w.\[\]]+)(\s*[,)])`)
)

// encode gives the texts of a pattern. Whether an ellipsis between braces is
// one of a dict or of a set only the grammar can say.
func encode(pattern string) []string {
	pattern = dedent(pattern)
	dict := finish(language.EncodeWith(pattern, syntax, func(e language.Ellipsis) string {
		before := strings.TrimRight(e.Before, " \t\r\n")
		if e.Bracket == '{' && before != "" && strings.IndexByte("{,", before[len(before)-1]) >= 0 {
			return "**" + ast.DotsName
		}
		return ast.DotsName
	}))
	set := finish(language.Encode(pattern, syntax)[0])
	texts := []string{dict}
	if set != dict {
		texts = append(texts, set)
	}
	if arg := typedArgument.ReplaceAllString(dict, "${1}"+typedName+"(${2}, ${3})${4}"); arg != dict {
		texts = append(texts, arg)
	}
	return texts
}

func finish(encoded string) string {
	return formatted(typed.ReplaceAllString(encoded, "${1}"+typedName+"(${2}, ${3})"))
}

// dedent removes blank lines around a pattern and the indentation of its first
// line from all lines.
func dedent(pattern string) string {
	lines := strings.Split(strings.TrimRight(pattern, " \t\r\n"), "\n")
	for len(lines) > 1 && strings.TrimSpace(lines[0]) == "" {
		lines = lines[1:]
	}
	indent := lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], " \t"))]
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, indent)
	}
	return strings.Join(lines, "\n")
}

// formatted encodes the expressions inside formatted strings.
func formatted(s string) string {
	if !strings.ContainsAny(s, "fF") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		c := s[i]
		if c != '"' && c != '\'' {
			b.WriteByte(c)
			i++
			continue
		}
		n := literal(s[i:])
		if f := prefix(s[:i]); strings.ContainsAny(f, "fF") {
			b.WriteString(interpolations(s[i : i+n]))
		} else {
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	return b.String()
}

// prefix is the letters right before a string, unless they end a name.
func prefix(before string) string {
	i := len(before)
	for i > 0 && strings.IndexByte("fFrRbBuUtT", before[i-1]) >= 0 {
		i--
	}
	if i > 0 && (before[i-1] == '_' || before[i-1] >= '0' && before[i-1] <= '9' || before[i-1]|0x20 >= 'a' && before[i-1]|0x20 <= 'z') {
		return ""
	}
	return before[i:]
}

// literal is the length of the string literal that s starts with.
func literal(s string) int {
	quote := s[:1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(s, triple) {
		quote = triple
	}
	for i := len(quote); i < len(s); i++ {
		switch {
		case s[i] == '\\':
			i++
		case strings.HasPrefix(s[i:], quote):
			return i + len(quote)
		}
	}
	return len(s)
}

func interpolations(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "{{") {
			b.WriteString("{{")
			i += 2
			continue
		}
		end := -1
		if s[i] == '{' {
			end = strings.IndexByte(s[i:], '}')
		}
		if end < 0 {
			b.WriteByte(s[i])
			i++
			continue
		}
		b.WriteString("{" + language.Encode(s[i+1:i+end], syntax)[0] + "}")
		i += end + 1
	}
	return b.String()
}

// typedVar turns TYPED_(METAVAR_X, T) back.
func (p *lowerer) typedVar(at int32, callee, args ast.ID) (ast.ID, bool) {
	f := p.File
	if f.Kind(callee) != ast.Ident || f.Text(callee) != typedName || f.Len(args) != 2 {
		return ast.None, false
	}
	a := p.Child(at, "arguments")
	typ := p.lower(p.Nth(a, 1))
	return p.Node(ast.TypedVar, at, "", typ, p.lower(p.First(a))), true
}

// contexts are where a pattern may stand: alone, as a clause of a try or an if
// statement, as a decorator, and as an entry of a dict.
func contexts() []language.Context {
	return []language.Context{
		{Name: "file"},
		{Name: "except", Prefix: "try:\n  pass\n", Find: language.Handler},
		{Name: "elif", Prefix: "if DOTS_:\n  pass\n", Find: language.Otherwise},
		{Name: "decorator", Suffix: "\ndef DOTS_(): pass", Find: func(f *ast.File) ast.ID {
			return language.OneOf(f, f.Kid(language.Only(f, ast.Func), 0))
		}},
		{Name: "entry", Prefix: "{", Suffix: "}", Find: func(f *ast.File) ast.ID {
			dict := f.First(language.Only(f, ast.ExprStmt))
			if f.Kind(dict) != ast.Dict || f.Len(dict) != 1 {
				return ast.None
			}
			return f.First(dict)
		}},
	}
}
