package importer

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// managers says which ecosystem a package manager or a kind of file is of, by
// the names that tools use.
var managers = map[string]assay.Ecosystem{
	"go": assay.Go, "gomod": assay.Go, "golang": assay.Go, "gobinary": assay.Go, "golangdep": assay.Go, "gomodules": assay.Go, "go.mod": assay.Go, "go.sum": assay.Go, "govendor": assay.Go,
	"npm": assay.NPM, "yarn": assay.NPM, "pnpm": assay.NPM, "node-pkg": assay.NPM, "bun": assay.NPM, "js": assay.NPM, "javascript": assay.NPM,
	"package-lock.json": assay.NPM, "package.json": assay.NPM, "yarn.lock": assay.NPM, "pnpm-lock.yaml": assay.NPM, "npm-shrinkwrap.json": assay.NPM,
	"maven": assay.Maven, "gradle": assay.Maven, "sbt": assay.Maven, "jar": assay.Maven, "pom": assay.Maven, "java": assay.Maven,
	"pom.xml": assay.Maven, "build.gradle": assay.Maven, "build.gradle.kts": assay.Maven, "gradle.lockfile": assay.Maven,
	"pip": assay.PyPI, "pipenv": assay.PyPI, "poetry": assay.PyPI, "pypi": assay.PyPI, "python-pkg": assay.PyPI, "uv": assay.PyPI, "python": assay.PyPI, "setuptools": assay.PyPI, "conda-pkg": assay.PyPI,
	"requirements.txt": assay.PyPI, "pipfile.lock": assay.PyPI, "poetry.lock": assay.PyPI,
	"nuget": assay.NuGet, "dotnet": assay.NuGet, "dotnet-core": assay.NuGet, "packages.lock.json": assay.NuGet, "paket": assay.NuGet,
	"cargo": assay.Cargo, "rust": assay.Cargo, "rust-binary": assay.Cargo, "rustbinary": assay.Cargo, "cargo.lock": assay.Cargo,
	"gem": assay.RubyGems, "bundler": assay.RubyGems, "rubygems": assay.RubyGems, "gemspec": assay.RubyGems, "ruby": assay.RubyGems, "gemfile.lock": assay.RubyGems,
	"composer": assay.Packagist, "php": assay.Packagist, "packagist": assay.Packagist, "composer.lock": assay.Packagist,
}

// systems are families of operating systems and the type of their packages' URLs.
var systems = map[string]string{
	"debian": "deb", "ubuntu": "deb", "deb": "deb", "alpine": "apk", "apk": "apk", "wolfi": "apk", "chainguard": "apk",
	"redhat": "rpm", "centos": "rpm", "rocky": "rpm", "alma": "rpm", "oracle": "rpm", "amazon": "rpm", "fedora": "rpm", "rpm": "rpm",
	"suse": "rpm", "opensuse": "rpm", "photon": "rpm", "cbl-mariner": "rpm", "azurelinux": "rpm",
}

// component names a package as our vocabulary does. kinds are the hints that a
// report gives: a package manager, a file, a system ("debian:11"); the first
// that we know counts. Without one the name stays as it is, without a purl.
func component(name, version string, kinds ...string) (string, string, string) {
	for _, k := range kinds {
		k = strings.ToLower(path.Base(strings.ReplaceAll(k, `\`, "/")))
		if e, ok := managers[k]; ok {
			name, version = canonical(e, name), plainVersion(e, version)
			return name, version, assay.PURL(e, name, version)
		}
		family, _, _ := strings.Cut(k, ":")
		family, _, _ = strings.Cut(family, " ")
		if t, ok := systems[family]; ok {
			return name, version, systemPURL(t, family, name, version)
		}
	}
	return name, version, ""
}

var separators = regexp.MustCompile(`[-_.]+`)

// canonical writes a name as advisories do.
func canonical(e assay.Ecosystem, name string) string {
	switch e {
	case assay.Maven:
		if !strings.Contains(name, ":") {
			return strings.Replace(name, "/", ":", 1)
		}
	case assay.PyPI:
		return strings.ToLower(separators.ReplaceAllString(name, "-"))
	}
	return name
}

func plainVersion(e assay.Ecosystem, version string) string {
	if e == assay.Go {
		return strings.TrimPrefix(version, "v")
	}
	return version
}

func systemPURL(kind, family, name, version string) string {
	if family == kind {
		family = ""
	} else {
		family += "/"
	}
	out := "pkg:" + kind + "/" + family + name
	if version != "" {
		out += "@" + version
	}
	return out
}

// named by a package URL, where it is of a kind that we know.
func componentOf(purl, name, version string) (string, string, string) {
	purl = bare(purl)
	if _, n, v, ok := assay.ParsePURL(purl); ok {
		return n, first(v, version), purl
	}
	return name, version, purl
}

// upgrade picks from the versions that are without a flaw the smallest above
// the one in use, by their numbers; the first where that says nothing.
func upgrade(fixed []string, version string) string {
	var above []string
	for _, f := range fixed {
		for part := range strings.FieldsFuncSeq(f, func(r rune) bool { return r == ',' || r == ' ' || r == '|' }) {
			if part = strings.TrimPrefix(part, ">="); part != "" {
				above = append(above, part)
			}
		}
	}
	if len(above) == 0 {
		return ""
	}
	all := slices.Clone(above)
	above = slices.DeleteFunc(above, func(f string) bool { return compareNumbers(f, version) <= 0 })
	if len(above) == 0 {
		return all[0]
	}
	return slices.MinFunc(above, compareNumbers)
}

// compareNumbers compares versions by the numbers in them, left to right.
func compareNumbers(a, b string) int { return slices.Compare(numbersIn(a), numbersIn(b)) }

func numbersIn(version string) []int {
	var out []int
	for part := range strings.FieldsFuncSeq(version, func(r rune) bool { return r < '0' || r > '9' }) {
		n, err := strconv.Atoi(part)
		if err != nil {
			n = 1 << 30
		}
		out = append(out, n)
	}
	return out
}
