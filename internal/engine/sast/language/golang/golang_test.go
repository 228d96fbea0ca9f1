package golang

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Statement(t, Language(), [][2]string{
		{"a.b(c, d...)", `(exprstmt (call (member "." (ident "a") (ident "b")) (args (ident "c") (spread "..." (ident "d"))) -))`},
		{"pkg.F(x)", `(exprstmt (call (member "." (ident "pkg") (ident "F")) (args (ident "x")) -))`},
		{"F[int](x)", `(exprstmt (call (ident "F") (args (ident "x")) (args (ident "int"))))`},
		{"[]byte(x)", `(exprstmt (cast (typeapp "[]" (ident "byte")) (ident "x")))`},
		{"x := 1", `(vardecl ":=" (mods) - (ident "x") (num "1"))`},
		{"a, b := f()", `(vardecl ":=" (mods) - (seq "(" (ident "a") (ident "b")) (call (ident "f") (args) -))`},
		{"a, b = b, a", `(exprstmt (assign "=" (seq "(" (ident "a") (ident "b")) (seq "(" (ident "b") (ident "a"))))`},
		{"a += 'b'", `(exprstmt (assign "+=" (ident "a") (str "b")))`},
		{"var x T = `v`", `(vardecl "var" (mods) (ident "T") (ident "x") (str "v"))`},
		{"var a, b = f()", `(vardecl "var" (mods) - (seq "(" (ident "a") (ident "b")) (call (ident "f") (args) -))`},
		{"const x = iota", `(vardecl "const" (mods) - (ident "x") (ident "iota"))`},
		{"x = &T{a: 1, b: {c}}", `(exprstmt (assign "=" (ident "x") (unary "&" (new (ident "T") (args) (dict (pair (ident "a") (num "1")) (pair (ident "b") (seq "{" (ident "c"))))))))`},
		{"x = []string{a, b}", `(exprstmt (assign "=" (ident "x") (new (typeapp "[]" (ident "string")) (args) (seq "{" (ident "a") (ident "b")))))`},
		{"x = map[string]int{}", `(exprstmt (assign "=" (ident "x") (new (typeapp (ident "map") (ident "string") (ident "int")) (args) (dict))))`},
		{"x = y.(*T)", `(exprstmt (assign "=" (ident "x") (cast "." (typeapp "*" (ident "T")) (ident "y"))))`},
		{"x = new(y.Z) + len(a[1:])", `(exprstmt (assign "=" (ident "x") (binary "+" (call (ident "new") (args (member "." (ident "y") (ident "Z"))) -) (call (ident "len") (args (index (ident "a") (other "slice" (num "1") - -))) -))))`},
		{`x = new("y")`, `(exprstmt (assign "=" (ident "x") (call (ident "new") (args (str "y")) -)))`},
		{"x = new([]T)", `(exprstmt (assign "=" (ident "x") (call (ident "new") (args (typeapp "[]" (ident "T"))) -)))`},
		{"x++", `(exprstmt (update "++" (ident "x")))`},
		{"c <- <-d", `(exprstmt (binary "<-" (ident "c") (unary "<-" (ident "d"))))`},
		{"go f()", `(go "go" (call (ident "f") (args) -))`},
		{"defer func() { return a, nil }()", `(go "defer" (call (func "lambda" (mods) - - (params) (block (return (seq "(" (ident "a") (null "nil")))) -) (args) -))`},
		{"if err := f(); err != nil { a() } else if b {}", `(block (vardecl ":=" (mods) - (ident "err") (call (ident "f") (args) -)) (if (binary "!=" (ident "err") (null "nil")) (block (exprstmt (call (ident "a") (args) -))) (block (if (ident "b") (block) -))))`},
		{"for i := 0; i < n; i++ { continue L }", `(for (block (vardecl ":=" (mods) - (ident "i") (num "0"))) (binary "<" (ident "i") (ident "n")) (block (exprstmt (update "++" (ident "i")))) (block (jump "continue" (ident "L"))))`},
		{"for x {}", `(for - (ident "x") - (block))`},
		{"for {}", `(for - - - (block))`},
		{"for _, v := range x {}", `(foreach (vardecl ":=" (mods) - (seq "(" (ident "_") (ident "v")) -) (ident "x") (block) -)`},
		{"switch x { case a, 1: f(); default: }", `(switch (ident "x") (case (args (ident "a") (num "1")) (block (exprstmt (call (ident "f") (args) -)))) (case (args) (block)))`},
		{"switch x := y.(type) { case *T: }", `(block (vardecl ":=" (mods) - (ident "x") (ident "y")) (switch "type" (ident "x") (case (args (typeapp "*" (ident "T"))) (block))))`},
		{"select { case x := <-c: f() }", `(switch "select" - (case (args (vardecl ":=" (mods) - (ident "x") (unary "<-" (ident "c")))) (block (exprstmt (call (ident "f") (args) -)))))`},
		{"func (r *T) F(a, b int, c ...string) (int, error) {}", `(func "func" (mods) (params (param (mods) (ident "int") - -) (param (mods) (ident "error") - -)) (ident "F") (params (param (mods) (ident "int") (ident "a") -) (param (mods) (ident "int") (ident "b") -) (param "..." (mods) (ident "string") (ident "c") -)) (block) (param (mods) (typeapp "*" (ident "T")) (ident "r") -))`},
		{"type T[K any] struct { *E; a, b int `json:\"a\"` }", `(class "struct" (mods) (ident "T") (params (param (mods) (ident "any") (ident "K") -)) (supers (ident "E")) (block (vardecl (mods (annot (str "json:\"a\"") -)) (ident "int") (ident "a") -) (vardecl (mods (annot (str "json:\"a\"") -)) (ident "int") (ident "b") -)))`},
		{"type I interface { io.Reader; F(x int) error }", `(class "interface" (mods) (ident "I") - (supers (member "." (ident "io") (ident "Reader"))) (block (func "func" (mods) (ident "error") (ident "F") (params (param (mods) (ident "int") (ident "x") -)) - -)))`},
		{"type F func(int) chan T", `(typedecl (ident "F") (functype (params (param (mods) (ident "int") - -)) (typeapp (ident "chan") (ident "T"))))`},
		{"package a", `(package (ident "a"))`},
		{`import x "a/b"`, `(import "import" (str "a/b") (ident "x"))`},
		{`import . "a/b"`, `(importof "import" (str "a/b") (ident "*") -)`},
	})
}

func TestImports(t *testing.T) {
	languagetest.Imports(t, Language(),
		"package a\nimport (\n\t\"os/exec\"\n\tj \"encoding/json\"\n\t_ \"x/y\"\n\t\"a.b/jwt/v4\"\n\t\"gopkg.in/yaml.v3\"\n)\n",
		map[string]string{"exec": "os/exec", "j": "encoding/json", "jwt": "a.b/jwt/v4", "yaml": "gopkg.in/yaml.v3"})
}

func TestPattern(t *testing.T) {
	languagetest.Patterns(t, Language(), [][2]string{
		{"$X.$F(..., $Y, ...)", `(call (member "." (metavar "$X") (metavar "$F")) (args (dots "...") (metavar "$Y") (dots "...")) -)`},
		{"a.F(...)", `(call (member "." (ident "a") (ident "F")) (args (dots "...")) -)`},
		{"f($...ARGS)", `(call (ident "f") (args (metavarseq "$...ARGS")) -)`},
		{"f($X...)", `(call (ident "f") (args (spread "..." (metavar "$X"))) -)`},
		{"$O. ... .Run(...)", `(call (member "." (member "." (metavar "$O") (dots "...")) (ident "Run")) (args (dots "...")) -)`},
		{"$X, ... := f(...)\n...\ng($X)", `(block (vardecl ":=" (mods) - (seq "(" (metavar "$X") (dots "...")) (call (ident "f") (args (dots "...")) -)) (dots "...") (exprstmt (call (ident "g") (args (metavar "$X")) -)))`},
		{"func $F(..., $W http.ResponseWriter, ...) { ... }", `(func "func" (mods) - (metavar "$F") (params (dots "...") (param (mods) (member "." (ident "http") (ident "ResponseWriter")) (metavar "$W") -) (dots "...")) (block (dots "...")) -)`},
		{"func ($R $T) $F(...) (..., error) { ... }", `(func "func" (mods) (params (dots "...") (param (mods) (ident "error") - -)) (metavar "$F") (params (dots "...")) (block (dots "...")) (param (mods) (metavar "$T") (metavar "$R") -))`},
		{"func (...) $F(...) {}", `(func "func" (mods) - (metavar "$F") (params (dots "...")) (block) (dots "..."))`},
		{"func f(a ...string) {}", `(func "func" (mods) - (ident "f") (params (param "..." (mods) (ident "string") (ident "a") -)) (block) -)`},
		{"&T{..., A: $X, ...}", `(unary "&" (new (ident "T") (args) (dict (dots "...") (pair (ident "A") (metavar "$X")) (dots "..."))))`},
		{"[...]$T{...}", `(new (typeapp "[]" (metavar "$T")) (args) (seq "{" (dots "...")))`},
		{"$X[...]", `(index (metavar "$X") (dots "..."))`},
		{"A: $X", `(pair (ident "A") (metavar "$X"))`},
		{"($X : *a.T).$F(...)", `(call (member "." (typedvar (typeapp "*" (member "." (ident "a") (ident "T"))) (metavar "$X")) (metavar "$F")) (args (dots "...")) -)`},
		{"f(<... $X + 1 ...>)", `(call (ident "f") (args (deep (binary "+" (metavar "$X") (num "1")))) -)`},
		{"if $E := f(); $E != nil { ... }", `(block (vardecl ":=" (mods) - (metavar "$E") (call (ident "f") (args) -)) (if (binary "!=" (metavar "$E") (null "nil")) (block (dots "...")) -))`},
		{"for _, $V := range $X { ... }", `(foreach (vardecl ":=" (mods) - (seq "(" (ident "_") (metavar "$V")) -) (metavar "$X") (block (dots "...")) -)`},
		{"case $X: ...", `(case (args (metavar "$X")) (block (dots "...")))`},
		{"type $T struct {\n  ...\n  $F string\n  ...\n}", `(class "struct" (mods) (metavar "$T") - (supers) (block (dots "...") (vardecl (mods) (ident "string") (metavar "$F") -) (dots "...")))`},
		{"$F string `json`", `(vardecl (mods (annot (str "json") -)) (ident "string") (metavar "$F") -)`},
		{"[]*$T", `(typeapp "[]" (typeapp "*" (metavar "$T")))`},
		{"import $X \"$Y\"", `(import "import" (str "$Y") (metavar "$X"))`},
		{"1 == 1", `(binary "==" (num "1") (num "1"))`},
		{"$X = \"...\";\n...", `(block (exprstmt (assign "=" (metavar "$X") (str "..."))) (dots "..."))`},
		{"go func() { ... }()", `(go "go" (call (func "lambda" (mods) - - (params) (block (dots "...")) -) (args) -))`},
	})
}

func TestDeep(t *testing.T) {
	languagetest.Hostile(t, Language(),
		"x = "+strings.Repeat("(", 20_000)+"1"+strings.Repeat(")", 20_000)+"\n",
		"x = 1"+strings.Repeat(" + 1", 20_000)+"\n",
		"x = a"+strings.Repeat(".b()", 20_000)+"\n",
		"type T "+strings.Repeat("[]", 20_000)+"int\n",
		"type T "+strings.Repeat("func(a, b, c ", 40)+"int"+strings.Repeat(")", 40)+"\n",
		strings.Repeat("if a {", 5_000),
	)
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"package a\nimport (\n. \"b\"\n_ `c`\n)\nfunc (r T) F[K any](a, b int, _ ...string) (x, y error) { return a, nil }\n",
		"type T struct { *E; a, b []int `x`; c struct{} }\ntype I interface { ~int | string; F() }\ntype (A = B; C map[K]chan D)\n",
		"func f() { a, b := 1, 2; if x := y; x {} else if z {}; for k, v = range m { L: goto L }; select { case c <- 1: default: } }",
		"switch x, y := 1, 2; z := w.(type) { case nil, *T: fallthrough }\nx = [...]T{0: {1}, {a: b}}[i:j:k].(T)\n",
		"func ( { := } case [", "TYPED_X.(T) DEEP_() DEEP_(x)", "new(\"x\") new(", "var a, b = c\nconst ( A = iota; B )",
	)
}
