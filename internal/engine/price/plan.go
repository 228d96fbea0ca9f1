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
// no code stands in that, the one whose code the plan wholly covers, when it covers
// less of each other.
func folderOf(p *assay.Plan, roots map[string][]string) string {
	own := path.Dir(p.Root)
	if len(roots[own]) > 0 {
		return own
	}
	found, most, times := own, 0, 0
	for folder, addresses := range roots {
		n := 0
		for _, a := range addresses {
			if _, ok := slices.BinarySearch(p.Covers, a); ok {
				n++
			}
		}
		switch {
		case n == 0 || n < most:
		case n == most:
			times++
		default:
			most, times = n, 1
			if found = own; n == len(addresses) {
				found = folder
			}
		}
	}
	if times > 1 {
		return own
	}
	return found
}

// has says that a resource of code is one that a plan beside it speaks for.
func (c coverage) has(r *assay.Resource) bool {
	return len(c) > 0 && r.Source == "terraform" && c[rootKey{path.Clean(r.Root), assay.WithoutInstances(r.Address)}]
}

// AsCommitted leaves out committed plans of which code stands beside them, and takes
// from the others what they say was before: whoever writes the code writes these too.
func AsCommitted(resources []assay.Resource, plans []assay.Plan, committed func(root string) bool) ([]assay.Resource, []assay.Plan) {
	out := map[string]bool{}
	var rest []assay.Plan
	for _, p := range plans {
		if committed(p.Root) {
			of := covers([]assay.Plan{p}, resources)
			if slices.ContainsFunc(resources, func(r assay.Resource) bool { return of.has(&r) }) {
				out[p.Root] = true
				continue
			}
			p.Told, p.Before, p.Added = false, nil, nil
		}
		rest = append(rest, p)
	}
	if len(out) > 0 {
		resources = slices.DeleteFunc(slices.Clone(resources), func(r assay.Resource) bool { return r.Source == "terraform-plan" && out[r.Root] })
	}
	return resources, rest
}
