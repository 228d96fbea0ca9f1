package run

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/vex"
)

// Stances is how a folder stands to the known flaws of what it brings in.
type Stances struct {
	Document vex.Document
	// Gaps are files that could not be read: the document lacks what they name.
	Gaps []assay.Gap
	// Notes say which VEX documents did not count.
	Notes []string
}

// VEX says of each known flaw of a folder whether it reaches it: not where a
// VEX document that counts says so, else it does.
func (s *Service) VEX(ctx context.Context, req Request) (*Stances, error) {
	req.Engines = []assay.EngineID{assay.EngineDependency}
	j := &job{Service: s, req: req, stepSeconds: map[string]float64{}}
	defer j.close()
	if err := j.prepare(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	if err := j.look(ctx); err != nil {
		return nil, interruptedOr(ctx, err)
	}
	<-j.saveCache() // a cache that can't be kept changes no answer
	out := &Stances{Notes: j.notes, Document: vex.Document{
		Name: j.name(), Tool: "assay " + s.Version, Created: s.Now(), Entries: j.stances(),
	}}
	if j.repo != nil {
		out.Document.Version = j.repo.Head
	}
	for _, g := range j.head.Gaps {
		if !g.Unsupported {
			out.Gaps = append(out.Gaps, g)
		}
	}
	return out, nil
}

// stances lists flaw by flaw and package by package how the folder stands. A
// package that one project uses harmfully is affected, whatever holds in others.
func (j *job) stances() []vex.Entry {
	where := j.subjects()
	type key struct{ flaw, purl string }
	care := map[vex.Status]int{vex.Fixed: 0, vex.NotAffected: 1, vex.UnderInvestigation: 2, vex.Affected: 3}
	at := map[key]int{}
	var out []vex.Entry
	for i := range j.head.Findings {
		f := &j.head.Findings[i]
		if f.Vulnerability == nil {
			continue
		}
		e := j.stance(f, where)
		k := key{e.Name, e.PURL}
		old, known := at[k]
		switch {
		case !known:
			at[k] = len(out)
			out = append(out, e)
		case care[e.Status] > care[out[old].Status]:
			out[old] = e
		case e.Status == out[old].Status && len(e.Within) == 0:
			out[old] = e
		case e.Status == out[old].Status && len(out[old].Within) > 0:
			out[old].Within = sorted(append(out[old].Within, e.Within...))
		}
	}
	slices.SortStableFunc(out, func(a, b vex.Entry) int {
		return cmp.Or(strings.Compare(a.PURL, b.PURL), strings.Compare(a.Name, b.Name))
	})
	return out
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// stance says how a finding's package stands to its flaw.
func (j *job) stance(f *assay.Finding, where map[site][]vex.Subject) vex.Entry {
	v := f.Vulnerability
	e := vex.Entry{Name: v.ID, Aliases: v.Aliases, PURL: f.Location.Component, CWE: f.CWE, Status: vex.Affected, Action: f.Fix}
	st := j.said(f, where)
	if st == nil {
		return e
	}
	clears := st.Status == vex.NotAffected || st.Status == vex.Fixed
	if ok, _ := st.Sound(); clears && !ok {
		return e
	}
	e.Status, e.Justification, e.Time = st.Status, st.Justification, st.Time
	e.Impact = string(j.Redact([]byte(st.Impact)))
	if st.Action != "" {
		e.Action = string(j.Redact([]byte(st.Action)))
	}
	if clears {
		e.Action = ""
		e.Within = limits(st, where[siteOf(f.Location, v.Package, v.Version)])
	}
	return e
}

// limits names the projects of a statement that speaks of these only.
func limits(st *vex.Statement, subjects []vex.Subject) []string {
	var out []string
	for i := range subjects {
		if sub := &subjects[i]; st.Limited(sub) {
			out = append(out, vex.ProjectID(sub.Project[0]))
		}
	}
	return sorted(out)
}
