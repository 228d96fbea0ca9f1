package gomod

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) { reader.Fuzz(f, "go.mod", "go.sum", "go.work", "vendor/modules.txt") }

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("module example.com/app\n\ngo 1.22.0\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "require example.com/p%d v1.%d.0\n", i, i+1)
	}
	text.WriteString("")
	reader.Benchmark(b, "go.mod", []byte(text.String()))
}
