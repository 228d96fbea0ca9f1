package tags

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/config"
	"github.com/assay-dev/assay/internal/spend/join"
)

// untagged lists what lacks a required tag, dearest first.
func (q *Question) untagged(items []item, billed map[[2]string]join.Billed, found *join.Found) []Untagged {
	type id struct{ account, key, serviceName, currency string }
	at := map[id]int{}
	var out []Untagged
	var firsts []item // by out; with the worst state of each tag
	for _, it := range items {
		if it.worst <= ByRule {
			continue
		}
		k := id{it.billed.Account, it.billed.Key, it.serviceName, it.currency}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, Untagged{Account: k.account, Resource: k.key, ServiceName: k.serviceName, Currency: k.currency})
			it.states = slices.Clone(it.states)
			firsts = append(firsts, it)
		}
		for t, s := range it.states {
			firsts[i].states[t] = max(firsts[i].states[t], s)
		}
		firsts[i].service = cmp.Or(firsts[i].service, it.service)
		out[i].Effective = out[i].Effective.Add(it.effective)
		out[i].Lines += it.lines
	}
	deployed := q.deployed()
	for i := range out {
		u, it := &out[i], &firsts[i]
		b := it.billed
		if whole, ok := billed[[2]string{b.Account, b.Key}]; ok {
			b = whole
		}
		if m, ok := found.Of(b); ok {
			u.Address = m.Address
			u.Path, u.Line = m.Place()
		}
		service, known := q.infer(u, it, b, deployed)
		for t, p := range q.Policy {
			if s := it.states[t]; s == Wrong || s == Missing {
				u.Tags = append(u.Tags, q.lack(p, it.values[t], service, known, deployed))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Untagged) int {
		return cmp.Or(b.Effective.Cmp(a.Effective), strings.Compare(a.Resource, b.Resource), strings.Compare(a.Account, b.Account), strings.Compare(a.Currency, b.Currency))
	})
	return out
}

// infer says which service of the catalogue a resource is of: that which owns its
// code, that which its tags or a rule name, or that whose deploys carry its name.
func (q *Question) infer(u *Untagged, it *item, b join.Billed, deployed map[string]deployed) (assay.Service, bool) {
	if u.Path != "" && q.Owner != nil {
		if s, ok := q.Owner(u.Path); ok {
			u.Service, u.Why = s.ID, "owns "+u.Path
			return s, true
		}
	}
	if s, ok := q.service(it.service); ok {
		u.Service, u.Why = s.ID, "its tags or a rule name the service"
		return s, true
	}
	for _, n := range []string{shortName(b.Key), b.Name()} {
		d, ok := deployed[n]
		if n == "" || !ok || d.many {
			continue
		}
		if s, ok := q.service(string(d.service)); ok {
			u.Service, u.Why = s.ID, "was deployed as "+n
			return s, true
		}
	}
	return assay.Service{}, false
}

func (q *Question) service(name string) (assay.Service, bool) {
	for _, s := range q.Services {
		if name != "" && strings.EqualFold(string(s.ID), name) {
			return s, true
		}
	}
	return assay.Service{}, false
}

// lack says what to write.
func (q *Question) lack(p config.RequiredTag, value string, s assay.Service, known bool, deployed map[string]deployed) Lack {
	l := Lack{Tag: p.Key, Value: value, Allowed: p.Values}
	for _, v := range p.Values { // the same word in another case
		if value != "" && strings.EqualFold(v, value) {
			l.Suggested = v
			return l
		}
	}
	if !known {
		return l
	}
	want := ""
	switch p.From {
	case "owner":
		want = s.Owner
	case "cost_centre":
		want = s.CostCentre
	case "environment":
		want = cmp.Or(s.Environment, deployed[string(s.ID)].environment)
	case "name":
		want = string(s.ID)
	}
	if len(p.Values) == 0 || slices.Contains(p.Values, want) {
		l.Suggested = want
	}
	return l
}

// deployed is what deploy records say of a name: of an artifact or a service.
type deployed struct {
	service     assay.ServiceID
	environment string // when there is only one
	many        bool   // several services
	mixed       bool   // several environments
}

// deployed reads the records by the names of services, and of artifacts without
// registry, tag and digest.
func (q *Question) deployed() map[string]deployed {
	out := map[string]deployed{}
	for _, d := range q.Deploys {
		names := []string{string(d.Service)}
		if n := artifactName(d.Artifact); n != "" && n != names[0] {
			names = append(names, n)
		}
		for _, n := range names {
			was, ok := out[n]
			if !ok {
				out[n] = deployed{service: d.Service, environment: d.Environment}
				continue
			}
			was.many = was.many || was.service != d.Service
			if was.environment != d.Environment {
				was.mixed, was.environment = true, ""
			}
			if was.mixed {
				was.environment = ""
			}
			out[n] = was
		}
	}
	return out
}

// artifactName is "payments" of registry.example/bank/payments:1.2@sha256:….
func artifactName(a string) string {
	a, _, _ = strings.Cut(a, "@")
	if strings.HasPrefix(a, "sha256:") {
		return ""
	}
	a, _, _ = strings.Cut(path.Base(a), ":")
	if a == "." || a == "/" {
		return ""
	}
	return a
}

// shortName is the name in a key: "push" of lambda:function:push.
func shortName(key string) string {
	if i := strings.LastIndexAny(key, ":/"); i >= 0 {
		return key[i+1:]
	}
	return key
}
