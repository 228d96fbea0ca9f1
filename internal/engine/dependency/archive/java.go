package archive

import (
	"bytes"
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/mavencoord"
)

// manifest is the main section of META-INF/MANIFEST.MF by lower-case key
// (JAR File Specification, "Name-Value pairs and Sections").
type manifest map[string]string

func readManifest(text []byte) manifest {
	m := manifest{}
	last := ""
	for raw := range bytes.Lines(text) {
		line := strings.TrimRight(strings.ToValidUTF8(string(raw), "�"), "\r\n")
		if line == "" {
			break
		}
		if rest, ok := strings.CutPrefix(line, " "); ok {
			if last != "" && len(m[last]) < 4<<10 {
				m[last] += rest
			}
			continue
		}
		key, value, _ := strings.Cut(line, ":")
		last = strings.ToLower(strings.TrimSpace(key))
		m[last] = strings.TrimPrefix(value, " ")
	}
	for k, v := range m {
		m[k] = clean(v)
	}
	return m
}

// licence is what an OSGi bundle says: NAME;link=…
// (OSGi Core, 3.2.1.10 Bundle-License).
func (m manifest) licence() string {
	name, _, _ := strings.Cut(m["bundle-license"], ";")
	return strings.Trim(strings.TrimSpace(name), `"`)
}

// pom is what a pom.xml in a jar says of its own project.
type pom struct {
	group, artifact, version string
	licences                 []string
}

// mavenDir is the folder GROUP/ARTIFACT below META-INF/maven of an entry; empty
// when it has none.
func mavenDir(name string) string {
	dir := path.Dir(strings.ReplaceAll(name, `\`, "/"))
	at := strings.LastIndex("/"+dir, "/META-INF/maven/")
	if at < 0 {
		return ""
	}
	rest := dir[at+len("META-INF/maven/"):]
	if strings.Count(rest, "/") != 1 {
		return ""
	}
	return rest
}

// readPom reads on as far as the file is well formed.
func readPom(text []byte) pom {
	var p, parent pom
	var at []string
	dec := xml.NewDecoder(bytes.NewReader(text))
	dec.Strict = false
	dec.CharsetReader = latin1
	for {
		t, err := dec.RawToken()
		if err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			if at = append(at, t.Name.Local); len(at) > 1000 {
				return p
			}
		case xml.EndElement:
			at = at[:max(0, len(at)-1)]
		case xml.CharData:
			p.take(&parent, at, clean(string(t)))
		}
	}
	if p.group == "" {
		p.group = parent.group
	}
	if p.version == "" {
		p.version = parent.version
	}
	return p
}

func (p *pom) take(parent *pom, at []string, text string) {
	if text == "" || len(at) > 4 {
		return
	}
	switch strings.Join(at, "/") {
	case "project/groupId":
		p.group = text
	case "project/artifactId":
		p.artifact = text
	case "project/version":
		p.version = text
	case "project/parent/groupId":
		parent.group = text
	case "project/parent/version":
		parent.version = text
	case "project/licenses/license/name":
		if len(p.licences) < 10 {
			p.licences = append(p.licences, strings.Join(strings.Fields(text), " "))
		}
	}
}

// licence joins names: several are a choice (https://maven.apache.org/pom.html#Licenses).
func (p pom) licence() string {
	joint := " OR "
	if slices.ContainsFunc(p.licences, func(l string) bool { return strings.Contains(l, " ") }) {
		joint = " or " // names, and no SPDX expression
	}
	return strings.Join(p.licences, joint)
}

// addProperties reads a pom.properties, which Maven writes from the resolved
// project; its folder says group and artifact where it does not.
func (ev *evidence) addProperties(name string, text []byte) {
	p := map[string]string{}
	for raw := range bytes.Lines(text) {
		key, value, ok := strings.Cut(strings.TrimSpace(strings.ToValidUTF8(string(raw), "�")), "=")
		if ok && !strings.HasPrefix(key, "#") && len(p) < 100 {
			p[strings.TrimSpace(key)] = clean(value)
		}
	}
	dir := mavenDir(name)
	group, artifact, _ := strings.Cut(dir, "/")
	if p["groupId"] != "" && p["artifactId"] != "" {
		group, artifact = p["groupId"], p["artifactId"]
	}
	if ev.maven(group, artifact, p["version"], ev.poms[dir].licence()) {
		delete(ev.poms, dir)
	}
}

// addPoms takes those that no properties stand beside.
func (ev *evidence) addPoms() {
	for _, dir := range sorted(ev.poms) {
		p := ev.poms[dir]
		group, artifact, _ := strings.Cut(dir, "/")
		if p.group != "" && p.artifact != "" {
			group, artifact = p.group, p.artifact
		}
		ev.maven(group, artifact, p.version, p.licence())
	}
}

func (ev *evidence) maven(group, artifact, v, licence string) bool {
	if !mavencoord.Plain(group) || !mavencoord.Plain(artifact) || !goodVersion(assay.Maven, v) {
		return false
	}
	c := assay.Component{Ecosystem: assay.Maven, Name: group + ":" + artifact, Version: v, Licence: licence}
	ev.named = append(ev.named, named{Component: c, artifact: artifact})
	return true
}
