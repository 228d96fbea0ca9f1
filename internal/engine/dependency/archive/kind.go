package archive

import (
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// kind is a family of archives.
type kind int

const (
	none kind = iota
	java
	python
	nuget
)

var kinds = map[string]kind{
	".jar": java, ".war": java, ".ear": java, ".aar": java, ".par": java, ".sar": java,
	".whl": python, ".egg": python, ".nupkg": nuget,
}

// kindOf goes by the name: a jar may begin with a shell script, so that its
// first bytes say nothing.
func kindOf(name string) kind { return kinds[strings.ToLower(path.Ext(name))] }

// Is says whether a path is that of an archive.
func Is(name string) bool { return kindOf(name) != none }

func (k kind) ecosystem() assay.Ecosystem {
	return map[kind]assay.Ecosystem{java: assay.Maven, python: assay.PyPI, nuget: assay.NuGet}[k]
}

// lacks says what an archive of the kind never tells.
func (k kind) lacks() string {
	return map[kind]string{
		java: "a jar does not name what it needs beside itself", python: "a wheel names what it needs without versions",
		nuget: "a package names what it needs without versions",
	}[k]
}

// stem is a file name without folders and extension.
func stem(name string) string {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	return strings.TrimSuffix(base, path.Ext(base))
}
