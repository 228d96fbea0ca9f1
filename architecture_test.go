// Package assay_test guards the house: who may import whom, a comment on every
// package, and the list of direct dependencies.
package assay_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/assay-dev/assay"

// rooms ranks our packages from the inside out: a package may import rooms of
// a lower rank only, unless allow says more or less. The first prefix that
// matches counts. A package that no row matches fails the test.
var rooms = []struct {
	prefix string
	rank   int
	// only, when set, lists all rooms that may be imported.
	only []string
	// also lists rooms of the same rank that may be imported.
	also []string
}{
	{prefix: "internal/fault", rank: 0, only: []string{}},
	{prefix: "internal/money", rank: 0, only: []string{}},
	{prefix: "internal/cvss", rank: 0, only: []string{}},
	{prefix: "internal/yamldoc", rank: 0, only: []string{}},
	{prefix: "internal/disk", rank: 0, only: []string{}},
	{prefix: "internal/assay", rank: 1, only: []string{"internal/money"}},
	{prefix: "internal/licence", rank: 1, only: []string{}},
	{prefix: "internal/version", rank: 2, only: []string{"internal/assay"}},
	{prefix: "internal/rule", rank: 2, only: []string{"internal/assay"}},
	{prefix: "internal/sbom", rank: 3, only: []string{"internal/assay", "internal/fault", "internal/version", "internal/licence"}},
	{prefix: "internal/vex", rank: 3, only: []string{"internal/assay", "internal/fault", "internal/version"}},
	{prefix: "internal/advisory", rank: 3, only: []string{"internal/advisory", "internal/version", "internal/assay", "internal/fault", "internal/cvss"}, also: []string{"internal/advisory"}},
	{prefix: "internal/pricebook", rank: 3, only: []string{"internal/pricebook", "internal/fault", "internal/money"}, also: []string{"internal/pricebook"}},
	{prefix: "internal/config", rank: 2},
	{prefix: "internal/catalog", rank: 3},
	{prefix: "rules", rank: 3},
	{prefix: "internal/engine", rank: 4, also: []string{"internal/engine"}}, // engines: see TestEnginesKeepApart
	{prefix: "internal/cache", rank: 4, only: []string{}},
	{prefix: "internal/store", rank: 4, only: []string{"internal/store", "internal/assay", "internal/fault"}},
	{prefix: "internal/change", rank: 4, only: []string{"internal/assay", "internal/fault"}},
	{prefix: "internal/vault", rank: 4, only: []string{"internal/vault", "internal/fault"}},
	{prefix: "internal/triage", rank: 4, only: []string{"internal/assay"}},
	{prefix: "internal/importer", rank: 4, only: []string{"internal/cvss", "internal/assay", "internal/rule", "internal/fault", "internal/sbom"}},
	{prefix: "internal/reach", rank: 4, only: []string{"internal/advisory", "internal/version", "internal/assay", "internal/fault"}},
	{prefix: "internal/report/threatmodel", rank: 5, only: []string{"internal/assay", "internal/fault", "internal/report", "internal/engine/threat"}},
	{prefix: "internal/report/pricelist", rank: 5, only: []string{"internal/assay", "internal/money", "internal/report", "internal/engine/price"}},
	{prefix: "internal/report", rank: 4},
	{prefix: "internal/pipeline", rank: 5},
	{prefix: "internal/govern/waiver", rank: 4, only: []string{"internal/assay", "internal/config", "internal/fault", "internal/rule"}},
	{prefix: "internal/govern", rank: 5},
	{prefix: "internal/lake", rank: 4, only: []string{"internal/lake", "internal/assay", "internal/disk", "internal/fault", "internal/money"}},
	{prefix: "internal/spend/forecast", rank: 5, only: []string{"internal/assay", "internal/fault", "internal/lake", "internal/money", "internal/spend/chart", "internal/spend/sheet"}},
	{prefix: "internal/spend/anomaly", rank: 5, only: []string{"internal/assay", "internal/config", "internal/engine/anomaly", "internal/fault", "internal/lake", "internal/money"}},
	{prefix: "internal/spend/rates", rank: 5, only: []string{"internal/assay", "internal/fault", "internal/lake", "internal/money", "internal/pricebook"}},
	{prefix: "internal/spend", rank: 5, only: []string{"internal/spend", "internal/assay", "internal/catalog", "internal/config", "internal/fault", "internal/lake", "internal/money", "internal/rule", "internal/yamldoc"}},
	{prefix: "internal/run", rank: 6},
	{prefix: "internal/cli/term", rank: 4, only: []string{}},
	{prefix: "internal/cli", rank: 7},
	{prefix: "internal/app", rank: 8},
	{prefix: "internal/testkit", rank: 8, only: []string{"internal/assay", "internal/money", "internal/spend/sheet"}}, // for tests: nothing may import it
	{prefix: "cmd/assay", rank: 9, only: []string{"internal/app"}},
	{prefix: "examples", rank: 9},
	{prefix: "ci", rank: 9},
	{prefix: "bench", rank: 9},
}

type pkg struct {
	ImportPath string
	Name       string
	Doc        string
	Imports    []string
	GoFiles    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports,GoFiles", "./...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func room(path string) int {
	return slices.IndexFunc(rooms, func(r struct {
		prefix string
		rank   int
		only   []string
		also   []string
	},
	) bool {
		return path == r.prefix || strings.HasPrefix(path, r.prefix+"/")
	})
}

func TestArrowsPointInward(t *testing.T) {
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		if path == module {
			continue
		}
		at := room(path)
		if at < 0 {
			t.Errorf("%s has no room: add it to the ranked list in architecture_test.go", path)
			continue
		}
		for _, imp := range p.Imports {
			to, ours := strings.CutPrefix(imp, module+"/")
			if !ours {
				continue
			}
			if why := refuse(at, to); why != "" {
				t.Errorf("%s must not import %s: %s", path, to, why)
			}
		}
	}
}

func refuse(from int, to string) string {
	r, target := rooms[from], room(to)
	switch {
	case target < 0:
		return "that has no room"
	case r.only != nil && !slices.ContainsFunc(r.only, func(o string) bool { return to == o || strings.HasPrefix(to, o+"/") }):
		return "it may import only " + fmt.Sprint(r.only)
	case r.only != nil || target == from:
		return ""
	case rooms[target].rank < r.rank:
		return ""
	case rooms[target].rank == r.rank && slices.Contains(r.also, rooms[target].prefix):
		return ""
	}
	return "arrows point inward"
}

// TestEnginesKeepApart: an engine imports the contract and what lies beneath
// its own folder, never another engine.
func TestEnginesKeepApart(t *testing.T) {
	const root = "internal/engine/"
	for _, p := range packages(t) {
		rest, ok := strings.CutPrefix(p.ImportPath, module+"/"+root)
		if !ok {
			continue
		}
		own, _, _ := strings.Cut(rest, "/")
		for _, imp := range p.Imports {
			other, ok := strings.CutPrefix(imp, module+"/"+root)
			if name, _, _ := strings.Cut(other, "/"); ok && name != own {
				t.Errorf("engine %s must not import engine %s", own, name)
			}
		}
	}
}

// TestAdaptersStayOut: only app knows concrete adapters.
func TestAdaptersStayOut(t *testing.T) {
	for _, p := range packages(t) {
		path := strings.TrimPrefix(p.ImportPath, module+"/")
		for _, imp := range p.Imports {
			seam := strings.HasPrefix(imp, module+"/internal/store/") || strings.HasPrefix(imp, module+"/internal/vault/")
			if seam && path != "internal/app" {
				t.Errorf("%s must not import %s: adapters are wired in app", path, imp)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range packages(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

// TestDependenciesAreListed: each direct dependency has its line.
func TestDependenciesAreListed(t *testing.T) {
	doc, err := os.ReadFile("docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{if and (not .Indirect) (not .Main)}}{{.Path}} {{.Version}}{{end}}", "all").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		path, version, ok := strings.Cut(line, " ")
		if ok && !strings.Contains(string(doc), "`"+path+"` "+version+" |") {
			t.Errorf("docs/dependencies.md lacks a line for `%s` %s", path, version)
		}
	}
}
