package control

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
)

// maxFile bounds a file of controls, in bytes.
const maxFile = 1 << 20

// groupsFile is the name of the file of groups; every other file is a framework.
const groupsFile = "groups.yaml"

// Load reads the files of frameworks and groups, by path. Unknown keys, missing
// ones and names that nothing bears are errors of kind fault.Invalid.
func Load(files map[string][]byte) (*Set, error) {
	names := slices.Sorted(maps.Keys(files))
	parsed, errs := make([]Framework, len(names)), make([]error, len(names))
	var groups struct {
		Groups []Group `yaml:"groups"`
	}
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			if path.Base(name) == groupsFile {
				errs[i] = decode(name, files[name], &groups)
				return
			}
			errs[i] = decode(name, files[name], &parsed[i])
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	s := &Set{groups: groups.Groups}
	if err := s.indexGroups(); err != nil {
		return nil, err
	}
	seen := map[string]string{}
	for i, name := range names {
		if path.Base(name) == groupsFile {
			continue
		}
		if err := s.check(name, &parsed[i], seen); err != nil {
			return nil, err
		}
		s.Frameworks = append(s.Frameworks, parsed[i])
	}
	order := assay.Frameworks()
	slices.SortFunc(s.Frameworks, func(a, b Framework) int { return slices.Index(order, a.ID) - slices.Index(order, b.ID) })
	for i := range s.Frameworks {
		for k := range s.Frameworks[i].Controls {
			s.Frameworks[i].Controls[k].framework = &s.Frameworks[i]
		}
	}
	return s, nil
}

func decode(name string, data []byte, into any) error {
	if len(data) > maxFile {
		return fault.New(fault.Invalid, "%s: larger than %d KiB", name, maxFile>>10)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fault.New(fault.Invalid, "%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return fault.New(fault.Invalid, "%s: more than one YAML document", name)
	}
	return nil
}

// indexGroups checks the groups and makes them quick to look up.
func (s *Set) indexGroups() error {
	s.groupAt, s.exact = map[string]int{}, map[assay.RuleID][]int{}
	s.cwe, s.tag = map[int][]int{}, map[string][]int{}
	for i := range s.groups {
		g := &s.groups[i]
		if _, twice := s.groupAt[g.Name]; twice || g.Name == "" || g.About == "" {
			return fault.New(fault.Invalid, "%s: group %q needs a name of its own and a line about it", groupsFile, g.Name)
		}
		s.groupAt[g.Name] = i
		g.least = assay.Low
		if g.AtLeast != "" {
			least, err := assay.ParseSeverity(g.AtLeast)
			if err != nil {
				return fault.New(fault.Invalid, "%s: group %s: %w", groupsFile, g.Name, err)
			}
			g.least = least
		}
		for _, r := range g.Rules {
			if prefix, star := strings.CutSuffix(r, "*"); star {
				s.prefixes = append(s.prefixes, prefixOf{prefix, i})
				continue
			}
			s.exact[assay.RuleID(r)] = append(s.exact[assay.RuleID(r)], i)
		}
		if slices.ContainsFunc(g.Rules, midStar) {
			return fault.New(fault.Invalid, "%s: group %s: a * stands at the end only", groupsFile, g.Name)
		}
		if slices.ContainsFunc(append(slices.Clone(g.Scopes), g.Resources...), midStar) {
			return fault.New(fault.Invalid, "%s: group %s: a * stands at the end only", groupsFile, g.Name)
		}
		if len(g.Resources) > 0 && g.Of == "" {
			return fault.New(fault.Invalid, "%s: group %s: of says what its resources are", groupsFile, g.Name)
		}
		for _, n := range g.CWE {
			s.cwe[n] = append(s.cwe[n], i)
		}
		for _, t := range g.Tags {
			s.tag[t] = append(s.tag[t], i)
		}
	}
	return nil
}

// check holds one framework to its shape and fills what its controls leave to it.
func (s *Set) check(name string, f *Framework, seen map[string]string) error {
	bad := func(format string, args ...any) error {
		return fault.New(fault.Invalid, "%s: %s", name, fmt.Sprintf(format, args...))
	}
	if !slices.Contains(assay.Frameworks(), f.ID) {
		return bad("unknown framework %q", f.ID)
	}
	if f.Title == "" || f.Document == "" || f.About == "" || len(f.Binds) == 0 || len(f.Controls) == 0 {
		return bad("a framework needs title, document, about, binds and controls")
	}
	clauses := map[string]string{}
	for i := range f.Controls {
		c := &f.Controls[i]
		if at, twice := seen[c.ID]; twice || c.ID == "" {
			return bad("control %q stands twice, or has no id (%s)", c.ID, at)
		}
		seen[c.ID] = name
		if c.Reference.Document == "" {
			c.Reference.Document = f.Document
		}
		if len(c.Binds) == 0 {
			c.Binds = f.Binds
		}
		if why := s.wrong(c); why != "" {
			return bad("control %s: %s", c.ID, why)
		}
		at := c.Reference.Document + " " + c.Reference.Clause
		if other, twice := clauses[at]; twice && c.Reference.Clause != "" {
			return bad("control %s: %s is %s's already", c.ID, at, other)
		}
		clauses[at] = c.ID
	}
	return nil
}

// wrong says what a control lacks; empty when nothing.
func (s *Set) wrong(c *Control) string {
	switch r := c.Reference; {
	case c.Title == "":
		return "no title"
	case r.Verified == nil || r.Edition == nil:
		return "a reference says verified and edition"
	case *r.Verified != (*r.Edition != ""):
		return "verified is true where, and only where, the edition that was read is named"
	case c.Freshness <= 0:
		return "freshness is a number of days"
	case len(c.Checks) == 0 && c.Manual == nil:
		return "nothing shows it: give it checks or a manual part"
	case c.Partial && (len(c.Checks) == 0 || c.Manual == nil):
		return "what checks show in part has checks, and a manual part for the rest"
	case c.Manual != nil && (c.Manual.Show == "" || c.Manual.Owner == ""):
		return "a manual part says what to show and who owns it"
	}
	for i := range c.Checks {
		k := &c.Checks[i]
		if n := k.kinds(); n != 1 {
			return fmt.Sprintf("check %d says %d things, want one", i+1, n)
		}
		for _, g := range k.NoFindings {
			if _, ok := s.groupAt[g]; !ok {
				return fmt.Sprintf("there is no group %q", g)
			}
		}
		if k.Fact != nil && (k.Fact.Name == "" || len(k.Fact.Is) == 0) {
			return "a fact has a name and values that pass"
		}
		for _, p := range k.Examined {
			if midStar(p) {
				return fmt.Sprintf("%q: a * stands at the end only", p)
			}
		}
	}
	return ""
}

func midStar(pattern string) bool { return strings.Contains(strings.TrimSuffix(pattern, "*"), "*") }

// kinds counts what a check asks for.
func (k *Check) kinds() int {
	n := 0
	for _, set := range []bool{
		len(k.NoFindings) > 0, len(k.Examined) > 0, k.Stage != "", k.FourEyes, k.Ticket, k.Gated, k.SBOM, k.NoOverdue,
		k.AdvisoriesWithin > 0, k.TestedWithin > 0, k.EnvironmentsSeparated, k.DeploysReconciled, k.Fact != nil,
	} {
		if set {
			n++
		}
	}
	return n
}
