package price

import (
	"path"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
)

// Before is what was there before head: what its plans tell of that, of all that
// they cover, and of everything else what base has.
func Before(base, head []assay.Resource, plans []assay.Plan) []assay.Resource {
	told := tellers(plans)
	if len(told) == 0 {
		return base
	}
	covered := covers(slices.DeleteFunc(slices.Clone(plans), func(p assay.Plan) bool { return !p.Told }), head, base)
	var out []assay.Resource
	for i := range base {
		if r := &base[i]; told[r.Root] == nil && !covered.has(r) {
			out = append(out, *r)
		}
	}
	for i := range head {
		r := &head[i]
		p := told[r.Root]
		if p == nil || r.Source != "terraform-plan" {
			continue
		}
		_, added := slices.BinarySearch(p.Added, r.Address)
		_, was := slices.BinarySearchFunc(p.Before, r.Address, func(b assay.Resource, address string) int { return strings.Compare(b.Address, address) })
		if !added && !was {
			out = append(out, *r)
		}
	}
	for i := range plans {
		if plans[i].Told {
			out = append(out, plans[i].Before...)
		}
	}
	return out
}

// Untold says that resources have some that could cost something and that no plan
// of head tells the past of: for these, a base is needed.
func Untold(resources, head []assay.Resource, plans []assay.Plan) bool {
	told := tellers(plans)
	covered := covers(plans, head, resources)
	return Any(slices.DeleteFunc(slices.Clone(resources), func(r assay.Resource) bool { return told[r.Root] != nil || covered.has(&r) }))
}

// tellers are the plans that tell what was before, by their root.
func tellers(plans []assay.Plan) map[string]*assay.Plan {
	out := map[string]*assay.Plan{}
	for i := range plans {
		if plans[i].Told {
			out[plans[i].Root] = &plans[i]
		}
	}
	return out
}

// coverage is what plans speak for, by their folder: they know what variables stand
// for, and the same resource does not cost twice.
type coverage map[rootKey]bool

type rootKey struct{ folder, address string }

// covers finds the code of plans in each of some trees of it.
func covers(plans []assay.Plan, trees ...[]assay.Resource) coverage {
	out := coverage{}
	if len(plans) == 0 {
		return out
	}
	for _, code := range trees {
		roots := map[string][]string{}
		for i := range code {
			if r := &code[i]; r.Source == "terraform" && !strings.HasPrefix(r.Address, "data.") && !strings.Contains(r.Address, ".data.") {
				folder := path.Clean(r.Root)
				roots[folder] = append(roots[folder], assay.WithoutInstances(r.Address))
			}
		}
		for i := range plans {
			folder := folderOf(&plans[i], roots)
			for _, address := range plans[i].Covers {
				out[rootKey{folder, address}] = true
			}
		}
	}
	return out
}

// folderOf is the folder of the code that a plan is of: the plan's own, and where
// no code stands in that, the only one whose code the plan wholly covers.
func folderOf(p *assay.Plan, roots map[string][]string) string {
	own := path.Dir(p.Root)
	if len(roots[own]) > 0 {
		return own
	}
	var found []string
	for folder, addresses := range roots {
		if !slices.ContainsFunc(addresses, func(a string) bool { _, ok := slices.BinarySearch(p.Covers, a); return !ok }) {
			found = append(found, folder)
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return own
}

// has says that a resource of code is one that a plan beside it speaks for.
func (c coverage) has(r *assay.Resource) bool {
	return len(c) > 0 && r.Source == "terraform" && c[rootKey{path.Clean(r.Root), assay.WithoutInstances(r.Address)}]
}
