package javascript

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func dialects() map[string]*language.Language {
	return map[string]*language.Language{"js": JavaScript(), "ts": TypeScript(), "tsx": TSX()}
}

func TestLower(t *testing.T) { languagetest.Golden(t, "testdata/code.golden", dialects()) }

func TestPattern(t *testing.T) { languagetest.Golden(t, "testdata/pattern.golden", dialects()) }

func TestSameShape(t *testing.T) {
	for _, src := range []string{
		"import {a as b} from 'c'; const {d} = require('e');",
		"class A extends B { constructor(x) { super(x); } static async m() { for (const y of this.z) await y?.w(`${y}`) } }",
		"export default (a, {b, ...c}, [d] = []) => a instanceof b ? {a, [d]: 1, e() {}} : new c.F(...d);",
		"try { switch (a) { case 1: break; default: throw b } } catch (e) {} finally { delete a.b }",
	} {
		var dumps []string
		for _, l := range []*language.Language{JavaScript(), TypeScript(), TSX()} {
			f, err := l.Parse("", []byte(src))
			if err != nil {
				t.Fatal(err)
			}
			dumps = append(dumps, f.Dump(f.Root))
		}
		if dumps[0] != dumps[1] || dumps[1] != dumps[2] {
			t.Errorf("%s\n%s\n%s\n%s", src, dumps[0], dumps[1], dumps[2])
		}
	}
}

func TestDeep(t *testing.T) {
	for _, l := range dialects() {
		languagetest.Deep(t, l, "x = ", "(", "1", ")", ";")
		languagetest.Deep(t, l, "x = ", "a + ", "1", "", ";")
		languagetest.Deep(t, l, "", "if (a) {", "b()", "}", "")
		languagetest.Deep(t, l, "x = ", "[{a:", "1", "}]", ";")
	}
}

var seeds = []string{
	"",
	"import {a as b} from 'c'; export default class extends a.B { #x = 1; static get y() {} }",
	"for (const {a, b: [c]} of d) { if (e) f?.g[h](...i); else j`k${l}` }",
	"<a {...b} c={d}>e {f} <></></a>",
	"const f = async (a, b = 1, ...c) => ({a, 'b': c, [d]: e, get g() {}})",
	"interface A<T> extends B { (x: T): void } enum C { D = 1 } @E() class F { constructor(private g?: H) {} }",
	"function $F(..., $X, ...) { ... $Y(<... $X ...>); ... }",
	"switch (a) { case 1: default: } ; label: while (a) continue label; `${`${a}`}`",
	"new.target; import.meta; a = /b[/]c/d; try {} catch {} finally {}",
}

func FuzzLower(f *testing.F) { languagetest.Fuzz(f, JavaScript(), seeds...) }

func FuzzLowerTypeScript(f *testing.F) { languagetest.Fuzz(f, TypeScript(), seeds...) }
