package npm

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) {
	reader.Fuzz(f, "package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "pnpm-workspace.yaml")
}
