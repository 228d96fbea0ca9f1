package nuget

import (
	"testing"

	"github.com/assay-dev/assay/internal/engine/dependency/corpus"
)

var reader = corpus.Reader{Selects: Selects, Units: Units, Read: Read}

func TestExamples(t *testing.T) { corpus.Run(t, reader) }

func FuzzRead(f *testing.F) {
	reader.Fuzz(f, "app.csproj", "packages.lock.json", "packages.config", "project.assets.json", "app.deps.json", "Directory.Packages.props", "Directory.Build.props")
}
