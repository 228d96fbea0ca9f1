package ruby

import (
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func TestLower(t *testing.T) {
	languagetest.Statement(t, Language(), [][2]string{
		{"foo", `(exprstmt (ident "foo"))`},
		{"foo a, :b, *c, &d", `(exprstmt (call (ident "foo") (args (ident "a") (str ":b") (spread "*" (ident "c")) (spread "&" (ident "d"))) -))`},
		{"foo(a, b: 1, :c => 2, **d)", `(exprstmt (call (ident "foo") (args (ident "a") (keyarg (ident "b") (num "1")) (keyarg (ident "c") (num "2")) (spread "**" (ident "d"))) -))`},
		{"a.b", `(exprstmt (call (member "." (ident "a") (ident "b")) (args) -))`},
		{"a&.b(1).c?", `(exprstmt (call (member "." (call (member "?." (ident "a") (ident "b")) (args (num "1")) -) (ident "c?")) (args) -))`},
		{"A::B.new", `(exprstmt (call (member "." (member "::" (ident "A") (ident "B")) (ident "new")) (args) -))`},
		{"a.(b)", `(exprstmt (call (member "." (ident "a") (ident "call")) (args (ident "b")) -))`},
		{"a.each { |x, (y, z), *w| x }", `(exprstmt (call (member "." (ident "a") (ident "each")) (args (func "block" (mods) - - (params (param (mods) - (ident "x") -) (param (mods) - (seq "[" (ident "y") (ident "z")) -) (param "*" (mods) - (ident "w") -)) (block (exprstmt (ident "x"))) -)) -))`},
		{"foo a do\n  b\nend", `(exprstmt (call (ident "foo") (args (ident "a") (func "block" (mods) - - (params) (block (exprstmt (ident "b"))) -)) -))`},
		{"->(x, y = 1) { x }", `(exprstmt (func "lambda" (mods) - - (params (param (mods) - (ident "x") -) (param (mods) - (ident "y") (num "1"))) (block (exprstmt (ident "x"))) -))`},
		{"@a = $b || @@c", `(exprstmt (assign "=" (ident "@a") (binary "||" (ident "$b") (ident "@@c"))))`},
		{"a.b ||= nil", `(exprstmt (assign "||=" (member "." (ident "a") (ident "b")) (null "nil")))`},
		{"a, *b = c, d", `(exprstmt (assign "=" (seq "[" (ident "a") (spread "*" (ident "b"))) (seq "[" (ident "c") (ident "d"))))`},
		{"a[1..2]", `(exprstmt (index (ident "a") (binary ".." (num "1") (num "2"))))`},
		{"x = {a: 1, :b => 2, 'c' => 3, d => 4, **e}", `(exprstmt (assign "=" (ident "x") (dict (pair (ident "a") (num "1")) (pair (ident "b") (num "2")) (pair (str "c") (num "3")) (pair (ident "d") (num "4")) (spread "**" (ident "e")))))`},
		{"x = [1, %w(a b), %i(c)]", `(exprstmt (assign "=" (ident "x") (seq "[" (num "1") (seq "[" (str "a") (str "b")) (seq "[" (str ":c")))))`},
		{`"a#{b}c\n"`, `(exprstmt (template (str "a") (ident "b") (str "c\\n")))`},
		{`'a' "b"`, `(exprstmt (str "ab"))`},
		{"`ls #{a}`", "(exprstmt (call (ident \"`\") (args (template (str \"ls \") (ident \"a\"))) -))"},
		{"%x(ls)", "(exprstmt (call (ident \"`\") (args (str \"ls\")) -))"},
		{"/a+/i", `(exprstmt (regex "a+"))`},
		{"f(<<~A, <<-B)\nx #{y}\nA\nz\nB\n", `(exprstmt (call (ident "f") (args (template (str "x ") (ident "y") (str "\n")) (str "z\n")) -))`},
		{"a ? b : c", `(exprstmt (cond (ident "a") (ident "b") (ident "c")))`},
		{"x = if a then b else c end", `(exprstmt (assign "=" (ident "x") (cond (ident "a") (ident "b") (ident "c"))))`},
		{"a if b", `(if (ident "b") (block (exprstmt (ident "a"))) -)`},
		{"unless a\n  b\nend", `(if (unary "!" (ident "a")) (block (exprstmt (ident "b"))) -)`},
		{"if a\n  b\nelsif c\n  d\nelse\n  e\nend", `(if (ident "a") (block (exprstmt (ident "b"))) (block (if (ident "c") (block (exprstmt (ident "d"))) (block (exprstmt (ident "e"))))))`},
		{"until a do b end", `(while (unary "!" (ident "a")) (block (exprstmt (ident "b"))))`},
		{"begin; a; end while b", `(dowhile (block (exprstmt (ident "a"))) (ident "b"))`},
		{"for x in y do z end", `(foreach (ident "x") (ident "y") (block (exprstmt (ident "z"))) -)`},
		{"case a\nwhen 1, B then c\nelse d\nend", `(switch (ident "a") (case (args (num "1") (ident "B")) (block (exprstmt (ident "c")))) (case (args) (block (exprstmt (ident "d")))))`},
		{"case a\nin [x, *] if b then c\nin {k: y}\n  d\nend", `(switch (ident "a") (case (args (seq "[" (ident "x") (spread "*" -)) (unary "if" (ident "b"))) (block (exprstmt (ident "c")))) (case (args (dict (pair (ident "k") (ident "y")))) (block (exprstmt (ident "d")))))`},
		{"begin\n  a\nrescue B, C => e\n  d\nelse\n  f\nensure\n  g\nend", `(try - (block (exprstmt (ident "a"))) (block (exprstmt (ident "f"))) (block (exprstmt (ident "g"))) (catch (param (mods) (seq "(" (ident "B") (ident "C")) (ident "e") -) (block (exprstmt (ident "d")))))`},
		{"a rescue b", `(try - (block (exprstmt (ident "a"))) - - (catch - (block (exprstmt (ident "b")))))`},
		{"def self.f(a, b = 1, *c, d:, e: 2, **g, &h)\n  return a, b\nrescue\n  next\nend", `(func "func" (mods (modifier "self")) - (ident "f") (params (param (mods) - (ident "a") -) (param (mods) - (ident "b") (num "1")) (param "*" (mods) - (ident "c") -) (param (mods) - (ident "d") -) (param (mods) - (ident "e") (num "2")) (param "**" (mods) - (ident "g") -) (param "&" (mods) - (ident "h") -)) (block (try - (block (return (seq "[" (ident "a") (ident "b")))) - - (catch - (block (jump "next" -))))) -)`},
		{"def a=(b) end", `(func "func" (mods) - (ident "a=") (params (param (mods) - (ident "b") -)) (block) -)`},
		{"def a(b) = b + 1", `(func "func" (mods) - (ident "a") (params (param (mods) - (ident "b") -)) (block (return (binary "+" (ident "b") (num "1")))) -)`},
		{"class A < B::C\n  d :e\nend", `(class "class" (mods) (ident "A") - (supers (member "::" (ident "B") (ident "C"))) (block (exprstmt (call (ident "d") (args (str ":e")) -))))`},
		{"module A; end", `(class "module" (mods) (ident "A") - (supers) (block))`},
		{"yield a", `(exprstmt (yield (ident "a")))`},
		{"require 'a'", `(exprstmt (call (ident "require") (args (str "a")) -))`},
	})
}

func TestPattern(t *testing.T) {
	languagetest.Patterns(t, Language(), [][2]string{
		{"$X.$F(..., $Y, ...)", `(call (member "." (metavar "$X") (metavar "$F")) (args (dots "...") (metavar "$Y") (dots "...")) -)`},
		{"$F $X, ...", `(call (metavar "$F") (args (metavar "$X") (dots "...")) -)`},
		{"f($...ARGS)", `(call (ident "f") (args (metavarseq "$...ARGS")) -)`},
		{"$X. ... .run", `(member "." (member "." (metavar "$X") (dots "...")) (ident "run"))`},
		{"....permit(..., :a)", `(call (member "." (dots "...") (ident "permit")) (args (dots "...") (str ":a")) -)`},
		{"A::$X.new", `(member "." (member "::" (ident "A") (metavar "$X")) (ident "new"))`},
		{"f(:$K => $V, a: ...)", `(call (ident "f") (args (keyarg (metavar "$K") (metavar "$V")) (keyarg (ident "a") (dots "..."))) -)`},
		{":$K => $V", `(pair (metavar "$K") (metavar "$V"))`},
		{"a: $V", `(pair (ident "a") (metavar "$V"))`},
		{"f({..., a: $X, ...})", `(call (ident "f") (args (dict (dots "...") (pair (ident "a") (metavar "$X")) (dots "..."))) -)`},
		{"f { |$X, ...| ... }", `(call (ident "f") (args (func "block" (mods) - - (params (param (mods) - (metavar "$X") -) (dots "...")) (block (dots "...")) -)) -)`},
		{"$X = $stdin\n...\n$F($X)", `(block (exprstmt (assign "=" (metavar "$X") (ident "$stdin"))) (dots "...") (exprstmt (call (metavar "$F") (args (metavar "$X")) -)))`},
		{"@$X = 1...5", `(assign "=" (metavar "$X") (binary "..." (num "1") (num "5")))`},
		{"\"...#{$X}...\"", `(template (str "...") (metavar "$X") (str "..."))`},
		{"`...#{...}`", "(call (ident \"`\") (args (template (str \"...\") (dots \"...\"))) -)"},
		{"/...#{$X}/", `(other "regex" (template (str "...") (metavar "$X")))`},
		{"def $F(..., $X, y: $Y, ...)\n  ...\nend", `(func "func" (mods) - (metavar "$F") (params (dots "...") (param (mods) - (metavar "$X") -) (param (mods) - (ident "y") (metavar "$Y")) (dots "...")) (block (dots "...")) -)`},
		{"def $F($...ARGS)", `(func "func" (mods) - (metavar "$F") (params (metavarseq "$...ARGS")) (block) -)`},
		{"def $F $X\n  ...\nend", `(func "func" (mods) - (metavar "$F") (params (param (mods) - (metavar "$X") -)) (block (dots "...")) -)`},
		{"class $C < $D\n  ...\n  f :a, ...\n  ...\nend", `(class "class" (mods) (metavar "$C") - (supers (metavar "$D")) (block (dots "...") (exprstmt (call (ident "f") (args (str ":a") (dots "...")) -)) (dots "...")))`},
		{"rescue $E => $X\n  ...", `(catch (param (mods) (metavar "$E") (metavar "$X") -) (block (dots "...")))`},
		{"when $X\n  ...", `(case (args (metavar "$X")) (block (dots "...")))`},
		{"elsif $X\n  ...", `(if (metavar "$X") (block (dots "...")) -)`},
		{"f ..., :a => <... $X ...>", `(call (ident "f") (args (dots "...") (keyarg (ident "a") (deep (metavar "$X")))) -)`},
		{"f($X);", `(exprstmt (call (ident "f") (args (metavar "$X")) -))`},
	})
}

func TestDeep(t *testing.T) {
	languagetest.Hostile(t, Language(),
		"x = "+strings.Repeat("(", 20_000)+"1"+strings.Repeat(")", 20_000),
		"x = 1"+strings.Repeat(" + 1", 20_000),
		"x = a"+strings.Repeat(".b()", 20_000),
		"x = "+strings.Repeat("[", 20_000),
		strings.Repeat("if a\n", 5_000)+strings.Repeat("end\n", 5_000),
		"f("+strings.Repeat("<<A, ", 500)+")\n"+strings.Repeat("#{<<A}\nA\n", 500),
	)
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"class A < B\n  attr :a, b: 1\n  def self.c(d, *e, f: 1, &g) = d\n  private\nend\n",
		"x = <<~A + <<'B'\n #{<<C}\nc\nC\nA\nB\n", "f a do |x, (y, *z); w| next x if y end",
		"case a\nin {b: [Integer => c, *]} | nil unless d then e\nin ^f then g\nelse h\nend",
		"begin a rescue B => c; retry; else d ensure e end until f", "`a#{b}` =~ /c#{@d}/ ? :\"e#{f}\" : %w[g h] ",
		"def (; -> { |x| } end", "alias a b; undef c; BEGIN { d } ; a&.b ||= ?c; __END__ x", "a.() ; ::A::b; defined? x; not y; a => {b:}",
	)
}
