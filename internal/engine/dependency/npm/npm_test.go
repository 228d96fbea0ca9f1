package npm

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) {
	reader.Fuzz(f, "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "pnpm-workspace.yaml")
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"lockfileVersion": 3, "packages": {"": {}`)
	for i := range 20_000 {
		fmt.Fprintf(&text, `,
"node_modules/p%d": {"version": "1.0.0", "license": "MIT", "dependencies": {"p%d": "^1.0.0"}}`, i, i+1)
	}
	text.WriteString(`}}`)
	reader.Benchmark(b, "package-lock.json", []byte(text.String()))
}
