package php

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/sast/language"
	"github.com/assay-dev/assay/internal/engine/sast/language/languagetest"
)

func languages() map[string]*language.Language {
	return map[string]*language.Language{"php": Language()}
}

func TestLower(t *testing.T) { languagetest.Golden(t, "testdata/code.golden", languages()) }

func TestPattern(t *testing.T) { languagetest.Golden(t, "testdata/pattern.golden", languages()) }

func TestDeep(t *testing.T) {
	l := Language()
	languagetest.Deep(t, l, "<?php $x = ", "(", "1", ")", ";")
	languagetest.Deep(t, l, "<?php $x = ", "$a . ", "1", "", ";")
	languagetest.Deep(t, l, "<?php ", "if ($a) {", "b();", "}", "")
	languagetest.Deep(t, l, "<?php $x = ", "[1 => ", "1", "]", ";")
}

func FuzzLower(f *testing.F) {
	languagetest.Fuzz(f, Language(),
		"",
		"<p><?= $x ?></p><?php foreach ($a as $k => $v): ?><?= $v; ?><?php endforeach ?>",
		"<?php namespace A\\B; use C\\{D, E as F}; abstract class G extends D implements F { use H; public ?int $i = 1; }",
		"<?php $a = \"x $b[c] {$d->e()} ${f}\"; $g = <<<X\nh $i\nX;\n`ls $j`;",
		"<?php function f(A|B &$c = null, ...$d): static { yield 'k' => fn() => [...$d, 'e' => $f]; }",
		"<?php switch ($a): case 1: break; endswitch; $x = match (true) { 1, 2 => 3, default => throw new X };",
		"<?php try { [$a, , $b] = list($c) = $d; } catch (E | F) { goto g; } finally { @unlink($h); } g: exit;",
		"function $F(..., $T $X, ...) { ... echo <... $X ...>; ... }",
		"#[Route(...)] class $C { ... public function $M(...): $R { ... } }",
	)
}
