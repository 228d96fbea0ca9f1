package python

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Statement(t, Language(), [][2]string{
		{"f(a, *b, k=1, **c)", `(exprstmt (call (ident "f") (args (ident "a") (spread "*" (ident "b")) (keyarg (ident "k") (num "1")) (spread "**" (ident "c"))) -))`},
		{"a.b().c", `(exprstmt (member "." (call (member "." (ident "a") (ident "b")) (args) -) (ident "c")))`},
		{"x = y = (1)", `(exprstmt (assign "=" (ident "x") (assign "=" (ident "y") (num "1"))))`},
		{"x: int = 1", `(vardecl (mods) (ident "int") (ident "x") (num "1"))`},
		{"x: List[int]", `(vardecl (mods) (typeapp (ident "List") (ident "int")) (ident "x") -)`},
		{"a, b = c", `(exprstmt (assign "=" (seq "(" (ident "a") (ident "b")) (ident "c")))`},
		{"a < b not in c", `(exprstmt (binary "not in" (binary "<" (ident "a") (ident "b")) (ident "c")))`},
		{"not a and -b", `(exprstmt (binary "and" (unary "not" (ident "a")) (unary "-" (ident "b"))))`},
		{"a if b else c", `(exprstmt (cond (ident "b") (ident "a") (ident "c")))`},
		{"a[1:, b]", `(exprstmt (index (ident "a") (other "slice" (num "1") - -) (ident "b")))`},
		{"{'a': 1, **b}", `(exprstmt (dict (pair (str "a") (num "1")) (spread "**" (ident "b"))))`},
		{`f"a{b!r:>{w}}"`, `(exprstmt (template (str "a") (ident "b") (ident "w")))`},
		{`"a" 'b\n'`, `(exprstmt (str "ab\\n"))`},
		{`r"a" f"{b}"`, `(exprstmt (template (str "a") (ident "b")))`},
		{"[x for x in y if x]", `(exprstmt (comp "[" (ident "x") (compfor (ident "x") (ident "y") (ident "x"))))`},
		{"{k: v for k, v in d}", `(exprstmt (comp "{" (pair (ident "k") (ident "v")) (compfor (seq "(" (ident "k") (ident "v")) (ident "d"))))`},
		{"any(x for x in y)", `(exprstmt (call (ident "any") (args (comp "(" (ident "x") (compfor (ident "x") (ident "y")))) -))`},
		{"lambda x, *y: x", `(exprstmt (func "lambda" (mods) - - (params (param (mods) - (ident "x") -) (param "*" (mods) - (ident "y") -)) (block (return (ident "x"))) -))`},
		{"print 'a'", `(exprstmt (call (ident "print") (args (str "a")) -))`},
		{"del a", `(exprstmt (unary "del" (ident "a")))`},
		{"assert a, 'b'", `(assert (ident "a") (str "b"))`},
		{"raise A(b) from c", `(throw (call (ident "A") (args (ident "b")) -))`},
		{"if a: b\nelif c: pass\nelse: pass", `(if (ident "a") (block (exprstmt (ident "b"))) (block (if (ident "c") (block (jump "pass" -)) (block (jump "pass" -)))))`},
		{"for i in a:\n  break\nelse:\n  pass", `(foreach (ident "i") (ident "a") (block (jump "break" -)) (block (jump "pass" -)))`},
		{"while True: pass", `(while (bool "true") (block (jump "pass" -)))`},
		{"with open(a) as b, c: pass", `(with (args (vardecl (mods) - (ident "b") (call (ident "open") (args (ident "a")) -)) (ident "c")) (block (jump "pass" -)))`},
		{"with (a as b): pass", `(with (args (vardecl (mods) - (ident "b") (ident "a"))) (block (jump "pass" -)))`},
		{"try: a\nexcept (A, B) as e: b\nexcept: c\nfinally: d", `(try - (block (exprstmt (ident "a"))) - (block (exprstmt (ident "d"))) (catch (param (mods) (seq "(" (ident "A") (ident "B")) (ident "e") -) (block (exprstmt (ident "b")))) (catch - (block (exprstmt (ident "c")))))`},
		{"match a:\n  case 1 | -2: pass\n  case B(x) if x: pass\n  case _: pass", `(switch (ident "a") (case (args (num "1") (unary "-" (num "2"))) (block (jump "pass" -))) (case (args (call (ident "B") (args (ident "x")) -) (unary "if" (ident "x"))) (block (jump "pass" -))) (case (args) (block (jump "pass" -))))`},
		{"@a.b(1)\n@c\nasync def f(self, x: int = 1) -> str:\n  return x", `(func "func" (mods (annot (member "." (ident "a") (ident "b")) (args (num "1"))) (annot (ident "c") -) (modifier "async")) (ident "str") (ident "f") (params (param (mods) - (ident "self") -) (param (mods) (ident "int") (ident "x") (num "1"))) (block (return (ident "x"))) -)`},
		{"class A(B, metaclass=C):\n  x = 1", `(class "class" (mods) (ident "A") - (supers (ident "B") (keyarg (ident "metaclass") (ident "C"))) (block (exprstmt (assign "=" (ident "x") (num "1")))))`},
		{"import a.b as c", `(import "import" (member "." (ident "a") (ident "b")) (ident "c"))`},
		{"from a.b import c as d", `(importof "import" (member "." (ident "a") (ident "b")) (ident "c") (ident "d"))`},
		{"from . import *", `(importof "import" (ident ".") (ident "*") -)`},
	})
}

func TestImports(t *testing.T) {
	languagetest.Imports(t, Language(),
		"import os.path, subprocess as sp\nfrom flask import request as r, g\nfrom .m import n\nfrom . import o\n",
		map[string]string{"os": "os", "sp": "subprocess", "r": "flask.request", "g": "flask.g", "n": ".m.n", "o": ".o"})
}

func TestPattern(t *testing.T) {
	languagetest.Patterns(t, Language(), [][2]string{
		{"$F(..., $X, ...)", `(call (metavar "$F") (args (dots "...") (metavar "$X") (dots "...")) -)`},
		{"f($...ARGS, k=$V)", `(call (ident "f") (args (metavarseq "$...ARGS") (keyarg (ident "k") (metavar "$V"))) -)`},
		{"$O. ... .run(...)", `(call (member "." (member "." (metavar "$O") (dots "...")) (ident "run")) (args (dots "...")) -)`},
		{"$X = 1\n...\n$F($X)", `(block (exprstmt (assign "=" (metavar "$X") (num "1"))) (dots "...") (exprstmt (call (metavar "$F") (args (metavar "$X")) -)))`},
		{"def $F(..., $X=..., ...):\n  ...", `(func "func" (mods) - (metavar "$F") (params (dots "...") (param (mods) - (metavar "$X") (dots "...")) (dots "...")) (block (dots "...")) -)`},
		{"@$D(...)\ndef $F(...): ...", `(func "func" (mods (annot (metavar "$D") (args (dots "...")))) - (metavar "$F") (params (dots "...")) (block (dots "...")) -)`},
		{"@$D(...)", `(annot (metavar "$D") (args (dots "...")))`},
		{"class $C(..., B, ...): ...", `(class "class" (mods) (metavar "$C") - (supers (dots "...") (ident "B") (dots "...")) (block (dots "...")))`},
		{"{..., 'a': {...}, 'b': ...}", `(dict (dots "...") (pair (str "a") (dict (dots "..."))) (pair (str "b") (dots "...")))`},
		{"{..., $X, ...}", `(seq "{" (dots "...") (metavar "$X") (dots "..."))`},
		{"'$K': $V", `(pair (str "$K") (metavar "$V"))`},
		{`f"...{$X}...{...}"`, `(template (str "...") (metavar "$X") (str "...") (dots "..."))`},
		{"<... $X.$M(...) ...>", `(deep (call (member "." (metavar "$X") (metavar "$M")) (args (dots "...")) -))`},
		{"if <... $X ...>:\n  ...\nelse:\n  ...", `(if (deep (metavar "$X")) (block (dots "...")) (block (dots "...")))`},
		{"with $X as $Y: ...", `(with (args (vardecl (mods) - (metavar "$Y") (metavar "$X"))) (block (dots "...")))`},
		{"except $E: pass", `(catch (param (mods) (metavar "$E") - -) (block (jump "pass" -)))`},
		{"except ...: pass", `(catch (dots "...") (block (jump "pass" -)))`},
		{"elif $X: ...", `(if (metavar "$X") (block (dots "...")) -)`},
		{"$X: $T", `(vardecl (mods) (metavar "$T") (metavar "$X") -)`},
		{"f(($X: int))", `(call (ident "f") (args (typedvar (ident "int") (metavar "$X"))) -)`},
		{"f($X: a.B, ...)", `(call (ident "f") (args (typedvar (member "." (ident "a") (ident "B")) (metavar "$X")) (dots "...")) -)`},
		{"import $X", `(import "import" (metavar "$X") -)`},
		{"from $X import ...", `(importof "import" (metavar "$X") (dots "...") -)`},
		{"return ...", `(return (dots "..."))`},
		{"\"...\"", `(str "...")`},
		{"  f(...)\n  ...\n", `(block (exprstmt (call (ident "f") (args (dots "...")) -)) (dots "..."))`},
		{"f(x);", `(exprstmt (call (ident "f") (args (ident "x")) -))`},
	})
}

func TestDeep(t *testing.T) {
	for _, src := range []string{
		strings.Repeat("(", 20_000) + "1" + strings.Repeat(")", 20_000),
		"x = 1" + strings.Repeat(" + 1", 20_000),
		"x = a" + strings.Repeat(".b()", 20_000),
		strings.Repeat("[", 20_000),
		"f" + strings.Repeat("(not lambda: f", 5_000),
		"if a: b\n" + strings.Repeat("elif a: b\n", 5_000),
		"x = 1" + strings.Repeat(" < 1", 20_000),
		"import a" + strings.Repeat(".a", 20_000),
	} {
		f, err := Language().Parse("a.py", []byte(src))
		if err != nil {
			continue
		}
		languagetest.Check(t, f)
		if d := depth(f); d > 6_000 {
			t.Errorf("%.20s...: depth %d", src, d)
		}
	}
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"@a\nasync def f(x, *y: int, z=1, **k) -> a[b]:\n  with a as b, (c): yield from d\n",
		"try: a\nexcept* A, e: raise\nelse: b\nfinally: c\n",
		"match a, b:\n  case {'a': [x, *_]} | (1, -2) as y if z: pass\n",
		"print >>a, f'{b:{c}}' rb'd'; del a[1:2, ::3], b",
		"from __future__ import (a as b, *\nclass A[T: int](B, c=D): x: int = lambda: (yield)",
		"def (: if elif else f(x for", "f'{", "a = \x00 b", "DEEP_() DEEP_(x) TYPED_(a, b)",
	)
}

// depth is the length of the longest way from the root to a leaf.
func depth(f *ast.File) int {
	most := 0
	for i := range f.Nodes {
		n := 0
		for at := ast.ID(i); at != ast.None && f.First(ast.ID(i)) == ast.None; at = f.Nodes[at].Parent {
			n++
		}
		most = max(most, n)
	}
	return most
}
