package script

import (
	"strings"
	"testing"
)

// TestParse shows the tree of what scripts are made of.
func TestParse(t *testing.T) {
	for _, c := range []struct {
		lang      Lang
		src, tree string
	}{
		{Groovy, `a 'b', c: 'd'`, `(call a "b" (named:c "d"))`},
		{Groovy, `id 'x' version '1' apply false`, `(call (member:apply (call (member:version (call id "x")) "1")) false)`},
		{Kotlin, `id("x") version "1" apply false`, `(call (member:apply (call (member:version (call id "x")) "1")) false)`},
		{Groovy, "a 'b',\n  'c'", `(call a "b" "c")`},
		{Groovy, "x = [a: 1, 'b': [2, 3]]", `(assign:= x (map (entry "a" 1) (entry "b" (list 2 3))))`},
		{Groovy, `String x = "a${b.c}d$e.f"`, `(declare:x (text "a" (member:c b) "d" (member:f e)))`},
		{Kotlin, `val x: String = "a$e.f"`, `(declare:x (text "a" e ".f"))`},
		{Kotlin, `val x by extra("1")`, `(delegate:x (call extra "1"))`},
		{Kotlin, `mapOf("a" to "b")`, `(call mapOf (call (member:to "a") "b"))`},
		{Kotlin, `f(a = "1")`, `(call f (named:a "1"))`},
		{Kotlin, `create<Foo<A, B>>("x") { y() }`, `(call create "x" (lambda (call y)))`},
		{Groovy, "a { b, c ->\n d\n }", `(call a (lambda |b,c| d))`},
		{Groovy, "a\n  .b()\n  .c", `(member:c (call (member:b a)))`},
		{Groovy, `if (a) b() else c()`, `(if a (block (call b)) (block (call c)))`},
		{Groovy, `x = a ? 'b' : 'c'`, `(assign:= x (ternary a "b" "c"))`},
		{Groovy, `x.y(/\d{2}/, { z })`, `(call (member:y x) "\\d{2}" (lambda z))`},
		{Groovy, `x = 4 / 2 / 1`, `(assign:= x (binary:/ (binary:/ 4 2) 1))`},
		{Groovy, "x = '''a\nb''' + $/c/d/$", `(assign:= x (binary:+ "a\nb" "c/d"))`},
		{Kotlin, `x = """a"b""""`, `(assign:= x "a\"b\"")`},
		{Kotlin, "/* a /* b */ c */ x()", `(call x)`},
		{Groovy, "for (x in y) { z }", `(loop:x y (block z))`},
		{Groovy, "def f(String a, b) { a }", `(function:f |a,b| a)`},
		{Kotlin, `fun A.f(v: String): String = "$v"`, `(function:f |v| (text v))`},
		{Kotlin, `object A { const val b = "1" }`, `(type:A (declare:b "1"))`},
		{Kotlin, `val x = when (y) { "a" -> "1"; else -> "2" }`, `(declare:x (choice (block "1") (block "2")))`},
		{Kotlin, `"a"("b")`, `(call "a" "b")`},
		{Groovy, `tasks.withType(A) { b.c = d }`, `(call (member:withType tasks) A (lambda (assign:= (member:c b) d)))`},
	} {
		s := Parse(c.lang, c.src)
		var got []string
		for _, n := range s.Body {
			got = append(got, n.String())
		}
		if g := strings.Join(got, " "); g != c.tree || len(s.Faults) > 0 {
			t.Errorf("%s\n got %s %v\nwant %s", c.src, g, s.Faults, c.tree)
		}
	}
}

func TestFaults(t *testing.T) {
	for src, line := range map[string]int{
		"a\nb 'c": 2, "a {\n b": 2, "a }": 1, "/* x": 1, "x = \"${a": 1, "'''\n\n": 1,
		strings.Repeat("a {", 1000): 1, strings.Repeat("x", MaxSize+1): 1,
	} {
		if f := Parse(Groovy, src).Faults; len(f) != 1 || f[0].Line != line {
			t.Errorf("%.20q: %v", src, f)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(true, "a 'b', c: \"${d}\" { e -> f }")
	f.Add(false, "val x by extra(\"1\")\nwhen (y) { \"a\" -> 1 }")
	f.Fuzz(func(t *testing.T, kotlin bool, src string) {
		lang := Groovy
		if kotlin {
			lang = Kotlin
		}
		var walk func(n *Node)
		lines := strings.Count(src, "\n") + 1
		walk = func(n *Node) {
			if n == nil {
				t.Fatal("a node is missing")
			}
			if n.Line > lines {
				t.Fatalf("line %d of %d", n.Line, lines)
			}
			for _, k := range n.Kids {
				walk(k)
			}
		}
		for _, n := range Parse(lang, src).Body {
			walk(n)
		}
	})
}
