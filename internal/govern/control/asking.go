package control

import (
	"slices"

	"github.com/assay-dev/assay/internal/assay"
)

// GroupsOf names the sets of rules that a rule with these CWE numbers and tags
// belongs to, in the order of the file.
func (s *Set) GroupsOf(id assay.RuleID, cwe []int, tags []string) []string {
	var out []string
	for _, g := range s.groupsOf(id, cwe, tags) {
		out = append(out, s.groups[g].Name)
	}
	return out
}

// Asking lists, by group of rules, the ids of the controls that ask about it and
// that a service brings into scope, in the order of the frameworks.
func (s *Set) Asking(service assay.RunService) map[string][]string {
	out := map[string][]string{}
	for f := range s.Frameworks {
		for k := range s.Frameworks[f].Controls {
			c := &s.Frameworks[f].Controls[k]
			if !c.binds(&service) {
				continue
			}
			for _, check := range c.Checks {
				for _, g := range check.NoFindings {
					if !slices.Contains(out[g], c.ID) {
						out[g] = append(out[g], c.ID)
					}
				}
			}
		}
	}
	return out
}
