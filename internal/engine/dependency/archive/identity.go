package archive

import (
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/engine/dependency/mavencoord"
	"github.com/assay-dev/assay/internal/version"
)

// own is the package that the archive itself is: the described one whose name
// and version the file has, the only one that is described, else what manifest
// and file name say.
func (ev *evidence) own(stem string, k kind) *assay.Component {
	if k == none {
		return nil
	}
	if i := slices.IndexFunc(ev.named, func(n named) bool { return n.isFile(stem) }); i >= 0 {
		return &ev.named[i].Component
	}
	var top []int
	for i, n := range ev.named {
		if n.Ecosystem == k.ecosystem() && (k == java || n.depth <= 1) {
			top = append(top, i)
		}
	}
	if len(top) == 1 {
		return &ev.named[top[0]].Component
	}
	if k == java {
		return ev.byManifest(stem)
	}
	return nil
}

// isFile says whether a file name is that of the package: artifact, or
// artifact-version with whatever follows.
func (n *named) isFile(stem string) bool {
	file, artifact := normal(stem), normal(n.artifact)
	full := artifact + "-" + normal(n.Version)
	return file == artifact || file == full || strings.HasPrefix(file, full+"-")
}

var separators = regexp.MustCompile(`[-_.]+`)

// normal makes names comparable (PEP 503), also for jars: only equality counts.
func normal(s string) string { return strings.ToLower(separators.ReplaceAllString(s, "-")) }

// artifactVersion divides artifact-version at the last hyphen before a digit.
var artifactVersion = regexp.MustCompile(`^([A-Za-z][\w.-]*)-(\d[\w.+~]*(?:-[A-Za-z][\w.+~]*)*)$`)

// byManifest is what manifest and file name say of a jar. The group is known
// only where the build wrote it down; without it the name is the artifact's.
func (ev *evidence) byManifest(stem string) *assay.Component {
	m := ev.manifest
	artifact, v := stem, ""
	if parts := artifactVersion.FindStringSubmatch(withoutClassifier(stem)); parts != nil {
		artifact, v = parts[1], parts[2]
	}
	said := m["implementation-version"]
	switch {
	case v == "" && said != "":
		v = said
	case v == "":
		v = m["bundle-version"]
	}
	if v == m["bundle-version"] && v != "" && said == "" {
		said = v
	}
	if !mavencoord.Plain(artifact) || !goodVersion(assay.Maven, v) {
		return nil
	}
	c := &assay.Component{Ecosystem: assay.Maven, Name: artifact, Version: v, Licence: m.licence()}
	if group := m["implementation-vendor-id"]; mavencoord.Plain(group) && strings.Contains(group, ".") && said == v {
		c.Name = group + ":" + artifact
	}
	return c
}

func withoutClassifier(stem string) string {
	for _, c := range []string{"-sources", "-javadoc", "-tests", "-test-sources", "-jar-with-dependencies", "-exec", "-all", "-shaded"} {
		stem = strings.TrimSuffix(stem, c)
	}
	return stem
}

func goodVersion(e assay.Ecosystem, v string) bool {
	return version.Valid(e, v) && !strings.ContainsAny(v, " \t${}") && clean(v) == v
}
