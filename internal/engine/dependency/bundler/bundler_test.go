package bundler

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) { reader.Fuzz(f, "Gemfile", "Gemfile.lock") }

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("GEM\n  specs:\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "    p%d (1.0)\n      p%d\n", i, i+1)
	}
	text.WriteString("")
	reader.Benchmark(b, "Gemfile.lock", []byte(text.String()))
}
