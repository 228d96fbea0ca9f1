// Package nuget reads what .NET projects bring in: project files with
// PackageReference, central versions (Directory.Packages.props) and properties
// (Directory.Build.props), packages.lock.json, packages.config,
// project.assets.json, and the *.deps.json of a published program.
//
// Each project file is a project; where there is none, the lockfile or the
// *.deps.json is. MSBuild is not run: properties are filled in where they stand
// word by word, conditions count as met, and imports are followed where their
// path is written plainly and lies in the tree. A bare version of a PackageReference counts as that
// version, for NuGet takes the lowest that is allowed.
package nuget

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

const (
	buildProps    = "directory.build.props"
	buildTargets  = "directory.build.targets"
	packagesProps = "directory.packages.props"
	oldName       = "packages.config"
	assetsName    = "project.assets.json"
)

// Selects says whether a file is NuGet's or a project file of .NET.
func Selects(name string, data []byte) bool {
	base := strings.ToLower(path.Base(name))
	switch base {
	case buildProps, packagesProps, oldName, assetsName:
		return true
	}
	return isProject(base) || isLock(base) || strings.HasSuffix(base, ".deps.json") || isImport(base) ||
		strings.HasSuffix(base, ".xml") && looksLikeProject(data)
}

// isImport says that a file can be nothing but a part of projects.
func isImport(base string) bool {
	return strings.HasSuffix(base, ".props") || strings.HasSuffix(base, ".targets")
}

// isShared says that MSBuild takes a file into all projects below its folder.
func isShared(base string) bool {
	return base == buildProps || base == packagesProps || base == buildTargets
}

// looksLikeProject says that a document is MSBuild's: its root is Project.
func looksLikeProject(data []byte) bool {
	if !bytes.Contains(data, []byte("<Project")) {
		return false
	}
	d := xml.NewDecoder(bytes.NewReader(document.Plain(data)))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	for {
		token, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := token.(xml.StartElement); ok {
			return e.Name.Local == "Project"
		}
	}
}

func isProject(base string) bool {
	return strings.HasSuffix(base, ".csproj") || strings.HasSuffix(base, ".fsproj") || strings.HasSuffix(base, ".vbproj")
}

// isLock knows packages.lock.json and packages.PROJECT.lock.json.
func isLock(base string) bool {
	return strings.HasPrefix(base, "packages.") && strings.HasSuffix(base, ".lock.json")
}

// Units puts all folders together that share a file of properties: those below
// the topmost one, and those whose files one imports. Others are alone.
func Units(files []engine.File) [][]engine.File {
	props := map[string]bool{}
	for _, f := range files {
		if isShared(strings.ToLower(path.Base(f.Path))) {
			props[inventory.Dir(f.Path)] = true
		}
	}
	homes := map[string]string{} // by path
	for _, f := range files {
		home := folderOf(f.Path)
		for up := home; ; up = inventory.Dir(up) {
			if props[up] {
				home = up
			}
			if up == "" {
				break
			}
		}
		homes[f.Path] = home
	}
	joined := joinImports(files, homes)
	units := map[string][]engine.File{}
	var order []string
	for _, f := range files {
		home := joined(homes[f.Path])
		if units[home] == nil {
			order = append(order, home)
		}
		units[home] = append(units[home], f)
	}
	out := make([][]engine.File, 0, len(order))
	for _, home := range order {
		out = append(out, units[home])
	}
	return out
}

// folderOf is the folder of a file's project: obj belongs to the one above.
func folderOf(name string) string {
	dir := inventory.Dir(name)
	if strings.ToLower(path.Base(name)) == assetsName && path.Base(dir) == "obj" {
		return inventory.Dir(dir)
	}
	return dir
}

// unit is a group of folders while it is read.
type unit struct {
	problems   inventory.Problems
	sheets     map[string]*sheet // files of MSBuild by path
	files      map[string]engine.File
	names      map[string][]string // paths by themselves in lower case
	unread     map[imported]bool   // gaps that were told
	spelling   map[string]string   // of packages, by lower-case name
	props      map[string]string   // paths of properties by folder and lower-case name
	folders    map[string][]engine.File
	left       int // references, over all projects that inherit them
	projects   []assay.Project
	components []assay.Component
}

// Read resolves the projects of some folders.
func Read(ctx context.Context, files []engine.File) engine.Output {
	u := &unit{
		problems: inventory.Problems{Scope: assay.ScopeNuGet},
		sheets:   map[string]*sheet{}, files: map[string]engine.File{}, names: map[string][]string{}, unread: map[imported]bool{}, spelling: map[string]string{}, props: map[string]string{}, folders: map[string][]engine.File{},
		left: 500_000,
	}
	var dirs []string
	for _, f := range files {
		dir, base := folderOf(f.Path), strings.ToLower(path.Base(f.Path))
		u.files[f.Path] = f
		u.names[strings.ToLower(f.Path)] = append(u.names[strings.ToLower(f.Path)], f.Path)
		if isProject(base) || isShared(base) {
			u.sheet(f.Path)
		}
		if isShared(base) {
			u.props[path.Join(dir, base)] = f.Path
		}
		if u.folders[dir] == nil {
			dirs = append(dirs, dir)
		}
		u.folders[dir] = append(u.folders[dir], f)
		u.left += len(f.Data)
	}
	slices.Sort(dirs)
	for _, dir := range dirs {
		if ctx.Err() != nil {
			break
		}
		u.folder(dir)
	}
	return u.problems.Output(len(files), u.projects, u.components)
}

// spell gives the one spelling of a package's name in the unit: the first, for
// NuGet takes no notice of case. Lockfiles are read before what they resolve.
func (u *unit) spell(id string) string {
	lower := strings.ToLower(id)
	if u.spelling[lower] == "" {
		u.spelling[lower] = id
	}
	return u.spelling[lower]
}

// folder makes projects of the files of one folder.
func (u *unit) folder(dir string) {
	var projects, locks []engine.File
	for _, f := range u.folders[dir] {
		base := strings.ToLower(path.Base(f.Path))
		switch {
		case isProject(base):
			projects = append(projects, f)
		case strings.HasSuffix(base, ".deps.json"):
			u.published(f)
		case isLock(base) || base == assetsName || base == oldName:
			locks = append(locks, f)
		}
	}
	for _, p := range projects {
		u.project(p.Path, u.references(p.Path, dir), lockFor(p.Path, locks))
	}
	if len(projects) > 0 {
		return
	}
	for _, l := range locks {
		u.project(l.Path, references{}, []engine.File{l})
	}
}

// lockFor chooses the files that resolve a project: its own lockfile, or the
// folder's; what a build left only when there is none.
func lockFor(project string, locks []engine.File) []engine.File {
	var own, folder, built, old []engine.File
	stem := strings.ToLower(strings.TrimSuffix(path.Base(project), path.Ext(project)))
	for _, l := range locks {
		switch base := strings.ToLower(path.Base(l.Path)); base {
		case "packages." + stem + ".lock.json":
			own = append(own, l)
		case "packages.lock.json":
			folder = append(folder, l)
		case assetsName:
			built = append(built, l)
		case oldName:
			old = append(old, l)
		}
	}
	for _, choice := range [][]engine.File{own, folder, built} {
		if len(choice) > 0 {
			return append(choice, old...)
		}
	}
	return old
}
