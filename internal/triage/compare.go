package triage

import "github.com/assay-dev/assay/internal/assay"

// Comparison is what differs between the findings of a base and of a head.
type Comparison struct {
	// Match gives, for each head finding, the index of the base finding that
	// it is the same as, or -1 when it is new.
	Match []int
	// Fixed counts base findings that no head finding matches.
	Fixed int
}

// Compare matches head findings with base findings. The same problem at the
// same path (renames, head path to base path, followed) comes first; then the
// same problem that only moved to another file. What is left at the head is
// new: a copy of an old problem is a new one.
func Compare(head, base []assay.Finding, renames map[string]string) Comparison {
	open := map[assay.Fingerprint][]int{}
	for i, f := range base {
		open[f.Fingerprint] = append(open[f.Fingerprint], i)
	}
	c := Comparison{Match: make([]int, len(head)), Fixed: len(base)}
	take := func(h int, same func(b int) bool) {
		fp := head[h].Fingerprint
		for k, b := range open[fp] {
			if same(b) {
				c.Match[h] = b
				c.Fixed--
				open[fp] = append(open[fp][:k:k], open[fp][k+1:]...)
				return
			}
		}
	}
	for h := range head {
		c.Match[h] = -1
		path := head[h].Location.Path
		if from, ok := renames[path]; ok {
			path = from
		}
		take(h, func(b int) bool { return base[b].Location.Path == path })
	}
	for h := range head {
		if c.Match[h] < 0 {
			take(h, func(int) bool { return true })
		}
	}
	return c
}

// CompareGaps sets the status of head gaps: old when the same scope had the
// same gap in the same file at the base.
func CompareGaps(head, base []assay.Gap, renames map[string]string) {
	type key struct {
		scope  assay.Scope
		path   string
		reason string
	}
	old := map[key]int{}
	for _, g := range base {
		old[key{g.Scope, g.Location.Path, g.Reason}]++
	}
	for i := range head {
		g := &head[i]
		path := g.Location.Path
		if from, ok := renames[path]; ok {
			path = from
		}
		k := key{g.Scope, path, g.Reason}
		g.Status = assay.StatusNew
		if old[k] > 0 {
			old[k]--
			g.Status = assay.StatusOld
		}
	}
}
