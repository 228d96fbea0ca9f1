package config

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"go.yaml.in/yaml/v3"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/licence"
)

var scopes = append([]assay.Scope{
	assay.ScopeSecretTree, assay.ScopeSecretHistory, assay.ScopeTerraform, assay.ScopeTerraformPlan,
	assay.ScopeCloudFormation, assay.ScopeKubernetes, assay.ScopeDockerfile, assay.ScopeHelm, assay.ScopeTags, assay.ScopeFinance, assay.ScopeSchema,
	assay.ScopeGoModules, assay.ScopeNPM, assay.ScopeMaven, assay.ScopeGradle, assay.ScopePython, assay.ScopeNuGet,
	assay.ScopeCargo, assay.ScopeBundler, assay.ScopeComposer, assay.ScopeArchive, assay.ScopeAdvisory, assay.ScopeLicence,
	assay.ScopeOpenAPI, assay.ScopeThreatModel,
}, assay.SASTScopes()...)

// validate checks what types alone can't say.
func (d *decoder) validate(cfg *Config) error {
	if cfg.Version != 1 {
		return d.errorf(d.at("version"), "version is %d, this assay reads version 1", cfg.Version).WithHelp("set version: 1, or update assay")
	}
	for i, s := range cfg.Require {
		if !slices.Contains(scopes, s) {
			return d.errorf(d.at("require", i), "unknown scope %s", quoted(string(s))).WithHelp("scopes are %s", join(scopes))
		}
	}
	if err := d.frameworks(cfg.Frameworks, "frameworks"); err != nil {
		return err
	}
	if err := d.services(cfg); err != nil {
		return err
	}
	for i, t := range cfg.Tags.Required {
		if strings.TrimSpace(t.Key) == "" {
			return d.errorf(d.at("tags", "required", i), "a required tag without a key")
		}
	}
	if err := d.licences(cfg); err != nil {
		return err
	}
	if err := d.profiles(cfg); err != nil {
		return err
	}
	return d.stages(cfg)
}

// frameworks refuses a misspelt one: nothing would be held against it.
func (d *decoder) frameworks(ids []string, at ...any) error {
	for i, id := range ids {
		if !slices.Contains(assay.Frameworks(), id) {
			return d.errorf(d.at(append(at, i)...), "unknown framework %s", quoted(id)).WithHelp("frameworks are %s", strings.Join(assay.Frameworks(), ", "))
		}
	}
	return nil
}

// licences checks identifiers, so that a misspelt one is no hole in the policy.
func (d *decoder) licences(cfg *Config) error {
	for _, use := range []string{"distributed", "service", "internal"} {
		p := cfg.Licences.Of(use)
		for _, l := range []struct {
			verdict string
			ids     []string
		}{{"allow", p.Allow}, {"review", p.Review}, {"deny", p.Deny}} {
			for i, id := range l.ids {
				if !knownLicence(id) {
					return d.errorf(d.at("licences", use, l.verdict, i), "%s is no licence of the SPDX list", quoted(id)).WithHelp("write an identifier as GPL-3.0-only, a pattern as GPL-*, or a class as @strong")
				}
			}
		}
	}
	for i, p := range cfg.Licences.Packages {
		if p.Name == "" || p.Licence == "" && p.Verdict == "" {
			return d.errorf(d.at("licences", "packages", i), "a package needs a name, and a licence or a verdict")
		}
		if _, err := licence.Parse(p.Licence); p.Licence != "" && err != nil {
			return d.errorf(d.at("licences", "packages", i, "licence"), "%s is no licence expression", quoted(p.Licence)).WithHelp("write it as SPDX does: MIT, or LicenseRef-Bought for one of your own")
		}
	}
	return nil
}

func knownLicence(id string) bool {
	if class, ok := strings.CutPrefix(id, "@"); ok {
		return len(licence.IDs(licence.Class(class))) > 0
	}
	return strings.Contains(id, "*") || strings.HasPrefix(id, "LicenseRef-") || licence.ClassOf(id) != licence.Unknown
}

// profiles checks the days of every limit.
func (d *decoder) profiles(cfg *Config) error {
	for _, name := range slices.Sorted(maps.Keys(cfg.Profiles)) {
		l := cfg.Profiles[name]
		at := func(keys ...any) *yaml.Node { return d.at(append([]any{"profiles", name}, keys...)...) }
		if !slices.Contains([]string{"strict", "standard", "light"}, name) {
			return d.errorf(at(), "unknown profile %q", name).WithHelp("profiles are strict, standard and light")
		}
		for _, v := range []struct {
			text string
			node *yaml.Node
		}{
			{l.AdvisoriesMaxAge, at("advisories_max_age")},
			{l.Deadlines.Exploited, at("deadlines", "exploited")},
			{l.Deadlines.Critical, at("deadlines", "critical")},
			{l.Deadlines.High, at("deadlines", "high")},
			{l.Deadlines.Medium, at("deadlines", "medium")},
			{l.Deadlines.Low, at("deadlines", "low")},
		} {
			if _, err := Days(v.text, 0); err != nil {
				return d.errorf(v.node, "%s is no number of days", quoted(v.text)).WithHelp("write it as 30d, or none")
			}
		}
	}
	return nil
}

// Days reads "30d" as 30 and "none" as 0; an empty text is the given number.
func Days(text string, otherwise int) (int, error) {
	switch text {
	case "":
		return otherwise, nil
	case "none":
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || n <= 0 || n > 36500 || !strings.HasSuffix(text, "d") {
		return 0, errors.New("no number of days")
	}
	return n, nil
}

func (d *decoder) services(cfg *Config) error {
	seen := map[string]bool{}
	for i, s := range cfg.Services {
		n := d.at("services", i)
		switch {
		case strings.TrimSpace(s.Name) == "":
			return d.errorf(n, "a service without a name")
		case seen[s.Name]:
			return d.errorf(n, "service %q stands twice", s.Name)
		case len(s.Paths) == 0:
			return d.errorf(n, "service %q has no paths", s.Name).WithHelp(`give it some, "**" for everything`)
		}
		seen[s.Name] = true
		for j, p := range s.Paths {
			if !doublestar.ValidatePattern(p) || strings.HasPrefix(p, "/") || strings.HasPrefix(p, "../") {
				return d.errorf(d.at("services", i, "paths", j), "%s is no glob below this folder", quoted(p))
			}
		}
		if err := d.frameworks(s.Frameworks, "services", i, "frameworks"); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) stages(cfg *Config) error {
	for _, name := range StageNames() {
		for i, s := range cfg.Stages[name].Steps {
			n := d.at("stages", name, "steps", i)
			if strings.TrimSpace(s.Run) == "" {
				return d.errorf(n, "a step of stage %s without a command", name).WithHelp("give it one: run: go build ./...")
			}
			if s.Timeout == "" {
				continue
			}
			if t, err := time.ParseDuration(s.Timeout); err != nil || t <= 0 {
				return d.errorf(n, "timeout %s is no duration", quoted(s.Timeout)).WithHelp("write it as 90s or 10m")
			}
		}
	}
	return nil
}

// at finds the node of a path of keys and indices, or the nearest above it.
func (d *decoder) at(path ...any) *yaml.Node {
	n := d.root
	if n == nil {
		return &yaml.Node{Line: 1}
	}
	for _, p := range path {
		next := child(n, p)
		if next == nil {
			break
		}
		n = next
	}
	return n
}

func child(n *yaml.Node, key any) *yaml.Node {
	switch k := key.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && k < len(n.Content) {
			return n.Content[k]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == k {
				return n.Content[i+1]
			}
		}
	}
	return nil
}

func join(scopes []assay.Scope) string {
	var names []string
	for _, s := range scopes {
		names = append(names, string(s))
	}
	return strings.Join(names, ", ")
}
