package golang

import (
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language"
)

// typedName starts the operand of a type assertion that a typed metavariable
// is on its way through the grammar: ($X : T) is TYPED_METAVAR_X.(T).
const typedName = "TYPED_"

var typed = regexp.MustCompile(`\(\s*(METAVAR_\w+)\s*:\s*([^:=()]+(?:\([^()]*\))?[^:=()]*)\)`)

// encode keeps the dots of variadic parameters and arguments, and of arrays.
func encode(pattern string) []string {
	text := language.EncodeWith(pattern, language.Syntax{}, func(e language.Ellipsis) string {
		if variadic(e) {
			return "..."
		}
		return ast.DotsName
	})
	return []string{typed.ReplaceAllString(text, typedName+"${1}.(${2})")}
}

// variadic says whether three dots are Go's: f(x...), f(x ...T), [...]T{}.
func variadic(e language.Ellipsis) bool {
	switch e.Bracket {
	case '(':
		if n := len(e.Before); n > 0 && (letter(e.Before[n-1]) || e.Before[n-1] == ')' || e.Before[n-1] == ']') {
			return true
		}
		return e.After != "" && (letter(e.After[0]) || strings.IndexByte("*[$", e.After[0]) >= 0)
	case '[':
		before := strings.TrimSuffix(e.Before, "[")
		if before == e.Before || !strings.HasPrefix(e.After, "]") {
			return false
		}
		return (len(e.After) > 1 && (letter(e.After[1]) || e.After[1] == '$' || e.After[1] == '*')) &&
			(before == "" || !letter(before[len(before)-1]) && before[len(before)-1] != ')' && before[len(before)-1] != ']')
	}
	return false
}

func letter(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// contexts are where a pattern may stand: alone, as an entry of a literal, a
// field of a struct, a case, a type, and a parameter.
func contexts() []language.Context {
	return []language.Context{
		{Name: "file", Suffix: "\n", Find: func(f *ast.File) ast.ID {
			s := f.First(f.Root)
			switch {
			case s == ast.None:
				return ast.None
			case f.Len(f.Root) > 1:
				return f.Root
			case f.Kind(s) == ast.Labeled && f.Kind(f.Kid(s, 1)) == ast.ExprStmt: // key: value
				return ast.None
			}
			return s
		}},
		{Name: "entry", Prefix: "T{", Suffix: "}", Find: func(f *ast.File) ast.ID {
			dict := f.Kid(f.First(language.Only(f, ast.ExprStmt)), 2)
			if f.Kind(dict) != ast.Dict || f.Len(dict) != 1 || f.Kind(f.First(dict)) != ast.Pair {
				return ast.None
			}
			return f.First(dict)
		}},
		{Name: "case", Prefix: "switch DOTS_ {\n", Suffix: "\n}", Find: func(f *ast.File) ast.ID {
			return f.Kid(language.Only(f, ast.Switch), 1)
		}},
		{Name: "type", Prefix: "var DOTS_ ", Find: func(f *ast.File) ast.ID {
			return f.Kid(language.Only(f, ast.VarDecl), 1)
		}},
		{Name: "field", Prefix: "type DOTS_ struct {\n", Suffix: "\n}", Find: func(f *ast.File) ast.ID {
			return f.Kid(language.Only(f, ast.Class), 4)
		}},
		{Name: "parameter", Prefix: "func DOTS_(", Suffix: ") {}", Find: func(f *ast.File) ast.ID {
			params := f.Kid(language.Only(f, ast.Func), 3)
			if f.Len(params) == 1 {
				return f.First(params)
			}
			return params
		}},
	}
}
