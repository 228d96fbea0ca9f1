package gomod

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/mod/modfile"
	xmodule "golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// pruned says whether go.mod names all modules: since Go 1.17
// (https://go.dev/ref/mod#graph-pruning).
func pruned(mod *modfile.File) bool {
	return mod.Go != nil && semver.Compare("v"+language(mod.Go.Version), "v1.17") >= 0
}

// language is the version of the language that a go line means: 1.21rc1 is 1.21.
func language(version string) string {
	v, _, _ := strings.Cut(version, "rc")
	v, _, _ = strings.Cut(v, "beta")
	return v
}

func (m *module) project() assay.Project {
	p := assay.Project{Root: m.path, Ecosystem: assay.Go, Complete: true}
	if m.mod.Module != nil {
		p.Name = m.mod.Module.Mod.Path
	}
	if !pruned(m.mod) && !m.vendored && len(m.mod.Require) > 0 {
		inventory.Incomplete(&p, "before go 1.17 go.mod does not name what comes along with a module")
	}
	if n := len(m.local); n == 1 {
		inventory.Incomplete(&p, m.local[0]+" is replaced by local code")
	} else if n > 1 {
		inventory.Incomplete(&p, fmt.Sprintf("%s and %d other modules are replaced by local code", m.local[0], n-1))
	}
	if m.excluded {
		inventory.Incomplete(&p, "go.mod excludes a version that it requires, and another is chosen at build time")
	}
	if m.problems.Any() {
		inventory.Incomplete(&p, "not all of its files could be read")
	}
	return p
}

// readSums takes over the checksums of modules from go.sum; those of go.mod
// files alone are left out.
func (m *module) readSums(f engine.File) {
	for line := range bytes.Lines(f.Data) {
		fields := strings.Fields(string(line))
		if len(fields) != 3 || !strings.HasPrefix(fields[2], "h1:") || len(fields[2]) > 100 {
			continue
		}
		key := fields[0] + "@" + strings.TrimPrefix(fields[1], "v")
		if i, ok := m.components[key]; ok && len(m.out[i].Checksums) == 0 {
			m.out[i].Checksums = []string{strings.ToValidUTF8(fields[2], "")}
		}
	}
}

// readVendored adds the vendored modules that go.mod does not name:
//
//	# example.com/m v1.2.3 => example.com/other v1.0.0
//	## explicit; go 1.20
func (m *module) readVendored(f engine.File) {
	number := 0
	m.vendored = true
	for line := range bytes.Lines(f.Data) {
		number++
		fields := strings.Fields(strings.ToValidUTF8(string(line), "�"))
		if len(fields) < 3 || fields[0] != "#" {
			continue
		}
		if m.names[fields[1]] || fields[2] == "=>" { // a replacement of all versions is said apart
			continue
		}
		m.names[fields[1]] = true
		from := replacement{Version: xmodule.Version{Path: fields[1], Version: fields[2]}}
		if len(fields) > 4 && fields[3] == "=>" {
			from = replacement{Version: xmodule.Version{Path: fields[4]}, location: inventory.At(f.Path, number)}
			if len(fields) > 5 {
				from.Version.Version = fields[5]
			}
		}
		m.add(assay.Component{Use: assay.Runtime, Location: inventory.At(f.Path, number)}, fields[1], from)
	}
}
