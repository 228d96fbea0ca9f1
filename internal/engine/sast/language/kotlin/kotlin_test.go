package kotlin

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Code(t, Language(), [][2]string{
		{`package a.b
import c.D
import c.E as F
import c.*`, `(block (package (member "." (ident "a") (ident "b"))) (import "import" (member "." (ident "c") (ident "D")) -) (import "import" (member "." (ident "c") (ident "E")) (ident "F")) (importof (ident "c") (ident "*") -))`},
		{`@A @B(x = 1) open class C<T : D>(private val a: Int, b: String = "x") : E(a), F<T> {
  val p: Int = 1
  var q by lazy { 2 }
  init { f() }
  constructor(z: Int) : this(z, "") { g() }
  companion object { const val K = 1 }
}`, `(block (class "class" (mods (annot (ident "A") -) (annot (ident "B") (args (keyarg (ident "x") (num "1")))) (modifier "open")) (ident "C") (params (param (mods) (ident "D") (ident "T") -)) (supers (call (ident "E") (args (ident "a")) -) (typeapp (ident "F") (ident "T"))) (block (func "ctor" (mods) - - (params (param (mods (modifier "private") (modifier "val")) (ident "Int") (ident "a") -) (param (mods) (ident "String") (ident "b") (str "x"))) - -) (vardecl "val" (mods) (ident "Int") (ident "p") (num "1")) (vardecl "var" (mods) - (ident "q") (call (ident "lazy") (args (func "lambda" (mods) - - - (block (exprstmt (num "2"))) -)) -)) (func "block" (mods) - - (params) (block (exprstmt (call (ident "f") (args) -))) -) (func "ctor" (mods) - - (params (param (mods) (ident "Int") (ident "z") -)) (block (exprstmt (call (ident "this") (args (ident "z") (str)) -)) (exprstmt (call (ident "g") (args) -))) -) (class "object" (mods (modifier "companion")) - - (supers) (block (vardecl "val" (mods (modifier "const")) - (ident "K") (num "1")))))))`},
		{`enum class E(val x: Int) {
  A(1), B(2) { fun f() = 3 };
  fun g() {}
}`, `(block (class "enum" (mods (modifier "enum")) (ident "E") - (supers) (block (func "ctor" (mods) - - (params (param (mods (modifier "val")) (ident "Int") (ident "x") -)) - -) (vardecl (mods) - (ident "A") (new - (args (num "1")) -)) (vardecl (mods) - (ident "B") (new - (args (num "2")) (block (func "func" (mods) - (ident "f") (params) (block (return (num "3"))) -)))) (func "func" (mods) - (ident "g") (params) (block) -))))`},
		{`interface I { fun h(vararg xs: String): Int? }`, `(block (class "interface" (mods) (ident "I") - (supers) (block (func "func" (mods) (typeapp "?" (ident "Int")) (ident "h") (params (param "..." (mods (modifier "vararg")) (ident "String") (ident "xs") -)) - -))))`},
		{`object O : I { }`, `(block (class "object" (mods) (ident "O") - (supers (ident "I")) (block)))`},
		{`val a = !x.b()`, `(block (vardecl "val" (mods) - (ident "a") (unary "!" (call (member "." (ident "x") (ident "b")) (args) -))))`},
		{`val a = f<T>(x)`, `(block (vardecl "val" (mods) - (ident "a") (call (ident "f") (args (ident "x")) (args (ident "T")))))`},
		{`@A
@B("/a")
class C {
    private val x: Int = 1
    @G("/z")
    fun g() {}
    companion object { }
}`, `(block (class "class" (mods (annot (ident "A") -) (annot (ident "B") (args (str "/a")))) (ident "C") - (supers) (block (vardecl "val" (mods (modifier "private")) (ident "Int") (ident "x") (num "1")) (func "func" (mods (annot (ident "G") (args (str "/z")))) - (ident "g") (params) (block) -) (class "object" (mods (modifier "companion")) - - (supers) (block)))))`},
		{`data class P(val x: Int)`, `(block (class "class" (mods (modifier "data")) (ident "P") - (supers) (block (func "ctor" (mods) - - (params (param (mods (modifier "val")) (ident "Int") (ident "x") -)) - -))))`},
		{`typealias L = List<String>`, `(block (typedecl (ident "L") (typeapp (ident "List") (ident "String"))))`},
		{`val r: Int
  get() = s
var t: Int = 0
  set(value) { field = value }`, `(block (vardecl "val" (mods) (ident "Int") (ident "r") -) (func "getter" (mods) (ident "Int") (ident "r") (params) (block (return (ident "s"))) -) (vardecl "var" (mods) (ident "Int") (ident "t") (num "0")) (func "setter" (mods) - (ident "t") (params (param (mods) (ident "Int") (ident "value") -)) (block (exprstmt (assign "=" (ident "field") (ident "value")))) -))`},
		{`fun String.f(x: Int = 1, g: (Int) -> Unit): Int { return x + this.length }
fun h() = k(1, n = 2, *xs) { it + 1 }`, `(block (func "func" (mods) (ident "Int") (ident "f") (params (param (mods) (ident "Int") (ident "x") (num "1")) (param (mods) (functype (params (param (mods) (ident "Int") - -)) (ident "Unit")) (ident "g") -)) (block (return (binary "+" (ident "x") (member "." (ident "this") (ident "length"))))) (param (mods) (ident "String") - -)) (func "func" (mods) - (ident "h") (params) (block (return (call (ident "k") (args (num "1") (keyarg (ident "n") (num "2")) (spread "*" (ident "xs")) (func "lambda" (mods) - - - (block (exprstmt (binary "+" (ident "it") (num "1")))) -)) -))) -))`},
		{`val s = "a$x b${y.z}\n"; val t = """raw $q"""; val c = 'c'; val (u, v) = w`, `(block (vardecl "val" (mods) - (ident "s") (template (str "a") (ident "x") (str " b") (member "." (ident "y") (ident "z")) (str "\\n"))) (vardecl "val" (mods) - (ident "t") (template (str "raw ") (ident "q"))) (vardecl "val" (mods) - (ident "c") (str "c")) (vardecl "val" (mods) - (seq "(" (ident "u") (ident "v")) (ident "w")))`},
		{`val s = "a$x b"; val t = "$x"; val u = "\$x ${a} $b"; val v = "$"`, `(block (vardecl "val" (mods) - (ident "s") (template (str "a") (ident "x") (str " b"))) (vardecl "val" (mods) - (ident "t") (template (ident "x"))) (vardecl "val" (mods) - (ident "u") (template (str "\\$x ") (ident "a") (str " ") (ident "b"))) (vardecl "val" (mods) - (ident "v") (str "$")))`},
		{`if (a) b() else if (c) { d() }
val x = if (a) b else c`, `(block (if (ident "a") (block (exprstmt (call (ident "b") (args) -))) (block (if (ident "c") (block (exprstmt (call (ident "d") (args) -))) -))) (vardecl "val" (mods) - (ident "x") (cond (ident "a") (ident "b") (ident "c"))))`},
		{`when (x) { 1, 2 -> f(); in xs -> g(); is T -> { h() }; else -> throw E() }
val y = when { a -> 1; else -> 2 }`, `(block (switch (ident "x") (case (args (num "1") (num "2")) (block (exprstmt (call (ident "f") (args) -)))) (case (args (unary "in" (ident "xs"))) (block (exprstmt (call (ident "g") (args) -)))) (case (args (unary "is" (ident "T"))) (block (exprstmt (call (ident "h") (args) -)))) (case (args) (block (throw (call (ident "E") (args) -))))) (vardecl "val" (mods) - (ident "y") (switch - (case (args (ident "a")) (block (exprstmt (num "1")))) (case (args) (block (exprstmt (num "2")))))))`},
		{`try { f() } catch (e: E) { g() } finally { h() }
for (i in 0..n) f(i)
while (a) { break }
do { } while (b)
for ((k, v) in m) { }`, `(block (try - (block (exprstmt (call (ident "f") (args) -))) - (block (exprstmt (call (ident "h") (args) -))) (catch (param (mods) (ident "E") (ident "e") -) (block (exprstmt (call (ident "g") (args) -))))) (foreach (vardecl (mods) - (ident "i") -) (binary ".." (num "0") (ident "n")) (block (exprstmt (call (ident "f") (args (ident "i")) -))) -) (while (ident "a") (block (jump "break" -))) (dowhile (block) (ident "b")) (foreach (seq "(" (ident "k") (ident "v")) (ident "m") (block) -))`},
		{`a?.b!!.c(1)[2]; x = y as T; z = w is U; q = a ?: b; i++; !k; m += n; a to b; p in q; A::class; ::f; B::g`, `(block (exprstmt (index (call (member "." (unary "!!" (member "?." (ident "a") (ident "b"))) (ident "c")) (args (num "1")) -) (num "2"))) (exprstmt (assign "=" (ident "x") (cast "as" (ident "T") (ident "y")))) (exprstmt (assign "=" (ident "z") (typetest "is" (ident "w") (ident "U")))) (exprstmt (assign "=" (ident "q") (binary "?:" (ident "a") (ident "b")))) (exprstmt (update "++" (ident "i"))) (exprstmt (unary "!" (ident "k"))) (exprstmt (assign "+=" (ident "m") (ident "n"))) (exprstmt (binary "to" (ident "a") (ident "b"))) (exprstmt (binary "in" (ident "p") (ident "q"))) (exprstmt (member "::" (ident "A") (ident "class"))) (exprstmt (member "::" - (ident "f"))) (exprstmt (member "::" (ident "B") (ident "g"))))`},
		{`val f = { x: Int, y -> x + y }; val g = fun(a: Int): Int { return a }; val o = object : I(1) { fun f() {} }; val n = null; val b = true`, `(block (vardecl "val" (mods) - (ident "f") (func "lambda" (mods) - - (params (param (mods) (ident "Int") (ident "x") -) (param (mods) - (ident "y") -)) (block (exprstmt (binary "+" (ident "x") (ident "y")))) -)) (vardecl "val" (mods) - (ident "g") (func "lambda" (mods) (ident "Int") - (params (param (mods) (ident "Int") (ident "a") -)) (block (return (ident "a"))) -)) (vardecl "val" (mods) - (ident "o") (new (ident "I") (args (num "1")) (block (func "func" (mods) - (ident "f") (params) (block) -)))) (vardecl "val" (mods) - (ident "n") (null "null")) (vardecl "val" (mods) - (ident "b") (bool "true")))`},
		{`fun f(): Map<String, List<*>>? { return@f null }`, `(block (func "func" (mods) (typeapp "?" (typeapp (ident "Map") (ident "String") (typeapp (ident "List") (ident "*")))) (ident "f") (params) (block (return (null "null"))) -))`},
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
		{`fun $M(..., $X: String, ...) { ... }`, `(func "func" (mods) - (metavar "$M") (params (dots "...") (param (mods) (ident "String") (metavar "$X") -) (dots "...")) (block (dots "...")) -)`},
		{`fun $M(..., $X, ...): $T { ... f($X) ... }`, `(func "func" (mods) (metavar "$T") (metavar "$M") (params (dots "...") (metavar "$X") (dots "...")) (block (dots "...") (exprstmt (call (ident "f") (args (metavar "$X")) -)) (dots "...")) -)`},
		{`f(<... $X ...>, $...ARGS)`, `(call (ident "f") (args (deep (metavar "$X")) (metavarseq "$...ARGS")) -)`},
		{`class $C(...) : $B(...) { ... val $X = ... ... }`, `(class "class" (mods) (metavar "$C") - (supers (call (metavar "$B") (args (dots "...")) -)) (block (func "ctor" (mods) - - (params (dots "...")) - -) (dots "...") (vardecl "val" (mods) - (metavar "$X") (dots "...")) (dots "...")))`},
		{`@A(...)`, `(annot (ident "A") (args (dots "...")))`},
		{`@A(...) fun $M(...) = ...`, `(func "func" (mods (annot (ident "A") (args (dots "...")))) - (metavar "$M") (params (dots "...")) (block (dots "...")) -)`},
		{`"$X"`, `(str "$X")`},
		{`"..." + $X`, `(binary "+" (str "...") (metavar "$X"))`},
		{`catch ($E: $T) { ... }`, `(catch (param (mods) (metavar "$T") (metavar "$E") -) (block (dots "...")))`},
		{`when ($X) { ... 1 -> f() ... }`, `(switch (metavar "$X") (dots "...") (case (args (num "1")) (block (exprstmt (call (ident "f") (args) -)))) (dots "..."))`},
		{`if ($X) { ... } else { ... }`, `(if (metavar "$X") (block (dots "...")) (block (dots "...")))`},
		{`else { f() }`, `(if (dots "...") (block (dots "...")) (block (exprstmt (call (ident "f") (args) -))))`},
		{`f { $X -> ... }`, `(call (ident "f") (args (func "lambda" (mods) - - (params (param (mods) - (metavar "$X") -)) (block (dots "...")) -)) -)`},
		{`val $X: $T = $Y ?: ...`, `(vardecl "val" (mods) (metavar "$T") (metavar "$X") (binary "?:" (metavar "$Y") (dots "...")))`},
		{`import a.$X`, `(import "import" (member "." (ident "a") (metavar "$X")) -)`},
		{`List<$T>`, `(typeapp (ident "List") (metavar "$T"))`},
		{`throw $E(...)`, `(throw (call (metavar "$E") (args (dots "...")) -))`},
		{`$X!!`, `(unary "!!" (metavar "$X"))`},
	})
}

func TestDeep(t *testing.T) {
	languagetest.Hostile(t, Language(),
		"x = "+strings.Repeat("(", 20_000)+"1"+strings.Repeat(")", 20_000),
		"x = 1"+strings.Repeat(" + 1", 20_000),
		"x = a"+strings.Repeat(".f()", 20_000),
		strings.Repeat("if (x) ", 10_000)+"1",
		strings.Repeat("class A {\n", 10_000),
		strings.Repeat("f { ", 10_000),
		"val x: "+strings.Repeat("A<", 10_000),
	)
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"class C(val x: Int) : B(x) { val y get() = 1\n companion object { } }",
		"enum class E { A(1), B { } ; fun f() {} }",
		"val (a, b) = x; f { it }; g(1) { x -> y }; when (z) { in a, is B -> c; else -> d }",
		"val s = \"a$b ${c} \\$d\"; try { } catch (e: E) { } finally { }",
		"($X: T). ... .f(<... $Y ...>) { ... }",
		"fun $M(..., $X) { ... }",
		"object : A(",
	)
}
