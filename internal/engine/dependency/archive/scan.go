package archive

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine"
	"github.com/assay-dev/assay/internal/engine/dependency/document"
	"github.com/assay-dev/assay/internal/engine/dependency/inventory"
)

// scan is the look at one file.
type scan struct {
	ctx         context.Context //nolint:containedctx // lives as long as one call of Scan
	path        string
	kind        kind // of the file itself
	problems    inventory.Problems
	left, spent int64 // of the allowance
	entries     int
	heavy       chan struct{}
	heavyHeld   bool

	project    *assay.Project
	components []assay.Component
	at         map[string]int // index in components by key
	requires   map[[2]string]bool
	nestedSeen bool
	wrapper    bool     // it is gradle-wrapper.jar
	unknown    []string // jars that do not say who they are
}

func newScan(ctx context.Context, heavy chan struct{}, f engine.File) *scan {
	return &scan{
		ctx: ctx, path: f.Path, problems: inventory.Problems{Scope: assay.ScopeArchive}, left: allowance(len(f.Data)), heavy: heavy,
		at: map[string]int{}, requires: map[[2]string]bool{},
	}
}

// archive looks at the file itself, which is an archive. One of no kind only
// holds others.
func (s *scan) archive(data []byte, k kind) {
	if bytes.HasPrefix(data, []byte("version https://git-lfs.github.com/")) {
		s.problems.Add(s.path, 0, "Fetch it: git lfs pull.", "not examined: here lies only a pointer to it (git LFS)")
		return
	}
	s.kind = k
	s.project = &assay.Project{Root: s.path, Ecosystem: k.ecosystem(), Name: clean(stem(s.path))}
	if k == none {
		s.project.Ecosystem = assay.Maven
	}
	own, ok := s.open("", data, 1, "")
	if !ok {
		s.project = nil
		return
	}
	if own != nil {
		s.project.Name, s.project.Version, s.project.Licence = own.Name, own.Version, own.Licence
	}
	if k != none && (k != java || !s.nestedSeen) {
		inventory.Incomplete(s.project, k.lacks())
	}
}

// add adds a component that another holds; the empty key stands for the project.
// It gives the key.
func (s *scan) add(c assay.Component, holder string) string {
	c.Root, c.Location, c.Use = s.path, assay.Location{Path: s.path}, assay.Runtime
	c.Direct = holder == ""
	key := c.Key()
	if i, ok := s.at[key]; ok {
		old := &s.components[i]
		old.Direct = old.Direct || c.Direct
		if old.Licence == "" {
			old.Licence = c.Licence
		}
	} else {
		if len(s.components) == mostComponents {
			s.problems.Add(s.path, 0, "Divide it.", "not read to its end: it names more than %d packages", mostComponents)
			return holder
		}
		s.at[key] = len(s.components)
		s.components = append(s.components, c)
	}
	if holder != "" && holder != key {
		s.requires[[2]string{holder, key}] = true
	}
	return key
}

// lost records that something in the file could not be read.
func (s *scan) lost(inner string, err error) {
	if s.ctx.Err() != nil {
		return
	}
	what := "not examined: "
	if inner != "" {
		what = "not examined: " + document.Quote(inner) + " in it: "
	}
	s.problems.Add(s.path, 0, "Build or fetch it anew, or name it in .assayignore.", "%s%s", what, err)
}

// output puts together what was found.
func (s *scan) output() engine.Output {
	edges := make([][2]string, 0, len(s.requires))
	for e := range s.requires {
		edges = append(edges, e)
	}
	slices.SortFunc(edges, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
	for _, e := range edges {
		c := &s.components[s.at[e[0]]]
		c.Requires = append(c.Requires, e[1])
	}
	var projects []assay.Project
	if p := s.project; p != nil {
		if s.problems.Any() {
			inventory.Incomplete(p, "not all of it could be read")
		}
		if len(s.unknown) > 0 {
			inventory.Incomplete(p, "not all of it says by which name advisories know it")
		}
		p.Complete = p.Why == ""
		projects = append(projects, *p)
	}
	out := s.problems.Output(1, projects, s.components)
	if len(s.unknown) > 0 {
		out.Gaps = append(out.Gaps, s.nameless())
	}
	return out
}

// nameless tells of jars without a group. Whoever puts one into the tree takes
// what is in it out of reach, so that it counts, but for Gradle's own wrapper.
func (s *scan) nameless() assay.Gap {
	slices.Sort(s.unknown)
	names := slices.Compact(s.unknown)
	text := strings.Join(names[:min(3, len(names))], ", ")
	if more := len(names) - 3; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return assay.Gap{
		Scope: assay.ScopeArchive, Location: assay.Location{Path: s.path}, Unsupported: s.wrapper,
		Reason: text + ": the archive does not say group and version, so not held against known flaws",
		Help:   "hand in the build's own bill of materials with --import",
	}
}

// clean is a text that may be shown; empty when it can't be.
func clean(s string) string {
	s = strings.TrimSpace(strings.ToValidUTF8(s, "�"))
	if len(s) > 256 || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return ""
	}
	return s
}
