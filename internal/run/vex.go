package run

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/assay-dev/assay/internal/assay"
	"github.com/assay-dev/assay/internal/vex"
)

// maxVEX bounds the number of documents; a folder with more is not read.
const maxVEX = 1000

// readVEX reads the VEX documents that count. One that can't be read says so and
// does not count.
func (j *job) readVEX(ctx context.Context) error {
	names, err := j.governed.In("vex", ".json")
	if err != nil {
		j.notes = append(j.notes, fmt.Sprintf("no VEX document counts: %v", err))
		return nil
	}
	if len(names) > maxVEX {
		j.notes = append(j.notes, fmt.Sprintf("no VEX document counts: .assay/vex holds %d, more than %d", len(names), maxVEX))
		return nil
	}
	var all []vex.Statement
	for _, name := range names {
		data, err := j.governed.Read(ctx, name, vex.MaxSize)
		var list []vex.Statement
		if err == nil {
			list, err = vex.Read(name, data)
		}
		if err != nil {
			j.notes = append(j.notes, fmt.Sprintf("a VEX document does not count: %s: %s", name, strings.TrimPrefix(err.Error(), name+": ")))
			continue
		}
		all = append(all, list...)
	}
	j.vex = vex.NewSet(all)
	return ctx.Err()
}

// heedVEX sets known flaws aside that a VEX document says do not reach us.
func (j *job) heedVEX(findings []assay.Finding) {
	if j.vex.Len() == 0 {
		return
	}
	where := j.subjects()
	n := 0
	for i := range findings {
		f := &findings[i]
		st := j.said(f, where)
		if st == nil || st.Status == vex.Affected || st.Status == vex.UnderInvestigation {
			continue
		}
		ok, why := st.Sound()
		if f.Suppression != nil && (f.Suppression.Counts || !ok) {
			continue
		}
		f.Suppression = &assay.Suppression{Reason: j.reason(st), Location: st.Location, Counts: ok, Why: cmp.Or(why, st.Location.Path+" sets it aside")}
		if ok {
			n++
		}
	}
	if n > 0 {
		words := map[bool]string{true: "1 known flaw is", false: fmt.Sprintf("%d known flaws are", n)}[n == 1]
		j.notes = append(j.notes, words+" set aside by VEX documents")
	}
}

// reason is what a statement says, without secrets.
func (j *job) reason(st *vex.Statement) string {
	words := string(st.Status)
	if st.Status == vex.NotAffected {
		words = cmp.Or(strings.ReplaceAll(st.Justification, "_", " "), "not affected")
	}
	if st.Impact != "" {
		words += ": " + st.Impact
	}
	return string(j.Redact([]byte(words)))
}

// said is the statement that holds for a finding: in each project that the
// finding stands for the latest one, and of these the most careful; nil when
// nobody spoke of one of them.
func (j *job) said(f *assay.Finding, where map[site][]vex.Subject) *vex.Statement {
	v := f.Vulnerability
	if v == nil || f.Engine != assay.EngineDependency {
		return nil
	}
	var out *vex.Statement
	names, subjects := append([]string{v.ID}, v.Aliases...), where[siteOf(f.Location, v.Package, v.Version)]
	for i := range subjects {
		st, ok := j.vex.About(names, &subjects[i])
		if !ok {
			return nil
		}
		if out == nil || st.MoreCareful(out) {
			out = st
		}
	}
	return out
}

// site is where a component is named: one finding stands for all projects that
// bring it in by one line.
type site struct {
	path         string
	line         int
	name, number string
}

func siteOf(l assay.Location, name, number string) site {
	return site{l.Path, l.Start.Line, name, number}
}

// subjects lists, by site, the projects that bring a component in.
func (j *job) subjects() map[site][]vex.Subject {
	projects := map[string]*assay.Project{}
	for i := range j.head.Projects {
		projects[j.head.Projects[i].Root] = &j.head.Projects[i]
	}
	out := map[site][]vex.Subject{}
	for i := range j.head.Components {
		c := &j.head.Components[i]
		sub := vex.Subject{Ecosystem: c.Ecosystem, Package: c.Name, Version: c.Version, Project: []string{c.Root, j.name()}}
		if dir := path.Dir(c.Root); dir != "." {
			sub.Project = append(sub.Project, dir)
		}
		if p := projects[c.Root]; p != nil {
			sub.Project = append(sub.Project, p.Name)
			sub.Releases = append(sub.Releases, p.Version)
		}
		if j.repo != nil {
			sub.Releases = append(sub.Releases, j.repo.Head)
		}
		at := siteOf(c.Location, c.Name, c.Version)
		out[at] = append(out[at], sub)
	}
	return out
}
