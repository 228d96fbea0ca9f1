package scala

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Code(t, Language(), [][2]string{
		{`package a.b
import c.D
import e.{F, G => H}, i._`, `(block (package (member "." (ident "a") (ident "b"))) (import "import" (member "." (ident "c") (ident "D")) -) (importof (ident "e") (ident "F") -) (importof (ident "e") (ident "G") (ident "H")) (importof (ident "i") (ident "*") -))`},
		{`@A private[p] case class C[T](val x: Int, y: String = "s")(implicit z: Z) extends B(x) with D[T] { val p = 1; var q: Int = _; lazy val (r, s) = t; def f(xs: Int*): Int = { g(); 1 } }`, `(block (class "class" (mods (annot (ident "A") -) (modifier "private[p]") (modifier "case")) (ident "C") (params (param (mods) - (ident "T") -)) (supers (call (ident "B") (args (ident "x")) -) (typeapp (ident "D") (ident "T"))) (block (func "ctor" (mods) - - (params (param (mods (modifier "val")) (ident "Int") (ident "x") -) (param (mods) (ident "String") (ident "y") (str "s")) (param (mods) (ident "Z") (ident "z") -)) - -) (vardecl "val" (mods) - (ident "p") (num "1")) (vardecl "var" (mods) (ident "Int") (ident "q") (ident "_")) (vardecl "val" (mods (modifier "lazy")) - (seq "(" (ident "r") (ident "s")) (ident "t")) (func "func" (mods) (ident "Int") (ident "f") (params (param "..." (mods) (ident "Int") (ident "xs") -)) (block (exprstmt (call (ident "g") (args) -)) (exprstmt (num "1"))) -))))`},
		{`class C @Inject() (x: T) { def f = x; def g(a: => Int)(b: B): Unit }`, `(block (class "class" (mods) (ident "C") - (supers) (block (func "ctor" (mods) - - (params (param (mods) (ident "T") (ident "x") -)) - -) (func "func" (mods) - (ident "f") (params) (block (return (ident "x"))) -) (func "func" (mods) (ident "Unit") (ident "g") (params (param (mods) (ident "Int") (ident "a") -) (param (mods) (ident "B") (ident "b") -)) - -))))`},
		{`object O extends A { type T = Map[String, a.B] }`, `(block (class "object" (mods) (ident "O") - (supers (ident "A")) (block (typedecl (ident "T") (typeapp (ident "Map") (ident "String") (member "." (ident "a") (ident "B")))))))`},
		{`trait T { self => val x, y: Int }`, `(block (class "trait" (mods) (ident "T") - (supers) (block (vardecl "val" (mods) (ident "Int") (ident "x") -) (vardecl "val" (mods) (ident "Int") (ident "y") -))))`},
		{`s"a$x b${y.z} c"; sql"select $q"; val t = """raw"""; 'c'`, `(block (exprstmt (template (str "a") (ident "x") (str " b") (member "." (ident "y") (ident "z")) (str " c"))) (exprstmt (call (ident "sql") (args (template (str "select ") (ident "q"))) -)) (vardecl "val" (mods) - (ident "t") (str "raw")) (exprstmt (str "c")))`},
		{`a + b * c == d && !e || f; g += h; i to j; k.l; m :: n`, `(block (exprstmt (binary "||" (binary "&&" (binary "==" (binary "+" (ident "a") (binary "*" (ident "b") (ident "c"))) (ident "d")) (unary "!" (ident "e"))) (ident "f"))) (exprstmt (assign "+=" (ident "g") (ident "h"))) (exprstmt (binary "to" (ident "i") (ident "j"))) (exprstmt (member "." (ident "k") (ident "l"))) (exprstmt (binary "::" (ident "m") (ident "n"))))`},
		{`f(1, n = 2, xs: _*)(b); g[T](x); h.map(_.y).each { z => p(z); q }; r { case A(b) if c => d }; u(v) { w }`, `(block (exprstmt (call (call (ident "f") (args (num "1") (keyarg (ident "n") (num "2")) (spread "*" (ident "xs"))) -) (args (ident "b")) -)) (exprstmt (call (ident "g") (args (ident "x")) (args (ident "T")))) (exprstmt (call (member "." (call (member "." (ident "h") (ident "map")) (args (member "." (ident "_") (ident "y"))) -) (ident "each")) (args (func "lambda" (mods) - - (params (param (mods) - (ident "z") -)) (block (exprstmt (call (ident "p") (args (ident "z")) -)) (exprstmt (ident "q"))) -)) -)) (exprstmt (call (ident "r") (args (func "lambda" (mods) - - - (block (switch - (case (args (call (ident "A") (args (ident "b")) -) (unary "if" (ident "c"))) (block (exprstmt (ident "d")))))) -)) -)) (exprstmt (call (ident "u") (args (ident "v") (func "lambda" (mods) - - - (block (exprstmt (ident "w"))) -)) -)))`},
		{`Action { r => val h: String = r.q; Ok(h) }`, `(block (exprstmt (call (ident "Action") (args (func "lambda" (mods) - - (params (param (mods) - (ident "r") -)) (block (exprstmt (assign "=" (ident "h") (member "." (ident "r") (ident "q")))) (exprstmt (call (ident "Ok") (args (ident "h")) -))) -)) -)))`},
		{`Action { req: Request[A] => Ok }`, `(block (exprstmt (call (ident "Action") (args (func "lambda" (mods) - - (params (param (mods) (typeapp (ident "Request") (ident "A")) (ident "req") -)) (block (exprstmt (ident "Ok"))) -)) -)))`},
		{`x match { case 1 | 2 => a; b
  case T(u, _) => c
  case v: V if v.ok => d
  case _ => }`, `(block (switch (ident "x") (case (args (num "1") (num "2")) (block (exprstmt (ident "a")) (exprstmt (ident "b")))) (case (args (call (ident "T") (args (ident "u") (ident "_")) -)) (block (exprstmt (ident "c")))) (case (args (vardecl (mods) (ident "V") (ident "v") -) (unary "if" (member "." (ident "v") (ident "ok")))) (block (exprstmt (ident "d")))) (case (args (ident "_")) (block))))`},
		{`if (a) b else if (c) { d }; val x = if (a) b else c`, `(block (if (ident "a") (block (exprstmt (ident "b"))) (block (if (ident "c") (block (exprstmt (ident "d"))) -))) (vardecl "val" (mods) - (ident "x") (cond (ident "a") (ident "b") (ident "c"))))`},
		{`try { f() } catch { case e: E => g(); case _: H => } finally { h() }`, `(block (try - (block (exprstmt (call (ident "f") (args) -))) - (block (exprstmt (call (ident "h") (args) -))) (catch (param (mods) (ident "E") (ident "e") -) (block (exprstmt (call (ident "g") (args) -)))) (catch (param (mods) (ident "H") (ident "_") -) (block))))`},
		{`for (a <- b if c; d = e) f(d)`, `(block (foreach (ident "a") (ident "b") (block (if (ident "c") (block (vardecl "val" (mods) - (ident "d") (ident "e")) (block (exprstmt (call (ident "f") (args (ident "d")) -)))) -)) -))`},
		{`val x = for { a <- b; c <- a } yield c`, `(block (vardecl "val" (mods) - (ident "x") (comp (ident "c") (compfor (ident "a") (ident "b")) (compfor (ident "c") (ident "a")))))`},
		{`while (a) { b() }; throw new E("x"); return x; new A(1) with B { def f = 1 }; (a, b); (x: Int) => x`, `(block (while (ident "a") (block (exprstmt (call (ident "b") (args) -)))) (throw (new (ident "E") (args (str "x")) -)) (return (ident "x")) (exprstmt (new (ident "A") (args (num "1")) (block (func "func" (mods) - (ident "f") (params) (block (return (num "1"))) -)))) (exprstmt (seq "(" (ident "a") (ident "b"))) (exprstmt (func "lambda" (mods) - - (params (param (mods) (ident "Int") (ident "x") -)) (block (return (ident "x"))) -)))`},
	})
}

func TestPattern(t *testing.T) {
	languagetest.Patterns(t, Language(), [][2]string{
		{`...`, `(dots "...")`},
		{`$X`, `(metavar "$X")`},
		{`($X: String)`, `(typedvar (ident "String") (metavar "$X"))`},
		{`($X: A.B). ... .f($Y, ...)`, `(call (member "." (member "." (typedvar (member "." (ident "A") (ident "B")) (metavar "$X")) (dots "...")) (ident "f")) (args (metavar "$Y") (dots "...")) -)`},
		{`$V = g(...)
...
$V.run()`, `(block (exprstmt (assign "=" (metavar "$V") (call (ident "g") (args (dots "...")) -))) (dots "...") (exprstmt (call (member "." (metavar "$V") (ident "run")) (args) -)))`},
		{`def $M(..., $X: String, ...) = { ... }`, `(func "func" (mods) - (metavar "$M") (params (dots "...") (param (mods) (ident "String") (metavar "$X") -) (dots "...")) (block (dots "...")) -)`},
		{`def $M(..., $X, ...): $T = $A { ... f($X) ... }`, `(func "func" (mods) (metavar "$T") (metavar "$M") (params (dots "...") (metavar "$X") (dots "...")) (block (return (call (metavar "$A") (args (func "lambda" (mods) - - - (block (dots "...") (exprstmt (call (ident "f") (args (metavar "$X")) -)) (dots "...")) -)) -))) -)`},
		{`Action(...) { $R: Request[$T] => ... }`, `(call (ident "Action") (args (dots "...") (func "lambda" (mods) - - (params (param (mods) (typeapp (ident "Request") (metavar "$T")) (metavar "$R") -)) (block (dots "...")) -)) -)`},
		{`f(<... $X ...>, $...ARGS)`, `(call (ident "f") (args (deep (metavar "$X")) (metavarseq "$...ARGS")) -)`},
		{`class $C(..., $X: T, ...) extends $B { ... val $Y = ... ... }`, `(class "class" (mods) (metavar "$C") - (supers (metavar "$B")) (block (func "ctor" (mods) - - (params (dots "...") (param (mods) (ident "T") (metavar "$X") -) (dots "...")) - -) (dots "...") (vardecl "val" (mods) - (metavar "$Y") (dots "...")) (dots "...")))`},
		{`class $C { ... $K = "..." ... }`, `(class "class" (mods) (metavar "$C") - (supers) (block (dots "...") (exprstmt (assign "=" (metavar "$K") (str "..."))) (dots "...")))`},
		{`class $C {
  ...
  $D $K = "..."
  ...
}`, `(class "class" (mods) (metavar "$C") - (supers) (block (dots "...") (vardecl (mods) - (metavar "$K") (str "...")) (dots "...")))`},
		{`class $C {
  ...
  $K = "..."
  ...
}`, `(class "class" (mods) (metavar "$C") - (supers) (block (dots "...") (exprstmt (assign "=" (metavar "$K") (str "..."))) (dots "...")))`},
		{`@A(...)`, `(annot (ident "A") (args (dots "...")))`},
		{`import a.$X
...`, `(block (import "import" (member "." (ident "a") (metavar "$X")) -) (dots "..."))`},
		{`s"...$X..."`, `(template (str "...") (metavar "$X") (str "..."))`},
		{`"$X" + ...`, `(binary "+" (str "$X") (dots "..."))`},
		{`Seq(...).!`, `(member "." (call (ident "Seq") (args (dots "...")) -) (ident "!"))`},
		{`$X match { ... case A(...) => ... }`, `(switch (metavar "$X") (dots "...") (case (args (call (ident "A") (args (dots "...")) -)) (block (dots "..."))))`},
		{`case $X: $T => ...`, `(case (args (vardecl (mods) (metavar "$T") (metavar "$X") -)) (block (dots "...")))`},
		{`catch { case $E: $T => ... }`, `(catch (param (mods) (metavar "$T") (metavar "$E") -) (block (dots "...")))`},
		{`if ($X) { ... } else { ... }`, `(if (metavar "$X") (block (dots "...")) (block (dots "...")))`},
		{`for ($X <- $Y) { ... }`, `(foreach (metavar "$X") (metavar "$Y") (block (dots "...")) -)`},
		{`new $T(...)`, `(new (metavar "$T") (args (dots "...")) -)`},
		{`Map[$K, $V]`, `(typeapp (ident "Map") (metavar "$K") (metavar "$V"))`},
	})
}

func TestDeep(t *testing.T) {
	languagetest.Hostile(t, Language(),
		"val x = "+strings.Repeat("(", 3_000)+"1"+strings.Repeat(")", 3_000),
		"val x = 1"+strings.Repeat(" + 1", 3_000),
		"val x = a"+strings.Repeat(".f()", 3_000),
		strings.Repeat("if (x) ", 3_000)+"1",
		strings.Repeat("class A {\n", 3_000),
		strings.Repeat("f { ", 3_000),
		"val x: "+strings.Repeat("A[", 3_000),
	)
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"class C @A() (val x: Int) extends B(x) with D { def f(a: Int*) = { a } }",
		"import a.{b, c => d}, e._\nval (x, y): T = s\"a$b ${c.d}\"",
		"x match { case A(b) | c if d => e }; try { } catch { case e: E => } finally f",
		"for { a <- b if c; d = e } yield f; f(x) { req: R[A] => g }; a += b :: c",
		"new A with B { }; given x: T = y\nenum E:\n  case A, B(x: Int)\n",
		"def $M(..., $X) = $A { ... }",
		"($X: T). ... .f(<... $Y ...>)",
	)
}
