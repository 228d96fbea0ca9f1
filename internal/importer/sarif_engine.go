package importer

import (
	"regexp"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// kinds of tool by a part of their lower-case name. What is not here is told
// from the result, and is SAST in the end.
var kinds = []struct {
	part string
	kind assay.EngineID
}{
	{"gitleaks", assay.EngineSecret},
	{"trufflehog", assay.EngineSecret},
	{"detect-secrets", assay.EngineSecret},
	{"ggshield", assay.EngineSecret},
	{"zap", assay.EngineDAST},
	{"burp", assay.EngineDAST},
	{"nuclei", assay.EngineDAST},
	{"grype", assay.EngineDependency},
	{"dependency-check", assay.EngineDependency},
	{"osv-scanner", assay.EngineDependency},
	{"snyk open source", assay.EngineDependency},
	{"snyk container", assay.EngineDependency},
	{"snyk iac", assay.EngineIaC},
	{"checkov", assay.EngineIaC},
	{"kics", assay.EngineIaC},
	{"tfsec", assay.EngineIaC},
	{"terrascan", assay.EngineIaC},
	{"dockle", assay.EngineIaC},
	{"hadolint", assay.EngineIaC},
	{"contrast", assay.EngineIAST},
	{"data theorem", assay.EngineMobile},
	{"mobsf", assay.EngineMobile},
}

var engines = []assay.EngineID{
	assay.EngineSecret, assay.EngineIaC, assay.EngineTag, assay.EngineDependency, assay.EngineLicence, assay.EngineSAST, assay.EngineFinance,
	assay.EngineDAST, assay.EngineIAST, assay.EngineMobile, assay.EngineQuality, assay.EngineGovernance,
}

// flawID is the form of an advisory's name.
var flawID = regexp.MustCompile(`(?i)\b(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|SNYK-[A-Z0-9]+-[A-Z0-9.-]+-\d+|(?:PYSEC|RUSTSEC|GO|OSV)-\d{4}-\d+)`)

// engineOf says what kind of finding a result is.
func engineOf(p *sarifPending, it *item, s *sarifRule, tool string) assay.EngineID {
	if e := assay.EngineID(p.engine); slices.Contains(engines, e) {
		return e // our own reports say it
	}
	tool = strings.ToLower(tool)
	if i := slices.IndexFunc(kinds, func(k struct {
		part string
		kind assay.EngineID
	},
	) bool {
		return strings.Contains(tool, k.part)
	}); i >= 0 {
		return kinds[i].kind
	}
	tags := []string{}
	if s != nil {
		for _, t := range s.Properties.Tags {
			tags = append(tags, strings.ToLower(t))
		}
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(tags, n) })
	}
	switch {
	case p.web || it.Location.URL != "":
		return assay.EngineDAST
	case it.Location.Component != "", flawID.MatchString(it.rule), has("vulnerability") && strings.Contains(tool, "trivy"):
		return assay.EngineDependency
	case has("secret", "secrets"):
		return assay.EngineSecret
	case has("misconfiguration", "iac", "terraform", "kubernetes", "dockerfile"):
		return assay.EngineIaC
	case has("license", "licence"):
		return assay.EngineLicence
	case len(it.CWE) == 0 && !has("security") && has("maintainability", "correctness", "readability", "style", "best-practice", "code_smell", "bug", "performance"):
		return assay.EngineQuality
	}
	return assay.EngineSAST
}

// flaw fills what a result says of a component's known flaw: in its rule's
// name, in the component's, and in lines of the message as trivy and grype
// write them ("Installed Version: 1.2").
func flaw(it *item) {
	ids := flawID.FindAllString(it.rule, 3)
	ids = append(ids, flawID.FindAllString(it.about.Title, 3)...)
	v := &assay.Vulnerability{ID: it.rule}
	if len(ids) > 0 {
		v.ID, v.Aliases = ids[0], ids[1:]
	}
	if _, name, version, ok := assay.ParsePURL(it.Location.Component); ok {
		v.Package, v.Version = name, version
	}
	for line := range strings.Lines(it.Message) {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(key) {
		case "Package":
			v.Package = first(v.Package, value)
		case "Installed Version":
			v.Version = first(v.Version, value)
		case "Fixed Version":
			v.Fixed = first(v.Fixed, value)
		}
	}
	it.Vulnerability = v
}
