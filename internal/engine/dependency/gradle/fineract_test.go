package gradle

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/assay-dev/assay/internal/assay"
)

// factUses says what the configurations of testdata/fineract.txt are for.
var factUses = map[string]assay.Use{
	"spotbugsPlugins": assay.Development, "checkstyle": assay.Development, "errorprone": assay.Development,
	"annotationProcessor": assay.Development, "testImplementation": assay.Development,
	"implementation": assay.Runtime, "compileOnly": assay.Runtime, "runtimeOnly": assay.Runtime,
	"providedRuntime": assay.Runtime, "driver": assay.Runtime,
}

// TestFineract holds what is found in Apache Fineract against a list that was
// read by hand: all of it, and nothing else.
func TestFineract(t *testing.T) {
	root := os.Getenv("ASSAY_CORPORA")
	if root == "" {
		t.Skip("ASSAY_CORPORA names no folder that holds fineract")
	}
	root = filepath.Join(root, "fineract")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no corpus: %v", err)
	}
	facts := facts(t)
	var found []string
	out := read(load(t, root))
	for _, c := range out.Components {
		module := strings.TrimSuffix(strings.TrimPrefix(c.Root, "fineract-"), "/build.gradle")
		if module == "core" || module == "loan" || module == "provider" {
			found = append(found, strings.Join([]string{module, c.Name, cmp.Or(c.Version, "?"), string(c.Use)}, " "))
		}
	}
	slices.Sort(found)
	if diff := gocmp.Diff(facts, found); diff != "" {
		t.Errorf("(-facts +found)\n%s", diff)
	}
	if len(out.Gaps) > 0 {
		t.Errorf("gaps: %v", out.Gaps)
	}
	t.Logf("%d facts", len(facts))
}

// facts are the lines of the list, one for each module and version, with the
// use that counts most.
func facts(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/fineract.txt")
	if err != nil {
		t.Fatal(err)
	}
	uses := map[string]assay.Use{}
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) != 4 || f[0] == "#" {
			continue
		}
		for module := range strings.SplitSeq(f[0], ",") {
			k := strings.Join([]string{module, f[2], f[3]}, " ")
			if old, ok := uses[k]; !ok || stronger(factUses[f[1]], old) {
				uses[k] = factUses[f[1]]
			}
		}
	}
	var all []string
	for k, u := range uses {
		all = append(all, k+" "+string(u))
	}
	slices.Sort(all)
	return all
}
