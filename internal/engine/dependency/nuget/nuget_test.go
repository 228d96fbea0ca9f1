package nuget

import (
	"fmt"
	"strings"
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) {
	reader.Fuzz(f, "app.csproj", "packages.lock.json", "packages.config", "project.assets.json", "app.deps.json", "Directory.Packages.props", "Directory.Build.props")
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"dependencies": {"net8.0": {"A": {"type": "Direct", "resolved": "1.0.0"}`)
	for i := range 20_000 {
		fmt.Fprintf(&text, `,
"p%d": {"type": "Transitive", "resolved": "1.0.0", "dependencies": {"p%d": "1.0.0"}}`, i, i+1)
	}
	text.WriteString(`}}}`)
	reader.Benchmark(b, "packages.lock.json", []byte(text.String()))
}
