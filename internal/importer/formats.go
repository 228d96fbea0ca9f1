package importer

import (
	"context"
	"slices"
)

// format is one form of report: how to know it and how to read it. A reader
// is nil where the form is never written that way.
type format struct {
	name string
	text string
	// fits looks at the outline of a JSON document, roots at the name of an
	// XML document's first element.
	fits     func(outline) bool
	roots    []string
	readJSON func(context.Context, *input, *builder) error
	readXML  func(context.Context, *input, *builder) error
}

// streamed reads JSON with f.
func streamed(f func(*stream) error) func(context.Context, *input, *builder) error {
	return func(ctx context.Context, in *input, b *builder) error {
		s := newStream(ctx, in.r, b)
		return s.document(func() error { return f(s) })
	}
}

// formats is by name. No two fit the same document.
var formats = []format{
	{name: "codeclimate", text: "GitLab code quality, CodeClimate issues (JSON)", fits: isCodeClimate, readJSON: streamed(readCodeClimate)},
	{name: "contrast", text: "Contrast Assess vulnerabilities (JSON of the API, XML and CSV exports)", fits: isContrast, roots: contrastRoots, readJSON: readContrast, readXML: marked(readContrastXML)},
	{name: "cyclonedx", text: "CycloneDX 1.4 to 1.6: components, vulnerabilities, VEX (JSON, XML)", fits: isCycloneDX, roots: []string{"bom"}, readJSON: withComponents(streamed(readCycloneDX)), readXML: withComponents(marked(readCycloneDXML))},
	{name: "datatheorem", text: "Data Theorem Mobile Secure and API Secure results (JSON)", fits: isDataTheorem, readJSON: streamed(readDataTheorem)},
	{name: "gitlab", text: "GitLab security reports, schema 14 and 15 (JSON)", fits: isGitLab, readJSON: streamed(readGitLab)},
	{name: "gitleaks", text: "gitleaks 7 and 8 (JSON)", fits: isGitleaks, readJSON: streamed(readGitleaks)},
	{name: "sarif", text: "SARIF 2.1.0, of any tool", fits: isSARIF, readJSON: streamed(readSARIF)},
	{name: "semgrep", text: "Semgrep (JSON)", fits: isSemgrep, readJSON: streamed(readSemgrep)},
	{name: "snyk", text: "Snyk Open Source, Container and IaC (JSON); Snyk Code writes SARIF", fits: isSnyk, readJSON: streamed(readSnyk)},
	{name: "sonarqube", text: "SonarQube and SonarCloud issues and hotspots (JSON of api/issues/search, api/hotspots/search)", fits: isSonar, readJSON: streamed(readSonar)},
	{name: "spdx", text: "SPDX 2.3 and 3.0: components (JSON, tag-value, JSON-LD)", fits: isSPDX, readJSON: withComponents(nil)},
	{name: "trivy", text: "Trivy: vulnerabilities, misconfigurations, secrets, licences (JSON)", fits: isTrivy, readJSON: streamed(readTrivy)},
	{name: "zap", text: "OWASP ZAP, traditional and plus (JSON, XML)", fits: isZAP, roots: []string{"owaspzapreport"}, readJSON: streamed(readZAP), readXML: marked(readZAPXML)},
}

// detect tells the format from the content.
func detect(in *input) (format, bool) {
	var fits func(format) bool
	if in.markup {
		root := rootOf(in.head)
		fits = func(f format) bool { return slices.Contains(f.roots, root) }
	} else {
		o := outlineOf(in)
		fits = func(f format) bool { return f.fits != nil && f.fits(o) }
	}
	for _, f := range formats {
		if fits(f) {
			return f, true
		}
	}
	return format{}, false
}
