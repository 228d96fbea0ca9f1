package control

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/assay-dev/assay/internal/assay"
)

// change is one tested change, by the last run on it.
type change struct {
	run *assay.Run
	// newest: nothing later was tested of the same services, so what it leaves
	// open is open now.
	newest bool
	// deployed: a deploy of its commit is on record.
	deployed bool

	engines map[assay.EngineID]assay.CoverageState
	scopes  []string // in which something was there to examine
	hits    [][]int  // findings that count, by group
}

// stopped: the gate kept the change from going on, and it went nowhere.
func (c *change) stopped() bool {
	return c.run.Decision.Outcome != outcomePass && !c.deployed && !c.newest
}

const outcomePass = "pass"

// changes makes of runs the changes that were tested, oldest first. Of several
// runs on one commit the last counts, of those of all stages. Uncommitted work, and a folder without
// commits, is a change until something later of the same services is tested.
func changes(runs []assay.Run, deploys []assay.Deploy) []change {
	order := make([]*assay.Run, len(runs))
	for i := range runs {
		order[i] = &runs[i]
	}
	slices.SortFunc(order, func(a, b *assay.Run) int {
		return cmp.Or(b.Started.Compare(a.Started), strings.Compare(b.ID, a.ID))
	})
	seen, commits := map[string]bool{}, map[string]bool{}
	var out []change
	for _, r := range order { // newest first
		if len(r.Only) > 0 || r.Base != "" && r.Base == r.Head && !r.Dirty {
			continue // a few stages, or no change at all, speak for no change
		}
		place := placeOf(r)
		newest := !seen[place]
		seen[place] = true
		passing := r.Dirty || r.Head == ""
		at := place + "\x00" + r.Head
		if !newest && (passing || commits[at]) {
			continue
		}
		if !passing {
			commits[at] = true
		}
		out = append(out, change{run: r, newest: newest})
	}
	slices.Reverse(out)
	byCommit := map[string][]*assay.Deploy{}
	for i := range deploys {
		if d := &deploys[i]; len(d.Commit) >= shortest {
			byCommit[d.Commit[:shortest]] = append(byCommit[d.Commit[:shortest]], d)
		}
	}
	for i := range out {
		if r := out[i].run; len(r.Head) >= shortest {
			out[i].deployed = slices.ContainsFunc(byCommit[r.Head[:shortest]], func(d *assay.Deploy) bool { return tested(r, d) })
		}
	}
	return out
}

// placeOf names what a run looked at: the repository with the services in it.
func placeOf(r *assay.Run) string {
	ids := make([]string, len(r.Services))
	for i := range r.Services {
		ids[i] = string(r.Services[i].ID)
	}
	slices.Sort(ids)
	return r.Repository + "\x00" + strings.Join(ids, "\x00")
}

// shortest is the length from which the beginning of a commit's name stands for it.
const shortest = 7

// tested says whether a run is of the commit of a deploy and of its service.
func tested(r *assay.Run, d *assay.Deploy) bool {
	if r.Dirty || !sameCommit(r.Head, d.Commit) {
		return false
	}
	return d.Service == "" || len(r.Services) == 0 ||
		slices.ContainsFunc(r.Services, func(s assay.RunService) bool { return s.ID == d.Service })
}

// sameCommit compares names of commits, either of which may be a beginning.
func sameCommit(a, b string) bool {
	return len(a) >= shortest && len(b) >= shortest && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// within keeps what lies in a period, both ends included.
func within(t, from, to time.Time) bool { return !t.Before(from) && !t.After(to) }

// look fills in what checks ask a change for.
func (c *change) look(m *matcher) {
	c.engines = map[assay.EngineID]assay.CoverageState{}
	for _, v := range c.run.Coverage {
		if v.Scope == assay.ScopeSecretHistory {
			continue // asked for by name only
		}
		if v.Examined > 0 {
			c.scopes = append(c.scopes, string(v.Scope))
		}
		name, _, _ := strings.Cut(string(v.Scope), "/")
		e := assay.EngineID(name)
		switch old, ok := c.engines[e]; {
		case !ok:
			c.engines[e] = v.State
		case old != v.State:
			c.engines[e] = assay.Partial
		}
	}
	c.hits = make([][]int, len(m.set.groups))
	for i := range c.run.Findings {
		f := &c.run.Findings[i]
		if f.Confidence == assay.Tentative {
			continue
		}
		for _, g := range m.groups(f) {
			if f.Severity >= m.set.groups[g].least {
				c.hits[g] = append(c.hits[g], i)
			}
		}
	}
}

// matcher finds the groups of findings, and remembers them by rule.
type matcher struct {
	set  *Set
	memo map[assay.RuleID]matched
}

type matched struct {
	cwe    []int
	tags   []string
	groups []int
}

func newMatcher(s *Set) *matcher { return &matcher{set: s, memo: map[assay.RuleID]matched{}} }

func (m *matcher) groups(f *assay.RunFinding) []int {
	known, ok := m.memo[f.Rule]
	if ok && slices.Equal(known.cwe, f.CWE) && slices.Equal(known.tags, f.Tags) {
		return known.groups
	}
	found := m.set.groupsOf(f.Rule, f.CWE, f.Tags)
	m.memo[f.Rule] = matched{f.CWE, f.Tags, found}
	return found
}

// groupsOf lists the groups that a rule belongs to, sorted.
func (s *Set) groupsOf(id assay.RuleID, cwe []int, tags []string) []int {
	out := slices.Clone(s.exact[id])
	for _, n := range cwe {
		out = append(out, s.cwe[n]...)
	}
	for _, t := range tags {
		out = append(out, s.tag[t]...)
	}
	for _, p := range s.prefixes {
		if strings.HasPrefix(string(id), p.prefix) {
			out = append(out, p.group)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
