package triage

import (
	"path"

	"github.com/assay-dev/assay/internal/assay"
)

// Comparison is what differs between the findings of a base and of a head.
type Comparison struct {
	// Match gives, for each head finding, the index of the base finding that
	// it is the same as, or -1 when it is new.
	Match []int
	// Fixed are the indices of base findings that no head finding matches.
	Fixed []int
}

// Compare matches head findings with base findings. The same problem at the
// same path (renames, head path to base path, followed) comes first; then the
// same problem that only moved to another file of its folder. What is left at
// the head is new: a copy of an old problem is, and one that turns up elsewhere.
// same says whether a base finding may stand for a head finding at all; nil
// lets all.
func Compare(head, base []assay.Finding, renames map[string]string, same func(h, b *assay.Finding) bool) Comparison {
	open := map[assay.Fingerprint][]int{}
	for i, f := range base {
		open[f.Fingerprint] = append(open[f.Fingerprint], i)
	}
	c := Comparison{Match: make([]int, len(head))}
	taken := make([]bool, len(base))
	was := func(h int) string {
		if from, ok := renames[head[h].Location.Path]; ok {
			return from
		}
		return head[h].Location.Path
	}
	take := func(h int, place func(path string) bool) {
		fp := head[h].Fingerprint
		for k, b := range open[fp] {
			if place(base[b].Location.Path) && (same == nil || same(&head[h], &base[b])) {
				c.Match[h] = b
				taken[b] = true
				open[fp] = append(open[fp][:k:k], open[fp][k+1:]...)
				return
			}
		}
	}
	for h := range head {
		c.Match[h] = -1
		take(h, func(p string) bool { return p == was(h) })
	}
	for h := range head {
		if c.Match[h] < 0 {
			take(h, func(p string) bool { return path.Dir(p) == path.Dir(was(h)) })
		}
	}
	for b := range base {
		if !taken[b] {
			c.Fixed = append(c.Fixed, b)
		}
	}
	return c
}

// CompareGaps sets the status of head gaps: old when the same scope had the
// same gap in the same file at the base, and the file was not changed: what
// nobody can read may hold anything.
func CompareGaps(head, base []assay.Gap, renames map[string]string, changed map[string]bool) {
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
		at := g.Location.Path
		if from, ok := renames[at]; ok {
			at = from
		}
		k := key{g.Scope, at, g.Reason}
		g.Status = assay.StatusNew
		if old[k] > 0 && !changed[g.Location.Path] {
			old[k]--
			g.Status = assay.StatusOld
		}
	}
}
