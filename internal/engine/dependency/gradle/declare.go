package gradle

import "strings"

// skippedBlocks are within dependencies { } and name modules without asking for them.
var skippedBlocks = map[string]bool{
	"modules": true, "components": true, "artifactTypes": true, "attributesSchema": true, "registerTransform": true,
	"exclude": true, "println": true, "because": true, "capability": true,
}

// dependencyCall answers within dependencies { } and constraints { }.
func (m *machine) dependencyCall(c *call, sc *scope) (value, bool) {
	switch {
	case c.name == "components" && c.block != nil:
		sc.project.choosers = append(sc.project.choosers, c.at)
		return null{}, true
	case skippedBlocks[c.name]:
		return null{}, true
	case c.name == "constraints" && c.block != nil:
		m.delegate(c.block, inConstraints, nil)
		return null{}, true
	case c.name == "dependencies" && c.block != nil:
		return nil, false
	case c.name == "add" && len(c.pos) > 1:
		d := *c
		d.name, d.pos = c.str(), c.pos[1:]
		return m.declare(&d, sc), true
	}
	if v, ok := m.notation(c, sc); ok {
		return v, true
	}
	if len(c.pos) == 0 && c.named == nil {
		return m.sourceSetBlock(c, sc)
	}
	if reserved[c.name] {
		return nil, false
	}
	return m.declare(c, sc), true
}

// reserved are general functions that are no configurations.
var reserved = map[string]bool{
	"file": true, "files": true, "fileTree": true, "listOf": true, "setOf": true, "mapOf": true, "arrayOf": true, "listOfNotNull": true,
	"property": true, "findProperty": true, "hasProperty": true, "project": true, "apply": true, "configure": true, "uri": true,
	"with": true, "let": true, "run": true, "also": true, "emptyList": true, "mutableListOf": true, "provider": true,
	"zipTree": true, "Pair": true, "requireNotNull": true, "checkNotNull": true,
}

// notation is a function that makes a dependency of its argument.
func (m *machine) notation(c *call, sc *scope) (value, bool) {
	switch c.name {
	case "platform", "enforcedPlatform":
		return m.platform(c), true
	case "kotlin":
		return m.kotlin(c, sc), true
	case "testFixtures", "variantOf", "create", "module", "dependency":
		return m.same(c), true
	case "gradleApi", "localGroovy", "gradleTestKit", "gradleKotlinDsl", "npm", "devNpm", "peerNpm", "embeddedKotlin", "fileTree", "files",
		"zipTree":
		return ignored{}, true
	}
	return nil, false
}

// same is the dependency that an argument names.
func (m *machine) same(c *call) value {
	if d := positional(c.pos); d != nil {
		return d
	}
	v := value(c.named)
	if c.named == nil {
		v = c.arg(0)
	}
	return v
}

// platform marks a dependency as one that chooses versions.
func (m *machine) platform(c *call) value {
	v := m.same(c)
	if p, ok := v.(*project); ok {
		return &dependency{platform: true, owner: p, at: c.at}
	}
	f := m.read(v)
	if len(f.deps) != 1 {
		if f.none {
			return ignored{}
		}
		return unknown{"platform " + f.open}
	}
	f.deps[0].platform = true
	return f.deps[0]
}

// kotlin is kotlin("stdlib"): a module of the Kotlin project.
func (m *machine) kotlin(c *call, sc *scope) value {
	name := c.str()
	if name == "" {
		return unknown{"kotlin()"}
	}
	d := &dependency{group: kotlinGroup, name: "kotlin-" + name, at: c.at}
	if v, ok := asText(c.arg(1)); ok {
		d.version = v
	}
	return d
}

// sourceSetBlock is a block within dependencies { } that asks for nothing itself.
func (m *machine) sourceSetBlock(c *call, sc *scope) (value, bool) {
	if c.block == nil || reserved[c.name] {
		return nil, false
	}
	return m.block(c.name, c, sc), true
}

// declare records what a configuration asks for.
func (m *machine) declare(c *call, sc *scope) value {
	if sc.where == inSkipped {
		return null{}
	}
	all := m.asked(c)
	if all.open != "" && configuration(c.name, all) {
		m.gap(c.at, "asks for dependencies by code that was not understood ("+clip(all.open)+")",
			"Write the coordinates plainly, or lock the dependencies (gradle.lockfile).")
	}
	for _, d := range all.deps {
		m.record(c, d, sc)
	}
	if len(all.deps) == 1 {
		return all.deps[0]
	}
	return null{}
}

// clip keeps a reason short.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 80 {
		s = s[:80] + "…"
	}
	return strings.ToValidUTF8(s, "")
}

// asked is what the arguments of a configuration say.
func (m *machine) asked(c *call) found {
	if d := positional(c.pos); d != nil {
		return found{deps: []*dependency{d}}
	}
	var all found
	args := c.pos
	if c.named != nil {
		args = append(args[:len(args):len(args)], c.named)
	}
	for _, v := range args {
		f := m.read(v)
		all.deps = append(all.deps, f.deps...)
		if f.open != "" {
			all.open = f.open
		}
	}
	return all
}

// configuration says that a name may well be one: then what could not be
// worked out is worth a word.
func configuration(name string, f found) bool {
	if len(f.deps) > 0 {
		return true
	}
	for _, end := range []string{
		"mplementation", "pi", "Only", "ompile", "untime", "lasspath", "rocessor", "kapt", "ksp", "ugins", "eveloped",
		"rovided", "errorprone",
	} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// maxPlatforms bounds the platforms and BOMs of one project; real ones have tens.
const maxPlatforms = 200

// record keeps one dependency of a configuration.
func (m *machine) record(c *call, d *dependency, sc *scope) {
	if d.at.path == "" {
		d.at = c.at
	}
	if c.block != nil && sc.where != inConstraints || c.block != nil {
		m.delegate(c.block, inDependency, d, d)
	}
	x := declared{config: sourceSet(sc.block, c.name), dep: d, at: c.at, unsure: m.unsure > 0}
	p := sc.project
	switch {
	case d.platform:
		if len(p.platforms) >= maxPlatforms {
			return
		}
		p.platforms = append(p.platforms, x)
	case sc.where == inConstraints:
		p.constraints = append(p.constraints, x)
	case len(p.declared) < maxItems:
		p.declared = append(p.declared, x)
	}
}

// sourceSet is a configuration's full name within a source set or test suite.
func sourceSet(block, config string) string {
	parts := strings.Split(block, "/")
	for i, name := range parts {
		if name == "suites" {
			return "test" + strings.ToUpper(config[:min(1, len(config))]) + config[min(1, len(config)):]
		}
		if name == "sourceSets" || strings.HasSuffix(name, "Test") || strings.HasSuffix(name, "Main") {
			set := name
			if name == "sourceSets" && i+1 < len(parts) {
				set = parts[i+1]
			}
			if strings.Contains(strings.ToLower(set), "test") && !strings.Contains(strings.ToLower(config), "test") {
				return set + strings.ToUpper(config[:min(1, len(config))]) + config[min(1, len(config)):]
			}
		}
	}
	return config
}

// detailCall answers within the block of one dependency.
func (m *machine) detailCall(c *call, sc *scope) (value, bool) {
	d, ok := sc.data.(*dependency)
	if !ok {
		return nil, false
	}
	switch c.name {
	case "version":
		if c.block != nil {
			m.delegate(c.block, inVersion, d, unknown{})
		}
	case "strictly", "require":
		if sc.where == inVersion {
			d.version, _ = asText(c.arg(0))
		}
		m.delegate(c.block, inVersion, d, unknown{})
	case "prefer":
		if len(d.version) == 0 || strings.ContainsAny(d.version.String(), "[(]+") {
			d.version, _ = asText(c.arg(0))
		}
	}
	return null{}, true
}

// tool records coordinates that a plugin downloads: protoc's artifact.
func (m *machine) tool(name string, v value, sc *scope) {
	t, ok := v.(text)
	if !ok || name != "artifact" || sc.block == "" || sc.where == inSkipped {
		return
	}
	if d := parseDependency(t); d != nil && len(d.version) > 0 {
		sc.project.declared = append(sc.project.declared, declared{config: "classpath", dep: d, at: d.at, unsure: m.unsure > 0})
	}
}
