// Package fix writes an upgrade into a manifest: bytes in, bytes out, or a
// sentence that says why not.
//
//	data, err := fix.Apply(data, fix.Edit{Path: "go.mod", Line: 6, …})
//
// It changes the version and not one byte beside it, only where the version
// stands literally on the component's own line, and reads the result back.
// Lockfiles are left to the package manager: Next names the command. It touches
// no disk and knows no registry; which version is right is decided elsewhere.
package fix

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/version"
)

// Edit says what to change.
type Edit struct {
	Path string
	Line int // assay.Component.Location
	// Name, From and To as assay.Component writes name and version.
	Ecosystem assay.Ecosystem
	Name      string
	From, To  string
}

// format is a family of manifests.
type format struct {
	is    func(base string) bool
	apply func(data []byte, line span, e Edit) ([]byte, error)
	next  string
}

func formatOf(e Edit) *format {
	base := path.Base(e.Path)
	for i := range formats[e.Ecosystem] {
		if f := &formats[e.Ecosystem][i]; f.is(base) {
			return f
		}
	}
	return nil
}

var formats = map[assay.Ecosystem][]format{
	assay.Go:   {{named("go.mod"), goMod, "go mod tidy"}},
	assay.NPM:  {{named("package.json"), packageJSON, "npm install"}},
	assay.PyPI: {{requirementsName, requirements, "pip install -r"}},
	assay.Maven: {
		{pomName, pom, "mvn verify"},
		{suffix(".versions.toml"), catalogue, "gradle build"},
		{suffix(".gradle"), script, "gradle build"},
		{suffix(".gradle.kts"), script, "gradle build"},
		{named("gradle.properties"), properties, "gradle build"},
	},
}

func named(name string) func(string) bool {
	return func(base string) bool { return base == name }
}

func suffix(end string) func(string) bool {
	return func(base string) bool { return strings.HasSuffix(base, end) }
}

// Next is the command to run in the manifest's folder after an edit.
func Next(e Edit) string {
	f := formatOf(e)
	if f == nil {
		return ""
	}
	if e.Ecosystem != assay.PyPI {
		return f.next
	}
	if base := path.Base(e.Path); !strings.HasPrefix(base, "constraints") {
		return f.next + " " + base
	}
	return "pip install -c " + path.Base(e.Path) + ", with the requirements that it is for"
}

// Apply gives the file with the upgrade written into it. data stays as it is.
func Apply(data []byte, e Edit) ([]byte, error) {
	f := formatOf(e)
	if f == nil {
		return nil, unknown(e)
	}
	if !plainVersion(e.To) || !version.Valid(e.Ecosystem, e.To) || version.Compare(e.Ecosystem, e.To, e.From) <= 0 {
		return nil, fmt.Errorf("%s is no upgrade of %s", e.To, e.From)
	}
	if flavour(e.From) != flavour(e.To) {
		return nil, fmt.Errorf("%s and %s are made for different platforms: choose the version by hand", e.From, e.To)
	}
	if bytes.IndexByte(data, 0) >= 0 || !utf8.ValidString(e.Name) {
		return nil, errors.New("the file is in no encoding that is edited")
	}
	line, ok := lineOf(data, e.Line)
	if !ok {
		return nil, errors.New("the file has no such line")
	}
	return f.apply(data, line, e)
}

// unknown says why a file of no format above is left as it is.
func unknown(e Edit) error {
	base := path.Base(e.Path)
	if isLockfile(base) {
		return fmt.Errorf("%s is a lockfile: have its package manager raise %s, or what brings it in", base, e.Name)
	}
	return fmt.Errorf("upgrades are not written into %s: raise %s there by hand", base, e.Name)
}

func isLockfile(base string) bool {
	switch base {
	case "go.sum", "npm-shrinkwrap.json", "packages.lock.json", "gradle.lockfile":
		return true
	}
	ext := path.Ext(base)
	return ext == ".lock" || ext == ".lockb" || strings.HasSuffix(strings.TrimSuffix(base, ext), "-lock")
}

// plainVersion keeps what comes from data on flaws from being more than a version.
func plainVersion(v string) bool {
	return v != "" && !strings.ContainsFunc(v, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && !strings.ContainsRune(".-+_!~", r)
	})
}

// flavour is the platform that some versions of Java libraries name.
func flavour(v string) string {
	for _, f := range []string{"android", "jre", "jre7", "jre8", "jre11", "jdk5", "jdk8"} {
		if strings.HasSuffix(v, "-"+f) || strings.HasSuffix(v, "."+f) {
			return f
		}
	}
	return ""
}
