package dependency

import (
	"fmt"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// finding tells of one flaw of one component.
func finding(c *assay.Component, f *flaw, to remedies, paths *Paths) assay.Finding {
	v := f.vulnerability(c)
	v.Upgrade, v.Compatible = to.upgrade, to.compatible
	way := paths.To(c)
	loc := c.Location
	loc.Component = c.PURL()
	out := assay.Finding{
		Rule: RuleOf(f.name), Engine: assay.EngineDependency, Severity: severity(f, c), Confidence: confidence(c),
		Message: message(c, v), Location: loc, CWE: f.cwe(), Vulnerability: v,
		Fix: fix(c, v, way), Identity: string(c.Ecosystem) + "\x00" + c.Name,
	}
	for _, step := range way {
		l := step.Location
		l.Component = step.PURL()
		out.Flow = append(out.Flow, assay.Step{Location: l, Message: strings.TrimSuffix(step.Name+" "+step.Version, " ")})
	}
	if len(way) < 2 {
		out.Flow = nil // direct: its place says it
	}
	return out
}

// confidence: go.mod names the oldest toolchain that may build the program, and
// a newer one may do it.
func confidence(c *assay.Component) assay.Confidence {
	if c.Version == "" {
		return assay.Firm // what the constraint says, something else may override
	}
	if c.Ecosystem == assay.Go && c.Name == "stdlib" && path.Base(c.Root) == "go.mod" {
		return assay.Firm
	}
	return assay.Certain
}

func message(c *assay.Component, v *assay.Vulnerability) string {
	var b strings.Builder
	if c.Version == "" {
		fmt.Fprintf(&b, "%s %s lets through only versions with the known flaw %s", c.Name, c.Constraint, v.ID)
	} else {
		fmt.Fprintf(&b, "%s %s has the known flaw %s", c.Name, c.Version, v.ID)
	}
	if !v.Exploited.IsZero() {
		fmt.Fprintf(&b, ", exploited in the wild since %s at the latest", v.Exploited.Format("2006-01-02"))
	}
	switch c.Use {
	case assay.Development:
		b.WriteString(" (used for development only)")
	case assay.Optional:
		b.WriteString(" (optional)")
	}
	return b.String()
}

// fix says what to set where. For what others bring in it names the way there.
func fix(c *assay.Component, v *assay.Vulnerability, way []*assay.Component) string {
	to, clears, all := v.Upgrade.Version, v.Upgrade.Clears, v.Upgrade.Of
	switch {
	case to == "":
		return fmt.Sprintf("no fixed version of %s is known: replace it, or say in a VEX document why the flaw does not reach you", c.Name)
	case v.Fixed == "":
		return fmt.Sprintf("no fixed version is known for this flaw; %s %s clears %d others", c.Name, to, clears)
	}
	what := fmt.Sprintf("%s %s", c.Name, to)
	if all > 1 {
		what += fmt.Sprintf(", which clears %d of its %d known flaws", clears, all)
	}
	if c.Direct {
		return "upgrade to " + what
	}
	if len(way) > 1 {
		return fmt.Sprintf("bring in %s: upgrade %s, through which it comes, or pin it", what, way[0].Name)
	}
	return "bring in " + what
}
