package control

import (
	"fmt"
	"slices"
	"strings"
)

// ReferencePage is docs/reference/controls.md, made from the data.
func (s *Set) ReferencePage() []byte {
	var b strings.Builder
	b.WriteString("# Controls\n\nMade from `rules/control`. Duties are in our own words. `verified: false` says that nobody has read the clause in the\n" +
		"official text yet; a clause that we do not know for certain is left out. What a check needs stands in\n" +
		"[the guide](../guide/controls.md). *In part*: whatever the checks find, they show a part of the duty only.\n")
	for i := range s.Frameworks {
		f := &s.Frameworks[i]
		fmt.Fprintf(&b, "\n## %s\n\n`%s`. %s Binds: %s.", f.Title, f.ID, f.About, strings.Join(f.Binds, ", "))
		if len(f.Scope)+len(f.DataClasses) > 0 {
			fmt.Fprintf(&b, " Brought into scope by a service's scope %s", strings.Join(f.Scope, ", "))
			if len(f.DataClasses) > 0 {
				fmt.Fprintf(&b, ", or its data class %s", strings.Join(f.DataClasses, ", "))
			}
			b.WriteString(".")
		}
		b.WriteString("\n\n| Control | Clause | Duty | Shown by checks | Shown by a person | Fresh for | Verified |\n|---|---|---|---|---|---|---|\n")
		for k := range f.Controls {
			f.Controls[k].row(&b)
		}
	}
	b.WriteString("\n## Groups of rules\n\n| Group | What | CWE | Rules | Engines | Looks at |\n|---|---|---|---|---|---|\n")
	for _, g := range s.groups {
		var cwe, engines []string
		for _, n := range g.CWE {
			cwe = append(cwe, fmt.Sprint(n))
		}
		for _, e := range g.Engines {
			engines = append(engines, string(e))
		}
		at := strings.Join(append(slices.Clone(g.Scopes), g.Resources...), ", ")
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", g.Name, g.About, strings.Join(cwe, ", "), strings.Join(append(slices.Clone(g.Rules), g.Tags...), ", "), strings.Join(engines, ", "), at)
	}
	return []byte(b.String())
}

func (c *Control) row(b *strings.Builder) {
	var checks []string
	for i := range c.Checks {
		checks = append(checks, c.Checks[i].Words())
	}
	shown := strings.Join(checks, "; ")
	if c.Partial {
		shown = "in part: " + shown
	}
	clause := c.Reference.Clause
	if c.Reference.Document != c.framework.Document {
		clause = c.Reference.Place()
	}
	duty := c.Title
	if strings.Join(c.Binds, ", ") != strings.Join(c.framework.Binds, ", ") {
		duty += " (binds " + strings.Join(c.Binds, ", ") + ")"
	}
	hand := ""
	if c.Manual != nil {
		hand = c.Manual.Owner + ": " + c.Manual.Show
	}
	verified := "false"
	if *c.Reference.Verified {
		verified = *c.Reference.Edition
	}
	fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %d days | %s |\n", c.ID, clause, duty, shown, hand, c.Freshness, verified)
}
