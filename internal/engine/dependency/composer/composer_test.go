package composer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) { reader.Fuzz(f, "composer.json", "composer.lock") }

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"packages": [{"name": "a/a", "version": "1.0.0"}`)
	for i := range 20_000 {
		fmt.Fprintf(&text, `,
{"name": "a/p%d", "version": "1.0.0", "require": {"a/p%d": "^1"}}`, i, i+1)
	}
	text.WriteString(`]}`)
	reader.Benchmark(b, "composer.lock", []byte(text.String()))
}
