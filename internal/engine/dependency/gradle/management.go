package gradle

// managementCall answers within dependencyManagement { } of Spring's plugin
// (https://docs.spring.io/dependency-management-plugin/docs/current/reference/html/).
func (m *machine) managementCall(c *call, sc *scope) (value, bool) {
	switch c.name {
	case "imports":
		m.delegate(c.block, inImports, nil)
	case "dependencies":
		m.delegate(c.block, inManaged, nil)
	case "mavenBom":
		m.importBOM(c, sc)
	case "dependency":
		m.manage(c, sc)
	case "dependencySet":
		m.manageSet(c, sc)
	case "entry":
		m.entry(c, sc)
	case "exclude", "bomProperty", "bomProperties", "resolutionStrategy", "generatedPomCustomization", "applyMavenExclusions":
	default:
		if c.block == nil || sc.where != inManagement || len(c.pos) > 0 {
			return nil, false
		}
		m.delegate(c.block, inManagement, nil) // for one configuration
	}
	return null{}, true
}

// importBOM records a BOM that chooses versions.
func (m *machine) importBOM(c *call, sc *scope) {
	f := m.read(m.same(c))
	if len(f.deps) != 1 {
		m.gap(c.at, "imports a bill of materials by code that was not understood", "Write its coordinates plainly.")
		return
	}
	d := f.deps[0]
	b := managed{version: d.version, at: d.line(c.at), name: d.module()}
	if len(sc.project.boms) >= maxPlatforms {
		return
	}
	for _, old := range sc.project.boms {
		if old.name == b.name && old.version.String() == b.version.String() {
			return
		}
	}
	sc.project.boms = append(sc.project.boms, b)
}

// manage records the version of one module; the last one wins.
func (m *machine) manage(c *call, sc *scope) {
	for _, d := range m.read(m.same(c)).deps {
		sc.project.manage(d.module(), d.version, d.line(c.at), m.unsure > 0)
	}
}

func (p *project) manage(module string, version text, at place, unsure bool) {
	old, ok := p.managed[module]
	if unsure && ok && old.version.String() != version.String() {
		version = text{{s: "a condition", at: at, hole: true}}
	}
	p.managed[module] = managed{version: version, at: at, name: module}
}

// set is a dependencySet while its entries are read.
type set struct {
	group   string
	version text
}

func (m *machine) manageSet(c *call, sc *scope) {
	s := &set{}
	d := c.named
	if d == nil {
		d, _ = c.arg(0).(*dict)
	}
	if d != nil {
		s.group = plainText(provided(d.m["group"]))
		s.version, _ = asText(provided(d.m["version"]))
	} else if t, ok := asText(c.arg(0)); ok { // "group:version"
		if x := parseDependency(t); x != nil {
			s.group, s.version = x.group, t.slice(len(x.group)+1, len(t.String()))
		}
	}
	if s.group != "" {
		m.delegate(c.block, inSet, s, unknown{})
	}
}

func (m *machine) entry(c *call, sc *scope) {
	s, ok := sc.data.(*set)
	if name := c.str(); ok && name != "" {
		at := c.at
		if len(s.version) > 0 && s.version[0].at.path != "" {
			at = s.version[0].at
		}
		sc.project.manage(s.group+":"+name, s.version, at, m.unsure > 0)
	}
}
