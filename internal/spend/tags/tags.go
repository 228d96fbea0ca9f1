// Package tags says whose a charge is: by the tags that bills carry, by rules
// that stand in for tags that are missing, and by the service catalogue.
//
//	t, err := tags.Parse(tags.File, data)
//	virtual := tags.Virtual(services, policy, t) // for lake.Ask
//
// Rules make values where questions are asked; no bill is changed.
package tags

import (
	"maps"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/lake"
)

// File is where a repository says what stands in for tags.
const File = ".assay/tagging.yaml"

// Tagging is that file.
type Tagging struct {
	// Keys are the tags that carry a key, by key: the first that a charge has counts.
	Keys  map[string][]string `yaml:"keys" doc:"Tags that carry service, owner, cost_centre, environment; the first that is there counts."`
	Rules []Rule              `yaml:"rules" doc:"Values for charges whose tags say nothing; with override also for those that say something."`
}

// Rule gives values to the charges that it matches.
type Rule struct {
	When     map[string][]string `yaml:"when" doc:"Keys of cost (service_name, account, region, resource, tag:KEY …) and globs of their values; all must match."`
	Set      map[string]string   `yaml:"set" doc:"Values of service, owner, cost_centre, environment or tag:KEY."`
	Override bool                `yaml:"override" doc:"Whether it counts before the charge's own tags."`
}

// carried are the keys that tags carry, and the usual names of those tags.
var carried = map[assay.CostKey][]string{
	assay.ByService:     {"service", "app", "application", "project", "component"},
	assay.ByOwner:       {"owner", "team"},
	assay.ByCostCentre:  {"cost_centre", "cost_center", "costcentre", "costcenter", "cost-centre", "cost-center", "CostCentre", "CostCenter"},
	assay.ByEnvironment: {"environment", "env", "stage"},
}

// Carried lists the keys that tags carry.
func Carried() []assay.CostKey {
	return []assay.CostKey{assay.ByService, assay.ByOwner, assay.ByCostCentre, assay.ByEnvironment}
}

// Parse reads the file. Errors name file and line.
func Parse(name string, data []byte) (*Tagging, error) {
	t := &Tagging{}
	doc, err := config.Decode(name, data, t)
	if err != nil {
		return nil, err
	}
	for k := range t.Keys {
		if _, ok := carried[assay.CostKey(k)]; !ok {
			return nil, doc.Errorf([]any{"keys", k}, "%q is none of service, owner, cost_centre, environment", k)
		}
	}
	for i, r := range t.Rules {
		if len(r.When) == 0 || len(r.Set) == 0 {
			return nil, doc.Errorf([]any{"rules", i}, "a rule needs when and set").WithHelp("- when: {account: [\"1234*\"]}\n  set: {service: payments}")
		}
		for k := range r.Set {
			_, isTag := assay.CostKey(k).Tag()
			if _, ok := carried[assay.CostKey(k)]; !ok && !isTag {
				return nil, doc.Errorf([]any{"rules", i, "set", k}, "a rule can set service, owner, cost_centre, environment or tag:KEY, not %q", k)
			}
		}
		for k := range r.When {
			if slices.Contains(Carried(), assay.CostKey(k)) {
				return nil, doc.Errorf([]any{"rules", i, "when", k}, "a rule may not depend on %s, which rules make", k).WithHelp("name the tag: tag:%s", k)
			}
		}
	}
	return t, nil
}

// Tags lists the tags that answers need as columns.
func (t *Tagging) Tags(policy []config.RequiredTag) []string {
	var out []string
	for _, p := range policy {
		out = append(out, p.Key)
	}
	add := func(k string) {
		if tag, ok := assay.CostKey(k).Tag(); ok && !slices.Contains(out, tag) {
			out = append(out, tag)
		}
	}
	if t != nil {
		for _, list := range t.Keys {
			for _, tag := range list {
				add("tag:" + tag)
			}
		}
		for _, r := range t.Rules {
			for k := range r.When {
				add(k)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Virtual says how the keys that tags carry, and the tags that rules make, come
// from a charge: rules that override, its tags, other rules, and for owner, cost
// centre and environment the catalogue's word on its service. Names of services
// are those of the catalogue whatever their case.
func Virtual(services []assay.Service, policy []config.RequiredTag, t *Tagging) []lake.Virtual {
	t = t.with(policy)
	names := map[string]string{}
	of := map[assay.CostKey]map[string]string{assay.ByOwner: {}, assay.ByCostCentre: {}, assay.ByEnvironment: {}}
	for _, s := range services {
		id := string(s.ID)
		for _, spelt := range []string{id, strings.ToLower(id), strings.ToUpper(id)} {
			names[spelt] = id
		}
		for k, v := range map[assay.CostKey]string{assay.ByOwner: s.Owner, assay.ByCostCentre: s.CostCentre, assay.ByEnvironment: s.Environment} {
			if v != "" {
				of[k][id] = v
			}
		}
	}
	var out []lake.Virtual
	for _, k := range Carried() {
		v := lake.Virtual{Key: k, Cases: t.rules(k, true)}
		for _, tag := range t.tagsOf(k) {
			c := lake.Case{From: assay.TagKey(tag)}
			if k == assay.ByService {
				c.Map = names
			}
			v.Cases = append(v.Cases, c)
		}
		v.Cases = append(v.Cases, t.rules(k, false)...)
		if m := of[k]; len(m) > 0 {
			v.Cases = append(v.Cases, lake.Case{From: assay.ByService, Map: m, Only: true})
		}
		out = append(out, v)
	}
	out = append(out, lake.Virtual{Key: assay.ByTeam, Cases: []lake.Case{{From: assay.ByOwner}}})
	return append(out, t.virtualTags()...)
}

// with adds the tags of the tag policy, which says what they are taken from.
func (t *Tagging) with(policy []config.RequiredTag) *Tagging {
	out := &Tagging{Keys: map[string][]string{}}
	if t != nil {
		out.Rules = t.Rules
		maps.Copy(out.Keys, t.Keys)
	}
	for _, p := range policy {
		k := assay.CostKey(p.From)
		if p.From == "name" {
			k = assay.ByService
		}
		if _, ok := carried[k]; ok && (t == nil || len(t.Keys[string(k)]) == 0) {
			if len(out.Keys[string(k)]) == 0 {
				out.Keys[string(k)] = out.tagsOf(k)
			}
			out.Keys[string(k)] = append(append([]string{p.Key}, p.Aliases...), out.Keys[string(k)]...)
		}
	}
	return out
}

func (t *Tagging) rules(k assay.CostKey, override bool) []lake.Case {
	var out []lake.Case
	for _, r := range t.Rules {
		if v, ok := r.Set[string(k)]; ok && r.Override == override {
			out = append(out, lake.Case{When: r.matches(), Value: v})
		}
	}
	return out
}

func (r *Rule) matches() []lake.Match {
	var keys []string
	for k := range r.When {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	var out []lake.Match
	for _, k := range keys {
		out = append(out, lake.Match{Key: assay.CostKey(k), Globs: r.When[k]})
	}
	return out
}

// tagsOf are the tags that carry a key, each as it is usually spelt.
func (t *Tagging) tagsOf(k assay.CostKey) []string {
	if list := t.Keys[string(k)]; len(list) > 0 {
		return list
	}
	var out []string
	for _, tag := range carried[k] {
		for _, spelt := range []string{tag, strings.ToUpper(tag[:1]) + tag[1:]} {
			if !slices.Contains(out, spelt) {
				out = append(out, spelt)
			}
		}
	}
	return out
}

// virtualTags are the tags that rules set.
func (t *Tagging) virtualTags() []lake.Virtual {
	var keys []string
	for _, r := range t.Rules {
		for k := range r.Set {
			if _, ok := assay.CostKey(k).Tag(); ok && !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	var out []lake.Virtual
	for _, k := range keys {
		key := assay.CostKey(k)
		cases := append(t.rules(key, true), lake.Case{From: key})
		out = append(out, lake.Virtual{Key: key, Cases: append(cases, t.rules(key, false)...)})
	}
	return out
}
