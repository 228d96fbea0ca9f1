package gradle

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/engine/dependency/gradle/script"
)

// rule is code that chooses versions: resolutionStrategy.eachDependency { }
// (https://docs.gradle.org/current/userguide/resolution_rules.html). It is run
// for each declared dependency once all are known.
type rule struct {
	block  *closure
	at     place
	unsure bool
	// ran says that the code reached what chooses, for some dependency.
	ran  bool
	told bool // that it was not understood
}

// details is a dependency while a rule looks at it.
type details struct {
	rule   *rule
	asked  *dependency
	chosen *dependency // nil while nothing was chosen
	vague  bool        // what is chosen was not understood
}

// substitution is substitute(module("a:b")).using(module("c:d:1")).
type substitution struct {
	from, to *dependency
	at       place
}

const helpRule = "Write the version where the dependency is asked for, or lock the dependencies (gradle.lockfile)."

// ruleCall answers what registers code that chooses versions, wherever it stands.
func (m *machine) ruleCall(base value, c *call, sc *scope) (value, bool) {
	p := sc.project
	switch c.name {
	case "eachDependency":
		if c.block == nil {
			p.choosers = append(p.choosers, c.at)
		} else if len(p.rules) < maxPlatforms {
			p.rules = append(p.rules, &rule{block: c.block, at: c.at, unsure: m.unsure > 0})
		}
		return ignored{}, true
	case "dependencySubstitution":
		m.delegate(c.block, inSubstitution, nil, unknown{"it"})
		return ignored{}, true
	}
	u, ok := base.(unknown)
	switch {
	case !ok:
	case strings.HasSuffix(u.what, "dependencySubstitution"):
		return m.substitutionCall(c, sc)
	case strings.HasSuffix(u.what, "dependencies.components"):
		p.choosers = append(p.choosers, c.at)
		return ignored{}, true
	}
	return nil, false
}

// substitutionCall answers within dependencySubstitution { }.
func (m *machine) substitutionCall(c *call, sc *scope) (value, bool) {
	switch c.name {
	case "substitute":
		s := &substitution{at: c.at}
		if _, own := c.arg(0).(*project); own {
			return ignored{}, true // what is of the tree asks for no version
		}
		if f := m.read(c.arg(0)); len(f.deps) == 1 {
			s.from = f.deps[0]
		}
		return s, true
	case "module", "variant", "platform":
		return c.arg(0), true
	case "all":
		sc.project.choosers = append(sc.project.choosers, c.at)
		return ignored{}, true
	}
	return nil, false
}

// substitutionMethod is what follows substitute(…).
func (m *machine) substitutionMethod(s *substitution, c *call, sc *scope) value {
	if c.name != "using" && c.name != "with" {
		return s
	}
	p := sc.project
	if _, own := c.arg(0).(*project); own {
		return s
	}
	f := m.read(c.arg(0))
	if s.from == nil || len(f.deps) != 1 || !f.deps[0].version.known() || m.unsure > 0 {
		if !f.none {
			p.choosers = append(p.choosers, s.at)
		}
		return s
	}
	s.to = f.deps[0]
	if len(p.substitutions) < maxPlatforms {
		p.substitutions = append(p.substitutions, s)
	}
	return s
}

// detailsCall answers what a rule says of its dependency.
func (m *machine) detailsCall(d *details, c *call) (value, bool) {
	switch c.name {
	case "useVersion":
		x := *d.asked
		x.version, _ = asText(c.arg(0))
		m.decide(d, &x)
	case "useTarget":
		f := m.read(m.same(c))
		if len(f.deps) != 1 {
			f.deps = []*dependency{nil}
		}
		m.decide(d, f.deps[0])
	case "because":
	default:
		return nil, false
	}
	return null{}, true
}

func (m *machine) decide(d *details, to *dependency) {
	d.rule.ran = true
	if to == nil || len(to.version) == 0 || !to.version.known() || m.unsure > 0 {
		d.vague = true
		return
	}
	d.chosen = to
}

// handed notes that code which we can't read was given a rule's dependency.
func handed(c *call) {
	for _, v := range c.pos {
		if d, ok := v.(*details); ok {
			d.rule.ran, d.vague = true, true
		}
	}
}

// overrule is what rules and substitutions make of a choice.
func (r *resolver) overrule(d declared, c choice) choice {
	if len(r.p.rules) == 0 && len(r.p.substitutions) == 0 || d.config == "classpath" {
		return c
	}
	key := d.dep.module() + " " + c.version + " " + c.constraint
	if old, ok := r.overruled[key]; ok {
		if old != nil {
			return *old
		}
		return c
	}
	asked := *d.dep
	asked.version = newText(c.version, c.at)
	to := r.substitute(&asked, c.version)
	for _, rule := range r.p.rules {
		if x := r.m.consult(r.p, rule, &asked); x != nil {
			to = x
		}
	}
	r.overruled[key] = nil
	if to == nil {
		return c
	}
	out := chosen(to.version, to.line(c.at))
	if to.module() != d.dep.module() {
		out.module = to.module()
	}
	r.overruled[key] = &out
	return out
}

func (r *resolver) substitute(asked *dependency, version string) *dependency {
	for _, s := range r.p.substitutions {
		if s.from.module() == asked.module() && (len(s.from.version) == 0 || s.from.version.String() == version) && len(s.to.version) > 0 {
			return s.to
		}
	}
	return nil
}

// consult runs a rule on one dependency; nil when it chooses nothing.
func (m *machine) consult(p *project, r *rule, asked *dependency) *dependency {
	d := &details{rule: r, asked: asked}
	in := r.block.sc.in(inRule, d)
	in.project = p
	in.set("requested", asked)
	m.invoke(r.block, in, d)
	if d.vague || r.unsure && d.chosen != nil {
		if !r.told {
			p.choosers, r.told = append(p.choosers, r.at), true
		}
		return nil
	}
	return d.chosen
}

// unread says of code that chooses versions that it was not understood.
func (m *machine) unread(p *project) bool {
	for _, r := range p.rules {
		if !r.ran && len(p.declared) > 0 && hides(r.block.node, false) {
			p.choosers = append(p.choosers, r.at)
		}
	}
	for _, at := range p.choosers {
		m.gap(at, "has code that chooses versions, which was not understood", helpRule)
	}
	return len(p.choosers) > 0
}

// hides says that a choice stands where the code may not have been run: in a
// loop, or in a closure of the rule.
func hides(n *script.Node, deep bool) bool {
	return slices.ContainsFunc(n.Kids, func(k *script.Node) bool {
		if k == nil {
			return false
		}
		if deep && (k.S == "useVersion" || k.S == "useTarget") {
			return true
		}
		return hides(k, deep || k.Kind == script.Lambda || k.Kind == script.Loop)
	})
}
