package cargo

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) { reader.Fuzz(f, "Cargo.toml", "Cargo.lock") }

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "[[package]]\nname = \"p%d\"\nversion = \"1.0.0\"\nsource = \"registry\"\ndependencies = [\"p%d\"]\n", i, i+1)
	}
	reader.Benchmark(b, "Cargo.lock", []byte(text.String()))
}
