package python

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) {
	reader.Fuzz(f, "requirements.txt", "pyproject.toml", "poetry.lock", "uv.lock", "pdm.lock", "Pipfile", "Pipfile.lock", "setup.cfg", "setup.py")
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("")
	for i := range 20_000 {
		fmt.Fprintf(&text, "[[package]]\nname = \"p%d\"\nversion = \"1.0\"\n[package.dependencies]\np%d = \"*\"\n", i, i+1)
	}
	text.WriteString("")
	reader.Benchmark(b, "poetry.lock", []byte(text.String()))
}
