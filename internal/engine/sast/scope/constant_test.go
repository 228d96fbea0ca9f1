package scope_test

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/ast"
	"github.com/assay-dev/assay/internal/engine/sast/languages"
	"github.com/assay-dev/assay/internal/engine/sast/scope"
)

// TestConstant asks for the first argument of the call of f. What is not
// constant is "-".
func TestConstant(t *testing.T) {
	for _, tt := range []struct{ path, src, want string }{
		{"a.js", `const A = {fast: "md5", slow: "sha256"}; f(A.fast)`, "md5"},
		{"a.js", "const A = 2 ** 10; f(A)", "1024"},
		{"a.js", "const A = 1 << 10; f(A)", "1024"},
		{"a.js", "const A = 10 ** 100; f(A)", "-"},
		{"a.js", `const A = Object.freeze({"fast": "md5"}); const b = A["fast"]; f(b)`, "md5"},
		{"a.js", `const A = {fast: "md5"}; A.fast = g(); f(A.fast)`, "-"},
		{"a.js", `const A = {fast: "md5", ...rest}; f(A.fast)`, "-"},
		{"a.js", `const A = ["aes", 256, "ecb"].join("-").toUpperCase(); f(A)`, "AES-256-ECB"},
		{"a.js", "const A = ['x', 'y']; A.push(g()); f(A.join('-'))", "-"},
		{"a.ts", "const A = {size: 1024} as const; const size = A.size; f(size)", "1024"},
		{"a.js", "class A { constructor() { this.o = {a: 'x'} } g() { f(this.o.a) } }", "x"},
		{"a.js", "class A { constructor() { this.o = {a: 'x'} } g(y) { this.o.a = y; f(this.o.a) } }", "-"},
		{"a.py", "A = {'fast': 'md5'}\nf(A['fast'])", "md5"},
		{"a.py", "f('-'.join(['a', 'b']).upper())", "A-B"},
		{"a.py", "f('%s/%s' % ('a', 'b'))", "a/b"},
		{"a.py", "f('{1}{0}'.format('a', 'b'))", "ba"},
		{"A.java", `class A { void g() { f(String.format("{0}%s", "x")); } }`, "{0}x"},
		{"a.py", "f('%d {}'.format('a'))", "%d a"},
		{"a.py", "f('%5s'  % ('a',))", "-"},
		{"a.rb", "A = {fast: 'md5'}.freeze\nf(A[:fast])", "md5"},
		{"a.rb", "A = {fast: 'md5'}\nf(A.fetch(:fast).upcase)", "MD5"},
		{"a.php", `<?php $a = ["fast" => "md5"]; f(implode("-", ["x", strtoupper($a["fast"])]));`, "x-MD5"},
		{"A.java", `class A { void g() { f(String.join("/", "AES", "ECB").concat("/x")); } }`, "AES/ECB/x"},
		{"A.java", `class A { static final Map<String, String> M = Map.of("a", "x", "b", "y"); void g() { f(M.get("b")); } }`, "y"},
		{"A.java", `class A { void g() { String a = "x"; f(String.format("%s-%s", a, "b")); } }`, "x-b"},
		{"a.kt", `private val breaks = Regex("[\r\n]"); fun g() { f(breaks) }`, `[\r\n]`},
		{"A.java", `class A { static final Pattern P = Pattern.compile("[a-z]+"); void g() { f(P); } }`, "[a-z]+"},
		{"a.cs", `class A { static readonly Regex P = new Regex("[a-z]+", RegexOptions.Compiled); void g() { f(P); } }`, "[a-z]+"},
		{"a.go", "package a; var p = regexp.MustCompile(`^x$`); func g() { f(p) }", "^x$"},
		{"a.cs", `class A { void g() { var p = engine.Compile("x"); f(p); } }`, "-"},
		{"a.py", "import re\nP = re.compile(r'^x$')\nf(P)", "^x$"},
		{"a.go", `package a; var m = map[string]string{"a": "x"}; func g() { f(m["a"]) }`, "x"},
		{"a.go", `package a; func g() { f(strings.Join([]string{"a", "b"}, "-")) }`, "a-b"},
		{"a.kt", `val m = mapOf("a" to "x"); fun g() { f(m["a"]) }`, "x"},
		{"a.kt", "class A {\n companion object {\n private const val B = \"x\"\n }\n fun g() = f(B)\n}", "x"},
		{"a.kt", "class A {\n fun g() { f(B) }\n companion object { private const val B = \"x\" }\n}", "x"},
		{"A.cs", `class A { void G() { f(string.Join("-", "a", "b").ToUpper()); } }`, "A-B"},
		{"A.scala", `object A { val m = Map("a" -> "x"); f(List("p", "q").mkString("/") + m("a")) }`, "-"},
		{"a.py", "f(1 ** 9000000000000000000)", "-"},
		{"a.py", "f('{0}{0}{0}'.format('ab'))", "ababab"},
		{"a.py", "k = 'o'\nT = {'k': 'sha256', k: 'md5'}\nf(T['k'])", "sha256"},
		{"A.java", `class A { void g() { f(ImmutableMap.of("1", "x", "y", "z").get("2")); } }`, "-"},
		{"A.java", `class A { void g() { f(ImmutableMap.of("1", "x", "y", "z").get("y")); } }`, "z"},
		{"a.js", `let a = b; let b = a; f(a.join(b))`, "-"},
	} {
		file, err := languages.ByPath(tt.path).Parse(tt.path, []byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		got := "-"
		for n := range file.Nodes {
			if id := ast.ID(n); file.Kind(id) == ast.Call && file.Text(file.Kid(id, 0)) == "f" {
				if c, ok := scope.New(file).Constant(file.First(file.Kid(id, 1))); ok {
					got = c
				}
			}
		}
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.src, got, tt.want)
		}
	}
}
