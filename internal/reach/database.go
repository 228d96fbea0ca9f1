package reach

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/version"
)

// The layout of a vulnerability database
// (https://go.dev/doc/security/vuln/database#api), as far as it is read.

type dbEntry struct {
	Schema    string       `json:"schema_version"`
	ID        string       `json:"id"`
	Modified  time.Time    `json:"modified"`
	Published time.Time    `json:"published"`
	Aliases   []string     `json:"aliases,omitempty"`
	Affected  []dbAffected `json:"affected"`
}

type dbAffected struct {
	Package  dbPackage `json:"package"`
	Ranges   []dbRange `json:"ranges"`
	Specific struct {
		Imports []dbImport `json:"imports"`
	} `json:"ecosystem_specific"`
}

type dbPackage struct {
	Name      string `json:"name"`
	Ecosystem string `json:"ecosystem"`
}

type dbRange struct {
	Type   string    `json:"type"`
	Events []dbEvent `json:"events"`
}

type dbEvent struct {
	Introduced string `json:"introduced,omitempty"`
	Fixed      string `json:"fixed,omitempty"`
}

type dbImport struct {
	Path    string   `json:"path"`
	Symbols []string `json:"symbols,omitempty"`
}

type dbModule struct {
	Path  string   `json:"path"`
	Vulns []dbVuln `json:"vulns"`
}

type dbVuln struct {
	ID       string    `json:"id"`
	Modified time.Time `json:"modified"`
}

// Names says whether a record names the packages that hold the flaw: without
// them nothing can be said of calls.
func Names(a *advisory.Advisory) bool { return strings.HasPrefix(a.ID, "GO-") && len(a.Imports) > 0 }

// writeDatabase writes the records that name packages.
func writeDatabase(dir string, list []advisory.Advisory) error {
	entries, modules := map[string]*dbEntry{}, map[string]*dbModule{}
	for i := range list {
		a := &list[i]
		if !Names(a) || !plain(a.ID) {
			continue
		}
		e := entries[a.ID]
		if e == nil {
			e = &dbEntry{Schema: "1.3.1", ID: a.ID, Modified: a.Modified, Published: a.Published, Aliases: a.Aliases}
			entries[a.ID] = e
		}
		e.Affected = append(e.Affected, affected(a))
		m := modules[a.Package]
		if m == nil {
			m = &dbModule{Path: a.Package}
			modules[a.Package] = m
		}
		m.Vulns = append(m.Vulns, dbVuln{a.ID, a.Modified})
	}
	return store(dir, entries, modules)
}

func affected(a *advisory.Advisory) dbAffected {
	out := dbAffected{Package: dbPackage{a.Package, "Go"}, Ranges: []dbRange{}}
	for _, r := range a.Ranges {
		out.Ranges = append(out.Ranges, dbRange{"SEMVER", events(r)})
	}
	for _, im := range a.Imports {
		out.Specific.Imports = append(out.Specific.Imports, dbImport(im))
	}
	return out
}

func events(r version.Range) []dbEvent {
	var out []dbEvent
	for _, ev := range r {
		if ev.Introduced != "" || ev.Fixed != "" {
			out = append(out, dbEvent{ev.Introduced, ev.Fixed})
		}
	}
	return out
}

// plain: an identifier becomes the name of a file.
func plain(id string) bool {
	return strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == "" && id != ""
}

func store(dir string, entries map[string]*dbEntry, modules map[string]*dbModule) error {
	list := []*dbModule{}
	for _, m := range modules {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b *dbModule) int { return strings.Compare(a.Path, b.Path) })
	files := map[string]any{"index/db": map[string]time.Time{"modified": {}}, "index/modules": list}
	for id, e := range entries {
		files["ID/"+id] = e
	}
	for _, d := range []string{"index", "ID"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o700); err != nil {
			return err
		}
	}
	for name, v := range files {
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)+".json"), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
