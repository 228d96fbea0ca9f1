package gradle

import (
	"context"
	"maps"
	"slices"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// Bounds on the run of one unit.
const (
	maxSteps = 4_000_000 // nodes walked
	maxDepth = 400       // walks within walks
)

// machine walks scripts.
type machine struct {
	ctx  context.Context
	tree *tree
	all  []*project // in the order of their builds
	left int        // steps
	// walked counts nodes; unlike left it goes one by one.
	walked int
	depth  int
	// unsure counts the conditions around that are not known.
	unsure int
	// done is set while a return unwinds to the function that it ends.
	done        bool
	props       map[string]*dict
	noted       map[string]bool
	gaps        []assay.Gap
	used        map[string]bool // scripts that were run
	stopped     bool
	constraints map[*project]map[string][]declared
	classes     map[string]string // of plugins, by id
	names       map[string]string // group:name of all projects, with their versions
}

// where tells apart what a bare name means.
type where uint8

const (
	other where = iota // the project itself, or a block of some plugin
	inDependencies
	inConstraints
	inDependency
	inVersion
	inPlugins
	inManagement
	inImports
	inManaged
	inSet
	inExt
	inSettings
	inCatalogues
	inCatalogue
	inApply
	inSkipped
	inFiles
	inRule
	inSubstitution
)

// scope is a block while it runs.
type scope struct {
	parent  *scope
	vars    map[string]value
	where   where
	project *project
	data    any    // what the block configures
	file    string // the script
	block   string // the name of the enclosing block, where it matters
}

// child is a scope within s, for a block of the same meaning.
func (s *scope) child() *scope {
	return &scope{parent: s, where: s.where, project: s.project, data: s.data, file: s.file, block: s.block}
}

// in is a scope within s for a block of another meaning.
func (s *scope) in(w where, data any) *scope {
	c := s.child()
	c.where, c.data = w, data
	return c
}

func (s *scope) set(name string, v value) {
	if s.vars == nil {
		s.vars = map[string]value{}
	}
	s.vars[name] = v
}

// holder is the scope that has a variable; nil when none has.
func (s *scope) holder(name string) *scope {
	for ; s != nil; s = s.parent {
		if _, ok := s.vars[name]; ok {
			return s
		}
	}
	return nil
}

func (s *scope) at(line int) place { return place{s.file, line} }

// step counts work; false means: stop.
func (m *machine) step(sc *scope) bool {
	m.left--
	if m.walked++; m.walked&1023 == 0 && m.ctx.Err() != nil {
		m.left = 0
	}
	if m.left > 0 {
		return true
	}
	if !m.stopped {
		m.stopped = true
		m.gap(place{sc.file, 1}, "and what follows it was not read to its end: the build takes too many steps", "Simplify the scripts, or lock the dependencies (gradle.lockfile).")
	}
	return false
}

// charge takes the cost of values that were copied or compared.
func (m *machine) charge(vs ...value) {
	for _, v := range vs {
		switch v := v.(type) {
		case text:
			m.left -= len(v) + len(v.String())/64
		case *list:
			m.left -= len(v.items) / 8
		case *dict:
			m.left -= len(v.keys) / 4
		}
	}
}

// runScript runs a file on a project.
func (m *machine) runScript(file string, sc *scope) {
	s := m.tree.script(file)
	if s == nil {
		return
	}
	if m.used == nil {
		m.used = map[string]bool{}
	}
	if !m.used[file] {
		for _, f := range s.Faults {
			m.gap(place{file, f.Line}, f.What, "Correct the script; what stands before that line was read.")
		}
	}
	m.used[file] = true
	if m.depth++; m.depth < maxDepth {
		top := &scope{parent: sc.parent, where: sc.where, project: sc.project, data: sc.data, file: file}
		m.declareAll(s.Body, top)
		m.statements(s.Body, top)
	}
	m.depth--
	m.done = false
}

// declareAll makes the functions and objects of a block known before it runs.
func (m *machine) declareAll(body []*script.Node, sc *scope) {
	for _, n := range body {
		switch n.Kind {
		case script.Function:
			sc.set(n.S, &closure{n, sc})
		case script.Type:
			if n.S != "" {
				sc.set(n.S, m.object(n, sc))
			}
		}
	}
}

// object is what a class or object says: its constants.
func (m *machine) object(n *script.Node, sc *scope) *dict {
	d := newDict()
	if m.depth++; m.depth < maxDepth && m.step(sc) {
		in := sc.in(inSkipped, nil)
		in.vars = d.m
		for _, k := range n.Kids {
			switch {
			case k.Kind == script.Type && k.S != "":
				d.put(k.S, m.object(k, in))
			case k.Kind == script.Type: // companion object
				companion := m.object(k, in).m
				for _, name := range slices.Sorted(maps.Keys(companion)) {
					d.put(name, companion[name])
				}
			case k.Kind == script.Declare && len(k.Kids) > 0:
				d.put(k.S, m.eval(k.Kids[0], in))
			case k.Kind == script.Function:
				d.put(k.S, &closure{k, in})
			}
		}
	}
	m.depth--
	return d
}

// statements runs a block; its value is that of the last statement.
func (m *machine) statements(body []*script.Node, sc *scope) value {
	var last value = null{}
	for _, n := range body {
		if m.done || !m.step(sc) {
			break
		}
		last = m.eval(n, sc)
	}
	return last
}

// invoke runs a closure within a scope that was made for it.
func (m *machine) invoke(c *closure, sc *scope, args ...value) value {
	if m.depth++; m.depth >= maxDepth {
		m.depth--
		return unknown{}
	}
	for i, name := range c.node.Names {
		if name != "" && i < len(args) {
			sc.set(name, args[i])
		}
	}
	if len(c.node.Names) == 0 && len(args) > 0 {
		sc.set("it", args[0])
	}
	v := m.statements(c.node.Kids, sc)
	m.done = false // a return ends the function or closure that it stands in
	m.depth--
	return v
}

// call runs a closure as it was written, without a delegate.
func (m *machine) call(c *closure, args ...value) value {
	return m.invoke(c, c.sc.child(), args...)
}

// delegate runs a closure as the configuration of something.
func (m *machine) delegate(c *closure, w where, data any, args ...value) value {
	if c == nil {
		return null{}
	}
	return m.invoke(c, c.sc.in(w, data), args...)
}

// on runs a closure on another project.
func (m *machine) on(c *closure, p *project) {
	sc := c.sc.in(other, nil)
	sc.project, sc.block = p, ""
	m.invoke(c, sc, p)
}
