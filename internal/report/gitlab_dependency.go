package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

type (
	gitlabDependencyFile struct {
		Path         string             `json:"path"`
		Manager      string             `json:"package_manager"`
		Dependencies []gitlabDependency `json:"dependencies"`
	}
	gitlabDependency struct {
		Package gitlabPackage `json:"package"`
		Version string        `json:"version"`
	}
	gitlabPackage struct {
		Name string `json:"name"`
	}
)

func dependencyOf(f *assay.Finding) *gitlabDependency {
	d := &gitlabDependency{}
	if v := f.Vulnerability; v != nil {
		d.Package.Name, d.Version = v.Package, v.Version
	} else if _, name, version, ok := assay.ParsePURL(f.Location.Component); ok {
		d.Package.Name, d.Version = name, version
	}
	d.Package.Name = cmp.Or(d.Package.Name, f.Location.Component, "unknown")
	d.Version = cmp.Or(d.Version, "unknown")
	return d
}

// gitlabManagers are GitLab's names of package managers.
var gitlabManagers = map[assay.Ecosystem]string{
	assay.Go: "go", assay.NPM: "npm", assay.Maven: "maven", assay.PyPI: "pip", assay.NuGet: "nuget", assay.Cargo: "cargo",
	assay.RubyGems: "bundler", assay.Packagist: "composer",
}

// gitlabDependencyFiles lists the files that brought the components of the
// findings. The whole list of components is an SBOM's business.
func gitlabDependencyFiles(findings []*assay.Finding) []gitlabDependencyFile {
	out := []gitlabDependencyFile{}
	at := map[string]int{}
	for _, f := range findings {
		i, ok := at[f.Location.Path]
		if !ok {
			i, at[f.Location.Path] = len(out), len(out)
			e, _, _, _ := assay.ParsePURL(f.Location.Component)
			out = append(out, gitlabDependencyFile{Path: f.Location.Path, Manager: cmp.Or(gitlabManagers[e], "unknown")})
		}
		if d := *dependencyOf(f); !slices.Contains(out[i].Dependencies, d) {
			out[i].Dependencies = append(out[i].Dependencies, d)
		}
	}
	slices.SortFunc(out, func(a, b gitlabDependencyFile) int { return strings.Compare(a.Path, b.Path) })
	return out
}
