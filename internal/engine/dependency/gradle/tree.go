package gradle

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// tree is the files of one unit.
type tree struct {
	files   map[string]engine.File
	paths   []string // sorted
	scripts map[string]*script.Script
	// conventions are the precompiled script plugins, by id.
	conventions map[string]string
	convention  map[string]bool     // their paths
	dirs        map[string][]string // the folders within a folder, sorted
}

func newTree(unit []engine.File) *tree {
	t := &tree{
		files: map[string]engine.File{}, scripts: map[string]*script.Script{},
		conventions: map[string]string{}, convention: map[string]bool{}, dirs: map[string][]string{},
	}
	for _, f := range unit {
		t.files[f.Path] = f
		t.paths = append(t.paths, f.Path)
		t.addDirs(f.Path)
	}
	slices.Sort(t.paths)
	for d := range t.dirs {
		slices.Sort(t.dirs[d])
		t.dirs[d] = slices.Compact(t.dirs[d])
	}
	for _, p := range t.paths {
		t.addConvention(p)
	}
	return t
}

func (t *tree) addDirs(p string) {
	for d := path.Dir(p); d != "."; d = path.Dir(d) {
		parent := path.Dir(d)
		n := len(t.dirs[parent])
		if n > 0 && t.dirs[parent][n-1] == d {
			return
		}
		t.dirs[parent] = append(t.dirs[parent], d)
	}
}

// addConvention registers src/main/{groovy,kotlin}/[package/]id.gradle[.kts].
func (t *tree) addConvention(p string) {
	if !isScript(p) {
		return
	}
	for _, root := range []string{"src/main/groovy/", "src/main/kotlin/", "src/main/java/"} {
		_, rest, ok := strings.Cut("/"+p, "/"+root)
		if !ok {
			continue
		}
		id := strings.TrimSuffix(strings.TrimSuffix(rest, ".kts"), ".gradle")
		t.convention[p] = true
		dir, base := path.Split(id)
		if dir != "" {
			t.conventions[strings.ReplaceAll(dir, "/", ".")+base] = p
		}
		if _, taken := t.conventions[base]; !taken {
			t.conventions[base] = p
		}
	}
}

// script parses a file once; nil when it is not there.
func (t *tree) script(p string) *script.Script {
	if s, ok := t.scripts[p]; ok {
		return s
	}
	f, ok := t.files[p]
	if !ok {
		return nil
	}
	lang := script.Groovy
	if ext := path.Ext(p); ext == ".kts" || ext == ".kt" {
		lang = script.Kotlin
	}
	s := script.Parse(lang, string(f.Data))
	t.scripts[p] = s
	return s
}

// first is the first of several paths that is there.
func (t *tree) first(paths ...string) string {
	for _, p := range paths {
		if _, ok := t.files[p]; ok {
			return p
		}
	}
	return ""
}

// settings is the settings file of a folder.
func (t *tree) settings(dir string) string {
	return t.first(path.Join(dir, "settings.gradle"), path.Join(dir, "settings.gradle.kts"))
}

// buildScript is the build script of a folder.
func (t *tree) buildScript(dir string) string {
	return t.first(path.Join(dir, "build.gradle"), path.Join(dir, "build.gradle.kts"))
}

// build is one settings file with its projects, or a single project.
type build struct {
	dir      string
	settings string // path; empty for a build without
	// logic says that the build makes plugins for another: buildSrc.
	logic      bool
	root       *project
	projects   map[string]*project // by path, ":" is the root
	order      []*project
	missed     bool // a script of the settings was not followed
	open       bool // which modules there are is worked out by code
	catalogues map[string]*catalogue
	plugins    map[string]*plugin // versions from pluginManagement
	types      *dict              // objects and classes of the build's own sources
}

// builds lists them so that those which others may use come first: deeper
// folders before their parents.
func (t *tree) builds() []*build {
	dirs := map[string]bool{}
	for _, p := range t.paths {
		dir, base := path.Dir(p), path.Base(p)
		if base == "settings.gradle" || base == "settings.gradle.kts" {
			dirs[dir] = true
		}
		if path.Base(dir) == "buildSrc" && (base == "build.gradle" || base == "build.gradle.kts") {
			dirs[dir] = true
		}
	}
	var all []*build
	for d := range dirs {
		all = append(all, &build{
			dir: d, settings: t.settings(d), logic: t.isLogic(d), projects: map[string]*project{},
			catalogues: map[string]*catalogue{}, plugins: map[string]*plugin{},
		})
	}
	slices.SortFunc(all, func(a, b *build) int {
		depth := func(d string) int {
			if d == "." {
				return 0
			}
			return strings.Count(d, "/") + 1
		}
		return cmp.Or(depth(b.dir)-depth(a.dir), cmp.Compare(a.dir, b.dir))
	})
	return all
}

// isLogic says that a build below another makes its plugins.
func (t *tree) isLogic(dir string) bool {
	if path.Base(dir) == "buildSrc" {
		return true
	}
	switch path.Base(dir) {
	case "build-logic", "buildLogic", "build-src", "build-plugins", "buildPlugins", "build-conventions":
		return true
	}
	for _, p := range t.conventions {
		if strings.HasPrefix(p, dir+"/") && dir != "." {
			return true
		}
	}
	return false
}
