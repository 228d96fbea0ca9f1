package csharp

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Code(t, Language(), [][2]string{
		{`using System.IO; using X = A.B; using static M.N;`, `(block (import "using" (member "." (ident "System") (ident "IO")) -) (import "using" (member "." (ident "A") (ident "B")) (ident "X")) (import "using static" (member "." (ident "M") (ident "N")) -))`},
		{`namespace N { [A, B(1, C = 2)] public sealed class C<T> : D, E<T> where T : F { const int X = 1, Y; } }`, `(block (package (ident "N")) (class "class" (mods (annot (ident "A") -) (annot (ident "B") (args (num "1") (keyarg (ident "C") (num "2")))) (modifier "public") (modifier "sealed")) (ident "C") (params (param (mods) - (ident "T") -)) (supers (ident "D") (typeapp (ident "E") (ident "T"))) (block (vardecl (mods (modifier "const")) (ident "int") (ident "X") (num "1")) (vardecl (mods (modifier "const")) (ident "int") (ident "Y") -))))`},
		{`class C { C(int x = 1) : base(x) { f(); } ~C() { } public int P { get; set; } = 1; string Q => s; int R { get { return r; } set => r = value; } int this[int i] => a[i]; }`, `(block (class "class" (mods) (ident "C") - (supers) (block (func "ctor" (mods) - (ident "C") (params (param (mods) (ident "int") (ident "x") (num "1"))) (block (exprstmt (call (ident "base") (args (ident "x")) -)) (exprstmt (call (ident "f") (args) -))) -) (func "func" (mods) - (ident "C") (params) (block) -) (vardecl (mods (modifier "public")) (ident "int") (ident "P") (num "1")) (vardecl (mods) (ident "string") (ident "Q") -) (func "getter" (mods) (ident "string") (ident "Q") (params) (block (return (ident "s"))) -) (vardecl (mods) (ident "int") (ident "R") -) (func "getter" (mods) (ident "int") (ident "R") (params) (block (return (ident "r"))) -) (func "setter" (mods) - (ident "R") (params (param (mods) (ident "int") (ident "value") -)) (block (return (assign "=" (ident "r") (ident "value")))) -) (func "getter" (mods) (ident "int") (ident "this") (params (param (mods) (ident "int") (ident "i") -)) (block (return (index (ident "a") (ident "i")))) -))))`},
		{`record R(int X, string Y) : B(X); enum E { A, B = 2 } interface I { void F(ref int x, params string[] y); } delegate int G(int x);`, `(block (class "record" (mods) (ident "R") - (supers (call (ident "B") (args (ident "X")) -)) (block (func "ctor" (mods) - - (params (param (mods) (ident "int") (ident "X") -) (param (mods) (ident "string") (ident "Y") -)) - -))) (class "enum" (mods) (ident "E") - (supers) (block (vardecl (mods) - (ident "A") -) (vardecl (mods) - (ident "B") (num "2")))) (class "interface" (mods) (ident "I") - (supers) (block (func "func" (mods) (ident "void") (ident "F") (params (param (mods (modifier "ref")) (ident "int") (ident "x") -) (param "..." (mods) (typeapp "[]" (ident "string")) (ident "y") -)) - -))) (typedecl (ident "G") (functype (params (param (mods) (ident "int") (ident "x") -)) (ident "int"))))`},
		{`a.B<T>(x, name: y, out var z); c?.D?[0].E(); base.F(); this.g = null;`, `(block (exprstmt (call (member "." (ident "a") (ident "B")) (args (ident "x") (keyarg (ident "name") (ident "y")) (unary "out" (vardecl (mods) (ident "var") (ident "z") -))) (args (ident "T")))) (exprstmt (call (member "." (index "?." (member "?." (ident "c") (ident "D")) (num "0")) (ident "E")) (args) -)) (exprstmt (call (member "." (ident "base") (ident "F")) (args) -)) (exprstmt (assign "=" (member "." (ident "this") (ident "g")) (null "null"))))`},
		{`var x = new T(1) { A = 2, B = new() }; var y = new[] { 1 }; var z = new int[3]; var u = new { x.A, C = 1 }; var v = new List<int> { 1, 2 };`, `(block (vardecl (mods) (ident "var") (ident "x") (new (ident "T") (args (num "1")) (dict (assign "=" (ident "A") (num "2")) (assign "=" (ident "B") (new - (args) -))))) (vardecl (mods) (ident "var") (ident "y") (new - (args) (seq "{" (num "1")))) (vardecl (mods) (ident "var") (ident "z") (new (typeapp "[]" (ident "int")) (args (num "3")) -)) (vardecl (mods) (ident "var") (ident "u") (dict (pair (ident "A") (member "." (ident "x") (ident "A"))) (pair (ident "C") (num "1")))) (vardecl (mods) (ident "var") (ident "v") (new (typeapp (ident "List") (ident "int")) (args) (seq "{" (num "1") (num "2")))))`},
		{`s = $"a{x}b{y:F2}"; t = @"c:\"; c = 'c'; r = """raw""";`, `(block (exprstmt (assign "=" (ident "s") (template (str "a") (ident "x") (str "b") (ident "y")))) (exprstmt (assign "=" (ident "t") (str "c:\\"))) (exprstmt (assign "=" (ident "c") (str "c"))) (exprstmt (assign "=" (ident "r") (str "raw"))))`},
		{`f(x => x + 1, (int a, b) => { return; }, async () => await g(), delegate (int q) { });`, `(block (exprstmt (call (ident "f") (args (func "lambda" (mods) - - (params (param (mods) - (ident "x") -)) (block (return (binary "+" (ident "x") (num "1")))) -) (func "lambda" (mods) - - (params (param (mods) (ident "int") (ident "a") -) (param (mods) - (ident "b") -)) (block (return -)) -) (func "lambda" (mods (modifier "async")) - - (params) (block (return (await (call (ident "g") (args) -)))) -) (func "lambda" (mods) - - (params (param (mods) (ident "int") (ident "q") -)) (block) -)) -)))`},
		{`x = a is T t && b is not null ? (T)c : d as T; y ??= -z++ + !w; k = typeof(T); l = n!;`, `(block (exprstmt (assign "=" (ident "x") (cond (binary "&&" (typetest "is" (ident "a") (ident "T") (ident "t")) (typetest "is" (ident "b") (unary "not" (null "null")))) (cast (ident "T") (ident "c")) (cast "as" (ident "T") (ident "d"))))) (exprstmt (assign "??=" (ident "y") (binary "+" (unary "-" (update "++" (ident "z"))) (unary "!" (ident "w"))))) (exprstmt (assign "=" (ident "k") (unary "typeof" (ident "T")))) (exprstmt (assign "=" (ident "l") (ident "n"))))`},
		{`if (a) b(); else if (c) { } for (int i = 0; i < n; i++) { } foreach (var x in xs) f(x); while (a) { } do { } while (b);`, `(block (if (ident "a") (block (exprstmt (call (ident "b") (args) -))) (block (if (ident "c") (block) -))) (for (block (vardecl (mods) (ident "int") (ident "i") (num "0"))) (binary "<" (ident "i") (ident "n")) (block (exprstmt (update "++" (ident "i")))) (block)) (foreach (vardecl (mods) (ident "var") (ident "x") -) (ident "xs") (block (exprstmt (call (ident "f") (args (ident "x")) -))) -) (while (ident "a") (block)) (dowhile (block) (ident "b")))`},
		{`try { } catch (E e) when (e.X) { throw; } catch { } finally { g(); }`, `(block (try - (block) - (block (exprstmt (call (ident "g") (args) -))) (catch (param (mods) (ident "E") (ident "e") -) (block (throw -)) (member "." (ident "e") (ident "X"))) (catch - (block))))`},
		{`using (var a = b) { } using var c = d; lock (x) { } unsafe { f(); } goto L; L: return;`, `(block (with (args (vardecl (mods) (ident "var") (ident "a") (ident "b"))) (block)) (vardecl (mods (modifier "using")) (ident "var") (ident "c") (ident "d")) (with (args (ident "x")) (block)) (block (exprstmt (call (ident "f") (args) -))) (jump "goto" (ident "L")) (labeled (ident "L") (return -)))`},
		{`switch (x) { case 1: f(); break; case T t when t.A: default: g(); break; } y = x switch { 1 => 2, _ => 3 };`, `(block (switch (ident "x") (case (args (num "1")) (block (exprstmt (call (ident "f") (args) -)) (jump "break" -))) (case (args (vardecl (mods) (ident "T") (ident "t") -) (unary "if" (member "." (ident "t") (ident "A")))) (block)) (case (args) (block (exprstmt (call (ident "g") (args) -)) (jump "break" -)))) (exprstmt (assign "=" (ident "y") (switch (ident "x") (case (args (num "1")) (block (exprstmt (num "2")))) (case (args (ident "_")) (block (exprstmt (num "3"))))))))`},
		{`q = from a in b where a.C select a.D; IEnumerable<int> F() { yield return 1; yield break; }`, `(block (exprstmt (assign "=" (ident "q") (comp (member "." (ident "a") (ident "D")) (compfor (ident "a") (ident "b") (member "." (ident "a") (ident "C")))))) (func "func" (mods) (typeapp (ident "IEnumerable") (ident "int")) (ident "F") (params) (block (exprstmt (yield (num "1"))) (jump "yield break" -)) -))`},
		{`(int, string) t = (1, "a"); int? n; byte[] b; a = b = 1; var (p, o) = t;`, `(block (vardecl (mods) (typeapp "(" (ident "int") (ident "string")) (ident "t") (seq "(" (num "1") (str "a"))) (vardecl (mods) (typeapp "?" (ident "int")) (ident "n") -) (vardecl (mods) (typeapp "[]" (ident "byte")) (ident "b") -) (exprstmt (assign "=" (ident "a") (assign "=" (ident "b") (num "1")))) (vardecl (mods) (ident "var") (seq "(" (ident "p") (ident "o")) (ident "t")))`},
	})
}

func TestPattern(t *testing.T) {
	languagetest.Patterns(t, Language(), [][2]string{
		{`...`, `(dots "...")`},
		{`$X`, `(metavar "$X")`},
		{`$X;`, `(exprstmt (metavar "$X"))`},
		{`(string $X)`, `(typedvar (ident "string") (metavar "$X"))`},
		{`(A.B $X). ... .F($Y, ...);`, `(exprstmt (call (member "." (member "." (typedvar (member "." (ident "A") (ident "B")) (metavar "$X")) (dots "...")) (ident "F")) (args (metavar "$Y") (dots "...")) -))`},
		{`f(<... $X ...>, $...ARGS)`, `(call (ident "f") (args (deep (metavar "$X")) (metavarseq "$...ARGS")) -)`},
		{`public $T $M(..., string $A, ...) { ... }`, `(func "func" (mods (modifier "public")) (metavar "$T") (metavar "$M") (params (dots "...") (param (mods) (ident "string") (metavar "$A") -) (dots "...")) (block (dots "...")) -)`},
		{`$T $M($X) { ... g($X); ... }`, `(func "func" (mods) (metavar "$T") (metavar "$M") (params (metavar "$X")) (block (dots "...") (exprstmt (call (ident "g") (args (metavar "$X")) -)) (dots "...")) -)`},
		{`$M(...) { ... }`, `(func "func" (mods) - (metavar "$M") (params (dots "...")) (block (dots "...")) -)`},
		{`[A(..., B = $X)] public class $C : D { ... }`, `(class "class" (mods (annot (ident "A") (args (dots "...") (keyarg (ident "B") (metavar "$X")))) (modifier "public")) (metavar "$C") - (supers (ident "D")) (block (dots "...")))`},
		{`[HttpGet]`, `(annot (ident "HttpGet") -)`},
		{`new T { ..., A = $X }`, `(new (ident "T") (args) (dict (dots "...") (assign "=" (ident "A") (metavar "$X"))))`},
		{`new byte[] { ... }`, `(new (typeapp "[]" (ident "byte")) (args) (seq "{" (dots "...")))`},
		{`new $T(...) { ... }`, `(new (metavar "$T") (args (dots "...")) (dict (dots "...")))`},
		{`$A = 1; ... f($A);`, `(block (exprstmt (assign "=" (metavar "$A") (num "1"))) (dots "...") (exprstmt (call (ident "f") (args (metavar "$A")) -)))`},
		{`$O.P`, `(member "." (metavar "$O") (ident "P"))`},
		{`$O.P;`, `(exprstmt (member "." (metavar "$O") (ident "P")))`},
		{`using A.B;
...`, `(block (import "using" (member "." (ident "A") (ident "B")) -) (dots "..."))`},
		{`using (var $X = ...) { ... }`, `(with (args (vardecl (mods) (ident "var") (metavar "$X") (dots "..."))) (block (dots "...")))`},
		{`foreach ($T $X in $Y) { ... }`, `(foreach (vardecl (mods) (metavar "$T") (metavar "$X") -) (metavar "$Y") (block (dots "...")) -)`},
		{`catch ($E $X) { ... }`, `(catch (param (mods) (metavar "$E") (metavar "$X") -) (block (dots "...")))`},
		{`catch { ... }`, `(catch - (block (dots "...")))`},
		{`else { f(); }`, `(if (dots "...") (block (dots "...")) (block (exprstmt (call (ident "f") (args) -))))`},
		{`switch ($X) { ... case 1: ... }`, `(switch (metavar "$X") (dots "...") (case (args (num "1")) (block (dots "..."))))`},
		{`if ($X) { $S; }`, `(if (metavar "$X") (block (exprstmt (metavar "$S"))) -)`},
		{`$"...{$X}..."`, `(template (str "...") (metavar "$X") (str "..."))`},
		{`private readonly $T $F = ...;`, `(vardecl (mods (modifier "private") (modifier "readonly")) (metavar "$T") (metavar "$F") (dots "..."))`},
		{`class $C : $B`, `(class "class" (mods) (metavar "$C") - (supers (metavar "$B")) (block (dots "...")))`},
		{`try { ... } catch (...) { ... }`, `(try - (block (dots "...")) - - (catch (dots "...") (block (dots "..."))))`},
		{`$X => ...`, `(func "lambda" (mods) - - (params (param (mods) - (metavar "$X") -)) (block (dots "...")) -)`},
		{`var $X = $Y as T;`, `(vardecl (mods) (ident "var") (metavar "$X") (cast "as" (ident "T") (metavar "$Y")))`},
		{`byte[]`, `(typeapp "[]" (ident "byte"))`},
		{`throw new $E(...);`, `(throw (new (metavar "$E") (args (dots "...")) -))`},
	})
}

func TestDeep(t *testing.T) {
	languagetest.Hostile(t, Language(),
		"x = "+strings.Repeat("(", 20_000)+"1"+strings.Repeat(")", 20_000)+";",
		"x = 1"+strings.Repeat(" + 1", 20_000)+";",
		"x = a"+strings.Repeat(".f()", 20_000)+";",
		strings.Repeat("if (x) ", 20_000)+";",
		strings.Repeat("class A {", 10_000),
		strings.Repeat("#if A\n", 5_000)+"int x;"+strings.Repeat("\n#endif", 5_000),
		strings.Repeat("A<", 10_000),
	)
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"namespace N { [A] class C : B { int P { get => 1; } C() : base(1) { } } }",
		"var x = new T { A = 1 }; var y = x switch { 1 => 2 }; f($\"a{x}\");",
		"try { } catch (E e) when (e.X) { } foreach (var x in y) { } using (x) ;",
		"#if A\nint x;\n#else\nint y\n#endif",
		"(T $X). ... .f(<... $Y ...>); { ... }",
		"public $T $M(..., $X) { $S; }",
	)
}
