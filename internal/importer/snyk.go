package importer

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/fault"
	"github.com/assay-dev/assay/internal/rule"
)

// Snyk's JSON: snyk test (one project or a list of them), snyk container test,
// snyk iac test. Snyk Code writes SARIF.

func isSnyk(o outline) bool {
	for _, at := range []string{"", "/[]"} {
		if o.any(at+"/infrastructureAsCodeIssues") || o.has(at+"/vulnerabilities") && o.any(
			at+"/packageManager", at+"/dependencyCount", at+"/projectName", at+"/vulnerabilities/[]/packageManager",
			at+"/vulnerabilities/[]/from", at+"/vulnerabilities/[]/moduleName", at+"/vulnerabilities/[]/CVSSv3",
		) || o.has(at+"/ok", at+"/error", at+"/path") {
			return true
		}
	}
	return false
}

type (
	snykFlaw struct {
		ID          text   `json:"id"`
		Type        text   `json:"type"`
		License     text   `json:"license"`
		Title       text   `json:"title"`
		Description text   `json:"description"`
		Severity    text   `json:"severity"`
		Critical    text   `json:"severityWithCritical"`
		Score       number `json:"cvssScore"`
		Vector      text   `json:"CVSSv3"`
		EPSS        struct {
			Probability number `json:"probability"`
		} `json:"epssDetails"`
		Identifiers map[string]texts `json:"identifiers"`
		Fixed       texts            `json:"fixedIn"`
		Published   text             `json:"publicationTime"`
		References  []struct {
			URL text `json:"url"`
		} `json:"references"`
		Manager text              `json:"packageManager"`
		Package text              `json:"packageName"`
		Module  text              `json:"moduleName"`
		Name    text              `json:"name"`
		Version text              `json:"version"`
		From    texts             `json:"from"`
		Upgrade []json.RawMessage `json:"upgradePath"` // texts, and false where there is none
		Ignored bool              `json:"isIgnored"`
		Filters snykFilters       `json:"filtered"`
	}
	// snykFilters says in a .snyk file's words why a flaw is not listed.
	snykFilters struct {
		Ignored []struct {
			Reason text `json:"reason"`
		} `json:"ignored"`
	}
	// snykProject collects one project; what concerns all of it may come last.
	snykProject struct {
		manager, target, shown, name, path string
		container                          bool
		failure                            string
		list                               []*item
		ways                               map[string]int // index in list of a flaw in a package
		more                               []int          // further ways to it
	}
)

func readSnyk(s *stream) error {
	s.b.from("Snyk", "")
	if s.dec.PeekKind() == '[' {
		return s.array(func() error { return readSnykProject(s) })
	}
	return readSnykProject(s)
}

func readSnykProject(s *stream) error {
	p := &snykProject{ways: map[string]int{}}
	words := map[string]*string{
		"packageManager": &p.manager, "targetFile": &p.target, "displayTargetFile": &p.shown, "projectName": &p.name, "path": &p.path,
		"error": &p.failure,
	}
	err := s.object(func(name string) (err error) {
		if into, ok := words[name]; ok {
			*into, err = s.text()
			return err
		}
		switch name {
		case "docker":
			p.container = s.dec.PeekKind() == '{'
			return s.skip()
		case "filtered":
			return s.object(func(by string) error {
				if by == "ignore" {
					return entries(s, func(v *snykFlaw) error {
						v.Ignored = true
						return p.flaw(s.b, v)
					})
				}
				return s.array(func() error { // patched: it is gone
					s.b.skipped()
					return s.skip()
				})
			})
		case "vulnerabilities":
			return entries(s, func(v *snykFlaw) error { return p.flaw(s.b, v) })
		case "applications": // in an image
			return s.array(func() error { return readSnykProject(s) })
		case "infrastructureAsCodeIssues":
			return entries(s, func(v *snykIaC) error { return p.issue(s.b, v) })
		default:
			return s.skip()
		}
	})
	if err != nil {
		return err
	}
	return p.finish(s.b)
}

// flaw takes a flaw in a package. Snyk lists one for each way that leads to
// the package; they are one problem, set aside where all the ways are.
func (p *snykProject) flaw(b *builder, v *snykFlaw) error {
	if v.ID == "" {
		b.gap("a vulnerability has no id; it was left out")
		return nil
	}
	v.Name = text(first(string(v.Name), string(v.Package), string(v.Module)))
	key := string(v.ID + "\n" + v.Name + "\n" + v.Version)
	if i, ok := p.ways[key]; ok {
		p.more[i]++
		if !v.Ignored {
			p.list[i].Suppression = nil
		}
		return nil
	}
	if len(b.out.Findings)+len(p.list) >= maxFindings {
		return b.tooMany()
	}
	p.ways[key] = len(p.list)
	p.list, p.more = append(p.list, v.item()), append(p.more, 0)
	return nil
}

func (p *snykProject) finish(b *builder) error {
	if p.failure != "" {
		if len(p.list) == 0 && len(b.out.Findings) == 0 {
			return fault.New(fault.Invalid, "snyk itself failed: %s", b.line(p.failure, maxSnippet)).WithHelp("run snyk again; its own log says why")
		}
		b.failed("snyk says: " + p.failure)
	}
	for i, it := range p.list {
		p.place(it)
		if n := p.more[i]; n > 0 {
			it.Message += fmt.Sprintf(" (ways there: %d)", n+1)
		}
		if err := b.add(it); err != nil {
			return err
		}
	}
	return nil
}

func (p *snykProject) place(it *item) {
	it.Location.Path = first(p.shown, p.target, it.Location.Path)
	if p.container {
		it.Location.Resource = first(it.Location.Resource, p.path, p.name)
	}
	if v := it.Vulnerability; v != nil {
		v.Package, v.Version, it.Location.Component = component(v.Package, v.Version, it.Location.Component, p.manager)
	} else if it.Engine == assay.EngineLicence {
		name, version, _ := strings.Cut(it.Location.Resource, "\n")
		_, _, it.Location.Component = component(name, version, it.Location.Component, p.manager)
		it.Location.Resource = ""
	}
}

func (v *snykFlaw) item() *item {
	// Until the project is known, Component holds the package manager.
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineDependency, Confidence: assay.Certain, Severity: severityOfFlaw(first(string(v.Critical), string(v.Severity)), float64(v.Score), string(v.Vector)),
			Message: v.message(), Fix: v.fix(), CWE: weaknesses(v.Identifiers["CWE"]...), Location: assay.Location{Component: string(v.Manager)},
			Suppression: setAsideIf(v.Ignored, v.Filters.reason()),
		},
		rule:  string(v.ID),
		about: rule.Rule{Title: string(v.Title), Explanation: string(v.Description)},
	}
	for _, r := range v.References {
		it.about.References = append(it.about.References, string(r.URL))
	}
	if v.Type == "license" || strings.HasPrefix(string(v.ID), "snyk:lic:") {
		it.Severity, _ = severity(first(string(v.Critical), string(v.Severity)))
		it.Engine, it.Location.Resource = assay.EngineLicence, string(v.Name+"\n"+v.Version)
		return it
	}
	ids := append([]string{}, v.Identifiers["CVE"]...)
	ids = append(append(ids, string(v.ID)), v.Identifiers["GHSA"]...)
	it.Vulnerability = &assay.Vulnerability{
		Package: string(v.Name), Version: string(v.Version), Fixed: upgrade(v.Fixed, string(v.Version)),
		CVSS: float64(v.Score), Vector: string(v.Vector), EPSS: float64(v.EPSS.Probability), Published: day(string(v.Published)),
	}
	it.Vulnerability.ID, it.Vulnerability.Aliases = named(ids)
	return it
}

func (f snykFilters) reason() string {
	for _, i := range f.Ignored {
		if i.Reason != "" {
			return string(i.Reason)
		}
	}
	return ""
}

func (v *snykFlaw) message() string {
	out := fmt.Sprintf("%s in %s", first(string(v.Title), string(v.ID)), first(string(v.Name), "a package without a name"))
	if v.Version != "" {
		out += "@" + string(v.Version)
	}
	if len(v.From) > 2 {
		out += ", through " + strings.Join(v.From[1:min(len(v.From), maxList)], " > ")
	}
	return out
}

// fix is the upgrade of what the project itself asks for.
func (v *snykFlaw) fix() string {
	for _, raw := range v.Upgrade[min(1, len(v.Upgrade)):] {
		var to text
		if _ = to.UnmarshalJSON(raw); to != "" && to != "false" {
			return "Upgrade to " + string(to)
		}
	}
	return ""
}

// snykIaC is an issue of snyk iac test.
type snykIaC struct {
	ID          text  `json:"id"`
	Public      text  `json:"publicId"`
	Title       text  `json:"title"`
	Severity    text  `json:"severity"`
	Ignored     bool  `json:"isIgnored"`
	Issue       text  `json:"issue"`
	Impact      text  `json:"impact"`
	Resolve     text  `json:"resolve"`
	Message     text  `json:"msg"`
	Line        whole `json:"lineNumber"`
	Doc         text  `json:"documentation"`
	References  texts `json:"references"`
	Description struct {
		Issue   text `json:"issue"`
		Impact  text `json:"impact"`
		Resolve text `json:"resolve"`
	} `json:"iacDescription"`
}

func (p *snykProject) issue(b *builder, v *snykIaC) error {
	if len(b.out.Findings)+len(p.list) >= maxFindings {
		return b.tooMany()
	}
	sev, _ := severity(string(v.Severity))
	it := &item{
		Finding: assay.Finding{
			Engine: assay.EngineIaC, Severity: sev, Confidence: assay.Certain, Message: first(string(v.Issue), string(v.Description.Issue), string(v.Title)),
			Location: assay.Location{Resource: string(v.Message), Start: position(v.Line, 0)}, Suppression: setAsideIf(v.Ignored, ""),
		},
		rule: first(string(v.ID), string(v.Public)),
		about: rule.Rule{
			Title: string(v.Title), Explanation: first(string(v.Impact), string(v.Description.Impact)),
			Fix: first(string(v.Resolve), string(v.Description.Resolve)), References: append([]string{string(v.Doc)}, v.References...),
		},
	}
	p.list, p.more = append(p.list, it), append(p.more, 0)
	return nil
}
