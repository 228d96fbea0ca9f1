package iac

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/aquasecurity/trivy/pkg/iac/scanners/terraform/parser/resolvers"
)

// TestNoModuleIsFetched: even where trivy is told that it may fetch, the module
// in the place of its getter refuses (go.mod replaces it by tools/nogetter).
func TestNoModuleIsFetched(t *testing.T) {
	for _, source := range []string{
		"git::https://vpc.example.invalid/vpc.git", "https://vpc.example.invalid/vpc.zip", "github.com/example/vpc", "s3::https://s3.example.invalid/b/vpc.zip",
	} {
		_, _, _, applies, err := resolvers.Remote.Resolve(t.Context(), nil, resolvers.Options{
			Source: source, OriginalSource: source, AllowDownloads: true, CacheDir: t.TempDir(), WorkingDir: t.TempDir(),
			Logger: slog.New(slog.DiscardHandler),
		})
		if !applies || err == nil || !strings.Contains(err.Error(), "Assay fetches no modules") {
			t.Errorf("%s: got %t, %v; want a refusal", source, applies, err)
		}
	}
}
