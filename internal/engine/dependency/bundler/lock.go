package bundler

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// unit is a project while it is read.
type unit struct {
	problems inventory.Problems
	graph    inventory.Graph
	by       map[string][]int
	asks     []ask
	asked    []dependency
	lockPath string
	project  assay.Project
	lines    map[string]gem // of the Gemfile, by name
	order    []string
}

// ask is an edge between a package and a name.
type ask struct {
	from int
	name string
}

// dependency is a line of DEPENDENCIES.
type dependency struct {
	name string
	at   assay.Location
}

var (
	// spec is "    name (1.2.3)" with the platform behind the version.
	spec = regexp.MustCompile(`^(\S+)(?: \(([^)]*)\))?!?$`)
	// release is a version of a gem; a platform follows a dash.
	release = regexp.MustCompile(`^(\d[0-9A-Za-z.]{0,100})(?:-[0-9A-Za-z._-]{1,100})?$`)
)

// readLock reads Gemfile.lock: sections with indented entries. Entries at four
// spaces are packages, at six what these ask for.
func (u *unit) readLock(f engine.File) {
	u.lockPath = f.Path
	section, number, from := "", 0, -1
	specs, read := false, false
	for raw := range bytes.Lines(document.Plain(f.Data)) {
		number++
		line := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n ")
		text := strings.TrimLeft(line, " ")
		indent := len(line) - len(text)
		if text == "" {
			continue
		}
		if indent == 0 {
			section, specs, from = text, false, -1
			if strings.HasPrefix(text, "<<<<") || strings.HasPrefix(text, "====") || strings.HasPrefix(text, ">>>>") {
				u.problems.Add(f.Path, number, "Resolve the conflict.", "not read: %s does not belong into a lockfile", document.Quote(text))
			}
			read = true
			continue
		}
		switch {
		case section == "DEPENDENCIES":
			u.dependency(text, number)
		case section == "CHECKSUMS":
			u.checksum(text)
		case indent == 2:
			specs = text == "specs:"
		case specs && indent == 4:
			from = u.add(section, text, number)
		case specs && indent == 6 && from >= 0:
			if m := spec.FindStringSubmatch(text); m != nil {
				u.asks = append(u.asks, ask{from, m[1]})
			}
		}
	}
	if !read && len(f.Data) > 0 {
		u.problems.Add(f.Path, 1, "Have bundler write the lockfile anew.", "not read: it holds no sections")
	}
	for _, a := range u.asks {
		u.graph.AskAll(a.from, u.by[a.name], assay.Runtime)
	}
}

// add adds a package; -1 when its line is none.
func (u *unit) add(section, text string, line int) int {
	m := spec.FindStringSubmatch(text)
	if m == nil || !inventory.Name(m[1]) {
		u.problems.Add(u.lockPath, line, "Have bundler write the lockfile anew.", "not read: %s names no package", document.Quote(text))
		return -1
	}
	c := assay.Component{Ecosystem: assay.RubyGems, Name: m[1], Use: assay.Runtime, Location: inventory.At(u.lockPath, line)}
	if v := release.FindStringSubmatch(m[2]); v != nil {
		c.Version = v[1]
	} else {
		u.problems.Add(u.lockPath, line, "Have bundler write the lockfile anew.", "%s has no version: %s is none", document.Quote(m[1]), document.Quote(m[2]))
	}
	node := u.graph.Add(inventory.Package{Component: c, Local: section == "PATH"})
	u.by[m[1]] = append(u.by[m[1]], node)
	return node
}

func (u *unit) dependency(text string, line int) {
	if m := spec.FindStringSubmatch(text); m != nil {
		u.asked = append(u.asked, dependency{strings.TrimSuffix(m[1], "!"), inventory.At(u.lockPath, line)})
	}
}

// checksum reads "name (version) sha256=…" of newer lockfiles.
func (u *unit) checksum(text string) {
	head, sums, ok := strings.Cut(text, ") ")
	name, version, _ := strings.Cut(head, " (")
	if !ok {
		return
	}
	nodes := u.by[name]
	for _, node := range nodes[:min(len(nodes), inventory.Few)] {
		c := &u.graph.Packages[node].Component
		if v := release.FindStringSubmatch(version); v == nil || v[1] != c.Version || len(c.Checksums) > 0 {
			continue
		}
		for sum := range strings.SplitSeq(sums, ",") {
			algorithm, value, _ := strings.Cut(sum, "=")
			c.Checksums = append(c.Checksums, inventory.Hex(algorithm, value)...)
		}
	}
}
