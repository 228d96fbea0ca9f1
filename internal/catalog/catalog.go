// Package catalog answers whose path something is and which tags it must
// carry. It is pure: built from a configuration, it reads no disk, no bill and
// no clock.
package catalog

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
)

// Catalogue holds the services of a repository and its tag policy.
type Catalogue struct {
	services []assay.Service
	fallback assay.Profile
	tags     []config.RequiredTag
	licences config.Licences
	uses     []string // by service
	governed []assay.RunService
	below    string
}

// New builds the catalogue from a checked configuration.
func New(cfg *config.Config) *Catalogue { return Below(cfg, "") }

// Below builds it for a folder below the one that the configuration is of, by
// the folder's path from there: paths are then relative to the folder.
func Below(cfg *config.Config, dir string) *Catalogue {
	c := &Catalogue{fallback: cfg.Profile, tags: cfg.Tags.Required, licences: cfg.Licences, below: dir}
	for _, s := range cfg.Services {
		profile := s.Profile
		if profile == "" {
			profile = cfg.Profile
		}
		c.uses = append(c.uses, s.Use)
		frameworks := s.Frameworks
		if len(frameworks) == 0 {
			frameworks = cfg.Frameworks
		}
		c.governed = append(c.governed, assay.RunService{
			ID: assay.ServiceID(s.Name), Profile: profile, Scope: s.Scope, DataClasses: s.DataClasses,
			Frameworks: frameworks, Environment: s.Environment,
		})
		c.services = append(c.services, assay.Service{
			ID: assay.ServiceID(s.Name), Paths: s.Paths, Owner: s.Owner, CostCentre: s.CostCentre,
			Environment: s.Environment, DataClasses: s.DataClasses, Scope: s.Scope, Profile: profile,
		})
	}
	if !slices.ContainsFunc(cfg.Services, ownsAll) {
		c.governed = append(c.governed, assay.RunService{Profile: cfg.Profile, Frameworks: cfg.Frameworks})
	}
	return c
}

// ownsAll says that a service leaves no path to nobody.
func ownsAll(s config.Service) bool {
	return slices.ContainsFunc(s.Paths, func(p string) bool { return p == "**" || p == "**/*" || p == "." })
}

// Governed lists all services in the order of the file with what is in force
// for them. Paths that no service owns are those of one without a name, last.
func (c *Catalogue) Governed() []assay.RunService { return c.governed }

// Services lists all services in the order of the file.
func (c *Catalogue) Services() []assay.Service { return c.services }

// Owner finds the service that owns a path: of those whose globs match, the
// one with the longest literal beginning; the earlier in the file on a tie.
func (c *Catalogue) Owner(name string) (assay.Service, bool) {
	if i := c.owner(name); i >= 0 {
		return c.services[i], true
	}
	return assay.Service{}, false
}

func (c *Catalogue) owner(name string) int {
	name = path.Join(c.below, name)
	best, specific := -1, -1
	for i, s := range c.services {
		for _, glob := range s.Paths {
			if n := literal(glob); n > specific && covers(glob, name) {
				best, specific = i, n
			}
		}
	}
	return best
}

// Licences is the licence policy.
func (c *Catalogue) Licences() config.Licences { return c.licences }

// Use is how what lies at a path reaches others: distributed, service or internal.
func (c *Catalogue) Use(name string) string {
	use := ""
	if i := c.owner(name); i >= 0 {
		use = c.uses[i]
	}
	return cmp.Or(use, c.licences.Use, "service")
}

// Profile is the risk profile that applies to a path.
func (c *Catalogue) Profile(name string) assay.Profile {
	if s, ok := c.Owner(name); ok {
		return s.Profile
	}
	return c.fallback
}

// RequiredTags is the tag policy.
func (c *Catalogue) RequiredTags() []config.RequiredTag { return c.tags }

// covers matches a glob; a glob that names a folder covers what is in it.
func covers(glob, name string) bool {
	glob = strings.TrimSuffix(glob, "/")
	return glob == "." || doublestar.MatchUnvalidated(glob, name) || strings.HasPrefix(name, glob+"/")
}

func literal(glob string) int {
	if i := strings.IndexAny(glob, "*?[{\\"); i >= 0 {
		return i
	}
	return len(glob)
}
