package control

import (
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// binds says whether a service brings the framework into scope: it lists the
// framework, or has a scope or a data class that the framework is about.
func (f *Framework) binds(s *assay.RunService) bool {
	return slices.Contains(s.Frameworks, f.ID) || overlap(f.Scope, s.Scope) || overlap(f.DataClasses, s.DataClasses)
}

// binds says the same of a control, which may be narrower.
func (c *Control) binds(s *assay.RunService) bool {
	return c.framework.binds(s) && (len(c.Scope) == 0 || overlap(c.Scope, s.Scope) || overlap(c.Scope, s.DataClasses))
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return strings.EqualFold(x, y) })
	})
}

// services lists those of a run that bring a control into scope; with only
// set, that one alone.
func (c *Control) services(run *assay.Run, only assay.ServiceID) []assay.ServiceID {
	var out []assay.ServiceID
	for i := range run.Services {
		if s := &run.Services[i]; (only == "" || s.ID == only) && c.binds(s) {
			out = append(out, s.ID)
		}
	}
	return out
}

// concerns says whether what belongs to a service concerns a control that these
// bring into scope. What belongs to nobody concerns everybody.
func concerns(scope []assay.ServiceID, of assay.ServiceID) bool {
	return of == "" || slices.Contains(scope, of)
}
