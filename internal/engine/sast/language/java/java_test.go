package java

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Code(t, Language(), [][2]string{
		{`package a.b; import java.util.List; import java.io.*; import static a.B.c;`, `(block (package (member "." (ident "a") (ident "b"))) (import "import" (member "." (member "." (ident "java") (ident "util")) (ident "List")) -) (importof (member "." (ident "java") (ident "io")) (ident "*") -) (import "import static" (member "." (member "." (ident "a") (ident "B")) (ident "c")) -))`},
		{`@A @B(x = 1) public final class C<T extends D> extends E implements F, G<H> { private int a = 1, b[]; C(int x) { super(x); } static { f(); } { g(); } }`, `(block (class "class" (mods (annot (ident "A") -) (annot (ident "B") (args (keyarg (ident "x") (num "1")))) (modifier "public") (modifier "final")) (ident "C") (params (param (mods) (ident "D") (ident "T") -)) (supers (ident "E") (ident "F") (typeapp (ident "G") (ident "H"))) (block (vardecl (mods (modifier "private")) (ident "int") (ident "a") (num "1")) (vardecl (mods (modifier "private")) (typeapp "[]" (ident "int")) (ident "b") -) (func "ctor" (mods) - (ident "C") (params (param (mods) (ident "int") (ident "x") -)) (block (exprstmt (call (ident "super") (args (ident "x")) -))) -) (func "block" (mods (modifier "static")) - - (params) (block (exprstmt (call (ident "f") (args) -))) -) (func "block" (mods) - - (params) (block (exprstmt (call (ident "g") (args) -))) -))))`},
		{`enum E implements I { A, B(1) { int f() { return 2; } }; int g; }`, `(block (class "enum" (mods) (ident "E") - (supers (ident "I")) (block (vardecl (mods) - (ident "A") -) (vardecl (mods) - (ident "B") (new - (args (num "1")) (block (func "func" (mods) (ident "int") (ident "f") (params) (block (return (num "2"))) -)))) (vardecl (mods) (ident "int") (ident "g") -))))`},
		{`record R(int x, String... y) { R { check(x); } }`, `(block (class "record" (mods) (ident "R") - (supers) (block (func "ctor" (mods) - - (params (param (mods) (ident "int") (ident "x") -) (param "..." (mods) (ident "String") (ident "y") -)) - -) (func "ctor" (mods) - (ident "R") (params) (block (exprstmt (call (ident "check") (args (ident "x")) -))) -))))`},
		{`interface I { int X = 1; void f(final @A String s) throws E; } @interface N { String value() default "x"; }`, `(block (class "interface" (mods) (ident "I") - (supers) (block (vardecl (mods) (ident "int") (ident "X") (num "1")) (func "func" (mods) (ident "void") (ident "f") (params (param (mods (modifier "final") (annot (ident "A") -)) (ident "String") (ident "s") -)) - -))) (class "annotation" (mods) (ident "N") - (supers) (block (func "func" (mods) (ident "String") (ident "value") (params) - -))))`},
		{`a.b(x).<T>c(1, "s\n", 'c');`, `(block (exprstmt (call (member "." (call (member "." (ident "a") (ident "b")) (args (ident "x")) -) (ident "c")) (args (num "1") (str "s\\n") (str "c")) (args (ident "T")))))`},
		{`x = new int[]{1}; y = new String[n][]; z = new Foo<>(1) { int f; }; int[] w = {1};`, `(block (exprstmt (assign "=" (ident "x") (new (typeapp "[]" (ident "int")) (args) (seq "{" (num "1"))))) (exprstmt (assign "=" (ident "y") (new (typeapp "[]" (typeapp "[]" (ident "String"))) (args (ident "n")) -))) (exprstmt (assign "=" (ident "z") (new (typeapp (ident "Foo")) (args (num "1")) (block (vardecl (mods) (ident "int") (ident "f") -))))) (vardecl (mods) (typeapp "[]" (ident "int")) (ident "w") (seq "{" (num "1"))))`},
		{`x = (String) (a + b++) ?: c;`, ``},
		{`x = !a ? (T) b[0] : -c; y = z instanceof T t && u;`, `(block (exprstmt (assign "=" (ident "x") (cond (unary "!" (ident "a")) (cast (ident "T") (index (ident "b") (num "0"))) (unary "-" (ident "c"))))) (exprstmt (assign "=" (ident "y") (binary "&&" (typetest "instanceof" (ident "z") (ident "T") (ident "t")) (ident "u")))))`},
		{`f(x -> x + 1, (int a, b) -> { return; }, A::new, this::g, T.class, a.B.super.h());`, ``},
		{`f(x -> x + 1, (a, b) -> { return; }, A::new, this::g, T.class);`, `(block (exprstmt (call (ident "f") (args (func "lambda" (mods) - - (params (param (mods) - (ident "x") -)) (block (return (binary "+" (ident "x") (num "1")))) -) (func "lambda" (mods) - - (params (param (mods) - (ident "a") -) (param (mods) - (ident "b") -)) (block (return -)) -) (member "::" (ident "A") (ident "new")) (member "::" (ident "this") (ident "g")) (member "." (ident "T") (ident "class"))) -)))`},
		{`if (a) b(); else if (c) { } else d();`, `(block (if (ident "a") (block (exprstmt (call (ident "b") (args) -))) (block (if (ident "c") (block) (block (exprstmt (call (ident "d") (args) -)))))))`},
		{`for (int i = 0, j = 1; i < j; i++, j--) ; for (;;) { } for (final var x : xs) f(x);`, `(block (for (block (vardecl (mods) (ident "int") (ident "i") (num "0")) (vardecl (mods) (ident "int") (ident "j") (num "1"))) (binary "<" (ident "i") (ident "j")) (block (exprstmt (update "++" (ident "i"))) (exprstmt (update "--" (ident "j")))) (block)) (for - - - (block)) (foreach (vardecl (mods (modifier "final")) (ident "var") (ident "x") -) (ident "xs") (block (exprstmt (call (ident "f") (args (ident "x")) -))) -))`},
		{`try (A a = b; c) { } catch (final E | F e) { throw e; } finally { g(); }`, `(block (try (args (vardecl (mods) (ident "A") (ident "a") (ident "b")) (ident "c")) (block) - (block (exprstmt (call (ident "g") (args) -))) (catch (param (mods (modifier "final")) (typeapp "|" (ident "E") (ident "F")) (ident "e") -) (block (throw (ident "e"))))))`},
		{`switch (x) { case 1: case 2: f(); break; default: g(); }`, `(block (switch (ident "x") (case (args (num "1")) (block)) (case (args (num "2")) (block (exprstmt (call (ident "f") (args) -)) (jump "break" -))) (case (args) (block (exprstmt (call (ident "g") (args) -))))))`},
		{`y = switch (x) { case A, B -> 1; case T t when t.ok() -> { yield 2; } case R(int a, var b) -> throw e; default -> 3; };`, `(block (exprstmt (assign "=" (ident "y") (switch (ident "x") (case (args (ident "A") (ident "B")) (block (exprstmt (num "1")))) (case (args (vardecl (mods) (ident "T") (ident "t") -) (unary "if" (call (member "." (ident "t") (ident "ok")) (args) -))) (block (exprstmt (yield (num "2"))))) (case (args (call (ident "R") (args (vardecl (mods) (ident "int") (ident "a") -) (vardecl (mods) (ident "var") (ident "b") -)) -)) (block (throw (ident "e")))) (case (args) (block (exprstmt (num "3"))))))))`},
		{`synchronized (this) { } a: while (true) { continue a; } do { } while (x); assert x : "m"; assert y;`, `(block (with (args (ident "this")) (block)) (labeled (ident "a") (while (bool "true") (block (jump "continue" (ident "a"))))) (dowhile (block) (ident "x")) (assert (ident "x") (str "m")) (assert (ident "y") -))`},
		{`Map<String, ? extends List<?>> m = null; a.b.C[] d; String s = """
 text""";`, `(block (vardecl (mods) (typeapp (ident "Map") (ident "String") (typeapp "? extends" (typeapp (ident "List") (ident "?")))) (ident "m") (null "null")) (vardecl (mods) (typeapp "[]" (member "." (member "." (ident "a") (ident "b")) (ident "C"))) (ident "d") -) (vardecl (mods) (ident "String") (ident "s") (str "\n text")))`},
	})
}

func TestImports(t *testing.T) {
	languagetest.Imports(t, Language(), "import java.util.Random; import static a.B.c; import x.*;",
		map[string]string{"Random": "java.util.Random", "c": "a.B.c"})
}

func TestPattern(t *testing.T) {
	languagetest.Patterns(t, Language(), [][2]string{
		{`...`, `(dots "...")`},
		{`"..."`, `(str "...")`},
		{`$X`, `(metavar "$X")`},
		{`$X;`, `(exprstmt (metavar "$X"))`},
		{`$O.run($X, ...)`, `(call (member "." (metavar "$O") (ident "run")) (args (metavar "$X") (dots "...")) -)`},
		{`run($...ARGS)`, `(call (ident "run") (args (metavarseq "$...ARGS")) -)`},
		{`run(<... $X ...>)`, `(call (ident "run") (args (deep (metavar "$X"))) -)`},
		{`B. ... .make($X). ...`, `(member "." (call (member "." (member "." (ident "B") (dots "...")) (ident "make")) (args (metavar "$X")) -) (dots "..."))`},
		{`(String $X)`, `(typedvar (ident "String") (metavar "$X"))`},
		{`(List<$T> $X) = ...;`, `(exprstmt (assign "=" (typedvar (typeapp (ident "List") (metavar "$T")) (metavar "$X")) (dots "...")))`},
		{`$R = ($T) $O.get(...)`, `(assign "=" (metavar "$R") (cast (metavar "$T") (call (member "." (metavar "$O") (ident "get")) (args (dots "...")) -)))`},
		{"$A = f(); ... g($A);", `(block (exprstmt (assign "=" (metavar "$A") (call (ident "f") (args) -))) (dots "...") (exprstmt (call (ident "g") (args (metavar "$A")) -)))`},
		{"... + $X + ...", `(binary "+" (binary "+" (dots "...") (metavar "$X")) (dots "..."))`},
		{"$T $M(..., String $X, ...) {\n  ...\n  f($X);\n}", `(func "func" (mods) (metavar "$T") (metavar "$M") (params (dots "...") (param (mods) (ident "String") (metavar "$X") -) (dots "...")) (block (dots "...") (exprstmt (call (ident "f") (args (metavar "$X")) -))) -)`},
		{"$M(..., $P, ...) { ... }", `(func "func" (mods) - (metavar "$M") (params (dots "...") (metavar "$P") (dots "...")) (block (dots "...")) -)`},
		{"@Get(...)\npublic $T $M($...PS) { ... }", `(func "func" (mods (annot (ident "Get") (args (dots "..."))) (modifier "public")) (metavar "$T") (metavar "$M") (params (metavarseq "$...PS")) (block (dots "...")) -)`},
		{"@A(..., m = $X, ...)", `(annot (ident "A") (args (dots "...") (keyarg (ident "m") (metavar "$X")) (dots "...")))`},
		{"@A({\"x\"})", `(annot (ident "A") (args (seq "{" (str "x"))))`},
		{"class $C extends B {\n  ...\n  $T $F = ...;\n  ...\n}", `(class "class" (mods) (metavar "$C") - (supers (ident "B")) (block (dots "...") (vardecl (mods) (metavar "$T") (metavar "$F") (dots "...")) (dots "...")))`},
		{"public class $C implements I", `(class "class" (mods (modifier "public")) (metavar "$C") - (supers (ident "I")) (block (dots "...")))`},
		{"new T(...) {\n  boolean f(...) { return true; }\n}", `(new (ident "T") (args (dots "...")) (block (func "func" (mods) (ident "boolean") (ident "f") (params (dots "...")) (block (return (bool "true"))) -)))`},
		{"new String[]{\"a\", ...}", `(new (typeapp "[]" (ident "String")) (args) (seq "{" (str "a") (dots "...")))`},
		{"byte[] $IV = { ... };", `(vardecl (mods) (typeapp "[]" (ident "byte")) (metavar "$IV") (seq "{" (dots "...")))`},
		{"(X[] a, String b) -> ...", `(func "lambda" (mods) - - (params (param (mods) (typeapp "[]" (ident "X")) (ident "a") -) (param (mods) (ident "String") (ident "b") -)) (block (dots "...")) -)`},
		{"try { ... } catch ($E $X) { ... }", `(try - (block (dots "...")) - - (catch (param (mods) (metavar "$E") (metavar "$X") -) (block (dots "..."))))`},
		{"catch ($E $X) { return; }", `(catch (param (mods) (metavar "$E") (metavar "$X") -) (block (return -)))`},
		{"finally { ... }", `(try - (block (dots "...")) - (block (dots "...")))`},
		{"else if ($X) { ... }", `(if (metavar "$X") (block (dots "...")) -)`},
		{"switch ($X) { ... case A: f(); ... }", ``},
		{"switch ($X) {\n  ...\n  case A:\n    ...\n    f();\n}", `(switch (metavar "$X") (dots "...") (case (args (ident "A")) (block (dots "...") (exprstmt (call (ident "f") (args) -)))))`},
		{"for (...) { ... }", `(for (block (dots "...")) (dots "...") (block (dots "...")) (block (dots "...")))`},
		{"for ($T $X : $XS) ...", ``},
		{"if (...) { ... }", `(if (dots "...") (block (dots "...")) -)`},
		{"import javax.crypto.*;\n...", `(block (importof (member "." (ident "javax") (ident "crypto")) (ident "*") -) (dots "..."))`},
		{"import a.B", `(import "import" (member "." (ident "a") (ident "B")) -)`},
		{"static { ... }", `(func "block" (mods (modifier "static")) - - (params) (block (dots "...")) -)`},
		{"enum $E { ..., A, ... }", `(class "enum" (mods) (metavar "$E") - (supers) (block (dots "...") (vardecl (mods) - (ident "A") -) (dots "...")))`},
		{"byte[]", `(typeapp "[]" (ident "byte"))`},
		{"throw ...;", `(throw (dots "..."))`},
	})
}

func TestDeep(t *testing.T) {
	languagetest.Hostile(t, Language(),
		"x = "+strings.Repeat("(", 20_000)+"1"+strings.Repeat(")", 20_000)+";",
		"x = 1"+strings.Repeat(" + 1", 20_000)+";",
		"x = a"+strings.Repeat(".f()", 20_000)+";",
		strings.Repeat("if (x) ", 20_000)+";",
		strings.Repeat("class A {", 10_000),
		strings.Repeat("A<", 10_000),
	)
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"class A { int f(int x) { return x + 1; } }",
		"@A({1}) enum E { A(1) {}, ; E() {} } record R(int a) {}",
		"try (A a = b) { } catch (E e) { } switch (x) { case 1 -> f(); default -> { } }",
		"(T $X). ... .f(<... $Y ...>); { ... }",
		"x = new int[",
	)
}
