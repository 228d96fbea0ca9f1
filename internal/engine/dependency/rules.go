package dependency

import (
	"fmt"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/advisory"
	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/rule"
	"github.com/assay-dev/assay/internal/version"
)

const prefix = string(assay.EngineDependency) + "/"

// RuleOf is the rule that stands for a known flaw.
func RuleOf(name string) assay.RuleID { return assay.RuleID(prefix + name) }

// Rules describes known flaws as rules: each is one, under all of its names.
type Rules struct{ Index Index }

// Rule finds a flaw by any of its names.
func (r Rules) Rule(id assay.RuleID) (rule.Rule, bool) {
	name, ours := strings.CutPrefix(string(id), prefix)
	if !ours {
		return rule.Rule{}, false
	}
	list, err := r.Index.Named(name)
	if err != nil || len(list) == 0 {
		return rule.Rule{}, false
	}
	return describe(id, list), true
}

// Rules lists none: there are too many flaws to list.
func (Rules) Rules() []rule.Rule { return nil }

func describe(id assay.RuleID, list []advisory.Advisory) rule.Rule {
	f := flaw{name: strings.TrimPrefix(string(id), prefix)}
	var packages, names, affected []string
	for i := range list {
		a := &list[i]
		f.records = append(f.records, a)
		packages = append(packages, a.Package)
		names = append(names, a.Names()...)
		for _, r := range a.Ranges {
			affected = append(affected, a.Package+" "+span(r))
		}
	}
	slices.Sort(packages)
	slices.Sort(names)
	packages, names = slices.Compact(packages), slices.Compact(names)
	v := f.vulnerability(&assay.Component{})
	r := rule.Rule{
		ID: id, Engine: assay.EngineDependency, Title: "Known flaw " + f.name + " in " + some(packages, 3),
		Severity: severity(&f, &assay.Component{}), Confidence: assay.Certain, CWE: f.cwe(), Tags: []string{"vulnerable-component"},
		Explanation: explanation(v, some(affected, 6)),
		Fix:         "Upgrade to a version outside the affected ranges. Where the flaw does not reach you, say so in a VEX document under .assay/vex.",
		References:  references(names),
	}
	for _, n := range names {
		if n != f.name {
			r.Aliases = append(r.Aliases, n)
		}
	}
	return r
}

func explanation(v *assay.Vulnerability, affected string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "A publicly known flaw; attackers look for versions that have it. Affected: %s.", affected)
	switch {
	case v.CVSS > 0:
		fmt.Fprintf(&b, " CVSS %.1f (%s).", v.CVSS, v.Vector)
	default:
		b.WriteString(" Nobody scored it in our data.")
	}
	if v.EPSS > 0 {
		fmt.Fprintf(&b, " Likelihood of exploitation within 30 days (EPSS): %.1f %%.", v.EPSS*100)
	}
	if !v.Exploited.IsZero() {
		fmt.Fprintf(&b, " Exploited in the wild: listed by CISA on %s.", v.Exploited.Format("2006-01-02"))
	}
	if !v.Published.IsZero() {
		fmt.Fprintf(&b, " Published %s.", v.Published.Format("2006-01-02"))
	}
	return b.String()
}

// span writes a range as people do: ">= 1.0, < 1.2".
func span(r version.Range) string {
	var parts []string
	for _, ev := range r {
		switch {
		case ev.Introduced == "0":
		case ev.Introduced != "":
			parts = append(parts, ">= "+ev.Introduced)
		case ev.Fixed != "":
			parts = append(parts, "< "+ev.Fixed)
		case ev.LastAffected != "":
			parts = append(parts, "<= "+ev.LastAffected)
		}
	}
	if len(parts) == 0 {
		return "(all versions)"
	}
	return strings.Join(parts, ", ")
}

func some(list []string, n int) string {
	if len(list) > n {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:n], "; "), len(list)-n)
	}
	return strings.Join(list, "; ")
}

// references are the pages of the bodies that keep the names.
func references(names []string) []string {
	var out []string
	for _, n := range names {
		switch {
		case strings.HasPrefix(n, "CVE-"):
			out = append(out, "https://nvd.nist.gov/vuln/detail/"+n)
		case strings.HasPrefix(n, "GHSA-"):
			out = append(out, "https://github.com/advisories/"+n)
		case strings.HasPrefix(n, "GO-"):
			out = append(out, "https://pkg.go.dev/vuln/"+n)
		default:
			out = append(out, "https://osv.dev/vulnerability/"+n)
		}
	}
	return out
}
